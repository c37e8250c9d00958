"""From a request to what will be done: which parts of which indices, for which workers. Fixed when the run begins, kept with its task.

The plan claims (leases) the source indices as they are, and takes the snapshot at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from docstore.caller import warn
from docstore.catalog.auto_create import check_auto_create
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.names.date_math import resolved
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.columns.cache import CACHE, ColumnCache
from docstore.documents.source_filter import stored_filter
from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    IndexNotFoundError,
    JsonObject,
    NotImplementedByDocstoreError,
    ValidationError,
    search_failed,
)
from docstore.query import parse as parse_query
from docstore.query import parse_sort
from docstore.reindex import part as parts
from docstore.reindex.merged import Merged, Turns, take_turns
from docstore.reindex.part import Part
from docstore.reindex.request import ALL_DOCS, LoopRequest, ReindexRequest, SourceRequest
from docstore.reindex.selection import Ranks, Selected, Seqs, selected
from docstore.reindex.slices import AUTO, Slice, automatic
from docstore.reindex.worker import Worker
from docstore.search.allowed import check_batch
from docstore.search.near_real_time import near_real_time, reader_of
from docstore.storage import layout, lease
from docstore.storage.index_reader import IndexReader
from docstore.storage.leased_reader import LeasedReader
from docstore.storage.tables import INDEX_TABLES
from docstore.tasks import task as tasks
from docstore.tasks.task import Task

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.transaction import Transaction


_SORT_DEPRECATED = (
    "The sort option in reindex is deprecated. Instead consider using query filtering to find the desired subset of data."
)


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """One source index and what its aliases restrict it to."""

    index: Index
    filters: tuple[JsonObject, ...] | None


def sources(txn: Transaction, request: ReindexRequest) -> list[SourceIndex]:
    """The source indices of a request, checked against its destination.

    :raises IndexNotFoundError: a source, or an alias that is required, is missing.
    :raises AutoCreateForbiddenError: the destination is missing, and may not be made.
    :raises ValidationError: the destination is also a source.
    :raises IllegalArgumentError: it is an alias without a write index.
    """
    catalog = current(txn)
    options = OPEN_NOT_CLOSED.with_request(ignore_unavailable=request.ignore_unavailable)
    dest = catalog.write_index(request.dest.index, require_alias=request.require_alias)
    if dest is None:
        check_auto_create(catalog, resolved(request.dest.index))
    elif dest.index.closed:
        raise dest.index.closed_error()
    targets: list[Target] = catalog.search_targets(list(request.source.indices), options)
    if dest is not None and any(target.index.uuid == dest.index.uuid for target in targets):
        raise ValidationError(f"reindex cannot write into an index its reading from [{dest.index.name}]")
    if request.source.sort:
        warn(_SORT_DEPRECATED)
    return readable(txn, targets, request.source)


def readable(txn: Transaction, targets: list[Target], source: SourceRequest) -> list[SourceIndex]:
    """These indices, found to be such as a run can read.

    :raises ApiError: one is closed, or the batch is larger than it allows.
    """
    for target in targets:
        target.index.check_readable()
        check_batch(source.size, target.index.settings.get("index.max_result_window"))
        for table in INDEX_TABLES:
            txn.handle(table.of(target.index.number))
    return [SourceIndex(target.index, target.filters) for target in targets]


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of each worker; where they are sorted together, also how they take turns."""

    divided: list[list[Part]]
    turns: list[Turns] | None = None
    refreshed: bool = False
    """Documents are read as they were at the last refresh of their index, not as they are when the run begins."""

    def workers(self, request: LoopRequest) -> Iterator[Worker]:
        """Workers at the beginning of their parts; each slice gets its share of ``max_docs``."""
        count = len(self.divided)
        for slice_id, its_parts in enumerate(self.divided):
            limit = request.max_docs
            if limit != ALL_DOCS and count > 1:
                limit = Slice(slice_id, count).share(limit)
            pages = its_parts if self.turns is None else [Merged(tuple(its_parts), self.turns[slice_id])]
            yield Worker(pages, request.source.size, limit)

    def keep(self, txn: Transaction, task: Task) -> None:
        """Keep the plan with its task."""
        rows: list[list[Any]] = []
        for slice_id, its_parts in enumerate(self.divided):
            for part in its_parts:
                if part.selection is not None:
                    tasks.keep_selection(txn, task, len(rows), parts.pack(part.selection))
                rows.append([slice_id, part.index, part.uuid, part.number, part.through, part.total, part.selection is not None])
        for slice_id, turns in enumerate(self.turns or ()):
            tasks.keep_selection(txn, task, len(rows) + slice_id, parts.pack(turns))
        task.request["plan"] = rows
        task.request["sorted"] = self.turns is not None
        task.request["refreshed"] = self.refreshed
        task.request["workers"] = len(self.divided)
        if len(self.divided) > 1:
            task.request["first_slice"] = tasks.reserve(txn, len(self.divided))
        tasks.save(txn, task)


def plan(
    txn: Transaction, request: LoopRequest, found: list[SourceIndex], through: dict[int, int], *, late: bool = False
) -> Plan:
    """What a run will work through; ``through`` from ``claim``.

    ``txn`` sees the moment of the claim or, ``late``, a later one.

    :raises ApiError: the query or the sort does not suit all of the sources: the error of a search.
    """
    count = request.slices
    if count == AUTO:
        count = automatic(min((source.index.settings.number_of_shards for source in found), default=1))
    cache = ColumnCache() if txn.writable or late else CACHE
    refreshed = not (txn.writable or late) and near_real_time(txn.environment) is not None
    together = bool(request.source.sort) and len(found) > 1
    divided: list[list[Part]] = [[] for _ in range(count)]
    ranks: list[list[Sequence[Ranks]]] = [[] for _ in range(count)]
    failures: list[tuple[str, str, ApiError]] = []
    for source in sorted(found, key=lambda source: source.index.name) if together else found:
        reader = _reader(txn, source.index, through[source.index.number], late=late)
        try:
            slices = _divide(reader, request, source, count, cache, ranked=together)
        except (NotImplementedByDocstoreError, IndexNotFoundError):
            raise
        except ApiError as error:
            failures.append((source.index.name, layout.store_id(txn), error))
            continue
        for slice_id, chosen in enumerate(slices):
            if refreshed and chosen.seqs is None:
                chosen = replace(chosen, seqs=reader.live_seqs())
            divided[slice_id].append(_part(source.index, reader, through[source.index.number], chosen))
            ranks[slice_id].append(chosen.ranks)
    if failures:
        raise search_failed(failures, reason="all shards failed" if len(failures) == len(found) else "Partial shards failure")
    return Plan(divided, [take_turns(each) for each in ranks] if together else None, refreshed)


def _reader(txn: Transaction, index: Index, through: int, *, late: bool) -> IndexReader[Any]:
    if late:
        return LeasedReader(txn, index.number, through, name=index.name, uuid=index.uuid, mapping=index.mapping, history=index.history)
    return reader_of(txn, index)


def _part(index: Index, reader: IndexReader[Any], through: int, chosen: Selected) -> Part:
    total = reader.count if chosen.seqs is None else len(chosen.seqs)
    return Part(index.name, index.uuid, index.number, through, total, chosen.seqs, stored_filter(index.mapping))


def _divide(
    reader: IndexReader[Any], request: LoopRequest, source: SourceIndex, count: int, cache: ColumnCache, *, ranked: bool
) -> list[Selected]:
    chosen = _select(reader, request.source, source, cache, ranked=ranked)
    manual = request.source.slice
    if manual is not None:
        chosen = chosen.sliced(reader, manual.max)[manual.id]
    return [chosen] if count == 1 else chosen.sliced(reader, count)


def _select(reader: IndexReader[Any], request: SourceRequest, source: SourceIndex, cache: ColumnCache, *, ranked: bool) -> Selected:
    """The documents that the query, the alias filters and the sort choose."""
    query, shown = request.query, None
    if source.filters is not None:
        wanted: JsonObject = {"bool": {"should": list(source.filters), "minimum_should_match": 1}}
        query = {"bool": {"filter": [wanted]} | ({} if query is None else {"must": [query]})}
        shown = parse_query(wanted)
    if query is None and not request.sort:
        return Selected(reader.live_seqs()[: request.most] if request.most else None)
    parsed = parse_query({"match_all": {}} if query is None else query)
    sorts = parse_sort(list(request.sort) or None)
    aliases = tuple(source.index.aliases)
    return selected(reader, parsed, sorts, aliases, cache, ranked=ranked, restriction=shown, most=request.most)


def restore(txn: Transaction, task: Task) -> Plan:
    """The plan that was kept with a task.

    :raises IndexNotFoundError: a source index is gone.
    :raises IllegalArgumentError: it was for documents that had been overwritten when the run began, and are gone.
    """
    rows = task.request["plan"]
    divided: list[list[Part]] = [[] for _ in range(task.request["workers"])]
    for at, (slice_id, name, uuid, number, through, total, chosen) in enumerate(rows):
        index = _same_index(txn, name, uuid)
        packed = tasks.kept_selection(txn, task, at) if chosen else None
        selection = None if packed is None else parts.unpack(packed)
        if selection is not None and task.request.get("refreshed"):
            _check_kept(LeasedReader(txn, number, through, name=name, uuid=uuid, mapping=index.mapping, history=index.history), selection)
        stored = stored_filter(index.mapping)
        divided[slice_id].append(Part(name, uuid, number, through, total, selection, stored))
    return Plan(divided, _kept_turns(txn, task) if task.request.get("sorted") else None)


def _check_kept(reader: LeasedReader[Any], selection: Seqs) -> None:
    if not np.isin(selection, reader.live_seqs()).all():
        raise IllegalArgumentError(
            f"the documents of [{reader.name}] as they were when it was refreshed last are gone; the run cannot go on, begin it again"
        )


def _kept_turns(txn: Transaction, task: Task) -> list[Turns]:
    first = len(task.request["plan"])
    kept = (tasks.kept_selection(txn, task, first + slice_id) for slice_id in range(task.request["workers"]))
    return [parts.unpack(packed) for packed in kept if packed is not None]


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
