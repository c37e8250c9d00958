from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.query import parse
from docstore.query.kinds.exists import Exists
from tests.query.cases import Json, matches, parse_error

PROPERTIES = {
    "n": {"type": "long"},
    "t": {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 3}}},
    "o": {"properties": {"a": {"type": "long"}, "b": {"type": "keyword"}}},
    "alias": {"type": "alias", "path": "o.a"},
    "nest": {"type": "nested", "properties": {"x": {"type": "long"}}},
    "off": {"type": "keyword", "index": False, "doc_values": False},
}
DOCUMENTS: list[Json] = [
    {"n": 1, "t": "ab", "off": "x"},
    {"n": None, "t": "abcd"},
    {"n": [], "o": {"a": 1}},
    {"n": [None, 2], "o": {"b": "x"}},
    {"o": {}, "nest": [{"x": 1}], "unmapped": 1},
]


def test_wire_form() -> None:
    assert parse({"exists": {"field": "f", "boost": 2, "_name": "n"}}) == Exists("f", boost=2.0, name="n")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "[exists] must be provided with a [field]"),
        ({"fields": "a"}, "[exists] query does not support [fields]"),
        ({"field": ["a"]}, "[exists] unknown token [START_ARRAY] after [field]"),
        ({"field": None}, "[exists] unknown token [VALUE_NULL] after [field]"),
        ({"field": ""}, "field name is null or empty"),
    ],
)
def test_wire_errors(body: Any, reason: str) -> None:
    assert parse_error({"exists": body})["reason"] == reason


@pytest.mark.parametrize(
    ("field", "seqs"),
    [
        ("n", [0, 3]),
        ("t", [0, 1]),
        ("t.raw", [0]),
        ("o", [2, 3]),
        ("o.*", [2, 3]),
        ("o.a", [2]),
        ("alias", [2]),
        ("al*", [2]),
        ("t*", [0, 1]),
        ("nest", []),
        ("nest.x", []),
        ("unmapped", []),
        ("off", []),
        ("*", [0, 1, 2, 3, 4]),
        ("_id", [0, 1, 2, 3, 4]),
        ("_seq_no", [0, 1, 2, 3, 4]),
    ],
)
def test_fields(field: str, seqs: list[int]) -> None:
    assert matches(PROPERTIES, DOCUMENTS, {"exists": {"field": field}}) == seqs


def test_fields_below_a_disabled_object_have_no_values() -> None:
    with docstore.open() as store:
        properties = {"off": {"enabled": False, "properties": {"x": {"type": "long"}}}, "on": {"properties": {"x": {"type": "long"}}}}
        store.indices.create(index="i", mappings={"properties": properties})
        store.index(index="i", id="1", document={"off": {"x": 1}, "on": {"x": 1}})
        for field, count in (("off.x", 0), ("off", 0), ("off.*", 0), ("on.x", 1), ("on", 1)):
            assert store.count(index="i", query={"exists": {"field": field}})["count"] == count
        assert store.count(index="i", query={"term": {"off.x": 1}})["count"] == 0
