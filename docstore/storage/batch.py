"""A batch of records on their way: stamps, bodies, and the rows they came in for as long as they are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from docstore.storage import block as blocks
from docstore.storage import log as logs
from docstore.storage import record
from docstore.storage.keys import seq_key, seq_of
from docstore.storage.log import Log, Row
from docstore.storage.record import INDEX, STAMP_BYTES
from docstore.storage.spans import Spans

_ARRAY_32 = 0xDD
_ARRAY_OF = Struct(">BI").pack

_FEW = 4
"""Rows with fewer records than this, as single writes leave them, are put together on their way."""

Seqs = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Batch:
    """Records in the order of their ``_seq_no``, or as they were asked for. Immutable.

    ``rows`` is set as long as the batch is exactly those rows; ``bodies`` are cut out of them when somebody asks.
    """

    def __init__(
        self, stamps: bytes, *, rows: list[Row] | None = None, seqs: Seqs | None = None, bodies: list[bytes] | None = None
    ) -> None:
        self.stamps = stamps
        self.rows = rows
        if seqs is not None:
            self.seqs = seqs
        if bodies is not None:
            self.bodies = bodies

    @classmethod
    def of_rows(cls, rows: list[Row]) -> Batch:
        """All places of these rows."""
        return cls(logs.stamps_of(rows), rows=rows)

    @cached_property
    def seqs(self) -> Seqs:
        """The ``_seq_no`` of each record."""
        return logs.seqs_of(self.rows or ())

    @cached_property
    def bodies(self) -> list[bytes]:
        """The body of each record."""
        return self._spans.bodies()

    @cached_property
    def _spans(self) -> Spans:
        return Spans(self.rows or ())

    @property
    def ids(self) -> list[bytes]:
        """The UTF-8 id of each record."""
        return record.ids_of(self.bodies) if self.rows is None else self._spans.ids()

    @property
    def stream(self) -> bytes:
        """All bodies as one MessagePack array; every second value is a ``_source``. No record may be a hole."""
        parts = self.bodies if self.rows is None else [blocks.stream(block) for _, block in self.rows]
        return b"".join((_ARRAY_OF(_ARRAY_32, 2 * len(self)), *parts))

    def shorter_than(self, size: int) -> bool:
        """Whether no body has so many bytes; asks the blocks first, which are longer than the bodies in them."""
        if self.rows is not None and all(len(block) < size for _, block in self.rows):
            return True
        return max(map(len, self.bodies), default=0) < size

    def __len__(self) -> int:
        return len(self.stamps) // STAMP_BYTES

    @property
    def first(self) -> int:
        """The first ``_seq_no``."""
        return seq_of(self.rows[0][0]) if self.rows else int(self.seqs[0])

    @property
    def last(self) -> int:
        """The last ``_seq_no``."""
        if not self.rows:
            return int(self.seqs[-1])
        key, block = self.rows[-1]
        return seq_of(key) + blocks.count(block) - 1

    def where(self, mask: Mask) -> Batch:
        """Only the records that the mask names; itself when that is all."""
        if mask.all():
            return self
        places = np.flatnonzero(mask).tolist()
        cut = self.stamps
        stamps = b"".join([cut[at * STAMP_BYTES : (at + 1) * STAMP_BYTES] for at in places])
        bodies = self.bodies
        return Batch(stamps, seqs=self.seqs[mask], bodies=[bodies[at] for at in places])

    def live(self) -> Batch:
        """Only the records that are the present state of a document."""
        return self.where(self._alive())

    def live_seqs(self) -> Seqs:
        """The ``_seq_no`` of those."""
        return self.seqs[self._alive()]

    def _alive(self) -> Mask:
        array = blocks.as_array(self.stamps)
        alive: Mask = (array["op"] == INDEX) & (array["flags"] == 0)
        return alive

    def split(self, at: int) -> tuple[Batch, Batch]:
        """The first ``at`` records, and the others."""
        if self.rows is None:
            return self._slice(0, at), self._slice(at, len(self))
        ahead: list[Row] = []
        left = at
        for number, (key, block) in enumerate(self.rows):
            here = blocks.count(block)
            if here > left:
                rest = self.rows[number + 1 :]
                if left:
                    ahead.append((key, blocks.cut(block, 0, left)))
                    key, block = seq_key(seq_of(key) + left), blocks.cut(block, left, here)
                return self._rows(0, at, ahead), self._rows(at, len(self), [(key, block), *rest])
            ahead.append((key, block))
            left -= here
        return self, Batch(b"", seqs=np.empty(0, dtype=np.int64), bodies=[])

    def _rows(self, begin: int, end: int, rows: list[Row]) -> Batch:
        return Batch(self.stamps[begin * STAMP_BYTES : end * STAMP_BYTES], rows=rows)

    def _slice(self, begin: int, end: int) -> Batch:
        stamps = self.stamps[begin * STAMP_BYTES : end * STAMP_BYTES]
        return Batch(stamps, seqs=self.seqs[begin:end], bodies=self.bodies[begin:end])

    def append_to(self, log: Log, start: int, stamps: bytes) -> bool:
        """Append the bodies under these stamps to a log, from the ``_seq_no`` ``start`` on; whether the rows went as they are."""
        if self.rows is None or len(self.rows) * _FEW > len(self):
            firsts, packed = blocks.pack(stamps, self.bodies)
            log.append([(seq_key(start + first), block) for first, block in zip(firsts, packed, strict=True) if blocks.used(block)])
            return False
        if stamps == self.stamps and start == self.first and self.last - start + 1 == len(self):
            log.append(self.rows)
            return True
        log.append(self._moved(start, stamps))
        return False

    def _moved(self, start: int, stamps: bytes) -> Iterator[Row]:
        at = 0
        for _, block in self.rows or ():
            count = blocks.count(block)
            yield seq_key(start + at), blocks.with_stamps(block, stamps[at * STAMP_BYTES : (at + count) * STAMP_BYTES])
            at += count

    def stamp(self, at: int) -> bytes:
        """One stamp."""
        return self.stamps[at * STAMP_BYTES : (at + 1) * STAMP_BYTES]

    def kinds(self) -> list[bytes]:
        """The distinct stamps, in the order in which they come first; most batches have one."""
        first = self.stamps[:STAMP_BYTES]
        if self.stamps == first * len(self):
            return [first]
        return list(dict.fromkeys(self.stamp(at) for at in range(len(self))))


def joined(batches: list[Batch]) -> Batch:
    """Batches as one."""
    if len(batches) == 1:
        return batches[0]
    stamps = b"".join(batch.stamps for batch in batches)
    if all(batch.rows is not None for batch in batches):
        return Batch(stamps, rows=[row for batch in batches for row in batch.rows or ()])
    seqs = np.concatenate([batch.seqs for batch in batches]) if batches else np.empty(0, dtype=np.int64)
    return Batch(stamps, seqs=seqs, bodies=[body for batch in batches for body in batch.bodies])


def gather(rows: Iterator[Row], start: int, size: int, keep: Callable[[Batch], Batch]) -> Batch:
    """Records from ``start`` on that ``keep`` leaves, at least ``size`` of them unless the rows end."""
    found: list[Batch] = []
    wanted = size
    while wanted > 0:
        stretch = _stretch(rows, wanted)
        if not stretch:
            break
        batch = Batch.of_rows(stretch)
        if batch.first < start:
            _, batch = batch.split(start - batch.first)
        batch = keep(batch)
        if len(batch):
            found.append(batch)
            wanted -= len(batch)
    return joined(found)


def _stretch(rows: Iterator[Row], size: int) -> list[Row]:
    """The next rows, until they have so many records."""
    found: list[Row] = []
    for row in rows:
        found.append(row)
        block = row[1]
        size -= (block[0] << 8) + block[1]
        if size <= 0:
            break
    return found
