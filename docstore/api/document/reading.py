"""The APIs that read documents by id: get, get_source, exists, exists_source and mget (``docs/reference/elasticsearch/rest-apis``).

``preference`` is accepted and has no effect: there is one copy of the data. ``realtime`` and ``refresh`` matter under
``docstore.open(near_real_time=True)``: a read with ``realtime=False`` sees what was refreshed, and ``refresh`` refreshes before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.api.document.shown import Shown
from docstore.api.node import Node
from docstore.api.parameters import Id, Names, Routing, flag, joined
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.index import Index
from docstore.documents import reading
from docstore.documents.operation import (
    Guard,
)
from docstore.documents.source_filter import SourceFilter
from docstore.errors import IndexNotFoundError, JsonObject, ResourceNotFoundError, ValidationError
from docstore.search.near_real_time import refreshed, tables_of
from docstore.storage.pointer import Pointer
from docstore.storage.record import Record


def _tables(node: Node, index: Names, realtime: Any, refresh: Any) -> reading.Tables:
    """Where a read looks: at all that was written, or at what was refreshed."""
    if realtime is None and refresh is None:
        return reading.now
    if flag("refresh", refresh, False):
        refreshed(node.environment, index)
    return reading.now if flag("realtime", realtime, True) else tables_of


@api("get", "GET /{index}/_doc/{id}", privilege=Privilege.READ)
def get(
    node: Node,
    *,
    index: str,
    id: Id,
    force_synthetic_source: bool | None = None,
    preference: str | None = None,
    realtime: bool | None = None,
    refresh: bool | None = None,
    routing: Routing | None = None,
    source: Any = None,
    source_exclude_vectors: bool | None = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    stored_fields: Names | None = None,
    version: int | None = None,
    version_type: str | None = None,
) -> JsonObject:
    """A document with its metadata.

    The answer is ``{"_index": ..., "_id": ..., "_version": 1, "_seq_no": 0, "_primary_term": 1, "found": true, "_source": {...}}``.

    :param index: one index, or an alias of one.
    :param realtime: ``False`` under ``docstore.open(near_real_time=True)``: as searches see it.
    :param routing: must be that of the document where the mapping requires one.
    :param source: ``False`` leaves ``_source`` out; names or patterns are the parts that are wanted, as in ``source_includes``.
    :param stored_fields: fields with ``store``, under ``fields``, in place of ``_source``.
    :raises DocumentNotFoundError: there is none; its body is the answer with ``found: false``.
    :raises VersionConflictError: it has another ``version`` than asked for.
    """
    shown = Shown.of(source, source_includes, source_excludes, source_exclude_vectors, stored_fields, force_synthetic_source)
    doc_id = id if type(id) is str else str(id)
    tables = _tables(node, index, realtime, refresh)
    with node.environment.read() as txn:
        target = reading.single_index(txn, index)
        found = reading.find(txn, target, doc_id, joined(routing), name=index, tables=tables)
        if found is None:
            raise reading.missing(shown.body(target, doc_id, None))
        if version is not None:
            reading.check_version(target, doc_id, found[0], Guard.parse(version, version_type))
        return shown.body(target, doc_id, found)


@api("get_source", "GET /{index}/_source/{id}", privilege=Privilege.READ)
def get_source(
    node: Node,
    *,
    index: str,
    id: Id,
    preference: str | None = None,
    realtime: bool | None = None,
    refresh: bool | None = None,
    routing: Routing | None = None,
    source: Any = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    version: int | None = None,
    version_type: str | None = None,
) -> JsonObject:
    """Only the ``_source`` of a document. Parameters are those of ``get``.

    :raises ResourceNotFoundError: there is no document, or its index keeps no ``_source``.
    """
    wanted = SourceFilter.of(source, source_includes, source_excludes)
    if not wanted.fetch:
        raise ValidationError("fetching source can not be disabled")
    tables = _tables(node, index, realtime, refresh)
    with node.environment.read() as txn:
        target = reading.single_index(txn, index)
        found = reading.find(txn, target, str(id), joined(routing), name=index, tables=tables)
        if found is not None and version is not None:
            reading.check_version(target, str(id), found[0], Guard.parse(version, version_type))
        return reading.source_of(target, str(id), found, wanted)


@api("exists", "HEAD /{index}/_doc/{id}", privilege=Privilege.READ)
def exists(
    node: Node,
    *,
    index: str,
    id: Id,
    preference: str | None = None,
    realtime: bool | None = None,
    refresh: bool | None = None,
    routing: Routing | None = None,
    source: Any = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    stored_fields: Names | None = None,
    version: int | None = None,
    version_type: str | None = None,
) -> bool:
    """Whether there is a document with this id; ``False`` also where there is no such index.

    ``source``, ``source_includes``, ``source_excludes`` and ``stored_fields`` have no effect: nothing of it is shown.
    """
    tables = _tables(node, index, realtime, refresh)
    return _exists(node, index, str(id), joined(routing), version, version_type, tables) is not None


@api("exists_source", "HEAD /{index}/_source/{id}", privilege=Privilege.READ)
def exists_source(
    node: Node,
    *,
    index: str,
    id: Id,
    preference: str | None = None,
    realtime: bool | None = None,
    refresh: bool | None = None,
    routing: Routing | None = None,
    source: Any = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    version: int | None = None,
    version_type: str | None = None,
) -> bool:
    """Whether there is a document with this id that has a ``_source``.

    ``source``, ``source_includes`` and ``source_excludes`` have no effect: nothing of it is shown.
    """
    tables = _tables(node, index, realtime, refresh)
    found = _exists(node, index, str(id), joined(routing), version, version_type, tables)
    return found is not None and (found[0].mapping.source_enabled or found[1].seq < found[0].history.source_until)


def _exists(
    node: Node,
    index: str,
    doc_id: str,
    routing: str | None,
    version: int | None,
    version_type: str | None,
    tables: reading.Tables,
) -> tuple[Index, Pointer] | None:
    """The index that has the document, and where; ``None`` if none does."""
    with node.environment.read() as txn:
        try:
            target = reading.single_index(txn, index)
            found = reading.find(txn, target, doc_id, routing, name=index, tables=tables)
        except (IndexNotFoundError, ResourceNotFoundError):
            return None
        if found is None:
            return None
        if version is not None:
            reading.check_version(target, doc_id, found[0], Guard.parse(version, version_type))
        return target, found[0]


@api("mget", "GET /_mget", "POST /_mget", "GET /{index}/_mget", "POST /{index}/_mget", privilege=Privilege.READ)
def mget(
    node: Node,
    *,
    index: str | None = None,
    docs: Body[list[Any] | None] = None,
    force_synthetic_source: bool | None = None,
    ids: Body[str | Sequence[Any] | None] = None,
    preference: str | None = None,
    realtime: bool | None = None,
    refresh: bool | None = None,
    routing: Routing | None = None,
    source: Any = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    stored_fields: Names | None = None,
) -> JsonObject:
    """Several documents by id. One that is missing says so, one that fails carries its error; the others are not disturbed.

    :param docs: ``[{"_index": ..., "_id": ..., "_source": ..., "routing": ...}, ...]``; or ``ids`` of ``index``.
    :raises ValidationError: nothing is asked for, or an item has no id or no index.
    :raises IllegalArgumentError: an item is no object, or one of the ids is none.
    :raises ElasticsearchParseError, ParsingError: an item has an unknown key.
    """
    wanted = reading.parse_mget(index, docs, [ids] if isinstance(ids, str) else ids, joined(routing))
    problems = [] if wanted else ["no documents to get"]
    for at, item in enumerate(wanted):
        problems += [f"index is missing for doc {at}"] if not item.get("_index") else []
        problems += [f"index of doc {at} must be a string"] if not isinstance(item.get("_index") or "", str) else []
        problems += [f"id is missing for doc {at}"] if item.get("_id") in (None, "") else []
    if problems:
        raise ValidationError(*problems)
    default = Shown.of(source, source_includes, source_excludes, None, stored_fields, force_synthetic_source)

    def show(index: Index, found: tuple[Pointer, Record] | None, item: JsonObject) -> JsonObject:
        return default.for_item(item).body(index, item["_id"], found)

    tables = _tables(node, [item["_index"] for item in wanted], realtime, refresh)
    with node.environment.read() as txn:
        return {"docs": reading.many(txn, wanted, show, tables)}

