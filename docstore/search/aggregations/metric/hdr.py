"""Numbers as a high dynamic range histogram keeps them: in buckets of equal relative width (``HdrHistogram``)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError
from docstore.search.aggregations.collect import Floats
from docstore.search.aggregations.metric.ordered import Ordered


@dataclass(frozen=True, slots=True)
class Hdr:
    """Buckets that tell ``digits`` significant digits apart; numbers are not negative."""

    title: ClassVar[str] = "HDR"
    wire: ClassVar[str] = "hdr"
    digits: int = 3

    def check(self, values: Floats) -> None:
        """Before anything is counted.

        :raises IllegalArgumentError: some are negative.
        """
        if len(values) and values.min() < 0:
            raise IllegalArgumentError("Negative values are not supported by HDR aggregation")

    @property
    def _steps(self) -> int:
        """In how many buckets the numbers from one power of two to the next are put."""
        return 1 << max(math.ceil(math.log2(2 * 10**self.digits)) - 1, 0)

    def _least(self, ordered: Ordered) -> float:
        """The width of the narrowest bucket, which the smallest number determines."""
        zeros = ordered.upto(0)
        return 2.0 ** math.floor(math.log2(ordered.at(zeros))) / self._steps if zeros < len(ordered) else 1.0

    def _bucket(self, value: float, least: float) -> tuple[float, float]:
        """The lower end and the width."""
        width = least if value <= 0 else max(2.0 ** math.floor(math.log2(value)) / self._steps, least)
        return math.floor(value / width) * width, width

    def percentile(self, ordered: Ordered, percent: float) -> float:
        """The end of the bucket that so many percent of the numbers do not pass; not-a-number without numbers."""
        if not len(ordered):
            return math.nan
        count = max(math.ceil(math.nextafter(percent, -math.inf) * len(ordered) / 100), 1)
        least = self._least(ordered)
        low, width = self._bucket(ordered.at(min(count, len(ordered)) - 1), least)
        return low if percent == 0 else low + width - least

    def percentiles(self, values: Floats, starts: Ints, percent: float) -> Floats:
        """For each owner, whose values stand one after the other."""
        spans = in_time(pairwise(starts.tolist()), CHECKED)
        return np.array([self.percentile(Ordered(values[low:high]), percent) for low, high in spans], dtype=np.float64)

    def rank(self, ordered: Ordered, value: float) -> float:
        """How many percent of the numbers are in buckets up to that of a number; not-a-number without numbers."""
        if not len(ordered):
            return math.nan
        low, width = self._bucket(value, self._least(ordered))
        return 100.0 * ordered.below(low + width) / len(ordered)
