"""``distance_feature``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.columns.want import Want, presence
from docstore.errors import IllegalArgumentError
from docstore.mapping.geo.distance import parse_distance
from docstore.mapping.geo.point_reader import EarthPointReader
from docstore.mapping.java_text import java_double, java_string
from docstore.query.earth import distances
from docstore.query.functions.function import Floats
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.numbers import numeric
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, Uniform, score_of
from docstore.query.targets.mapped import HasValue
from docstore.query.targets.place import place_target
from docstore.query.wire import Declared, declared, standard_keys, text
from docstore.time_value import millis

_POINTS = EarthPointReader(ignore_z_value=True)
_STRING = frozenset({"VALUE_STRING"})


def _same(value: Any) -> Any:
    return value


@query("distance_feature")
@dataclass(frozen=True, slots=True)
class DistanceFeature(Query):
    """Documents that have a date or a point; the nearer to the origin, the higher the score."""

    field: str
    origin: Any
    pivot: str
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"field": "date", "origin": "now", "pivot": "7d"}`` (``DistanceFeatureQueryBuilder.PARSER``).

        :raises XContentParseError: an unknown key, or a value of a kind that it does not take.
        :raises IllegalArgumentError: a key is missing.
        """
        keys = {
            "field": Declared(_STRING, text),
            "origin": Declared(_STRING | {"VALUE_NUMBER", "START_OBJECT", "START_ARRAY"}, _same),
            "pivot": Declared(_STRING, text),
        }
        found = declared("distance_feature", body, {**keys, **standard_keys("distance_feature", body)})
        if missing := [key for key in keys if key not in found]:
            raise IllegalArgumentError(f"Required [{', '.join(missing)}]")
        return cls(found["field"], found["origin"], found["pivot"], found.get("boost", 1.0), found.get("_name"))

    def bind(self, view: IndexView) -> Matcher:
        """A field that is not mapped matches nothing."""
        field = view.field(self.field)
        if field is None:
            return MatchesNone(view)
        self._nearness(view, field)
        return HasValue(view, view.need(presence(field)))

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """``boost * pivot / (pivot + distance)`` for the nearest value."""
        field = view.field(self.field)
        if field is None:
            return Scored(MatchesNone(view), Uniform(boost, "MatchNoDocsQuery"))
        nearest, pivot = self._nearness(view, field)
        return Scored(self.bind(view), NearnessScorer(self.field, nearest, pivot, self.boosted(boost)))

    def _nearness(self, view: IndexView, field: Field) -> tuple[Nearest, float]:
        if field.type_name in ("date", "date_nanos"):
            nearest, pivot = self._dates(view, field), millis(self.pivot, "distance_feature.pivot")
        elif field.type_name == "geo_point":
            nearest, pivot = self._points(view, field), parse_distance(self.pivot)
        else:
            raise IllegalArgumentError(
                f"Illegal data type of [{field.type_name}]![distance_feature] query can only be run on a date, date_nanos or "
                "geo_point field type!"
            )
        if pivot <= 0:
            raise IllegalArgumentError(f"pivotDistance must be > 0, got: {java_double(pivot)}")
        return nearest, pivot

    def _dates(self, view: IndexView, field: Field) -> Nearest:
        if not isinstance(self.origin, str | int | float):
            raise IllegalArgumentError("Illegal type for [origin]! Must be of type [long] or [string] for date and date_nanos fields!")
        want = view.need(Want(field))
        origin = int(field.type.query_value(java_string(self.origin), bound="upper", now=view.now))
        scale = 1e6 if field.type_name == "date_nanos" else 1.0

        def nearest(ordinals: Ints) -> Floats:
            column = numeric(view.column(want))
            away = np.abs(column.values.astype(np.float64) - origin)
            return column.rows.least(away)[ordinals] / scale

        return nearest

    def _points(self, view: IndexView, field: Field) -> Nearest:
        origin = _POINTS.from_string(self.origin) if isinstance(self.origin, str) else _POINTS.point(self.origin)
        target = place_target(view, field.path, "distance_feature", ignore_unmapped=False)
        assert target is not None
        places = target.places()

        def nearest(ordinals: Ints) -> Floats:
            x, y = (numeric(view.column(want)) for want in (places.longitudes, places.latitudes))
            return x.rows.least(distances(x.values, y.values, origin))[ordinals]

        return nearest


Nearest = Callable[[Ints], Floats]
"""The distance of the nearest value of each ordinal: milliseconds, or metres."""


@dataclass(frozen=True, slots=True)
class NearnessScorer(Scorer):
    """See ``LongDistanceFeatureQuery`` and ``LatLonPointDistanceFeatureQuery``."""

    field: str
    nearest: Nearest
    pivot: float
    boost: Boost

    def scores(self, ordinals: Ints) -> Scores:
        """In float64, rounded at the end."""
        return (float(self.boost) * (self.pivot / (self.pivot + self.nearest(ordinals)))).astype(np.float32)

    def explain(self, ordinal: int) -> Explanation:
        """The formula."""
        distance = float(self.nearest(np.array([ordinal], dtype=np.int64))[0])
        details = (
            Explanation(float(self.boost), "weight"),
            Explanation(self.pivot, "pivotDistance"),
            Explanation(distance, f"distance to {self.field}, nearest value"),
        )
        text_ = "Distance score, computed as weight * pivotDistance / (pivotDistance + abs(value - origin)) from:"
        return Explanation(score_of(self, ordinal), text_, details)
