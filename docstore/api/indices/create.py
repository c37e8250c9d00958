"""Indices: create, delete, get, exists."""

from __future__ import annotations

from docstore.api.indices.alias_filters import check_filters
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, are_active, flag
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.aliases.alias import parse_aliases
from docstore.catalog.blocks import Operation
from docstore.catalog.changes import create_index, delete_index
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names import options
from docstore.catalog.names.dots import warn_of_dot
from docstore.catalog.settings.settings import nested
from docstore.catalog.state import refuse_wildcards
from docstore.catalog.streams.data_stream import DataStream
from docstore.errors import IllegalArgumentError, IndexNotFoundError, JsonObject

_TYPED = "The mapping definition cannot be nested under a type [_doc] unless include_type_name is set to true."
_FEATURES = ("aliases", "mappings", "settings")


@api("indices.create", "PUT /{index}", privilege=Privilege.MANAGE)
def create(
    node: Node,
    *,
    index: str,
    aliases: Body[JsonObject | None] = None,
    mappings: Body[JsonObject | None] = None,
    settings: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
    wait_for_active_shards: str | int | None = None,
) -> JsonObject:
    """Create an index.

    :param index: its name: lowercase, not beginning with ``_``, ``-`` or ``+``.
    :param aliases: ``{"name": {"filter": {...}, "routing": "a", "is_write_index": true}}``.
    :param mappings: ``{"properties": {"field": {"type": "keyword"}}}``.
    :param settings: ``{"number_of_shards": 1}``, with or without ``index``, nested or flat.
    :param master_timeout, timeout: without meaning for one local node; the index is there when the call returns.
    :param wait_for_active_shards: of more than one, ``shards_acknowledged`` is false.
    :raises ResourceAlreadyExistsError: an index has the name.
    :raises InvalidIndexNameError: not a name, or an alias has it.
    :raises IllegalArgumentError: an unknown setting or a wrong value.
    """
    if mappings is not None and mappings.keys() == {"_doc"}:
        raise IllegalArgumentError(_TYPED)
    warn_of_dot(index)
    check_filters(parse_aliases(aliases).values())
    with node.environment.write() as txn:
        made = create_index(txn, index, settings=settings, mappings=mappings, aliases=aliases, clock=node.clock)
        active = are_active(wait_for_active_shards, made.settings.number_of_replicas)
    return {"acknowledged": True, "shards_acknowledged": active, "index": made.name}


@api("indices.delete", "DELETE /{index}", privilege=Privilege.MANAGE)
def delete(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Delete indices with their documents.

    :param index: names; no aliases; wildcards where ``action.destructive_requires_name`` is false.
    :param ignore_unavailable: pass over what does not exist.
    :param allow_no_indices, expand_wildcards: for wildcards.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: an index does not exist.
    :raises IllegalArgumentError: an alias, or a wildcard.
    :raises ClusterBlockError: an index is read-only.
    """
    how = options.DELETE.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.write() as txn:
        refuse_wildcards(current(txn), index)
        found = current(txn).resolve(index, how)
        check_all(found, Operation.METADATA_WRITE)
        for doomed in found:
            delete_index(txn, doomed)
    return {"acknowledged": True}


@api("indices.get", "GET /{index}", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    features: Names | None = None,
    flat_settings: bool = False,
    ignore_unavailable: bool | None = None,
    include_defaults: bool = False,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show indices: ``{"name": {"aliases": {...}, "mappings": {...}, "settings": {...}}}``.

    :param index: names, aliases, wildcards.
    :param features: what to show of ``aliases``, ``mappings``, ``settings``; all, when left out.
    :param flat_settings: settings by full name.
    :param include_defaults: also the defaults of what is not set.
    :param local, master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    """
    how = options.OPEN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    wanted = _features(features)
    flat, defaults = flag("flat_settings", flat_settings, False), flag("include_defaults", include_defaults, False)
    with node.environment.read() as txn:
        catalog = current(txn)
        found = catalog.resolve(index, how)
        check_all(found, Operation.METADATA_READ)
        return {i.name: _shown(i, catalog.stream_of(i.name), wanted, flat=flat, defaults=defaults) for i in found}


@api("indices.exists", "HEAD /{index}", privilege=Privilege.MONITOR)
def exists(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    flat_settings: bool = False,
    ignore_unavailable: bool | None = None,
    include_defaults: bool = False,
    local: bool | None = None,
) -> bool:
    """Whether all named indices or aliases exist. A pattern that matches nothing is no error, and so counts as there.

    :param index: names, aliases, wildcards.
    :param flat_settings, include_defaults, local: without meaning here.
    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    how = options.OPEN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    try:
        with node.environment.read() as txn:
            check_all(current(txn).resolve(index, how), Operation.METADATA_READ)
    except IndexNotFoundError:
        return False
    return True


def _features(features: Names | None) -> list[str]:
    """``"aliases,settings"`` or a list; checked."""
    if features is None:
        return list(_FEATURES)
    named = features.split(",") if isinstance(features, str) else list(features)
    for name in named:
        if name not in _FEATURES:
            raise IllegalArgumentError(f"No feature for name [{name}]")
    return [name for name in _FEATURES if name in named]


def _shown(index: Index, stream: DataStream | None, features: list[str], *, flat: bool, defaults: bool) -> JsonObject:
    body: JsonObject = {}
    if "aliases" in features:
        body["aliases"] = {name: alias.to_body() for name, alias in index.aliases.items()}
    if "mappings" in features:
        body["mappings"] = index.mapping.to_body()
    if "settings" in features:
        body["settings"] = index.settings.to_body(flat=flat)
        if defaults:
            missing = index.settings.defaults()
            body["defaults"] = missing if flat else nested(missing)
    return body if stream is None else {**body, "data_stream": stream.name}
