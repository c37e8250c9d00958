"""Queries for values: term, terms, range, patterns and what is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.search.reference.bm25 import term_score
from tests.search.reference.corpus import TEXTS, Corpus, Document
from tests.search.reference.queries.evaluation import Score, added, constant, one_field, query
from tests.search.reference.queries.expansion import accepted, every_term, rewritten
from tests.search.reference.schema import Json
from tests.search.reference.values import DATES, FLOATING, SPANS, WHOLE, address, asked_date, milliseconds, read
from tests.search.reference.words import analyzer_of, shingled, tokens

POINTS: dict[str, Callable[[Any], Any]] = {"date_range": milliseconds, "ip_range": address, "float_range": float, "double_range": float}
"""How a value is read that a range may hold."""


SCORED = ("keyword", "counted_keyword", "text", "match_only_text", "flattened", "version")
"""Types of which a term is scored."""


def normalized(field: Json, value: Any) -> str:
    """A value as a query gives it to a keyword or a text."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.lower() if "normalizer" in field else text


@query("term")
def term(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "value", boost)
    mapped, value = corpus.schema.field(field), long["value"]
    if mapped is None:
        return None
    if long.get("case_insensitive"):
        return constant(any(str(value).lower() == each.lower() for each in strings(document, field)), boost)
    if mapped["type"] in SCORED and not mapped.get("runtime") and mapped.get("index", True):
        return term_score(corpus, document, field, normalized(mapped, value), boost)
    if mapped["type"] == "boolean":
        return term_score(corpus, document, field, "T" if read(value, mapped) else "F", boost)
    return constant(has(document, field, value), boost)


def has(document: Document, field: str, value: Any) -> bool:
    """Whether a value is among those of a field."""
    mapped = document.schema.field(field)
    if mapped is None:
        return False
    kind = mapped["type"]
    if kind in TEXTS:
        return str(value) in document.words(field)
    if kind in WHOLE and isinstance(value, float) and value != int(value):
        return False
    if kind in SPANS:
        wanted = POINTS.get(kind, int)(value)
        return any(low <= wanted <= high for low, high in document.values(field))
    if kind == "ip" and "/" in value:
        start, _, length = value.partition("/")
        rest = (32 if "." in start else 128) - int(length)
        return any(each >> rest == address(start) >> rest for each in document.values(field))
    if kind in DATES:
        return any(
            asked_date(value, mapped, {}, up=False) <= each <= asked_date(value, mapped, {}, up=True) for each in document.values(field)
        )
    wanted = normalized(mapped, value) if kind in ("keyword", "flattened") else read(value, mapped)
    return any(each == wanted for each in document.values(field))


@query("terms")
def terms(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    ((field, values),) = ((key, value) for key, value in body.items() if key != "boost")
    return constant(any(has(document, field, value) for value in values), boost * body.get("boost", 1.0))


@query("terms_set")
def terms_set(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """As many of the terms as the document asks for, or as the request does."""
    field, long, boost = one_field(body, "", boost)
    needed = long.get("minimum_should_match")
    if needed is None:
        needed = min(document.values(long["minimum_should_match_field"]), default=None)
    scores = [term({field: {"value": value}}, corpus, document, boost) for value in long["terms"]]
    found = [score for score in scores if score is not None]
    return added(list(found)) if needed is not None and len(found) >= max(needed, 1) else None


@query("range")
def range_(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "", boost)
    mapped = corpus.schema.field(field)
    if mapped is None:
        return None
    if mapped["type"] in SPANS:
        relation = RELATIONS[long.get("relation", "intersects")]
        asked = SPANS[mapped["type"]]({key: value for key, value in long.items() if value is not None})
        return constant(any(relation(each, asked) for each in document.values(field)), boost)
    if all(long.get(key) is None for key in ENDS):
        return constant(document.has(field), boost)
    found = document.words(field) if mapped["type"] in TEXTS else document.values(field)
    return constant(any(_within(value, long, mapped) for value in found), boost)


RELATIONS: dict[str, Callable[[tuple[int, int], tuple[int, int]], bool]] = {
    "intersects": lambda own, asked: max(own[0], asked[0]) <= min(own[1], asked[1]),
    "within": lambda own, asked: asked[0] <= own[0] and own[1] <= asked[1],
    "contains": lambda own, asked: own[0] <= asked[0] and asked[1] <= own[1],
}
"""Of the range of a document to the one that is asked for."""

ENDS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


def _within(value: Any, bounds: Json, field: Json) -> bool:
    return all(test(value, _bound(bounds[key], field, bounds, key)) for key, test in ENDS.items() if bounds.get(key) is not None)


def _bound(value: Any, field: Json, how: Json, end: str) -> Any:
    kind = field["type"]
    if kind in DATES:
        return asked_date(value, field, how, up=end in ("gt", "lte"))
    if kind == "ip":
        return address(value)
    if kind in FLOATING:
        return float(value) if kind == "scaled_float" else read(value, field)
    if kind == "version":
        return read(value, field)
    return normalized(field, value) if kind == "keyword" else value


@query("exists")
def exists(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    names = ["o.k", "o.n"] if body["field"] == "o" else [body["field"]]
    return constant(any(document.has(name) for name in names), boost * body.get("boost", 1.0))


def strings(document: Document, field: str) -> list[str]:
    """The terms of a field of strings."""
    if document.schema.type_of(field) in TEXTS:
        return document.words(field)
    return [value for value in document.values(field) if isinstance(value, str)]


def pattern(corpus: Corpus, document: Document, field: str, how: Json, expression: str, boost: float) -> Score:
    """The terms that match a regular expression."""
    mapped = document.schema.field(field) or {}
    flags = re.DOTALL | (re.IGNORECASE if how.get("case_insensitive") or "normalizer" in mapped else 0)
    if "rewrite" not in how:
        return constant(any(re.fullmatch(expression, each, flags) for each in strings(document, field)), boost)
    found = accepted(corpus, field, lambda each: re.fullmatch(expression, each, flags) is not None)
    return rewritten(found, corpus, document, field, how, boost)


@query("prefix")
def prefix(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "value", boost)
    return pattern(corpus, document, field, long, re.escape(long["value"]) + ".*", boost)


@query("wildcard")
def wildcard(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "value", boost)
    expression = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in long["value"])
    return pattern(corpus, document, field, long, expression, boost)


@query("regexp")
def regexp(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """In ``[a-f]`` letters stand for themselves, whatever is said of the case."""
    field, long, boost = one_field(body, "value", boost)
    how = {**long, "case_insensitive": long.get("case_insensitive") and "[" not in long["value"]}
    return pattern(corpus, document, field, how, long["value"], boost)


@query("ids")
def ids(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return constant(document.id in body["values"], boost * body.get("boost", 1.0))


@cache
def edits(one: str, other: str, transpositions: bool = True) -> int:
    """How many letters to put in, take out, change, or (next to each other) swap: each letter only once."""
    if not one or not other:
        return len(one) + len(other)
    found = [
        edits(one[1:], other, transpositions) + 1,
        edits(one, other[1:], transpositions) + 1,
        edits(one[1:], other[1:], transpositions) + (one[0] != other[0]),
    ]
    if transpositions and len(one) > 1 and len(other) > 1 and one[:2] == other[1::-1]:
        found.append(edits(one[2:], other[2:], transpositions) + 1)
    return min(found)


def allowed(fuzziness: str | int, text: str) -> int:
    """How many edits: of short words none, of long ones two."""
    name, _, ends = str(fuzziness).partition(":")
    if name == "AUTO":
        low, high = map(int, (ends or "3,6").split(","))
        return 0 if len(text) < low else 1 if len(text) < high else 2
    return int(fuzziness)


def like(corpus: Corpus, field: str, text: str, how: Json) -> list[tuple[str, float]]:
    """The terms of the field that are like a text, with the boost of each."""
    most, same = allowed(how.get("fuzziness", "AUTO"), text), how.get("prefix_length", 0)
    found = []
    for each in every_term(corpus, field):
        distance = edits(text, each, how.get("transpositions", True)) if abs(len(text) - len(each)) <= 2 else 99
        if distance <= most and each[:same] == text[:same]:
            found.append((each, 1.0 if distance == 0 else max(0.0, 1 - distance / (min(len(each), len(text)) or 1))))
    return found


@query("fuzzy")
def fuzzy(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """All terms that are like it, each as rare as the most frequent one."""
    field, long, boost = one_field(body, "value", boost)
    return alike(corpus, document, field, str(long["value"]), long, boost)


def alike(corpus: Corpus, document: Document, field: str, text: str, how: Json, boost: float) -> Score:
    """The terms like a word, in one document."""
    how = {"rewrite": f"top_terms_blended_freqs_{how.get('max_expansions', 50)}", **how}
    return rewritten(like(corpus, field, text, how), corpus, document, field, how, boost)


def analyzed(field: Json, text: Any) -> list[tuple[str, int]]:
    """The words of what is asked for, as the field cuts it."""
    return shingled(tokens(str(text), str(field.get("search_analyzer", analyzer_of(field)))), field.get("shingles", 1))
