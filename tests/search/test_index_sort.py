"""Indices that have an order of their own: documents that are equal otherwise stand in it."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
RANKS: Json = {
    "a": {"rank": 4, "tag": ["x", "z"]},
    "b": {"rank": 1, "tag": "y"},
    "c": {"tag": "x"},
    "d": {"rank": [3, 9]},
    "e": {"rank": 1, "tag": "a"},
}
MAPPINGS: Json = {"properties": {"rank": {"type": "integer"}, "tag": {"type": "keyword"}, "body": {"type": "text"}}}


def made(store: docstore.Store, **sort: Any) -> docstore.Store:
    store.indices.create(index="i", settings={"sort": sort}, mappings=MAPPINGS)
    for doc_id, document in RANKS.items():
        store.index(index="i", id=doc_id, document={**document, "body": "word"}, refresh=True)
    return store


def ids(store: docstore.Store, **request: Any) -> str:
    return "".join(hit["_id"] for hit in store.search(index="i", **request)["hits"]["hits"])


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ({"field": "rank"}, "bedac"),
        ({"field": "rank", "order": "desc"}, "dabec"),
        ({"field": ["rank"], "order": ["desc"], "mode": "min"}, "adbec"),
        ({"field": "rank", "missing": "_first"}, "cbeda"),
        ({"field": ["rank", "tag"], "order": ["asc", "asc"]}, "ebdac"),
        ({"field": "tag", "order": "desc"}, "abced"),
    ],
)
def test_the_order_of_an_index(store: docstore.Store, sort: Json, found: str) -> None:
    made(store, **sort)
    assert ids(store) == found
    assert ids(store, query={"match": {"body": "word"}}) == found
    assert ids(store, sort="_doc") == found
    assert ids(store, sort=[{"_doc": "desc"}]) == found[::-1]
    assert ids(store, size=2, from_=1) == found[1:3]
    assert ids(store, query={"term": {"tag": "x"}}, sort=["_score"]) == "".join(each for each in found if each in "ac")
    half = store.search(index="i", sort="_doc", size=3)["hits"]["hits"]
    assert ids(store, sort="_doc", search_after=half[-1]["sort"]) == found[3:]


def test_equals_of_another_order_stand_in_that_of_the_index(store: docstore.Store) -> None:
    made(store, field="tag", missing="_first")
    assert ids(store, sort=[{"rank": {"missing": 1}}]) == "ecbda"
    assert ids(store, sort=[{"rank": {"missing": 1}}], size=1) == "e"
    answer = store.search(index="i", size=0, aggs={"top": {"top_hits": {"size": 2}}})["aggregations"]["top"]["hits"]["hits"]
    assert [hit["_id"] for hit in answer] == ["d", "e"]


def test_logs_are_sorted_by_host_and_time(store: docstore.Store) -> None:
    store.indices.create(index="i", settings={"mode": "logsdb"})
    lines = [("1", "b", 5), ("2", "a", 1), ("3", "a", 7), ("4", None, 9)]
    for doc_id, host, day in lines:
        store.index(index="i", id=doc_id, document={"@timestamp": f"2026-01-0{day}", **({} if host is None else {"host": {"name": host}})})
    assert ids(store) == "3214"


@pytest.mark.parametrize(
    ("settings", "mappings", "reason"),
    [
        ({"sort.field": "no"}, MAPPINGS, "unknown index sort field:[no]"),
        ({"sort.field": "x"}, {"properties": {"x": {"type": "half_float"}}}, "invalid index sort field:[x]"),
        ({"sort.field": "body"}, MAPPINGS, "docvalues not found for index sort field:[body]"),
        (
            {"sort.field": "n.rank"},
            {"properties": {"n": {"type": "nested", **MAPPINGS}}},
            "cannot apply index sort to field [n.rank] under nested object [n]",
        ),
        (
            {"sort.field": "other"},
            {"properties": {**MAPPINGS["properties"], "other": {"type": "alias", "path": "rank"}}},
            "Cannot use alias [other] as an index sort field",
        ),
        (
            {"sort.field": "rank", "sort.order": ["asc", "desc"]},
            MAPPINGS,
            "index.sort.field:[rank] index.sort.order:[asc, desc], size mismatch",
        ),
    ],
)
def test_orders_that_no_index_can_have(store: docstore.Store, settings: Json, mappings: Json, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        store.indices.create(index="i", settings=settings, mappings=mappings)
    assert (caught.value.status, caught.value.reason) == (400, reason)


def test_the_order_never_changes_and_nested_objects_do_no_harm(store: docstore.Store) -> None:
    made(store, field="rank")
    with pytest.raises(ApiError, match="Can't update non dynamic settings"):
        store.indices.put_settings(index="i", settings={"sort.field": "tag"})
    store.indices.put_mapping(index="i", properties={"n": {"type": "nested", "properties": {"k": {"type": "keyword"}}}})
    store.index(index="i", id="f", document={"rank": 0, "n": [{"k": "2"}, {"k": "1"}]})
    assert ids(store) == "fbedac"
    query = {"nested": {"path": "n", "query": {"match_all": {}}, "inner_hits": {}}}
    inner = store.search(index="i", query=query)["hits"]["hits"][0]["inner_hits"]["n"]["hits"]["hits"]
    assert [hit["_source"]["k"] for hit in inner] == ["2", "1"]


def test_the_order_follows_the_documents(store: docstore.Store) -> None:
    made(store, field="rank", order="desc")
    order = "dabec"
    for doc_id, rank, found in (("f", 7, "dfabec"), ("g", 0, "dfabegc"), ("d", 2, "fadbegc"), ("h", 99, "hfadbegc")):
        for _ in range(3):
            assert ids(store) == ids(store, sort="_doc") == ids(store, query={"match": {"body": "word"}}) == order
            assert ids(store, size=2, aggs={"n": {"value_count": {"field": "rank"}}}) == order[:2]
        store.index(index="i", id=doc_id, document={"rank": rank, "body": "word"})
        order = found
    store.delete(index="i", id="h")
    assert ids(store) == order[1:]
