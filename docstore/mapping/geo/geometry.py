"""Geometries of any coordinates; each refuses what is none (the constructors of ``org.elasticsearch.geometry``).

Points are ``(x, y)`` or ``(x, y, z)``: longitude, latitude and altitude where the geometry lies on the earth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.java_text import java_double

Position = tuple[float, ...]
"""Two numbers, or three."""


class Geometry:
    """One of the classes below. ``kind`` is its name in messages (``ShapeType``)."""

    kind: ClassVar[str]
    __slots__ = ()

    def positions(self) -> Iterator[Position]:
        """All points that it is made of, in order; None has an empty geometry."""
        raise NotImplementedError

    @property
    def has_z(self) -> bool:
        """Whether its points have three numbers."""
        return any(len(position) > 2 for position in self.positions())


@frozen
class Point(Geometry):
    """One position; without one it is empty."""

    kind = "POINT"
    position: Position | None

    def positions(self) -> Iterator[Position]:
        """At most one."""
        if self.position is not None:
            yield self.position


@frozen
class Circle(Geometry):
    """Everything within a radius, in metres."""

    kind = "CIRCLE"
    center: Position
    radius: float

    def __post_init__(self) -> None:
        if self.radius < 0:
            raise IllegalArgumentError(f"Circle radius [{java_double(self.radius)}] cannot be negative")

    def positions(self) -> Iterator[Position]:
        """Its centre."""
        yield self.center


@frozen
class Rectangle(Geometry):
    """``left`` is greater than ``right`` when it crosses the date line."""

    kind = "ENVELOPE"
    left: float
    right: float
    top: float
    bottom: float

    def __post_init__(self) -> None:
        if self.top < self.bottom:
            raise IllegalArgumentError("max y cannot be less than min y")

    def positions(self) -> Iterator[Position]:
        """Two corners."""
        yield self.left, self.bottom
        yield self.right, self.top


@frozen
class Line(Geometry):
    """Two points or more; none when it is empty."""

    kind = "LINESTRING"
    points: tuple[Position, ...]

    def __post_init__(self) -> None:
        if len(self.points) == 1:
            raise IllegalArgumentError("at least two points in the line is required")

    def positions(self) -> Iterator[Position]:
        """Its points."""
        return iter(self.points)


@frozen
class LinearRing(Line):
    """A line that ends where it began."""

    kind = "LINEARRING"

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise IllegalArgumentError(f"linear ring cannot contain less than 2 points, found {len(self.points)}")
        first, last = self.points[0], self.points[-1]
        if first != last:
            end = len(self.points) - 1
            ends = (
                f" {name}[0]={java_double(a)} {name}[{end}]={java_double(b)}"
                for name, a, b in zip("xyz", first, last, strict=False)
            )
            raise IllegalArgumentError(
                "first and last points of the linear ring must be the same (it must close itself):" + "".join(ends)
            )


@frozen
class Polygon(Geometry):
    """A ring and the rings that are cut out of it; no rings when it is empty."""

    kind = "POLYGON"
    rings: tuple[LinearRing, ...]

    def __post_init__(self) -> None:
        for ring in self.rings:
            if len(ring.points) < 4:
                raise IllegalArgumentError("at least 4 polygon points required")

    def positions(self) -> Iterator[Position]:
        """Of all rings."""
        for ring in self.rings:
            yield from ring.points


@frozen
class GeometryCollection(Geometry):
    """Several geometries."""

    kind = "GEOMETRYCOLLECTION"
    parts: Sequence[Geometry]

    def __post_init__(self) -> None:
        if len({part.has_z for part in self.parts}) > 1:
            raise IllegalArgumentError("all elements of the collection should have the same number of dimension")

    def positions(self) -> Iterator[Position]:
        """Of all parts."""
        for part in self.parts:
            yield from part.positions()


@frozen
class MultiPoint(GeometryCollection):
    """Several points."""

    kind = "MULTIPOINT"


@frozen
class MultiLine(GeometryCollection):
    """Several lines."""

    kind = "MULTILINESTRING"


@frozen
class MultiPolygon(GeometryCollection):
    """Several polygons."""

    kind = "MULTIPOLYGON"
