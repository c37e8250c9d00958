from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
MAPPINGS = {
    "properties": {
        "k": {"type": "keyword"},
        "courses": {
            "type": "nested",
            "properties": {
                "name": {"type": "keyword"},
                "credits": {"type": "integer"},
                "sessions": {"type": "nested", "properties": {"term": {"type": "keyword"}, "students": {"type": "integer"}}},
            },
        },
    }
}


def course(name: str, credits: int, *sessions: tuple[str, int]) -> Json:
    return {"name": name, "credits": credits, "sessions": [{"term": term, "students": count} for term, count in sessions]}


DOCUMENTS: list[Json] = [
    {"k": "compsci", "courses": [course("oop", 3, ("spring", 37), ("fall", 45)), course("theory", 4, ("spring", 19), ("fall", 14))]},
    {"k": "math", "courses": [course("calculus", 1, ("spring", 100), ("fall", 134)), course("algebra", 3, ("spring", 29))]},
    {"k": "empty"},
    {"k": "math", "courses": course("sets", 3)},
]


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def filled(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as store:
        for index in request.param:
            store.indices.create(index=index, mappings=MAPPINGS)
        for at, document in enumerate(DOCUMENTS):
            store.index(index=request.param[at % len(request.param)], id=str(at), document=document)
        yield store


def aggregate(store: docstore.Store, body: Json, **how: Any) -> Json:
    response: Json = store.search(index="_all", size=0, aggs={"a": body}, **how)
    return response["aggregations"]["a"]  # type: ignore[no-any-return]


def nested(path: str, **aggs: Json) -> Json:
    return {"nested": {"path": path}, "aggs": aggs}


def counts(result: Json) -> Json:
    return {bucket["key"]: bucket["doc_count"] for bucket in result["buckets"]}


def test_objects_are_counted(filled: docstore.Store) -> None:
    found = aggregate(filled, nested("courses", t={"terms": {"field": "courses.credits"}}, m={"avg": {"field": "courses.credits"}}))
    assert (found["doc_count"], counts(found["t"]), found["m"]["value"]) == (5, {3: 3, 1: 1, 4: 1}, 2.8)
    deep = aggregate(filled, nested("courses.sessions", m={"max": {"field": "courses.sessions.students"}}))
    assert deep == {"doc_count": 7, "m": {"value": 134.0}}
    assert aggregate(filled, nested("none", m={"max": {"field": "none"}})) == {"doc_count": 0, "m": {"value": None}}


def test_below_buckets_and_with_a_query(filled: docstore.Store) -> None:
    body = {"terms": {"field": "k"}, "aggs": {"n": nested("courses", s=nested("courses.sessions", m={"sum": {
        "field": "courses.sessions.students"}}))}}  # fmt: skip
    found = aggregate(filled, body)["buckets"]
    assert {bucket["key"]: (bucket["n"]["doc_count"], bucket["n"]["s"]["m"]["value"]) for bucket in found} == {
        "compsci": (2, 115.0), "math": (3, 263.0), "empty": (0, 0.0)
    }  # fmt: skip
    few = aggregate(filled, nested("courses", t={"terms": {"field": "courses.name"}}), query={"term": {"k": "compsci"}})
    assert counts(few["t"]) == {"oop": 1, "theory": 1}


def test_filters_see_objects(filled: docstore.Store) -> None:
    inner = {"filter": {"range": {"courses.credits": {"gte": 3}}}, "aggs": {"t": {"terms": {"field": "courses.name"}}}}
    found = aggregate(filled, nested("courses", f=inner))["f"]
    assert (found["doc_count"], counts(found["t"])) == (4, {"algebra": 1, "oop": 1, "sets": 1, "theory": 1})


def test_back_to_documents(filled: docstore.Store) -> None:
    back = {"reverse_nested": {}, "aggs": {"k": {"terms": {"field": "k"}}}}
    found = aggregate(filled, nested("courses", t={"terms": {"field": "courses.credits"}, "aggs": {"r": back}}))
    assert {bucket["key"]: (bucket["r"]["doc_count"], counts(bucket["r"]["k"])) for bucket in found["t"]["buckets"]} == {
        3: (3, {"math": 2, "compsci": 1}), 1: (1, {"math": 1}), 4: (1, {"compsci": 1})
    }  # fmt: skip
    one = {"reverse_nested": {"path": "courses"}, "aggs": {"t": {"terms": {"field": "courses.name"}}, "again": back}}
    full = {"filter": {"range": {"courses.sessions.students": {"gt": 30}}}, "aggs": {"r": one}}
    deep = aggregate(filled, nested("courses.sessions", f=full))
    assert deep["f"]["doc_count"] == 4
    assert (deep["f"]["r"]["doc_count"], counts(deep["f"]["r"]["t"])) == (2, {"calculus": 1, "oop": 1})
    assert counts(deep["f"]["r"]["again"]["k"]) == {"compsci": 1, "math": 1}
    assert aggregate(filled, nested("courses", r={"reverse_nested": {"path": "none"}}))["r"]["doc_count"] == 0


def test_objects_as_hits(filled: docstore.Store) -> None:
    top = {"top_hits": {"size": 1, "sort": [{"courses.credits": "desc"}], "_source": ["courses.name", "name"]}}
    found = aggregate(filled, nested("courses", t=top))["t"]["hits"]
    assert found["total"]["value"] == 5
    assert found["hits"][0]["_nested"] == {"field": "courses", "offset": 1}
    assert (found["hits"][0]["_id"], found["hits"][0]["sort"]) == ("0", [4])


def test_pages_and_order(filled: docstore.Store) -> None:
    composite = {"composite": {"sources": [{"n": {"terms": {"field": "courses.name"}}}], "size": 2}}
    found = aggregate(filled, nested("courses", c=composite))["c"]
    assert [bucket["key"]["n"] for bucket in found["buckets"]] == ["algebra", "calculus"]
    order = {"terms": {"field": "k", "order": {"n>m": "desc"}}, "aggs": {"n": nested("courses", m={"max": {"field": "courses.credits"}})}}
    assert [bucket["key"] for bucket in aggregate(filled, order)["buckets"]] == ["compsci", "math", "empty"]
    typed = filled.search(index="_all", size=0, typed_keys=True, aggs={"a": nested("courses", r={"reverse_nested": {}})})["aggregations"]
    assert typed["nested#a"]["reverse_nested#r"]["doc_count"] == 3


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"nested": {}}, "Missing [path] field for nested aggregation [a]"),
        ({"nested": {"paths": "x"}}, "Unexpected token VALUE_STRING in [a]."),
        ({"reverse_nested": {}}, "Reverse nested aggregation [a] can only be used inside a [nested] aggregation"),
        (
            nested("courses", r={"reverse_nested": {"path": "courses.sessions"}}),
            "Reverse nested path [courses.sessions] is not a parent of the current nested scope [courses]",
        ),
    ],
)
def test_refusals(filled: docstore.Store, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        aggregate(filled, body)
    assert text in str(raised.value.body)
