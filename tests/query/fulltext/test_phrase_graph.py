"""Phrases of which parts can be said in several words, as a user sees them."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore

MANY = [f"a{at} b{at}, c{at}" for at in range(14)]
SETTINGS: dict[str, Any] = {
    "analysis": {
        "filter": {"links": {"type": "synonym_graph", "synonyms": ["big apple, ny", "dog, hound", *MANY]}},
        "analyzer": {"linked": {"tokenizer": "standard", "filter": ["lowercase", "links"]}},
    }
}
PROPERTIES = {"t": {"type": "text", "search_analyzer": "linked"}}
TEXTS = ["ny dog", "big apple hound show", "big ny apple dog", "a dog in ny"]


@pytest.fixture
def filled(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", settings=SETTINGS, mappings={"properties": PROPERTIES})
    for at, text in enumerate(TEXTS):
        store.index(index="i", id=str(at), document={"t": text})
    return store


def scores(store: docstore.Store, query: dict[str, Any]) -> dict[str, float]:
    return {hit["_id"]: hit["_score"] for hit in store.search(index="i", query=query)["hits"]["hits"]}


def test_each_word_counts_once(filled: docstore.Store) -> None:
    """The rarity of all words that occur is added; an occurrence is one, in whatever words."""
    rare = sum(math.log(1 + (4 - n + 0.5) / (n + 0.5)) for n in (3, 2, 2, 3, 1))
    average = 14 / 4
    expected = {
        doc_id: 2.2 * rare * (1 - 1 / (1 + 1 / (1.2 * (0.25 + 0.75 * length / average)))) for doc_id, length in (("0", 2), ("1", 4))
    }
    assert scores(filled, {"match_phrase": {"t": "ny dog"}}) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"match_phrase": {"t": "big apple"}}, {"0", "1", "2", "3"}),
        ({"match_phrase": {"t": "a dog in big apple"}}, {"3"}),
        ({"match_phrase": {"t": {"query": "dog big apple", "slop": 1}}}, {"3"}),
        ({"match_phrase_prefix": {"t": "big apple hou"}}, {"1"}),
        ({"match_phrase_prefix": {"t": "ny d"}}, {"0"}),
        ({"match_phrase_prefix": {"t": {"query": "ny sho", "slop": 1}}}, {"1"}),
        ({"query_string": {"query": '"ny hound"', "default_field": "t"}}, {"0", "1"}),
    ],
)
def test_finds(filled: docstore.Store, query: dict[str, Any], expected: set[str]) -> None:
    assert scores(filled, query).keys() == expected


def test_many_ways(filled: docstore.Store) -> None:
    """The ways multiply, and what is looked at does not."""
    filled.index(index="i", id="long", document={"t": " ".join(f"a{at} b{at}" if at % 2 else f"c{at}" for at in range(14))})
    asked = {"match_phrase": {"t": " ".join(f"c{at}" for at in range(14))}}
    assert scores(filled, asked).keys() == {"long"}
    found = filled.search(index="i", query=asked, highlight={"fields": {"t": {}}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == ["long"]


def test_marked_and_explained(filled: docstore.Store) -> None:
    query = {"match_phrase": {"t": "big apple dog"}}
    found = filled.search(index="i", query=query, highlight={"fields": {"t": {}}})["hits"]["hits"]
    assert [hit["highlight"]["t"] for hit in found] == [["<em>ny dog</em>"], ["<em>big apple hound</em> show"]]
    (told,) = filled.indices.validate_query(index="i", query=query, explain=True)["explanations"]
    assert told["explanation"] == "spanNear([spanOr([t:ny, spanNear([t:big, t:apple], 0, true)]), spanOr([t:hound, t:dog])], 0, true)"
