"""One term in several fields, as rare in all of them as where it is most frequent (Elasticsearch's ``BlendedTermQuery``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.query.fulltext.clause import Clause
from docstore.query.kinds.dis_max import Best
from docstore.query.matcher import MatchesNone, Remembered, any_of
from docstore.query.scorer import NO_BOOST, Boost, Scored, Scorer, Uniform
from docstore.query.similarity import TermScorer
from docstore.query.targets import target_of
from docstore.query.targets.mapped import TextTarget


@dataclass(frozen=True, slots=True)
class Blended(Clause):
    """``parts``: fields, terms and weights."""

    parts: tuple[tuple[str, Any, float], ...]
    tie_breaker: float = 0.0
    boost: float = 1.0

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The best field counts, and a share of the others."""
        if not 0 <= self.tie_breaker <= 1:
            raise IllegalArgumentError("tieBreakerMultiplier must be in [0, 1]")
        terms: list[Scored] = []
        others: list[Scored] = []
        for name, value, weight in self.parts:
            if (target := target_of(view, name)) is None:
                continue
            factor = np.float32(self.boosted(boost) * np.float32(weight))
            matcher = target.terms((value,)) if isinstance(target, TextTarget) else target.term(value)
            scorer = target.term_scorer(value, factor)
            if isinstance(scorer, TermScorer):
                terms.append(Scored(Remembered(matcher), scorer))
            elif not isinstance(matcher, MatchesNone):
                others.append(Scored(Remembered(matcher), scorer or Uniform(factor, self.text)))
        blend = _Blend(view, [each.scorer for each in terms])
        parts = [Scored(each.matcher, blend.scorer(at)) for at, each in enumerate(terms)]
        tie = np.float32(self.tie_breaker)
        if others and len(parts) > 1:
            blended = Scored(Remembered(any_of(view, [each.matcher for each in parts])), Best(parts, tie))
            parts = [blended]
        parts += others
        return Scored(any_of(view, [each.matcher for each in parts]), Best(parts, tie))

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"blended(terms:[{', '.join(f'{name}:{value}' for name, value, _ in self.parts)}])"


class _Blend:
    """How many documents are said to have the term in each field; found out when the first score is asked for."""

    def __init__(self, view: IndexView, scorers: Sequence[Scorer]) -> None:
        self._view = view
        self._scorers = [scorer for scorer in scorers if isinstance(scorer, TermScorer)]
        self._stated: list[int] = []

    def scorer(self, at: int) -> Scorer:
        """One of them, with what is said."""
        scorer = self._scorers[at]
        if len(self._scorers) == 1:
            return scorer
        return replace(scorer, stated=partial(self._state, at))  # type: ignore[type-var]

    def _state(self, at: int) -> int:
        if not self._stated:
            self._stated = stated([scorer.counted() for scorer in self._scorers], self._view.count)
        return self._stated[at]


def stated(counted: Sequence[tuple[int, int, int]], documents: int) -> list[int]:
    """For each field, of which (documents, length, documents with the term) are known, the number that is said to have it.

    It is that of the field where most have it, and one more for each rarer field: the more popular field breaks ties. It is
    never more than have the field.
    """
    having = [having for _, _, having in counted]
    most = max(having)
    if not most:
        return having
    limit = min([documents, *(length for _, length, many in counted if many > 0)])
    actual = min(limit, most)
    found = list(having)
    order = sorted(range(len(having)), key=lambda at: -having[at])
    before = having[order[0]]
    for at in order:
        if not having[at]:
            break
        if before > having[at]:
            actual += 1
        found[at] = min(limit, actual, counted[at][0])
        before = having[at]
    return found
