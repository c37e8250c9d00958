"""Queries, one document at a time: its score, or None where it does not match."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.search.reference.bm25 import Float, phrase_score, term_score
from tests.search.reference.corpus import READERS, Corpus, Document, Json, milliseconds, order_of, type_of

Score = Float | None
Evaluate = Callable[[Any, Corpus, Document, float], Score]


def evaluate(query: Json, corpus: Corpus, document: Document, boost: float = 1.0) -> Score:
    """The score of one document."""
    ((kind, body),) = query.items()
    return KINDS[kind](body, corpus, document, boost)


def _constant(matches: bool, boost: float) -> Score:
    return Float(boost) if matches else None


def _match_all(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return Float(boost * body.get("boost", 1.0))


def _match_none(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return None


def _one_field(body: Json, inner: str, boost: float) -> tuple[str, Json, float]:
    """The field, the long form, and the boost."""
    ((name, given),) = body.items()
    long = given if isinstance(given, dict) else {inner: given}
    return name, long, boost * long.get("boost", 1.0)


def _read(field: str, value: Any) -> Any:
    return READERS[type_of(field) or "keyword"](value)


def _term(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = _one_field(body, "value", boost)
    kind, value = type_of(field), long["value"]
    if kind is None:
        return None
    if kind in ("keyword", "text"):
        return term_score(corpus, document, field, _read(field, value), boost)
    if kind == "boolean":
        return term_score(corpus, document, field, "T" if _read(field, value) else "F", boost)
    return _constant(_has(document, field, value), boost)


def _has(document: Document, field: str, value: Any) -> bool:
    kind = type_of(field)
    if kind is None:
        return False
    if kind == "text":
        return any(value in words for words in document.words(field))
    if kind in ("long", "integer") and isinstance(value, float) and value != int(value):
        return False
    wanted = order_of(_read(field, value))
    return any(order_of(each) == wanted for each in document.values(field))


def _terms(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    body = dict(body)
    boost *= body.pop("boost", 1.0)
    ((field, values),) = body.items()
    return _constant(any(_has(document, field, value) for value in values), boost)


def _range(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = _one_field(body, "", boost)
    kind = type_of(field)
    if kind is None:
        return None
    if all(long.get(key) is None for key in ("gt", "gte", "lt", "lte")):
        return _exists({"field": field}, corpus, document, boost)
    found = [word for words in document.words(field) for word in words] if kind == "text" else document.values(field)
    return _constant(any(_within(value, long, kind) for value in found), boost)


def _within(value: Any, bounds: Json, kind: str) -> bool:
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "gt": lambda a, b: a > b, "gte": lambda a, b: a >= b, "lt": lambda a, b: a < b, "lte": lambda a, b: a <= b
    }  # fmt: skip
    return all(test(order_of(value), _bound(bounds[key], kind)) for key, test in tests.items() if bounds.get(key) is not None)


def _bound(value: Any, kind: str) -> Any:
    if kind == "date":
        return milliseconds(value)
    return order_of(float(value)) if kind == "double" else value


def _exists(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field = body["field"]
    names = ["o.k", "o.n"] if field == "o" else [field]
    there = any(document.words(name) if type_of(name) == "text" else document.values(name) for name in names)
    return _constant(bool(there), boost * body.get("boost", 1.0))


def _strings(document: Document, field: str) -> list[str]:
    if type_of(field) == "text":
        return [word for words in document.words(field) for word in words]
    return [value for value in document.values(field) if isinstance(value, str)]


def _prefix(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = _one_field(body, "value", boost)
    return _constant(any(each.startswith(long["value"]) for each in _strings(document, field)), boost)


def _wildcard(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = _one_field(body, "value", boost)
    pattern = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in long["value"])
    return _constant(any(re.fullmatch(pattern, each, re.DOTALL) for each in _strings(document, field)), boost)


def _ids(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return _constant(document.id in body["values"], boost * body.get("boost", 1.0))


def _match(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = _one_field(body, "query", boost)
    if type_of(field) != "text":
        return _term({field: {"value": long["query"]}}, corpus, document, boost)
    words = str(long["query"]).lower().split()
    scores = [term_score(corpus, document, field, word, boost) for word in words]
    found = [each for each in scores if each is not None]
    needed = len(words) if long.get("operator", "or") == "and" else max(long.get("minimum_should_match", 1), 1)
    return _sum(found) if found and len(found) >= min(needed, len(words)) else None


def _match_phrase(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = _one_field(body, "query", boost)
    words = str(long["query"]).lower().split()
    if len(words) == 1:
        return term_score(corpus, document, field, words[0], boost)
    return phrase_score(corpus, document, field, words, boost) if words else None


def _sum(scores: list[Float]) -> Float:
    return Float(sum(map(float, scores)))


def _bool(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    if not any(body.get(part) for part in ("must", "filter", "should", "must_not")):
        return Float(boost)
    found = {part: [evaluate(q, corpus, document, boost) for q in body.get(part, ())] for part in ("must", "filter", "should", "must_not")}
    if None in found["must"] or None in found["filter"] or any(score is not None for score in found["must_not"]):
        return None
    should = [score for score in found["should"] if score is not None]
    free = bool(found["must"] or found["filter"] or not found["should"])
    if len(should) < body.get("minimum_should_match", 0 if free else 1):
        return None
    return _sum([*(score for score in found["must"] if score is not None), *should])


def _constant_score(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return _constant(evaluate(body["filter"], corpus, document) is not None, boost * body.get("boost", 1.0))


def _dis_max(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    scores = [score for query in body["queries"] if (score := evaluate(query, corpus, document, boost)) is not None]
    if not scores:
        return None
    best = max(scores)
    return Float(best + Float(body.get("tie_breaker", 0.0)) * Float(_sum(scores) - best))


def _boosting(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    score = evaluate(body["positive"], corpus, document, boost * body.get("boost", 1.0))
    if score is None or evaluate(body["negative"], corpus, document) is None:
        return score
    return Float(score * np.float32(body["negative_boost"]))


KINDS: dict[str, Evaluate] = {
    "match_all": _match_all, "match_none": _match_none, "term": _term, "terms": _terms, "range": _range, "exists": _exists,
    "prefix": _prefix, "wildcard": _wildcard, "ids": _ids, "match": _match, "match_phrase": _match_phrase, "bool": _bool,
    "constant_score": _constant_score, "dis_max": _dis_max, "boosting": _boosting,
}  # fmt: skip
