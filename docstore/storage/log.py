"""The log of one index within a transaction: blocks of records in the order of their ``_seq_no``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from docstore.errors import StoreCorruptError
from docstore.storage import block as blocks
from docstore.storage.cursor import Cursor
from docstore.storage.keys import seq_key, seq_of
from docstore.storage.record import SUPERSEDED, Parts
from docstore.storage.tables import Table
from docstore.storage.transaction import Transaction

Row = tuple[bytes, bytes]
"""(key, block)."""


class Log:
    """Reads and writes of blocks; what they mean for counters and ``ids`` is not known here."""

    __slots__ = ("table", "txn")

    def __init__(self, txn: Transaction, table: Table) -> None:
        self.txn = txn
        self.table = table

    def at(self, seq: int) -> tuple[bytes, bytes]:
        """The stamp and the body of one record.

        :raises StoreCorruptError: there is none.
        """
        cursor = self.txn.cursor(self.table)
        first, block = self._covering(cursor, seq)
        place = seq - first
        return blocks.stamp(block, place), blocks.body(block, place)

    def _covering(self, cursor: Cursor, seq: int) -> tuple[int, bytes]:
        """The block that a record is in, with the cursor on it."""
        if cursor.set_range(seq_key(seq + 1)):
            cursor.prev()
        else:
            cursor.last()
        found, block = cursor.item()
        first = int.from_bytes(found, "big")
        if not block or not 0 <= seq - first < (block[0] << 8) + block[1]:
            raise StoreCorruptError(f"record {seq} is missing from the log")
        return first, block

    def rows(self, start: int = 0) -> Iterator[Row]:
        """All rows from the one that holds ``start`` (or the next one, if none does) on."""
        cursor = self.txn.cursor(self.table)
        if start == 0:
            return iter(cursor.iternext())
        if cursor.set_range(seq_key(start)):
            if cursor.key() == seq_key(start) or not cursor.prev():
                return iter(cursor.iternext())
        elif not cursor.last():
            return iter(())
        key, block = cursor.item()
        if seq_of(key) + blocks.count(block) <= start:
            cursor.next()
        return iter(cursor.iternext()) if cursor.key() else iter(())

    def many(self, seqs: Sequence[int]) -> tuple[list[bytes], list[bytes]]:
        """The stamps and the bodies of many records, in the order given; fastest when that ascends."""
        cursor = self.txn.cursor(self.table)
        record = blocks.record
        first, end, block = 0, 0, b""
        stamps, bodies = [], []
        for seq in seqs:
            if not first <= seq < end:
                first, block = self._covering(cursor, seq)
                end = first + (block[0] << 8) + block[1]
            stamp, body = record(block, seq - first)
            stamps.append(stamp)
            bodies.append(body)
        return stamps, bodies

    def parts(self, seqs: Iterable[int]) -> dict[int, Parts]:
        """What documents are made of, by ``_seq_no``; the quickest way to few of them."""
        cursor = self.txn.cursor(self.table)
        first, end, found = 0, 0, {}
        parts, block = blocks.parts, b""
        for seq in sorted(seqs):
            if seq >= end:
                first, block = self._covering(cursor, seq)
                end = first + (block[0] << 8) + block[1]
            found[seq] = parts(block, seq - first)
        return found

    def append(self, rows: Iterable[Row]) -> None:
        """Add rows behind all others.

        :raises StoreCorruptError: one does not stand behind them.
        """
        consumed, added = self.txn.cursor(self.table).putmulti(rows, append=True)
        if added != consumed:
            raise StoreCorruptError("a record is already where new ones are to go: the log is ahead of its counters")

    def append_one(self, seq: int, stamp: bytes, body: bytes) -> None:
        """Add one record behind all others; as ``append``."""
        if not self.txn.raw.put(seq_key(seq), blocks.one(stamp, body), append=True, db=self.txn.handle(self.table)):
            raise StoreCorruptError(f"record {seq} is already there: the log is ahead of its counters")

    def replace(self, keys: Sequence[bytes], rows: Iterable[Row]) -> None:
        """Put other rows in the place of some, for the same records."""
        cursor = self.txn.cursor(self.table)
        for key in keys:
            if cursor.set_range(key) and cursor.key() == key:
                cursor.delete()
        cursor.putmulti(rows)

    def remove(self, seqs: Sequence[int]) -> None:
        """Make holes of these records; ascending. Blocks of nothing but holes go."""
        cursor = self.txn.cursor(self.table)
        at = 0
        while at < len(seqs):
            first, block = self._covering(cursor, seqs[at])
            count = blocks.count(block)
            after = bisect_left(seqs, first + count, at)
            whole = after - at == count
            left = None if whole else blocks.without(block, [seq - first for seq in seqs[at:after]])
            at = after
            if left is None:
                cursor.delete()
            else:
                cursor.put(seq_key(first), left)

    def flag(self, seq: int) -> None:
        """Mark a record as superseded."""
        cursor = self.txn.cursor(self.table)
        first, block = self._covering(cursor, seq)
        old = blocks.stamp(block, seq - first)
        cursor.put(seq_key(first), blocks.with_stamp(block, seq - first, old[:1] + bytes((old[1] | SUPERSEDED,)) + old[2:]))

    def records(self, start: int = 0) -> Iterator[tuple[int, bytes, bytes]]:
        """(``_seq_no``, stamp, body) of all records from ``start`` on, tombstones and retained ones with them."""
        for key, block in self.rows(start):
            first = seq_of(key)
            for place, stamp, body in blocks.places(block):
                if first + place >= start:
                    yield first + place, stamp, body


def seqs_of(rows: Sequence[Row]) -> NDArray[np.int64]:
    """The ``_seq_no`` of every place in these rows, holes among them."""
    firsts = np.frombuffer(b"".join([key for key, _ in rows]), dtype=">u8").astype(np.int64)
    counts = np.array([blocks.count(block) for _, block in rows], dtype=np.int64)
    ends = np.cumsum(counts)
    return np.repeat(firsts - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)


def stamps_of(rows: Sequence[Row]) -> bytes:
    """The stamps of every place in these rows."""
    return b"".join([blocks.stamps(block) for _, block in rows])
