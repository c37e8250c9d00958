"""Objects without subobjects: dots in the names of their fields mean nothing."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError
from docstore.mapping import Mapping

METRICS = {"metrics": {"type": "object", "subobjects": False, "properties": {"time": {"type": "long"}, "time.max": {"type": "byte"}}}}


def test_a_field_and_another_below_its_name_live_side_by_side(store: Store) -> None:
    store.indices.create(index="m", mappings={"properties": METRICS})
    store.index(index="m", id="1", document={"metrics": {"time": 10, "time.max": 20}})
    store.index(index="m", id="2", document={"metrics.time.max": 30, "metrics.time.min": 1})
    store.index(index="m", id="3", document={"metrics": {"disk": {"used": 5, "free": {"inodes": 1}}}})
    properties = store.indices.get_mapping(index="m")["m"]["mappings"]["properties"]["metrics"]["properties"]
    assert list(properties) == ["disk.free.inodes", "disk.used", "time", "time.max", "time.min"]
    assert store.count(index="m", query={"range": {"metrics.time.max": {"gte": 20}}})["count"] == 2
    assert store.count(index="m", query={"term": {"metrics.disk.free.inodes": 1}})["count"] == 1
    with pytest.raises(ApiError, match=r"failed to parse field \[metrics.time.max\] of type \[byte\]"):
        store.index(index="m", document={"metrics.time.max": 300})


def test_an_object_where_a_field_is_mapped_is_a_value_of_the_field() -> None:
    mapping = Mapping.parse({"properties": METRICS})
    with pytest.raises(ApiError, match=r"failed to parse field \[metrics.time\] of type \[long\]"):
        mapping.validate({"metrics": {"time": {"max": 1}}}, "1")
    mapping.validate({"metrics": {"time.max": 1}}, "1")


def test_objects_of_a_body_are_dissolved_and_merge_into_what_is_there() -> None:
    body: dict[str, Any] = {"subobjects": "false", "properties": {"a": {"properties": {"b": {"type": "long"}, "c": {"properties": {}}}}}}
    mapping = Mapping.parse(body)
    assert mapping.to_body() == {"subobjects": False, "properties": {"a.b": {"type": "long"}}}
    merged = mapping.merge({"properties": {"a": {"properties": {"d": {"type": "ip"}}}, "a.e": {"type": "ip"}}})
    assert list(merged.to_body()["properties"]) == ["a.b", "a.d", "a.e"]
    assert Mapping.parse(merged.to_body()) == merged


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"subobjects": "auto"}, "Failed to parse mapping: unknown subobjects value: auto"),
        (
            {"subobjects": False, "properties": {"a": {"type": "nested"}}},
            "Tried to add nested object [a] to object [_doc] which does not support subobjects",
        ),
        (
            {"subobjects": False, "properties": {"a": {"dynamic": "strict", "properties": {}}}},
            "Object mapper [a] was found in a context where subobjects is set to false. Auto-flattening [a] failed because the value of "
            "[dynamic] (STRICT) is not compatible with the value from its parent context (null)",
        ),
        (
            {"properties": {"o": {"type": "object", "subobjects": False, "properties": {"a": {"type": "object", "enabled": False}}}}},
            "Auto-flattening [o.a] failed because the value of [enabled] is [false]",
        ),
        ({"properties": {"o": {"type": "nested", "subobjects": False}}}, "unsupported parameters:  [subobjects : false]"),
    ],
)
def test_what_cannot_be_without_objects(body: dict[str, Any], text: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse(body)
    assert text in caught.value.reason


def test_subobjects_stay_as_they_were() -> None:
    mapping = Mapping.parse({"properties": METRICS})
    with pytest.raises(ApiError) as caught:
        mapping.merge({"properties": {"metrics": {"type": "object", "subobjects": True}}})
    assert caught.value.reason == "the [subobjects] parameter can't be updated for the object mapping [metrics]"


def test_strict_and_false_look_at_objects_as_elasticsearch_does() -> None:
    strict = Mapping.parse({"subobjects": False, "dynamic": "strict", "properties": {"a.b": {"type": "long"}}})
    strict.validate({"a.b": 1}, "1")
    with pytest.raises(ApiError, match=r"dynamic introduction of \[a\] within \[_doc\]"):
        strict.validate({"a": {"b": 1}}, "1")
    closed = Mapping.parse({"subobjects": False, "dynamic": False, "properties": {"a.b": {"type": "long"}}})
    with pytest.raises(ApiError, match=r"failed to parse field \[a.b\]"):
        closed.validate({"a": {"b": "x"}}, "1")
    assert closed.extended({"a": {"c": "x"}}, "1") is closed
