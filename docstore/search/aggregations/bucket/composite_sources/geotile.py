"""The source ``geotile_grid``: points by the tile that they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from docstore.columns.rows import Ints
from docstore.query.kinds.geo_bounding_box import parse_box
from docstore.query.wire import Declared, declared
from docstore.search.aggregations.bucket.composite_source import KEYS, BoundSource, CompositeSource, Json, Place
from docstore.search.aggregations.bucket.geo_cells import Grid, Tiles, check_tile_precision
from docstore.search.aggregations.bucket.grid_bounds import Boxed
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.geo_source import Points
from docstore.search.aggregations.groups import numbered
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import OBJECT, int_key


@dataclass(frozen=True, slots=True)
class GeotileSource(CompositeSource):
    """Points by the tile that they lie in."""

    precision: int = 7
    bounds: Boxed | None = None
    kind: ClassVar[str] = "geotile_grid"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "precision": 8}``."""
        keys = {**KEYS, "precision": int_key, "bounds": Declared(OBJECT, parse_box)}
        found = declared(cls.kind, body, keys)
        bounds = Boxed(found["bounds"]) if "bounds" in found else None
        return cls(name, Source.of(found), Place.of(found), check_tile_precision(found.get("precision", 7)), bounds)

    def bind(self, context: Context) -> BoundSource:
        """Points."""
        return _Tiled(self.place, Points.bind(self.source, context, "composite"), Tiles(self.precision), self.bounds)


@dataclass(slots=True)
class _Tiled(BoundSource):
    place: Place
    points: Points
    grid: Grid
    bounds: Boxed | None

    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        places, x, y = self.points.read(docs)
        cells = self.grid.cells(x, y)
        if self.bounds is not None:
            inside = self.bounds.inside(self.grid, cells)
            places, cells = places[inside], cells[inside]
        found, codes = numbered(cells)
        return places, codes, found.tolist()

    def shown(self, key: Any) -> Any:
        return None if key is None else self.grid.text(key)

    def parsed(self, shown: Any) -> Any:
        if isinstance(shown, int):
            return shown
        assert isinstance(self.grid, Tiles)
        return self.grid.read(str(shown))
