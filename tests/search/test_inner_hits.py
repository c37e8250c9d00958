"""inner_hits of nested queries: the objects that matched, shown with their documents."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]

PROPERTIES: Json = {
    "o": {
        "properties": {
            "c": {
                "type": "nested",
                "properties": {
                    "t": {"type": "text"},
                    "n": {"type": "long"},
                    "r": {"type": "nested", "properties": {"s": {"properties": {"n": {"type": "long"}}}}},
                },
            }
        }
    }
}
FIRST = {"t": "red fox", "n": 1, "r": [{"s": {"n": 1}}, {"s": {"n": 2}}]}
SECOND = {"t": "fox fox", "n": 5, "r": {"s": {"n": 3}}}
THIRD = {"t": "dog", "n": 9}


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    store.index(index="i", id="1", document={"o": {"c": [FIRST, SECOND, THIRD]}}, routing="x")
    store.index(index="i", id="2", document={"o.c": THIRD})
    return store


def search(store: docstore.Store, inner_hits: Json, query: Json | None = None, path: str = "o.c", **more: Any) -> list[Json]:
    query = {"nested": {"path": path, "query": query or {"match": {"o.c.t": "fox"}}, "inner_hits": inner_hits}}
    hits: list[Json] = store.search(index="i", query=query, **more)["hits"]["hits"]
    return hits


def inner(store: docstore.Store, inner_hits: Json, query: Json | None = None, path: str = "o.c") -> Json:
    found: Json = search(store, inner_hits, query, path)[0]["inner_hits"][inner_hits.get("name", path)]["hits"]
    return found


def test_the_default(index: docstore.Store) -> None:
    found = inner(index, {})
    assert found["total"] == {"value": 2, "relation": "eq"}
    scores = [hit.pop("_score") for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert found["max_score"] == scores[0]
    assert found["hits"] == [
        {"_index": "i", "_id": "1", "_nested": {"field": "o.c", "offset": 1}, "_source": SECOND},
        {"_index": "i", "_id": "1", "_nested": {"field": "o.c", "offset": 0}, "_source": FIRST},
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"size": 1, "_source": "o.c.n"}, [{"_source": {"n": 5}}]),
        ({"from": 1, "_source": {"excludes": ["o.c.r", "o.c.t"]}}, [{"_source": {"n": 1}}]),
        ({"_source": "nope", "size": 1}, [{"_source": {}}]),
        ({"_source": False, "docvalue_fields": ["o.c.n"], "size": 1}, [{"fields": {"o.c.n": [5]}}]),
        ({"_source": False, "fields": ["o.c.n", "o.c.r.s.n"], "size": 1}, [{"fields": {"o.c": [{"n": [5], "r": [{"s.n": [3]}]}]}}]),
        ({"_source": False, "sort": ["o.c.n"]}, [{"sort": [1]}, {"sort": [5]}]),
        ({"_source": False, "version": True, "size": 1, "docvalue_fields": ["_seq_no"]}, [{"_version": 1, "fields": {"_seq_no": [0]}}]),
        (
            {"_source": False, "size": 1, "highlight": {"fields": {"o.c.t": {}}}},
            [{"highlight": {"o.c.t": ["<em>fox</em> <em>fox</em>"]}}],
        ),
    ],
    ids=str,
)
def test_keys(index: docstore.Store, body: Json, expected: list[Json]) -> None:
    hits = inner(index, body)["hits"]
    known = {"_index", "_id", "_nested", "_score"}
    assert [{key: value for key, value in hit.items() if key not in known} for hit in hits] == expected


def test_without_hits(index: docstore.Store) -> None:
    assert inner(index, {"size": 0}) == {"total": {"value": 2, "relation": "eq"}, "max_score": None, "hits": []}


def test_names_and_all_hits(index: docstore.Store) -> None:
    hits = search(index, {"name": "n", "_source": False}, {"range": {"o.c.n": {"gte": 2}}}, sort="_doc")
    assert [[each["_nested"]["offset"] for each in hit["inner_hits"]["n"]["hits"]["hits"]] for hit in hits] == [[1, 2], [0]]


def test_objects_in_objects(index: docstore.Store) -> None:
    deepest = {"nested": {"path": "o.c.r", "query": {"range": {"o.c.r.s.n": {"gte": 2}}}, "inner_hits": {}}}
    hits = inner(index, {"_source": False}, deepest)["hits"]
    assert [hit["_nested"]["offset"] for hit in hits] == [0, 1]
    found = [each for hit in hits for each in hit["inner_hits"]["o.c.r"]["hits"]["hits"]]
    assert [each["_nested"] for each in found] == [
        {"field": "o.c", "offset": 0, "_nested": {"field": "r", "offset": 1}},
        {"field": "o.c", "offset": 1, "_nested": {"field": "r", "offset": 0}},
    ]
    assert [each["_source"] for each in found] == [{"s": {"n": 2}}, {"s": {"n": 3}}]
    direct = inner(index, {}, {"match_all": {}}, "o.c.r")
    assert [each["_source"]["s"]["n"] for each in direct["hits"]] == [1, 2, 3]


def test_named_queries(index: docstore.Store) -> None:
    named = {"match": {"o.c.t": {"query": "fox", "_name": "foxes"}}}
    hit = search(index, {"size": 1}, named)[0]
    assert "matched_queries" not in hit
    assert hit["inner_hits"]["o.c"]["hits"]["hits"][0]["matched_queries"] == ["foxes"]
    inner_hit = search(index, {"size": 1}, named, include_named_queries_score=True)[0]["inner_hits"]["o.c"]["hits"]["hits"][0]
    assert inner_hit["matched_queries"] == {"foxes": inner_hit["_score"]}


def test_explained(index: docstore.Store) -> None:
    hit = inner(index, {"explain": True, "size": 1})["hits"][0]
    assert "_shard" not in hit
    assert hit["_explanation"]["value"] == hit["_score"]


def test_inside_bool_and_post_filter(index: docstore.Store) -> None:
    def nested(name: str) -> Json:
        return {"nested": {"path": "o.c", "query": {"match_all": {}}, "inner_hits": {"name": name, "size": 1}}}

    query = {"bool": {"filter": [nested("a")], "should": {"constant_score": {"filter": nested("b")}}}}
    hit = index.search(index="i", query=query, post_filter=nested("c"))["hits"]["hits"][0]
    assert sorted(hit["inner_hits"]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"size": 101}, "Inner result window is too large, the inner hit definition's [o.c]'s from + size must be"),
        ({"seq_no_primary_term": True}, "failed to create query: nested documents are not assigned sequence numbers"),
        ({"sort": ["o.c.zz"]}, "No mapping found for [o.c.zz] in order to sort on"),
    ],
    ids=str,
)
def test_refusals(index: docstore.Store, body: Json, reason: str) -> None:
    with pytest.raises(ApiError) as failure:
        search(index, body)
    assert failure.value.body["error"]["root_cause"][0]["reason"].startswith(reason)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"size": -1}, "illegal size value, at least 0 or higher"),
        ({"nope": 1}, "[inner_hits] unknown field [nope]"),
        ({"version": "x"}, "Failed to parse value [x] as only [true] or [false] are allowed."),
    ],
    ids=str,
)
def test_bad_bodies(index: docstore.Store, body: Json, reason: str) -> None:
    with pytest.raises(ApiError) as failure:
        search(index, body)
    assert reason in str(failure.value.body)


def test_the_same_name_twice(index: docstore.Store) -> None:
    one = {"nested": {"path": "o.c", "query": {"match_all": {}}, "inner_hits": {}}}
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query={"bool": {"must": [one, one]}})
    assert "[inner_hits] already contains an entry for key [o.c]" in str(failure.value.body)


def test_the_same_with_collapse(index: docstore.Store) -> None:
    index.indices.put_mapping(index="i", properties={"g": {"type": "keyword"}})
    hits = search(index, {"size": 1}, collapse={"field": "g", "inner_hits": {"name": "group", "size": 5}})
    assert sorted(hits[0]["inner_hits"]) == ["group", "o.c"]
