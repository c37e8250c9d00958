from __future__ import annotations

from typing import Any

import pytest

from docstore.query import parse
from docstore.query.kinds.terms import Terms
from tests.query.cases import Json, bind_error, matches, parse_error


def test_wire_form() -> None:
    assert parse({"terms": {"f": ["a", 1], "boost": 2, "_name": "n"}}) == Terms("f", ("a", 1), boost=2.0, name="n")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "[terms] query requires a field name, followed by array of terms or a document lookup specification"),
        (
            {"boost": 1},
            "[terms] query requires a field name, followed by array of terms or a document lookup specification",
        ),
        ({"f": ["a"], "g": ["b"]}, "[terms] query does not support multiple fields"),
        (
            {"f": ["a"], "g": {}},
            "[terms] query does not support more than one field. Already got: [f] but also found [g]",
        ),
        ({"f": "a"}, "[terms] query does not support [f]"),
        ({"f": None}, "[terms] unknown token [VALUE_NULL] after [f]"),
        ({"f": ["a", None]}, "No value specified for terms query"),
        ({"f": {"index": "i", "path": "p"}}, "Required [id]"),
        ({"f": {"index": "i", "path": "p", "id": "1", "x": 1}}, "[terms_lookup] unknown field [x]"),
        ({"f": {"index": "i", "path": "p", "id": 1}}, "[terms_lookup] id doesn't support values of type: VALUE_NUMBER"),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error({"terms": body})["reason"] == reason


@pytest.mark.parametrize(
    ("type_name", "values", "wanted", "seqs"),
    [
        ("long", [1, 2, [3, 4], None], [1, 4, 9], [0, 2]),
        ("long", list(range(20)), list(range(5, 15)), list(range(5, 15))),
        ("long", [1, 2], [1.5, "NaN"], []),
        ("double", [1, 2.5], [2.5, "1"], [0, 1]),
        ("double", [0.5, 1.5, 2.5], [n / 2 for n in range(1, 40, 2)], [0, 1, 2]),
        ("keyword", ["a", "b", ["c", "a"], None], ["a", "z"], [0, 2]),
        ("keyword", ["a", "b"], [], []),
        ("text", ["big city", "town", "big town"], ["city", "town"], [0, 1, 2]),
        ("boolean", [True, False], ["true"], [0]),
        ("date", ["2024-05-01T07:00:00Z", "2024-06-01", "2024-07-01"], ["2024-05-01", "2024-07-01"], [0, 2]),
        ("ip", ["10.0.0.1", "10.0.0.2", "11.0.0.1"], ["10.0.0.2", "11.0.0.1"], [1, 2]),
        ("ip", ["10.0.0.1", "10.0.0.2", "11.0.0.1"], ["10.0.0.0/31", "11.0.0.1"], [0, 2]),
    ],
)
def test_values(type_name: str, values: list[Any], wanted: list[Any], seqs: list[int]) -> None:
    assert matches({"f": {"type": type_name}}, [{"f": value} for value in values], {"terms": {"f": wanted}}) == seqs


def test_too_many_terms() -> None:
    assert bind_error({"f": {"type": "long"}}, {"terms": {"f": list(range(65_537))}})["reason"] == (
        "failed to create query: The number of terms [65537] used in the Terms Query request has exceeded the allowed"
        " maximum of [65536]. This maximum can be set by changing the [index.max_terms_count] index level setting."
    )


def test_unmapped_and_empty() -> None:
    assert matches({}, [{"f": 1}], {"terms": {"f": [1]}}) == []
    assert matches({"f": {"type": "binary"}}, [{}], {"terms": {"f": []}}) == []


def test_index_names() -> None:
    assert matches({}, [{}], {"terms": {"_index": ["a", "cities"]}}) == [0]


@pytest.mark.parametrize("type_name", ["keyword", "text"])
def test_very_many_terms(type_name: str) -> None:
    documents = [{"f": [f"t{at}", f"u{at}"]} for at in range(200)]
    wanted = [f"{letter}{at}" for at in range(0, 2_000, 2) for letter in "tx"]
    assert matches({"f": {"type": type_name}}, documents, {"terms": {"f": wanted}}) == list(range(0, 200, 2))


@pytest.mark.parametrize(
    ("type_name", "value", "reason"),
    [
        ("integer", 2**31, "Value [2147483648] is out of range for an integer"),
        ("byte", "2147483648", "Value [2147483648] is out of range for an integer"),
        ("long", 2**63, "Value [9223372036854775808] is out of range for a long"),
        ("double", "Infinity", "[double] supports only finite values, but got [Infinity]"),
        ("float", 1e39, "[float] supports only finite values, but got [Infinity]"),
        ("half_float", "NaN", "[half_float] supports only finite values, but got [NaN]"),
    ],
)
def test_numbers_that_a_type_cannot_have(type_name: str, value: Any, reason: str) -> None:
    """A field that is indexed refuses them among several; alone, and in doc values, they are in no document."""
    terms, field = {"terms": {"f": [value, 1]}}, {"type": type_name}
    assert bind_error({"f": field}, terms)["reason"].endswith(reason)
    assert matches({"f": field | {"index": False}}, [{"f": 1}], terms) == [0]
    assert matches({"f": field}, [{"f": 1}], {"term": {"f": value}}) == []


@pytest.mark.parametrize("type_name", ["byte", "integer", "long"])
def test_fractions_among_whole_numbers(type_name: str) -> None:
    assert matches({"f": {"type": type_name}}, [{"f": 1}, {"f": 2}], {"terms": {"f": [1.5, "NaN", 1000, "2.0"]}}) == [1]
