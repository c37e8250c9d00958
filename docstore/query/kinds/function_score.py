"""``function_score``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.functions import ScoreFunction
from docstore.query.functions.function import parse_function
from docstore.query.functions.scorer import FLOAT_MAX, Applied, BoostMode, FunctionMode, FunctionScorer, ScoredEnough
from docstore.query.kinds.match_all import MatchAll
from docstore.query.matcher import Matcher, Remembered
from docstore.query.query import Json, Query
from docstore.query.registry import parse, query
from docstore.query.scorer import NO_BOOST, Boost, Scored, Scorer, float32
from docstore.query.wire import checked_boost, is_scalar, number, text, token_of


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
        found = self._scorer(view, scorer) if self.functions else scorer
        if self.min_score is None:
            return Scored(matcher, found)
        return Scored(Remembered(ScoredEnough(view, matcher, found, float32(self.min_score))), found)

    def _scorer(self, view: IndexView, scorer: Scorer) -> FunctionScorer:
        return FunctionScorer(scorer, self._bound(view), self.score_mode, self.boost_mode, self.max_boost)

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
