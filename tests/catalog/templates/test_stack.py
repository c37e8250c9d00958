"""The templates that Elasticsearch brings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, IllegalArgumentError, IndexTemplateMissingError, ResourceNotFoundError

Json = dict[str, Any]
POINT: Json = {"@timestamp": "2024-05-01T10:00:00Z", "host": {"name": "a"}, "load": 0.5, "n": 3, "message": "up"}


def mapped(store: docstore.Store, name: str) -> Json:
    (found,) = store.indices.get_mapping(index=name).values()
    return dict(found["mappings"]["properties"])


def test_what_is_written_for_metrics_makes_a_data_stream(store: docstore.Store) -> None:
    answer = store.index(index="metrics-cpu-default", document=POINT)
    assert answer["_index"].startswith(".ds-metrics-cpu-default-")
    (stream,) = store.indices.get_data_stream(name="metrics-cpu-default")["data_streams"]
    assert (stream["template"], stream["ilm_policy"]) == ("metrics", "metrics@lifecycle")
    fields = mapped(store, "metrics-cpu-default")
    assert fields["load"] == {"type": "float", "index": False}
    assert fields["n"] == {"type": "long", "index": False}
    assert fields["message"] == {"type": "match_only_text"}
    assert fields["host"]["properties"]["name"] == {"type": "keyword", "ignore_above": 1024}
    assert fields["data_stream"]["properties"]["type"] == {"type": "constant_keyword", "value": "metrics"}
    said = "cannot create index with name [metrics-a-b], because it matches with template [metrics] that creates data streams only"
    with pytest.raises(IllegalArgumentError, match=said.replace("[", r"\[")):
        store.indices.create(index="metrics-a-b")
    assert store.index(index="metrics-cpu", document={"a": 1})["_index"] == "metrics-cpu"


def test_what_is_written_for_logs_makes_a_data_stream_and_gets_a_time(store: docstore.Store) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    store.indices.create(index="plain")
    store.index(index="plain", id="p", document={"message": "old"})
    assert store.index(index="logs-app-default", id="1", op_type="create", document={"message": "one"})["result"] == "created"
    operations = [{"create": {"_id": "2"}}, {"@timestamp": None, "message": "null"}, {"create": {"_id": "3"}}, POINT]
    assert store.bulk(index="logs-app-default", operations=operations)["errors"] is False
    store.load(index="logs-app-default", documents=[{"message": "loaded"}])
    moved = store.reindex(source={"index": "plain"}, dest={"index": "logs-app-default", "op_type": "create"}, refresh=True)
    assert moved["created"] == 1
    hits = store.search(index="logs-app-default")["hits"]["hits"]
    times = {hit["_source"]["message"]: hit["_source"]["@timestamp"] for hit in hits}
    assert times.pop("up") == POINT["@timestamp"]
    assert set(times) == {"one", "null", "loaded", "old"}
    assert all(datetime.fromisoformat(time) >= before for time in times.values())
    (stream,) = store.indices.get_data_stream(name="logs-app-default")["data_streams"]
    assert (stream["template"], stream["index_mode"]) == ("logs", "logsdb")
    assert mapped(store, "logs-app-default")["message"] == {"type": "match_only_text"}
    assert store.index(index="logs-app-default", document={"@timestamp": "never"})["failure_store"] == "used"
    assert store.index(index="logs-app", document={"a": 1})["_index"] == "logs-app"
    assert "@timestamp" not in store.get_source(index="plain", id="p")


def test_metrics_of_a_request_name_their_kind(store: docstore.Store) -> None:
    named = {"create": {"dynamic_templates": {"load": "gauge_double", "n": "counter_long"}}}
    answer = store.bulk(index="metrics-cpu-default", operations=[named, POINT])
    assert answer["errors"] is False
    fields = mapped(store, "metrics-cpu-default")
    assert (fields["load"]["time_series_metric"], fields["n"]["time_series_metric"]) == ("gauge", "counter")


def test_templates_are_made_of_them(store: docstore.Store) -> None:
    parts = ["logs@mappings", "logs@settings", "logs@custom", "ecs@mappings"]
    store.indices.put_index_template(
        name="mine", index_patterns=["logs-mine-*"], data_stream={}, composed_of=parts, priority=200,
        ignore_missing_component_templates=["logs@custom"],
    )  # fmt: skip
    event = {
        "@timestamp": "2024-05-01T10:00:00Z",
        "source": {"ip": "10.0.0.1", "geo": {"location": {"lat": 1, "lon": 2}, "name": "home"}},
        "process": {"command_line": "ls", "start": "2024-05-01", "exit_code": 0},
        "host": {"cpu": {"usage": 1}},
        "vulnerability": {"score": {"base": 5, "version": "2.0"}},
        "log": {"syslog": {"structured_data": {"a": 1}}},
        "email": {"message_id": "x"},
        "elsewhere": "x",
    }
    assert store.index(index="logs-mine-a", document=event)["result"] == "created"
    wanted = {
        "source.ip": "ip", "source.geo.location": "geo_point", "source.geo.name": "keyword", "process.command_line": "keyword",
        "process.start": "date", "process.exit_code": "long", "host.cpu.usage": "scaled_float", "vulnerability.score.base": "float",
        "vulnerability.score.version": "keyword", "log.syslog.structured_data": "flattened", "email.message_id": "keyword",
        "elsewhere": "keyword", "process.command_line.text": "text",
    }  # fmt: skip
    found = store.field_caps(index="logs-mine-a", fields=list(wanted))["fields"]
    assert {path: next(iter(found[path])) for path in wanted} == wanted  # families: a wildcard is a kind of keyword
    assert store.index(index="logs-mine-a", document={"@timestamp": "never"})["failure_store"] == "used"


def test_they_are_listed_and_stay(store: docstore.Store) -> None:
    names = [each["name"] for each in store.cluster.get_component_template()["component_templates"]]
    assert {"data-streams@mappings", "ecs@mappings", "logs@mappings", "metrics@settings"} <= set(names)
    assert names == sorted(names)
    (shown,) = store.indices.get_index_template(name="metrics")["index_templates"]
    assert shown["index_template"]["composed_of"] == ["metrics@mappings", "data-streams@mappings", "metrics@settings"]
    assert store.indices.delete_index_template(name="metrics") == {"acknowledged": True}
    assert store.indices.delete_index_template(name="*") == {"acknowledged": True}
    assert store.cluster.delete_component_template(name="traces@mappings") == {"acknowledged": True}
    assert store.cluster.delete_component_template(name="*") == {"acknowledged": True}
    assert store.indices.exists_index_template(name="metrics")
    assert store.cluster.exists_component_template(name="traces@mappings")
    with pytest.raises(ApiError, match=r"component templates \[metrics@settings\] cannot be removed as they are still in use"):
        store.cluster.delete_component_template(name="metrics@settings")
    with pytest.raises(ApiError, match=r"existing templates \[metrics\] with patterns \(metrics => \[metrics-\*-\*\]\)"):
        store.indices.put_index_template(name="mine", index_patterns=["metrics-*"], priority=100)
    with pytest.raises(ApiError, match=r"component template \[ecs@mappings\] already exists"):
        store.cluster.put_component_template(name="ecs@mappings", template={}, create=True)


def test_a_stored_one_hides_one(store: docstore.Store) -> None:
    store.cluster.put_component_template(name="metrics@settings", template={"settings": {"number_of_shards": 3}})
    store.index(index="metrics-cpu-default", document=POINT)
    (settings,) = store.indices.get_settings(index="metrics-cpu-default").values()
    assert settings["settings"]["index"]["number_of_shards"] == "3"
    assert "lifecycle" not in settings["settings"]["index"]
    store.indices.put_index_template(name="synthetics", index_patterns=["other"])
    assert store.index(index="synthetics-a-b", document={"a": 1})["_index"] == "synthetics-a-b"


def test_without_them(store: docstore.Store) -> None:
    store.cluster.put_settings(persistent={"stack.templates.enabled": False})
    assert store.index(index="metrics-a-b", document={"a": 1})["_index"] == "metrics-a-b"
    assert store.indices.get_index_template() == {"index_templates": []}
    assert store.cluster.get_component_template() == {"component_templates": []}
    with pytest.raises(IndexTemplateMissingError):
        store.indices.delete_index_template(name="metrics")
    with pytest.raises(ResourceNotFoundError):
        store.cluster.get_component_template(name="ecs@mappings")
