"""Well-known text (``org.elasticsearch.geometry.utils.WellKnownText``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from docstore.errors import ElasticsearchParseError, IllegalArgumentError
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
from docstore.mapping.java_text import parse_java_double

_TOKEN = re.compile(r"[ \t\r\n\x00]+|#[^\n]*|([0-9A-Za-z+.\-\xa0-\xff]+|.)", re.DOTALL)
_END = "END-OF-STREAM"
_MAX_DEPTH = 1000

T = TypeVar("T")


class _Malformed(ElasticsearchParseError):
    """Java's own ``ParseException``, which has the same name on the wire."""


class _Reader:
    """Tokens one after the other; each ``expect`` names what it wanted."""

    def __init__(self, text: str) -> None:
        self._tokens = [token for token in _TOKEN.findall(text) if token]
        self._at = 0

    def peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def next(self) -> str:
        token = self.peek()
        self._at += 1
        return token

    def word(self) -> str:
        token = self.next()
        if token == _END or not (_is_word(token) or token in "(),"):
            raise _Malformed(f"expected word but found: {_shown(token)}")
        return "EMPTY" if token.upper() == "EMPTY" else token

    def expect(self, *wanted: str) -> str:
        token = self.word()
        if token not in wanted:
            raise _Malformed(f"expected {' or '.join(wanted)} but found: {_shown(token)}")
        return token

    def is_empty(self) -> bool:
        return self.expect("EMPTY", "(") == "EMPTY"

    def number(self) -> float:
        token = self.next()
        if token == _END or not _is_word(token):
            raise _Malformed(f"expected number but found: {_shown(token)}")
        number = float("nan") if token.lower() == "nan" else parse_java_double(token)
        if number is None:
            raise _Malformed(f"invalid number found: {token}")
        return number

    def number_follows(self) -> bool:
        token = self.peek()
        return token != _END and _is_word(token)

    def list_of(self, item: Callable[[], T]) -> list[T]:
        """Items up to the closing bracket; the opening one has been read."""
        items = [item()]
        while self.expect(",", ")") == ",":
            items.append(item())
        return items

    # geometries

    def geometry(self, depth: int, *, close: bool) -> Geometry:
        kind = self.word().lower()
        marked = self.peek() in ("Z", "M")
        if marked:
            self.next()
        read: dict[str, Callable[[], Geometry]] = {
            "point": self.point,
            "multipoint": self.multi_point,
            "linestring": self.line,
            "multilinestring": lambda: MultiLine(self.several(self.line)),
            "polygon": lambda: self.polygon(close=close),
            "multipolygon": lambda: MultiPolygon(self.several(lambda: self.polygon(close=close))),
            "bbox": self.box,
            "geometrycollection": lambda: self.collection(depth + 1, close=close),
            "circle": self.circle,
        }
        if kind not in read:
            raise IllegalArgumentError(f"Unknown geometry type: {kind}")
        geometry = read[kind]()
        if marked and not geometry.has_z:
            raise IllegalArgumentError(
                "When specifying 'Z' or 'M', coordinates must include three values. Only two coordinates were provided"
            )
        return geometry

    def several(self, item: Callable[[], T]) -> list[T]:
        return [] if self.is_empty() else self.list_of(item)

    def collection(self, depth: int, *, close: bool) -> Geometry:
        if self.is_empty():
            return GeometryCollection([])
        if depth > _MAX_DEPTH:
            raise _Malformed(f"maximum nested depth of {_MAX_DEPTH} exceeded")
        return GeometryCollection(self.list_of(lambda: self.geometry(depth, close=close)))

    def point(self) -> Geometry:
        if self.is_empty():
            return Point(None)
        position = self.position()
        self.expect(")")
        return Point(position)

    def position(self) -> Position:
        x, y = self.number(), self.number()
        return (x, y, self.number()) if self.number_follows() else (x, y)

    def positions(self) -> tuple[Position, ...]:
        """All with two numbers, or all with three."""
        dimensions: set[int] = set()

        def one() -> Position:
            position = self.position()
            dimensions.add(len(position))
            if len(dimensions) > 1:
                raise _Malformed(f"coordinate dimensions do not match: {_shown(self.peek())}")
            return position

        return tuple(self.list_of(one))

    def multi_point(self) -> Geometry:
        return MultiPoint([] if self.is_empty() else list(map(Point, self.positions())))

    def line(self) -> Line:
        return Line(() if self.is_empty() else self.positions())

    def ring(self, *, close: bool) -> LinearRing:
        self.expect("(")
        points = self.positions()
        return LinearRing((*points, points[0]) if close and points[0] != points[-1] else points)

    def polygon(self, *, close: bool) -> Polygon:
        return Polygon(tuple(self.several(lambda: self.ring(close=close))))

    def box(self) -> Geometry:
        if self.is_empty():
            return Point(None)
        left = self.number()
        self.expect(",")
        right = self.number()
        self.expect(",")
        top = self.number()
        self.expect(",")
        bottom = self.number()
        self.expect(")")
        return Rectangle(left, right, top, bottom)

    def circle(self) -> Geometry:
        if self.is_empty():
            return Point(None)
        x, y, radius = self.number(), self.number(), self.number()
        center = (x, y, self.number()) if self.number_follows() else (x, y)
        self.expect(")")
        return Circle(center, radius)


def _is_word(token: str) -> bool:
    return token[0].isalnum() or token[0] in "+.-" or "\xa0" <= token[0] <= "\xff"


def _shown(token: str) -> str:
    return token if token == _END or _is_word(token) else f"'{token}'"


def parse_wkt(text: str, *, close_rings: bool = False) -> Geometry:
    """The geometry of a text; ``close_rings`` adds the first point of a ring where it is missing at the end.

    Whether the coordinates lie within their ranges is not looked at (``validity``).

    :raises ElasticsearchParseError, IllegalArgumentError: it is not well-known text, or no geometry.

    >>> parse_wkt("POINT (-71.34 41.12)")
    Point(position=(-71.34, 41.12))
    """
    try:
        return _Reader(text).geometry(0, close=close_rings)
    except RecursionError:
        raise _Malformed(f"maximum nested depth of {_MAX_DEPTH} exceeded") from None
