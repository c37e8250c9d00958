"""Count, sum, least, greatest and squares of the numbers of each owner: what most numeric metrics are made of."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Flag, auto
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints, Slots
from docstore.query.wire import declared
from docstore.search.aggregations.collect import Collector, Floats, NoSuchMetric, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.metric.by_owner import ByOwner
from docstore.search.aggregations.metric.sums import sums
from docstore.search.aggregations.negative_zero import key_of
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_MOMENT_OF = {"sum": "sum", "min": "least", "max": "greatest", "count": "count"}
"""The moments that are shown as they are, by the names under which they are."""


class Needs(Flag):
    """Which moments a metric looks at; the count is always there."""

    SUM = auto()
    LEAST = auto()
    GREATEST = auto()
    SQUARES = auto()


@dataclass(frozen=True, slots=True)
class Moments:
    """Of some numbers, as far as they are needed; ``least`` and ``greatest`` are infinite without any."""

    count: int
    sum: float = 0.0
    least: float = math.inf
    greatest: float = -math.inf
    squares: float = 0.0

    @property
    def avg(self) -> float:
        """Not-a-number without numbers."""
        return self.sum / self.count if self.count else math.nan

    def plus(self, other: Moments) -> Moments:
        """Of both."""
        return Moments(
            self.count + other.count,
            self.sum + other.sum,
            float(min(key_of(self.least), key_of(other.least))),
            float(max(key_of(self.greatest), key_of(other.greatest))),
            self.squares + other.squares,
        )


class MomentsMetric(Aggregation):
    """A metric that is told by the moments of a field's numbers."""

    source: Source
    support: ClassVar[Support] = Support.NUMERIC
    needs: ClassVar[Needs] = Needs.SUM | Needs.LEAST | Needs.GREATEST

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "missing": 0, "format": "0.0"}``."""
        return cls(Source.of(declared(cls.kind, body, SOURCE_KEYS)))  # type: ignore[call-arg]  # every subclass begins with the source

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """The field's numbers."""
        values = self.source.bind(context, self.kind, self.support)
        counts = self.source.counts(context) if self.kind == "avg" else None
        return _MomentsCollector(self, values) if counts is None else _MeanCollector(self, values, counts)

    @abstractmethod
    def numbers(self, moments: Moments) -> dict[str, float]:
        """The values by name; one alone is ``value``."""

    def body(self, moments: Moments, format: Format) -> Json:
        """The JSON; the default is that of a single value."""
        value = self.numbers(moments)["value"]
        if not math.isfinite(value):
            return {"value": None}
        text = format.text(value)
        return {"value": value} if text is None else {"value": value, "value_as_string": text}


@dataclass(slots=True)
class _MomentsCollector(Collector):
    metric: MomentsMetric
    values: Values

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        return _MomentsTable(self.metric, self.values, docs, owners, count)


@dataclass(slots=True)
class _MeanCollector(Collector):
    """The mean of values that were summed and counted before they came."""

    metric: MomentsMetric
    values: Values
    weights: Values

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        return _MeanTable(self.metric, self.values.format, *(_total(each, docs, owners, count) for each in (self.values, self.weights)))


def _total(values: Values, docs: Ints, owners: Ints, count: int) -> Floats:
    owners, numbers = values.owned(docs, owners)
    return sums(numbers, ByOwner(owners, count))


@dataclass(slots=True)
class _MeanTable(Table):
    metric: MomentsMetric
    format: Format
    sums: Floats
    counts: Floats

    def partial(self, owner: int) -> Partial:
        return MomentsPartial(self.metric, Moments(int(self.counts[owner]), float(self.sums[owner])), self.format)

    def numbers(self, path: list[str]) -> Floats:
        if path not in ([], ["value"]):
            raise NoSuchMetric(path, several=False)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.counts > 0, self.sums / self.counts, np.nan)


class _MomentsTable(Table):
    """The moments of all owners; the numbers that they are of are not kept."""

    def __init__(self, metric: MomentsMetric, values: Values, docs: Ints, owners: Ints, count: int) -> None:
        self._metric = metric
        self._format = values.format
        owners, numbers = values.owned(docs, owners)
        by_owner, floats = ByOwner(owners, count), numbers.astype(np.float64, copy=False)
        self._found: dict[str, Slots] = {"count": by_owner.counts}
        if Needs.SUM in metric.needs:
            self._found["sum"] = sums(numbers, by_owner)
        if Needs.LEAST in metric.needs:
            self._found["least"] = by_owner.extremes(np.minimum, floats, np.inf)
        if Needs.GREATEST in metric.needs:
            self._found["greatest"] = by_owner.extremes(np.maximum, floats, -np.inf)
        if Needs.SQUARES in metric.needs:
            with np.errstate(over="ignore"):
                self._found["squares"] = sums(floats**2, by_owner)

    def _moments(self, owner: int) -> Moments:
        return Moments(**{name: found[owner].item() for name, found in self._found.items()})

    def partial(self, owner: int) -> Partial:
        return MomentsPartial(self._metric, self._moments(owner), self._format)

    def numbers(self, path: list[str]) -> Floats:
        name = path[0] if path else "value"
        several = self._metric.kind in ("stats", "extended_stats")
        quick = self._quick(name if several else self._metric.kind if name == "value" else "")
        if quick is not None:
            return quick
        rows = [self._metric.numbers(self._moments(owner)) for owner in range(len(self._found["count"]))]
        if len(path) > 1 or (rows and name not in rows[0]):
            raise NoSuchMetric(path, several=several)
        return np.array([row[name] for row in rows], dtype=np.float64)

    def _quick(self, name: str) -> Floats | None:
        if name == "avg":
            counts = self._found["count"]
            with np.errstate(invalid="ignore", divide="ignore"):
                return np.where(counts > 0, self._found["sum"] / counts, np.nan)
        return self._found[_MOMENT_OF[name]].astype(np.float64, copy=False) if name in _MOMENT_OF else None


@dataclass(slots=True)
class MomentsPartial(Partial):
    """The moments of one owner."""

    metric: MomentsMetric
    moments: Moments
    format: Format

    def merged(self, others: Sequence[Self]) -> Self:
        """Added up."""
        moments, format_ = self.moments, self.format
        for other in others:
            if not moments.count:
                format_ = other.format
            moments = moments.plus(other.moments)
        return type(self)(self.metric, moments, format_)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """As the metric shows them."""
        return MetricResult(self.metric.kind, self.metric.numbers(self.moments), self.metric.body(self.moments, self.format))
