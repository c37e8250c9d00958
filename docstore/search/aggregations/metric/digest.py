"""What percentiles are read from: numbers in order, as ``TDigestState`` would see them while it keeps each one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from docstore.columns.rows import Ints
from docstore.search.aggregations.collect import Floats
from docstore.search.aggregations.metric.ordered import Ordered, each_between


class Digest(Protocol):
    """A way to read percentiles. ``title`` is how the names of its aggregators begin, ``wire`` those of its typed keys."""

    title: ClassVar[str]
    wire: ClassVar[str]

    def check(self, values: Floats) -> None:
        """Refuse values that the digest cannot keep."""

    def percentile(self, ordered: Ordered, percent: float) -> float:
        """The value below which so many percent lie; not-a-number without values."""

    def percentiles(self, values: Floats, starts: Ints, percent: float) -> Floats:
        """The same for each of several owners, whose values stand one after the other from their ``starts`` on."""

    def rank(self, ordered: Ordered, value: float) -> float:
        """How many percent of the values do not exceed one; not-a-number without values."""


@dataclass(frozen=True, slots=True)
class TDigest:
    """Percentiles lie between the first value and the last, in equal steps from one value to the next (``tdigest.Dist``)."""

    title: ClassVar[str] = "TDigest"
    wire: ClassVar[str] = "tdigest"

    def check(self, values: Floats) -> None:
        """It keeps any."""

    def percentile(self, ordered: Ordered, percent: float) -> float:
        """Interpolated between the two values beside it."""
        return ordered.between(percent / 100 * (len(ordered) - 1))

    def percentiles(self, values: Floats, starts: Ints, percent: float) -> Floats:
        """Interpolated between the two values beside it."""
        return each_between(values, starts, percent / 100 * (np.diff(starts) - 1))

    def rank(self, ordered: Ordered, value: float) -> float:
        """Of equal values half, interpolated between two."""
        return ordered.rank(value)


@dataclass(frozen=True, slots=True)
class AccurateTDigest(TDigest):
    """``execution_hint: high_accuracy``: each value stands in the middle of its share of the whole (``AVLTreeDigest``)."""

    def percentile(self, ordered: Ordered, percent: float) -> float:
        """Interpolated between the middles of the two shares beside it."""
        return ordered.between(percent / 100 * len(ordered) - 0.5)

    def percentiles(self, values: Floats, starts: Ints, percent: float) -> Floats:
        """Interpolated between the middles of the two shares beside it."""
        return each_between(values, starts, percent / 100 * np.diff(starts) - 0.5)

    def rank(self, ordered: Ordered, value: float) -> float:
        """Of equal values half; between two values it does not change."""
        count = len(ordered)
        return 100.0 * (ordered.below(value) + ordered.upto(value)) / 2 / count if count else math.nan
