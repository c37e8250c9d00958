"""``_count``."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError


@pytest.fixture
def books(store: docstore.Store) -> docstore.Store:
    store.indices.create(
        index="a",
        mappings={"properties": {"t": {"type": "text"}, "n": {"type": "long"}}},
        aliases={"few": {"filter": {"range": {"n": {"lt": 2}}}}},
    )
    store.indices.create(index="b", mappings={"properties": {"n": {"type": "keyword"}}})
    for at in range(4):
        store.index(index="a", id=str(at), document={"n": at, "t": "fox " * (at + 1)})
    store.index(index="b", id="1", document={"n": "x"})
    return store


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, {"count": 5}),
        ({"index": "few"}, {"count": 2}),
        ({"index": "few", "query": {"term": {"n": 1}}}, {"count": 1}),
        ({"index": "a", "query": {"constant_score": {"filter": {"match_all": {}}, "boost": 2}}, "min_score": 2}, {"count": 4}),
        ({"index": "a", "min_score": 1.5}, {"count": 0}),
        ({"index": "a", "terminate_after": 3}, {"count": 3, "terminated_early": True}),
        ({"index": "a", "terminate_after": 10, "q": "n:[1 TO 2]"}, {"count": 2, "terminated_early": False}),
    ],
)
def test_counting(books: docstore.Store, arguments: dict[str, Any], expected: dict[str, Any]) -> None:
    found = books.count(**arguments)
    shards = found.pop("_shards")
    assert (found, shards["failed"]) == (expected, 0)


def test_an_index_that_cannot_answer_is_a_shard_that_fails(books: docstore.Store) -> None:
    found = books.count(index="a,b", query={"term": {"n": "x"}})
    assert (found["count"], found["_shards"]["total"], found["_shards"]["failed"]) == (1, 2, 1)
    assert found["_shards"]["failures"][0]["reason"]["type"] == "query_shard_exception"
    with pytest.raises(ApiError, match="all shards failed"):
        books.count(index="a", query={"term": {"n": "x"}})


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"terminate_after": -1}, "terminateAfter must be > 0"),
        ({"body": {"match_all": {}}}, r"request does not support \[match_all\]"),
        ({"query": {"boool": {}}}, r"unknown query \[boool\] did you mean \[bool\]"),
    ],
)
def test_refusals(books: docstore.Store, arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        books.count(**arguments)
