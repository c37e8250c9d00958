"""``avg``, ``sum``, ``min`` and ``max``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from docstore.search.aggregations.metric.moments import Moments, MomentsMetric, Needs
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.source import Source


@aggregation("avg")
@dataclass(frozen=True, slots=True)
class Avg(MomentsMetric):
    """The mean; null without values."""

    needs: ClassVar[Needs] = Needs.SUM
    source: Source

    def numbers(self, moments: Moments) -> dict[str, float]:
        """One value."""
        return {"value": moments.avg}


@aggregation("sum")
@dataclass(frozen=True, slots=True)
class Sum(MomentsMetric):
    """The sum; 0 without values."""

    needs: ClassVar[Needs] = Needs.SUM
    source: Source

    def numbers(self, moments: Moments) -> dict[str, float]:
        """One value."""
        return {"value": moments.sum}


@aggregation("min")
@dataclass(frozen=True, slots=True)
class Min(MomentsMetric):
    """The least value; null without values."""

    needs: ClassVar[Needs] = Needs.LEAST
    source: Source

    def numbers(self, moments: Moments) -> dict[str, float]:
        """One value."""
        return {"value": moments.least}


@aggregation("max")
@dataclass(frozen=True, slots=True)
class Max(MomentsMetric):
    """The greatest value; null without values."""

    needs: ClassVar[Needs] = Needs.GREATEST
    source: Source

    def numbers(self, moments: Moments) -> dict[str, float]:
        """One value."""
        return {"value": moments.greatest}


def finite(value: float) -> float | None:
    """A number as JSON can hold it."""
    return value if math.isfinite(value) else None
