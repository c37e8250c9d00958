"""What the documents of buckets score: in objects, and where the query has not found them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

import docstore

NESTED = {"nested": {"path": "c"}}
TOP = {"top": {"top_hits": {}}}
IDF = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
TF = 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * 1 / (4 / 3)))


@pytest.fixture
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        properties = {"t": {"type": "text"}, "c": {"type": "nested", "properties": {"k": {"type": "keyword"}}}}
        opened.indices.create(index="i", mappings={"properties": properties})
        opened.index(index="i", id="1", document={"t": "a", "c": [{"k": "x"}, {"k": "y"}]})
        opened.index(index="i", id="2", document={"t": "b", "c": {"k": "z"}})
        opened.index(index="i", id="3", document={"t": "b b"})
        yield opened


def _scores(store: docstore.Store, query: Any, path: list[str], aggs: Any) -> list[tuple[str, float]]:
    found = store.search(index="i", size=0, query=query, aggs=aggs)["aggregations"]
    for name in path:
        found = found[name]
    return [(hit["_id"], hit["_score"]) for hit in found["hits"]["hits"]]


def test_objects_score_as_their_document(store: docstore.Store) -> None:
    """As Elasticsearch's documentation shows it for ``top_hits`` in ``nested``."""
    query = {"match": {"t": "a"}}
    score = pytest.approx(2.2 * IDF * TF, rel=1e-6)
    assert _scores(store, query, ["n", "top"], {"n": {**NESTED, "aggs": TOP}}) == [("1", score), ("1", score)]
    back = {"n": {**NESTED, "aggs": {"back": {"reverse_nested": {}, "aggs": TOP}}}}
    assert _scores(store, query, ["n", "back", "top"], back) == [("1", score)]


@pytest.mark.parametrize("query", [{"match": {"t": "a"}}, {"match_phrase": {"t": "b b"}}, {"fuzzy": {"t": "b"}}, {"term": {"t": "none"}}])
def test_documents_that_the_query_has_not_found(store: docstore.Store, query: Any) -> None:
    everything = {"all": {"global": {}, "aggs": {**TOP, "n": {**NESTED, "aggs": TOP}, "s": {"sampler": {"shard_size": 1}, "aggs": TOP}}}}
    assert _scores(store, query, ["all", "top"], everything) == [("1", 1.0), ("2", 1.0), ("3", 1.0)]
    assert _scores(store, query, ["all", "n", "top"], everything) == [("1", 1.0), ("1", 1.0), ("2", 1.0)]
    assert _scores(store, query, ["all", "s", "top"], everything) == [("1", 1.0)]
