"""The hits of a search, in their order."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cmp_to_key
from typing import Any

from tests.search.reference.bm25 import Float
from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.earth import distance
from tests.search.reference.queries import evaluate, matches
from tests.search.reference.schema import Json
from tests.search.reference.values import FLOATING, point


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matched."""

    document: Document
    score: Float
    corpus: Corpus
    shard: int = 0
    """The number of its index among those that are searched."""

    @property
    def place(self) -> tuple[int, ...]:
        """Where it stands among equals: by index, and as it was written."""
        return (self.shard, *self.document.place)


def matching(corpus: Corpus, body: Json, shard: int = 0) -> list[Hit]:
    """What the query and ``min_score`` let pass."""
    found = []
    for document in corpus.documents:
        score = evaluate(body.get("query", {"match_all": {}}), corpus, document)
        if score is not None and score >= body.get("min_score", -math.inf):
            found.append(Hit(document, score, corpus, shard))
    return found


def shown(corpora: list[Corpus], body: Json) -> list[Hit]:
    """The page."""
    hits = [hit for shard, corpus in enumerate(corpora) for hit in best_of(corpus, body, shard)]
    ordered = in_order(hits, body.get("sort", []))
    if "collapse" in body:
        ordered = collapsed(ordered, body["collapse"]["field"])
    begin = body.get("from", 0)
    return ordered[begin : begin + body.get("size", 10)]


def best_of(corpus: Corpus, body: Json, shard: int) -> list[Hit]:
    """Those of one index that ``post_filter`` lets pass, scored once more if asked."""
    hits = matching(corpus, body, shard)
    if "post_filter" in body:
        hits = [hit for hit in hits if matches(body["post_filter"], corpus, hit.document)]
    if "rescore" in body:
        hits = rescored(in_order(hits, []), body["rescore"])
    return hits


def in_order(hits: list[Hit], sorts: list[Json]) -> list[Hit]:
    """Sorted."""
    return sorted(hits, key=cmp_to_key(lambda one, other: compare(one, other, sorts)))


def collapsed(ordered: list[Hit], field: str) -> list[Hit]:
    """Of each value only the first; those without one are a group too."""
    seen: list[list[Any]] = []
    kept = []
    for hit in ordered:
        values = hit.document.values(field)
        if values not in seen:
            seen.append(values)
            kept.append(hit)
    return kept


def rescored(ordered: list[Hit], body: Json) -> list[Hit]:
    """The first ones get a new score, of the old one and another."""
    how = body["query"]
    weight, other = Float(how.get("query_weight", 1.0)), Float(how.get("rescore_query_weight", 1.0))
    found = []
    for number, hit in enumerate(ordered):
        first = hit.score * weight
        second = evaluate(how["rescore_query"], hit.corpus, hit.document) if number < body["window_size"] else None
        found.append(replace(hit, score=first if second is None else combined(how.get("score_mode", "total"), first, second * other)))
    return found


def combined(mode: str, first: Float, second: Float) -> Float:
    """One score of two."""
    both = {"total": first + second, "multiply": first * second, "avg": (first + second) / Float(2)}
    return both[mode] if mode in both else max(first, second) if mode == "max" else min(first, second)


def compare(one: Hit, other: Hit, sorts: list[Json]) -> int:
    """Below 0 when the first stands before the second."""
    for sort in sorts or [{"_score": {"order": "desc"}}]:
        ((field, how),) = sort.items()
        sign = -1 if how.get("order") == "desc" else 1
        first, second = (key_of(hit, field, how) for hit in (one, other))
        if (first is None) != (second is None):
            absent = 1 if how.get("missing", "_last") == "_last" else -1
            return absent if first is None else -absent
        if first is not None and first != second:
            return sign if first > second else -sign
    return -1 if one.place < other.place else 1


def key_of(hit: Hit, field: str, how: Json) -> Any:
    """The value that a hit is sorted by; None where it has none and none stands in."""
    if field == "_score":
        return hit.score
    if field == "_doc":
        return hit.document.place
    if field == "_geo_distance":
        return far(hit.document, how)
    values = inside(hit, field, how["nested"]) if "nested" in how else hit.document.values(field)
    if not values:
        return None if how.get("missing", "_last") in ("_last", "_first") else how["missing"]
    return picked(values, how, hit.document.schema.type_of(field))


def inside(hit: Hit, field: str, nested: Json) -> list[Any]:
    """The values in the objects of a document that a filter lets pass."""
    objects = [each for each in hit.corpus.level(nested["path"]) if hit.document.holds(each)]
    chosen = [each for each in objects if "filter" not in nested or matches(nested["filter"], hit.corpus, each)]
    return sorted(value for each in chosen for value in each.values(field))


def far(document: Document, how: Json) -> float:
    """The distance from the nearest, or as the mode says; without a point it is infinite."""
    found = sorted(distance(each, point(how["g"])) for each in document.values("g"))
    return float(picked(found, how, "double")) if found else math.inf


def picked(values: list[Any], how: Json, kind: str | None) -> Any:
    """One of several, ascending, or what they are together."""
    mode = how.get("mode", "max" if how.get("order") == "desc" else "min")
    if mode == "sum":
        return sum(values)
    if mode == "avg":
        return mean(values, kind)
    if mode == "median":
        middle = len(values) // 2
        return values[middle] if len(values) % 2 else mean(values[middle - 1 : middle + 1], kind)
    return values[-1] if mode == "max" else values[0]


def mean(values: list[Any], kind: str | None) -> Any:
    """Of integers rounded, a half upwards."""
    found = math.fsum(values) / len(values)
    return found if kind in FLOATING else math.floor(found + 0.5)
