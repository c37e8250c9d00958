"""put-mapping on an existing mapping."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import Mapping

BASE: dict[str, Any] = {
    "dynamic": "strict",
    "_meta": {"v": 1},
    "properties": {
        "n": {"type": "long", "null_value": 1},
        "t": {"type": "text", "fields": {"k": {"type": "keyword", "ignore_above": 256}}},
        "k": {"type": "keyword", "ignore_above": 10},
        "o": {"properties": {"x": {"type": "long"}}},
        "z": {"type": "nested", "properties": {"x": {"type": "long"}}},
        "d": {"type": "date"},
    },
}


def test_fields_are_added_at_every_depth() -> None:
    merged = Mapping.parse(BASE).merge(
        {
            "_meta": {"v": 2},
            "properties": {
                "o.y": {"type": "ip"},
                "t": {"type": "text", "fields": {"n": {"type": "long"}}},
                "k": {"type": "keyword", "ignore_above": 20},
                "new": {"type": "boolean"},
            },
        }
    )
    body = merged.to_body()
    assert body["dynamic"] == "strict"
    assert body["_meta"] == {"v": 2}
    assert body["properties"]["o"]["properties"] == {"x": {"type": "long"}, "y": {"type": "ip"}}
    assert set(body["properties"]["t"]["fields"]) == {"k", "n"}
    assert body["properties"]["k"]["ignore_above"] == 20
    assert "new" in body["properties"]


def test_a_parameter_that_may_change_goes_back_to_its_default() -> None:
    merged = Mapping.parse(BASE).merge({"properties": {"k": {"type": "keyword"}}})
    assert merged.to_body()["properties"]["k"] == {"type": "keyword"}


def test_nothing_new_is_the_same_mapping() -> None:
    mapping = Mapping.parse(BASE)
    assert mapping.merge(BASE) is mapping
    assert mapping.merge({}) is mapping


CONFLICT = "Mapper for [{}] conflicts with existing mapper:\n\tCannot update parameter [{}] from [{}] to [{}]"


@pytest.mark.parametrize(
    ("properties", "status", "text"),
    [
        ({"n": {"type": "text"}}, 400, "mapper [n] cannot be changed from type [long] to [text]"),
        ({"n": {"properties": {}}}, 400, "mapper [n] cannot be changed from type [long] to [ObjectMapper]"),
        ({"n": {"type": "nested"}}, 400, "mapper [n] cannot be changed from type [long] to [NestedObjectMapper]"),
        ({"o": {"type": "keyword"}}, 400, "can't merge a non object mapping [o] with an object mapping"),
        ({"z": {"properties": {}}}, 400, "can't merge a non-nested mapping [z] with a nested mapping"),
        ({"n": {"type": "long"}}, 400, CONFLICT.format("n", "null_value", "1", "null")),
        ({"t": {"type": "text", "index": False}}, 400, CONFLICT.format("t", "index", "true", "false")),
        ({"t": {"type": "text", "analyzer": "simple"}}, 400, CONFLICT.format("t", "analyzer", "default", "simple")),
        (
            {"t": {"type": "text", "fields": {"k": {"type": "long"}}}},
            400,
            "mapper [t.k] cannot be changed from type [keyword] to [long]",
        ),
        (
            {"d": {"type": "date", "format": "yyyy"}},
            400,
            CONFLICT.format("d", "format", "strict_date_optional_time||epoch_millis", "yyyy"),
        ),
        ({"o": {"enabled": False}}, 500, "the [enabled] parameter can't be updated for the object mapping [o]"),
    ],
)
def test_refusals(properties: dict[str, Any], status: int, text: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse(BASE).merge({"properties": properties})
    assert (caught.value.status, caught.value.reason) == (status, text)


def test_two_conflicts_are_listed() -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse(BASE).merge({"properties": {"t": {"type": "text", "index": False, "store": True}}})
    second = "\n\tCannot update parameter [store] from [false] to [true]"
    assert caught.value.reason == CONFLICT.format("t", "index", "true", "false") + second


def test_norms_can_only_be_switched_off() -> None:
    off = Mapping.parse(BASE).merge({"properties": {"t": {"type": "text", "norms": False}}})
    with pytest.raises(ApiError, match=r"parameter \[norms\] from \[false\] to \[true\]"):
        off.merge({"properties": {"t": {"type": "text"}}})


def test_metadata_fields_keep_their_parameters() -> None:
    mapping = Mapping.parse({"_source": {"enabled": False}, "_routing": {"required": True}})
    assert mapping.merge({"properties": {"a": {"type": "long"}}}).routing_required
    with pytest.raises(ApiError) as caught:
        mapping.merge({"_source": {"enabled": True}})
    assert caught.value.reason == CONFLICT.format("_source", "enabled", "false", "true")
    assert not Mapping.parse({}).merge({"_source": {"enabled": False}}).source_enabled


def test_a_source_may_be_switched_off() -> None:
    assert not Mapping.parse({"_source": {"excludes": []}}).merge({"_source": {"enabled": False}}).source_enabled


def test_a_refused_merge_changes_nothing_and_limits_hold() -> None:
    mapping = Mapping.parse({"properties": {"a": {"type": "long"}}}, settings={"index.mapping.total_fields.limit": 2})
    with pytest.raises(ApiError, match=r"Limit of total fields \[2\] has been exceeded"):
        mapping.merge({"properties": {"b": {"type": "long"}, "c": {"type": "long"}}})
    assert set(mapping.fields()) == {"a"}
    assert set(mapping.with_settings({}).merge({"properties": {"b.c": {"type": "long"}}}).fields()) == {"a", "b.c"}
