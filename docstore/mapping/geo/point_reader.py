"""Points in all the forms that documents and queries write them in (``GenericPointParser``, ``PointParser``).

One reader serves the points of the earth (``geo_point``), the other those of a plane (``point``).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, ClassVar, cast

from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError, NumberFormatError
from docstore.mapping.causes import not_numeric, token_name
from docstore.mapping.geo.geohash import geohash_cell
from docstore.mapping.geo.geometry import Point
from docstore.mapping.geo.validity import check_altitude, check_geometry
from docstore.mapping.geo.wkt import parse_wkt
from docstore.mapping.java_text import java_double, java_string, parse_java_double

XY = tuple[float, float]
"""x and y: longitude and latitude on the earth."""
Failure = Callable[[ApiError], None]

_NAN = float("nan")
_NUMBERS = (float, int)


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def to_double(number: int | float) -> float:
    """A JSON number in 64 bits; too great a one is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, number)


class Corner(Enum):
    """Which corner of its cell a geohash stands for (``GeoUtils.EffectivePoint``)."""

    BOTTOM_LEFT = (False, False)
    BOTTOM_RIGHT = (False, True)
    TOP_LEFT = (True, False)
    TOP_RIGHT = (True, True)

    def __init__(self, top: bool, right: bool) -> None:
        self.top = top
        self.right = right


class PointReader(ABC):
    """Reads points; ``ignore_z_value`` says whether a third number may be there, ``corner`` what a geohash means."""

    type_name: ClassVar[str]
    keys: ClassVar[dict[str, str]]
    """The keys of x and y in an object, in the order in which messages list them, with their names in messages."""
    key_error: ClassVar[str]
    """What is said of an object without any of the known forms."""
    geohashes: ClassVar[bool] = False
    limits: ClassVar[XY]
    """Up to which x and y a point needs no further look, in both directions."""

    def __init__(self, *, ignore_z_value: bool, corner: Corner = Corner.BOTTOM_LEFT) -> None:
        self._ignore_z = ignore_z_value
        self._corner = corner
        self._x, self._y = self.keys

    @abstractmethod
    def from_string(self, text: str) -> XY:
        """A point as a string."""

    def plain(self, value: Any) -> XY | None:
        """A point as most documents have it, an object of two numbers within the limits; None for any other value."""
        if type(value) is not dict or len(value) != 2:
            return None
        x: Any = value.get(self._x)
        y: Any = value.get(self._y)
        if type(x) not in _NUMBERS or type(y) not in _NUMBERS:
            return None
        far, high = self.limits
        return (float(x), float(y)) if -far <= x <= far and -high <= y <= high else None

    # a field of a document

    def field_values(self, value: Any, *, failed: Failure, null: XY | None, several: bool, name: str) -> Iterator[XY]:
        """The points of a field's value: a point in any form, null, or an array of these.

        ``failed`` is told of each malformed point, which is then skipped; an array of numbers that is no point raises.
        ``null`` stands for nulls. With ``several`` False a second point raises.
        """
        if isinstance(value, list) and value and is_number(value[0]):
            yield self._pair(value)
            return
        items = value if isinstance(value, list) else [value]
        if len(items) > 1 and not several:
            raise ElasticsearchParseError(f"field type for [{name}] does not accept more than single value")
        for item in items:
            if item is None:
                if null is not None:
                    yield null
                continue
            try:
                point = self.point(item)
            except ApiError as error:
                failed(error)
                continue
            yield point

    def _pair(self, items: list[Any]) -> XY:
        x, y = to_double(items[0]), self._second(items[1:])
        for item in items[2:3]:
            if not is_number(item):
                raise ElasticsearchParseError("field type does not accept > 3 dimensions")
            self._check_z(to_double(item))
        if len(items) > 3:
            raise ElasticsearchParseError("field type does not accept > 3 dimensions")
        return x, y

    @staticmethod
    def _second(rest: list[Any]) -> float:
        if rest and is_number(rest[0]):
            return to_double(rest[0])
        if rest and isinstance(rest[0], str):
            number = parse_java_double(rest[0])
            if number is None:
                raise NumberFormatError.of(rest[0])
            return number
        raise not_numeric(_token(rest[0]) if rest else "END_ARRAY")

    # one point

    def point(self, value: Any) -> XY:
        """A point in any form; coordinates may be out of their ranges.

        :raises ElasticsearchParseError, IllegalArgumentError: it is none.
        """
        if isinstance(value, dict):
            return self._from_object(value)
        if isinstance(value, list):
            return self._from_array(value)
        if isinstance(value, str):
            return self.from_string(value)
        raise ElasticsearchParseError(f"{self.type_name} expected")

    def _from_array(self, items: list[Any]) -> XY:
        for number, item in enumerate(items):
            if not is_number(item):
                raise ElasticsearchParseError("numeric value expected")
            if number == 2:
                self._check_z(to_double(item))
            if number > 2:
                raise ElasticsearchParseError(f"[{self.type_name}] field type does not accept > 3 dimensions")
        x, y = [*map(to_double, items[:2]), _NAN, _NAN][:2]
        return x, y

    def _from_object(self, body: dict[str, Any]) -> XY:
        known = (*self.keys, "z", "type", "coordinates", *(("geohash",) if self.geohashes else ()))
        numbers: dict[str, float] = {}
        texts: dict[str, str] = {}
        coordinates: list[float] | None = None
        for key, value in body.items():
            if key in self.keys:
                numbers[key] = _double(value, self.keys[key])
            elif key == "z":
                self._check_z(_double(value, "z"))
            elif key == "coordinates":
                coordinates = _doubles(value)
            elif key in known:
                texts[key] = _text(value, key)
            else:
                raise ElasticsearchParseError(
                    f"field [{key}] not supported - must be one of: {', '.join(known)}"
                )
        x, y = (numbers.get(key, _NAN) for key in self.keys)
        self._one_form(x, y, texts, coordinates)
        if "geohash" in texts:
            return geohash_point(texts["geohash"], self._corner)
        return (x, y) if coordinates is None else self._geojson(texts.get("type"), coordinates)

    def _one_form(self, x: float, y: float, texts: dict[str, str], coordinates: list[float] | None) -> None:
        names = tuple(self.keys)
        hashed, typed, listed = "geohash" in texts, "type" in texts, coordinates is not None
        has_x, has_y = not math.isnan(x), not math.isnan(y)
        forms = {"geohash": hashed, "/".join(names): has_x and has_y, "GeoJSON": listed and typed}
        found = [form for form, there in forms.items() if there]
        if len(found) > 1:
            raise ElasticsearchParseError(
                f"fields matching more than one point format found: {java_string(found)}"
            )
        if hashed and (has_x or has_y or typed or listed):
            raise ElasticsearchParseError(self.key_error)
        if found:
            return
        for there, missing in ((has_x, names[1]), (has_y, names[0]), (listed, "type"), (typed, "coordinates")):
            if there:
                raise ElasticsearchParseError(f"Required [{missing}]")
        raise ElasticsearchParseError(self.key_error)

    def _geojson(self, kind: str | None, coordinates: list[float]) -> XY:
        if kind is None or kind.lower() != "point":
            raise ElasticsearchParseError(f"[type] for {self.type_name} can only be 'Point'")
        if len(coordinates) < 2:
            raise ElasticsearchParseError("[coordinates] must contain at least two values")
        if len(coordinates) == 3:
            self._check_z(coordinates[2])
        if len(coordinates) > 3:
            raise ElasticsearchParseError(f"[{self.type_name}] field type does not accept > 3 dimensions")
        return coordinates[0], coordinates[1]

    # strings

    def _split(self, text: str) -> list[str]:
        parts = text.split(",")
        while parts and not parts[-1]:
            parts.pop()
        if not 2 <= len(parts) <= 3:
            raise ElasticsearchParseError(
                f"failed to parse [{java_string(parts)}], expected 2 or 3 coordinates but found: [{len(parts)}]"
            )
        return parts

    def _from_wkt(self, text: str, *, on_earth: bool) -> XY:
        try:
            geometry = parse_wkt(text)
            check_geometry(geometry, on_earth=on_earth, ignore_z_value=self._ignore_z)
        except ApiError as error:
            raise ElasticsearchParseError("Invalid WKT format", caused_by=error) from None
        if not isinstance(geometry, Point):
            raise ElasticsearchParseError(
                f"[{self.type_name}] supports only POINT among WKT primitives, but found {geometry.kind}"
            )
        return (0.0, 0.0) if geometry.position is None else cast(XY, geometry.position[:2])

    def _check_z(self, z: float) -> None:
        check_altitude(
            z, ignored=self._ignore_z, error=ElasticsearchParseError, before="Exception parsing coordinates: "
        )


class EarthPointReader(PointReader):
    """Longitude and latitude; a string has the latitude first."""

    type_name = "geo_point"
    keys: ClassVar[dict[str, str]] = {"lon": "longitude", "lat": "latitude"}
    key_error = "field must be either lat/lon, geohash string or type/coordinates"
    geohashes = True
    limits = (180.0, 90.0)

    def from_string(self, text: str) -> XY:
        """``"lat,lon"``, well-known text or a geohash."""
        if "point" in text.lower():
            return self._from_wkt(text, on_earth=True)
        if "," not in text:
            return geohash_point(text, self._corner)
        parts = self._split(text)
        latitude, longitude = (
            _part(part, name) for part, name in zip(parts, ("latitude", "longitude"), strict=False)
        )
        for part in parts[2:]:
            z = parse_java_double(part)
            if z is None:
                raise NumberFormatError.of(part.strip())
            self._check_z(z)
        return longitude, latitude


_FLOATS = "must be between -3.4028234663852886E38 and 3.4028234663852886E38"


class PlanePointReader(PointReader):
    """x and y."""

    type_name = "point"
    keys: ClassVar[dict[str, str]] = {"x": "x", "y": "y"}
    key_error = "field must be either lat/lon or type/coordinates"
    limits = (3.0e38, 3.0e38)

    def from_string(self, text: str) -> XY:
        """``"x,y"`` or well-known text."""
        if "point" in text.lower():
            return self._from_wkt(text, on_earth=False)
        if "," not in text:
            if "." in text or not text:
                raise ElasticsearchParseError(f"failed to parse [{text}], expected 2 or 3 coordinates but found: [1]")
            raise ElasticsearchParseError(f"unsupported symbol [{text[0]}] in point [{text}]")
        parts = self._split(text)
        x, y = (self._finite(_part(part, f"[{name}]"), name) for part, name in zip(parts, "xy", strict=False))
        for part in parts[2:]:
            self._check_z(_part(part, "[y]"))
        return x, y

    def _check_z(self, z: float) -> None:
        super()._check_z(z)
        self._finite(z, "z")

    @staticmethod
    def _finite(number: float, name: str) -> float:
        if not math.isfinite(number):
            raise ElasticsearchParseError(f"invalid [{name}] value [{java_double(number)}]; {_FLOATS}")
        return number


def geohash_point(text: str, corner: Corner = Corner.BOTTOM_LEFT) -> XY:
    """A corner of a cell.

    :raises ElasticsearchParseError: it is no geohash.
    """
    try:
        left, right, bottom, top = geohash_cell(text)
        return right if corner.right else left, top if corner.top else bottom
    except IllegalArgumentError as error:
        raise ElasticsearchParseError(error.reason, caused_by=error) from None


def _part(text: str, name: str) -> float:
    number = parse_java_double(text)
    if number is None:
        raise ElasticsearchParseError(f"{name} must be a number")
    return number


def _double(value: Any, name: str) -> float:
    if is_number(value):
        return to_double(value)
    if not isinstance(value, str):
        raise ElasticsearchParseError(f"{name} must be a number")
    number = parse_java_double(value)
    if number is None:
        raise ElasticsearchParseError(
            f"[{name}] must be a valid double value", caused_by=NumberFormatError.of(value)
        )
    return number


def _doubles(value: Any) -> list[float]:
    if not isinstance(value, list):
        raise ElasticsearchParseError("[coordinates] must be an array")
    return [_double(item, "coordinates") for item in value]


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ElasticsearchParseError(f"[{name}] must be a string")
    return value


def _token(value: Any) -> str:
    if value is None:
        return "VALUE_NULL"
    return "START_ARRAY" if isinstance(value, list) else token_name(value)
