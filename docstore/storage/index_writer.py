"""Writing to one index within a transaction: append to the log, point ``ids`` at it, drop what it supersedes."""

from __future__ import annotations

from itertools import repeat
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docstore.storage import block as blocks
from docstore.storage import pointer, record, state
from docstore.storage.batch import Batch, gather
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import id_key, number_seq_key
from docstore.storage.pending import FULL, Pending
from docstore.storage.pointer import Pointer
from docstore.storage.record import Op
from docstore.storage.removals import removals_of
from docstore.storage.tables import RETAINED
from docstore.storage.transaction import Transaction

_SEQ = Struct(">Q")
SETTLE_CHUNK = 50_000


class IndexWriter(IndexTables):
    """One index in a write transaction. ``save()`` writes what waits and the counters; without it the writes are half done."""

    __slots__ = ("_gone", "_pending", "_placed", "_removed", "_replaced")

    def __init__(self, txn: Transaction, number: int) -> None:
        txn.about_to_write(number)
        super().__init__(txn, number)
        self._pending = Pending()
        self._placed: dict[bytes, bytes] = {}
        """Rows of ``ids`` that wait to be written together, in order."""
        self._replaced: list[tuple[int, int]] = []
        """Records of the log that are superseded, and by which, waiting likewise."""
        self._removed = self.state.removed
        self._gone: list[int] = []
        if self.state.settled < self.state.next_seq:
            self.settle()

    def save(self) -> None:
        """Write what waits, and the counters."""
        self._write()
        state.save(self.txn, self.number, self.state)
        if self.state.removed != self._removed:
            self._tell_removals()

    def _write(self) -> None:
        """Write what waits."""
        if self._pending:
            self._pending.write(self.log)
        placed, replaced = self._placed, self._replaced
        if len(placed) == 1:
            ((key, row),) = placed.items()
            self.txn.put(self.ids, key, row)
        elif placed:
            self.txn.cursor(self.ids).putmulti(sorted(placed.items()))
        if replaced:
            replaced.sort()
            self._supersede(*map(list, zip(*replaced, strict=True)))
            replaced.clear()
        placed.clear()

    def pointer(self, doc_id: bytes) -> Pointer | None:
        """As of any ``IndexTables``, and what waits; there is no tail of records that are not settled."""
        if not doc_id:
            return None
        key = id_key(doc_id)
        row = self._placed.get(key) or self.txn.get(self.ids, key)
        return None if row is None else pointer.decode(row)

    def _tell_removals(self) -> None:
        """Once it is committed, the process knows what was removed."""
        known, born, begin, end, gone = removals_of(self.txn), self.state.born, self._removed, self.state.removed, self._gone
        self.txn.after_commit(lambda: known.add(born, begin, end, gone))
        self._removed, self._gone = end, []

    def read(self, seq: int) -> tuple[bytes, bytes]:
        """The stamp and the body of a record, also of one that waits."""
        return self._pending.at(seq) if self._pending.holds(seq) else super().read(seq)

    def put(self, doc_id: bytes, shape: int, version: int, body: bytes, old: Pointer | None) -> int:
        """Append a document, superseding what ``old`` points to; the ``_seq_no`` it got."""
        self.state.live += 1
        return self._append(doc_id, record.stamp(Op.INDEX, shape, version), body, version, 0, old)

    def remove(self, doc_id: bytes, version: int, deleted_at: int, old: Pointer | None) -> int:
        """Append a tombstone, superseding what ``old`` points to; the ``_seq_no`` it got."""
        body = record.tombstone_body(doc_id, deleted_at)
        self.state.tombstones += 1
        return self._append(doc_id, record.stamp(Op.DELETE, 0, version), body, version, 1, old)

    def _append(self, doc_id: bytes, stamp: bytes, body: bytes, version: int, deleted: int, old: Pointer | None) -> int:
        state = self.state
        seq = state.next_seq
        if len(self._pending) == FULL:
            self._write()
        self._pending.add(seq, stamp, body)
        if old is not None:
            if old.deleted:
                state.tombstones -= 1
            else:
                state.live -= 1
            self._replace(old.seq, seq)
        self._placed[id_key(doc_id)] = pointer.encode(seq, version, deleted)
        state.next_seq = state.settled = seq + 1
        return seq

    def _replace(self, seq: int, successor: int) -> None:
        """Take one superseded record out; one that waits is younger than any lease."""
        if self._pending.holds(seq):
            self._pending.remove(seq)
            self._gone.append(seq)
            self.state.removed += 1
        else:
            self._replaced.append((seq, successor))

    def find_many(self, keys: list[bytes]) -> tuple[NDArray[np.int64], NDArray[np.void]]:
        """Which of these distinct keys have a row in ``ids`` (their places), and the rows (dtype ``POINTERS``)."""
        self._write()
        rows: list[Any] = list(map(self.txn.raw.get, keys, repeat(None), repeat(self.txn.handle(self.ids))))
        places = np.arange(len(keys))
        if None in rows:
            places = np.array([at for at, row in enumerate(rows) if row is not None], dtype=np.int64)
            rows = [row for row in rows if row is not None]
        return places, pointer.decode_many(rows)

    def put_many(
        self, keys: list[bytes], batch: Batch, stamps: bytes, old: NDArray[np.void], replaced_by: NDArray[np.int64]
    ) -> None:
        """Append distinct documents: the bodies of a batch, under these stamps.

        ``old`` are the rows of ``ids`` that they supersede, ``replaced_by`` for each the place in the batch of the record that takes
        over, both from ``find_many``.
        """
        self._append_many(keys, batch, stamps, old, replaced_by, Op.INDEX)
        self.state.live += len(batch)

    def remove_many(self, keys: list[bytes], ids: list[bytes], old: NDArray[np.void], deleted_at: int) -> None:
        """Append tombstones of distinct documents; ``old`` are their rows of ``ids``, one for each."""
        stamps = np.zeros(len(ids), dtype=record.STAMPS)
        stamps["op"], stamps["term"], stamps["version"] = Op.DELETE, record.PRIMARY_TERM, old["version"] + 1
        packed = stamps.tobytes()
        batch = Batch(packed, bodies=[record.tombstone_body(doc_id, deleted_at) for doc_id in ids])
        self._append_many(keys, batch, packed, old, np.arange(len(ids)), Op.DELETE)
        self.state.tombstones += len(ids)

    def _append_many(
        self, keys: list[bytes], batch: Batch, stamps: bytes, old: NDArray[np.void], replaced_by: NDArray[np.int64], op: Op
    ) -> None:
        self._write()
        start = self.state.next_seq
        batch.append_to(self.log, start, stamps)
        seqs = np.arange(start, start + len(batch))
        versions = blocks.as_array(stamps)["version"].astype(np.int64)
        rows = pointer.encode_many(seqs, versions, deleted=int(op is Op.DELETE))
        self.txn.cursor(self.ids).putmulti(sorted(zip(keys, rows, strict=True)))
        tombstones = int(np.count_nonzero(old["deleted"]))
        order = np.argsort(old["seq"])
        self._supersede(old["seq"][order].tolist(), seqs[replaced_by[order]].tolist())
        self.state.tombstones -= tombstones
        self.state.live -= len(old) - tombstones
        self.state.next_seq = self.state.settled = start + len(batch)

    def _supersede(self, seqs: list[int], by: list[int]) -> None:
        """Take superseded records, ascending, out of the log, but those that a lease still needs."""
        self.state.removed += len(seqs)
        self._gone += seqs
        if self.state.leased:
            for seq, successor in zip(seqs, by, strict=True):
                if seq < self.state.leased:
                    self._retain(seq, successor)
            seqs = [seq for seq in seqs if seq >= self.state.leased]
        self.log.remove(seqs)

    def _retain(self, seq: int, successor: int) -> None:
        self.log.flag(seq)
        self.txn.put(RETAINED, number_seq_key(self.number, seq), _SEQ.pack(successor))
        self.state.retained += 1

    def settle(self) -> None:
        """Bring all unsettled records into ``ids``."""
        while settle_some(self):
            pass

    def purge_tombstones(self, before: int) -> int:
        """Forget deletions made before this time (milliseconds); how many were forgotten."""
        self._write()
        gone = [
            (seq, found.id.encode())
            for seq, stamp, body in self.log.records()
            if stamp[0] == Op.DELETE and not stamp[1]
            for found in (record.decode(stamp, body),)
            if record.deleted_at(found) < before
        ]
        self.log.remove([seq for seq, _ in gone])
        self._gone += [seq for seq, _ in gone]
        for _, doc_id in gone:
            self.txn.delete(self.ids, id_key(doc_id))
        self.state.tombstones -= len(gone)
        self.state.removed += len(gone)
        return len(gone)


def settle_some(tables: IndexTables) -> bool:
    """Bring the next unsettled records of an index into ``ids``; whether there were any."""
    start = tables.state.settled
    batch = gather(tables.log.rows(start), start, SETTLE_CHUNK, lambda found: found) if start < tables.state.next_seq else None
    if not batch:
        return False
    versions = blocks.as_array(batch.stamps)["version"].astype(np.int64)
    rows = pointer.encode_many(batch.seqs, versions)
    tables.txn.cursor(tables.ids).putmulti(sorted(zip(map(id_key, batch.ids), rows, strict=True)))
    tables.state.settled = batch.last + 1
    state.save(tables.txn, tables.number, tables.state)
    return True
