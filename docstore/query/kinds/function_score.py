"""``function_score``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, NoReturn, Self

import numpy as np

from docstore.columns.deadline import in_time
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.functions import BoundFunction, ScoreFunction
from docstore.query.functions.function import Floats, parse_function
from docstore.query.kinds.match_all import MatchAll
from docstore.query.marks import Mark
from docstore.query.matcher import Matcher, Remembered
from docstore.query.query import Json, Query
from docstore.query.registry import parse, query
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, float32, java_float, score_of
from docstore.query.wire import checked_boost, is_scalar, number, text, token_of

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


def _enum(kind: type[Any], java: str, name: str) -> Any:
    try:
        return kind(name.lower())
    except ValueError:
        raise IllegalArgumentError(
            f"No enum constant org.elasticsearch.common.lucene.search.function.{java}.{name.upper()}"
        ) from None


@dataclass(frozen=True, slots=True)
class Weighted:
    """One of the functions: what it is, its weight, and the documents to which it applies. No function counts as 1."""

    function: ScoreFunction | None = None
    weight: float | None = None
    filter: Query | None = None


@query("function_score")
@dataclass(frozen=True, slots=True)
class FunctionScore(Query):
    """Documents that match a query, with scores that functions change."""

    query: Query
    functions: tuple[Weighted, ...] = ()
    score_mode: FunctionMode = FunctionMode.MULTIPLY
    boost_mode: BoostMode = BoostMode.MULTIPLY
    max_boost: float = FLOAT_MAX
    min_score: float | None = None
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"query": {...}, "functions": [{"filter": {...}, "weight": 2}]}``, or one function in place of the list
        (``FunctionScoreQueryBuilder.fromXContent``).

        :raises ParsingError: an unknown key, or functions in both places.
        """
        found: Json = {}
        functions: tuple[Weighted, ...] = ()
        before: str | None = None
        for key, value in body.items():
            if key == "query" and isinstance(value, dict):
                found["query"] = parse(value)
            elif isinstance(value, list):
                if key != "functions":
                    raise ParsingError(f"failed to parse [function_score] query. array [{key}] is not supported")
                if before is not None:
                    _misplaced(f"already found [{before}], now encountering [functions].")
                before, functions = key, tuple(map(_weighted, value))
            elif is_scalar(value) and key in _KEYS:
                name, read = _KEYS[key]
                found[name] = read(value)
            elif value is not None:
                before, functions = _alone(before, key, value)
        checked_boost(found.get("boost", 1.0), "function_score", body)
        return cls(found.pop("query", MatchAll()), functions, **found)

    def bind(self, view: IndexView) -> Matcher:
        """The query's; with ``min_score`` the functions have a say."""
        if self.min_score is not None:
            return self.bind_scored(view).matcher
        self._bound(view)
        return self.query.bind(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """A boost is the query's; what the functions give is not boosted."""
        matcher, scorer = self.query.bind_scored(view, self.boosted(boost))
        found = FunctionScorer(self, scorer, self._bound(view)) if self.functions else scorer
        if self.min_score is None:
            return Scored(matcher, found)
        return Scored(Remembered(ScoredEnough(view, matcher, found, float32(self.min_score))), found)

    def _bound(self, view: IndexView) -> list[Applied]:
        return [
            Applied(
                None if each.function is None else each.function.bind(view),
                each.weight,
                None if each.filter is None else Remembered(each.filter.bind(view)),
                "" if each.filter is None else each.filter.text,
            )
            for each in self.functions
        ]

    def clauses(self) -> tuple[Query, ...]:
        """The query, and the filters of functions."""
        return self.query, *(each.filter for each in self.functions if each.filter is not None)


_KEYS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "score_mode": ("score_mode", lambda value: _enum(FunctionMode, "FunctionScoreQuery.ScoreMode", text(value))),
    "boost_mode": ("boost_mode", lambda value: _enum(BoostMode, "CombineFunction", text(value))),
    "max_boost": ("max_boost", number),
    "min_score": ("min_score", number),
    "boost": ("boost", number),
    "_name": ("name", text),
}


def _misplaced(what: str) -> NoReturn:
    raise ParsingError(
        "failed to parse [function_score] query. [you can either define [functions] array or a single function, not both. "
        f"{what}]"
    )


def _alone(before: str | None, key: str, value: Any) -> tuple[str, tuple[Weighted, ...]]:
    """A function that stands in the query itself."""
    if before == "functions":
        _misplaced(f"already found [functions] array, now encountering [{key}].")
    if before is not None:
        raise ParsingError(
            f"failed to parse [function_score] query. already found function [{before}], now encountering [{key}]. use [functions] "
            "array if you want to define several functions."
        )
    if isinstance(value, dict):
        return key, (Weighted(parse_function(key, value)),)
    if key != "weight":
        raise ParsingError(f"failed to parse [function_score] query. field [{key}] is not supported")
    return key, (Weighted(weight=_weight(value)),)


def _weight(value: Any) -> float:
    weight = number(value)
    if weight < 0:
        raise IllegalArgumentError("[weight] cannot be negative for a filtering function")
    return weight


def _pairs(body: Json) -> Iterator[tuple[str, Any]]:
    """The keys with their values, those in an array one by one: brackets are passed over, so that the last filter counts."""
    for key, value in body.items():
        stack = [value]
        while stack:
            if isinstance(each := stack.pop(), list):
                stack += reversed(each)
            else:
                yield key, each


def _weighted(body: Any) -> Weighted:
    if not isinstance(body, dict):
        raise ParsingError(
            f"failed to parse [START_OBJECT]. malformed query, expected a [{token_of(body)}] while parsing functions but got a"
            " [function_score] instead"
        )
    found: Json = {}
    for key, value in _pairs(body):
        if isinstance(value, dict):
            if key == "filter":
                inner = parse(value)
                found[key] = None if isinstance(inner, MatchAll) and inner.name is None else inner
            elif "function" in found:
                raise ParsingError(
                    f"failed to parse function_score functions. already found [{found['function'].kind}], now encountering [{key}]."
                )
            else:
                found["function"] = parse_function(key, value)
        elif is_scalar(value):
            if key != "weight":
                raise ParsingError(f"failed to parse [function_score] query. field [{key}] is not supported")
            found[key] = _weight(value)
    if "function" not in found and "weight" not in found:
        raise ParsingError("an entry in functions list is missing a function.")
    return Weighted(**found)


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

    asked: FunctionScore
    scorer: Scorer
    functions: Sequence[Applied]

    def scores(self, ordinals: Ints) -> Scores:
        """In float64, rounded at the end.

        :raises IllegalArgumentError: a score that is negative or no number.
        """
        inner = self._inner(ordinals)
        factor = np.minimum(self._factor(ordinals, inner), self.asked.max_boost)
        with np.errstate(all="ignore"):
            found: Scores = _COMBINED[self.asked.boost_mode](inner.astype(np.float64), factor).astype(np.float32)
        bad = np.isnan(found) | (found < 0)
        if bad.any():
            at = int(np.argmax(bad))
            raise IllegalArgumentError(
                f"function score query returned an invalid score: {_java(found[at])} for doc: {int(ordinals[at])}"
            )
        return found

    def _inner(self, ordinals: Ints) -> Scores:
        needed = self.asked.boost_mode is not BoostMode.REPLACE or self._need_scores
        return self.scorer.scores(ordinals) if needed else np.zeros(len(ordinals), dtype=np.float32)

    @cached_property
    def _need_scores(self) -> bool:
        return any(each.function is not None and each.function.needs_scores for each in self.functions)

    def _factor(self, ordinals: Ints, scores: Scores) -> Floats:
        mode = self.asked.score_mode
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
            found = Explanation(factor, f"function score, score mode [{self.asked.score_mode.value}]", parts)
        bound = Explanation(self.asked.max_boost, "maxBoost")
        capped = Explanation(min(factor, self.asked.max_boost), "min of:", (found, bound))
        if self.asked.boost_mode is BoostMode.REPLACE:
            return capped
        name = {"multiply": "function score, product of:", "avg": "avg of"}.get(
            self.asked.boost_mode.value, f"{self.asked.boost_mode.value} of"
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
