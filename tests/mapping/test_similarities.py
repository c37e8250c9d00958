"""The similarity of a field decides about its scores."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
TEXTS = ("red", "red red blue green", "blue", "green blue yellow")


def idf(documents: int, having: int) -> float:
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def scores(store: docstore.Store, field: Json, similarity: Json | None, query: Json, texts: tuple[Any, ...] = TEXTS) -> dict[str, float]:
    settings = {} if similarity is None else {"index": {"similarity": similarity}}
    store.indices.create(index="i", settings=settings, mappings={"properties": {"f": field}})
    for number, text in enumerate(texts):
        store.index(index="i", id=str(number), document={"f": text})
    hits = store.search(index="i", query=query)["hits"]["hits"]
    return {hit["_id"]: hit["_score"] for hit in hits}


@pytest.mark.parametrize(
    ("field", "similarity"),
    [
        ({"type": "text", "similarity": "boolean"}, None),
        ({"type": "text", "similarity": "mine"}, {"mine": {"type": "boolean"}}),
        ({"type": "text"}, {"default": {"type": "boolean"}}),
        ({"type": "keyword", "similarity": "boolean", "split_queries_on_whitespace": True}, None),
    ],
)
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ({"match": {"f": {"query": "red", "boost": 3}}}, 3.0),
        ({"match": {"f": "red purple"}}, 1.0),
        ({"term": {"f": "red"}}, 1.0),
        ({"fuzzy": {"f": {"value": "read", "rewrite": "scoring_boolean"}}}, 2 / 3),
    ],
)
def test_terms_of_a_boolean_field_add_their_boost(
    store: docstore.Store, field: Json, similarity: Json | None, query: Json, first: float
) -> None:
    assert scores(store, field, similarity, query)["0"] == pytest.approx(first, rel=1e-6)


def test_phrases_of_a_boolean_field(store: docstore.Store) -> None:
    found = scores(store, {"type": "text", "similarity": "boolean"}, None, {"match_phrase": {"f": "red blue"}})
    assert found == {"1": 1.0}


@pytest.mark.parametrize(
    "similarity", [{"mine": {"type": "BM25", "k1": 2, "b": 0}}, {"default": {"type": "BM25", "k1": "2.0", "b": "0.0"}}]
)
def test_bm25_with_other_parameters(store: docstore.Store, similarity: Json) -> None:
    field = {"type": "text", "similarity": "mine"} if "mine" in similarity else {"type": "text"}
    found = scores(store, field, similarity, {"match": {"f": "red"}})
    # without b, lengths do not count
    assert found["0"] == pytest.approx(3 * idf(4, 2) * (1 - 1 / (1 + 1 / 2)), rel=1e-6)
    assert found["1"] == pytest.approx(3 * idf(4, 2) * (1 - 1 / (1 + 2 / 2)), rel=1e-6)


def test_the_built_in_bm25_goes_before_an_own_default(store: docstore.Store) -> None:
    own = {"default": {"type": "boolean"}}
    found = scores(store, {"type": "text", "similarity": "BM25", "norms": False}, own, {"match": {"f": "red"}})
    average = (1 + 4 + 1 + 3) / 4
    norm = 1.2 * (0.25 + 0.75 * 1 / average)
    assert found["0"] == pytest.approx(2.2 * idf(4, 2) * (1 - 1 / (1 + 1 / norm)), rel=1e-6)


def test_it_may_not_change(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings={"properties": {"f": {"type": "text"}}})
    with pytest.raises(ApiError, match=r"Cannot update parameter \[similarity\] from \[null\] to \[boolean\]"):
        store.indices.put_mapping(index="i", properties={"f": {"type": "text", "similarity": "boolean"}})


@pytest.mark.parametrize(
    ("similarity", "reason"),
    [
        ({"mine": {"k1": 2}}, "Similarity [mine] must have an associated type"),
        ({"BM25": {"type": "boolean"}}, "illegal value for [index.similarity.BM25] cannot redefine built-in similarity"),
        ({"mine": {"type": "best"}}, "Unknown Similarity type [best] for [mine]"),
        ({"mine": {"type": "BM25", "k1": -1}}, "illegal k1 value: -1.0, must be a non-negative finite value"),
        ({"mine": {"type": "BM25", "b": 2}}, "illegal b value: 2.0, must be between 0 and 1"),
        ({"mine": {"type": "BM25", "b": "x"}}, "Failed to parse value [x] for setting [index.similarity.mine.b]"),
        ({"mine": {"type": "BM25", "mu": 2}}, "Unknown settings for similarity of type [BM25]: [mu]"),
        ({"mine": {"type": "boolean", "b": 1}}, "Unknown settings for similarity of type [boolean]: [b]"),
        ({"mine": {"type": "DFR"}}, "docstore does not support the similarity type [DFR] of [mine]"),
        ({"mine": {"type": "scripted"}}, "docstore does not support the similarity type [scripted] of [mine]"),
        (
            {"mine": {"type": "BM25", "discount_overlaps": False}},
            "docstore does not support [discount_overlaps] false of the similarity [mine]",
        ),
    ],
)
def test_what_is_none(store: docstore.Store, similarity: Json, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        store.indices.create(index="i", settings={"index": {"similarity": similarity}})
    assert (caught.value.status, caught.value.reason) == (400, reason)
    assert not store.indices.exists(index="i")
