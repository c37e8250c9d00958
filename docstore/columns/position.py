"""Where in the life of an index a column was built."""

from __future__ import annotations

import numpy as np

from docstore.columns.growing import cut, grown
from docstore.columns.reader import Reader
from docstore.columns.rows import Ints
from docstore.frozen import frozen


@frozen(eq=False)
class Position:
    """A content of an index: its name in storage, and the ``_seq_no`` of each ordinal (ascending)."""

    next_seq: int
    removed: int
    seqs: Ints

    @property
    def count(self) -> int:
        """The number of ordinals."""
        return len(self.seqs)

    def is_of(self, reader: Reader) -> bool:
        """Whether the reader sees this content."""
        return (self.next_seq, self.removed) == reader.content

    def moved_to(self, reader: Reader) -> Position:
        """The position of a reader; reads as little as the difference allows."""
        if self.is_of(reader):
            return self
        if self.removed != reader.removed:
            return self._without_removed(reader) or read_position(reader)
        if self.next_seq > reader.next_seq:
            return Position(reader.next_seq, self.removed, self.seqs[: self.count_before(reader.next_seq)])
        return self._with_tail(reader, self.seqs)

    def _without_removed(self, reader: Reader) -> Position | None:
        """What was removed is known, and what was added is read; None when not all of it is known."""
        if self.removed > reader.removed or self.next_seq > reader.next_seq:
            return None
        gone = self.removed_since(reader)
        if gone is None:
            return None
        found = self._with_tail(reader, cut(self.seqs, gone))
        return found if found.count == reader.count else None

    def removed_since(self, reader: Reader) -> Ints | None:
        """The ordinals whose documents the reader no longer has, ascending; None when they are not known."""
        gone = reader.removed_since(self.removed)
        if gone is None or not reader.bits:
            return None if gone is None else self.ordinals_of(gone)
        begins, ends = (np.searchsorted(self.seqs, numbers << reader.bits).tolist() for numbers in (gone, gone + 1))
        return np.concatenate([np.zeros(0, dtype=np.int64), *map(np.arange, begins, ends)])

    def _with_tail(self, reader: Reader, seqs: Ints) -> Position:
        tail = reader.live_seqs(self.next_seq) if reader.next_seq > self.next_seq else seqs[:0]
        return Position(reader.next_seq, reader.removed, grown(seqs, tail))

    def count_before(self, seq: int) -> int:
        """How many ordinals have a ``_seq_no`` under this."""
        return int(np.searchsorted(self.seqs, seq))

    def ordinals_of(self, seqs: Ints) -> Ints:
        """The ordinals of those of these ``_seq_no`` that are here."""
        at = np.searchsorted(self.seqs, seqs)
        known = at < self.count
        known[known] = self.seqs[at[known]] == seqs[known]
        found: Ints = at[known]
        return found


def read_position(reader: Reader) -> Position:
    """The position of a reader, read from the index."""
    return Position(reader.next_seq, reader.removed, np.asarray(reader.live_seqs(), dtype=np.int64))
