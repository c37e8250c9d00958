"""``geo_bounds`` and ``geo_centroid``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.query.wire import declared
from docstore.search.aggregations.collect import Collector, Floats, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.geo_source import Points
from docstore.search.aggregations.metric.by_owner import ByOwner
from docstore.search.aggregations.metric.sums import sums
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, flag_key

Json = dict[str, Any]

_KEYS = {key: SOURCE_KEYS[key] for key in ("field", "missing", "script", "value_type")}


@aggregation("geo_bounds")
@dataclass(frozen=True, slots=True)
class GeoBounds(Aggregation):
    """The smallest box around all points; with ``wrap_longitude`` it may lie across the date line."""

    source: Source
    wrap: bool = True

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "location", "wrap_longitude": true}``."""
        found = declared(cls.kind, body, {**_KEYS, "wrap_longitude": flag_key})
        return cls(Source.of(found), found.get("wrap_longitude", True))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """A field of points."""
        return _BoundsCollector(Points.bind(self.source, context, self.kind), self.wrap)


@dataclass(slots=True)
class _BoundsCollector(Collector):
    points: Points
    wrap: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places, x, y = self.points.read(docs)
        of, east = owners[places], x >= 0
        sides = np.empty((6, count))
        for row, values, chosen in ((0, y, slice(None)), (2, x, ~east), (4, x, east)):
            by = ByOwner(of[chosen], count)
            sides[row] = by.extremes(np.minimum, values[chosen], np.inf)
            sides[row + 1] = by.extremes(np.maximum, values[chosen], -np.inf)
        return _BoundsTable(sides, self.wrap)


@dataclass(slots=True)
class _BoundsTable(Table):
    """Least and greatest latitude, then longitude west and east of Greenwich."""

    sides: Floats
    wrap: bool

    def partial(self, owner: int) -> Partial:
        return _BoundsPartial(self.sides[:, owner], self.wrap)


@dataclass(slots=True)
class _BoundsPartial(Partial):
    sides: Floats
    wrap: bool

    def merged(self, others: Sequence[Self]) -> Self:
        every = np.stack([self.sides, *(other.sides for other in others)])
        sides = np.empty(6)
        sides[0::2], sides[1::2] = every[:, 0::2].min(axis=0), every[:, 1::2].max(axis=0)
        return type(self)(sides, self.wrap)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        bottom, top, *_ = self.sides.tolist()
        if math.isinf(top):
            return MetricResult("geo_bounds", {}, {})
        left, right = self._meridians()
        numbers = {"top": top, "left": left, "bottom": bottom, "right": right}
        box = {"top_left": {"lat": top, "lon": left}, "bottom_right": {"lat": bottom, "lon": right}}
        return MetricResult("geo_bounds", numbers, {"bounds": box})

    def _meridians(self) -> tuple[float, float]:
        _, _, west_left, west_right, east_left, east_right = self.sides.tolist()
        if math.isinf(west_left):
            return east_left, east_right
        if math.isinf(east_left):
            return west_left, west_right
        straight, around = east_right - west_left, (180 - east_left) + (180 + west_right)
        return (west_left, east_right) if straight <= around or not self.wrap else (east_left, west_right)


@aggregation("geo_centroid")
@dataclass(frozen=True, slots=True)
class GeoCentroid(Aggregation):
    """The mean of all points, coordinate by coordinate."""

    source: Source

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "location"}``."""
        return cls(Source.of(declared(cls.kind, body, _KEYS)))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """A field of points."""
        return _CentroidCollector(Points.bind(self.source, context, self.kind))


@dataclass(slots=True)
class _CentroidCollector(Collector):
    points: Points

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places, x, y = self.points.read(docs)
        by = ByOwner(owners[places], count)
        return _CentroidTable(by.counts, sums(x, by), sums(y, by))


@dataclass(slots=True)
class _CentroidTable(Table):
    counts: Ints
    x: Floats
    y: Floats

    def partial(self, owner: int) -> Partial:
        return _CentroidPartial(int(self.counts[owner]), float(self.x[owner]), float(self.y[owner]))

    def numbers(self, path: list[str]) -> Floats:
        if path == ["count"]:
            return self.counts.astype(np.float64)
        totals = {"lat": self.y, "lon": self.x}.get(path[0] if len(path) == 1 else "")
        if totals is None:
            return Table.numbers(self, path)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.counts > 0, totals / self.counts, np.nan)


@dataclass(slots=True)
class _CentroidPartial(Partial):
    count: int
    x: float
    y: float

    def merged(self, others: Sequence[Self]) -> Self:
        every = [self, *others]
        return type(self)(sum(each.count for each in every), math.fsum(e.x for e in every), math.fsum(e.y for e in every))

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        if not self.count:
            return MetricResult("geo_centroid", {"count": 0.0}, {"count": 0})
        place = {"lat": self.y / self.count, "lon": self.x / self.count}
        return MetricResult("geo_centroid", {**place, "count": float(self.count)}, {"location": place, "count": self.count})
