"""Pairs of owner and key, counted: the buckets of all owners at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from docstore.columns.rows import Ints, Mask, Slots

_DENSE = 4_000_000
"""Up to so many possible pairs they are counted in an array, beyond it they are sorted."""


@dataclass(slots=True)
class Groups:
    """Buckets sorted by owner and key, and the documents in them.

    ``owners``, ``keys`` and ``counts`` have a row for each bucket; ``docs`` and ``buckets`` are pairs: this ordinal is in that bucket.
    """

    owners: Ints
    keys: Ints
    counts: Ints
    docs: Ints
    buckets: Ints

    @classmethod
    def of(cls, docs: Ints, owners: Ints, keys: Ints, width: int, count: int) -> Groups:
        """From one row for each document in a bucket; ``0 <= keys < width``, ``0 <= owners < count``."""
        pairs = owners * width + keys
        if count * width <= _DENSE:
            found = np.bincount(pairs, minlength=1)
            present = np.flatnonzero(found)
            places = np.zeros(len(found), dtype=np.int64)
            places[present] = np.arange(len(present))
            buckets, counts = places[pairs], found[present]
        else:
            present, buckets, counts = np.unique(pairs, return_inverse=True, return_counts=True)
        return cls(present // max(width, 1), present % max(width, 1), counts, docs, buckets)

    @classmethod
    def counted(cls, keys: Ints, width: int) -> Groups:
        """Of one owner, where nobody asks which documents are in a bucket."""
        found = np.bincount(keys, minlength=width)
        present = np.flatnonzero(found)
        nothing = np.zeros(0, dtype=np.int64)
        return cls(np.zeros(len(present), dtype=np.int64), present, found[present], nothing, nothing)

    def __len__(self) -> int:
        return len(self.counts)

    def where(self, kept: Mask) -> Groups:
        """Only these buckets, renumbered in their order."""
        if kept.all():
            return self
        renumbered = np.cumsum(kept) - 1
        inside = kept[self.buckets] if len(self.buckets) else np.zeros(0, dtype=np.bool_)
        return Groups(
            self.owners[kept], self.keys[kept], self.counts[kept], self.docs[inside], renumbered[self.buckets[inside]]
        )

    def span(self, owner: int) -> tuple[int, int]:
        """The buckets of one owner: from, to."""
        low, high = np.searchsorted(self.owners, [owner, owner + 1])
        return int(low), int(high)


def numbered(values: Slots) -> tuple[Slots, Ints]:
    """The distinct values, ascending, and for each value its place among them."""
    if len(values) and values.dtype == np.int64:
        least, most = int(values.min()), int(values.max())
        if most - least <= _DENSE:
            shifted = values - least
            present = np.flatnonzero(np.bincount(shifted))
            places = np.zeros(most - least + 1, dtype=np.int64)
            places[present] = np.arange(len(present))
            return present + least, places[shifted]
    found, places = np.unique(values, return_inverse=True)
    return found, places
