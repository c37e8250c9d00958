"""Metrics as OpenTelemetry sends them: pass-through objects of dimensions, in a time series, as Elasticsearch's own templates have it.

The facts (``x-pack/plugin/otel-data``: otel@mappings, metrics-otel@mappings), shortened.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import docstore

Json = dict[str, Any]
KEYWORD = {"type": "keyword", "ignore_above": 1024}


def passed(priority: int, **more: Any) -> Json:
    return {"type": "passthrough", "dynamic": True, "priority": priority, **more}


COMMON: Json = {
    "dynamic": False,
    "date_detection": False,
    "dynamic_templates": [
        {
            "complex_attributes": {
                "path_match": ["resource.attributes.*", "scope.attributes.*", "attributes.*"],
                "match_mapping_type": "object",
                "mapping": {"type": "flattened"},
            }
        }
    ],
    "properties": {
        "@timestamp": {"type": "date_nanos", "ignore_malformed": False},
        "data_stream": {"properties": {name: {"type": "constant_keyword"} for name in ("type", "dataset", "namespace")}},
        "attributes": passed(20),
        "scope": {"properties": {"name": KEYWORD, "version": {"type": "version"}, "attributes": passed(30, time_series_dimension=True)}},
        "resource": {"properties": {"schema_url": KEYWORD, "attributes": passed(40, time_series_dimension=True)}},
    },
}
METRICS: Json = {
    "settings": {"index": {"mode": "time_series", "mapping": {"ignore_malformed": True}}},
    "mappings": {
        "dynamic_templates": [
            {"all_strings_to_keywords": {"mapping": KEYWORD, "match_mapping_type": "string"}},
            {"counter_long": {"mapping": {"type": "long", "time_series_metric": "counter"}}},
            {"histogram": {"mapping": {"type": "histogram", "ignore_malformed": True}}},
        ],
        "properties": {
            "attributes": passed(20, time_series_dimension=True),
            "metrics": passed(10),
            "unit": {**KEYWORD, "time_series_dimension": True},
        },
    },
}
STREAM = "metrics-app.otel-default"
NAMED = {"metrics.system.cpu.time": "counter_long", "metrics.latency": "histogram"}


@pytest.fixture
def otel(store: docstore.Store) -> docstore.Store:
    store.cluster.put_component_template(name="otel@mappings", template={"mappings": COMMON})
    store.cluster.put_component_template(name="metrics-otel@mappings", template=METRICS)
    store.indices.put_index_template(
        name="metrics-otel@template",
        index_patterns=["metrics-*.otel-*"],
        priority=120,
        data_stream={},
        composed_of=["otel@mappings", "metrics-otel@mappings", "metrics-otel@custom"],
        ignore_missing_component_templates=["metrics-otel@custom"],
        template={"mappings": {"properties": {"data_stream.type": {"type": "constant_keyword", "value": "metrics"}}}},
    )
    return store


def point(store: docstore.Store, second: int, cpu: str, used: int) -> Json:
    now = datetime.fromtimestamp(store._node.clock.millis() // 1000, UTC) + timedelta(seconds=second)
    return {
        "@timestamp": f"{now:%Y-%m-%dT%H:%M:%S}.123456Z",
        "data_stream": {"type": "metrics", "dataset": "app.otel", "namespace": "default"},
        "unit": "s",
        "scope": {"name": "hostmetrics", "version": "1.2.3"},
        "resource": {"attributes": {"host.name": "h1", "process": {"pid": 1}}},
        "attributes": {"cpu": cpu},
        "metrics": {"system.cpu.time": used, "latency": {"counts": [1, 2], "values": [0.5, 1.5]}},
    }


def sent(store: docstore.Store, points: list[Json]) -> list[int]:
    lines = [line for each in points for line in ({"create": {"dynamic_templates": NAMED}}, each)]
    return [item["create"]["status"] for item in store.bulk(index=STREAM, operations=lines)["items"]]


def test_metrics_are_points_of_series(otel: docstore.Store) -> None:
    points = [point(otel, 0, "0", 1), point(otel, 1, "0", 2), point(otel, 0, "1", 3)]
    assert sent(otel, points) == [201, 201, 201]
    assert sent(otel, points[:1]) == [409]
    ((_, found),) = otel.indices.get(index=STREAM).items()
    assert found["settings"]["index"]["routing_path"] == ["unit", "attributes.*", "scope.attributes.*", "resource.attributes.*"]
    properties = found["mappings"]["properties"]
    assert properties["metrics"]["properties"] == {
        "latency": {"type": "histogram", "ignore_malformed": True},
        "system.cpu.time": {"type": "long", "time_series_metric": "counter"},
    }
    assert properties["resource"]["properties"]["attributes"]["properties"] == {
        "host.name": {**KEYWORD, "time_series_dimension": True},
        "process": {"type": "flattened"},
    }
    most = {"terms": {"field": "cpu"}, "aggs": {"most": {"max": {"field": "system.cpu.time"}}}}
    answer = otel.search(index=STREAM, size=0, query={"term": {"host.name": "h1"}}, aggs={"cpus": most})
    assert [(each["key"], each["most"]["value"]) for each in answer["aggregations"]["cpus"]["buckets"]] == [("0", 2), ("1", 3)]
    caps = otel.field_caps(index=STREAM, fields=["cpu", "system.cpu.time"])["fields"]
    assert (caps["cpu"]["keyword"]["time_series_dimension"], caps["system.cpu.time"]["long"]["time_series_metric"]) == (True, "counter")


def test_metrics_move_out_and_in_again(otel: docstore.Store) -> None:
    points = [point(otel, 0, "0", 1), point(otel, 1, "0", 2)]
    sent(otel, points)
    otel.reindex(source={"index": STREAM}, dest={"index": "flat"})
    other = "metrics-other.otel-default"
    flat = {"index": "flat", "_source": ["@timestamp", "unit", "resource", "attributes", "metrics"]}
    assert otel.reindex(source=flat, dest={"index": other, "op_type": "create"})["created"] == 2
    hits = otel.search(index=other, sort="@timestamp")["hits"]["hits"]
    assert [hit["_source"]["metrics"] for hit in hits] == [each["metrics"] for each in points]
    before = {hit["_id"] for hit in otel.search(index=STREAM)["hits"]["hits"]}
    assert {hit["_id"] for hit in hits} == before
