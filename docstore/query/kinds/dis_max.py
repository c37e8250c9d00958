"""``dis_max``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from docstore.columns.deadline import check_cancelled, in_time
from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.matcher import Matcher, MatchesNone, Remembered, any_of
from docstore.query.query import Json, Query
from docstore.query.registry import parse, parse_each, query
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, java_float, score_of
from docstore.query.wire import checked_boost, number, text, unsupported


@query("dis_max")
@dataclass(frozen=True, slots=True)
class DisMax(Query):
    """Documents that match one of several queries; the best one gives the score."""

    queries: tuple[Query, ...]
    tie_breaker: float = 0.0
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"queries": [...], "tie_breaker": 0.7}`` (``DisMaxQueryBuilder.fromXContent``)."""
        queries: tuple[Query, ...] | None = None
        tie, boost, name = 0.0, 1.0, None
        for key, value in body.items():
            if isinstance(value, list | dict):
                if key != "queries":
                    raise unsupported("dis_max", key)
                queries = parse_each(value) if isinstance(value, list) else (parse(value),)
            elif key == "tie_breaker":
                tie = number(value)
            elif key == "boost":
                boost = checked_boost(number(value), "dis_max", body)
            elif key == "_name":
                name = text(value)
            else:
                raise unsupported("dis_max", key)
        if not queries:
            raise ParsingError("[dis_max] requires 'queries' field with at least one clause")
        return cls(queries, tie, boost, name)

    def _check_tie_breaker(self) -> None:
        if not 0 <= self.tie_breaker <= 1:
            raise IllegalArgumentError("tieBreakerMultiplier must be in [0, 1]")

    def bind(self, view: IndexView) -> Matcher:
        """The union."""
        self._check_tie_breaker()
        return any_of(view, [each.bind(view) for each in self.queries])

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The greatest score, and a share of the others."""
        self._check_tie_breaker()
        parts = []
        for each in self.queries:
            matcher, scorer = each.bind_scored(view, self.boosted(boost))
            if not isinstance(matcher, MatchesNone):
                parts.append(Scored(Remembered(matcher), scorer))
        return Scored(any_of(view, [part.matcher for part in parts]), Best(parts, np.float32(self.tie_breaker)))

    def clauses(self) -> tuple[Query, ...]:
        """All of them."""
        return self.queries

    def described(self, view: IndexView) -> str:
        """With bars between."""
        tie = f"~{java_float(self.tie_breaker)}" if self.tie_breaker else ""
        return f"({' | '.join(each.written(view) for each in self.queries)}){tie}"

    def unmatched(self, view: IndexView, ordinal: int) -> Explanation:
        """None of them."""
        return Explanation(0.0, "No matching clause", tuple(each.unmatched(view, ordinal) for each in self.queries), match=False)


@dataclass(frozen=True, slots=True)
class Best(Scorer):
    """The greatest score, and a share of the others (``DisjunctionMaxScorer``)."""

    parts: Sequence[Scored]
    tie_breaker: np.float32

    def scores(self, ordinals: Ints) -> Scores:
        """Each part is asked only for what it matches."""
        best, total = np.zeros(len(ordinals)), np.zeros(len(ordinals))
        for matcher, scorer in in_time(self.parts):
            matched = matcher.among(ordinals)
            found = np.zeros(len(ordinals))
            found[matched] = scorer.scores(ordinals[matched])
            total += found
            np.maximum(best, found, out=best)
        scores: Scores = (best + (total - best) * float(self.tie_breaker)).astype(np.float32)
        return scores

    def explain(self, ordinal: int) -> Explanation:
        """``max of:`` or ``max plus 0.7 times others of:``."""
        check_cancelled()
        parts = [scorer.explain(ordinal) for matcher, scorer in self.parts if matcher.run()[ordinal]]
        if len(parts) == 1:
            return parts[0]
        text_ = f"max plus {self.tie_breaker} times others of:" if self.tie_breaker else "max of:"
        return Explanation(score_of(self, ordinal), text_, parts)
