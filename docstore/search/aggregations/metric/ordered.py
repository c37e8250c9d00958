"""Numbers in order, each as often as it counts: what percentiles are read from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.kept import stable_order
from docstore.columns.rows import Ints, offsets_of
from docstore.columns.unique import unique
from docstore.frozen import frozen
from docstore.search.aggregations.collect import Floats

MANY = 1 << 13
"""Up to so many numbers are kept each by itself where those of several indices come together."""

_FEW = 8
"""Where owners have fewer numbers than this, they are not put in order one by one."""


@frozen
class Ordered:
    """Numbers, ascending. ``ends`` is how many there are up to the end of each; None where each is there once."""

    values: Floats
    ends: Ints | None = None

    @classmethod
    def of(cls, values: Floats, counts: Ints | None = None) -> Self:
        """From numbers in order and how often each is there."""
        return cls(values, None if counts is None else np.cumsum(counts))

    @classmethod
    def together(cls, parts: Sequence[Ordered]) -> Self:
        """All numbers of all parts."""
        values = np.concatenate([part.values for part in parts])
        if all(part.ends is None for part in parts):
            return cls(np.sort(values))
        order = np.argsort(values, kind="stable")
        return cls.of(values[order], np.concatenate([part.counts for part in parts])[order])

    @property
    def counts(self) -> Ints:
        """How often each is there."""
        return np.ones(len(self.values), dtype=np.int64) if self.ends is None else np.diff(self.ends, prepend=0)

    def smaller(self) -> Self:
        """Of many numbers, about as many as a digest keeps: the first and the last, and of stretches between them, which are short near
        the ends, the one in the middle.
        """
        count = len(self)
        if len(self.values) <= MANY:
            return self
        curve = count * (1 - np.cos(np.linspace(0, np.pi, MANY // 2))) / 2
        bounds = unique(np.concatenate([np.round(curve).astype(np.int64), [1, count - 1]]))
        middles = (bounds[1:] + bounds[:-1] - 1) // 2
        places = middles if self.ends is None else self.ends.searchsorted(middles, side="right")
        return type(self)(self.values[places], bounds[1:])

    def __len__(self) -> int:
        return len(self.values) if self.ends is None else int(self.ends[-1]) if len(self.ends) else 0

    def at(self, place: int) -> float:
        """The number at a place, from 0 on."""
        return float(self.values[place if self.ends is None else np.searchsorted(self.ends, place, side="right")])

    def below(self, value: float) -> int:
        """How many are less than a value."""
        return self._until(int(np.searchsorted(self.values, value, side="left")))

    def upto(self, value: float) -> int:
        """How many are not greater than a value."""
        return self._until(int(np.searchsorted(self.values, value, side="right")))

    def _until(self, place: int) -> int:
        return place if self.ends is None else int(self.ends[place - 1]) if place else 0

    def between(self, place: float) -> float:
        """The number at a place that may lie between two, or beyond the ends; not-a-number without numbers."""
        if not len(self):
            return math.nan
        place = min(max(place, 0.0), len(self) - 1.0)
        before, after, share = self.at(math.floor(place)), self.at(math.ceil(place)), place - math.floor(place)
        return before + (after - before) * share if share < 0.5 else after - (after - before) * (1 - share)

    def rank(self, value: float) -> float:
        """How many percent of the values are below, of equal ones half, interpolated; not-a-number without values (``tdigest.Dist``)."""
        count = len(self)
        if not count:
            return math.nan
        least = self.at(0)
        if value < least:
            return 0.0
        # the first value is half below itself, whatever the others are
        below, upto = (max(found - 1, 0) for found in (self.below(value), self.upto(value)))
        equal = upto - below
        if upto == count - 1:
            return 100.0 * (count - 0.5 * equal) / count
        if equal:
            return 100.0 * (0.5 + below + 0.5 * equal) / count
        before, after = self.at(below), self.at(below + 1)
        return 100.0 * (0.5 + below + (value - before) / (after - before)) / count


def by_owner(values: Floats, owners: Ints, count: int) -> tuple[Floats, Ints]:
    """The values of each owner, ascending, one owner after the other; where those of each begin, and at the end how many there are."""
    if count == 1:
        return np.sort(values), np.array([0, len(values)])
    starts: Ints = offsets_of(np.bincount(owners, minlength=count))
    if len(values) < _FEW * count:
        return values[np.lexsort((values, owners))], starts
    found = values[stable_order(owners.astype(np.int32))]
    for low, high in in_time(pairwise(starts.tolist()), CHECKED):
        found[low:high].sort()
    return found, starts


def each_between(values: Floats, starts: Ints, places: Floats) -> Floats:
    """``Ordered.between`` for each owner, of what ``by_owner`` gives, at a place for each."""
    counts = np.diff(starts)
    found: Floats = np.full(len(counts), np.nan)
    having = counts > 0
    at = np.clip(places[having], 0.0, counts[having] - 1.0)
    low = np.floor(at)
    before, after = (values[starts[:-1][having] + place.astype(np.int64)] for place in (low, np.ceil(at)))
    share, width = at - low, after - before
    found[having] = np.where(share < 0.5, before + width * share, after - width * (1 - share))
    return found
