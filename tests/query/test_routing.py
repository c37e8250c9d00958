"""``_routing`` in queries: the value that a document was written with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from tests.columns.fake_index import FakeIndex
from tests.query.cases import found

Json = dict[str, Any]


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        opened.indices.create(index="i", mappings={"properties": {"o": {"type": "nested"}}})
        for number, routing in enumerate(["user1", "user2", None, "user1", "ключ"]):
            opened.index(index="i", id=str(number), routing=routing, document={"n": number, "_x": "user2", "o": [{"a": 1}]})
        yield opened


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"term": {"_routing": "user1"}}, ["0", "3"]),
        ({"term": {"_routing": {"value": "USER1", "case_insensitive": True}}}, ["0", "3"]),
        ({"terms": {"_routing": ["user2", "ключ", "nobody"]}}, ["1", "4"]),
        ({"match": {"_routing": "user2"}}, ["1"]),
        ({"prefix": {"_routing": "user"}}, ["0", "1", "3"]),
        ({"wildcard": {"_routing": "*2"}}, ["1"]),
        ({"regexp": {"_routing": "user[0-9]"}}, ["0", "1", "3"]),
        ({"range": {"_routing": {"gt": "user1"}}}, ["1", "4"]),
        ({"query_string": {"query": "_routing:user2 OR n:2"}}, ["1", "2"]),
        ({"exists": {"field": "_routing"}}, ["0", "1", "3", "4"]),
        ({"bool": {"must_not": {"exists": {"field": "_routing"}}}}, ["2"]),
        ({"nested": {"path": "o", "query": {"term": {"_routing": "user1"}}}}, []),
    ],
)
def test_queries(store: docstore.Store, query: Json, ids: list[str]) -> None:
    answer = store.search(index="i", query=query, sort="n")
    assert [hit["_id"] for hit in answer["hits"]["hits"]] == ids


def test_it_is_the_newest_that_counts() -> None:
    with docstore.open() as opened:
        for routing in ("a", "b", None):
            opened.index(index="i", id="1", routing=routing, document={})
            opened.index(index="i", id=f"after {routing}", routing="other", document={})
            counts = [opened.count(index="i", query={"term": {"_routing": name}})["count"] for name in ("a", "b", "other")]
            assert counts == [routing == "a", routing == "b", ["a", "b", None].index(routing) + 1]


def test_documents_without() -> None:
    index = FakeIndex({}, {}, {"_routing": "x"})
    assert found(index, {"term": {"_routing": "x"}}) == []
    assert found(index, {"exists": {"field": "_routing"}}) == []
