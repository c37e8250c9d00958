"""The clauses of a ``bool`` add up alike whether few documents are asked about or many, of which lists are walked instead."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

import docstore

Json = dict[str, Any]
COUNT = 2_000


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    words = [f"w{rank}" for rank in range(60) for _ in range(60 // (rank + 1))]
    chance = random.Random(5)
    with docstore.open() as opened:
        opened.indices.create(
            index="i", mappings={"properties": {"t": {"type": "text"}, "k": {"type": "keyword"}, "n": {"type": "integer"}}}
        )
        texts = (" ".join(chance.choices(words, k=chance.randrange(1, 30))) for _ in range(COUNT))
        opened.load(index="i", documents=({"t": text, "k": f"k{at % 90}", "n": at} for at, text in enumerate(texts)))
        yield opened


CLAUSES: list[Json] = [
    {"match": {"t": "w1 w30"}},
    {"term": {"k": "k7"}},
    {"term": {"t": "w55"}},
    {"range": {"n": {"gte": 1500, "boost": 0.3}}},
    {"match_phrase": {"t": "w0 w1"}},
    {"bool": {"must": [{"term": {"t": "w2"}}], "filter": [{"range": {"n": {"lt": 900}}}]}},
    {"dis_max": {"queries": [{"term": {"t": "w3"}}, {"term": {"k": "k8"}}]}},
    {"terms": {"k": ["k1", "k2"]}},
]


@pytest.mark.parametrize("least", [1, 2])
def test_many_and_few(store: docstore.Store, least: int) -> None:
    query = {"bool": {"should": CLAUSES, "minimum_should_match": least}}
    many = store.search(index="i", query=query, size=COUNT)["hits"]["hits"]
    assert len(many) > 256
    for low in range(0, COUNT, 100):
        own = {"range": {"n": {"gte": low, "lt": low + 100}}}
        few = store.search(index="i", query={"bool": {"must": [query], "filter": [own]}}, size=100)["hits"]["hits"]
        expected = [(hit["_id"], hit["_score"]) for hit in many if low <= hit["_source"]["n"] < low + 100]
        assert [(hit["_id"], hit["_score"]) for hit in few] == expected
