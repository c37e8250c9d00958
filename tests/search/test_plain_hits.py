"""Hits of which nothing special is shown are the same, whichever way they are made."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

MAPPINGS = {"properties": {"t": {"type": "text"}, "n": {"type": "integer"}, "k": {"type": "keyword", "ignore_above": 5}}}
BODIES: list[dict[str, Any]] = [
    {"query": {"match": {"t": "red fox"}}},
    {"query": {"match_phrase": {"t": "red fox"}}},
    {"query": {"range": {"n": {"gte": 3}}}, "sort": [{"n": "desc"}], "from": 1, "size": 70},
    {"query": {"match": {"t": "red"}}, "sort": [{"n": "asc"}], "track_scores": True},
    {"from": 3, "size": 100},
    {"from": 500},
    {"query": {"bool": {"must": [{"match": {"t": "fox"}}], "filter": [{"term": {"n": 7}}]}}},
]


@pytest.fixture
def animals(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="animals", mappings=MAPPINGS)
    words = ["red fox", "red red cow", "fox red", "cow"]
    for number in range(130):
        document = {"t": words[number % 4], "n": number, "k": "a" * (number % 8)}
        store.index(index="animals", id=str(number), document=document, routing="r" if number % 5 == 0 else None)
    store.delete(index="animals", id="9")
    return store


@pytest.mark.parametrize("body", BODIES)
def test_a_page_is_what_it_is_with_more_shown(animals: docstore.Store, body: dict[str, Any]) -> None:
    plain = animals.search(index="animals", **body)["hits"]
    more = animals.search(index="animals", **body, version=True)["hits"]
    assert [hit.pop("_version") for hit in more["hits"]] == [1] * len(more["hits"])
    assert [list(hit) for hit in plain["hits"]] == [list(hit) for hit in more["hits"]]
    assert plain == more


@pytest.mark.parametrize("body", BODIES)
def test_a_page_of_several_indices_is_the_same(animals: docstore.Store, body: dict[str, Any]) -> None:
    animals.indices.create(index="none", mappings=MAPPINGS)
    assert animals.search(index="animals,none", **body)["hits"] == animals.search(index="animals", **body)["hits"]


def test_pages_of_a_scroll_are_the_same(animals: docstore.Store) -> None:
    whole = animals.search(index="animals", sort=["_doc"], size=200)["hits"]["hits"]
    found = animals.search(index="animals", sort=["_doc"], size=50, scroll="1m")
    paged = found["hits"]["hits"]
    while found["hits"]["hits"]:
        found = animals.scroll(scroll_id=found["_scroll_id"])
        paged += found["hits"]["hits"]
    assert paged == whole
    assert any("_ignored" in hit for hit in whole)
    assert any("_routing" in hit for hit in whole)


@pytest.mark.parametrize(
    ("shown", "keys"),
    [
        ({"stored_fields": []}, {"_index", "_id", "_score"}),
        ({"source": False}, {"_index", "_id", "_score"}),
        ({"query": {"match_all": {"_name": "all"}}}, {"_index", "_id", "_score", "_source", "matched_queries"}),
        ({"query": {"bool": {"must": {"match_all": {"_name": "all"}}}}}, {"_index", "_id", "_score", "_source", "matched_queries"}),
    ],
)
def test_what_is_special_is_no_plain_hit(animals: docstore.Store, shown: dict[str, Any], keys: set[str]) -> None:
    (hit,) = animals.search(index="animals", **shown, size=1, from_=1)["hits"]["hits"]
    assert hit.keys() == keys


@pytest.mark.parametrize("source", [{"enabled": False}, {"excludes": ["n"]}, {"includes": ["t"]}])
def test_an_index_that_shows_less_shows_less(store: docstore.Store, source: dict[str, Any]) -> None:
    store.indices.create(index="less", mappings={"_source": source, "properties": {"n": {"type": "integer"}}})
    store.index(index="less", id="1", document={"n": 1, "t": "x"})
    (hit,) = store.search(index="less")["hits"]["hits"]
    assert hit.get("_source") == (None if "enabled" in source else {"t": "x"})
