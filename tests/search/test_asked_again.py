"""What is kept for later searches changes no answer: the first search, which has nothing of it, says the same."""

from __future__ import annotations

import random
from typing import Any

import pytest

import docstore

WORDS = ["red", "green", "blue", "black", "rare"]
MAPPINGS = {
    "properties": {
        "title": {"type": "text"},
        "tag": {"type": "keyword"},
        "n": {"type": "integer"},
        "x": {"type": "double"},
        "many": {"type": "integer"},
    }
}


def documents(seed: int, count: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        document: dict[str, Any] = {
            "title": " ".join(chance.choices(WORDS, weights=[9, 5, 3, 2, 0.1], k=chance.randint(0, 5))),
            "tag": chance.choice(["a", "ab", "abc", "b", "z"]),
            "n": chance.randint(0, 30),
            "x": chance.choice([0.5, -1.5, 7.25, 100.0]),
            "many": [chance.randint(0, 9) for _ in range(chance.randint(0, 3))],
        }
        for name in list(document):
            if chance.random() < 0.1:
                del document[name]
        found.append(document)
    return found


QUERIES: list[dict[str, Any]] = [
    {"match_all": {}},
    {"match": {"title": "red rare"}},
    {"match": {"title": {"query": "red blue", "operator": "and"}}},
    {"match": {"title": {"query": "red blue black", "minimum_should_match": 2}}},
    {"match_phrase": {"title": "red green"}},
    {"match": {"title": {"query": "rad", "fuzziness": 1}}},
    {"term": {"tag": "abc"}},
    {"terms": {"tag": ["a", "z", "none"]}},
    {"prefix": {"tag": "ab"}},
    {"prefix": {"title": "r"}},
    {"range": {"tag": {"gt": "a", "lte": "b"}}},
    {"range": {"n": {"gte": 3, "lt": 4}}},
    {"range": {"n": {"gt": 3}}},
    {"range": {"n": {"lt": -5}}},
    {"range": {"x": {"gte": -1.5, "lt": 7.25}}},
    {"range": {"x": {"gt": 7.25}}},
    {"range": {"many": {"gte": 8}}},
    {"bool": {"must": [{"match": {"title": "red"}}], "filter": [{"range": {"n": {"lt": 9}}}], "must_not": [{"term": {"tag": "b"}}]}},
    {"bool": {"must": [{"term": {"tag": "z"}}], "should": [{"match": {"title": "rare blue"}}, {"range": {"n": {"gte": 15}}}]}},
    {"bool": {"should": [{"term": {"tag": "z"}}, {"match": {"title": "rare"}}, {"range": {"n": {"gte": 29}}}], "minimum_should_match": 2}},
    {"bool": {"must_not": [{"match": {"title": "red"}}, {"range": {"many": {"lt": 5}}}]}},
    {"dis_max": {"queries": [{"match": {"title": "rare"}}, {"range": {"n": {"gte": 29}}}], "tie_breaker": 0.3}},
]
SORTS: list[Any] = [
    None,
    [{"n": "asc"}],
    [{"n": "desc"}],
    [{"x": {"order": "desc", "missing": "_first"}}],
    [{"x": {"order": "asc", "missing": 3.0}}],
    [{"tag": "desc"}],
    [{"tag": "asc"}, {"n": "desc"}],
    [{"many": {"order": "asc", "mode": "max"}}],
    [{"_doc": "desc"}],
]


def answer(store: docstore.Store, query: dict[str, Any], sort: Any) -> Any:
    hits = dict(store.search(index="i", query=query, sort=sort, size=25, track_total_hits=True))["hits"]
    return hits["total"], hits["max_score"], [(hit["_id"], hit["_score"], hit.get("sort")) for hit in hits["hits"]]


@pytest.mark.parametrize("seed", range(3))
def test_the_same_answer(seed: int) -> None:
    with docstore.open() as store:
        store.indices.create(index="i", mappings=MAPPINGS)
        for round_ in range(2):
            store.load(index="i", documents=documents(seed * 10 + round_, 600))
            for query in QUERIES:
                for sort in SORTS:
                    expected = fresh(store, query, sort)
                    for _ in range(3):
                        assert answer(store, query, sort) == expected, (query, sort)
            store.delete_by_query(index="i", query={"range": {"n": {"gte": 10, "lt": 14}}})


def fresh(store: docstore.Store, query: dict[str, Any], sort: Any) -> Any:
    """In a transaction of its own nothing is kept, and there is nothing to be quick about with a second query that says nothing."""
    with store.transaction():
        store.index(index="other", id="1", document={})
        hits = dict(
            store.search(index="i", query=query, sort=sort, size=25, track_total_hits=True, post_filter={"match_all": {}})
        )["hits"]
    return hits["total"], hits["max_score"], [(hit["_id"], hit["_score"], hit.get("sort")) for hit in hits["hits"]]
