"""GeoJSON geometries (``org.elasticsearch.common.geo.GeoJson``): also envelopes and circles, which the standard has not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError, NotBuiltError, XContentParseError
from docstore.json_token import token_of
from docstore.mapping.field_type import LocatedCause
from docstore.mapping.geo.distance import parse_distance
from docstore.mapping.geo.geometry import (
    Circle,
    Geometry,
    GeometryCollection,
    Line,
    LinearRing,
    MultiLine,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    Position,
    Rectangle,
)
from docstore.mapping.geo.point_reader import is_number, to_double
from docstore.mapping.location import Token, column

Steps = tuple[str | int, ...]
Nodes = Position | list[Any]
"""A position, or a list of nodes."""

_RIGHT = ("right", "counterclockwise", "ccw")
_LEFT = ("left", "clockwise", "cw")
_STRINGS = ("type", "orientation", "radius")
_KINDS = (
    "POINT",
    "MULTIPOINT",
    "LINESTRING",
    "MULTILINESTRING",
    "POLYGON",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
    "LINEARRING",
    "ENVELOPE",
    "CIRCLE",
)


class _At(Exception):
    """A failure at a place inside the value."""

    def __init__(self, steps: Steps, error: ApiError) -> None:
        super().__init__()
        self.steps = steps
        self.error = error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one value; failures inside are located relative to it."""

    value: dict[str, Any]
    close_rings: bool

    def read(self) -> Geometry:
        return self._object(self.value, ())

    def _object(self, body: dict[str, Any], steps: Steps) -> Geometry:
        found: dict[str, Any] = {}
        for key, value in body.items():
            here = (*steps, key)
            if key in _STRINGS:
                if not isinstance(value, str):
                    raise self._failed(here, f"[geojson] {key} doesn't support values of type: {token_of(value)}")
                found[key] = self._parsed(here, key, parse_distance, value) if key == "radius" else value
            elif key == "coordinates":
                if not isinstance(value, list):
                    raise self._failed(here, f"[geojson] {key} doesn't support values of type: {token_of(value)}")
                found[key] = self._coordinates(value, here)
            elif key == "geometries":
                found[key] = self._geometries(value, here)
        if "type" not in found:
            raise IllegalArgumentError("Required [type]")
        try:
            return _built(found, self.close_rings)
        except ApiError as error:
            raise NotBuiltError("geojson", error) from None

    def _geometries(self, value: Any, steps: Steps) -> list[Geometry]:
        items = value if isinstance(value, list) else [value]
        geometries = []
        for number, item in enumerate(items):
            here = (*steps, number) if isinstance(value, list) else steps
            if not isinstance(item, dict):
                raise self._failed(here, f"[geojson] geometries doesn't support values of type: {token_of(value)}")
            try:
                geometries.append(self._object(item, here))
            except (ApiError, LocatedCause) as error:
                raise self._field_failed(here, "geometries", error) from None
        return geometries

    def _parsed(self, steps: Steps, key: str, parse: Callable[[Any], Any], value: Any) -> Any:
        try:
            return parse(value)
        except ApiError as error:
            raise self._field_failed(steps, key, error) from None

    def _coordinates(self, value: list[Any], steps: Steps) -> Nodes:
        try:
            return _nodes(value, steps)
        except _At as at:
            raise self._field_failed(at.steps, "coordinates", at.error) from None

    def _failed(
        self, steps: Steps, text: str, cause: ApiError | LocatedCause | None = None, token: Token = Token.VALUE
    ) -> LocatedCause:
        offset = column(self.value, steps, token) - 1

        def at(start: int, after: int) -> ApiError:
            inner = cause.at(start, after) if isinstance(cause, LocatedCause) else cause
            return XContentParseError(f"[1:{start + offset}] {text}", caused_by=inner)

        return LocatedCause(at)

    def _field_failed(self, steps: Steps, key: str, cause: ApiError | LocatedCause) -> LocatedCause:
        return self._failed(steps, f"[geojson] failed to parse field [{key}]", cause, Token.END)


def _nodes(items: list[Any], steps: Steps) -> Nodes:
    """``GeoJson.parseCoordinates``."""
    if items and items[0] is None:
        raise _At((*steps, 0), IllegalArgumentError("coordinates cannot contain NULL values)"))
    if items and not isinstance(items[0], list):
        return _position(items, steps)
    nodes: list[Nodes] = []
    for number, item in enumerate(items):
        here = (*steps, number)
        if not isinstance(item, list):
            raise _At(here, ElasticsearchParseError("geo coordinates must be numbers"))
        node = _nodes(item, here)
        if nodes and _dimensions(nodes[0], here) != _dimensions(node, here):
            raise _At(here, ElasticsearchParseError("Exception parsing coordinates: number of dimensions do not match"))
        nodes.append(node)
    return nodes


def _position(items: list[Any], steps: Steps) -> Position:
    for number in range(max(2, min(3, len(items)))):
        if number >= len(items) or not is_number(items[number]):
            at = (*steps, number) if number < len(items) else steps
            raise _At(at, ElasticsearchParseError("geo coordinates must be numbers"))
    if len(items) > 3:
        raise _At((*steps, 3), ElasticsearchParseError("geo coordinates greater than 3 dimensions are not supported"))
    return tuple(map(to_double, items))


def _dimensions(node: Nodes, steps: Steps) -> int:
    while isinstance(node, list):
        if not node:
            raise _At(steps, ApiError("attempting to get number of dimensions on an empty coordinate node"))
        node = node[0]
    return len(node)


def _built(found: dict[str, Any], close: bool) -> Geometry:
    """``GeoJson.createGeometry``."""
    kind = found["type"]
    name = "ENVELOPE" if kind.upper() == "BBOX" else kind.upper()
    if "orientation" in found:
        parse_orientation(found["orientation"])
    if name not in _KINDS:
        raise IllegalArgumentError(f"No enum constant org.elasticsearch.geometry.ShapeType.{name}")
    allowed = {"POLYGON": "orientation", "MULTIPOLYGON": "orientation", "CIRCLE": "radius"}.get(name)
    if name == "GEOMETRYCOLLECTION":
        if "geometries" not in found:
            raise ElasticsearchParseError("geometries not included")
        _refuse(kind, found, "coordinates", "orientation", "radius")
        return GeometryCollection(found["geometries"])
    if "coordinates" not in found:
        raise ElasticsearchParseError("coordinates not included")
    if name == "CIRCLE" and "radius" not in found:
        raise ElasticsearchParseError("radius is not specified")
    if name == "LINEARRING":
        raise ElasticsearchParseError(f"unsupported shape type {kind}")
    _refuse(kind, found, *(key for key in ("geometries", "orientation", "radius") if key != allowed))
    nodes: Nodes = found["coordinates"]
    if name == "CIRCLE":
        return Circle(_one(nodes), found["radius"])
    return _BUILD[name](nodes, close)


def _refuse(kind: str, found: dict[str, Any], *keys: str) -> None:
    for key in keys:
        if key in found:
            raise ElasticsearchParseError(f"parameter {key} is not supported for type {kind}")


def parse_orientation(text: str) -> bool:
    """Whether outer rings run counterclockwise.

    :raises IllegalArgumentError: it is none.
    """
    if text.lower() not in (*_RIGHT, *_LEFT):
        raise IllegalArgumentError(f"Unknown orientation [{text.lower()}]")
    return text.lower() in _RIGHT


def _one(nodes: Nodes) -> Position:
    if isinstance(nodes, list):
        raise ApiError("expected a single points but got a list")
    return nodes


def _many(nodes: Nodes) -> list[Nodes]:
    if not isinstance(nodes, list):
        raise ApiError("expected a list of points but got a point")
    return nodes


def _points(nodes: Nodes) -> tuple[Position, ...]:
    if len(_many(nodes)) < 2:
        raise ApiError("not enough points to build a line")
    return tuple(map(_one, nodes))


def _ring(nodes: Nodes, close: bool) -> LinearRing:
    points = _points(nodes)
    return LinearRing((*points, points[0]) if close and points[0] != points[-1] else points)


def _polygon(nodes: Nodes, close: bool) -> Polygon:
    rings = tuple(_ring(ring, close) for ring in _many(nodes))
    if not rings:
        raise IllegalArgumentError("Index: 0, Size: 0")
    return Polygon(rings)


def _rectangle(nodes: Nodes, _close: bool) -> Rectangle:
    corners = _many(nodes)
    if len(corners) != 2:
        raise ElasticsearchParseError(
            f"invalid number of points [{len(corners)}] provided for geo_shape [ENVELOPE] when expecting an array of 2 "
            "coordinates"
        )
    upper_left, lower_right = map(_one, corners)
    return Rectangle(upper_left[0], lower_right[0], upper_left[1], lower_right[1])


_BUILD: dict[str, Callable[[Nodes, bool], Geometry]] = {
    "POINT": lambda nodes, _close: Point(_one(nodes)),
    "MULTIPOINT": lambda nodes, _close: MultiPoint([Point(_one(node)) for node in _many(nodes)]),
    "LINESTRING": lambda nodes, _close: Line(_points(nodes)),
    "MULTILINESTRING": lambda nodes, _close: MultiLine([Line(_points(node)) for node in _many(nodes)]),
    "POLYGON": _polygon,
    "MULTIPOLYGON": lambda nodes, close: MultiPolygon([_polygon(node, close) for node in _many(nodes)]),
    "ENVELOPE": _rectangle,
}


def parse_geojson(body: dict[str, Any], *, close_rings: bool = False) -> Geometry:
    """The geometry of an object; unknown keys are ignored, as in the standard.

    ``close_rings`` adds the first point of a ring where it is missing at the end.

    :raises ApiError, LocatedCause: it is none.

    >>> parse_geojson({"type": "Point", "coordinates": [-71.34, 41.12]})
    Point(position=(-71.34, 41.12))
    """
    return _Reader(body, close_rings).read()
