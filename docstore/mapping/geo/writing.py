"""Geometries as answers show them: GeoJSON and well-known text (``GeoJson.toMap``, ``WellKnownText.toWKT``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docstore.errors import IllegalArgumentError
from docstore.mapping.geo.geometry import (
    Circle,
    Geometry,
    GeometryCollection,
    Line,
    MultiLine,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    Position,
    Rectangle,
)
from docstore.mapping.java_text import java_double

Format = Callable[[Geometry], Any]

_NAMES: dict[type[Geometry], str] = {MultiPoint: "MultiPoint", MultiLine: "MultiLineString", MultiPolygon: "MultiPolygon"}


def geojson(geometry: Geometry) -> dict[str, Any]:
    """An object with ``type`` and ``coordinates``.

    >>> geojson(Point((2.0, 1.0)))
    {'type': 'Point', 'coordinates': [2.0, 1.0]}
    """
    if isinstance(geometry, GeometryCollection) and type(geometry) not in _NAMES:
        return {"type": "GeometryCollection", "geometries": [geojson(part) for part in geometry.parts]}
    if isinstance(geometry, Circle):
        return {"type": "Circle", "coordinates": list(geometry.center), "radius": f"{java_double(geometry.radius)}m"}
    if isinstance(geometry, Rectangle):
        corners = [[geometry.left, geometry.top], [geometry.right, geometry.bottom]]
        return {"type": "Envelope", "coordinates": corners}
    if isinstance(geometry, Point):
        return {"type": "Point", "coordinates": list(geometry.position or ())}
    if isinstance(geometry, Line):
        return {"type": "LineString", "coordinates": _line(geometry)}
    if isinstance(geometry, Polygon):
        return {"type": "Polygon", "coordinates": _rings(geometry)}
    assert isinstance(geometry, GeometryCollection)
    return {"type": _NAMES[type(geometry)], "coordinates": [geojson(part)["coordinates"] for part in geometry.parts]}


def _line(line: Line) -> list[list[float]]:
    return [list(position) for position in line.points]


def _rings(polygon: Polygon) -> list[list[list[float]]]:
    return [_line(ring) for ring in polygon.rings]


def wkt(geometry: Geometry) -> str:
    """Text in capitals.

    >>> wkt(Point((2.0, 1.0)))
    'POINT (2.0 1.0)'
    """
    if isinstance(geometry, Rectangle):
        ends = geometry.left, geometry.right, geometry.top, geometry.bottom
        return f"BBOX ({', '.join(map(java_double, ends))})"
    if isinstance(geometry, Circle):
        return f"CIRCLE ({_position(geometry.center)} {java_double(geometry.radius)})"
    return f"{geometry.kind} {_inside(geometry)}"


def _inside(geometry: Geometry) -> str:
    """What follows the name."""
    if isinstance(geometry, Point):
        return "EMPTY" if geometry.position is None else f"({_position(geometry.position)})"
    if isinstance(geometry, Line | MultiPoint):
        parts = list(map(_position, geometry.positions()))
    elif isinstance(geometry, Polygon):
        parts = list(map(_inside, geometry.rings))
    else:
        assert isinstance(geometry, GeometryCollection)
        named = type(geometry) not in _NAMES
        parts = [wkt(part) if named else _inside(part) for part in geometry.parts]
    return f"({', '.join(parts)})" if parts else "EMPTY"


def _position(position: Position) -> str:
    return " ".join(map(java_double, position))


_FORMATS: dict[str, Format] = {"geojson": geojson, "wkt": wkt}


def format_named(name: str | None) -> Format:
    """The format that ``fields`` asks for; GeoJSON is the default (``GeometryFormatterFactory``).

    :raises IllegalArgumentError: there is none of that name.
    """
    found = _FORMATS.get(name or "geojson")
    if found is None:
        raise IllegalArgumentError(f"Unrecognized geometry format [{name}].")
    return found
