"""What is kept for later searches changes no answer: the first search, which has nothing of it, says the same."""

from __future__ import annotations

import operator
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


AGGREGATIONS: list[dict[str, Any]] = [
    {"terms": {"field": "tag"}},
    {"terms": {"field": "n", "size": 4}, "aggs": {"sum": {"sum": {"field": "x"}}, "mean": {"avg": {"field": "n"}}}},
    {"terms": {"field": "x"}, "aggs": {"s": {"extended_stats": {"field": "many"}}, "t": {"terms": {"field": "tag", "size": 2}}}},
    {"terms": {"field": "many"}, "aggs": {"least": {"min": {"field": "x"}}}},
    {"terms": {"field": "tag", "size": 2, "order": {"_key": "desc"}, "exclude": ["z"]}, "aggs": {"top": {"top_hits": {"size": 2}}}},
    {"terms": {"field": "n", "order": {"mean": "asc"}}, "aggs": {"mean": {"avg": {"field": "x"}}}},
    {"terms": {"field": "tag", "min_doc_count": 0, "missing": "none"}},
    {"avg": {"field": "x"}},
    {"value_count": {"field": "tag"}},
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


@pytest.mark.parametrize("seed", range(4))
def test_the_same_answer_after_each_write(seed: int) -> None:
    chance = random.Random(seed)
    with docstore.open() as store:
        store.indices.create(index="i", mappings=MAPPINGS)
        store.load(index="i", documents=documents(seed, 900))
        for _ in range(3):
            for query in QUERIES:
                answer(store, query, None)
            for sort in SORTS:
                answer(store, {"match_all": {}}, sort)
        for document in documents(seed + 50, 60):
            if chance.random() < 0.3:
                document["title"] = f"{document.get('title', '')} new{chance.randint(0, 99)}"
                document["tag"] = f"aa{chance.randint(0, 99)}"
            known = store.search(index="i", size=900, source=False)["hits"]["hits"]
            doc_id = chance.choice(known)["_id"]
            way = chance.randrange(3)
            if way == 0:
                store.delete(index="i", id=doc_id)
            else:
                store.index(index="i", id=doc_id if way == 1 else None, document=document)
            for query, sort in [(chance.choice(QUERIES), None), (chance.choice(QUERIES), chance.choice(SORTS)), (QUERIES[0], SORTS[1])]:
                assert answer(store, query, sort) == fresh(store, query, sort), (query, sort)
            asked = {"size": 0, "aggs": {"a": chance.choice(AGGREGATIONS)}}
            for _ in range(2):
                assert store.search(index="i", **asked)["aggregations"] == all_of(store, asked), asked


def all_of(store: docstore.Store, asked: dict[str, Any]) -> Any:
    """In a transaction of its own, by a query that is not known to match all."""
    with store.transaction():
        store.index(index="other", id="1", document={})
        found = store.search(index="i", query={"range": {"_seq_no": {"gte": 0}}}, **asked)
    return found["aggregations"]


def fresh(store: docstore.Store, query: dict[str, Any], sort: Any) -> Any:
    """In a transaction of its own nothing is kept, and there is nothing to be quick about with a second query that says nothing."""
    with store.transaction():
        store.index(index="other", id="1", document={})
        hits = dict(
            store.search(index="i", query=query, sort=sort, size=25, track_total_hits=True, post_filter={"match_all": {}})
        )["hits"]
    return hits["total"], hits["max_score"], [(hit["_id"], hit["_score"], hit.get("sort")) for hit in hits["hits"]]


ENDS = [{"gt": 3}, {"gte": 3}, {"lt": 3}, {"lte": 3}, {"gt": 2, "lt": 4}, {"gte": 2.5, "lte": 3}, {"gt": 2.5, "lte": 3}]
"""One end or both, with and without it, at numbers that are there."""


@pytest.mark.parametrize("field", ["n", "x", "many"])
@pytest.mark.parametrize("ends", ENDS, ids=str)
def test_ends_of_a_range_that_is_kept_in_order(field: str, ends: dict[str, float]) -> None:
    """Asked so often that the values are kept in order; then the documents at both ends go, and others come."""
    whole = field != "x"
    values = {str(number): number / (1 if whole else 2) for number in range(200)}
    inside = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
    with docstore.open() as store:
        store.indices.create(index="i", mappings=MAPPINGS)

        def put(doc_id: str, value: float) -> None:
            number = int(value) if whole else value
            store.index(index="i", id=doc_id, document={field: [number, number] if field == "many" else number})

        for doc_id, value in values.items():
            put(doc_id, value)
        for gone, came in [((), {}), (("2", "6", "0", "199"), {}), (("4", "5"), {"a": 3.0, "b": 2.0}), ((), {"c": 4.0, "d": 3.0})]:
            for doc_id in gone:
                store.delete(index="i", id=doc_id)
                del values[doc_id]
            for doc_id, value in came.items():
                put(doc_id, value)
                values[doc_id] = value
            expected = sorted(
                doc_id for doc_id, value in values.items() if all(inside[name](value, end) for name, end in ends.items())
            )
            for _ in range(3):
                found = store.search(index="i", query={"range": {field: ends}}, size=300)["hits"]["hits"]
                assert sorted(hit["_id"] for hit in found) == expected
                assert store.count(index="i", query={"range": {field: ends}})["count"] == len(expected)


@pytest.mark.parametrize("field", ["n", "x", "tag"])
def test_the_ends_of_a_kept_order_go(field: str) -> None:
    """The best in an order are deleted, written again and deleted; many have the same value."""
    chance = random.Random(field)
    made = {"n": lambda number: number, "x": lambda number: number / 4, "tag": lambda number: f"t{number:03}"}[field]
    with docstore.open() as store:
        store.indices.create(index="i", mappings=MAPPINGS)
        store.load(index="i", documents=({field: made(number // 3)} for number in chance.sample(range(300), 300)))
        values = {hit["_id"]: hit["_source"][field] for hit in store.search(index="i", size=300)["hits"]["hits"]}
        for step in range(60):
            for order in ("asc", "desc"):
                expected = sorted(values, key=values.__getitem__, reverse=order == "desc")[:5]
                found = [hit["_id"] for hit in store.search(index="i", sort={field: order}, size=5)["hits"]["hits"]]
                assert found == expected, (step, order)
                counted = store.search(index="i", size=0, aggs={"a": {"terms": {"field": field, "size": 3, "order": {"_key": order}}}})
                top = sorted(set(values.values()), reverse=order == "desc")[:3]
                assert [(bucket["key"], bucket["doc_count"]) for bucket in counted["aggregations"]["a"]["buckets"]] == [
                    (key, list(values.values()).count(key)) for key in top
                ]
                gone = expected[step % 2]
                store.delete(index="i", id=gone)
                del values[gone]
            if step % 3 == 0:
                store.index(index="i", id=f"new{step}", document={field: made(step % 2 * 99)})
                values[f"new{step}"] = made(step % 2 * 99)
