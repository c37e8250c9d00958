"""nested: objects that match by themselves, and the scores that documents have from them."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]

PROPERTIES: Json = {
    "title": {"type": "text"},
    "c": {
        "type": "nested",
        "properties": {
            "t": {"type": "text"},
            "k": {"type": "keyword"},
            "n": {"type": "long"},
            "r": {"type": "nested", "properties": {"n": {"type": "long"}}},
        },
    },
    "p": {"type": "nested", "include_in_root": True, "properties": {"k": {"type": "keyword"}}},
}
DOCUMENTS: list[Json] = [
    {"title": "one", "c": [{"t": "fox dog", "k": "a", "n": 1, "r": [{"n": 1}, {"n": 2}]}, {"t": "fox", "k": "b", "n": 5}]},
    {"title": "two", "c": {"t": "cat", "k": "a", "n": 3, "r": {"n": 7}}, "p": [{"k": "x"}, {"k": "y"}]},
    {"title": "three"},
]


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    for at, document in enumerate(DOCUMENTS):
        store.index(index="i", id=str(at), document=document)
    return store


def nested(query: Json, path: str = "c", **more: Any) -> Json:
    return {"nested": {"path": path, "query": query, **more}}


def scores(store: docstore.Store, query: Json) -> dict[str, float]:
    return {hit["_id"]: hit["_score"] for hit in store.search(index="i", query=query)["hits"]["hits"]}


def bm25(freq: float, length: float, average: float, documents: int, having: int) -> float:
    idf = math.log(1 + (documents - having + 0.5) / (having + 0.5))
    return 2.2 * idf * freq / (freq + 1.2 * (0.25 + 0.75 * length / average))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (nested({"term": {"c.k": "a"}}), "01"),
        (nested({"bool": {"must": [{"term": {"c.k": "a"}}, {"range": {"c.n": {"gte": 2}}}]}}), "1"),
        (nested({"bool": {"must_not": [{"term": {"c.k": "a"}}]}}), "0"),
        (nested({"match_all": {}}), "01"),
        (nested({"range": {"c.r.n": {"gte": 2}}}, "c.r"), "01"),
        (nested(nested({"range": {"c.r.n": {"gte": 7}}}, "c.r")), "1"),
        (nested({"exists": {"field": "c.t"}}), "01"),
        (nested({"match_phrase": {"c.t": "fox dog"}}), "0"),
        (nested({"ids": {"values": ["1"]}}), "1"),
        (nested({"term": {"title": "one"}}), ""),
        (nested({"range": {"c.r.n": {"gte": 2}}}), ""),
        (nested(nested({"match_all": {}}, "p")), ""),
        ({"term": {"c.k": "a"}}, ""),
        ({"term": {"p.k": "x"}}, "1"),
        ({"bool": {"must_not": [nested({"match_all": {}})]}}, "2"),
        ({"bool": {"filter": [{"match": {"title": "one"}}, nested({"term": {"c.k": "b"}})]}}, "0"),
        (nested({"match_all": {}}, "nope", ignore_unmapped=True), ""),
    ],
    ids=str,
)
def test_what_matches(index: docstore.Store, query: Json, expected: str) -> None:
    assert sorted(scores(index, query)) == list(expected)
    assert index.count(index="i", query=query)["count"] == len(expected)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ({}, lambda one, two: (one + two) / 2),
        ({"score_mode": "avg", "boost": 3}, lambda one, two: 3 * (one + two) / 2),
        ({"score_mode": "sum"}, lambda one, two: one + two),
        ({"score_mode": "max"}, max),
        ({"score_mode": "min"}, min),
        ({"score_mode": "none"}, lambda one, two: 0),
    ],
    ids=str,
)
def test_scores_of_objects_that_count_as_documents(index: docstore.Store, mode: Json, expected: Any) -> None:
    one, two = (bm25(1, length, 4 / 3, 3, 2) for length in (2, 1))
    found = scores(index, nested({"match": {"c.t": "fox"}}, **mode))
    assert found == {"0": pytest.approx(expected(one, two), rel=1e-6)}


def test_explain_shows_the_best_object(index: docstore.Store) -> None:
    query = nested({"match": {"c.t": "fox"}}, score_mode="max")
    hit = index.search(index="i", query=query, explain=True)["hits"]["hits"][0]
    assert hit["_explanation"]["value"] == hit["_score"]
    assert hit["_explanation"]["description"] == "Score based on 2 child docs in range from 0 to 1, using score mode Max"
    assert hit["_explanation"]["details"][0]["value"] == hit["_score"]


def test_writes_are_seen(index: docstore.Store) -> None:
    query = nested({"term": {"c.k": "a"}})
    assert set(scores(index, query)) == {"0", "1"}
    index.index(index="i", id="1", document={"c": [{"k": "z"}, {"k": "a"}]})
    index.delete(index="i", id="0")
    with index.transaction():
        index.index(index="i", id="4", document={"c": {"k": "a"}})
        assert set(scores(index, query)) == {"1", "4"}
    index.reindex(source={"index": "i", "query": query}, dest={"index": "j"})
    assert index.count(index="j")["count"] == 2


@pytest.mark.parametrize(
    ("body", "type_", "reason"),
    [
        ({"query": {"match_all": {}}}, "illegal_argument_exception", "[nested] requires 'path' field"),
        ({"path": "c"}, "illegal_argument_exception", "[nested] requires 'query' field"),
        ({"path": "c", "x": 1}, "parsing_exception", "[nested] query does not support [x]"),
        ({"path": {}}, "parsing_exception", "[nested] query does not support [path]"),
        (
            {"path": "c", "query": {"match_all": {}}, "score_mode": "best"},
            "illegal_argument_exception",
            "No score mode for child query [best] found",
        ),
        (
            {"path": "nope", "query": {"match_all": {}}},
            "query_shard_exception",
            "failed to create query: [nested] failed to find nested object under path [nope]",
        ),
        (
            {"path": "title", "query": {"match_all": {}}},
            "query_shard_exception",
            "failed to create query: [nested] failed to find nested object under path [title]",
        ),
        ({"path": "c", "query": {"match_all": {}}, "boost": -1}, "illegal_argument_exception", None),
        (
            {"path": "c", "query": {"match_all": {}}, "inner_hits": {"sizes": 1}},
            "x_content_parse_exception",
            "[inner_hits] unknown field [sizes] did you mean [size]?",
        ),
    ],
    ids=str,
)
def test_refusals(index: docstore.Store, body: Json, type_: str, reason: str | None) -> None:
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query={"nested": body})
    error = failure.value.body["error"]["root_cause"][0]
    assert error["type"] == type_
    assert reason is None or error["reason"].endswith(reason)


def test_what_is_copied_is_found_where_it_was_copied_to(store: docstore.Store) -> None:
    inner = {"t": {"type": "text", "copy_to": ["all", "c.own"]}, "own": {"type": "text"}}
    mappings = {"properties": {"c": {"type": "nested", "properties": inner}, "all": {"type": "text"}}}
    store.indices.create(index="i", settings={"index.mapping.nested_objects.limit": 2}, mappings=mappings)
    store.index(index="i", id="0", document={"c": [{"t": "fox one"}, {"t": "dog"}]})
    both = {"bool": {"must": [{"match": {"c.own": "fox"}}, {"match": {"c.own": "dog"}}]}}
    for query, expected in (
        ({"match": {"all": {"query": "fox dog", "operator": "and"}}}, "0"),
        (nested({"match": {"c.own": "dog"}}), "0"),
        (nested(both), ""),
        (nested({"match": {"all": "fox"}}), ""),
        ({"match": {"c.own": "fox"}}, ""),
    ):
        assert list(scores(store, query)) == list(expected), query


@pytest.mark.parametrize(
    "query",
    [
        {"multi_match": {"query": "fox", "fields": ["c.*"], "lenient": True}},
        {"query_string": {"query": "c.t:fox"}},
        {"simple_query_string": {"query": "fox", "fields": ["c.t"]}},
        {"combined_fields": {"query": "fox", "fields": ["c.t"]}},
        {"match_bool_prefix": {"c.t": "fo"}},
        {"fuzzy": {"c.t": "fax"}},
        {"regexp": {"c.t": "f.x"}},
        {"wildcard": {"c.t": "f*"}},
        {"prefix": {"c.t": "fo"}},
        {"terms": {"c.n": [1, 5]}},
        {"dis_max": {"queries": [{"term": {"c.n": 5}}]}},
        {"constant_score": {"filter": {"term": {"c.k": "b"}}}},
        {"function_score": {"query": {"term": {"c.n": 5}}, "field_value_factor": {"field": "c.n"}}},
        {"range": {"_seq_no": {"lt": 1}}},
    ],
    ids=str,
)
def test_every_kind_binds_to_objects(index: docstore.Store, query: Json) -> None:
    assert list(scores(index, nested(query))) == ["0"]


SPELLED: list[tuple[dict[str, Any], list[Any]]] = [
    ({"c.t": "red fox"}, [{"t": "red fox"}]),
    ({"c.t": "red", "c.k": "x"}, [{"t": "red"}, {"k": "x"}]),
    ({"c": [{"t": "red"}], "c.k": "x"}, [{"t": "red"}, {"k": "x"}]),
    ({"c.o.x": 5}, [{"o.x": 5}]),
    ({"c.o": [{"x": 5}, {"x": 6}]}, [{"o": [{"x": 5}, {"x": 6}]}]),
    ({"c.k": ["x", "y"]}, [{"k": ["x", "y"]}]),
    ({"c.d.k": "x"}, [{"d.k": "x"}]),
    ({"c": {"d.k": "x", "k": "c. and c.t"}}, [{"d.k": "x", "k": "c. and c.t"}]),
    ({"p": {"c.k": "x"}, "c": {"k": "y"}}, [{"k": "y"}]),
]


@pytest.mark.parametrize(("document", "expected"), SPELLED)
def test_keys_that_go_on_into_the_objects(store: docstore.Store, document: dict[str, Any], expected: list[Any]) -> None:
    """Each such key is an object of its own (``DotExpandingXContentParser``)."""
    fields = {"t": {"type": "text"}, "k": {"type": "keyword"}, "o": {"properties": {"x": {"type": "long"}}}}
    nested = {"type": "nested", "properties": {**fields, "d": {"type": "nested", "properties": {"k": {"type": "keyword"}}}}}
    properties = {"c": nested, "p": {"properties": {"c": {"type": "nested", "properties": {"k": {"type": "keyword"}}}}}}
    store.indices.create(index="i", mappings={"properties": properties})
    store.index(index="i", id="1", document=document)
    store.index(index="i", id="2", document={"q": "nothing of c."})

    def inside(path: str, query: dict[str, Any]) -> list[Any]:
        hits = store.search(index="i", query={"nested": {"path": path, "query": query, "inner_hits": {}}})["hits"]["hits"]
        return [inner["_source"] for hit in hits for inner in hit["inner_hits"][path]["hits"]["hits"]]

    assert inside("c", {"match_all": {}}) == expected
    counted = store.search(index="i", size=0, aggs={"n": {"nested": {"path": "c"}}})["aggregations"]["n"]
    assert counted["doc_count"] == len(expected)
    holding = [each for each in expected if "x" in str(each.get("k"))]
    assert inside("c", {"term": {"c.k": "x"}}) == holding
    assert len(inside("c.d", {"term": {"c.d.k": "x"}})) == sum("d.k" in each for each in expected)
    assert inside("p.c", {"match_all": {}}) == ([{"k": "x"}] if "p" in document else [])
