"""What a field keeps of its terms decides about its scores: frequencies, lengths, pairs of terms, beginnings of terms."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore

Json = dict[str, Any]


def filled(store: docstore.Store, field: Json, *values: Any) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": {"f": field}})
    for number, value in enumerate(values):
        store.index(index="i", id=str(number), document={"f": value})
    return store


def scores(store: docstore.Store, query: Json) -> dict[str, float]:
    return {hit["_id"]: hit["_score"] for hit in store.search(index="i", query=query)["hits"]["hits"]}


def bm25(documents: int, having: int, freq: float, length: float, average: float) -> float:
    idf = math.log(1 + (documents - having + 0.5) / (having + 0.5))
    return 2.2 * idf * (1 - 1 / (1 + freq / (1.2 * (0.25 + 0.75 * length / average))))


WORDS = (["red"], ["red", "red", "blue"], ["blue", "green"], ["yellow"])
"""Seven values; six (document, term) pairs."""


@pytest.mark.parametrize(
    ("options", "first", "second"),
    [
        ({}, (1, 1, 6 / 4), (1, 1, 6 / 4)),
        ({"norms": True}, (1, 1, 6 / 4), (1, 3, 6 / 4)),
        ({"index_options": "freqs"}, (1, 1, 7 / 4), (2, 1, 7 / 4)),
        ({"index_options": "freqs", "norms": True}, (1, 1, 7 / 4), (2, 3, 7 / 4)),
    ],
)
def test_keywords(store: docstore.Store, options: Json, first: Any, second: Any) -> None:
    filled(store, {"type": "keyword", **options}, *WORDS)
    found = scores(store, {"term": {"f": "red"}})
    assert found == {"0": pytest.approx(bm25(4, 2, *first), rel=1e-6), "1": pytest.approx(bm25(4, 2, *second), rel=1e-6)}
    explained = store.search(index="i", query={"term": {"f": "red"}}, explain=True)["hits"]["hits"]
    assert [hit["_explanation"]["value"] for hit in explained] == [hit["_score"] for hit in explained]


TEXTS = ("quick brown fox", "brown quick fox", "the quick brown brown fox jumps", "fox")


def test_pairs_of_terms(store: docstore.Store) -> None:
    filled(store, {"type": "text", "index_phrases": True}, *TEXTS)
    assert scores(store, {"match_phrase": {"f": "quick brown"}}) == scores(store, {"term": {"f._index_phrase": "quick brown"}})
    # pairs: 2, 2, 5 and none
    assert scores(store, {"match_phrase": {"f": "quick brown"}})["0"] == pytest.approx(bm25(3, 2, 1, 2, 9 / 3), rel=1e-6)
    assert scores(store, {"match_phrase": {"f": "quick brown fox"}}).keys() == {"0"}
    assert scores(store, {"match_phrase": {"f": {"query": "quick fox", "slop": 1}}}).keys() == {"0", "1"}
    assert scores(store, {"match_phrase_prefix": {"f": "quick br"}}).keys() == {"0", "2"}
    assert scores(store, {"match_phrase": {"f": "fox"}}).keys() == {"0", "1", "2", "3"}


def test_beginnings_of_terms(store: docstore.Store) -> None:
    filled(store, {"type": "text", "index_prefixes": {"min_chars": 2, "max_chars": 3}}, *TEXTS)
    assert scores(store, {"term": {"f._index_prefix": "br"}}).keys() == {"0", "1", "2"}
    assert scores(store, {"term": {"f._index_prefix": "brow"}}) == {}
    assert scores(store, {"prefix": {"f": "br"}}) == dict.fromkeys("012", 1.0)
    caps = store.field_caps(index="i", fields="f*")["fields"]
    assert {name: list(kinds) for name, kinds in caps.items()} == {"f": ["text"], "f._index_prefix": ["prefix"]}
    assert list(store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]) == ["f"]
