"""Queries by name. Each tells the score of one document, or None where it does not match."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.search.reference.bm25 import Float
from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.schema import Json

Score = Float | None
Evaluate = Callable[[Any, Corpus, Document, float], Score]

KINDS: dict[str, Evaluate] = {}


def query(name: str) -> Callable[[Evaluate], Evaluate]:
    """Add the query of that name."""

    def add(evaluate: Evaluate) -> Evaluate:
        KINDS[name] = evaluate
        return evaluate

    return add


def evaluate(query: Json, corpus: Corpus, document: Document, boost: float = 1.0) -> Score:
    """The score of one document."""
    ((kind, body),) = query.items()
    return KINDS[kind](body, corpus, document, boost)


def matches(query: Json, corpus: Corpus, document: Document) -> bool:
    """Whether a document matches."""
    return evaluate(query, corpus, document) is not None


def constant(matches: bool, boost: float) -> Score:
    """The boost is the score."""
    return Float(boost) if matches else None


def added(scores: list[Score]) -> Score:
    """The sum of those there are."""
    found = [float(score) for score in scores if score is not None]
    return Float(sum(found)) if found else None


def best(scores: list[Score], tie_breaker: float = 0.0) -> Score:
    """The best one and a share of the others."""
    found = [float(score) for score in scores if score is not None]
    if not found:
        return None
    return Float(max(found) + float(Float(tie_breaker)) * (sum(found) - max(found)))


def one_field(body: Json, inner: str, boost: float) -> tuple[str, Json, float]:
    """The field, the long form, and the boost."""
    ((name, given),) = body.items()
    long = given if isinstance(given, dict) else {inner: given}
    return name, long, boost * long.get("boost", 1.0)
