"""Whatever stands in the place of a part of a request, the answer is a result or a typed error."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import docstore
from docstore.search.aggregations.registry import KINDS, PIPELINES
from tests.junk import problems, variants

Json = dict[str, Any]
FIELD: Json = {"field": "n", "missing": 1, "format": "0.0", "value_type": "long"}
STEPS: Json = {
    **FIELD, "min_doc_count": 1, "keyed": False, "order": {"_key": "asc"}, "extended_bounds": {"min": 0, "max": 3},
    "hard_bounds": {"min": 0, "max": 3},
}  # fmt: skip
DATES: Json = {"field": "d", "missing": "2020", "value_type": "date", "format": "yyyy", "time_zone": "+01:00"}
BOX: Json = {"top_left": "1,1", "bottom_right": "0,2"}
TERMS: Json = {
    "size": 3, "shard_size": 5, "min_doc_count": 1, "shard_min_doc_count": 0, "order": [{"_count": "desc"}],
    "show_term_doc_count_error": True, "collect_mode": "depth_first",
}  # fmt: skip
SOURCES: list[Json] = [
    {"a": {"terms": {"field": "k", "missing_bucket": True, "missing_order": "last", "order": "asc"}}},
    {"b": {"histogram": {"field": "n", "interval": 2}}},
    {"c": {"date_histogram": {"field": "d", "calendar_interval": "day", "offset": "1h", "time_zone": "UTC"}}},
    {"e": {"geotile_grid": {"field": "g", "precision": 3, "bounds": BOX}}},
]
BODIES: dict[str, Json] = {
    "terms": {**TERMS, "field": "k", "include": ["x"], "exclude": "y.*", "execution_hint": "map"},
    "multi_terms": {**TERMS, "terms": [{"field": "k"}, FIELD]},
    "range": {**FIELD, "keyed": True, "ranges": [{"from": 1, "to": 2, "key": "x"}]},
    "date_range": {**DATES, "keyed": True, "ranges": [{"from": "2020", "to": "2021", "key": "x"}]},
    "ip_prefix": {
        "field": "ip",
        "keyed": True,
        "prefix_length": 24,
        "is_ipv6": False,
        "append_prefix_length": True,
        "min_doc_count": 1,
    },
    "ip_range": {"field": "ip", "keyed": True, "ranges": [{"from": "::1", "to": "::2"}, {"mask": "10.0.0.0/8", "key": "x"}]},
    "histogram": {**STEPS, "interval": 2, "offset": 1},
    "date_histogram": {
        **STEPS, **DATES, "calendar_interval": "year", "offset": "1h", "extended_bounds": {"min": "2020", "max": "2021"}, "hard_bounds": {}
    },
    "auto_date_histogram": {**DATES, "buckets": 3, "minimum_interval": "day"},
    "filter": {"term": {"k": "x"}},
    "filters": {"filters": {"x": {"term": {"k": "x"}}}, "other_bucket": True, "other_bucket_key": "y", "keyed": True},
    "missing": {"field": "k", "missing": "x"},
    "global": {},
    "sampler": {"shard_size": 3},
    "nested": {"path": "o"},
    "reverse_nested": {"path": "o"},
    "composite": {"sources": SOURCES, "size": 3, "after": {"a": "x", "b": 1, "c": 2, "e": "3/0/0"}},
    "geohash_grid": {"field": "g", "precision": 3, "size": 3, "shard_size": 5, "bounds": BOX, "missing": "1,1"},
    "geotile_grid": {"field": "g", "precision": 3, "size": 3, "shard_size": 5, "bounds": {"wkt": "BBOX (0, 1, 1, 0)"}},
    "percentiles": {**FIELD, "percents": [1, 50], "keyed": False, "tdigest": {"compression": 100, "execution_hint": "default"}},
    "percentile_ranks": {**FIELD, "values": [1, 50], "keyed": False, "hdr": {"number_of_significant_value_digits": 3}},
    "weighted_avg": {"value": {"field": "n", "missing": 1}, "weight": {"field": "w", "missing": 1}, "format": "0"},
    "extended_stats": {**FIELD, "sigma": 2},
    "cardinality": {**FIELD, "precision_threshold": 100, "rehash": 1, "execution_hint": "direct"},
    "median_absolute_deviation": {**FIELD, "compression": 100},
    "string_stats": {"field": "k", "show_distribution": True, "missing": "x"},
    "top_hits": {
        "from": 0, "size": 1, "sort": [{"n": {"order": "asc"}}], "_source": ["n"], "docvalue_fields": ["n"], "fields": ["n"],
        "stored_fields": ["n"], "explain": True, "version": True, "seq_no_primary_term": True, "track_scores": True,
    },
    "top_metrics": {"metrics": [{"field": "n"}], "sort": [{"n": "asc"}], "size": 1},
    "geo_bounds": {"field": "g", "wrap_longitude": True, "missing": "1,1"},
    "geo_centroid": {"field": "g", "missing": "1,1"},
}  # fmt: skip
PIPED: Json = {"buckets_path": "m", "gap_policy": "skip", "format": "0"}
PIPELINE_BODIES: dict[str, Json] = {
    "cumulative_sum": {"buckets_path": "m", "format": "0"},
    "derivative": {**PIPED, "unit": "day"},
    "serial_diff": {**PIPED, "lag": 2},
    "bucket_sort": {"sort": [{"m": {"order": "asc"}}], "from": 0, "size": 3, "gap_policy": "skip"},
    "percentiles_bucket": {"buckets_path": "h>m", "percents": [1.0, 50.0], "keyed": False},
    "extended_stats_bucket": {"buckets_path": "h>m", "sigma": 2},
    "bucket_script": {"buckets_path": {"a": "m"}, "script": "1", "gap_policy": "skip", "format": "0"},
    "bucket_selector": {"buckets_path": {"a": "m"}, "script": "1", "gap_policy": "skip"},
}


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        nested = {"type": "nested", "properties": {"n": {"type": "long"}}}
        types = {"k": "keyword", "n": "long", "w": "long", "d": "date", "g": "geo_point", "ip": "ip", "t": "text", "b": "boolean"}
        opened.indices.create(index="a", mappings={"properties": {"o": nested, **{name: {"type": type_} for name, type_ in types.items()}}})
        whole = {"k": "x", "n": 3, "d": "2020-02-03", "g": "1,1", "ip": "10.0.0.1", "t": "some words", "b": True, "o": [{"n": 1}]}
        for document in (whole, {"k": ["x", "y"], "n": [1, 2]}, {}):
            opened.index(index="a", document=document)
        yield opened


def asked(store: docstore.Store) -> Callable[[Json], object]:
    return lambda aggs: store.search(index="a", size=0, aggs=aggs)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_junk(store: docstore.Store, kind: str) -> None:
    body = BODIES.get(kind, FIELD)
    store.search(index="a", size=0, aggs=around(kind, body))
    assert not list(problems(asked(store), (around(kind, copy.deepcopy(each)) for each in variants(body))))


def around(kind: str, body: Any) -> Json:
    inner = {"x": {kind: body}}
    return {"o": {"nested": {"path": "o"}, "aggs": inner}} if kind == "reverse_nested" else inner


@pytest.mark.parametrize("kind", sorted(PIPELINES))
def test_junk_in_pipelines(store: docstore.Store, kind: str) -> None:
    beside = kind.endswith("_bucket")
    bodies = variants(PIPELINE_BODIES.get(kind, {**PIPED, "buckets_path": "h>m" if beside else "m"}))
    assert not list(problems(asked(store), (piped(kind, body, beside=beside) for body in bodies)))


def piped(kind: str, body: Any, *, beside: bool) -> Json:
    below = {"m": {"max": {"field": "n"}}}
    if beside:
        return {"h": {"histogram": {"field": "n", "interval": 1}, "aggs": below}, "x": {kind: body}}
    return {"h": {"histogram": {"field": "n", "interval": 1}, "aggs": {**below, "x": {kind: body}}}}
