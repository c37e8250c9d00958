"""``_name`` inside queries about other documents: the hit itself is asked, as in Lucene."""

from __future__ import annotations

from typing import Any

import pytest

import docstore


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    below = {"k": {"type": "keyword"}, "d": {"type": "nested", "properties": {"x": {"type": "integer"}}}}
    properties = {
        "k": {"type": "keyword"},
        "c": {"type": "nested", "properties": below},
        "in": {"type": "nested", "include_in_parent": True, "properties": below},
        "join": {"type": "join", "relations": {"q": "a"}},
    }
    store.indices.create(index="i", mappings={"properties": properties})
    objects = [{"k": "x", "d": [{"x": 1}]}, {"k": "y"}]
    store.index(index="i", id="q", document={"join": "q", "k": "x", "c": objects, "in": objects})
    store.index(index="i", id="a", routing="q", document={"join": {"name": "a", "parent": "q"}, "k": "x"})
    return store


def _term(field: str, value: Any) -> dict[str, Any]:
    return {"term": {field: {"value": value, "_name": "inner"}}}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"nested": {"path": "c", "query": _term("c.k", "x"), "_name": "outer"}}, {"outer"}),
        ({"nested": {"path": "in", "query": _term("in.k", "x"), "_name": "outer"}}, {"outer", "inner"}),
        ({"nested": {"path": "c", "query": {"match_all": {"_name": "inner"}}, "_name": "outer"}}, {"outer", "inner"}),
        (
            {"nested": {"path": "c", "_name": "outer", "query": {"nested": {"path": "c.d", "_name": "n", "query": _term("c.d.x", 1)}}}},
            {"outer"},
        ),
        ({"has_child": {"type": "a", "query": _term("k", "x"), "_name": "outer"}}, {"outer", "inner"}),
        ({"has_child": {"type": "a", "query": _term("_id", "a"), "_name": "outer"}}, {"outer"}),
        ({"has_parent": {"parent_type": "q", "query": _term("k", "x"), "_name": "outer"}}, {"outer", "inner"}),
    ],
)
@pytest.mark.parametrize("scored", [False, True])
def test_inside(index: docstore.Store, query: dict[str, Any], expected: set[str], *, scored: bool) -> None:
    (hit,) = index.search(index="i", query=query, include_named_queries_score=scored)["hits"]["hits"]
    assert set(hit["matched_queries"]) == expected


def test_in_inner_hits(index: docstore.Store) -> None:
    either = {"bool": {"should": [_term("c.k", "x"), {"term": {"c.k": {"value": "y", "_name": "second"}}}]}}
    query = {"nested": {"path": "c", "query": either, "_name": "outer", "inner_hits": {}}}
    (hit,) = index.search(index="i", query=query)["hits"]["hits"]
    inner = hit["inner_hits"]["c"]["hits"]["hits"]
    assert {each["_nested"]["offset"]: each["matched_queries"] for each in inner} == {0: ["inner"], 1: ["second"]}
