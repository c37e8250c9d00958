"""``geohash_grid`` and ``geotile_grid``: a bucket for each cell with points (``GeoGridAggregationBuilder``)."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints, distinct
from docstore.errors import ApiError, IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.geo.distance import parse_distance
from docstore.mapping.geo.geohash import length_for
from docstore.query.earth import Box
from docstore.query.kinds.geo_bounding_box import parse_box
from docstore.query.wire import Declared, declared, integer
from docstore.search.aggregations.bucket.geo_cells import (
    Geohashes,
    Grid,
    Tiles,
    check_geohash_precision,
    check_tile_precision,
)
from docstore.search.aggregations.bucket.grid_bounds import Boxed
from docstore.search.aggregations.bucket.order import By, Order
from docstore.search.aggregations.bucket.term_buckets import Choice, Keys, TermTable, Thresholds
from docstore.search.aggregations.collect import Below, Collector, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.geo_source import Points
from docstore.search.aggregations.groups import Groups, numbered
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import NUMBER, OBJECT, SOURCE_KEYS, int_key, positive

Json = dict[str, Any]

_ORDER: Order = (By("_count", descending=True), By("_key", descending=True))
_MOST = 10_000


@frozen
class GeoGrid(Aggregation):
    """Points by the cell that they lie in."""

    takes_subs: ClassVar[bool] = True
    source: Source
    grid: Grid
    thresholds: Thresholds
    bounds: Box | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "location", "precision": 5, "bounds": {"top_left": point, "bottom_right": point}}``."""
        keys = {
            **{key: SOURCE_KEYS[key] for key in ("field", "missing", "script", "value_type")},
            "precision": Declared(NUMBER, cls.read_precision),
            "size": positive(int_key, "size", name),
            "shard_size": positive(int_key, "shardSize", name),
            "bounds": Declared(OBJECT, parse_box),
        }
        found = declared(cls.kind, body, keys)
        thresholds = Thresholds.of(found, _MOST)
        return cls(Source.of(found), cls.grid_of(found.get("precision")), thresholds, found.get("bounds"))

    @classmethod
    @abstractmethod
    def read_precision(cls, value: Any) -> int:
        """:raises IllegalArgumentError: none."""

    @classmethod
    @abstractmethod
    def grid_of(cls, precision: int | None) -> Grid:
        """The grid."""

    def aggregator(self, collector: Collector) -> str:
        """See ``Aggregation.aggregator``."""
        return f"{self.kind.removesuffix('_grid').replace('geo', 'Geo').replace('hash', 'Hash').replace('tile', 'Tile')}GridAggregator"

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """A field of points."""
        points = Points.bind(self.source, context, self.kind)
        choice = Choice(name, self.thresholds, _ORDER, shows_other=False)
        bounds = None if self.bounds is None else Boxed(self.bounds)
        return _GridCollector(choice, CellKeys(self.kind, self.grid), points, bounds, Below.bind(subs, context), context.alone)


@dataclass(slots=True)
class _GridCollector(Collector):
    choice: Choice
    keys: CellKeys
    points: Points
    bounds: Boxed | None
    below: Below
    alone: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places, x, y = self.points.read(docs)
        cells = self.keys.grid.cells(x, y)
        if self.bounds is not None:
            inside = self.bounds.inside(self.keys.grid, cells)
            places, cells = places[inside], cells[inside]
        found, codes = numbered(cells)
        places, codes = distinct(places, codes)
        groups = self.below.weighed(Groups.of(docs[places], owners[places], codes, max(len(found), 1), count))
        ranks = np.arange(len(found))
        return TermTable.choose(self.choice, self.keys, groups, found, ranks, self.below, count, alone=self.alone)


@dataclass(frozen=True, slots=True)
class CellKeys(Keys):
    """Cells of a grid."""

    kind: str
    grid: Grid

    @property
    def wire_type(self) -> str:
        """The kind."""
        return self.kind

    @property
    def domain(self) -> object:
        """The same everywhere."""
        return self.kind

    def fields(self, raw: Any) -> tuple[Any, Json]:
        """The name of the cell."""
        return raw, {"key": self.grid.text(raw)}


@aggregation("geohash_grid")
@frozen
class GeohashGrid(GeoGrid):
    """Geohashes of ``precision`` characters; a distance means cells no greater than it."""

    @classmethod
    def read_precision(cls, value: Any) -> int:
        """``5``, ``"5"`` or ``"10km"``."""
        try:
            return check_geohash_precision(int(value))
        except (ValueError, OverflowError):
            pass
        try:
            return check_geohash_precision(length_for(parse_distance(str(value))))
        except ApiError as error:
            raise IllegalArgumentError(f"precision too high [{value}]", caused_by=error) from error

    @classmethod
    def grid_of(cls, precision: int | None) -> Grid:
        """5 characters by default."""
        return Geohashes(5 if precision is None else precision)


@aggregation("geotile_grid")
@frozen
class GeotileGrid(GeoGrid):
    """Tiles of the zoom level ``precision``."""

    @classmethod
    def read_precision(cls, value: Any) -> int:
        """0 to 29."""
        return check_tile_precision(integer(value))

    @classmethod
    def grid_of(cls, precision: int | None) -> Grid:
        """Level 7 by default."""
        return Tiles(7 if precision is None else precision)
