"""Random nested objects and queries against an evaluation that looks at each object of each document."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import docstore

Json = dict[str, Any]
Holds = Callable[[Json], bool]

LEAVES: Json = {"k": {"type": "keyword"}, "n": {"type": "long"}}
PROPERTIES: Json = {**LEAVES, "a": {"type": "nested", "properties": {**LEAVES, "b": {"type": "nested", "properties": LEAVES}}}}
DEPTH = {"": "a", "a": "a.b"}


def an_object(random_: random.Random, depth: int) -> Json:
    """With fields that may lack, and objects inside in all the forms they may have."""
    found: Json = {}
    if random_.random() < 0.8:
        found["k"] = random_.choice(["x", "y", ["x", "z"]])
    if random_.random() < 0.8:
        found["n"] = random_.randrange(6)
    if depth < 2:
        name = "ab"[depth]
        inner = [an_object(random_, depth + 1) for _ in range(random_.randrange(4))]
        found[name] = random_.choice([inner, [*inner, None], [inner], inner[0] if inner else None])
    return found


def inside(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for each in value:
            yield from inside(each)
    elif value is not None:
        yield value


def values(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def a_query(random_: random.Random, scope: str, depth: int) -> tuple[Json, Holds]:
    """A query inside a scope, and what it says of an object of that scope."""
    prefix = f"{scope}." if scope else ""
    kind = random_.choice(["term", "range", "exists", "bool", "nested", "nested", "skip"] if depth else ["term", "range", "exists"])
    if kind == "nested" and scope in DEPTH:
        inner, holds = a_query(random_, DEPTH[scope], depth - 1)
        name = DEPTH[scope].rpartition(".")[2]
        return {"nested": {"path": DEPTH[scope], "query": inner}}, lambda each: any(map(holds, inside(each.get(name))))
    if kind == "skip" and not scope:
        inner, holds = a_query(random_, "a.b", depth - 1)
        return {"nested": {"path": "a.b", "query": inner}}, lambda each: any(
            holds(deep) for one in inside(each.get("a")) for deep in inside(one.get("b"))
        )
    if kind in ("bool", "nested", "skip"):
        clauses = [a_query(random_, scope, depth - 1) for _ in range(3)]
        (one, is_one), (two, is_two), (three, is_three) = clauses
        query = {"bool": {"must": [one], "should": [two], "must_not": [three], "minimum_should_match": random_.randrange(2)}}
        least = query["bool"]["minimum_should_match"]
        return query, lambda each: is_one(each) and (is_two(each) or not least) and not is_three(each)
    if kind == "term":
        word = random_.choice("xyz")
        return {"term": {f"{prefix}k": word}}, lambda each: word in values(each.get("k"))
    if kind == "range":
        low = random_.randrange(6)
        return {"range": {f"{prefix}n": {"gte": low}}}, lambda each: any(number >= low for number in values(each.get("n")))
    return {"exists": {"field": f"{prefix}n"}}, lambda each: bool(values(each.get("n")))


def agrees(store: docstore.Store, documents: dict[str, Json], random_: random.Random) -> None:
    for _ in range(12):
        query, holds = a_query(random_, "", 3)
        expected = {doc_id for doc_id, document in documents.items() if holds(document)}
        hits = store.search(index="i", query=query, size=100)["hits"]["hits"]
        assert {hit["_id"] for hit in hits} == expected, query


@pytest.mark.parametrize("seed", range(6))
def test_the_same_documents(store: docstore.Store, seed: int) -> None:
    random_ = random.Random(seed)
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    documents: dict[str, Json] = {}
    for round_ in range(3):
        for _ in range(15):
            doc_id = str(random_.randrange(25))
            if doc_id in documents and random_.random() < 0.3:
                store.delete(index="i", id=doc_id)
                del documents[doc_id]
            else:
                documents[doc_id] = an_object(random_, 0)
                store.index(index="i", id=doc_id, document=documents[doc_id])
        agrees(store, documents, random_)
        if round_ == 1:
            with store.transaction():
                store.index(index="i", id="own", document={"a": {"k": "x", "n": 5, "b": {"n": 5}}})
                documents["own"] = {"a": {"k": "x", "n": 5, "b": {"n": 5}}}
                agrees(store, documents, random_)


def test_the_same_scores(store: docstore.Store) -> None:
    random_ = random.Random(7)
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    documents = {str(at): an_object(random_, 0) for at in range(30)}
    for doc_id, document in documents.items():
        store.index(index="i", id=doc_id, document=document)
    number = {"function_score": {"field_value_factor": {"field": "a.n", "missing": 0}}}
    combined: dict[str, Callable[[list[float]], float]] = {
        "sum": sum,
        "max": max,
        "min": min,
        "avg": lambda numbers: sum(numbers) / len(numbers),
    }
    for mode, combine in combined.items():
        query = {"nested": {"path": "a", "query": number, "score_mode": mode}}
        hits = store.search(index="i", query=query, size=100)["hits"]["hits"]
        expected = {
            doc_id: combine(numbers)
            for doc_id, document in documents.items()
            if (numbers := [each.get("n", 0) for each in inside(document.get("a"))])
        }
        assert {hit["_id"]: hit["_score"] for hit in hits} == pytest.approx(expected, rel=1e-6)
