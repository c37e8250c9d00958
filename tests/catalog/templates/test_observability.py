"""Logs, metrics and traces: data streams with the mappings that Elasticsearch's own index templates for them have.

The facts (``x-pack/plugin/core/template-resources``: data-streams@mappings, ecs@mappings, logs@, metrics@, traces@), written as rules.
"""

from __future__ import annotations

from typing import Any

import pytest

import docstore

KEYWORD = {"type": "keyword", "ignore_above": 1024}
ONLY_TEXT = {"type": "match_only_text"}
WITH_TEXT = {"fields": {"text": ONLY_TEXT}}


def rule(mapping: dict[str, Any], **conditions: Any) -> dict[str, Any]:
    return {**conditions, "mapping": mapping}


ECS_RULES: dict[str, dict[str, Any]] = {
    "timestamp": rule({"type": "date", "ignore_malformed": False}, match="@timestamp"),
    "message": rule(ONLY_TEXT, path_match=["message", "*.message"]),
    "ip": rule({"type": "ip"}, path_match=["ip", "*.ip", "*_ip"], match_mapping_type="string"),
    "wildcard": rule({"type": "wildcard"}, path_match=["*.io.text", "*.message_id", "*registry.data.strings", "*url.path"]),
    "long texts": rule({"type": "wildcard", **WITH_TEXT}, path_match=["*.body.content", "*url.full", "*url.original"]),
    "commands": rule({"type": "wildcard", **WITH_TEXT}, match=["*command_line", "*stack_trace"]),
    "names": rule(
        {"type": "keyword", **WITH_TEXT},
        path_match=["*.title", "*.executable", "*.name", "*.working_directory", "*file.path", "*os.full", "user_agent.original"],
    ),
    "dates": rule({"type": "date"}, path_match=["*.timestamp", "*_timestamp", "created", "*.created", "*.start", "*.end"]),
    "scores": rule({"type": "float"}, path_match=["*.score.*", "*_score*"], path_unmatch="*.version"),
    "usage of doubles": rule({"type": "scaled_float", "scaling_factor": 1000}, path_match="*.usage", match_mapping_type="double"),
    "usage of longs": rule({"type": "scaled_float", "scaling_factor": 1000}, path_match="*.usage", match_mapping_type="long"),
    "places": rule({"type": "geo_point"}, path_match=["location", "*.location"]),
    "flattened": rule({"type": "flattened"}, path_match=["*structured_data", "*exports", "*imports"]),
    "strings": rule(KEYWORD, match_mapping_type="string"),
}
CONVENTIONS: dict[str, Any] = {
    "date_detection": False,
    "dynamic_templates": [
        {"match_ip": rule({"type": "ip"}, match_mapping_type="string", match="ip")},
        {"match_message": rule(ONLY_TEXT, match_mapping_type="string", match="message")},
        {"strings_as_keyword": rule(KEYWORD, match_mapping_type="string")},
    ],
    "properties": {
        "@timestamp": {"type": "date"},
        "data_stream": {"properties": {"dataset": {"type": "constant_keyword"}, "namespace": {"type": "constant_keyword"}}},
        "ecs": {"properties": {"version": KEYWORD}},
        "host": {"type": "object"},
    },
}
LOGS: dict[str, Any] = {
    "date_detection": False,
    "properties": {
        "@timestamp": {"type": "date_nanos"},
        "data_stream.type": {"type": "constant_keyword", "value": "logs"},
        "data_stream.dataset": {"type": "constant_keyword"},
        "data_stream.namespace": {"type": "constant_keyword"},
    },
}
METRICS: dict[str, Any] = {
    "dynamic_templates": [
        {"long_metrics": rule({"type": "long", "index": False}, match_mapping_type="long")},
        {"float_metrics": rule({"type": "float", "index": False}, match_mapping_type="double")},
        {"summary_metrics": rule({"type": "aggregate_metric_double", "metrics": ["sum", "value_count"], "default_metric": "value_count"})},
        {"histogram": rule({"type": "histogram", "ignore_malformed": True})},
        {"counter_long": rule({"type": "long", "time_series_metric": "counter", "ignore_malformed": True})},
    ],
    "properties": {"data_stream": {"properties": {"type": {"type": "constant_keyword", "value": "metrics"}}}},
}
TRACES: dict[str, Any] = {
    "properties": {
        "data_stream": {"properties": {"type": {"type": "constant_keyword", "value": "traces"}}},
        "trace.id": KEYWORD,
        "span": {"properties": {"id": KEYWORD, "duration": {"properties": {"us": {"type": "long"}}}}},
    }
}


@pytest.fixture
def observed(store: docstore.Store) -> docstore.Store:
    """The templates of logs, metrics and traces."""
    components = {
        "data-streams@mappings": CONVENTIONS,
        "ecs@mappings": {"dynamic_templates": [{f"ecs {name}": one} for name, one in ECS_RULES.items()]},
        "logs@mappings": LOGS,
        "metrics@mappings": METRICS,
        "traces@mappings": TRACES,
    }
    for name, mappings in components.items():
        store.cluster.put_component_template(name=name, template={"mappings": mappings}, meta={"managed": True}, version=15)
    store.cluster.put_component_template(
        name="logs@settings",
        template={
            "settings": {"index": {"codec": "best_compression", "mapping": {"ignore_malformed": True, "total_fields": {"limit": 2000}}}}
        },
    )
    for kind, parts in (
        ("logs", ["logs@mappings", "logs@settings", "logs@custom", "ecs@mappings"]),
        ("metrics", ["metrics@mappings", "data-streams@mappings"]),
        ("traces", ["traces@mappings", "data-streams@mappings", "ecs@mappings"]),
    ):
        store.indices.put_index_template(
            name=kind,
            index_patterns=[f"{kind}-*-*"],
            data_stream={},
            composed_of=parts,
            priority=100,
            allow_auto_create=True,
            ignore_missing_component_templates=["logs@custom"],
            meta={"managed": True},
        )
    return store


def fields(store: docstore.Store, stream: str) -> dict[str, Any]:
    (mapping,) = store.indices.get_mapping(index=stream).values()
    return dict(mapping["mappings"]["properties"])


def test_logs(observed: docstore.Store) -> None:
    event = {
        "@timestamp": "2024-05-01T10:00:00.123456789Z",
        "message": "GET /index.html 200",
        "data_stream": {"type": "logs", "dataset": "nginx", "namespace": "prod"},
        "client": {"ip": "10.0.0.1", "geo": {"location": {"lat": 52.5, "lon": 13.4}}},
        "url": {"path": "/index.html", "original": "/index.html?q=1"},
        "process": {"command_line": "nginx -g daemon", "name": "nginx"},
        "event": {"created": "2024-05-01T10:00:01Z", "risk_score_norm": 3},
        "system": {"cpu": {"usage": 0.25}},
        "log": {"syslog": {"structured_data": {"a": {"b": "c"}}}},
        "labels": {"release": "1.2.3"},
        "tags": ["a", "b"],
    }
    observed.create(index="logs-nginx-prod", id="1", document=event)
    found = fields(observed, "logs-nginx-prod")
    assert found["@timestamp"] == {"type": "date_nanos"}
    assert found["message"] == ONLY_TEXT
    assert found["data_stream"]["properties"]["dataset"] == {"type": "constant_keyword", "value": "nginx"}
    assert found["client"]["properties"]["ip"] == {"type": "ip"}
    assert found["client"]["properties"]["geo"]["properties"]["location"] == {"type": "geo_point"}
    assert found["url"]["properties"] == {"path": {"type": "wildcard"}, "original": {"type": "wildcard", **WITH_TEXT}}
    assert found["process"]["properties"] == {"command_line": {"type": "wildcard", **WITH_TEXT}, "name": {"type": "keyword", **WITH_TEXT}}
    assert found["event"]["properties"] == {"created": {"type": "date"}, "risk_score_norm": {"type": "float"}}
    assert found["system"]["properties"]["cpu"]["properties"]["usage"] == {"type": "scaled_float", "scaling_factor": 1000.0}
    assert found["log"]["properties"]["syslog"]["properties"]["structured_data"] == {"type": "flattened"}
    assert found["labels"]["properties"]["release"] == KEYWORD
    assert found["tags"] == KEYWORD
    for query in (
        {"term": {"client.ip": "10.0.0.0/8"}},
        {"term": {"data_stream.dataset": "nginx"}},
        {"range": {"@timestamp": {"gt": "2024-05-01T10:00:00.123456788Z", "lt": "2024-05-01T10:00:00.123456790Z"}}},
        {"term": {"log.syslog.structured_data.a.b": "c"}},
    ):
        assert observed.count(index="logs-*", query=query)["count"] == 1, query
    (hit,) = [observed.get(index=name, id="1") for name in observed.indices.get(index="logs-nginx-prod")]
    assert hit["_source"] == event


def test_a_malformed_value_does_not_cost_the_event(observed: docstore.Store) -> None:
    observed.create(index="logs-app-dev", id="1", document={"@timestamp": "2024-05-01", "source.ip": "not an address", "message": "x"})
    observed.create(index="logs-app-dev", id="2", document={"@timestamp": "2024-05-01", "source.ip": "10.0.0.2", "message": "y"})
    assert observed.count(index="logs-app-dev")["count"] == 2
    assert observed.count(index="logs-app-dev", query={"exists": {"field": "source.ip"}})["count"] == 1
    with pytest.raises(docstore.errors.BadRequestError) as no_date:
        observed.create(index="logs-app-dev", id="3", document={"@timestamp": "some day", "message": "z"})
    assert no_date.value.type == "document_parsing_exception"
    assert "data stream timestamp field [@timestamp] is missing" in no_date.value.reason


def test_metrics(observed: docstore.Store) -> None:
    observed.create(
        index="metrics-cpu-dev",
        id="1",
        document={"@timestamp": "2024-05-01", "host": {"name": "a", "ip": "10.0.0.1"}, "cpu": {"cores": 8, "load": 0.5}},
    )
    found = fields(observed, "metrics-cpu-dev")
    assert found["cpu"]["properties"] == {"cores": {"type": "long", "index": False}, "load": {"type": "float", "index": False}}
    assert found["host"]["properties"] == {"name": KEYWORD, "ip": {"type": "ip"}}
    assert found["data_stream"]["properties"]["type"] == {"type": "constant_keyword", "value": "metrics"}
    assert observed.count(index="metrics-*", query={"range": {"cpu.load": {"gte": 0.5}}})["count"] == 1


def test_traces_move_with_a_reindex(observed: docstore.Store) -> None:
    for number in range(20):
        observed.create(
            index="traces-apm-prod",
            id=str(number),
            document={"@timestamp": f"2024-05-{number + 1:02d}", "trace": {"id": "t"}, "span": {"id": f"s{number}", "duration.us": number}},
        )
        if number % 5 == 4:
            observed.indices.rollover(alias="traces-apm-prod", conditions={"max_docs": 5})
    source = {"index": "traces-*", "query": {"range": {"span.duration.us": {"gte": 10}}}}
    answer = observed.reindex(source=source, dest={"index": "traces-slow-prod", "op_type": "create"})
    assert (answer["created"], answer["failures"]) == (10, [])
    assert fields(observed, "traces-slow-prod")["trace"] == {"properties": {"id": KEYWORD}}
    assert observed.count(index="traces-slow-prod", query={"term": {"span.id": "s19"}})["count"] == 1
