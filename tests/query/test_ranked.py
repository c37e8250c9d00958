"""Scores that come with the postings are those that are worked out for documents that are known to match."""

from __future__ import annotations

import random
from typing import Any

import pytest

from docstore import Store
from docstore.query import scorer

Json = dict[str, Any]
WORDS = ["red", "green", "blue", "black", "white", "grey", "pink", "brown", "gold", "teal"]
NUMBER: Json = {"range": {"n": {"gte": 20, "lt": 70}}}
MATCH: Json = {"match": {"t": "red green"}}
QUERIES: dict[str, Json] = {
    "term": {"match": {"t": "red"}},
    "two": MATCH,
    "all words": {"match": {"t": " ".join(WORDS)}},
    "twice": {"match": {"t": "red red green"}},
    "boosts": {"bool": {"should": [{"match": {"t": {"query": "red", "boost": 3}}}, {"match": {"t": "gold"}}], "boost": 0.5}},
    "with nothing": {"bool": {"should": [{"match": {"t": "red"}}, {"match": {"absent": "red"}}]}},
    "at least two": {"bool": {"should": [{"match": {"t": word}} for word in WORDS[:4]], "minimum_should_match": 2}},
    "both": {"match": {"t": {"query": "red green", "operator": "and"}}},
    "phrase": {"match_phrase": {"t": "red green"}},
    "phrase of three": {"match_phrase": {"t": "red red green"}},
    "phrase with a hole": {"match_phrase": {"t": {"query": "red the green", "analyzer": "stop"}}},
    "loose phrase": {"match_phrase": {"t": {"query": "green red", "slop": 3}}},
    "filter": {"bool": {"must": MATCH, "filter": NUMBER}},
    "not": {"bool": {"must": [MATCH], "must_not": [NUMBER, {"term": {"k": "a"}}]}},
    "phrase and filter": {"bool": {"must": {"match_phrase": {"t": "red green"}}, "filter": [NUMBER, {"term": {"k": "a"}}]}},
    "number and filter": {"bool": {"must": NUMBER, "filter": {"term": {"k": "a"}}}},
    "inside": {"bool": {"should": [{"bool": {"must": MATCH, "filter": NUMBER}}, {"match_phrase": {"t": "gold teal"}}]}},
}


@pytest.mark.parametrize("few", [3, 4_096])
def test_equal(store: Store, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(scorer, "_FEW", few)
    store.indices.create(index="i", mappings={"properties": {"t": {"type": "text"}, "n": {"type": "long"}, "k": {"type": "keyword"}}})
    chance = random.Random(few)
    documents = [
        {"t": " ".join(chance.choices(WORDS, k=chance.randint(0, 15))), "n": chance.randint(0, 99), "k": chance.choice("ab")}
        for _ in range(900)
    ]
    store.load(index="i", documents=documents)
    for name, query in QUERIES.items():
        asked: Json = {"index": "i", "size": 900, "track_total_hits": True, "source": False}
        alone = store.search(**asked, query=query)["hits"]
        others = store.search(**asked, query={"dis_max": {"queries": [query]}})["hits"]
        assert alone == others, name
        assert alone["hits"], name
