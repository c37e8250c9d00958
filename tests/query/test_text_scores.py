"""Scores of terms in texts against the published formula of BM25, worked out in float64."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest

from docstore import Store

TEXTS: list[Any] = ["the quick brown fox", "the fox and the fox", "lazy dog", ["fox one", "two"], "", "a b c d e f g " * 10 + "fox"]
LENGTHS = [4, 5, 2, 3, 0, 71]
KEPT = [4, 5, 2, 3, 0, 68]
"""Lengths as one byte keeps them."""


def bm25(freq: float, length: float, average: float, documents: int, having: int, boost: float = 1.0) -> float:
    """``boost * (k1 + 1) * idf * tf``: one term in one document."""
    idf = math.log(1 + (documents - having + 0.5) / (having + 0.5))
    return boost * 2.2 * idf * freq / (freq + 1.2 * (0.25 + 0.75 * length / average))


def scores(store: Store, query: dict[str, Any], index: str = "a") -> dict[str, float]:
    """The score of each document that matches; what explains it says the same."""
    hits = store.search(index=index, query=query, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_score"] for hit in hits}


def fill(store: Store, texts: Sequence[Any], field: dict[str, Any] | None = None) -> None:
    """Texts as documents with the ids 0, 1, 2 ..."""
    store.indices.create(index="a", mappings={"properties": {"t": field or {"type": "text"}}})
    for at, text in enumerate(texts):
        store.index(index="a", id=str(at), document={"t": text})


def test_a_term(store: Store) -> None:
    fill(store, TEXTS)
    average = sum(LENGTHS) / 5
    expected = {str(at): bm25(freq, KEPT[at], average, 5, 4) for at, freq in ((0, 1), (1, 2), (3, 1), (5, 1))}
    assert scores(store, {"term": {"t": "fox"}}) == pytest.approx(expected, rel=1e-6)
    boosted = {key: 2.5 * score for key, score in expected.items()}
    assert scores(store, {"term": {"t": {"value": "fox", "boost": 2.5}}}) == pytest.approx(boosted, rel=1e-6)


def test_one_document_one_word(store: Store) -> None:
    fill(store, ["fox"])
    assert scores(store, {"term": {"t": "fox"}}) == {"0": pytest.approx(0.2876821, abs=1e-7)}


def test_without_lengths_or_frequencies(store: Store) -> None:
    fill(store, TEXTS, {"type": "text", "norms": False, "index_options": "docs"})
    average = sum(LENGTHS) / 5
    found = scores(store, {"term": {"t": "fox"}})
    assert found == pytest.approx(dict.fromkeys("0135", bm25(1, 1, average, 5, 4)), rel=1e-6)


def test_scores_follow_updates_and_deletes(store: Store) -> None:
    fill(store, TEXTS)
    scores(store, {"term": {"t": "fox"}})
    store.delete(index="a", id="5")
    store.index(index="a", id="2", document={"t": "fox fox fox"})
    average = (4 + 5 + 3 + 3) / 4
    expected = {str(at): bm25(freq, length, average, 4, 4) for at, freq, length in ((0, 1, 4), (1, 2, 5), (3, 1, 3), (2, 3, 3))}
    assert scores(store, {"term": {"t": "fox"}}) == pytest.approx(expected, rel=1e-6)


def test_tokens_that_stand_on_others_have_no_length(store: Store) -> None:
    kept: dict[str, Any] = {"tokenizer": "standard", "filter": ["s"]}
    analysis = {
        "filter": {"s": {"type": "synonym", "synonyms": ["fox, vixen"]}},
        "analyzer": {"a": kept},
    }
    store.indices.create(index="a", settings={"analysis": analysis}, mappings={"properties": {"t": {"type": "text", "analyzer": "a"}}})
    store.index(index="a", id="0", document={"t": "red fox"})
    store.index(index="a", id="1", document={"t": "red"})
    expected = {"0": bm25(1, 2, (3 + 1) / 2, 2, 1)}
    assert scores(store, {"term": {"t": "vixen"}}) == pytest.approx(expected, rel=1e-6)


def test_an_index_may_call_something_else_keyword(store: Store) -> None:
    for number, analyzer in enumerate([{"type": "custom", "tokenizer": "whitespace"}, {"type": "simple"}, {"type": "keyword"}]):
        settings = {"analysis": {"analyzer": {"keyword": analyzer}}}
        mappings = {"properties": {"t": {"type": "text", "analyzer": "keyword"}}}
        store.indices.create(index=f"i{number}", settings=settings, mappings=mappings)
        store.index(index=f"i{number}", id="1", document={"t": "a b"})
    for query, found in (({"match": {"t": "b x"}}, {"i0", "i1"}), ({"match_phrase": {"t": "a b"}}, {"i0", "i1", "i2"})):
        assert {hit["_index"] for hit in store.search(index="i*", query=query)["hits"]["hits"]} == found
