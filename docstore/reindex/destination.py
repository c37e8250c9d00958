"""Writing a batch into the destination: mapping, version policy, log and ids, in the caller's transaction.

``Frontier`` is the proof that lets the version check be skipped: the destination was empty when the run began, the ids come from one
index (where they are unique), and nobody else has written since. Such batches leave their ids unsettled; ``settling`` brings them in
at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from docstore.catalog import current
from docstore.catalog.auto_create import auto_create
from docstore.catalog.durability import admit_write
from docstore.catalog.pipelines import check_pipelines
from docstore.catalog.rollover import rolled_over
from docstore.catalog.streams.writes import check_stream_write
from docstore.catalog.time_series import is_time_series
from docstore.clock import Clock
from docstore.documents import results, routing
from docstore.documents.arrival import gives_time
from docstore.documents.operation import IndexOperation
from docstore.documents.versioning import BatchPolicy, conflict_error
from docstore.documents.writer import DocumentWriter
from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    RoutingMissingError,
    TooManyRequestsError,
    UnavailableShardsError,
    ValidationError,
)
from docstore.reindex.judge import Judge, Refusals
from docstore.reindex.points import by_time, makes_ids, with_ids
from docstore.reindex.stamping import restamp, versions_of
from docstore.reindex.timing import timed
from docstore.storage import record, state
from docstore.storage import source as codec
from docstore.storage.activity import activity
from docstore.storage.batch import Batch
from docstore.storage.index_tables import IndexTables
from docstore.storage.index_writer import IndexWriter
from docstore.storage.keys import id_keys
from docstore.storage.pointer import Pointer

if TYPE_CHECKING:
    from docstore.catalog.aliases.alias import Alias
    from docstore.catalog.catalog import WriteTarget
    from docstore.catalog.index import Index
    from docstore.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that was not written: where it was to go, its id, and why."""

    index: str
    id: str
    error: ApiError


@dataclass(slots=True)
class Written:
    """What became of a batch."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    conflicts: list[Refused] = field(default_factory=list)
    failures: list[Refused] = field(default_factory=list)
    kept: int = 0
    """Documents that the failure store of a data stream took in place of the stream; they count as created."""

    verbatim: bool = False
    """Every record stands where it stood in the source, unchanged."""

    @property
    def turned_away(self) -> bool:
        """Whether what failed may be taken later: all of it for reasons that pass."""
        passing = all(each.error.status == TooManyRequestsError.status for each in self.failures)
        return bool(self.failures) and not self.conflicts and passing


@dataclass(slots=True)
class Frontier:
    """How far the run alone has filled a destination; ``None`` in place of one: it is not alone there."""

    born: int
    next_seq: int

    def holds(self, tables: IndexTables) -> bool:
        """Whether nobody else has written since."""
        return (tables.state.born, tables.state.next_seq) == (self.born, self.next_seq)


@dataclass(frozen=True, slots=True)
class Shortage:
    """More active copies are asked for than there are: every document fails, as in Elasticsearch, but without the wait."""

    needed: int
    timeout: str

    def error(self, index: str, documents: int) -> UnavailableShardsError:
        """Why (``ReplicationOperation``, ``TransportReplicationAction``)."""
        return UnavailableShardsError(
            f"[{index}][0] Not enough active copies to meet shard count of [{self.needed}] (have 1, needed {self.needed}). "
            f"Timeout: [{self.timeout}], request: [BulkShardRequest [[{index}][0]] containing [{documents}] requests]"
        )


class Destination:
    """Where a run writes."""

    def __init__(
        self,
        name: str,
        policy: BatchPolicy,
        judge: Judge,
        clock: Clock,
        *,
        creates: bool,
        require_alias: bool,
        distinct_ids: bool,
        shortage: Shortage | None = None,
        frontier: Frontier | None = None,
    ) -> None:
        self.name = name
        self.policy = policy
        self.judge = judge
        self.clock = clock
        self.creates = creates
        self.require_alias = require_alias
        self.distinct_ids = distinct_ids
        self.shortage = shortage
        self.frontier = frontier

    def resolve(self, txn: Transaction) -> WriteTarget:
        """The index that writes go to, made if there is none."""
        found = current.current(txn).write_index(self.name, require_alias=self.require_alias)
        if found is None:
            return auto_create(txn, self.name, self.clock)
        if found.stream is not None and self.creates:
            found = rolled_over(txn, found, self.clock)
        return found

    def write(self, txn: Transaction, batch: Batch) -> Written:
        """Write a batch; without a destination, where none can be made, all its documents are failures."""
        written = Written()
        try:
            target = self.resolve(txn)
        except ApiError as error:
            _refuse_all(batch, error, self.name, written)
            return written
        if not _admitted(txn, target.index, batch, written):
            return written
        if self.shortage is not None:
            _refuse_all(batch, self.shortage.error(target.index.name, len(batch)), target.index.name, written)
            return written
        batch = _without(batch, self._unappendable(txn, target, batch), self.name, written)
        if len(batch) and target.stream is not None and is_time_series(target.index):
            self._write_by_time(txn, target, batch, written)
        elif len(batch):
            self._write_into(txn, target, batch, written)
        return written

    def _write_by_time(self, txn: Transaction, target: WriteTarget, batch: Batch, written: Written) -> None:
        """Write into the backing indices of a time series that the times of documents lead to."""
        groups, timeless = by_time(current.current(txn), target, batch)
        rest, timeless = self._keep_refused(txn, target, batch, timeless, written)
        _without(rest, timeless, self.name, written)
        for group, mask in groups:
            if _admitted(txn, group.index, batch.where(mask), written):
                self._write_into(txn, group, batch.where(mask), written)

    def _write_into(self, txn: Transaction, target: WriteTarget, batch: Batch, written: Written) -> None:
        index, alias = target.index, target.alias
        began, before = perf_counter(), written.created + written.updated
        conflicts = len(written.conflicts)
        if gives_time(index):
            batch = timed(txn, batch, self.clock.millis())
        index, refusals = self.judge.judge(txn, index, batch)
        batch, refusals = self._keep_refused(txn, target, batch, refusals, written)
        if alias is not None and alias.index_routing:
            batch = _route(batch, alias, refusals)
        if index.mapping.routing_required:
            _require_routing(batch, index, refusals)
        if is_time_series(index):
            batch = self._as_points(txn, index, batch, refusals)
        batch = _without(batch, refusals, index.name, written)
        if len(batch):
            self._store(txn, index, batch, written)
        done, refused = activity(txn.environment, index), len(written.conflicts) - conflicts
        done.indexed.add(perf_counter() - began, written.created + written.updated - before)
        done.written.add(perf_counter() - began)
        done.conflicts += refused
        done.failed += refused + len(refusals)

    def _keep_refused(
        self, txn: Transaction, target: WriteTarget, batch: Batch, refusals: Refusals, written: Written
    ) -> tuple[Batch, Refusals]:
        """The batch without what the failure store of a data stream takes, and what is refused of the rest."""
        if target.stream is None or not refusals:
            return batch, refusals
        writer = DocumentWriter(txn, self.clock)
        taken = np.zeros(len(batch), dtype=np.bool_)
        for at, error in sorted(refusals.items()):
            body = batch.bodies[at]
            doc_id, source = record.id_of(body), codec.decode(record.source_of(body))
            operation = IndexOperation(index=self.name, source=source, id=doc_id, routing=record.routing_of(body))
            outcome = writer.keep_refused(operation, results.Refused(target.index.name, doc_id, error))
            taken[at] = isinstance(outcome, results.Written)
        writer.save()
        written.kept += int(taken.sum())
        places = np.cumsum(~taken) - 1
        return batch.where(~taken), {int(places[at]): error for at, error in refusals.items() if not taken[at]}

    def _as_points(self, txn: Transaction, index: Index, batch: Batch, refusals: Refusals) -> Batch:
        """The batch under ids of the time series; they are what is asked for where the destination's name does not say its mode.

        :raises ValidationError: versions are asked for, which belong to ids that are not known yet.
        """
        self.distinct_ids, self.frontier = False, None
        given = not makes_ids(current.current(txn), self.name)
        if not given and self.policy.keeps_versions:
            raise ValidationError(*["an id must be provided if version type or value are set"] * len(batch))
        return with_ids(index, batch, refusals, given=given)

    def _unappendable(self, txn: Transaction, target: WriteTarget, batch: Batch) -> Refusals:
        """What a data stream does not take."""
        catalog = current.current(txn)
        if target.stream is None and catalog.stream_of(target.index.name) is None:
            return {}
        refused: Refusals = {}
        for at, body in enumerate(batch.bodies):
            try:
                check_stream_write(
                    catalog, target, creates=self.creates, indexes=True, guarded=False, routing=record.routing_of(body)
                )
            except IllegalArgumentError as error:
                refused[at] = error
        return refused

    def _store(self, txn: Transaction, index: Index, batch: Batch, written: Written) -> None:
        tables = IndexTables(txn, index.number)
        if self._alone(tables):
            written.verbatim = self._append(tables, batch)
            written.created = len(batch)
            return
        ids = batch.ids
        if len(set(ids)) == len(ids):
            self._write_over(txn, index, ids, batch, written)
            return
        for at, doc_id in enumerate(ids):
            self._write_over(txn, index, [doc_id], Batch(batch.stamp(at), seqs=batch.seqs[at : at + 1], bodies=[batch.bodies[at]]), written)

    def _alone(self, tables: IndexTables) -> bool:
        if self.frontier is None and self.distinct_ids and tables.state.next_seq == 0:
            self.frontier = Frontier(tables.state.born, 0)
        if self.frontier is not None and self.frontier.holds(tables):
            return True
        self.distinct_ids = False
        self.frontier = None
        return False

    def _append(self, tables: IndexTables, batch: Batch) -> bool:
        """Append new documents; whether they moved without any change."""
        assert self.frontier is not None
        tables.txn.about_to_write(tables.number)
        start, stamps = tables.state.next_seq, restamp(batch.stamps, self.policy.fresh(versions_of(batch.stamps)))
        unchanged = batch.append_to(tables.log, start, stamps)
        tables.state.next_seq += len(batch)
        tables.state.live += len(batch)
        state.save(tables.txn, tables.number, tables.state)
        self.frontier.next_seq = tables.state.next_seq
        return unchanged

    def _write_over(self, txn: Transaction, index: Index, ids: list[bytes], batch: Batch, written: Written) -> None:
        """Write distinct documents over what is there, as the policy allows."""
        writer = IndexWriter(txn, index.number)
        keys = id_keys(ids)
        places, old = writer.find_many(keys)
        provided = versions_of(batch.stamps)
        versions = self.policy.fresh(provided)
        if len(places):
            present = old["version"].astype(np.int64)
            refused = self.policy.conflicts(present, old["deleted"] != 0, provided[places])
            versions[places] = self.policy.versions(present, provided[places])
            if refused.any():
                self._refuse(index, batch, places[refused], old[refused], provided, written)
                kept = np.ones(len(batch), dtype=np.bool_)
                kept[places[refused]] = False
                keys = [keys[at] for at in np.flatnonzero(kept).tolist()]
                batch, versions = batch.where(kept), versions[kept]
                places, old = (np.cumsum(kept) - 1)[places[~refused]], old[~refused]
        if not len(batch):
            return
        writer.put_many(keys, batch, restamp(batch.stamps, versions), old, places)
        updated = len(old) - int(np.count_nonzero(old["deleted"]))
        written.updated += updated
        written.created += len(batch) - updated
        writer.save()

    def _refuse(
        self,
        index: Index,
        batch: Batch,
        places: NDArray[np.int64],
        old: NDArray[np.void],
        provided: NDArray[np.int64],
        written: Written,
    ) -> None:
        for at, row in zip(places.tolist(), old.tolist(), strict=True):
            body = batch.bodies[at]
            doc_id = record.id_of(body)
            why = self.policy.one(int(provided[at])).conflict(Pointer(*row)) or ""
            conflict = conflict_error(doc_id, why, index, codec.decode(record.source_of(body)) if is_time_series(index) else None)
            written.conflicts.append(Refused(index.name, doc_id, conflict))


def _admitted(txn: Transaction, index: Index, batch: Batch, written: Written) -> bool:
    """Whether an index takes writes; where it is closed or blocked, all documents of the batch are failures."""
    try:
        admit_write(txn, index)
        check_pipelines(index)
    except ApiError as error:
        _refuse_all(batch, error, index.name, written)
        return False
    return True


def _refuse_all(batch: Batch, error: ApiError, index: str, written: Written) -> None:
    _without(batch, dict.fromkeys(range(len(batch)), error), index, written)


def _without(batch: Batch, refusals: Refusals, index: str, written: Written) -> Batch:
    """The batch without what is refused, which becomes failures of writes to this index."""
    if not refusals:
        return batch
    written.failures += [Refused(index, record.id_of(batch.bodies[at]), error) for at, error in sorted(refusals.items())]
    kept = np.ones(len(batch), dtype=np.bool_)
    kept[list(refusals)] = False
    return batch.where(kept)


def _route(batch: Batch, alias: Alias, refusals: dict[int, ApiError]) -> Batch:
    """Documents written through an alias with a routing get that routing; one with another is refused."""
    for at, body in enumerate(batch.bodies):
        present = record.routing_of(body)
        if present is not None and present != alias.index_routing:
            refusals[at] = routing.conflict(present, alias)
    return Batch(
        batch.stamps, seqs=batch.seqs, bodies=[record.with_routing(body, alias.index_routing) for body in batch.bodies]
    )


def _require_routing(batch: Batch, index: Index, refusals: dict[int, ApiError]) -> None:
    """Refuse documents without a routing where the mapping asks for one."""
    for at, body in enumerate(batch.bodies):
        if record.routing_of(body) is None:
            doc_id = record.id_of(body)
            refusals[at] = RoutingMissingError.of(doc_id, index=index.name, index_uuid=index.uuid)
