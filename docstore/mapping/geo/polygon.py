"""Which polygons enclose an area (Lucene's ``Tessellator``, ``GeometryNormalizer``)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from docstore.errors import IllegalArgumentError
from docstore.mapping.geo.geometry import Geometry, GeometryCollection, LinearRing, Polygon
from docstore.mapping.java_text import java_double

MOST_CHECKED = 5000
"""Polygons of more edges are not searched for edges that cross: the work is quadratic."""

_Floats = npt.NDArray[np.float64]


def polygons_of(geometry: Geometry) -> Iterator[Polygon]:
    """The polygons of a geometry, also those inside a collection."""
    if isinstance(geometry, Polygon):
        yield geometry
    elif isinstance(geometry, GeometryCollection):
        for part in geometry.parts:
            yield from polygons_of(part)


def check_polygon(polygon: Polygon, *, on_earth: bool) -> None:
    """:raises IllegalArgumentError: a hole shares points with the outer ring, edges cross, or there is no area inside."""
    if not polygon.rings:
        return
    shell, *holes = polygon.rings
    outside = {point[:2] for point in shell.points}
    for hole in holes:
        if len(outside & {point[:2] for point in hole.points}) >= 2:
            raise IllegalArgumentError("Invalid polygon, interior cannot share more than one point with the exterior")
    _check_crossings(_across_the_date_line(shell) if on_earth and _wraps(shell) else polygon)
    if _area(shell) == 0:
        raise IllegalArgumentError("Unable to Tessellate shape. Possible malformed shape detected.")


def _wraps(ring: LinearRing) -> bool:
    x = [point[0] for point in ring.points]
    return any(abs(b - a) > 180 for a, b in pairwise(x))


def _across_the_date_line(ring: LinearRing) -> Polygon:
    """The ring with longitudes that go on beyond 180 degrees; its holes are left out."""
    x = np.unwrap([point[0] for point in ring.points[:-1]], period=360)
    points = [(float(longitude), point[1]) for longitude, point in zip(x, ring.points, strict=False)]
    return Polygon((LinearRing((*points, points[0])),))


def _area(ring: LinearRing) -> float:
    points = np.array([point[:2] for point in ring.points])
    x, y = points[:, 0] - points[0, 0], points[:, 1] - points[0, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _check_crossings(polygon: Polygon) -> None:
    starts = np.array([point[:2] for ring in polygon.rings for point in ring.points[:-1]])
    ends = np.array([point[:2] for ring in polygon.rings for point in ring.points[1:]])
    if len(starts) > MOST_CHECKED:
        return
    for at in range(len(starts) - 1):
        a, b, c, d = starts[at], ends[at], starts[at + 1 :], ends[at + 1 :]
        hits = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
        if hits.any():
            first = int(np.argmax(hits))
            x, y = _crossing(a, b, c[first], d[first])
            raise IllegalArgumentError(f"Polygon self-intersection at lat={java_double(y)} lon={java_double(x)}")


def _side(a: _Floats, b: _Floats, c: _Floats) -> _Floats:
    """On which side of the line from a to b the point c lies: the sign of the cross product."""
    cross = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    sign: _Floats = np.sign(cross)
    return sign


def _crossing(a: _Floats, b: _Floats, c: _Floats, d: _Floats) -> tuple[float, float]:
    a1, b1, a2, b2 = b[1] - a[1], a[0] - b[0], d[1] - c[1], c[0] - d[0]
    c1, c2 = a1 * a[0] + b1 * a[1], a2 * c[0] + b2 * c[1]
    determinant = a1 * b2 - a2 * b1
    return float((b2 * c1 - b1 * c2) / determinant), float((a1 * c2 - a2 * c1) / determinant)
