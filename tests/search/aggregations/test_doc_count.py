"""``_doc_count``: a document that stands for several counts as so many in buckets."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

Json = dict[str, Any]
DOCUMENTS: list[Json] = [
    {"_doc_count": 4, "k": "a", "n": 1, "d": "2020-01-05", "p": "1,1", "o": [{"x": 1}, {"x": 1}]},
    {"_doc_count": 5, "k": ["a", "b"], "n": 2, "d": "2020-02-05", "p": "1,1"},
    {"k": "b", "n": 2, "d": "2020-02-07", "p": "60,60"},
    {"k": "c", "n": 30, "o": {"x": 1}},
]
PROPERTIES: Json = {
    "k": {"type": "keyword"},
    "n": {"type": "integer"},
    "d": {"type": "date"},
    "p": {"type": "geo_point"},
    "o": {"type": "nested", "properties": {"x": {"type": "integer"}}},
}


@pytest.fixture
def counted(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    for number, document in enumerate(DOCUMENTS):
        store.index(index="i", id=str(number), document=document)
    return store


def aggregated(store: docstore.Store, request: Json) -> Any:
    answer = store.search(index="i", size=0, aggs={"x": request})
    assert answer["hits"]["total"]["value"] == 4
    return answer["aggregations"]["x"]


@pytest.mark.parametrize(
    ("request_", "counts"),
    [
        ({"terms": {"field": "k"}}, [("a", 9), ("b", 6), ("c", 1)]),
        ({"terms": {"field": "k", "order": {"_count": "asc"}}}, [("c", 1), ("b", 6), ("a", 9)]),
        ({"terms": {"field": "k", "min_doc_count": 6}}, [("a", 9), ("b", 6)]),
        ({"terms": {"field": "n"}}, [(2, 6), (1, 4), (30, 1)]),
        ({"histogram": {"field": "n", "interval": 10, "min_doc_count": 1}}, [(0.0, 10), (30.0, 1)]),
        ({"range": {"field": "n", "ranges": [{"to": 2}, {"from": 2}]}}, [("*-2.0", 4), ("2.0-*", 7)]),
        ({"composite": {"sources": [{"k": {"terms": {"field": "k"}}}]}}, [({"k": "a"}, 9), ({"k": "b"}, 6), ({"k": "c"}, 1)]),
        ({"multi_terms": {"terms": [{"field": "k"}, {"field": "n"}]}}, [(["a", 2], 5), (["b", 2], 6), (["a", 1], 4), (["c", 30], 1)]),
        ({"geohash_grid": {"field": "p", "precision": 1}}, [("s", 9), ("v", 1)]),
        ({"filters": {"filters": [{"term": {"k": "a"}}, {"term": {"k": "c"}}]}}, [(None, 9), (None, 1)]),
    ],
)
def test_buckets(counted: docstore.Store, request_: Json, counts: list[Any]) -> None:
    found = [(one.get("key"), one["doc_count"]) for one in aggregated(counted, request_)["buckets"]]
    assert sorted(found, key=str) == sorted(counts, key=str)
    if "terms" in request_:
        assert found == counts


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        ({"filter": {"term": {"k": "b"}}}, 6),
        ({"missing": {"field": "d"}}, 1),
        ({"global": {}}, 11),
        ({"nested": {"path": "o"}}, 3),
    ],
)
def test_single_buckets(counted: docstore.Store, request_: Json, count: int) -> None:
    assert aggregated(counted, request_)["doc_count"] == count


def test_below_other_buckets(counted: docstore.Store) -> None:
    by_month = {"date_histogram": {"field": "d", "calendar_interval": "month"}, "aggs": {"k": {"terms": {"field": "k"}}}}
    found = aggregated(counted, by_month)["buckets"]
    assert [(one["doc_count"], {below["key"]: below["doc_count"] for below in one["k"]["buckets"]}) for one in found] == [
        (4, {"a": 4}),
        (6, {"a": 5, "b": 6}),
    ]
    back = {"nested": {"path": "o"}, "aggs": {"back": {"reverse_nested": {}}}}
    assert aggregated(counted, back)["back"]["doc_count"] == 5
    metrics = {"filter": {"match_all": {}}, "aggs": {"sum": {"sum": {"field": "n"}}, "many": {"value_count": {"field": "n"}}}}
    answer = aggregated(counted, metrics)
    assert (answer["doc_count"], answer["sum"]["value"], answer["many"]["value"]) == (11, 35.0, 4)


def test_what_is_left_over_is_counted_too(counted: docstore.Store) -> None:
    assert aggregated(counted, {"terms": {"field": "k", "size": 1}})["sum_other_doc_count"] == 7
