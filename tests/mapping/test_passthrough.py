"""Pass-through objects: their fields have a second name, without the object's."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping

Json = dict[str, Any]


def object_of(priority: int = 10, **more: Any) -> Json:
    return {"type": "passthrough", "priority": priority, **more}


def mappings(**properties: Json) -> Json:
    return {"properties": properties}


def test_body() -> None:
    inner = {"host.name": {"type": "keyword"}}
    body = mappings(a=object_of(dynamic="false", properties=inner), b=object_of(0, time_series_dimension=False, enabled=False))
    assert Mapping.parse(body).to_body() == body
    nested = mappings(a=object_of(properties={"host": {"properties": {"name": {"type": "keyword"}}}}))
    assert Mapping.parse(nested).to_body() == mappings(a=object_of(properties=inner))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            mappings(a={"type": "passthrough"}),
            "Failed to parse mapping: Pass-through object [a] is missing a non-negative value for parameter [priority]",
        ),
        (
            mappings(a=object_of(-1)),
            "Failed to parse mapping: Pass-through object [a] is missing a non-negative value for parameter [priority]",
        ),
        (
            mappings(a=object_of(1), b=object_of(1)),
            "Pass-through object [b] has a conflicting param [priority=1] with object [a]",
        ),
        (
            mappings(a=object_of(1, subobjects=True)),
            "Failed to parse mapping: Mapping definition for [a] has unsupported parameters:  [subobjects : true]",
        ),
        (
            mappings(a=object_of(1, properties={"n": {"type": "nested"}})),
            "Failed to parse mapping: Tried to add nested object [n] to object [a] which does not support subobjects",
        ),
        (
            mappings(
                a=object_of(time_series_dimension=True, properties={"d": {"type": "long", "time_series_metric": "counter"}})
            ),
            "Failed to parse mapping: [time_series_dimension] and [time_series_metric] cannot be set in conjunction with each other [a.d]",
        ),
        (
            mappings(a={"type": "keyword", "fields": {"p": object_of()}}),
            "Failed to parse mapping: Type [passthrough] cannot be used in multi field",
        ),
    ],
)
def test_wrong_bodies(body: Json, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse(body)
    assert caught.value.reason == reason


def test_a_merge_changes_the_priority_and_no_object_into_one() -> None:
    first = Mapping.parse(mappings(a=object_of(1, properties={"x": {"type": "long"}})))
    merged = first.merge(mappings(a=object_of(2, properties={"y.z": {"type": "long"}})))
    assert merged.to_body() == mappings(a=object_of(2, properties={"x": {"type": "long"}, "y.z": {"type": "long"}}))


@pytest.mark.parametrize("first", ["plain", "passed through"])
def test_a_merge_with_a_plain_object_passes_through(first: str) -> None:
    plain = mappings(a={"properties": {"y": {"properties": {"z": {"type": "long"}}}}})
    passed = mappings(a=object_of(1, properties={"x": {"type": "long"}}))
    before, after = (plain, passed) if first == "plain" else (passed, plain)
    assert Mapping.parse(before).merge(after).to_body() == mappings(
        a=object_of(1, properties={"x": {"type": "long"}, "y.z": {"type": "long"}})
    )
    plain["properties"]["a"]["subobjects"] = True
    reason = r"can't merge a passthrough mapping \[a\] with an object mapping that is either root or has subobjects enabled"
    with pytest.raises(ApiError, match=reason):
        Mapping.parse(before).merge(after)


def test_dimensions() -> None:
    inner = {"k": {"type": "keyword"}, "t": {"type": "text"}}
    mapping = Mapping.parse(mappings(a=object_of(time_series_dimension=True, properties=inner)))
    extended = mapping.extended({"a": {"n": 1}}, "1").to_body()["properties"]["a"]["properties"]
    assert extended == {
        "k": {"type": "keyword", "time_series_dimension": True},
        "n": {"type": "long", "time_series_dimension": True},
        "t": {"type": "text"},
    }


def test_names_without_the_object(store: docstore.Store) -> None:
    store.indices.create(
        index="i",
        mappings=mappings(
            attributes=object_of(10),
            resource={"properties": {"attributes": object_of(20, properties={"host.name": {"type": "keyword"}})}},
            own={"type": "keyword"},
        ),
    )
    store.index(
        index="i",
        id="1",
        document={
            "own": "top",
            "attributes": {"own": "below", "host": {"name": "low"}, "code": 200},
            "resource": {"attributes": {"host.name": "high"}},
        },
    )

    def found(**term: Any) -> int:
        return int(store.count(index="i", query={"term": term})["count"])

    assert found(own="top") == 1
    assert found(own="below") == 0
    assert found(code=200) == 1
    assert found(**{"host.name": "high"}) == 1
    assert found(**{"host.name": "low"}) == 0
    assert found(**{"attributes.host.name.keyword": "low"}) == 1
    answer = store.search(index="i", fields=["code"], aggs={"hosts": {"terms": {"field": "host.name"}}}, sort=["code"])
    assert answer["hits"]["hits"][0]["fields"] == {"code": [200]}
    assert [one["key"] for one in answer["aggregations"]["hosts"]["buckets"]] == ["high"]
    caps = store.field_caps(index="i", fields=["host.name", "code", "own"])["fields"]
    assert {name: list(kinds) for name, kinds in caps.items()} == {"host.name": ["keyword"], "code": ["long"], "own": ["keyword"]}


def test_documents_are_kept_and_shown_as_they_came(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings=mappings(a=object_of()))
    for document in ({"a": {"b": {"c": 1}}}, {"a.b.c": 2}, {"a": {"b.c": [3, 4]}}):
        store.index(index="i", id="1", document=document)
        assert store.get(index="i", id="1")["_source"] == document
    assert store.indices.get_mapping(index="i")["i"]["mappings"] == mappings(a=object_of(properties={"b.c": {"type": "long"}}))
    assert store.count(index="i", query={"range": {"b.c": {"gte": 4}}})["count"] == 1


def test_new_fields_of_dimensions_are_dimensions(store: docstore.Store) -> None:
    """Texts are keywords, and what a template makes is a dimension too; so are the values of an array."""
    attributes = object_of(dynamic=True, time_series_dimension=True)
    templates = [{"ips": {"path_match": "*.ip", "match_mapping_type": "string", "mapping": {"type": "ip"}}}]
    span = {"start_time": "2024-05-01T00:00:00Z", "end_time": "2024-05-02T00:00:00Z"}
    store.indices.create(
        index="m",
        settings={"mode": "time_series", "time_series": span, "routing_path": ["attributes.*"]},
        mappings={**mappings(attributes=attributes), "dynamic_templates": templates},
    )
    first = {"text": "a", "flag": True, "whole": [1, 2], "part": 1.5, "host.ip": "127.0.0.1", "deep": {"er": "b"}}
    store.index(index="m", document={"@timestamp": "2024-05-01T10:00:00Z", "attributes": first, "note": "c"})
    store.index(index="m", document={"@timestamp": "2024-05-01T10:00:00Z", "attributes.later": "d"})
    found = store.indices.get_mapping(index="m")["m"]["mappings"]["properties"]
    kinds = {"flag": "boolean", "whole": "long", "part": "float", "host.ip": "ip", **dict.fromkeys(("text", "deep.er", "later"), "keyword")}
    shown = found["attributes"]["properties"]
    assert {name: field["type"] for name, field in shown.items()} == kinds
    assert all(field["time_series_dimension"] for field in shown.values())
    assert found["note"]["type"] == "text"
    for name, value in (("text", "a"), ("deep.er", "b"), ("whole", 2), ("part", 1.5), ("later", "d")):
        assert store.count(index="m", query={"term": {name: value}})["count"] == 1
