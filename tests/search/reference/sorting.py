"""The order of hits, and what they show as ``sort``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from tests.search.reference.bm25 import Float
from tests.search.reference.corpus import Corpus, Document, Json, order_of, type_of
from tests.search.reference.queries import evaluate


@dataclass(slots=True)
class Hit:
    """A document that matched."""

    document: Document
    score: Float
    place: int
    """Among all documents, in the order in which they were written."""


def matching(corpus: Corpus, body: Json) -> list[Hit]:
    """What the query and ``min_score`` let pass."""
    found = []
    for place, document in enumerate(corpus.documents):
        score = evaluate(body.get("query", {"match_all": {}}), corpus, document)
        if score is not None and score >= body.get("min_score", -math.inf):
            found.append(Hit(document, score, place))
    return found


def shown(corpus: Corpus, body: Json) -> list[Hit]:
    """The page."""
    hits = matching(corpus, body)
    if "post_filter" in body:
        hits = [hit for hit in hits if evaluate(body["post_filter"], corpus, hit.document) is not None]
    ordered = sorted(hits, key=cmp_to_key(lambda one, other: compare(one, other, body.get("sort", []))))
    begin = body.get("from", 0)
    return ordered[begin : begin + body.get("size", 10)]


def compare(one: Hit, other: Hit, sorts: list[Json]) -> int:
    """Below 0 when the first stands before the second."""
    for sort in sorts or [{"_score": {"order": "desc"}}]:
        ((field, how),) = sort.items()
        sign = -1 if how.get("order") == "desc" else 1
        if field == "_score":
            first, second = one.score, other.score
        elif field == "_doc":
            first, second = one.place, other.place
        else:
            first, second = (_key(hit.document, field, how) for hit in (one, other))
            if (first is None) != (second is None):
                absent = 1 if how.get("missing", "_last") == "_last" else -1
                return absent if first is None else -absent
        if first is not None and first != second:
            return sign if first > second else -sign
    return one.place - other.place


def sort_value(document: Document, field: str, how: Json) -> Any:
    """The value that a document is sorted by; None where it has none and none stands in."""
    values = document.values(field)
    if not values:
        return None if how.get("missing", "_last") in ("_last", "_first") else how["missing"]
    mode = how.get("mode", "max" if how.get("order") == "desc" else "min")
    if mode == "sum":
        return sum(values)
    if mode == "avg":
        return _mean(values, type_of(field))
    if mode == "median":
        middle = len(values) // 2
        return values[middle] if len(values) % 2 else _mean(values[middle - 1 : middle + 1], type_of(field))
    return values[-1] if mode == "max" else values[0]


def _mean(values: list[Any], kind: str | None) -> Any:
    """Of integers rounded, a half upwards."""
    mean = math.fsum(values) / len(values)
    return mean if kind == "double" else math.floor(mean + 0.5)


def _key(document: Document, field: str, how: Json) -> Any:
    value = sort_value(document, field, how)
    return None if value is None else order_of(value)
