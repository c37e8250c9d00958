"""What settings must hold together, and what they ask of the mapping."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError

Json = dict[str, Any]

KEYWORDS: Json = {"properties": {"host": {"type": "keyword", "time_series_dimension": True}, "name": {"type": "keyword"}}}
ROUTED = {"_routing": {"required": True}, **KEYWORDS}
SERIES = {"mode": "time_series", "routing_path": ["host"]}
FIELDS: Json = {
    "properties": {
        "n": {"type": "long"},
        "k": {"type": "keyword"},
        "t": {"type": "text"},
        "off": {"type": "long", "doc_values": False},
        "same": {"type": "alias", "path": "n"},
        "place": {"type": "geo_point"},
    }
}
HIDDEN: Json = {"properties": {"inner": {"type": "nested", "properties": {"host": {"type": "keyword", "time_series_dimension": True}}}}}
OBJECT: Json = {"properties": {"o": {"properties": {"host": {"type": "keyword", "time_series_dimension": True}}}}}
RUNTIME: Json = {"runtime": {"r": {"type": "keyword"}}, "properties": {"host": {"type": "keyword", "time_series_dimension": True}}}
ROUTED_BY = (
    "All fields that match routing_path must be configured with [time_series_dimension: true] or flattened fields with a list of "
    "dimensions in [time_series_dimensions] and without the [script] parameter."
)
NESTED: Json = {"properties": {"host": {"type": "keyword", "time_series_dimension": True}, "inner": {"type": "nested"}}}


@pytest.mark.parametrize(
    ("settings", "mappings"),
    [
        ({"number_of_shards": 3, "number_of_routing_shards": 6}, None),
        ({"routing_partition_size": 2}, ROUTED),
        (SERIES, KEYWORDS),
        ({**SERIES, "time_series": {"start_time": "2024-01-01T00:00:00Z", "end_time": "2024-02-01T00:00:00Z"}}, KEYWORDS),
        ({"mode": "logsdb"}, KEYWORDS),
        ({"mode": "LOOKUP"}, None),
        ({"sort.field": ["n", "k"], "sort.order": ["desc", "asc"], "sort.mode": "max,min", "sort.missing": ["_last", "_first"]}, FIELDS),
    ],
)
def test_accepted(store: Any, settings: Json, mappings: Json | None) -> None:
    store.indices.create(index="one", settings=settings, mappings=mappings)
    store.index(index="one", document={"@timestamp": "2024-01-15", "host": "a"}, routing="r" if mappings is ROUTED else None)
    assert store.count(index="one")["count"] == 1


@pytest.mark.parametrize(
    ("settings", "mappings", "reason"),
    [
        (
            {"number_of_shards": 3, "number_of_routing_shards": 2},
            None,
            "index.number_of_routing_shards [2] must be >= index.number_of_shards [3]",
        ),
        ({"number_of_shards": 2, "number_of_routing_shards": 5}, None, "the number of source shards [2] must be a factor of [5]"),
        (
            {"routing_partition_size": 4, "number_of_routing_shards": 4},
            ROUTED,
            "routing partition size [4] should be a positive number less than the number of routing shards [4] for [one]",
        ),
        ({"routing_partition_size": 2}, KEYWORDS, "mapping type [_doc] must have routing required for partitioned index [one]"),
        ({"mode": "fast"}, None, "No enum constant org.elasticsearch.index.IndexMode.FAST"),
        ({"mode": "time_series"}, KEYWORDS, "[index.mode=time_series] requires a non-empty [index.routing_path]"),
        ({**SERIES, "sort.field": "host"}, KEYWORDS, "[index.mode=time_series] is incompatible with [index.sort.field]"),
        ({**SERIES, "routing_partition_size": 2}, KEYWORDS, "[index.mode=time_series] is incompatible with [index.routing_partition_size]"),
        ({"routing_path": "host"}, KEYWORDS, "[index.routing_path] requires [index.mode=time_series]"),
        (
            {"time_series.end_time": "2024-01-01"},
            None,
            "[index.time_series.end_time] requires [index.mode=time_series]",
        ),
        (
            {**SERIES, "time_series": {"start_time": "2024-02-01", "end_time": "2024-01-01"}},
            KEYWORDS,
            "index.time_series.end_time must be larger than index.time_series.start_time",
        ),
        (SERIES, HIDDEN, "time_series_dimension can't be configured in nested field [inner.host]"),
        ({**SERIES, "routing_path": ["o"]}, OBJECT, f"{ROUTED_BY} [o] was [object]."),
        ({**SERIES, "routing_path": ["host", "r"]}, RUNTIME, f"{ROUTED_BY} [r] was a runtime [keyword]."),
        (SERIES, ROUTED, "routing is forbidden on CRUD operations that target indices in [index.mode=time_series]"),
        (
            {**SERIES, "routing_path": ["na*"]},
            KEYWORDS,
            "All fields that match routing_path must be configured with [time_series_dimension: true] or flattened fields with a list of "
            "dimensions in [time_series_dimensions] and without the [script] parameter. [name] was not a dimension.",
        ),
        (
            {"mode": "lookup", "number_of_shards": 2},
            None,
            "index with [lookup] mode must have [index.number_of_shards] set to 1 or unset but was 2",
        ),
        ({"sort.field": "gone"}, FIELDS, "unknown index sort field:[gone]"),
        ({"sort.field": "same"}, FIELDS, "Cannot use alias [same] as an index sort field"),
        ({"sort.field": "t"}, FIELDS, "docvalues not found for index sort field:[t]"),
        ({"sort.field": "off"}, FIELDS, "docvalues not found for index sort field:[off]"),
        ({"sort.field": "inner.x"}, NESTED, "cannot apply index sort to field [inner.x] under nested object [inner]"),
        ({"sort.field": "n", "sort.order": ["asc", "desc"]}, FIELDS, "index.sort.field:[n] index.sort.order:[asc, desc], size mismatch"),
        ({"sort.field": "n", "sort.order": "up"}, FIELDS, "Illegal sort order:up"),
        ({"sort.field": "n", "sort.mode": "avg"}, FIELDS, "Illegal index sort mode:[AVG], must be one of [MAX, MIN]"),
        ({"sort.field": "n", "sort.missing": "0"}, FIELDS, "Illegal missing value:[0], must be one of [_last, _first]"),
        (
            {"soft_deletes.enabled": False},
            None,
            "Creating indices with soft-deletes disabled is no longer supported. "
            "Please do not specify a value for setting [index.soft_deletes.enabled].",
        ),
        (
            {"translog.retention.age": "1h"},
            None,
            "Translog retention settings [index.translog.retention.age] and [index.translog.retention.size] are no longer supported. "
            "Please do not specify values for these settings",
        ),
        (
            {"recovery.use_synthetic_source": True},
            None,
            "The setting [index.recovery.use_synthetic_source] is only permitted when [index.mapping.source.mode] is set to [SYNTHETIC]. "
            "Current mode: [STORED].",
        ),
    ],
)
def test_refused(store: Any, settings: Json, mappings: Json | None, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        store.indices.create(index="one", settings=settings, mappings=mappings)
    assert (caught.value.status, caught.value.reason) == (400, reason)
    assert not store.indices.exists(index="one")


def test_a_field_that_an_index_may_not_get(store: Any) -> None:
    store.indices.create(index="one", settings=SERIES, mappings=KEYWORDS)
    with pytest.raises(ApiError, match=r"time_series_dimension can't be configured in nested field \[inner.host\]"):
        store.indices.put_mapping(index="one", **HIDDEN)


def test_a_rule_holds_for_updates_too(store: Any) -> None:
    store.indices.create(index="one")
    with pytest.raises(ApiError, match="Translog retention settings"):
        store.indices.put_settings(index="one", settings={"translog.retention.size": "1gb"})


def test_the_times_of_a_time_series_stream(store: Any) -> None:
    template = {"settings": {"mode": "time_series"}, "mappings": KEYWORDS}
    store.indices.put_index_template(name="t", index_patterns=["m*"], data_stream={}, template=template)
    store.indices.create_data_stream(name="metrics")
    store.indices.rollover(alias="metrics")
    answer = store.indices.get_settings(index="metrics", flat_settings=True)
    first, second = (answer[name]["settings"] for name in sorted(answer))
    assert first["index.routing_path"] == second["index.routing_path"] == ["host"]
    assert second["index.time_series.start_time"] == first["index.time_series.end_time"] > first["index.time_series.start_time"]
