"""Transactions, their metrics, and synthetic monitors, with the mappings of Elasticsearch's own templates for them.

The facts (``x-pack/plugin/apm-data``: apm@mappings, traces-apm@mappings, metrics-apm@mappings; synthetics@mappings beside them).
"""

from __future__ import annotations

from typing import Any

import pytest

import docstore

Json = dict[str, Any]
KEYWORD = {"type": "keyword", "ignore_above": 1024}
APM: Json = {
    "dynamic": True,
    "dynamic_templates": [
        {"numeric_labels": {"path_match": "numeric_labels.*", "mapping": {"type": "scaled_float", "scaling_factor": 1000000}}},
        {"labels": {"path_match": "labels.*", "mapping": {"type": "keyword"}}},
    ],
    "properties": {
        "processor": {"properties": {"event": {"type": "constant_keyword"}}},
        "observer": {"properties": {"version": {"type": "version"}}},
        "timestamp": {"properties": {"us": {"type": "long"}}},
        "data_stream.type": {"type": "constant_keyword"},
        "service": {"properties": {"name": KEYWORD, "framework": {"properties": {"name": KEYWORD}}}},
    },
}
TRACES: Json = {
    "properties": {
        "transaction": {
            "properties": {
                "id": KEYWORD,
                "name": {**KEYWORD, "fields": {"text": {"type": "match_only_text"}}},
                "duration": {"properties": {"us": {"type": "long"}}},
                "sampled": {"type": "boolean"},
                "custom": {"type": "object", "dynamic": False},
            }
        },
        "span": {"properties": {"id": KEYWORD, "links": {"properties": {"trace": {"properties": {"id": KEYWORD}}}}}},
        "parent.id": KEYWORD,
    }
}
METRICS: Json = {
    "properties": {
        "transaction": {
            "properties": {
                "duration": {
                    "properties": {
                        "histogram": {"type": "histogram"},
                        "summary": {
                            "type": "aggregate_metric_double",
                            "metrics": ["sum", "value_count"],
                            "default_metric": "value_count",
                        },
                    }
                }
            }
        },
        "event": {
            "properties": {
                "success_count": {
                    "type": "aggregate_metric_double",
                    "metrics": ["sum", "value_count"],
                    "default_metric": "sum",
                },
            }
        },
    }
}
SYNTHETICS: Json = {
    "properties": {
        "data_stream": {"properties": {"type": {"type": "constant_keyword", "value": "synthetics"}}},
        "monitor": {"properties": {"id": KEYWORD, "duration": {"properties": {"us": {"type": "long"}}}, "check_group": KEYWORD}},
        "synthetics": {
            "properties": {
                "payload": {"type": "object", "enabled": False},
                "blob": {"type": "binary"},
                "step": {"properties": {"index": {"type": "integer"}, "name": {**KEYWORD, "fields": {"text": {"type": "text"}}}}},
            }
        },
    }
}


@pytest.fixture
def monitored(store: docstore.Store) -> docstore.Store:
    parts = {"apm@mappings": APM, "traces-apm@mappings": TRACES, "metrics-apm@mappings": METRICS, "synthetics@mappings": SYNTHETICS}
    for name, mappings in parts.items():
        store.cluster.put_component_template(name=name, template={"mappings": mappings})
    for name, composed in (("traces-apm", ["apm@mappings"]), ("metrics-apm", ["apm@mappings"]), ("synthetics", [])):
        own = f"{name}@mappings"
        store.indices.put_index_template(
            name=name, index_patterns=[f"{name}-*"], data_stream={}, composed_of=[*composed, own], priority=210, allow_auto_create=True
        )
    return store


def moved(store: docstore.Store, stream: str) -> None:
    """A reindex out of a stream and into another of the same template loses nothing."""
    store.reindex(source={"index": stream}, dest={"index": "flat"})
    store.reindex(source={"index": "flat"}, dest={"index": f"{stream}2", "op_type": "create"})
    sources = [[hit["_source"] for hit in store.search(index=name, sort="_doc")["hits"]["hits"]] for name in (stream, f"{stream}2")]
    assert sources[0] == sources[1]


def test_transactions(monitored: docstore.Store) -> None:
    document = {
        "@timestamp": "2026-01-01T00:00:00Z",
        "processor": {"event": "transaction"},
        "observer": {"version": "9.1.0"},
        "timestamp": {"us": 1767225600000000},
        "service": {"name": "shop"},
        "labels": {"customer": "c1", "count": 3},
        "numeric_labels": {"basket": 12.5},
        "transaction": {"id": "t1", "name": "GET /cart", "duration": {"us": 1200}, "sampled": True, "custom": {"a": {"b": 1}}},
        "span": {"links": [{"trace": {"id": "x"}}, {"trace": {"id": "y"}}]},
    }
    monitored.create(index="traces-apm-default", id="1", document=document)

    def count(**query: Any) -> int:
        return int(monitored.count(index="traces-apm-default", query=query)["count"])

    assert count(term={"labels.count": "3"}) == count(range={"numeric_labels.basket": {"gt": 12}}) == 1
    assert count(match={"transaction.name.text": "cart"}) == count(term={"span.links.trace.id": "y"}) == 1
    assert count(range={"observer.version": {"gte": "9.0.0", "lt": "9.10.0"}}) == 1
    caps = monitored.field_caps(index="traces-apm-default", fields=["labels.*", "numeric_labels.*", "transaction.custom.*"])["fields"]
    assert {name: list(kinds) for name, kinds in caps.items()} == {
        "labels": ["object"],
        "labels.count": ["keyword"],
        "labels.customer": ["keyword"],
        "numeric_labels": ["object"],
        "numeric_labels.basket": ["scaled_float"],
    }
    with pytest.raises(docstore.ApiError, match=r"failed to parse field \[processor.event\] of type \[constant_keyword\]"):
        monitored.create(index="traces-apm-default", id="2", document={**document, "processor": {"event": "span"}})
    moved(monitored, "traces-apm-default")


def test_metrics_of_transactions(monitored: docstore.Store) -> None:
    for minute, counts in enumerate(([2, 1], [1, 4])):
        document = {
            "@timestamp": f"2026-01-01T00:0{minute}:00Z",
            "processor": {"event": "metric"},
            "_doc_count": sum(counts),
            "transaction": {
                "duration": {"histogram": {"values": [1000, 5000], "counts": counts}, "summary": {"sum": 11000, "value_count": sum(counts)}}
            },
            "event": {"success_count": {"sum": counts[0], "value_count": sum(counts)}},
        }
        monitored.create(index="metrics-apm-default", id=str(minute), document=document)
    answer = monitored.search(
        index="metrics-apm-default",
        size=0,
        aggs={
            "all": {"terms": {"field": "processor.event"}},
            "succeeded": {"sum": {"field": "event.success_count"}},
            "rate": {"avg": {"field": "event.success_count"}},
            "mean": {"avg": {"field": "transaction.duration.histogram"}},
        },
    )["aggregations"]
    assert answer["all"]["buckets"] == [{"key": "metric", "doc_count": 8}]
    assert [answer[name]["value"] for name in ("succeeded", "rate", "mean")] == [3, 3 / 8, 28000 / 8]
    caps = monitored.field_caps(index="metrics-apm-default", fields=["transaction.duration.*"])["fields"]
    kinds = {"transaction.duration.histogram": ["histogram"], "transaction.duration.summary": ["aggregate_metric_double"]}
    assert {name: list(kind) for name, kind in caps.items() if name in kinds} == kinds
    moved(monitored, "metrics-apm-default")


def test_synthetic_monitors(monitored: docstore.Store) -> None:
    document = {
        "@timestamp": "2026-01-01T00:00:00Z",
        "monitor": {"id": "m", "duration": {"us": 5}, "check_group": "g"},
        "synthetics": {"payload": {"any": [1, 2], "deep": {"x": None}}, "blob": "aGVsbG8=", "step": {"index": 1, "name": "open the page"}},
    }
    monitored.create(index="synthetics-browser-default", id="1", document=document)
    assert monitored.count(index="synthetics-browser-default", query={"match": {"synthetics.step.name.text": "page"}})["count"] == 1
    assert monitored.count(index="synthetics-browser-default", query={"exists": {"field": "synthetics.payload.any"}})["count"] == 0
    assert monitored.count(index="synthetics-browser-default", query={"term": {"data_stream.type": "synthetics"}})["count"] == 1
    moved(monitored, "synthetics-browser-default")
