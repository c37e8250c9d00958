"""Where the bodies of a whole stretch of rows lie, found at once: one text, and for each record a start and an end in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from docstore.storage import block as blocks
from docstore.storage.log import Row

Offsets = NDArray[np.int64]


class Spans:
    """The bodies of some rows. What is cut out costs one slice a record; the offsets are computed over all records together."""

    __slots__ = ("_bytes", "_ends", "_starts", "_text")

    def __init__(self, rows: Sequence[Row]) -> None:
        each = [block for _, block in rows]
        counts = np.array([blocks.count(block) for block in each], dtype=np.int64)
        sizes = np.array([len(block) for block in each], dtype=np.int64)
        bases = np.cumsum(sizes) - sizes + blocks.header_bytes(counts)
        ends = np.frombuffer(b"".join([blocks.ends(block) for block in each]), dtype=blocks.END).astype(np.int64)
        self._ends: Offsets = ends + np.repeat(bases, counts)
        self._starts: Offsets = np.empty_like(self._ends)
        self._starts[1:] = self._ends[:-1]
        self._starts[np.cumsum(counts) - counts] = bases
        self._text = b"".join(each)
        self._bytes = np.frombuffer(self._text, dtype=np.uint8)

    def bodies(self) -> list[bytes]:
        """Every body; empty ones for holes."""
        return self._cut(self._starts, self._ends)

    def ids(self) -> list[bytes]:
        """Every id; no record may be a hole."""
        return self._cut(self._starts + 5, self._starts + 5 + self._number(3))

    def _number(self, at: int) -> Offsets:
        """The u16 at a place in each body."""
        high = self._bytes[self._starts + at].astype(np.int64)
        return (high << 8) + self._bytes[self._starts + at + 1]

    def _cut(self, starts: Offsets, ends: Offsets) -> list[bytes]:
        text = self._text
        return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
