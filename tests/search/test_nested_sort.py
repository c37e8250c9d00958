"""Sorting by values in nested objects."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]

OFFERS: Json = {
    "type": "nested",
    "properties": {
        "price": {"type": "long"},
        "color": {"type": "keyword"},
        "parts": {"type": "nested", "properties": {"n": {"type": "double"}, "ok": {"type": "boolean"}}},
    },
}
DOCUMENTS: list[Json] = [
    {"offers": [{"price": 10, "color": "red"}, {"price": 30, "color": "blue"}]},
    {"offers": [{"price": 20, "color": "blue", "parts": [{"n": 2, "ok": True}, {"n": 1, "ok": False}]}]},
    {"offers": []},
    {"offers": [{"color": "red", "parts": {"n": 5}}, {"price": [1, 50], "color": "green"}]},
]
BLUE = {"term": {"offers.color": "blue"}}


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": {"offers": OFFERS, "k": {"type": "keyword"}}})
    for at, document in enumerate(DOCUMENTS):
        store.index(index="i", id=str(at), document=document)
    return store


def order(store: docstore.Store, field: str, nested: Json, **more: Any) -> list[tuple[str, Any]]:
    hits = store.search(index="i", sort=[{field: {"nested": nested, **more}}])["hits"]["hits"]
    return [(hit["_id"], hit["sort"][0]) for hit in hits]


LAST, FIRST = (1 << 63) - 1, -(1 << 63)


@pytest.mark.parametrize(
    ("nested", "more", "expected"),
    [
        ({}, {}, [("3", 1), ("0", 10), ("1", 20), ("2", LAST)]),
        ({}, {"order": "desc"}, [("3", 50), ("0", 30), ("1", 20), ("2", FIRST)]),
        ({}, {"mode": "sum"}, [("1", 20), ("0", 40), ("3", 51), ("2", LAST)]),
        ({}, {"mode": "avg", "order": "desc"}, [("3", 26), ("0", 20), ("1", 20), ("2", FIRST)]),
        ({"filter": BLUE}, {}, [("1", 20), ("0", 30), ("2", LAST), ("3", LAST)]),
        ({"filter": BLUE}, {"missing": 25}, [("1", 20), ("2", 25), ("3", 25), ("0", 30)]),
        ({"max_children": 1}, {"mode": "max"}, [("0", 10), ("1", 20), ("3", 50), ("2", LAST)]),
    ],
    ids=str,
)
def test_numbers(index: docstore.Store, nested: Json, more: Json, expected: list[tuple[str, int]]) -> None:
    assert order(index, "offers.price", {"path": "offers", **nested}, **more) == expected


def test_keywords(index: docstore.Store) -> None:
    found = order(index, "offers.color", {"path": "offers"}, order="desc")
    assert found == [("0", "red"), ("3", "red"), ("1", "blue"), ("2", None)]


@pytest.mark.parametrize(
    ("nested", "expected"),
    [
        ({"path": "offers.parts"}, [("1", 1.0), ("3", 5.0)]),
        ({"path": "offers", "nested": {"path": "offers.parts"}}, [("1", 1.0), ("3", 5.0)]),
        ({"path": "offers", "filter": BLUE, "nested": {"path": "offers.parts"}}, [("1", 1.0)]),
        (
            {"path": "offers", "filter": BLUE, "nested": {"path": "offers.parts", "filter": {"term": {"offers.parts.ok": True}}}},
            [("1", 2.0)],
        ),
    ],
    ids=str,
)
def test_deeper(index: docstore.Store, nested: Json, expected: list[tuple[str, float]]) -> None:
    found = order(index, "offers.parts.n", nested)
    assert found[: len(expected)] == expected
    assert {value for _, value in found[len(expected) :]} == {"Infinity"}


def test_search_after(index: docstore.Store) -> None:
    sort = [{"offers.price": {"nested": {"path": "offers"}}}, "_doc"]
    hits = index.search(index="i", sort=sort, search_after=[10, 0])["hits"]["hits"]
    assert [hit["_id"] for hit in hits] == ["1", "2"]


def test_a_field_that_is_not_there_needs_no_nested_object(index: docstore.Store) -> None:
    assert order(index, "nope.price", {"path": "nope"}, unmapped_type="long") == [(str(at), 2**63 - 1) for at in range(4)]


@pytest.mark.parametrize(
    ("field", "sort", "reason"),
    [
        ("offers.price", {"nested": {"path": "nope"}}, "[nested] failed to find nested object under path [nope]"),
        ("offers.price", {}, "it is mandatory to set the [nested] context on the nested sort field: [offers.price]."),
        (
            "offers.price",
            {"nested": {"path": "offers", "max_children": 2, "nested": {"path": "offers.parts"}}},
            "max_children is only supported on last level of nested sort",
        ),
        ("offers.price", {"nested": {"path": "offers", "x": 1}}, "malformed nested sort format, unknown field name [x]"),
        ("offers.price", {"nested": {"path": "offers"}, "mode": "median"}, "Unsupported sort mode: MEDIAN"),
    ],
    ids=str,
)
def test_refusals(index: docstore.Store, field: str, sort: Json, reason: str) -> None:
    with pytest.raises(ApiError) as failure:
        index.search(index="i", sort=[{field: sort}])
    assert reason in str(failure.value.body)
