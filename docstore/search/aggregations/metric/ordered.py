"""Numbers in order, each as often as it counts: what percentiles are read from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.frozen import frozen
from docstore.search.aggregations.collect import Floats


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
