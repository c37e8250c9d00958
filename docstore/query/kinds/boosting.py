"""``boosting``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.errors import ParsingError
from docstore.query.matcher import Matcher, Remembered
from docstore.query.query import Json, Query
from docstore.query.registry import parse, query
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, score_of
from docstore.query.wire import checked_boost, is_scalar, number, text, unsupported


@query("boosting")
@dataclass(frozen=True, slots=True)
class Boosting(Query):
    """Documents that match one query; those that match another one too count less."""

    positive: Query
    negative: Query
    negative_boost: float
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"positive": {...}, "negative": {...}, "negative_boost": 0.5}`` (``BoostingQueryBuilder.fromXContent``)."""
        inner: dict[str, Query] = {}
        negative_boost, boost, name = -1.0, 1.0, None
        for key, value in body.items():
            if isinstance(value, dict) and key in ("positive", "negative"):
                inner[key] = parse(value)
            elif not is_scalar(value):
                raise unsupported("boosting", key)
            elif key == "negative_boost":
                negative_boost = number(value)
            elif key == "boost":
                boost = checked_boost(number(value), "boosting", body)
            elif key == "_name":
                name = text(value)
            else:
                raise unsupported("boosting", key)
        for key in ("positive", "negative"):
            if key not in inner:
                raise ParsingError(f"[boosting] query requires '{key}' query to be set'")
        if negative_boost < 0:
            raise ParsingError("[boosting] query requires 'negative_boost' to be set to be a positive value'")
        return cls(inner["positive"], inner["negative"], negative_boost, boost, name)

    def bind(self, view: IndexView) -> Matcher:
        """The positive query's; the negative one is bound as well, so that what is wrong with it is told."""
        self.negative.bind(view)
        return self.positive.bind(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The score of the positive query, times ``negative_boost`` where the negative one matches."""
        matcher, scorer = self.positive.bind_scored(view, self.boosted(boost))
        return Scored(matcher, Demoted(scorer, Remembered(self.negative.bind(view)), np.float32(self.negative_boost)))

    def clauses(self) -> tuple[Query, ...]:
        """Both."""
        return self.positive, self.negative


@dataclass(frozen=True, slots=True)
class Demoted(Scorer):
    """Scores that are multiplied where a matcher says so (``FunctionScoreQuery.boostByQuery``)."""

    scorer: Scorer
    where: Matcher
    factor: np.float32

    def scores(self, ordinals: Ints) -> Scores:
        """The factor where it applies."""
        found = self.scorer.scores(ordinals)
        return np.where(self.where.run()[ordinals], found * self.factor, found).astype(np.float32)

    def explain(self, ordinal: int) -> Explanation:
        """A product where the factor applies."""
        inner = self.scorer.explain(ordinal)
        if not self.where.run()[ordinal]:
            return inner
        factor = Explanation(float(self.factor), "boost")
        return Explanation(score_of(self, ordinal), "product of:", (inner, factor))
