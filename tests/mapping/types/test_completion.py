"""completion: inputs, weights, contexts."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping
from docstore.mapping.types.completion import CompletionField
from tests.mapping.types.cases import accepts, changed, conflict, direct, found, index_of, round_trip, wrong

PLAIN: dict[str, Any] = {"type": "completion"}
CONTEXTS: dict[str, Any] = {
    "type": "completion",
    "contexts": [
        {"name": "kind", "type": "CATEGORY"},
        {"name": "place", "type": "GEO", "precision": 4},
    ],
}
SHOWN = {
    "type": "completion",
    "analyzer": "simple",
    "preserve_separators": True,
    "preserve_position_increments": True,
    "max_input_length": 50,
}


def field(spec: dict[str, Any]) -> CompletionField:
    found = Mapping.parse({"properties": {"f": spec}}).fields()["f"]
    assert isinstance(found, CompletionField)
    return found


@pytest.mark.parametrize(
    "value",
    [
        "text",
        ["one", "two"],
        {"input": "text"},
        {"input": ["one", "two"], "weight": 34},
        {"input": "text", "weight": "34"},
        [{"input": "one", "weight": 0}, "two"],
        {"weight": 3},
        "",
        [],
        None,
        "x" * 100,
    ],
    ids=str,
)
def test_accepted(value: Any) -> None:
    accepts(PLAIN, value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (5, "failed to parse [f]: expected text or object, but got VALUE_NUMBER"),
        (True, "failed to parse [f]: expected text or object, but got VALUE_BOOLEAN"),
        ([None], "failed to parse [null]: expected text or object, but got VALUE_NULL"),
        ([["a"]], "failed to parse [null]: expected text or object, but got START_ARRAY"),
        ({"inputs": "a"}, "unknown field name [inputs], must be one of [input, weight, contexts]"),
        ({"input": 5}, "input must be a string or array, but was [VALUE_NUMBER]"),
        ({"input": ["a", None]}, "input array must have string values, but was [VALUE_NULL]"),
        ({"input": "a", "weight": 1.5}, "weight must be an integer, but was [1.5]"),
        ({"input": "a", "weight": 2**70}, f"weight must be an integer, but was [{2**70}]"),
        ({"input": "a", "weight": "x"}, "weight must be an integer, but was [x]"),
        ({"input": "a", "weight": None}, "weight must be a number or string, but was [VALUE_NULL]"),
        ({"input": "a", "weight": -1}, "weight must be in the interval [0..2147483647], but was [-1]"),
        ({"input": "a", "weight": "2147483648"}, "weight must be in the interval [0..2147483647], but was [2147483648]"),
        ({"input": "a", "contexts": {"x": "y"}}, "contexts field is not supported for field: [f]"),
        ("a\x1fb", "Illegal input [a\x1fb] UTF-16 codepoint [0x1f] at position 1 is a reserved character"),
    ],
    ids=str,
)
def test_refused(value: Any, reason: str) -> None:
    assert direct(PLAIN, value) == f"failed to parse: {reason}"


@pytest.mark.parametrize(
    ("contexts", "values"),
    [
        ({"kind": "cafe"}, {"kind": {"cafe"}}),
        ({"kind": ["cafe", 5, True]}, {"kind": {"cafe", "5", "true"}}),
        ({"place": "u33dc1"}, {"place": {"u33d"}}),
        ({"place": {"lat": 52.5, "lon": 13.4}}, {"place": {"u33d"}}),
        ({"place": [13.4, 52.5]}, {"place": {"u33d"}}),
        ({"place": [{"lat": 52.5, "lon": 13.4}, "0,0"]}, {"place": {"u33d", "s000"}}),
        ({"kind": "a", "place": "u33d"}, {"kind": {"a"}, "place": {"u33d"}}),
    ],
)
def test_contexts(contexts: dict[str, Any], values: dict[str, set[str]]) -> None:
    value = {"input": "x", "contexts": contexts}
    accepts(CONTEXTS, value)
    assert field(CONTEXTS).suggestions(value)["x"].contexts == values


@pytest.mark.parametrize(
    ("contexts", "reason"),
    [
        ({"kin": "a"}, "Unknown context name [kin], must be one of [kind, place]"),
        ({"kind": {}}, "contexts must be a string, number or boolean or a list of string, number or boolean, but was [START_OBJECT]"),
        ({"kind": [None]}, "context array must have string, number or boolean values, but was [VALUE_NULL]"),
        ({"place": [1]}, "latitude must be a numeric value"),
        ({"place": [1, 2, 3]}, "only two values [lon, lat] expected"),
        ({"place": {"lat": 1}}, "Required [lon]"),
        (["kind"], "contexts must be an object or an array , but was [START_ARRAY]"),
        ({}, "Contexts are mandatory in context enabled completion field [f]"),
    ],
    ids=str,
)
def test_contexts_refused(contexts: Any, reason: str) -> None:
    assert direct(CONTEXTS, {"input": "x", "contexts": contexts}) == f"failed to parse: {reason}"


def test_the_heavier_of_two_counts() -> None:
    found = field(PLAIN).suggestions([{"input": ["a", "b"], "weight": 3}, {"input": "a", "weight": 5}, {"input": "b", "weight": 1}])
    assert {text: suggestion.weight for text, suggestion in found.items()} == {"a": 5, "b": 3}


def test_bodies() -> None:
    assert round_trip(PLAIN) == SHOWN
    full = {**SHOWN, "analyzer": "standard", "search_analyzer": "simple", "preserve_separators": False, "meta": {"a": "b"}}
    assert round_trip(full) == full
    assert round_trip({**PLAIN, "max_input_len": 20})["max_input_length"] == 20
    assert round_trip({**PLAIN, "contexts": {"name": "a", "type": "category", "path": "b"}})["contexts"] == [
        {"name": "a", "type": "CATEGORY", "path": "b"}
    ]
    assert round_trip({**PLAIN, "contexts": [{"name": "a", "type": "geo"}]})["contexts"][0]["precision"] == 6
    assert round_trip({**PLAIN, "contexts": [{"name": "a", "type": "geo", "precision": "5km"}]})["contexts"][0]["precision"] == 5
    assert changed(PLAIN, {**PLAIN, "max_input_length": 10})["max_input_length"] == 10
    assert "Cannot update parameter [analyzer] from [simple] to [standard]" in conflict(PLAIN, {**PLAIN, "analyzer": "standard"})
    assert "Cannot update parameter [contexts]" in conflict(PLAIN, CONTEXTS)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"max_input_length": 0}, "[max_input_length] must be > 0 but was [0]"),
        ({"contexts": []}, "expected at least one context mapping"),
        ({"contexts": "a"}, "expected a list or an entry of context mapping"),
        ({"contexts": {"type": "geo"}}, "missing [name] in context mapping"),
        ({"contexts": {"name": "a"}}, "missing [type] in context mapping"),
        ({"contexts": {"name": "a", "type": "b"}}, "No context type for [b]"),
        (
            {"contexts": {"name": "a", "type": "category", "precision": 3}},
            "Mapping definition for [a] has unsupported parameters:  [precision : 3]",
        ),
        (
            {"contexts": [{"name": f"n{n}", "type": "category"} for n in range(11)]},
            "Limit of completion field contexts [10] has been exceeded",
        ),
        ({"index": True}, "unknown parameter [index] on mapper [f] of type [completion]"),
    ],
    ids=str,
)
def test_wrong_bodies(more: dict[str, Any], reason: str) -> None:
    assert wrong({**PLAIN, **more}) == reason


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("p", "field [p] referenced in context [a] is not defined in the mapping"),
        ("f", "field [f] referenced in context [a] must be mapped to geo_point, found [completion]"),
    ],
)
def test_places_come_from_a_geo_point(path: str, reason: str) -> None:
    contexts = {"name": "a", "type": "geo", "path": path}
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": {**PLAIN, "contexts": contexts}}})
    assert caught.value.reason == reason
    good = {"f": {**PLAIN, "contexts": {**contexts, "path": "g"}}, "g": {"type": "geo_point"}}
    Mapping.parse({"properties": good}).validate({"f": "x", "g": "1,2"}, "1")


def test_through_a_store(store: docstore.Store) -> None:
    index_of(store, {**PLAIN, "fields": {"k": {"type": "keyword"}}}, "a", {"input": ["b", "c"], "weight": 2}, None, " ", [])
    assert found(store, {"exists": {"field": "f"}}) == 4
    assert found(store, {"term": {"f.k": "c"}}) == 1
    assert found(store, {"term": {"_ignored": "f"}}) == 1
