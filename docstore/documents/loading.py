"""Streaming documents into an index: batches in one transaction each, with the work of a single write done for a whole batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docstore.catalog.auto_create import auto_create
from docstore.catalog.catalog import WriteTarget
from docstore.catalog.current import current
from docstore.catalog.durability import admit_write
from docstore.catalog.index import Index
from docstore.catalog.pipelines import check_pipelines
from docstore.catalog.rollover import rolled_over
from docstore.catalog.time_series import is_time_series
from docstore.clock import Clock
from docstore.columns.quiet import quiet
from docstore.documents import shape_ids, versioning
from docstore.documents.admission import admit
from docstore.documents.arrival import gives_time, with_time
from docstore.documents.operation import IndexOperation
from docstore.documents.time_series import id_in_series
from docstore.documents.time_span import timed_target
from docstore.errors import IllegalArgumentError, RoutingMissingError
from docstore.storage import record
from docstore.storage.activity import activity
from docstore.storage.batch import Batch
from docstore.storage.environment import Environment
from docstore.storage.index_writer import IndexWriter
from docstore.storage.keys import id_keys
from docstore.storage.pointer import Pointer
from docstore.storage.record import INDEX, PRIMARY_TERM, STAMPS
from docstore.storage.source import Source, decode
from docstore.storage.transaction import Transaction

BATCH = 2_000

IdOf = str | Callable[[Source], Any] | None
"""Where a document's id comes from: the name of a field, a function of the document, or ``None`` for a new one each."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many documents a load stored: new ones, and ones that took the place of others."""

    created: int
    updated: int


def load(
    environment: Environment,
    clock: Clock,
    index: str,
    documents: Iterable[Source],
    id_of: IdOf,
    progress: Callable[[int], None] | None,
) -> Loaded:
    """Store all documents; batches that are complete stay when a later one fails.

    :raises ApiError: the first document that the index does not take; its batch is not stored.
    """
    rows = _with_ids(documents, id_of)
    created = updated = 0
    with quiet():
        while batch := list(islice(rows, BATCH)):
            with environment.write() as txn:
                new = _store(txn, clock, index, batch)
            created, updated = created + new, updated + len(batch) - new
            if progress is not None:
                progress(created + updated)
    return Loaded(created, updated)


def _with_ids(documents: Iterable[Source], id_of: IdOf) -> Iterator[tuple[str | None, Source]]:
    if id_of is None:
        return ((None, document) for document in documents)
    if isinstance(id_of, str):
        return ((_field(document, id_of), document) for document in documents)
    return ((_text(id_of(document)), document) for document in documents)


def _field(document: Source, name: str) -> str:
    try:
        return _text(document[name])
    except (KeyError, TypeError):
        raise IllegalArgumentError(f"a document has no field [{name}] to take its _id from: {str(document)[:200]}") from None


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | dict | list):
        raise IllegalArgumentError(f"an _id is a string or a number, not [{value!r}]")
    return str(value)


def _store(txn: Transaction, clock: Clock, name: str, batch: list[tuple[str | None, Source]]) -> int:
    """Store a batch; how many of its documents are new."""
    target = rolled_over(txn, current(txn).write_index(name) or auto_create(txn, name, clock), clock)
    index = target.index
    admit_write(txn, index)
    check_pipelines(index)
    if is_time_series(index):
        return _store_points(txn, target, batch)
    routing = None if target.alias is None else target.alias.index_routing
    appends = target.stream is not None
    if index.mapping.routing_required and not routing:
        first = batch[0][0] or clock.document_id()
        raise RoutingMissingError.of(first, index=index.name, index_uuid=index.uuid)
    if gives_time(index):
        batch = [(given, with_time(_checked(source), clock.millis())) for given, source in batch]
    distinct: dict[bytes, tuple[int, bytes]] = {}
    created = 0
    for given, source in batch:
        doc_id = clock.document_id() if given is None else given
        key = _key(name, doc_id)
        index, shape, encoded, _ = admit(txn, index, _checked(source), doc_id, routing)
        if key in distinct:
            created += _put(IndexWriter(txn, index.number), index, distinct, appends=appends)
            distinct = {}
        distinct[key] = (shape_ids.id_of(txn, shape), record.body(key, routing, encoded))
    return created + _put(IndexWriter(txn, index.number), index, distinct, appends=appends)


def _store_points(txn: Transaction, target: WriteTarget, batch: list[tuple[str | None, Source]]) -> int:
    """Store points of time series, each under the id that follows from it, in the backing index that its time leads to."""
    found: dict[str, tuple[Index, dict[bytes, tuple[int, bytes]]]] = {}
    created = 0
    appends = target.stream is not None
    for given, source in batch:
        index = timed_target(current(txn), target, _checked(source)).index
        admit_write(txn, index)
        index, points = found.get(index.name, (index, {}))
        index, shape, encoded, source = admit(txn, index, source, given or "")
        key = id_in_series(index, source, given, shape).encode()
        if key in points:
            created += _put(IndexWriter(txn, index.number), index, points, appends=appends)
            points = {}
        points[key] = (shape_ids.id_of(txn, shape), record.body(key, None, encoded))
        found[index.name] = (index, points)
    return created + sum(_put(IndexWriter(txn, index.number), index, points, appends=appends) for index, points in found.values())


def _checked(source: Any) -> Source:
    if not isinstance(source, dict):
        raise IllegalArgumentError(f"a document is a dict, not [{type(source).__name__}]")
    return source


def _key(index: str, doc_id: str) -> bytes:
    try:
        key = doc_id.encode()
    except UnicodeEncodeError:
        key = b""
    if not 0 < len(key) <= 512:
        IndexOperation(index, {}, doc_id).validate()
    return key


def _put(writer: IndexWriter, index: Index, distinct: dict[bytes, tuple[int, bytes]], *, appends: bool) -> int:
    """Store documents with distinct ids; how many are new. A data stream ``appends``: what is there already is a conflict."""
    began = perf_counter()
    ids, bodies = list(distinct), [body for _, body in distinct.values()]
    keys = id_keys(ids)
    places, old = writer.find_many(keys)
    if appends and len(places):
        _refuse_present(index, [(ids[at].decode(), bodies[at]) for at in places.tolist()], old)
    stamps = np.zeros(len(keys), dtype=STAMPS)
    stamps["op"], stamps["term"], stamps["version"] = INDEX, PRIMARY_TERM, 1
    stamps["shape"] = [shape for shape, _ in distinct.values()]
    stamps["version"][places] = old["version"] + 1
    packed = stamps.tobytes()
    writer.put_many(keys, Batch(packed, bodies=bodies), packed, old, places)
    writer.save()
    done, seconds = activity(writer.txn.environment, index), perf_counter() - began
    done.indexed.add(seconds, len(bodies))
    done.written.add(seconds)
    return len(bodies) - int(np.count_nonzero(old["deleted"] == 0))


def _refuse_present(index: Index, written: list[tuple[str, bytes]], old: NDArray[np.void]) -> None:
    for (doc_id, body), row in zip(written, old.tolist(), strict=True):
        why = versioning.Create().conflict(Pointer(*row))
        if why is not None:
            raise versioning.conflict_error(doc_id, why, index, decode(record.source_of(body)))
