"""The document APIs: one document at a time (``docs/reference/elasticsearch/rest-apis``: index, create, get, delete, update, mget).

``preference``, ``timeout`` and ``include_source_on_error`` are accepted and have no effect: there is one copy of the data, and a write
waits for nothing but the store's writer lock. ``realtime`` and ``refresh`` matter under ``docstore.open(near_real_time=True)``: a
read with ``realtime=False`` sees what was refreshed, and ``refresh`` refreshes after a write, and before such a read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from docstore.api.document.shown import Shown
from docstore.api.node import Node
from docstore.api.parameters import Duration, Id, Names, Routing, flag, forces_refresh, joined, later, require_active_shards
from docstore.api.registry import Body, Place, Privilege, WholeBody, Wire, api
from docstore.catalog.index import Index
from docstore.documents import reading
from docstore.documents.operation import (
    DeleteOperation,
    Guard,
    IndexOperation,
    Operation,
    OpType,
    UpdateOperation,
    check_update_keys,
    long_parameter,
)
from docstore.documents.results import NOT_FOUND, Outcome, Refused, Written
from docstore.documents.source_filter import SourceFilter
from docstore.documents.writer import DocumentWriter
from docstore.errors import IndexNotFoundError, JsonObject, ParsingError, ValidationError
from docstore.search.near_real_time import refreshed, refreshed_after, tables_of
from docstore.storage.pointer import Pointer
from docstore.storage.record import Record
from docstore.storage.source import Source

_UNGUARDED = Guard()


def _apply(node: Node, operation: Operation, refresh: Any) -> Written:
    with node.environment.write() as txn:
        refreshed_after(txn, refresh)
        writer = DocumentWriter(txn, node.clock)
        outcome: Outcome = writer.apply(operation)
        writer.save()
    if isinstance(outcome, Refused):
        raise outcome.told()
    return outcome


def _tables(node: Node, index: Names, realtime: Any, refresh: Any) -> reading.Tables:
    """Where a read looks: at all that was written, or at what was refreshed."""
    if realtime is None and refresh is None:
        return reading.now
    if flag("refresh", refresh, False):
        refreshed(node.environment, index)
    return reading.now if flag("realtime", realtime, True) else tables_of


def _guard(version: Any, version_type: Any, if_seq_no: Any, if_primary_term: Any) -> Guard:
    if version is None and version_type is None and if_seq_no is None and if_primary_term is None:
        return _UNGUARDED
    return Guard.parse(version, version_type, if_seq_no, if_primary_term)


def _document(document: Any) -> Source:
    if document is None:
        raise ValidationError("source is missing")
    if not isinstance(document, dict):
        try:
            return dict(document)
        except (TypeError, ValueError):
            raise ParsingError("request body is required to be a JSON object") from None
    return document


@api("index", "PUT /{index}/_doc/{id}", "POST /{index}/_doc/{id}", "POST /{index}/_doc", privilege=Privilege.WRITE)
def index(
    node: Node,
    *,
    index: str,
    document: WholeBody[Source | None] = None,
    id: Id | None = None,
    if_primary_term: int | None = None,
    if_seq_no: int | None = None,
    include_source_on_error: bool | None = None,
    op_type: str | None = None,
    pipeline: str | None = None,
    refresh: bool | str | None = None,
    require_alias: bool | None = None,
    require_data_stream: bool | None = None,
    routing: Routing | None = None,
    timeout: Duration | None = None,
    version: int | None = None,
    version_type: str | None = None,
    wait_for_active_shards: int | str | None = None,
) -> JsonObject:
    """Store a document, under a new id if none is given; write over what is there unless ``op_type`` is ``create``.

    Without an id ``op_type`` is ``create`` if nothing else is said, so that a data stream takes it.

    :param document: the JSON object to store.
    :raises VersionConflictError: the version conditions do not hold.
    :raises DocumentParsingError: a field does not take its value.
    """
    later(pipeline=pipeline)
    require_active_shards(wait_for_active_shards, index)
    forced = forces_refresh(refresh)
    written = _apply(
        node,
        IndexOperation(
            index=index,
            source=_document(document),
            id=None if id is None else str(id),
            op_type=OpType.parse("create" if op_type is None and id is None else op_type),
            guard=_guard(version, version_type, if_seq_no, if_primary_term),
            routing=joined(routing),
            require_alias=flag("require_alias", require_alias, False),
            require_data_stream=flag("require_data_stream", require_data_stream, False),
        ),
        refresh,
    )
    return written.body(forced_refresh=forced)


@api("create", "PUT /{index}/_create/{id}", "POST /{index}/_create/{id}", privilege=Privilege.WRITE)
def create(
    node: Node,
    *,
    index: str,
    id: Id,
    document: WholeBody[Source | None] = None,
    include_source_on_error: bool | None = None,
    pipeline: str | None = None,
    refresh: bool | str | None = None,
    require_alias: bool | None = None,
    require_data_stream: bool | None = None,
    routing: Routing | None = None,
    timeout: Duration | None = None,
    version: int | None = None,
    version_type: str | None = None,
    wait_for_active_shards: int | str | None = None,
) -> JsonObject:
    """Store a document where none is.

    :raises VersionConflictError: there is a document with this id.
    """
    later(pipeline=pipeline)
    require_active_shards(wait_for_active_shards, index)
    forced = forces_refresh(refresh)
    written = _apply(
        node,
        IndexOperation(
            index=index,
            source=_document(document),
            id=str(id),
            op_type=OpType.CREATE,
            guard=_guard(version, version_type, None, None),
            routing=joined(routing),
            require_alias=flag("require_alias", require_alias, False),
            require_data_stream=flag("require_data_stream", require_data_stream, False),
        ),
        refresh,
    )
    return written.body(forced_refresh=forced)


@api("delete", "DELETE /{index}/_doc/{id}", privilege=Privilege.WRITE)
def delete(
    node: Node,
    *,
    index: str,
    id: Id,
    if_primary_term: int | None = None,
    if_seq_no: int | None = None,
    refresh: bool | str | None = None,
    routing: Routing | None = None,
    timeout: Duration | None = None,
    version: int | None = None,
    version_type: str | None = None,
    wait_for_active_shards: int | str | None = None,
) -> JsonObject:
    """Remove a document.

    :raises DocumentNotFoundError: there was none; its body is the answer with ``result: not_found``.
    :raises VersionConflictError: the version conditions do not hold.
    """
    require_active_shards(wait_for_active_shards, index)
    forced = forces_refresh(refresh)
    guard = _guard(version, version_type, if_seq_no, if_primary_term)
    written = _apply(node, DeleteOperation(index=index, id=str(id), guard=guard, routing=joined(routing)), refresh)
    body = written.body(forced_refresh=forced)
    if written.result == NOT_FOUND:
        raise reading.missing(body)
    return body


@api("update", "POST /{index}/_update/{id}", privilege=Privilege.WRITE)
def update(
    node: Node,
    /,
    *,
    index: str,
    id: Id,
    detect_noop: Body[bool | None] = None,
    doc: Body[Source | None] = None,
    doc_as_upsert: Body[bool | None] = None,
    if_primary_term: int | None = None,
    if_seq_no: int | None = None,
    include_source_on_error: bool | None = None,
    lang: str | None = None,
    refresh: bool | str | None = None,
    require_alias: bool | None = None,
    retry_on_conflict: int | None = None,
    routing: Routing | None = None,
    script: Body[Any] = None,
    scripted_upsert: Body[bool | None] = None,
    source: Annotated[Any, Place.BODY, Place.QUERY, Wire("_source")] = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    timeout: Duration | None = None,
    upsert: Body[Source | None] = None,
    wait_for_active_shards: int | str | None = None,
    **unknown: Any,
) -> JsonObject:
    """Merge ``doc`` into the document that is there, or store ``upsert`` where there is none.

    ``retry_on_conflict`` is checked and has no effect: nobody can write between the read and the write.

    :raises DocumentMissingError: there is no document and nothing to store in its place.
    :raises XContentParseError: a key that no update has.
    """
    check_update_keys(unknown)
    later(script=script, scripted_upsert=scripted_upsert)
    require_active_shards(wait_for_active_shards, index)
    forced = forces_refresh(refresh)
    wanted = source is not None or source_includes is not None or source_excludes is not None
    written = _apply(
        node,
        UpdateOperation(
            index=index,
            id=str(id),
            doc=None if doc is None else _document(doc),
            upsert=None if upsert is None else _document(upsert),
            doc_as_upsert=flag("doc_as_upsert", doc_as_upsert, False),
            detect_noop=flag("detect_noop", detect_noop, True),
            guard=_guard(None, None, if_seq_no, if_primary_term),
            routing=joined(routing),
            require_alias=flag("require_alias", require_alias, False),
            retry_on_conflict=long_parameter("retry_on_conflict", retry_on_conflict) or 0,
            returned=SourceFilter.of(source, source_includes, source_excludes) if wanted else SourceFilter(fetch=False),
        ),
        refresh,
    )
    return written.body(forced_refresh=forced)



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
    """Only the ``_source`` of a document.

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
    """Whether there is a document with this id; ``False`` also where there is no such index. What is asked of it has no effect."""
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
    """Whether there is a document with this id that has a ``_source``."""
    tables = _tables(node, index, realtime, refresh)
    found = _exists(node, index, str(id), joined(routing), version, version_type, tables)
    return found is not None and found.mapping.source_enabled


def _exists(
    node: Node,
    index: str,
    doc_id: str,
    routing: str | None,
    version: int | None,
    version_type: str | None,
    tables: reading.Tables,
) -> Index | None:
    """The index that has the document; ``None`` if none does."""
    with node.environment.read() as txn:
        try:
            target = reading.single_index(txn, index)
        except IndexNotFoundError:
            return None
        found = reading.find(txn, target, doc_id, routing, name=index, tables=tables)
        if found is None:
            return None
        if version is not None:
            reading.check_version(target, doc_id, found[0], Guard.parse(version, version_type))
        return target


@api("mget", "GET /_mget", "POST /_mget", "GET /{index}/_mget", "POST /{index}/_mget", privilege=Privilege.READ)
def mget(
    node: Node,
    *,
    index: str | None = None,
    docs: Body[list[JsonObject] | None] = None,
    force_synthetic_source: bool | None = None,
    ids: Body[str | Sequence[Id] | None] = None,
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

