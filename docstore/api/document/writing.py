"""The APIs that write one document: index, create, update and delete (``docs/reference/elasticsearch/rest-apis``).

``timeout`` and ``include_source_on_error`` are accepted and have no effect: a write waits for nothing but the store's writer lock.
``refresh`` matters under ``docstore.open(near_real_time=True)``: it refreshes after the write.
"""

from __future__ import annotations

from typing import Annotated, Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Duration, Id, Names, Routing, flag, forces_refresh, joined, later, require_active_shards
from docstore.api.registry import Body, Place, Privilege, WholeBody, Wire, api
from docstore.catalog.pipelines import NONE
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
from docstore.errors import JsonObject, ParsingError, ValidationError
from docstore.search.near_real_time import refreshed_after
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

    The answer is ``{"_index": ..., "_id": ..., "_version": 1, "result": "created", "_shards": {...}, "_seq_no": 0, "_primary_term": 1}``;
    over another document, ``result`` is ``updated``. Without an id ``op_type`` is ``create`` if nothing else is said, so that a data
    stream takes it.

    :param index: an index, an alias with a write index, or a data stream; made if there is none.
    :param document: the JSON object to store.
    :param if_seq_no, if_primary_term: store it only over the document that an earlier answer told these of.
    :param version, version_type: with ``external`` (or ``external_gte``) a number of the program's own, which must be greater than (or not
        less than) that of the document that is there.
    :param routing: kept with the document; a child must have that of its parent.
    :param refresh: ``true`` or ``wait_for`` lets searches see it under ``docstore.open(near_real_time=True)``; otherwise they do at once.
    :param require_alias, require_data_stream: refuse, where ``index`` is no alias, or no data stream.
    :param pipeline: only ``_none``: past the default pipeline of the index.
    :raises VersionConflictError: the version conditions do not hold.
    :raises DocumentParsingError: a field does not take its value.
    :raises IndexNotFoundError: there is no index, and none is to be made.
    :raises ClusterBlockError: the index is read-only.
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
            default_pipeline=pipeline != NONE,
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
    """Store a document where none is. Parameters and answer are those of ``index``.

    :param document: the JSON object to store.
    :raises VersionConflictError: there is a document with this id.
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
            id=str(id),
            op_type=OpType.CREATE,
            guard=_guard(version, version_type, None, None),
            routing=joined(routing),
            require_alias=flag("require_alias", require_alias, False),
            require_data_stream=flag("require_data_stream", require_data_stream, False),
            default_pipeline=pipeline != NONE,
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
    """Remove a document. The answer is that of ``index``, with ``"result": "deleted"`` and a ``_version`` that goes on counting.

    :param if_seq_no, if_primary_term: remove it only as it was when an earlier answer told these.
    :param version, version_type: as in ``index``.
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
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """Merge ``doc`` into the document that is there, or store ``upsert`` where there is none.

    The answer is that of ``index``; ``"result": "noop"`` where nothing of the document would change. Objects are merged key by key, all
    other values, lists too, take the place of those that are there.

    ``retry_on_conflict`` is checked and has no effect: nobody can write between the read and the write; nor has ``lang``, without a script.

    :raises DocumentMissingError: there is no document and nothing to store in its place.
    :raises XContentParseError: a key that no update has.
    """
    check_update_keys(unknown_keys)
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
