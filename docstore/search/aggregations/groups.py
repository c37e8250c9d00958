"""Pairs of owner and key, counted: the buckets of all owners at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from docstore.columns.grouped import Grouped
from docstore.columns.rows import Ints, Mask, Slots
from docstore.columns.sort import below_zero

_DENSE = 4_000_000
"""Up to so many possible pairs they are counted in an array, beyond it they are sorted."""


class Members:
    """Which documents are in which buckets, worked out when somebody asks: mostly for few of the buckets."""

    __slots__ = ("_docs", "_numbers", "_places")

    def __init__(self, docs: Ints, numbers: Ints, places: Ints | None = None) -> None:
        """``places`` is the bucket of each number, -1 for none; without it the numbers are the buckets."""
        self._docs, self._numbers, self._places = docs, numbers, places

    def pairs(self) -> tuple[Ints, Ints]:
        """Ordinals and their buckets."""
        if self._places is not None:
            buckets = self._places[self._numbers]
            inside = buckets >= 0
            if not inside.all():
                buckets, self._docs = buckets[inside], self._docs[inside]
            self._numbers, self._places = buckets, None
        return self._docs, self._numbers

    def only(self, kept: Mask) -> Members:
        """Those of some buckets, renumbered in their order."""
        renumbered = np.where(kept, np.cumsum(kept) - 1, -1)
        if self._places is None or len(self._places) > len(self._docs):
            return Members(*self.pairs(), renumbered)
        return Members(self._docs, self._numbers, np.where(self._places >= 0, renumbered[self._places], -1))


class KeptMembers(Members):
    """Those of some keys of a column, as it has them."""

    __slots__ = ("_grouped", "_keys", "_known")

    def __init__(self, grouped: Grouped, keys: Ints) -> None:
        self._grouped, self._keys = grouped, keys
        self._known: tuple[Ints, Ints] | None = None

    def pairs(self) -> tuple[Ints, Ints]:
        """Bucket by bucket."""
        if self._known is None:
            parts = [self._grouped.documents(key) for key in self._keys.tolist()]
            docs = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
            self._known = docs, np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        return self._known

    def only(self, kept: Mask) -> Members:
        """Those of some buckets."""
        return KeptMembers(self._grouped, self._keys[kept])


@dataclass(slots=True)
class Groups:
    """Buckets sorted by owner and key, and the documents in them.

    ``owners``, ``keys`` and ``counts`` have a row for each bucket; ``docs`` and ``buckets`` are pairs: this ordinal is in that bucket.
    """

    owners: Ints
    keys: Ints
    counts: Ints
    members: Members

    @property
    def docs(self) -> Ints:
        """The ordinals of the pairs."""
        return self.members.pairs()[0]

    @property
    def buckets(self) -> Ints:
        """Their buckets."""
        return self.members.pairs()[1]

    @classmethod
    def of(cls, docs: Ints, owners: Ints, keys: Ints, width: int, count: int) -> Groups:
        """From one row for each document in a bucket; ``0 <= keys < width``, ``0 <= owners < count``."""
        pairs = keys if count == 1 else owners * width + keys
        if count * width <= _DENSE:
            found = np.bincount(pairs, minlength=1)
            present = np.flatnonzero(found)
            places = np.full(len(found), -1, dtype=np.int64)
            places[present] = np.arange(len(present))
            members, counts = Members(docs, pairs, places), found[present]
        else:
            present, buckets, counts = np.unique(pairs, return_inverse=True, return_counts=True)
            members = Members(docs, buckets)
        return cls(present // max(width, 1), present % max(width, 1), counts, members)

    @classmethod
    def kept(cls, grouped: Grouped, keep: Mask | None) -> Groups:
        """All documents of an index, in one owner, by the values of a column."""
        present = (grouped.counts if keep is None else grouped.counts * keep).nonzero()[0]
        return cls(np.zeros(len(present), dtype=np.int64), present, grouped.counts[present], KeptMembers(grouped, present))

    @classmethod
    def counted(cls, keys: Ints, width: int) -> Groups:
        """Of one owner, where nobody asks which documents are in a bucket."""
        found = np.bincount(keys, minlength=width)
        present = np.flatnonzero(found)
        nothing = np.zeros(0, dtype=np.int64)
        return cls(np.zeros(len(present), dtype=np.int64), present, found[present], Members(nothing, nothing))

    def __len__(self) -> int:
        return len(self.counts)

    def where(self, kept: Mask) -> Groups:
        """Only these buckets, renumbered in their order."""
        if kept.all():
            return self
        return Groups(self.owners[kept], self.keys[kept], self.counts[kept], self.members.only(kept))

    def counted_only(self) -> Groups:
        """The same buckets where nobody asks any more which documents are in them, so that these are forgotten."""
        nothing = np.zeros(0, dtype=np.int64)
        return replace(self, members=Members(nothing, nothing))

    def span(self, owner: int) -> tuple[int, int]:
        """The buckets of one owner: from, to."""
        low, high = self.owners.searchsorted([owner, owner + 1])
        return int(low), int(high)


def numbered(values: Slots) -> tuple[Slots, Ints]:
    """The distinct values, ascending, and for each value its place among them; the two zeros differ."""
    if len(values) and values.dtype == np.int64:
        least, most = int(values.min()), int(values.max())
        if most - least <= _DENSE:
            shifted = values - least
            present = np.flatnonzero(np.bincount(shifted))
            places = np.zeros(most - least + 1, dtype=np.int64)
            places[present] = np.arange(len(present))
            return present + least, places[shifted]
    apart = below_zero(values)
    found, places = np.unique(apart, return_inverse=True)
    return found if apart is values else values[np.unique(apart, return_index=True)[1]], places


def tally(keys: Ints, times: Ints | None, width: int) -> tuple[Ints, Ints]:
    """The distinct keys, ascending, and how often each is there, or the sum of its ``times``; ``0 <= keys < width``.

    >>> [part.tolist() for part in tally(np.array([3, 1, 3]), np.array([5, 1, 1]), 4)]
    [[1, 3], [1, 6]]
    """
    if width <= max(_DENSE // 64, 4 * len(keys)):
        sums = np.bincount(keys, times, minlength=1)
        present = np.flatnonzero(sums)
        return present, sums[present].astype(np.int64)
    order = None if times is None else np.argsort(keys)
    ordered = np.sort(keys) if order is None else keys[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else np.zeros(0, dtype=np.int64)
    if order is None:
        return ordered[starts], np.diff(starts, append=len(ordered))
    assert times is not None
    return ordered[starts], np.add.reduceat(times[order], starts) if len(starts) else np.zeros(0, dtype=np.int64)
