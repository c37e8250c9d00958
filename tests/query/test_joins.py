"""has_child, has_parent and parent_id: documents that match because related ones do."""

from __future__ import annotations

import math
import random
from contextlib import suppress
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]

JOIN: Json = {"type": "join", "relations": {"question": ["answer", "comment"], "answer": "vote"}}


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": {"j": JOIN, "n": {"type": "long"}, "t": {"type": "text"}}})

    def put(doc_id: str, name: str, parent: str | None = None, **fields: Any) -> None:
        join = name if parent is None else {"name": name, "parent": parent}
        store.index(index="i", id=doc_id, routing="r", document={"j": join, **fields})

    put("a1", "answer", "q1", n=1)
    put("q1", "question", t="fox")
    put("q2", "question", t="dog dog")
    put("a2", "answer", "q1", n=4)
    put("a3", "answer", "q2", n=9)
    put("c1", "comment", "q2", n=2)
    put("v1", "vote", "a2", n=7)
    put("lost", "answer", "nobody", n=5)
    put("odd", "answer", "c1", n=5)
    store.index(index="i", id="x", document={"n": 1})
    return store


def found(store: docstore.Store, query: Json) -> list[str]:
    ids = sorted(hit["_id"] for hit in store.search(index="i", query=query)["hits"]["hits"])
    assert store.count(index="i", query=query)["count"] == len(ids)
    return ids


def scores(store: docstore.Store, query: Json) -> dict[str, float]:
    hits = store.search(index="i", query=query, explain=True)["hits"]["hits"]
    assert all(hit["_explanation"]["value"] == pytest.approx(hit["_score"]) for hit in hits)
    return {hit["_id"]: hit["_score"] for hit in hits}


def child(type_: str, query: Json, **more: Any) -> Json:
    return {"has_child": {"type": type_, "query": query, **more}}


def parent(type_: str, query: Json, **more: Any) -> Json:
    return {"has_parent": {"parent_type": type_, "query": query, **more}}


ALL: Json = {"match_all": {}}
BY_N: Json = {"function_score": {"field_value_factor": {"field": "n", "missing": 0}}}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (child("answer", ALL), ["q1", "q2"]),
        (child("answer", {"range": {"n": {"gte": 5}}}), ["q2"]),
        (child("comment", ALL), ["q2"]),
        (child("vote", ALL), ["a2"]),
        (child("answer", ALL, min_children=2), ["q1"]),
        (child("answer", ALL, max_children=1), ["q2"]),
        (child("answer", child("vote", ALL)), ["q1"]),
        (child("nope", ALL, ignore_unmapped=True), []),
        (parent("question", ALL), ["a1", "a2", "a3", "c1"]),
        (parent("question", {"match": {"t": "dog"}}), ["a3", "c1"]),
        (parent("answer", {"term": {"n": 4}}), ["v1"]),
        (parent("answer", parent("question", {"match": {"t": "fox"}})), ["v1"]),
        (parent("vote", ALL, ignore_unmapped=True), []),
        ({"parent_id": {"type": "answer", "id": "q1"}}, ["a1", "a2"]),
        ({"parent_id": {"type": "comment", "id": "q2"}}, ["c1"]),
        ({"parent_id": {"type": "comment", "id": "q1"}}, []),
        ({"parent_id": {"type": "nope", "id": "q1", "ignore_unmapped": True}}, []),
        ({"bool": {"must_not": [child("answer", ALL)], "filter": {"term": {"j": "question"}}}}, []),
    ],
    ids=str,
)
def test_what_matches(index: docstore.Store, query: Json, ids: list[str]) -> None:
    assert found(index, query) == ids


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (child("answer", BY_N), {"q1": 1, "q2": 1}),
        (child("answer", BY_N, boost=2), {"q1": 2, "q2": 2}),
        (child("answer", BY_N, score_mode="sum"), {"q1": 5, "q2": 9}),
        (child("answer", BY_N, score_mode="avg"), {"q1": 2.5, "q2": 9}),
        (child("answer", BY_N, score_mode="max", boost=3), {"q1": 12, "q2": 27}),
        (child("answer", BY_N, score_mode="min"), {"q1": 1, "q2": 9}),
        (parent("answer", BY_N), {"v1": 1}),
        (parent("answer", BY_N, score=True), {"v1": 4}),
    ],
    ids=str,
)
def test_scores(index: docstore.Store, query: Json, expected: dict[str, float]) -> None:
    assert scores(index, query) == pytest.approx(expected, rel=1e-6)


def test_the_id_of_a_parent_is_a_term(index: docstore.Store) -> None:
    documents, having = 2 + 6, 1 + 2  # questions and their children; q1 itself and two answers
    idf = math.log(1 + (documents - having + 0.5) / (having + 0.5))
    expected = 2.2 * idf / (1 + 1.2)
    assert scores(index, {"parent_id": {"type": "answer", "id": "q1"}}) == pytest.approx(dict.fromkeys(("a1", "a2"), expected), rel=1e-6)


def test_inner_hits(index: docstore.Store) -> None:
    query = child("answer", BY_N, inner_hits={"size": 1, "_source": "n"})
    hits = index.search(index="i", query=query)["hits"]["hits"]
    inner = {hit["_id"]: hit["inner_hits"]["answer"]["hits"] for hit in hits}
    assert inner["q1"] == {
        "total": {"value": 2, "relation": "eq"},
        "max_score": 4.0,
        "hits": [{"_index": "i", "_id": "a2", "_score": 4.0, "_routing": "r", "_source": {"n": 4}}],
    }
    query = parent("question", {"match": {"t": "fox"}}, inner_hits={"name": "p", "seq_no_primary_term": True})
    hits = index.search(index="i", query=query)["hits"]["hits"]
    assert [hit["inner_hits"]["p"]["hits"]["hits"][0]["_id"] for hit in hits] == ["q1", "q1"]
    assert hits[0]["inner_hits"]["p"]["hits"]["hits"][0]["_seq_no"] == 1


def test_writes_are_seen(index: docstore.Store) -> None:
    assert found(index, child("answer", ALL)) == ["q1", "q2"]
    index.delete(index="i", id="a3", routing="r")
    index.index(index="i", id="q1", document={"j": "question"}, routing="r")
    assert found(index, child("answer", ALL)) == ["q1"]
    index.delete_by_query(index="i", query=parent("question", ALL))
    assert found(index, child("answer", ALL)) == []


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (child("nope", ALL), "[has_child] join field [j] doesn't hold [nope] as a child"),
        (child("question", ALL), "[has_child] join field [j] doesn't hold [question] as a child"),
        (parent("vote", ALL), "[has_parent] join field [j] doesn't hold [vote] as a parent"),
        ({"parent_id": {"type": "nope", "id": "1"}}, "[parent_id] no relation found for child [nope]"),
        ({"has_child": {"type": "answer"}}, "[has_child] requires 'query' field"),
        ({"has_child": {"query": ALL}}, "[has_child] requires 'type' field"),
        ({"has_parent": {"query": ALL}}, "[has_parent] requires 'parent_type' field"),
        ({"parent_id": {"type": "answer"}}, "[parent_id] requires 'id' field"),
        ({"parent_id": {"x": "answer"}}, "[parent_id] query does not support [x]"),
        ({"has_child": {"x": "answer"}}, "[has_child] query does not support [x]"),
        (child("answer", ALL, min_children=-1), "[has_child] requires non-negative 'min_children' field"),
        (child("answer", ALL, min_children=3, max_children=2), "[has_child] 'max_children' is less than 'min_children'"),
        (child("answer", ALL, score_mode="x"), "No score mode for child query [x] found"),
    ],
    ids=str,
)
def test_refusals(index: docstore.Store, query: Json, reason: str) -> None:
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query=query)
    assert failure.value.body["error"]["root_cause"][0]["reason"] == reason


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (child("a", ALL), "[has_child] no join field has been configured"),
        (parent("a", ALL), "[has_parent] no join field has been configured"),
        ({"parent_id": {"type": "a", "id": "1"}}, "[parent_id] no join field found for index [k]"),
    ],
    ids=str,
)
def test_without_a_join_field(store: docstore.Store, query: Json, reason: str) -> None:
    store.indices.create(index="k")
    with pytest.raises(ApiError) as failure:
        store.search(index="k", query=query)
    assert failure.value.body["error"]["root_cause"][0]["reason"] == reason


class _Back(Exception):
    pass


def test_relations_after_writes() -> None:
    """Parents are written, superseded, deleted and taken back between searches, and children before their parents."""
    chance = random.Random(3)
    parents: dict[str, int] = {}
    children: dict[str, str] = {}
    with docstore.open() as store:
        store.indices.create(index="i", mappings={"properties": {"j": {"type": "join", "relations": {"q": "a"}}, "n": {"type": "long"}}})

        def write(number: int) -> None:
            name = f"p{chance.randrange(8)}"
            if chance.random() < 0.5:
                child = f"c{chance.randrange(20)}"
                store.index(index="i", id=child, routing="r", document={"j": {"name": "a", "parent": name}})
                children[child] = name
            elif chance.random() < 0.3 and name in parents:
                store.delete(index="i", id=name, routing="r")
                del parents[name]
            else:
                store.index(index="i", id=name, routing="r", document={"j": "q", "n": number})
                parents[name] = number

        def check() -> None:
            found = store.search(index="i", query={"has_child": {"type": "a", "query": {"match_all": {}}}}, size=100)["hits"]["hits"]
            assert {hit["_id"]: hit["_source"]["n"] for hit in found} == {p: n for p, n in parents.items() if p in children.values()}
            query = {"has_parent": {"parent_type": "q", "query": {"range": {"n": {"gte": 100}}}}}
            found = store.search(index="i", query=query, size=100)["hits"]["hits"]
            assert {hit["_id"] for hit in found} == {c for c, p in children.items() if parents.get(p, 0) >= 100}

        for number in range(200):
            write(number)
            check()
            if number % 10 == 0:
                before = dict(parents), dict(children)
                with suppress(_Back), store.transaction():
                    for again in range(3):
                        write(1_000 + again)
                        check()
                    raise _Back
                parents, children = before
                check()
