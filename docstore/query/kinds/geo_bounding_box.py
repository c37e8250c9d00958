"""``geo_bounding_box``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError, ParsingError, QueryValidationError
from docstore.mapping.geo.geometry import Rectangle
from docstore.mapping.geo.normalize import normalized
from docstore.mapping.geo.point_reader import Corner, EarthPointReader
from docstore.mapping.geo.wkt import parse_wkt
from docstore.mapping.java_text import java_double
from docstore.query.earth import Box, Validation
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets.place import place_target
from docstore.query.targets.target import refusal
from docstore.query.wire import boolean, checked_boost, is_scalar, number, text

_SIDES = ("top", "left", "bottom", "right")
_CORNERS = {
    "top_left": Corner.TOP_LEFT,
    "bottom_right": Corner.BOTTOM_RIGHT,
    "top_right": Corner.TOP_RIGHT,
    "bottom_left": Corner.BOTTOM_LEFT,
}


@query("geo_bounding_box")
@dataclass(frozen=True, slots=True)
class GeoBoundingBox(Query):
    """Documents with a point inside a box, its sides included."""

    field: str
    box: Box
    validation: Validation = Validation.STRICT
    ignore_unmapped: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": {"top_left": point, "bottom_right": point}}`` and the other two corners, four sides, or well-known text
        (``GeoBoundingBoxQueryBuilder.fromXContent``).
        """
        found: Json = {}
        for key, value in body.items():
            if isinstance(value, dict):
                try:
                    found |= {"field": key, "box": parse_box(value)}
                except ApiError as error:
                    raise ElasticsearchParseError(f"failed to parse [geo_bounding_box] query. [{error.reason}]") from None
            elif is_scalar(value):
                found |= _option(key, value)
        if "box" not in found:
            raise ElasticsearchParseError("failed to parse [geo_bounding_box] query. bounding box not provided")
        _check_corners(found["box"])
        found["boost"] = checked_boost(found.get("boost", 1.0), "geo_bounding_box", body)
        return cls(**found)

    def bind(self, view: IndexView) -> Matcher:
        """The field must be mapped, unless that is ignored."""
        target = place_target(view, self.field, "geo_bounding_box", ignore_unmapped=self.ignore_unmapped)
        if target is None:
            return MatchesNone(view)
        if self.validation is Validation.STRICT and (problems := self._problems()):
            raise refusal(view, "couldn't validate latitude/ longitude values", QueryValidationError(*problems))
        return target.inside(_coerced(self.box) if self.validation is Validation.COERCE else self.box)

    def _problems(self) -> list[str]:
        problems = []
        for side in _SIDES:
            degrees = getattr(self.box, side)
            what, limit = ("latitude", 90) if side in ("top", "bottom") else ("longitude", 180)
            if not -limit <= degrees <= limit:
                problems.append(f"[geo_bounding_box] {side} {what} is invalid: {java_double(degrees)}")
        return problems


def parse_box(body: Json) -> Box:
    """The box of a query or an aggregation (``BoundingBox.BoundsParser``); sides that are not given are not-a-number.

    :raises ApiError: it is none.
    """
    sides = dict.fromkeys(_SIDES, math.nan)
    envelope: Rectangle | None = None
    for key, value in body.items():
        if key == "wkt":
            envelope = _envelope(text(value))
        elif key in _SIDES:
            sides[key] = number(value)
        elif key in _CORNERS:
            corner = _CORNERS[key]
            x, y = EarthPointReader(ignore_z_value=False, corner=corner).point(value)
            sides["top" if corner.top else "bottom"] = y
            sides["right" if corner.right else "left"] = x
        else:
            raise ElasticsearchParseError(f"failed to parse bounding box. unexpected field [{key}]")
    if envelope is None:
        return Box(**sides)
    if not all(map(math.isnan, sides.values())):
        raise ElasticsearchParseError(
            "failed to parse bounding box. Conflicting definition found using well-known text and explicit corners."
        )
    return Box(envelope.top, envelope.left, envelope.bottom, envelope.right)


def _envelope(value: str) -> Rectangle:
    try:
        geometry = parse_wkt(value, close_rings=True)
    except ApiError as error:
        raise ElasticsearchParseError("failed to parse WKT bounding box", caused_by=error) from None
    if not isinstance(geometry, Rectangle):
        raise ElasticsearchParseError(
            f"failed to parse WKT bounding box. [{geometry.kind}] found. expected [ENVELOPE]"
        )
    return geometry


def _option(key: str, value: Any) -> Json:
    match key:
        case "_name":
            return {"name": text(value)}
        case "boost":
            return {"boost": number(value)}
        case "validation_method":
            return {"validation": Validation.parse(text(value))}
        case "ignore_unmapped":
            return {"ignore_unmapped": boolean(value)}
    raise ParsingError(f"failed to parse [geo_bounding_box] query. unexpected field [{key}]")


def _check_corners(box: Box) -> None:
    for side in _SIDES:
        degrees = getattr(box, side)
        if not math.isfinite(degrees):
            what = "latitude" if side in ("top", "bottom") else "longitude"
            raise IllegalArgumentError(f"{side} {what} is invalid: {java_double(degrees)}")
    if box.top < box.bottom:
        raise IllegalArgumentError(
            f"top is below bottom corner: {java_double(box.top)} vs. {java_double(box.bottom)}"
        )


def _coerced(box: Box) -> Box:
    whole = math.fmod(box.right - box.left, 360) == 0 and box.right > box.left
    left, top = normalized(box.left, box.top, turn=not whole)
    right, bottom = normalized(box.right, box.bottom, turn=not whole)
    return Box(top, -180, bottom, 180) if whole else Box(top, left, bottom, right)
