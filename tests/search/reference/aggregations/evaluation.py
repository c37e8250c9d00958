"""Aggregations by name. Each makes its result of a list of hits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.search.reference.aggregations.formats import with_texts
from tests.search.reference.corpus import Corpus
from tests.search.reference.schema import Json
from tests.search.reference.sorting import Hit

Hits = Sequence[Hit]
Corpora = Sequence[Corpus]
Aggregate = Callable[[Json, Hits, Json, Corpora], Json]
"""What is asked, the hits, what is asked below, and all that is searched."""

KINDS: dict[str, Aggregate] = {}
OF_TYPES: dict[tuple[str | None, str], Aggregate] = {}
"""Those that are another thing on fields of a type."""
PARENTS: dict[str, Callable[[str, Json, list[Json]], list[Json]]] = {}
"""Pipelines that change the buckets around them: (name, what is asked, buckets)."""
SIBLINGS: dict[str, Callable[[Json, Json], Json]] = {}
"""Pipelines that read the results beside them: (what is asked, results)."""


def aggregation(*names: str) -> Callable[[Aggregate], Aggregate]:
    """Add the aggregation of that name."""

    def add(aggregate: Aggregate) -> Aggregate:
        KINDS.update(dict.fromkeys(names, aggregate))
        return aggregate

    return add


def kind_of(body: Json) -> str:
    """Which aggregation it is."""
    return next(key for key in body if key not in ("aggs", "meta"))


def aggregate(body: Json, hits: Hits, corpora: Corpora) -> Json:
    """The result of one aggregation."""
    kind, aggs = kind_of(body), body.get("aggs", {})
    on = corpora[0].schema.type_of(body[kind].get("field", ""))
    found = with_texts(OF_TYPES.get((on, kind), KINDS[kind])(body[kind], hits, aggs, corpora), body[kind])
    for name, below in aggs.items():
        if kind_of(below) in PARENTS:
            found["buckets"] = PARENTS[kind_of(below)](name, below[kind_of(below)], found["buckets"])
            for each in (each for each in found["buckets"] if name in each):
                each[name] = with_meta(each[name], below)
    return with_meta(found, body)


def with_meta(found: Json, body: Json) -> Json:
    """With what was said to be given back."""
    return {**found, "meta": body["meta"]} if "meta" in body else found


def results(aggs: Json, hits: Hits, corpora: Corpora) -> Json:
    """The results of several, and then of those that read them."""
    found = {name: aggregate(body, hits, corpora) for name, body in aggs.items() if kind_of(body) in KINDS}
    for name, body in aggs.items():
        if kind_of(body) in SIBLINGS:
            how = body[kind_of(body)]
            found[name] = with_meta(with_texts(SIBLINGS[kind_of(body)](how, found), how), body)
    return found


def bucket(hits: Hits, aggs: Json, corpora: Corpora, **shown: Any) -> Json:
    """A bucket with so many documents."""
    return {**shown, "doc_count": len(hits), **results(aggs, hits, corpora)}


def values_of(hit: Hit, how: Json) -> list[Any]:
    """The values of the field, or what stands in for none."""
    return hit.document.values(how["field"]) or ([how["missing"]] if "missing" in how else [])


def numbers(hits: Hits, how: Json) -> list[float]:
    """All values as doubles, ascending."""
    return sorted(float(value) for hit in hits for value in values_of(hit, how))


def grouped(hits: Hits, keys: Callable[[Hit], Sequence[Any]]) -> list[tuple[Any, list[Hit]]]:
    """The hits of each key, by key; each hit once."""
    found: dict[Any, list[Hit]] = {}
    for hit in hits:
        for key in dict.fromkeys(keys(hit)):
            found.setdefault(key, []).append(hit)
    return sorted(found.items())
