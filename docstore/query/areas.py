"""Which of many points lie in a geometry, its edges included (Lucene's ``Component2D`` over points of the earth)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from docstore.columns.rows import Mask, Slots
from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.mapping.geo.geometry import Circle, Geometry, GeometryCollection, Line, LinearRing, Point, Polygon, Position, Rectangle
from docstore.mapping.geo.point_reader import XY
from docstore.query.earth import Places, distances
from docstore.query.matcher import Matcher
from docstore.query.numbers import numeric

Edge = tuple[XY, XY]


def parts_of(geometry: Geometry) -> Iterator[Geometry]:
    """What a geometry is made of, without collections and without what is empty."""
    if isinstance(geometry, GeometryCollection):
        for part in geometry.parts:
            yield from parts_of(part)
    elif next(geometry.positions(), None) is not None:
        yield geometry


def inside(part: Geometry, x: Slots, y: Slots) -> Mask:
    """One flag for each point. ``part`` is no collection, and not empty."""
    if isinstance(part, Polygon):
        return _Polygon.of(part).covers(x, y)
    if isinstance(part, Rectangle):
        east, west = x >= part.left, x <= part.right
        found: Mask = (y >= part.bottom) & (y <= part.top) & ((east | west) if part.left > part.right else (east & west))
        return found
    if isinstance(part, Circle):
        near: Mask = distances(x, y, (part.center[0], part.center[1])) <= part.radius
        return near
    if isinstance(part, Line):
        return _Line(_edges(_unwrapped(part.points))).covers(x, y)
    assert isinstance(part, Point)
    assert part.position is not None
    same: Mask = (x == part.position[0]) & (y == part.position[1])
    return same


@frozen
class _Line:
    """Edges, with longitudes that may go on beyond 180 degrees."""

    edges: Sequence[Edge]

    def covers(self, x: Slots, y: Slots) -> Mask:
        """Also with the points a turn of the earth further, where the edges reach so far."""
        ends = [end for edge in self.edges for end in edge]
        (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*ends, strict=True))
        found = np.zeros(len(x), dtype=np.bool_)
        for turn in (-360, 0, 360):
            near = np.flatnonzero((x + turn >= west) & (x + turn <= east) & (y >= south) & (y <= north))
            if len(near):
                found[near] |= self.has(x[near] + turn, y[near])
        return found

    def has(self, x: Slots, y: Slots) -> Mask:
        """Points on one of the edges."""
        return _on(self.edges, x, y)


@frozen
class _Polygon(_Line):
    """The edges of a shell, and of each ring that is cut out of it."""

    holes: Sequence[Sequence[Edge]] = ()

    @classmethod
    def of(cls, polygon: Polygon) -> _Polygon:
        """Across the date line, western longitudes go on beyond 180 degrees."""
        across = crosses_date_line(polygon.rings[0])
        shell, *holes = (_edges([(x + 360 if across and x < 0 else x, y) for x, y, *_ in ring.points]) for ring in polygon.rings)
        return cls(shell, holes)

    def has(self, x: Slots, y: Slots) -> Mask:
        """Points inside the shell or on it, but not inside a hole."""
        found = _within(self.edges, x, y) | _on(self.edges, x, y)
        for hole in self.holes:
            found &= ~_within(hole, x, y) | _on(hole, x, y)
        return found


def crosses_date_line(shell: LinearRing) -> bool:
    """Whether a ring turns the wrong way and is wider than half the earth, so that the other half is meant (``GeoPolygonDecomposer``)."""
    longitudes = [point[0] for point in shell.points]
    width = max(longitudes) - min(longitudes)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(shell.points))
    return area < 0 and width > 180 and width != 360


def _edges(points: Sequence[XY]) -> list[Edge]:
    return list(pairwise(points))


def _unwrapped(points: Sequence[Position]) -> list[XY]:
    """The shorter way around the earth from point to point."""
    longitudes = np.unwrap([point[0] for point in points], period=360)
    return [(float(x), point[1]) for x, point in zip(longitudes, points, strict=True)]


def _on(edges: Sequence[Edge], x: Slots, y: Slots) -> Mask:
    found = np.zeros(len(x), dtype=np.bool_)
    for (x1, y1), (x2, y2) in edges:
        between = (x >= min(x1, x2)) & (x <= max(x1, x2)) & (y >= min(y1, y2)) & (y <= max(y1, y2))
        found |= between & ((x2 - x1) * (y - y1) == (y2 - y1) * (x - x1))
    return found


def _within(ring: Sequence[Edge], x: Slots, y: Slots) -> Mask:
    """Points from which a ray to the east crosses the ring an odd number of times."""
    found = np.zeros(len(x), dtype=np.bool_)
    for (x1, y1), (x2, y2) in ring:
        if y1 != y2:
            found ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return found


@frozen
class Related(Matcher):
    """Documents whose points lie in a geometry: one of them (``intersects``), all (``within``) or none (``disjoint``); or that have all
    its points (``contains``), where it is made of points.
    """

    view: IndexView
    places: Places
    parts: Sequence[Geometry]
    relation: str

    def run(self) -> Mask:
        """Every point against every part."""
        x, y = (numeric(self.view.column(want)) for want in (self.places.longitudes, self.places.latitudes))
        each = (inside(part, x.values, y.values) for part in self.parts)
        if self.relation == "contains":
            if not all(isinstance(part, Point) for part in self.parts):
                return np.zeros(self.view.count, dtype=np.bool_)
            having: Mask = np.logical_and.reduce([x.rows.any(hits) for hits in each])
            return having
        hits: Mask = np.logical_or.reduce(list(each))
        some = x.rows.any(hits)
        if self.relation == "intersects":
            return some
        if self.relation == "within":
            return some & ~x.rows.any(~hits)
        return x.rows.any(np.ones(len(hits), dtype=np.bool_)) & ~some
