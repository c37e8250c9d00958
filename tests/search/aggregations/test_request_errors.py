"""What the parsers of aggregations say of a value that they do not take: which key it is, where it stands, and why."""

from __future__ import annotations

import json
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
DATES = {"field": "d"}


def refused(store: docstore.Store, body: Json) -> tuple[Json, str]:
    """The error, and the text of the request."""
    store.indices.create(index="i")
    with pytest.raises(ApiError) as raised:
        store.search(index="i", aggs={"a": body})
    error: Json = raised.value.body["error"]
    return error, json.dumps({"aggs": {"a": body}}, separators=(",", ":"))


@pytest.mark.parametrize(
    ("kind", "body", "key", "mark", "why"),
    [
        ("terms", {"field": "f", "size": 0}, "size", "0", "[size] must be greater than 0. Found [0] in [a]"),
        ("terms", {"field": "f", "shard_size": -1}, "shard_size", "-1", "[shardSize] must be greater than 0. Found [-1] in [a]"),
        ("terms", {"field": "f", "min_doc_count": -1}, "min_doc_count", "-1",
         "[minDocCount] must be greater than or equal to 0. Found [-1] in [a]"),
        ("terms", {"field": "f", "include": {"partition": 2, "num_partitions": 2}}, "include", "}}",
         "Partition must be >=0 and < numPartition which is 2"),
        ("terms", {"field": "f", "include": {"partition": 1, "num_partitions": 2}, "exclude": ["x"]}, "exclude", "]",
         "Cannot specify any excludes when using a partition-based include"),
        ("terms", {"field": "f", "order": {"_count": "up"}}, "order", "}}}", "Unknown order direction [up]"),
        ("multi_terms", {"terms": [{"field": "f"}, {"field": "g"}], "size": 0}, "size", "0",
         "[size] must be greater than 0. Found [0] in [a]"),
        ("multi_terms", {"terms": [{"field": "f"}, {"field": "g"}], "min_doc_count": 0}, "min_doc_count", "0",
         "[minDocCount] must be greater than or equal to 1. Found [0] in [a]"),
        ("multi_terms", {"terms": []}, "terms", "]",
         "The [terms] parameter in the aggregation [a] must be present and have at least 2 fields or scripts."),
        ("multi_terms", {"terms": {"field": "f"}}, "terms", "}}}}}",
         "The [terms] parameter in the aggregation [a] must be present and have at least 2 fields or scripts."
         " For a single field user terms aggregation."),
        ("multi_terms", {"terms": [{"field": "f"}, {}]}, "terms", "}]",
         "[field] and [script] cannot both be null.  Please specify one or the other."),
        ("top_metrics", {"metrics": [{"missing": 1}, {"field": "g"}], "sort": "n"}, "metrics", "},{",
         "[field] and [script] cannot both be null.  Please specify one or the other."),
        ("weighted_avg", {"value": {}, "weight": {"field": "f"}}, "value", "},",
         "[field] and [script] cannot both be null.  Please specify one or the other."),
        ("top_metrics", {"metrics": {"format": "0"}, "sort": "n"}, "metrics", '"format"', "[1:41] [field_config] unknown field [format]"),
        ("cardinality", {"field": "f", "rehash": "yes"}, "rehash", '"yes"', 'For input string: "yes"'),
        ("histogram", {"field": "f", "interval": -1}, "interval", "-1", "[interval] must be >0 for histogram aggregation [a]"),
        ("histogram", {"field": "f", "interval": 1, "min_doc_count": -1}, "min_doc_count", "-1",
         "[minDocCount] must be greater than or equal to 0. Found [-1] in [a]"),
        ("histogram", {"field": "f", "interval": 1, "hard_bounds": {"min": 5, "max": 1}}, "hard_bounds", "}}}",
         "Failed to build [bounds] after last required field arrived"),
        ("date_histogram", DATES | {"calendar_interval": "2d"}, "calendar_interval", '"2d"',
         "The supplied interval [2d] could not be parsed as a calendar interval."),
        ("date_histogram", DATES | {"fixed_interval": "1M"}, "fixed_interval", '"1M"',
         "failed to parse setting [date_histogram.fixedInterval] with value [1M] as a time value: unit is missing or unrecognized"),
        ("date_histogram", DATES | {"calendar_interval": "day", "fixed_interval": "1h"}, "fixed_interval", '"1h"',
         "Cannot use [fixed_interval] with [calendar_interval] configuration option."),
        ("date_histogram", DATES | {"fixed_interval": "1h", "calendar_interval": "day"}, "calendar_interval", '"day"',
         "Cannot use [calendar_interval] with [fixed_interval] configuration option."),
        ("auto_date_histogram", DATES | {"buckets": 0}, "buckets", "0", "buckets must be greater than 0 for [a]"),
        ("geohash_grid", {"field": "f", "size": 0}, "size", "0", "[size] must be greater than 0. Found [0] in [a]"),
        ("cardinality", {"field": "f", "precision_threshold": -1}, "precision_threshold", "-1",
         "[precisionThreshold] must be greater than or equal to 0. Found [-1] in [a]"),
        ("extended_stats", {"field": "f", "sigma": -1}, "sigma", "-1", "[sigma] must be greater than or equal to 0. Found [-1.0] in [a]"),
        ("median_absolute_deviation", {"field": "f", "compression": 0}, "compression", "0",
         "[compression] must be greater than 0. Found [0.0] in [a]"),
        ("bucket_sort", {"sort": "_key", "size": 0}, "size", "0", "[size] must be a positive integer: [0]"),
        ("composite", {"sources": []}, "sources", "]", "Composite [sources] cannot be null or empty"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_taken(store: docstore.Store, kind: str, body: Json, key: str, mark: str, why: str) -> None:
    error, text = refused(store, {kind: body})
    at = text.rindex(mark) + 1 if mark != "}}}" else len(text) - 4
    if mark == "}}":
        at = text.index("}") + 1
    assert error["reason"] == f"[1:{at}] [{kind}] failed to parse field [{key}]"
    assert error["caused_by"]["reason"] == why


def test_a_size_of_sorted_buckets_is_checked_once_the_sort_is_there(store: docstore.Store) -> None:
    error, text = refused(store, {"bucket_sort": {"size": -1}})
    at = text.index("-1") + 1
    why = {"type": "illegal_argument_exception", "reason": "[size] must be a positive integer: [-1]"}
    inner = {"type": "x_content_parse_exception", "reason": f"[1:{at}] [bucket_sort] failed to parse field [size]"}
    outer = {"type": inner["type"], "reason": f"[1:{at}] failed to build [bucket_sort] after last required field arrived"}
    assert error == {"root_cause": [inner], **outer, "caused_by": {**inner, "caused_by": why}}


def test_a_sort_behind_a_wrong_start(store: docstore.Store) -> None:
    error, text = refused(store, {"bucket_sort": {"from": -1, "sort": "_key"}})
    assert error["reason"] == f"[1:{text.rindex('_key')}] [bucket_sort] failed to parse field [sort]"
    late = f"[1:{text.index('-1') + 1}] failed to build [bucket_sort] after last required field arrived"
    assert error["caused_by"]["reason"] == late
    assert error["caused_by"]["caused_by"]["caused_by"]["reason"] == "[from] must be a non-negative integer: [-1]"


@pytest.mark.parametrize(
    ("body", "reason", "mark"),
    [
        ({"avg_bucket": {}}, "Missing required field [buckets_path] for aggregation [a]", "}"),
        ({"avg_bucket": {"buckets_path": "x", "lag": 1}}, "Unexpected token VALUE_NUMBER [lag] in [a]", "1"),
        ({"derivative": {}}, "Missing required field [buckets_path] for derivative aggregation [a]", "}"),
        ({"derivative": {"buckets_path": "x", "x": "y"}}, "Unknown key for a VALUE_STRING in [a]: [x].", '"y"'),
        ({"derivative": {"buckets_path": "x", "lag": {}}}, "Unexpected token START_OBJECT in [a].", "{}"),
        ({"serial_diff": {"buckets_path": "x", "lag": 0}},
         "Lag must be a positive, non-zero integer.  Value supplied was0 in [a]: [lag].", "0"),
        ({"serial_diff": {"buckets_path": "x", "gap_policy": "none"}},
         "Invalid gap policy: [none], accepted values: [skip, insert_zeros, keep_values]", '"none"'),
        ({"sampler": {"size": 3}}, 'Unsupported property "size" for aggregation "a', "3"),
    ],
)  # fmt: skip
def test_parsers_that_are_written_by_hand(store: docstore.Store, body: Json, reason: str, mark: str) -> None:
    error, text = refused(store, body)
    expected = {"type": "parsing_exception", "reason": reason, "line": 1, "col": text.index(mark) + 1}
    assert error == {"root_cause": [expected], **expected}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"cumulative_sum": {}}, "Required [buckets_path]"),
        ({"composite": {}}, "Required [sources]"),
        ({"top_metrics": {"metrics": {"field": "n"}}}, "Required [sort]"),
    ],
)
def test_what_is_missing(store: docstore.Store, body: Json, reason: str) -> None:
    error, _ = refused(store, body)
    assert (error["type"], error["reason"]) == ("illegal_argument_exception", reason)


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        ("top_metrics", {"metrics": {"field": "n"}, "sort": "n", "size": 0}, "[size] must be more than 0 but was [0]"),
        ("percentiles", {"field": "n", "percents": []}, "[percents] must not be an empty array: [a]"),
        ("percentiles", {"field": "n", "percents": [101]}, "percent must be in [0,100], got [101.0]: [a]"),
        ("percentiles", {"field": "n", "hdr": {}, "tdigest": {}}, "Only one percentiles config type should be declared."),
        ("percentile_ranks", {"field": "n"}, "[values] must not be null: [a]"),
    ],
)
def test_an_object_that_cannot_be_built_tells_no_position(store: docstore.Store, kind: str, body: Json, why: str) -> None:
    error, _ = refused(store, {kind: body})
    reason = f"Failed to build [{kind}] after last required field arrived"
    assert (error["type"], error["reason"]) == ("x_content_parse_exception", reason)
    assert error["caused_by"]["reason"] == why


@pytest.mark.parametrize(
    ("field", "missing", "kind", "reason"),
    [
        ("n", "x", "number_format_exception", 'For input string: "x"'),
        ("b", "maybe", "illegal_argument_exception", "Cannot parse boolean [maybe]"),
    ],
)
def test_what_stands_for_missing_values_is_one_although_none_is_missing(
    store: docstore.Store, field: str, missing: str, kind: str, reason: str
) -> None:
    store.indices.create(index="i", mappings={"properties": {"n": {"type": "long"}, "b": {"type": "boolean"}}})
    store.index(index="i", id="1", document={"n": 1, "b": True})
    for name in ("avg", "terms"):
        with pytest.raises(ApiError) as raised:
            store.search(index="i", aggs={"a": {name: {"field": field, "missing": missing}}})
        error = raised.value.body["error"]["root_cause"][0]
        assert (error["type"], error["reason"]) == (kind, reason)
    counts = store.search(index="i", size=0, aggs={"a": {"terms": {"field": "b", "missing": "false"}}})["aggregations"]["a"]["buckets"]
    assert [bucket["key_as_string"] for bucket in counts] == ["true"]


@pytest.mark.parametrize(
    "body", [{"date_histogram": DATES}, {"composite": {"sources": [{"s": {"date_histogram": DATES}}]}}], ids=["alone", "composite"]
)
def test_dates_without_an_interval(store: docstore.Store, body: Json) -> None:
    error, _ = refused(store, body)
    assert error["type"] == "search_phase_execution_exception"
    assert error["root_cause"][0]["reason"] == "Invalid interval specified, must be non-null and non-empty"
