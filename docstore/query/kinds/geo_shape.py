"""``geo_shape``, on points."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import (
    ApiError,
    ElasticsearchParseError,
    IllegalArgumentError,
    NotImplementedByDocstoreError,
    ParsingError,
    XContentParseError,
)
from docstore.mapping.field_type import LocatedCause
from docstore.mapping.geo.geojson import parse_geojson
from docstore.mapping.geo.geometry import Geometry, Polygon
from docstore.mapping.geo.polygon import check_polygon
from docstore.mapping.geo.validity import check_latitude
from docstore.mapping.geo.wkt import parse_wkt
from docstore.query.areas import parts_of
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import target_of
from docstore.query.targets.place import place_target
from docstore.query.targets.target import refusal
from docstore.query.wire import at_key, boolean, checked_boost, number, text


class Relation(Enum):
    """How the places of a document and a shape lie to each other (``ShapeRelation``)."""

    INTERSECTS = "intersects"
    DISJOINT = "disjoint"
    WITHIN = "within"
    CONTAINS = "contains"

    @classmethod
    def parse(cls, value: Any) -> Relation:
        """:raises ParsingError: there is no such relation."""
        try:
            return cls(text(value).lower())
        except ValueError:
            raise ParsingError(f"Unknown shape operation [{value} ]") from None


@query("geo_shape")
@dataclass(frozen=True, slots=True)
class GeoShape(Query):
    """Documents with a point in a shape, with all of them in it, or with none."""

    field: str
    shape: Geometry
    relation: Relation = Relation.INTERSECTS
    ignore_unmapped: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": {"shape": {"type": "polygon", "coordinates": [...]}, "relation": "within"}}``, the shape as GeoJSON or well-known text
        (``AbstractGeometryQueryBuilder``).
        """
        found: Json = {}
        for key, value in body.items():
            if isinstance(value, dict):
                if "field" in found:
                    raise ParsingError(f"point specified twice. [{key}]")
                found |= {"field": key, **_asked(value)}
            elif key in _OPTIONS:
                found |= _OPTIONS[key](value)
            else:
                raise ParsingError(f"[geo_shape] query does not support [{key}]")
        if "field" not in found:
            raise IllegalArgumentError("fieldName is required")
        if "shape" not in found:
            raise IllegalArgumentError("either shape or indexedShapeId is required")
        found["boost"] = checked_boost(found.get("boost", 1.0), "geo_shape", body)
        return cls(**found)

    def bind(self, view: IndexView) -> Matcher:
        """The field must be mapped, unless that is ignored."""
        if target_of(view, self.field) is None and not self.ignore_unmapped:
            raise refusal(view, f"failed to find type for field [{self.field}]")
        target = place_target(view, self.field, "geo_shape", ignore_unmapped=True)
        parts = list(parts_of(self.shape))
        if target is None or not parts:
            return MatchesNone(view)
        return target.related(parts, self.relation.value)


def _asked(body: Json) -> Json:
    found: Json = {}
    for key, value in body.items():
        if key == "shape":
            found["shape"] = _shape(value)
        elif key == "relation":
            found["relation"] = Relation.parse(value)
        elif key == "indexed_shape":
            raise NotImplementedByDocstoreError("docstore does not support [indexed_shape] in [geo_shape]")
        else:
            raise ParsingError(f"[geo_shape] query does not support [{key}]")
    return found


def _shape(value: Any) -> Geometry:
    if isinstance(value, dict):
        geometry = _geojson(value)
    elif isinstance(value, str):
        geometry = parse_wkt(value, close_rings=True)
    else:
        raise ElasticsearchParseError("shape must be an object consisting of type and coordinates")
    for position in geometry.positions():
        check_latitude(position[1])
    for part in parts_of(geometry):
        if isinstance(part, Polygon):
            check_polygon(part, on_earth=True)
    return geometry


_PLACE = re.compile(r"^\[\d+:\d+\] ")


def _geojson(value: Json) -> Geometry:
    try:
        return parse_geojson(value, close_rings=True)
    except LocatedCause as cause:
        raise _placed(cause.at(1, 1), value) from None


def _placed(error: ApiError, within: Json) -> ApiError:
    """A refusal whose positions count from the shape, for a request, where they are told from its beginning."""
    if isinstance(error, XContentParseError):
        error.reason = _PLACE.sub("", error.reason)
        at_key(error, "coordinates" if "coordinates" in within else next(iter(within)), within=within)
    if error.caused_by is not None:
        _placed(error.caused_by, within)
    return error


_OPTIONS: dict[str, Callable[[Any], Json]] = {
    "boost": lambda value: {"boost": number(value)},
    "_name": lambda value: {"name": text(value)},
    "ignore_unmapped": lambda value: {"ignore_unmapped": boolean(value)},
}
