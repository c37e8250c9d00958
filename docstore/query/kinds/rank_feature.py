"""``rank_feature``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError, NotBuiltError
from docstore.mapping.types.rank_feature import RankFeatureField
from docstore.mapping.types.rank_features import RankFeaturesField
from docstore.query.feature_function import FUNCTIONS, FeatureFunction, Saturation, check_function
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.numbers import numeric
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, Uniform
from docstore.query.targets.mapped import HasValue
from docstore.query.wire import Declared, declared, standard_keys, text


@dataclass(frozen=True, slots=True)
class _Place:
    """The column of a feature, and its names in an index."""

    column: Field
    field: str
    feature: str
    positive: bool


@query("rank_feature")
@dataclass(frozen=True, slots=True)
class RankFeature(Query):
    """Documents that have a feature; the greater the feature, the higher the score."""

    field: str
    function: FeatureFunction
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"field": "f", "saturation": {"pivot": 8}}``, or ``log``, ``sigmoid``, ``linear``
        (``RankFeatureQueryBuilder.PARSER``).
        """
        objects = {name: Declared(frozenset({"START_OBJECT"}), read) for name, read in FUNCTIONS.items()}
        keys = {"field": Declared(frozenset({"VALUE_STRING"}), text), **standard_keys("rank_feature", body), **objects}
        found = declared("feature", body, keys)
        if "field" not in found:
            raise IllegalArgumentError("Required [field]")
        functions = [found[name] for name in FUNCTIONS if name in found]
        if len(functions) > 1:
            cause = IllegalArgumentError("Can only specify one of [log], [saturation], [sigmoid] and [linear]")
            raise NotBuiltError("feature", cause)
        function = functions[0] if functions else Saturation()
        return cls(found["field"], function, found.get("boost", 1.0), found.get("_name"))

    def bind(self, view: IndexView) -> Matcher:
        """An unmapped feature matches nothing."""
        place = self._place(view)
        return MatchesNone(view) if place is None else HasValue(view, view.need(Want(place.column)))

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The function's scores."""
        place = self._place(view)
        if place is None:
            return Scored(MatchesNone(view), Uniform(self.boosted(boost), "MatchNoDocsQuery"))
        want = view.need(Want(place.column))
        return Scored(HasValue(view, want), FeatureScorer(view, want, place, self.function, self.boosted(boost)))

    def _place(self, view: IndexView) -> _Place | None:
        place = self._found(view)
        if place is not None:
            check_function(self.function, positive=place.positive)
        return place

    def _found(self, view: IndexView) -> _Place | None:
        field = view.field(self.field)
        if field is not None and isinstance(field.type, RankFeatureField):
            positive = bool(field.type.get("positive_score_impact"))
            return _Place(field.part("value"), "_feature", field.path, positive)
        if field is not None:
            raise IllegalArgumentError(
                "[rank_feature] query only works on [rank_feature] fields and features of [rank_features] fields, not "
                f"[{field.type_name}]"
            )
        name, _, feature = self.field.rpartition(".")
        parent = view.field(name) if name else None
        if parent is None or not isinstance(parent.type, RankFeaturesField):
            return None
        return _Place(parent.part(feature), parent.path, feature, positive=True)


@dataclass(frozen=True)
class FeatureScorer(Scorer):
    """Scores of one feature."""

    view: IndexView
    want: Want
    place: _Place
    function: FeatureFunction
    boost: Boost

    @cached_property
    def _column(self) -> NumericColumn:
        return numeric(self.view.column(self.want))

    @cached_property
    def _bound(self) -> FeatureFunction:
        return self.function.with_pivot(self._mean)

    def _features(self, ordinals: Ints) -> Scores:
        features: Scores = self._column.rows.greatest(self._column.values)[ordinals].astype(np.float32)
        return features

    def _mean(self) -> float:
        """The mean in the precision of an index, which is nearly the geometric one (``computePivotFeatureValue``)."""
        ordinals = np.flatnonzero(self._column.exists())
        if not len(ordinals):
            return 1.0
        frequencies = self._features(ordinals).view(np.uint32) >> 15
        mean = int(np.float32(np.mean(frequencies.astype(np.float64))))
        return float(np.array([mean << 15], dtype=np.uint32).view(np.float32)[0])

    def scores(self, ordinals: Ints) -> Scores:
        """See the base class."""
        return self._bound.scores(self._features(ordinals), self.boost)

    def explain(self, ordinal: int) -> Explanation:
        """The formula."""
        value = self._features(np.array([ordinal], dtype=np.int64))[0]
        return self._bound.explain(self.place.field, self.place.feature, value, self.boost)
