"""Fractions are compared by ``Double.compare``: the negative zero is another number than the other, and less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore

Json = dict[str, Any]
VALUES = [0.0, -0.0, 1.5, -1.5, -0.0, [0.0, -0.0]]


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def store(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        for index in request.param:
            opened.indices.create(index=index, mappings={"properties": {"f": {"type": "double"}, "one": {"type": "float"}}})
        for at, value in enumerate(VALUES):
            document = {"f": value, "k": "x"} | ({} if isinstance(value, list) else {"one": value})
            opened.index(index=request.param[at % len(request.param)], id=str(at), document=document)
        yield opened


def aggregated(store: docstore.Store, body: Json, **request: Any) -> Json:
    for _ in range(3):  # what is kept of a column is asked last
        found: Json = store.search(index="*", size=0, aggs={"a": body}, **request)["aggregations"]["a"]
    return found


def keys(buckets: list[Json]) -> list[tuple[str, int]]:
    return [(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"terms": {"field": "f"}}, [("-0.0", 3), ("0.0", 2), ("-1.5", 1), ("1.5", 1)]),
        ({"terms": {"field": "one", "order": {"_key": "asc"}}}, [("-1.5", 1), ("-0.0", 2), ("0.0", 1), ("1.5", 1)]),
        ({"terms": {"field": "f", "include": [0]}}, [("0.0", 2)]),
        ({"terms": {"field": "f", "exclude": [-0.0, 1.5]}}, [("0.0", 2), ("-1.5", 1)]),
        ({"multi_terms": {"terms": [{"field": "f"}, {"field": "k.keyword"}], "size": 2}}, [("[-0.0, 'x']", 3), ("[0.0, 'x']", 2)]),
        ({"histogram": {"field": "f", "interval": 1, "min_doc_count": 1}}, [("-2.0", 1), ("0.0", 4), ("1.0", 1)]),
        ({"range": {"field": "f", "ranges": [{"from": 0}, {"to": 0}]}}, [("*-0.0", 1), ("0.0-*", 5)]),
    ],
)
def test_buckets(store: docstore.Store, body: Json, expected: list[tuple[str, int]]) -> None:
    assert keys(aggregated(store, body)["buckets"]) == expected


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_of_combinations(store: docstore.Store, order: str) -> None:
    found: list[tuple[str, int]] = []
    after: Json = {}
    while True:
        source = {"terms": {"field": "f", "order": order}}
        page = aggregated(store, {"composite": {"size": 1, "sources": [{"f": source}], **after}})
        if not page["buckets"]:
            break
        found += [(str(bucket["key"]["f"]), bucket["doc_count"]) for bucket in page["buckets"]]
        after = {"after": page["after_key"]}
    assert found[:: 1 if order == "asc" else -1] == [("-1.5", 1), ("-0.0", 3), ("0.0", 2), ("1.5", 1)]


@pytest.mark.parametrize(
    ("kind", "ids", "expected"),
    [
        ("cardinality", "012345", "4"), ("min", "01", "-0.0"), ("max", "01", "0.0"), ("min", "02", "0.0"), ("max", "13", "-0.0"),
        ("sum", "1", "0.0"), ("avg", "1", "0.0"),
    ],
)  # fmt: skip
def test_numbers(store: docstore.Store, kind: str, ids: str, expected: str) -> None:
    query = {"ids": {"values": list(ids)}}
    below = {"terms": {"field": "k.keyword"}, "aggs": {"m": {kind: {"field": "f"}}}}
    assert str(aggregated(store, {kind: {"field": "f"}}, query=query)["value"]) == expected
    assert str(aggregated(store, below, query=query)["buckets"][0]["m"]["value"]) == expected
