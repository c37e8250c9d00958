"""flattened."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from tests.mapping.types.cases import accepts, cause, changed, conflict, found, index_of, round_trip, wrong

IAE = "illegal_argument_exception"
SPEC = {"type": "flattened"}


def test_bodies() -> None:
    spec = {
        "type": "flattened",
        "index": False,
        "depth_limit": 3,
        "null_value": "N",
        "eager_global_ordinals": True,
        "ignore_above": 10,
        "index_options": "freqs",
        "split_queries_on_whitespace": True,
    }
    assert round_trip(spec) == spec
    assert round_trip({**SPEC, "time_series_dimensions": ["a"]})["time_series_dimensions"] == ["a"]
    assert changed(SPEC, {**SPEC, "depth_limit": 2})["depth_limit"] == 2
    assert "Cannot update parameter [null_value]" in conflict(SPEC, {**SPEC, "null_value": "x"})


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"fields": {"k": {"type": "keyword"}}}, "flattened field [f] does not support [fields]"),
        ({"copy_to": "g"}, "flattened field [f] does not support [copy_to]"),
        ({"depth_limit": -1}, "[depth_limit] must be positive, got [-1]"),
        (
            {"time_series_dimensions": ["a"], "index": False},
            "Field [time_series_dimensions] requires that [index] and [doc_values] are true",
        ),
        (
            {"time_series_dimensions": ["a"], "ignore_above": 3},
            "Field [ignore_above] cannot be set in conjunction with field [time_series_dimensions]",
        ),
        ({"properties": {}}, None),
    ],
)
def test_wrong_bodies(more: dict[str, Any], reason: str | None) -> None:
    got = wrong({**SPEC, **more})
    assert reason is None or got == reason


def test_values() -> None:
    accepts(SPEC, {}, None, {"a": {"b": [1, {"c": None}]}}, [{"a": 1}, None], {"": 1, "a..b": 2, ".": {}})
    assert cause(SPEC, "x") == (
        "parsing_exception",
        "Failed to parse object: expecting token of type [START_OBJECT] but found [VALUE_STRING]",
    )
    assert cause({**SPEC, "depth_limit": 2}, {"a": {"b": {"c": 1}}}) == (
        IAE,
        "The provided [flattened] field [f] exceeds the maximum depth limit of [2].",
    )
    accepts({**SPEC, "depth_limit": 2}, {"a": {"b": 1}})
    assert cause(SPEC, {"a\0b": 1}) == (
        IAE,
        "Keys in [flattened] fields cannot contain the reserved character \\0. Offending key: [a\0b].",
    )
    assert "contains one immense field" in cause(SPEC, {"a": "x" * 32_766})[1]
    accepts({**SPEC, "ignore_above": 100}, {"a": "x" * 32_766})


def test_keys_are_searched(store: docstore.Store) -> None:
    index_of(
        store,
        {"type": "flattened", "null_value": "N", "ignore_above": 20},
        {"priority": "urgent", "release": ["v1.2", "v1.3"], "time": {"created": 123, "none": None}},
        {"priority": "low", "time.created": "124", "long": "x" * 21},
        None,
    )
    properties = store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]
    assert properties.keys() == {"f"}
    assert found(store, {"term": {"f": "urgent"}}) == 1
    assert found(store, {"term": {"f.priority": "urgent"}}) == 1
    assert found(store, {"term": {"f.release": "urgent"}}) == 0
    assert found(store, {"terms": {"f.time.created": [123, 124]}}) == 2
    assert found(store, {"prefix": {"f.release": "v1"}}) == 1
    assert found(store, {"range": {"f.priority": {"gte": "l", "lt": "m"}}}) == 1
    assert found(store, {"exists": {"field": "f"}}) == 2
    assert found(store, {"exists": {"field": "f.priority"}}) == 2
    assert found(store, {"exists": {"field": "f.time"}}) == 0
    assert found(store, {"exists": {"field": "f.long"}}) == 0
    assert found(store, {"term": {"f.time.none": "N"}}) == 1
    assert found(store, {"term": {"f.unknown": "x"}}) == 0
    with pytest.raises(ApiError) as caught:
        found(store, {"range": {"f.priority": {"gte": "l"}}})
    assert (
        "[range] queries on keyed [flattened] fields must include both an upper and a lower bound."
        in str(caught.value.body)
    )


def test_dots_lead_into_the_object(store: docstore.Store) -> None:
    index_of(store, SPEC)
    store.index(index="i", document={"f.a.b": "x", "f": {"c": "y"}})
    assert found(store, {"term": {"f.a.b": "x"}}) == 1
    assert found(store, {"term": {"f.c": "y"}}) == 1
    assert found(store, {"exists": {"field": "f"}}) == 1


def test_queries_are_split_on_request(store: docstore.Store) -> None:
    index_of(store, {**SPEC, "split_queries_on_whitespace": True}, {"a": "x", "b": "y z"})
    assert found(store, {"match": {"f": "x w"}}) == 1
    assert found(store, {"match": {"f.a": "w x"}}) == 1
    assert found(store, {"match": {"f.b": "y z"}}) == 0
    assert found(store, {"term": {"f.b": "y z"}}) == 1


def test_fields_of_a_key(store: docstore.Store) -> None:
    index_of(store, SPEC, {"a": {"b": ["x", 5]}}, {"a.b": "y"})
    hits = store.search(index="i", fields=["f.a.b", "f.no"], sort=["_doc"])["hits"]["hits"]
    assert [hit["fields"] for hit in hits] == [{"f.a.b": ["x", 5]}, {"f.a.b": ["y"]}]


def test_fields_show_nothing_that_is_too_long(store: docstore.Store) -> None:
    store.indices.create(index="short", mappings={"properties": {"f": {"type": "flattened", "ignore_above": 5}}})
    store.index(index="short", id="1", document={"f": {"a": ["longer", "foo"], "b": "longer", "c": {"d": "x", "e": ["y", "z"]}}})
    store.index(index="short", id="2", document={"f": {"a": "longer"}})
    hits = store.search(index="short", fields=["f"], sort="_doc")["hits"]["hits"]
    assert [hit.get("fields") for hit in hits] == [{"f": [{"a": "foo", "c": {"d": "x", "e": ["y", "z"]}}]}, None]
    assert hits[1]["_source"] == {"f": {"a": "longer"}}
