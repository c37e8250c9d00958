"""What ``function_score`` makes of the scores of its query and the values of its functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from docstore.columns.deadline import in_time
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.query.functions import BoundFunction
from docstore.query.functions.function import Floats
from docstore.query.marks import Mark
from docstore.query.matcher import Matcher
from docstore.query.scorer import Explanation, Scorer, Scores, float32, java_float, score_of

FLOAT_MAX = float(np.finfo(np.float32).max)


class FunctionMode(Enum):
    """What the functions that apply become together (``FunctionScoreQuery.ScoreMode``)."""

    FIRST = "first"
    AVG = "avg"
    MAX = "max"
    SUM = "sum"
    MIN = "min"
    MULTIPLY = "multiply"


class BoostMode(Enum):
    """What that and the score of the query become (``CombineFunction``)."""

    MULTIPLY = "multiply"
    REPLACE = "replace"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"


_COMBINED: dict[BoostMode, Callable[[Floats, Floats], Floats]] = {
    BoostMode.MULTIPLY: np.multiply,
    BoostMode.REPLACE: lambda _, factor: factor,
    BoostMode.SUM: np.add,
    BoostMode.AVG: lambda score, factor: (score + factor) / 2,
    BoostMode.MIN: np.minimum,
    BoostMode.MAX: np.maximum,
}


@dataclass(frozen=True, slots=True)
class Applied:
    """One of the functions on an index."""

    function: BoundFunction | None
    weight: float | None
    where: Matcher | None
    text: str = ""

    @property
    def share(self) -> float:
        """Its weight in an average."""
        return 1.0 if self.weight is None else float(float32(self.weight))

    def mask(self, ordinals: Ints) -> Mask:
        """To which of them it applies."""
        return np.ones(len(ordinals), dtype=np.bool_) if self.where is None else self.where.run()[ordinals]

    def values(self, ordinals: Ints, scores: Scores) -> Floats:
        """Weighted."""
        found = np.ones(len(ordinals)) if self.function is None else self.function.values(ordinals, scores)
        return found if self.weight is None else found * self.share

    def explain(self, ordinal: int, value: float) -> Explanation:
        """With filter and weight."""
        alone = value / self.share if self.weight else value
        found = Explanation(1.0, "constant score 1.0 - no function provided")
        if self.function is not None:
            found = self.function.explain(ordinal, alone)
        if self.weight is not None:
            found = Explanation(value, "product of:", (found, Explanation(self.share, "weight")))
        if self.where is None:
            return found
        return Explanation(value, "function score, product of:", (Explanation(1.0, f"match filter: {self.text}"), found))


@dataclass(frozen=True)
class FunctionScorer(Scorer):
    """The scores of a query, and what functions make of them."""

    scorer: Scorer
    functions: Sequence[Applied]
    score_mode: FunctionMode
    boost_mode: BoostMode
    max_boost: float

    def scores(self, ordinals: Ints) -> Scores:
        """In float64, rounded at the end.

        :raises IllegalArgumentError: a score that is negative or no number.
        """
        inner = self._inner(ordinals)
        factor = np.minimum(self._factor(ordinals, inner), self.max_boost)
        with np.errstate(all="ignore"):
            found: Scores = _COMBINED[self.boost_mode](inner.astype(np.float64), factor).astype(np.float32)
        bad = np.isnan(found) | (found < 0)
        if bad.any():
            at = int(np.argmax(bad))
            raise IllegalArgumentError(
                f"function score query returned an invalid score: {_java(found[at])} for doc: {int(ordinals[at])}"
            )
        return found

    def _inner(self, ordinals: Ints) -> Scores:
        needed = self.boost_mode is not BoostMode.REPLACE or self._need_scores
        return self.scorer.scores(ordinals) if needed else np.zeros(len(ordinals), dtype=np.float32)

    @cached_property
    def _need_scores(self) -> bool:
        return any(each.function is not None and each.function.needs_scores for each in self.functions)

    def _factor(self, ordinals: Ints, scores: Scores) -> Floats:
        mode = self.score_mode
        applied = np.zeros(len(ordinals), dtype=np.bool_)
        weights = np.zeros(len(ordinals))
        total = np.full(len(ordinals), _START[mode])
        for each in in_time(self.functions):
            mask = each.mask(ordinals)
            if mode is FunctionMode.FIRST:
                mask = mask & ~applied
            if mask.any():
                values = each.values(ordinals[mask], scores[mask])
                total[mask] = values if mode is FunctionMode.FIRST else _MERGED[mode](total[mask], values)
                weights[mask] += each.share
                applied |= mask
        if mode in (FunctionMode.AVG, FunctionMode.SUM):
            applied &= weights != 0
        if mode is FunctionMode.AVG:
            total = total / np.where(applied, weights, 1.0)
        return np.where(applied, total, 1.0)

    def explain(self, ordinal: int) -> Explanation:
        """The query's, and those of the functions that apply (``CombineFunction.explain``)."""
        inner = self.scorer.explain(ordinal)
        at = np.array([ordinal], dtype=np.int64)
        scores = self.scorer.scores(at)
        parts = [
            each.explain(ordinal, float(each.values(at, scores)[0])) for each in self.functions if each.mask(at)[0]
        ]
        factor = float(self._factor(at, scores)[0])
        if not parts:
            found = Explanation(1.0, "No function matched")
        elif len(self.functions) == 1 and self.functions[0].where is None:
            found = parts[0]
        else:
            found = Explanation(factor, f"function score, score mode [{self.score_mode.value}]", parts)
        bound = Explanation(self.max_boost, "maxBoost")
        capped = Explanation(min(factor, self.max_boost), "min of:", (found, bound))
        if self.boost_mode is BoostMode.REPLACE:
            return capped
        name = {"multiply": "function score, product of:", "avg": "avg of"}.get(
            self.boost_mode.value, f"{self.boost_mode.value} of"
        )
        return Explanation(score_of(self, ordinal), name, (inner, capped))


def _java(score: np.float32) -> str:
    if np.isnan(score):
        return "NaN"
    return "-Infinity" if np.isinf(score) else java_float(score)


_START = {
    FunctionMode.FIRST: 1.0,
    FunctionMode.AVG: 0.0,
    FunctionMode.SUM: 0.0,
    FunctionMode.MULTIPLY: 1.0,
    FunctionMode.MAX: -np.inf,
    FunctionMode.MIN: np.inf,
}
_MERGED: dict[FunctionMode, np.ufunc] = {
    FunctionMode.AVG: np.add,
    FunctionMode.SUM: np.add,
    FunctionMode.MULTIPLY: np.multiply,
    FunctionMode.MAX: np.maximum,
    FunctionMode.MIN: np.minimum,
}


@dataclass(frozen=True, slots=True)
class ScoredEnough(Matcher):
    """Documents whose score is not too low (``MinScoreScorer``)."""

    view: IndexView
    matcher: Matcher
    scorer: Scorer
    least: np.float32

    def run(self) -> Mask:
        """The scores of all that match."""
        mask = self.matcher.run().copy()
        ordinals = np.flatnonzero(mask)
        mask[ordinals] = self.scorer.scores(ordinals) >= self.least
        return mask

    def marks(self) -> Sequence[Mark]:
        """The query's."""
        return self.matcher.marks()
