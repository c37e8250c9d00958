"""Aliases: update_aliases, put, get, exists, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from docstore.api.indices.alias_filters import check_filters
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.aliases.actions import Add, AliasAction, parse_actions
from docstore.catalog.aliases.listing import list_aliases, missing_aliases
from docstore.catalog.aliases.update import results_body, update_aliases
from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names import options
from docstore.catalog.names.expression import parts_of
from docstore.catalog.names.options import IndicesOptions
from docstore.catalog.streams.data_stream import DataStream
from docstore.catalog.streams.names import select_streams
from docstore.errors import IndexNotFoundError, JsonObject, answered


@api("indices.update_aliases", "POST /_aliases", privilege=Privilege.MANAGE)
def update(
    node: Node,
    *,
    actions: Body[Sequence[Mapping[str, Any]] | None] = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Change aliases of several indices in one step: all of it happens, or none.

    :param actions: ``[{"add": {"index": "i", "alias": "a"}}, {"remove": {"index": "j", "alias": "a"}},
        {"remove_index": {"index": "k"}}]``; ``indices`` and ``aliases`` take lists, ``indices`` patterns, ``add`` also
        ``filter``, ``routing``, ``index_routing``, ``search_routing``, ``is_write_index``, ``is_hidden``; ``remove``
        takes ``must_exist``.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: an index does not exist.
    :raises AliasesNotFoundError: nothing to do: no alias to remove is there.
    :raises InvalidAliasNameError: not a name, or an index has it.
    :raises CatalogConflictError: two write indices, or hidden on some indices only.
    """
    return _act(node, parse_actions(actions))


@api(
    "indices.put_alias",
    "PUT /{index}/_alias/{name}",
    "POST /{index}/_alias/{name}",
    "PUT /{index}/_aliases/{name}",
    "POST /{index}/_aliases/{name}",
    privilege=Privilege.MANAGE,
)
def put(
    node: Node,
    *,
    index: Names,
    name: str,
    filter: Body[JsonObject | None] = None,
    index_routing: Body[str | None] = None,
    is_hidden: Body[bool | None] = None,
    is_write_index: Body[bool | None] = None,
    master_timeout: Duration | None = None,
    routing: Body[str | None] = None,
    search_routing: Body[str | None] = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Give indices an alias, in place of one of the same name.

    :param index: names, wildcards; no aliases.
    :param filter: a query; searches through the alias see only what matches it.
    :param routing: for both of ``index_routing`` (one value) and ``search_routing`` (values with commas between them).
    :param is_write_index: writes through the alias go to this index.
    :param is_hidden: wildcards pass the alias over.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: an index does not exist.
    :raises InvalidAliasNameError: not a name, or an index has it.
    :raises CatalogConflictError: two write indices, or hidden on some indices only.
    """
    given = {
        "filter": filter,
        "routing": routing,
        "index_routing": index_routing,
        "search_routing": search_routing,
        "is_write_index": is_write_index,
        "is_hidden": is_hidden,
    }
    properties = {key: value for key, value in given.items() if value is not None}
    return _act(node, parse_actions([{"add": {"indices": parts_of(index), "alias": name, **properties}}]))


@api(
    "indices.delete_alias",
    "DELETE /{index}/_alias/{name}",
    "DELETE /{index}/_aliases/{name}",
    privilege=Privilege.MANAGE,
)
def delete(
    node: Node,
    *,
    index: Names,
    name: Names,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Take aliases from indices.

    :param index: names, wildcards.
    :param name: names, wildcards, ``_all``.
    :param master_timeout, timeout: without meaning for one local node.
    :raises AliasesNotFoundError: none of the indices has such an alias.
    """
    return _act(node, parse_actions([{"remove": {"indices": parts_of(index), "aliases": parts_of(name)}}]))


@api(
    "indices.get_alias",
    "GET /_alias",
    "GET /_alias/{name}",
    "GET /{index}/_alias",
    "GET /{index}/_alias/{name}",
    privilege=Privilege.MONITOR,
)
def get(
    node: Node,
    *,
    index: Names | None = None,
    name: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show aliases: ``{"index": {"aliases": {"name": {...}}}}``; with ``name``, only indices that have one.

    :param index: names, aliases, wildcards; all when left out.
    :param name: names, wildcards, exclusions (``"a*,-ab"``).
    :param local, master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: an index does not exist.
    :raises NotFoundError: an alias that is named, without wildcard, does not exist; the body holds those that do.
    """
    how = options.ALL.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    names = None if name is None else parts_of(name)
    with node.environment.read() as txn:
        listed = list_aliases(_holders(current(txn), index, how), names)
    missing = [] if names is None else missing_aliases(names, listed)
    if missing:
        reason = f"{'alias' if len(missing) == 1 else 'aliases'} [{','.join(missing)}] missing"
        raise answered(404, {"error": reason, "status": 404, **listed}, reason)
    return listed


@api(
    "indices.exists_alias",
    "HEAD /_alias/{name}",
    "HEAD /{index}/_alias/{name}",
    privilege=Privilege.MONITOR,
)
def exists(
    node: Node,
    *,
    name: Names,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> bool:
    """Whether all named aliases exist. A pattern that matches nothing is no error, and so counts as there.

    :param name: names, wildcards.
    :param index: names, aliases, wildcards; all when left out.
    :param local, master_timeout: without meaning for one local node.
    """
    how = options.ALL.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    names = parts_of(name)
    with node.environment.read() as txn:
        try:
            return not missing_aliases(names, list_aliases(_holders(current(txn), index, how), names))
        except IndexNotFoundError:
            return False


def _holders(catalog: Catalog, index: Names | None, how: IndicesOptions) -> list[Index | DataStream]:
    """The indices and data streams whose aliases are asked for.

    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    found: list[Index | DataStream] = []
    for name in ("*",) if index is None else parts_of(index):
        if "*" in name or name == "_all" or catalog.stream(name) is not None:
            found += select_streams(catalog, name, how.expand)
    named = None if index is None else [name for name in parts_of(index) if catalog.stream(name) is None]
    indices = [] if named == [] else catalog.resolve(named, replace(how, streams=False))
    check_all(indices, Operation.METADATA_READ)
    return [*indices, *found]


def _act(node: Node, actions: list[AliasAction]) -> JsonObject:
    check_filters(alias for action in actions if isinstance(action, Add) for alias in action.aliases)
    with node.environment.write() as txn:
        return results_body(update_aliases(txn, actions))
