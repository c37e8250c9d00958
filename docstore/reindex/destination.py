"""Writing a batch into the destination: mapping, version policy, log and ids, in the caller's transaction.

``Frontier`` is the proof that lets the version check be skipped: the destination was empty when the run began, the ids come from one
index (where they are unique), and nobody else has written since. Such batches leave their ids unsettled; ``settling`` brings them in
at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from docstore.catalog import changes, current
from docstore.clock import Clock
from docstore.documents.versioning import BatchPolicy, conflict_error
from docstore.errors import ApiError, IllegalArgumentError
from docstore.reindex.judge import Judge
from docstore.reindex.stamping import Stamps, restamp
from docstore.storage import record, state
from docstore.storage.index_tables import IndexTables
from docstore.storage.index_writer import IndexWriter
from docstore.storage.keys import MAX_KEY, id_key, seq_keys
from docstore.storage.pointer import POINTERS, Pointer, decode_many

if TYPE_CHECKING:
    from docstore.catalog.alias import Alias
    from docstore.catalog.index import Index
    from docstore.reindex.part import Batch
    from docstore.storage.transaction import Transaction

_NONE = np.empty(0, dtype=POINTERS)


@dataclass(slots=True)
class Written:
    """What became of a batch."""

    created: int = 0
    updated: int = 0
    conflicts: list[tuple[str, ApiError]] = field(default_factory=list)
    failures: list[tuple[str, ApiError]] = field(default_factory=list)
    index: Index | None = None


@dataclass(slots=True)
class Frontier:
    """How far the run alone has filled a destination; ``None`` in place of one: it is not alone there."""

    born: int
    next_seq: int

    def holds(self, tables: IndexTables) -> bool:
        """Whether nobody else has written since."""
        return (tables.state.born, tables.state.next_seq) == (self.born, self.next_seq)


class Destination:
    """Where a run writes."""

    def __init__(
        self,
        name: str,
        policy: BatchPolicy,
        judge: Judge,
        clock: Clock,
        *,
        require_alias: bool,
        distinct_ids: bool,
        frontier: Frontier | None = None,
    ) -> None:
        self.name = name
        self.policy = policy
        self.judge = judge
        self.clock = clock
        self.require_alias = require_alias
        self.distinct_ids = distinct_ids
        self.frontier = frontier

    def resolve(self, txn: Transaction) -> tuple[Index, Alias | None]:
        """The index that writes go to, made if there is none."""
        found = current.current(txn).write_index(self.name, require_alias=self.require_alias)
        if found is None:
            return changes.auto_create_index(txn, self.name, self.clock), None
        found[0].check_writable()
        return found

    def write(self, txn: Transaction, batch: Batch, values: list[bytes]) -> Written:
        """Write the records of a batch, or what a transform made of them."""
        index, alias = self.resolve(txn)
        written = Written()
        stamps = Stamps(values)
        index, refusals = self.judge.judge(txn, index, values, stamps)
        if alias is not None and alias.index_routing:
            values = _route(values, alias, refusals)
        if refusals:
            written.failures = [(record.decode(values[at]).id, error) for at, error in sorted(refusals.items())]
            kept = [at for at in range(len(values)) if at not in refusals]
            values = [values[at] for at in kept]
            stamps = Stamps(values)
        written.index = index
        if values:
            self._store(txn, index, batch, values, stamps, written)
        return written

    def _store(
        self, txn: Transaction, index: Index, batch: Batch, values: list[bytes], stamps: Stamps, written: Written
    ) -> None:
        tables = IndexTables(txn, index.number)
        if self._alone(tables):
            self._append(txn, tables, batch, restamp(values, stamps, self.policy.fresh(stamps.versions)))
            written.created = len(values)
            return
        ids = record.ids_of(values)
        if len(set(ids)) == len(ids):
            self._write_over(txn, index, ids, values, stamps, written)
            return
        for at, doc_id in enumerate(ids):
            self._write_over(txn, index, [doc_id], [values[at]], Stamps([values[at]]), written)

    def _alone(self, tables: IndexTables) -> bool:
        if self.frontier is None and self.distinct_ids and tables.state.next_seq == 0:
            self.frontier = Frontier(tables.state.born, 0)
        if self.frontier is not None and self.frontier.holds(tables):
            return True
        self.distinct_ids = False
        self.frontier = None
        return False

    def _append(self, txn: Transaction, tables: IndexTables, batch: Batch, values: list[bytes]) -> None:
        assert self.frontier is not None
        start, count = tables.state.next_seq, len(values)
        untouched = values is batch.values and batch.stands_at(start)
        rows = batch.items if untouched else zip(seq_keys(start, count), values, strict=True)
        txn.cursor(tables.log).putmulti(rows, append=True)
        tables.state.next_seq += count
        tables.state.live += count
        state.save(txn, tables.number, tables.state)
        self.frontier.next_seq = tables.state.next_seq

    def _write_over(
        self,
        txn: Transaction,
        index: Index,
        ids: list[bytes],
        values: list[bytes],
        stamps: Stamps,
        written: Written,
    ) -> None:
        """Write documents over what is there, as the policy allows."""
        writer = IndexWriter(txn, index.number)
        keys = ids if max(map(len, ids)) <= MAX_KEY else list(map(id_key, ids))
        found = writer.find_many(keys)
        provided = stamps.versions
        versions = self.policy.fresh(provided)
        if not found:
            writer.put_many(keys, restamp(values, stamps, versions), versions, _NONE, np.empty(0, dtype=np.int64))
            written.created += len(values)
            writer.save()
            return
        places = np.fromiter((at for at, key in enumerate(keys) if key in found), dtype=np.int64, count=len(found))
        old = decode_many(list(map(found.__getitem__, map(keys.__getitem__, places.tolist()))))
        deleted = old["deleted"] != 0
        present = old["version"].astype(np.int64)
        refused = self.policy.conflicts(present, deleted, provided[places])
        versions[places] = self.policy.versions(present, provided[places])
        if refused.any():
            self._refuse(index, ids, places[refused], old[refused], provided, written)
            kept = np.ones(len(values), dtype=np.bool_)
            kept[places[refused]] = False
            keep = np.flatnonzero(kept).tolist()
            keys, values = [keys[at] for at in keep], [values[at] for at in keep]
            stamps = Stamps(values) if values else stamps
            versions = versions[kept]
            places = (np.cumsum(kept) - 1)[places[~refused]]
            old, deleted = old[~refused], deleted[~refused]
        if not values:
            return
        writer.put_many(keys, restamp(values, stamps, versions), versions, old, places)
        updated = len(old) - int(np.count_nonzero(deleted))
        written.updated += updated
        written.created += len(values) - updated
        writer.save()

    def _refuse(
        self,
        index: Index,
        ids: list[bytes],
        places: NDArray[np.int64],
        old: NDArray[np.void],
        provided: NDArray[np.int64],
        written: Written,
    ) -> None:
        for at, row in zip(places.tolist(), old.tolist(), strict=True):
            doc_id = ids[at].decode()
            why = self.policy.one(int(provided[at])).conflict(Pointer(*row)) or ""
            written.conflicts.append((doc_id, conflict_error(doc_id, why, index=index.name, index_uuid=index.uuid)))


def _route(values: list[bytes], alias: Alias, refusals: dict[int, ApiError]) -> list[bytes]:
    """Documents written through an alias with a routing get that routing; one with another is refused."""
    routed = []
    for at, value in enumerate(values):
        present = record.decode(value).routing
        if present is not None and present != alias.index_routing:
            refusals[at] = IllegalArgumentError(
                f"Alias [{alias.name}] has index routing associated with it [{alias.index_routing}], and was provided with routing "
                f"value [{present}], rejecting operation"
            )
        routed.append(record.with_routing(value, alias.index_routing))
    return routed

