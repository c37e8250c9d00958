"""Writing to one index within a transaction: append to the log, point ``ids`` at it, drop what it supersedes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import islice, repeat
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from docstore.storage import pointer, record, state
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import id_key, keys_of, number_seq_key, seq_key, seq_keys, seqs_of
from docstore.storage.pointer import Pointer
from docstore.storage.record import SUPERSEDED
from docstore.storage.tables import RETAINED
from docstore.storage.transaction import Transaction

_SEQ = Struct(">Q")
SETTLE_CHUNK = 50_000
_FLAGS_AT = 1


class IndexWriter(IndexTables):
    """One index in a write transaction. ``save()`` writes the counters back; without it the writes are half done."""

    __slots__ = ()

    def __init__(self, txn: Transaction, number: int) -> None:
        super().__init__(txn, number)
        if self.state.settled < self.state.next_seq:
            self.settle()

    def save(self) -> None:
        """Write the counters back."""
        state.save(self.txn, self.number, self.state)

    def put(self, doc_id: bytes, value: bytes, version: int, old: Pointer | None) -> int:
        """Append a document's record, superseding what ``old`` points to; the ``_seq_no`` it got."""
        seq = self._append(doc_id, value, Pointer(self.state.next_seq, version), old)
        self.state.live += 1
        return seq

    def remove(self, doc_id: bytes, version: int, deleted_at: int, old: Pointer | None) -> int:
        """Append a tombstone, superseding what ``old`` points to; the ``_seq_no`` it got."""
        value = record.tombstone(version, doc_id, deleted_at)
        seq = self._append(doc_id, value, Pointer(self.state.next_seq, version, deleted=1), old)
        self.state.tombstones += 1
        return seq

    def _append(self, doc_id: bytes, value: bytes, place: Pointer, old: Pointer | None) -> int:
        self.txn.raw.put(seq_key(place.seq), value, append=True, db=self.txn.handle(self.log))
        if old is not None:
            if old.deleted:
                self.state.tombstones -= 1
            else:
                self.state.live -= 1
            self._supersede(np.array([old.seq]), np.array([place.seq]))
        self.txn.put(self.ids, id_key(doc_id), pointer.encode(place))
        self.state.next_seq = self.state.settled = place.seq + 1
        return place.seq

    def find_many(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Rows of ``ids`` for these keys, as far as there are any."""
        return dict(self.txn.cursor(self.ids).getmulti(keys))

    def append_many(self, items: list[tuple[bytes, bytes]]) -> None:
        """Append records of new documents under keys that follow the log, and leave their ids unsettled.

        The caller has proof that no other record of the index has one of these ids.
        """
        self.txn.cursor(self.log).putmulti(items, append=True)
        self.state.next_seq += len(items)
        self.state.live += len(items)

    def put_many(
        self,
        keys: list[bytes],
        values: list[bytes],
        versions: NDArray[np.int64] | int,
        old: NDArray[np.void],
        replaced_by: NDArray[np.int64],
    ) -> None:
        """Append the records of distinct documents.

        ``old`` are the rows of ``ids`` that they supersede (dtype ``POINTERS``), ``replaced_by`` for each the place in ``values``
        of the record that takes over.
        """
        start = self.state.next_seq
        seqs = np.arange(start, start + len(values))
        self.txn.cursor(self.log).putmulti(zip(seq_keys(start, len(values)), values, strict=True), append=True)
        self.txn.cursor(self.ids).putmulti(
            sorted(zip(keys, pointer.encode_many(seqs, versions), strict=True)),
        )
        tombstones = int(np.count_nonzero(old["deleted"]))
        self._supersede(old["seq"].astype(np.int64), seqs[replaced_by])
        self.state.tombstones -= tombstones
        self.state.live += len(values) - (len(old) - tombstones)
        self.state.next_seq = self.state.settled = start + len(values)

    def _supersede(self, seqs: NDArray[np.int64], by: NDArray[np.int64]) -> None:
        """Take superseded records out of the log, but those that a lease still needs."""
        self.state.removed += len(seqs)
        if self.state.leased:
            leased = seqs < self.state.leased
            for seq, successor in zip(seqs[leased].tolist(), by[leased].tolist(), strict=True):
                self._retain(seq, successor)
            seqs = seqs[~leased]
        handle = self.txn.handle(self.log)
        deque(map(self.txn.raw.delete, keys_of(np.sort(seqs)), repeat(b""), repeat(handle)), maxlen=0)

    def _retain(self, seq: int, successor: int) -> None:
        value = self.value(seq)
        flagged = value[:_FLAGS_AT] + bytes((value[_FLAGS_AT] | SUPERSEDED,)) + value[_FLAGS_AT + 1 :]
        self.txn.put(self.log, seq_key(seq), flagged)
        self.txn.put(RETAINED, number_seq_key(self.number, seq), _SEQ.pack(successor))
        self.state.retained += 1

    def settle(self) -> None:
        """Bring all unsettled records into ``ids``."""
        while settle_some(self):
            pass

    def purge_tombstones(self, before: int) -> int:
        """Forget deletions made before this time (milliseconds); how many were forgotten."""
        gone = [
            (key, found.id.encode())
            for key, value in self.scan()
            if value[0] == record.Op.DELETE and not value[1]
            for found in (record.decode(value),)
            if record.deleted_at(found) < before
        ]
        for key, doc_id in gone:
            self.txn.delete(self.log, key)
            self.txn.delete(self.ids, id_key(doc_id))
        self.state.tombstones -= len(gone)
        self.state.removed += len(gone)
        return len(gone)


def settle_some(tables: IndexTables) -> bool:
    """Bring the next unsettled records of an index into ``ids``; whether there were any."""
    chunk = list(islice(tables.scan(tables.state.settled), SETTLE_CHUNK))
    if not chunk:
        return False
    keys, values = map(list, zip(*chunk, strict=True))
    stamps = np.frombuffer(b"".join(map(record.stamp_of, values)), dtype=STAMPS)
    seqs = seqs_of(keys)
    rows = pointer.encode_many(seqs, stamps["version"].astype(np.int64))
    tables.txn.cursor(tables.ids).putmulti(sorted(zip(map(id_key, record.ids_of(values)), rows, strict=True)))
    tables.state.settled = int(seqs[-1]) + 1
    state.save(tables.txn, tables.number, tables.state)
    return True


STAMPS = np.dtype([("op", "u1"), ("flags", "u1"), ("term", ">u2"), ("shape", ">u4"), ("version", ">u8")])
"""Many stamps as one array."""
