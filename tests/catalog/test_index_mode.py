"""What ``index.mode: logsdb`` brings with it, and which data streams have it without being told."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

Json = dict[str, Any]
TIME = {"@timestamp": {"type": "date"}}
HOST = {"host": {"properties": {"name": {"type": "keyword", "ignore_above": 1024}}}}
BOTH = {"add_host_name_field": "true", "sort_on_host_name": "true"}


def index_of(store: docstore.Store, name: str) -> tuple[Json, Json]:
    """The mapping and the settings."""
    ((_, found),) = store.indices.get(index=name, expand_wildcards="all").items()
    return found["mappings"], found["settings"]["index"]


@pytest.mark.parametrize(
    ("mappings", "settings", "logsdb", "properties"),
    [
        ({}, {}, BOTH, TIME | HOST),
        ({}, {"sort.field": "@timestamp"}, None, TIME),
        ({"properties": {"host": {"type": "keyword"}}}, {}, None, TIME | {"host": {"type": "keyword"}}),
        ({"properties": {"host.name": {"type": "text"}}}, {}, None, TIME | {"host": {"properties": {"name": {"type": "text"}}}}),
        (
            {"properties": {"host.name": {"type": "keyword"}}},
            {},
            {"sort_on_host_name": "true"},
            TIME | {"host": {"properties": {"name": {"type": "keyword"}}}},
        ),
        (
            {"subobjects": False, "properties": {"host": {"type": "ip"}}},
            {},
            BOTH,
            TIME | {"host": {"type": "ip"}, "host.name": {"type": "keyword", "ignore_above": 1024}},
        ),
    ],
)
def test_the_host_is_sorted_by(store: docstore.Store, mappings: Json, settings: Json, logsdb: Json | None, properties: Json) -> None:
    store.indices.create(index="i", settings={"mode": "logsdb", **settings}, mappings=mappings)
    found, kept = index_of(store, "i")
    assert (found["properties"], kept.get("logsdb")) == (properties, logsdb)


def test_logs_take_what_other_indices_refuse(store: docstore.Store) -> None:
    mappings = {"properties": {"n": {"type": "long"}, "k": {"type": "keyword"}}}
    store.indices.create(index="i", settings={"mode": "logsdb", "mapping.total_fields.limit": 6}, mappings=mappings)
    store.index(index="i", id="1", document={"n": "many", "k": "x" * 8192, "new": 1, "more": 2, "most": 3})
    hit = store.search(index="i")["hits"]["hits"][0]
    assert hit["_ignored"] == ["k", "more", "most", "n"]
    store.indices.create(index="strict", settings={"mode": "logsdb", "mapping.ignore_malformed": False}, mappings=mappings)
    with pytest.raises(docstore.ApiError, match="failed to parse field"):
        store.index(index="strict", document={"n": "many"})
    shown = store.indices.get_settings(index="i", include_defaults=True, flat_settings=True)["i"]["defaults"]
    assert {name: shown[f"index.{name}"] for name in ("sort.field", "sort.order", "mapping.ignore_above")} == {
        "sort.field": ["host.name", "@timestamp"],
        "sort.order": ["asc", "desc"],
        "mapping.ignore_above": "8191",
    }


@pytest.mark.parametrize(
    ("stream", "settings", "enabled", "mode"),
    [
        ("logs-app-default", {}, None, "logsdb"),
        ("logs-app-default", {"mode": "standard"}, None, "standard"),
        ("logs-app", {}, None, None),
        ("metrics-app-default", {}, None, None),
        ("logs-app-default", {}, False, None),
    ],
)
def test_streams_of_logs_are_in_that_mode(
    store: docstore.Store, stream: str, settings: Json, enabled: bool | None, mode: str | None
) -> None:
    store.cluster.put_settings(persistent={"cluster.logsdb.enabled": enabled})
    store.indices.put_index_template(name="t", index_patterns=["*-app*"], priority=200, data_stream={}, template={"settings": settings})
    simulated = store.indices.simulate_index_template(name=stream)["template"]["settings"].get("index", {})
    assert (simulated.get("mode"), simulated.get("logsdb")) == (mode, BOTH if mode == "logsdb" else None)
    store.indices.create_data_stream(name=stream)
    assert index_of(store, stream)[1].get("mode") == mode
