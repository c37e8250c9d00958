"""From a request to what will be done: which parts of which indices, for which workers. Fixed when the run begins, kept with its task.

The plan claims (leases) the source indices as they are, and takes the snapshot at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from docstore import query as queries
from docstore.catalog.auto_create import check_auto_create
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.date_math import resolved
from docstore.catalog.options import OPEN_NOT_CLOSED
from docstore.columns.cache import CACHE, ColumnCache
from docstore.documents.source_filter import stored_filter
from docstore.errors import IllegalArgumentError, IndexNotFoundError, JsonObject, NotImplementedByDocstoreError
from docstore.reindex import part as parts
from docstore.reindex.part import Part
from docstore.reindex.request import ALL_DOCS, LoopRequest, ReindexRequest, SourceRequest
from docstore.reindex.slices import AUTO, Slice, automatic, membership
from docstore.reindex.worker import Worker
from docstore.storage import lease
from docstore.storage.index_reader import IndexReader
from docstore.storage.leased_reader import LeasedReader
from docstore.storage.tables import INDEX_TABLES
from docstore.tasks import task as tasks
from docstore.tasks.task import Task

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """One source index and what its aliases restrict it to."""

    index: Index
    filters: tuple[JsonObject, ...] | None


def sources(txn: Transaction, request: ReindexRequest) -> list[SourceIndex]:
    """The source indices of a request, checked against its destination.

    :raises IndexNotFoundError: a source, or an alias that is required, is missing.
    :raises AutoCreateForbiddenError: the destination is missing, and may not be made.
    :raises IllegalArgumentError: the destination is also a source, or an alias without a write index.
    """
    catalog = current(txn)
    targets: list[Target] = catalog.search_targets(list(request.source.indices), OPEN_NOT_CLOSED)
    found = readable(txn, targets, request.source)
    dest = catalog.write_index(request.dest.index, require_alias=request.require_alias)
    if dest is None:
        check_auto_create(catalog, resolved(request.dest.index))
    else:
        dest.index.check_writable()
        if any(target.index.uuid == dest.index.uuid for target in targets):
            raise IllegalArgumentError(f"reindex cannot write into an index its reading from [{dest.index.name}]")
    return found


def readable(txn: Transaction, targets: list[Target], source: SourceRequest) -> list[SourceIndex]:
    """These indices, found to be such as a run can read.

    :raises ApiError: one is closed, or the batch is larger than it allows.
    """
    for target in targets:
        target.index.check_readable()
        _check_size(target.index, source.size)
        for table in INDEX_TABLES:
            txn.handle(table.of(target.index.number))
    if source.sort and len(targets) > 1:
        raise NotImplementedByDocstoreError(
            "docstore sorts a reindex over one source index only; name one, or leave out [source.sort]"
        )
    return [SourceIndex(target.index, target.filters) for target in targets]


def _check_size(index: Index, size: int) -> None:
    """:raises IllegalArgumentError: the batch is larger than the index allows (``SearchContext``)."""
    largest = index.settings.get("index.max_result_window")
    if size > largest:
        raise IllegalArgumentError(
            f"Batch size is too large, size must be less than or equal to: [{largest}] but was [{size}]. Scroll batch sizes cost "
            "as much memory as result windows so they are controlled by the [index.max_result_window] index level setting."
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of each worker."""

    divided: list[list[Part]]

    def workers(self, request: LoopRequest) -> list[Worker]:
        """Workers at the beginning of their parts."""
        return list(assemble(request, self.divided))

    def keep(self, txn: Transaction, task: Task) -> None:
        """Keep the plan with its task."""
        rows: list[list[Any]] = []
        for slice_id, its_parts in enumerate(self.divided):
            for part in its_parts:
                if part.selection is not None:
                    tasks.keep_selection(txn, task, len(rows), parts.pack(part.selection))
                rows.append([slice_id, part.index, part.uuid, part.number, part.through, part.total, part.selection is not None])
        task.request["plan"] = rows
        task.request["workers"] = len(self.divided)
        tasks.save(txn, task)


def plan(
    txn: Transaction, request: LoopRequest, found: list[SourceIndex], through: dict[int, int], *, late: bool = False
) -> Plan:
    """What a run will work through; ``through`` from ``claim``.

    ``txn`` sees the moment of the claim or, ``late``, a later one.
    """
    count = request.slices
    if count == AUTO:
        count = automatic(min((source.index.settings.number_of_shards for source in found), default=1))
    divided: list[list[Part]] = [[] for _ in range(count)]
    for source in found:
        reader = _reader(txn, source.index, through[source.index.number], late=late)
        for slice_id, part in enumerate(_divide(txn, request, source, reader, through[source.index.number], count)):
            divided[slice_id].append(part)
    return Plan(divided)


def assemble(request: LoopRequest, divided: list[list[Part]]) -> Iterator[Worker]:
    """Workers over parts; each slice gets its share of ``max_docs``."""
    count = len(divided)
    for slice_id, its_parts in enumerate(divided):
        limit = request.max_docs
        if limit != ALL_DOCS and count > 1:
            limit = Slice(slice_id, count).share(limit)
        yield Worker(its_parts, request.source.size, limit, slice_id if count > 1 else None)


def _reader(txn: Transaction, index: Index, through: int, *, late: bool) -> IndexReader[Any]:
    if late:
        return LeasedReader(txn, index.number, through, name=index.name, uuid=index.uuid, mapping=index.mapping)
    return IndexReader(txn, index.number, name=index.name, uuid=index.uuid, mapping=index.mapping)


def _divide(
    txn: Transaction, request: LoopRequest, source: SourceIndex, reader: IndexReader[Any], through: int, count: int
) -> list[Part]:
    index = source.index
    chosen = _select(txn, reader, request, source)
    manual = request.source.slice
    if manual is not None:
        chosen = _slices(reader, chosen, manual.max)[manual.id]
    pieces = [chosen] if count == 1 else _slices(reader, chosen, count)
    stored = stored_filter(index.mapping)
    return [
        Part(index.name, index.uuid, index.number, through, reader.count if piece is None else len(piece), piece, stored)
        for piece in pieces
    ]


def _select(
    txn: Transaction, reader: IndexReader[Any], request: LoopRequest, source: SourceIndex
) -> NDArray[np.int64] | None:
    """The documents that the query, the alias filters and the sort choose, in order; ``None`` for all in the order of the log."""
    query, sort = request.source.query, request.source.sort
    if source.filters is not None:
        wanted: list[JsonObject] = [{"bool": {"should": list(source.filters), "minimum_should_match": 1}}]
        if query is not None:
            wanted.append(query)
        query = {"bool": {"filter": wanted}}
    if query is None and not sort:
        return None
    cache = ColumnCache() if txn.writable or isinstance(reader, LeasedReader) else CACHE
    parsed = queries.parse({"match_all": {}} if query is None else query)
    return queries.select(reader, parsed, sort=queries.parse_sort(list(sort) or None), aliases=tuple(source.index.aliases), cache=cache)


def _slices(reader: IndexReader[Any], chosen: NDArray[np.int64] | None, count: int) -> list[NDArray[np.int64]]:
    batches = reader.batches() if chosen is None else reader.at(chosen)
    members = [membership(batch.ids, count) for batch in batches]
    seqs = reader.live_seqs() if chosen is None else chosen
    member = np.concatenate(members) if members else np.empty(0, dtype=np.int64)
    return [seqs[member == slice_id] for slice_id in range(count)]


def restore(txn: Transaction, task: Task) -> Plan:
    """The plan that was kept with a task.

    :raises IndexNotFoundError: a source index is gone.
    """
    rows = task.request["plan"]
    divided: list[list[Part]] = [[] for _ in range(task.request["workers"])]
    for at, (slice_id, name, uuid, number, through, total, selected) in enumerate(rows):
        index = _same_index(txn, name, uuid)
        packed = tasks.kept_selection(txn, task, at) if selected else None
        selection = None if packed is None else parts.unpack(packed)
        stored = stored_filter(index.mapping)
        divided[slice_id].append(Part(name, uuid, number, through, total, selection, stored))
    return Plan(divided)


def claim(txn: Transaction, found: list[SourceIndex], task: Task) -> dict[int, int]:
    """Lease the source indices as they are now: table number -> the ``_seq_no`` below which they are kept."""
    task.request["sources"] = [[source.index.name, source.index.uuid, source.filters] for source in found]
    tasks.save(txn, task)
    return {source.index.number: lease.take(txn, source.index.number, task.number) for source in found}


def claimed(txn: Transaction, task: Task) -> list[SourceIndex]:
    """The source indices that a task has claimed.

    :raises IndexNotFoundError: one is gone.
    """
    return [
        SourceIndex(_same_index(txn, name, uuid), None if filters is None else tuple(filters))
        for name, uuid, filters in task.request["sources"]
    ]


def _same_index(txn: Transaction, name: str, uuid: str) -> Index:
    index = current(txn).index(name)
    if index is None or index.uuid != uuid:
        raise IndexNotFoundError(name)
    return index
