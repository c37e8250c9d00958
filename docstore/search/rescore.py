"""``rescore``: the best hits of each index, scored once more by another query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError, Token
from docstore.frozen import frozen
from docstore.query import Query, parse
from docstore.query.scorer import Explanation, Scored, Scores
from docstore.query.select import bind_scored
from docstore.query.wire import Declared, at_key, declared, integer, number, text, token_of

Json = dict[str, Any]
Combine = Callable[[Scores, Scores], Scores]

DEFAULT_WINDOW = 10


@frozen
class Mode:
    """How two scores become one; ``shown`` is its name in an explanation (``QueryRescoreMode``)."""

    shown: str
    combine: Combine


_MODES = {
    "total": Mode("sum", lambda first, second: first + second),
    "multiply": Mode("product", lambda first, second: first * second),
    "avg": Mode("avg", lambda first, second: (first + second) / np.float32(2)),
    "max": Mode("max", np.maximum),
    "min": Mode("min", np.minimum),
}


def _mode(value: Any) -> Mode:
    name = text(value).lower()
    if name not in _MODES:
        raise IllegalArgumentError(f"illegal score_mode [{text(value)}]")
    return _MODES[name]


_NUMBER = frozenset({"VALUE_NUMBER", "VALUE_STRING"})
_KEYS = {
    "rescore_query": Declared(frozenset({"START_OBJECT"}), parse),
    "query_weight": Declared(_NUMBER, number),
    "rescore_query_weight": Declared(_NUMBER, number),
    "score_mode": Declared(frozenset({"VALUE_STRING"}), _mode),
}


@frozen
class Rescore:
    """One pass."""

    query: Query
    window: int
    weight: np.float32
    rescore_weight: np.float32
    mode: Mode

    @classmethod
    def parse(cls, body: Any) -> Self:
        """``{"window_size": 50, "query": {"rescore_query": {...}, "query_weight": 0.7}}`` (``RescorerBuilder``).

        :raises ParsingError: another shape.
        """
        if not isinstance(body, dict):
            raise ParsingError(f"unexpected token [{token_of(body)}] in [rescore]")
        window, inner = DEFAULT_WINDOW, None
        for key, value in body.items():
            if key == "window_size" and not isinstance(value, dict | list):
                window = integer(value)
            elif key == "query" and isinstance(value, dict):
                inner = declared("query", value, _KEYS)
            elif isinstance(value, dict):
                raise ParsingError(f"Unknown RescorerBuilder [{key}]")
            else:
                raise at_key(ParsingError(f"rescore doesn't support [{key}]"), key, within=body)
        if inner is None:
            raise at_key(ParsingError("missing rescore type"), None, Token.END, body)
        if "rescore_query" not in inner:
            raise IllegalArgumentError("Required [rescore_query]")
        weight, second = np.float32(inner.get("query_weight", 1.0)), np.float32(inner.get("rescore_query_weight", 1.0))
        return cls(inner["rescore_query"], window, weight, second, inner.get("score_mode", _MODES["total"]))

    def bind(self, view: IndexView, index_name: str, limit: int) -> Pass:
        """On one index.

        :raises IllegalArgumentError: the window is larger than ``index.max_rescore_window``.
        """
        if self.window > limit:
            raise IllegalArgumentError(
                f"Rescore window [{self.window}] is too large. It must be less than [{limit}]. This prevents allocating massive heaps "
                "for storing the results to be rescored. This limit can be set by changing the [index.max_rescore_window] "
                "index level setting."
            )
        return Pass(self, bind_scored(self.query, view))


@dataclass(slots=True)
class Pass:
    """A pass on one index. ``window`` are the hits that were in the window of the last run."""

    rescore: Rescore
    scored: Scored
    window: frozenset[int] = frozenset()

    def apply(self, ordinals: Ints, scores: Scores) -> tuple[Ints, Scores]:
        """Hits in order, and their scores; those behind the window are only weighted (``QueryRescorer.combine``)."""
        how, window = self.rescore, self.rescore.window
        found = (scores * how.weight).astype(np.float32)
        head = ordinals[:window]
        self.window = frozenset(head.tolist())
        matched = self.scored.matcher.run()[head]
        chosen = head[matched]
        ascending = np.argsort(chosen, kind="stable")
        second = np.empty(len(chosen), dtype=np.float32)
        second[ascending] = self.scored.scorer.scores(chosen[ascending]) * how.rescore_weight
        places = np.flatnonzero(matched)
        found[places] = how.mode.combine(found[places], second)
        order = np.lexsort((ordinals, -found))
        return ordinals[order], found[order]

    def explain(self, ordinal: int, first: Explanation) -> Explanation:
        """How the score of a hit comes about, of which ``first`` tells what it was before (``QueryRescorer.explain``)."""
        how = self.rescore
        before = _product(first, how.weight, "primaryWeight")
        if ordinal not in self.window or not self.scored.matcher.run()[ordinal]:
            return before
        second = _product(self.scored.scorer.explain(ordinal), how.rescore_weight, "secondaryWeight")
        both = how.mode.combine(np.array([before.value], dtype=np.float32), np.array([second.value], dtype=np.float32))
        return Explanation(float(both[0]), f"{how.mode.shown} of:", (before, second))


def _product(score: Explanation, weight: np.float32, name: str) -> Explanation:
    value = float(np.float32(score.value) * weight)
    return Explanation(value, "product of:", (score, Explanation(float(weight), name)))


def parse_rescores(body: Any) -> tuple[Rescore, ...]:
    """One pass, or several, each on the outcome of the one before."""
    return tuple(map(Rescore.parse, body)) if isinstance(body, list) else (Rescore.parse(body),)
