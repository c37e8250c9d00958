"""``geo_distance``."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError, QueryValidationError
from docstore.mapping.geo.distance import parse_distance, parse_unit
from docstore.mapping.geo.normalize import normalized
from docstore.mapping.geo.point_reader import XY, EarthPointReader, geohash_point
from docstore.mapping.java_text import java_double, java_string
from docstore.query.earth import Validation
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets.place import place_target
from docstore.query.targets.target import refusal
from docstore.query.wire import boolean, checked_boost, is_scalar, number, only_field, text

_READER = EarthPointReader(ignore_z_value=False)


@query("geo_distance")
@dataclass(frozen=True, slots=True)
class GeoDistance(Query):
    """Documents with a point within a distance of another, in metres along the surface of the earth."""

    field: str
    center: XY
    meters: float
    validation: Validation = Validation.STRICT
    ignore_unmapped: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"distance": "12km", "f": point}``, the point in any form (``GeoDistanceQueryBuilder.fromXContent``)."""
        found: Json = {}
        x = y = math.nan
        field: str | None = None
        for key, value in body.items():
            if value is None:
                continue
            if isinstance(value, list):
                field, (x, y) = key, _READER.point(value)
            elif isinstance(value, dict):
                field = only_field("geo_distance", field, key)
                x, y = _object(value, x, y)
            elif key in _KEYS:
                found |= _KEYS[key](value)
            elif key.endswith(".lat"):
                field, y = key.removesuffix(".lat"), number(value)
            elif key.endswith(".lon"):
                field, x = key.removesuffix(".lon"), number(value)
            elif field is None:
                field, (x, y) = key, _READER.from_string(text(value))
            else:
                raise ParsingError(f"failed to parse [geo_distance] query. unexpected field [{key}]")
        if "distance" not in found:
            raise ParsingError("geo_distance requires 'distance' to be specified")
        if not field:
            raise IllegalArgumentError("fieldName must not be null or empty")
        meters = _meters(found.pop("distance"), found.pop("unit", "m"))
        found["boost"] = checked_boost(found.get("boost", 1.0), "geo_distance", body)
        return cls(field, (x, y), meters, **found)

    def bind(self, view: IndexView) -> Matcher:
        """The field must be mapped, unless that is ignored."""
        target = place_target(view, self.field, "geo_distance", ignore_unmapped=self.ignore_unmapped)
        if target is None:
            return MatchesNone(view)
        if self.validation is Validation.STRICT and (problems := self._problems()):
            raise refusal(view, "couldn't validate latitude/ longitude values", QueryValidationError(*problems))
        center = normalized(*self.center) if self.validation is Validation.COERCE else self.center
        return target.within(center, self.meters)

    def _problems(self) -> list[str]:
        problems = []
        for what, degrees, limit in (("latitude", self.center[1], 90), ("longitude", self.center[0], 180)):
            if not -limit <= degrees <= limit:
                problems.append(f"[geo_distance] center point {what} is invalid: {java_double(degrees)}")
        return problems


def _object(body: Json, x: float, y: float) -> XY:
    if "coordinates" in body:
        return _READER.point(body)
    for key, value in body.items():
        if not is_scalar(value):
            continue
        if key == "lat":
            y = number(value)
        elif key == "lon":
            x = number(value)
        elif key == "geohash":
            x, y = geohash_point(text(value))
        else:
            raise ParsingError(f"[geo_distance] query does not support [{key}]")
    return x, y


def _meters(value: Any, unit: str) -> float:
    if value == "":
        raise IllegalArgumentError("distance must not be null or empty")
    meters = parse_distance(value, unit)
    if meters <= 0:
        raise IllegalArgumentError("distance must be greater than zero")
    return meters


def _distance_type(name: str) -> Json:
    if name.lower() not in ("plane", "arc"):
        raise IllegalArgumentError(f"No geo distance for [{name}]")
    return {}


_KEYS: dict[str, Callable[[Any], Json]] = {
    "distance": lambda value: {"distance": java_string(value)},
    "unit": lambda value: {"unit": parse_unit(text(value))},
    "distance_type": lambda value: _distance_type(text(value)),
    "_name": lambda value: {"name": text(value)},
    "boost": lambda value: {"boost": number(value)},
    "ignore_unmapped": lambda value: {"ignore_unmapped": boolean(value)},
    "validation_method": lambda value: {"validation": Validation.parse(text(value))},
}
