"""Metrics over fields whose values were aggregated before they came: they count and sum what was counted and summed."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

Json = dict[str, Any]
MAPPINGS: Json = {
    "properties": {
        "k": {"type": "keyword"},
        "a": {"type": "aggregate_metric_double", "metrics": ["min", "max", "sum", "value_count"], "default_metric": "max"},
        "part": {"type": "aggregate_metric_double", "metrics": ["sum", "value_count"], "default_metric": "sum"},
        "h": {"type": "histogram"},
    }
}
DOCUMENTS: list[Json] = [
    {
        "k": "x",
        "a": {"min": 1, "max": 9, "sum": 20, "value_count": 4},
        "part": {"sum": 3, "value_count": 2},
        "h": {"values": [0.5, 1, 2], "counts": [0, 3, 1]},
    },
    {"k": "x", "a": {"min": -2, "max": 5, "sum": 10, "value_count": 6}, "h": {"values": [], "counts": []}},
    {"k": "y", "part": {"sum": 1, "value_count": 1}, "h": {"values": [4], "counts": [2]}},
    {"k": "z"},
]


@pytest.fixture
def store_of(store: docstore.Store) -> docstore.Store:
    """The documents, alternately in two indices."""
    for name in ("i1", "i2"):
        store.indices.create(index=name, mappings=MAPPINGS)
    for number, document in enumerate(DOCUMENTS):
        store.index(index=f"i{number % 2 + 1}", document=document)
    return store


def answered(store: docstore.Store, **aggregation: Any) -> Any:
    return store.search(index="i*", size=0, aggs={"it": aggregation})["aggregations"]["it"]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("min", "a", -2), ("max", "a", 9), ("sum", "a", 30), ("value_count", "a", 10), ("avg", "a", 3.0),
        ("min", "part", None), ("max", "part", None), ("sum", "part", 4), ("value_count", "part", 3), ("avg", "part", 4 / 3),
        ("min", "h", 1), ("max", "h", 4), ("sum", "h", 13), ("value_count", "h", 6), ("avg", "h", 13 / 6),
    ],
)  # fmt: skip
def test_metrics(store_of: docstore.Store, kind: str, field: str, value: float | None) -> None:
    assert answered(store_of, **{kind: {"field": field}}) == {"value": value}


def test_below_buckets_and_in_their_order(store_of: docstore.Store) -> None:
    mean = {"m": {"avg": {"field": "h"}}, "n": {"value_count": {"field": "h"}}}
    buckets = answered(store_of, terms={"field": "k", "order": {"m": "desc"}}, aggs=mean)["buckets"]
    assert [(each["key"], each["m"]["value"], each["n"]["value"]) for each in buckets] == [("y", 4, 2), ("x", 1.25, 4), ("z", None, 0)]
    assert answered(store_of, missing={"field": "part"})["doc_count"] == 2


@pytest.mark.parametrize("kind", ["terms", "stats", "cardinality", "percentiles"])
def test_what_such_a_field_is_not_for(store_of: docstore.Store, kind: str) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        answered(store_of, **{kind: {"field": "a"}})
    reason = caught.value.body["error"]["root_cause"][0]["reason"]
    assert reason == f"Field [a] of type [aggregate_metric_double] is not supported for aggregation [{kind}]"


LATENCY: list[Json] = [
    {"latency": {"values": [0.1, 0.2, 0.3, 0.4, 0.5], "counts": [3, 7, 23, 12, 6]}},
    {"latency": {"values": [0, 0.1, 0.2, 0.3, 0.4, 0.5], "counts": [3, 2, 5, 10, 1, 8]}, "_doc_count": 50},
]
RANGES: list[Json] = [{"to": 0}, {"from": 0, "to": 0.3}, {"from": 0.3, "to": 0.5}, {"from": 0.5}, {"from": 0.2, "to": 0.35}]


@pytest.fixture
def latencies(store: docstore.Store) -> docstore.Store:
    """Two histograms: 80 values, in one index or in two."""
    for name in ("i1", "i2"):
        store.indices.create(index=name, mappings={"properties": {"latency": {"type": "histogram"}, "k": {"type": "keyword"}}})
    for number, document in enumerate(LATENCY):
        store.index(index="i1", id=str(number), document=document)
    return store


def split(store: docstore.Store) -> None:
    """The second of them into an index of its own."""
    store.delete(index="i1", id="1")
    store.index(index="i2", document=LATENCY[1])


@pytest.mark.parametrize("apart", [False, True])
def test_buckets_of_histograms_count_what_was_counted(latencies: docstore.Store, apart: bool) -> None:
    if apart:
        split(latencies)
    steps = answered(latencies, histogram={"field": "latency", "interval": 0.3})
    assert steps == {"buckets": [{"key": 0.0, "doc_count": 20}, {"key": 0.3, "doc_count": 60}]}
    bounded = answered(latencies, histogram={"field": "latency", "interval": 0.1, "hard_bounds": {"min": 0.4}, "keyed": True})
    assert {key: each["doc_count"] for key, each in bounded["buckets"].items()} == {"0.4": 13, "0.5": 14}
    ranges = answered(latencies, range={"field": "latency", "ranges": RANGES})["buckets"]
    counts = {"*-0.0": 0, "0.0-0.3": 20, "0.2-0.35": 45, "0.3-0.5": 46, "0.5-*": 14}
    assert {each["key"]: each["doc_count"] for each in ranges} == counts


@pytest.mark.parametrize("apart", [False, True])
def test_percentiles_of_histograms(latencies: docstore.Store, apart: bool) -> None:
    if apart:
        split(latencies)
    values = answered(latencies, percentiles={"field": "latency", "percents": [1, 20, 50, 79, 90, 100]})["values"]
    assert values == {"1.0": 0, "20.0": pytest.approx(0.2), "50.0": 0.3, "79.0": pytest.approx(0.4), "90.0": 0.5, "100.0": 0.5}
    ranks = answered(latencies, percentile_ranks={"field": "latency", "values": [-1, 0.3, 0.5, 7]})["values"]
    expected = {"-1.0": 0, "0.3": pytest.approx(100 * (19.5 + 33 / 2) / 80), "0.5": pytest.approx(100 * (80 - 7) / 80), "7.0": 100}
    assert ranks == expected
    hdr = answered(latencies, percentile_ranks={"field": "latency", "values": [0.3], "hdr": {}})["values"]
    assert hdr == {"0.3": pytest.approx(100 * 53 / 80)}
    hdr = answered(latencies, percentiles={"field": "latency", "percents": [50], "hdr": {}})["values"]
    assert hdr == {"50.0": pytest.approx(0.3, rel=1e-3)}


def test_histograms_of_as_many_values_as_anyone_counts(store: docstore.Store) -> None:
    store.indices.create(index="i1", mappings={"properties": {"h": {"type": "histogram"}}})
    store.index(index="i1", document={"h": {"values": [0.1, 0.2, 0.3, 0.4, 0.5], "counts": [0, 1_000_000_000_000, 10, 1000, 1_000_000]}})
    buckets = answered(store, histogram={"field": "h", "interval": 0.3})["buckets"]
    assert [each["doc_count"] for each in buckets] == [1_000_000_000_000, 1_001_010]
    assert answered(store, percentiles={"field": "h", "percents": [1, 25]})["values"] == {"1.0": 0.2, "25.0": 0.2}


@pytest.mark.parametrize(
    ("aggregation", "reason"),
    [
        ({"histogram": {"field": "latency", "interval": 1}, "aggs": {"a": {"avg": {"field": "latency"}}}},
         "Histogram aggregation on histogram fields does not support sub-aggregations"),
        ({"range": {"field": "latency", "ranges": [{"to": 1}]}, "aggs": {"a": {"avg": {"field": "latency"}}}},
         "Range aggregation on histogram fields does not support sub-aggregations"),
        *(({kind: {"field": "latency", "missing": 1}},
           "Can't apply missing values on a class org.elasticsearch.xpack.analytics.aggregations.support"
           ".HistogramValuesSource$Histogram$Fielddata") for kind in ("sum", "value_count", "percentiles")),
        *(({kind: {"field": "latency", **more}}, f"Field [latency] of type [histogram] is not supported for aggregation [{kind}]")
          for kind, more in (("terms", {}), ("stats", {}), ("cardinality", {}), ("median_absolute_deviation", {}),
                             ("date_range", {"ranges": [{"to": 1}]}), ("date_histogram", {"fixed_interval": "1d"}))),
    ],
)  # fmt: skip
def test_what_a_histogram_is_not_for(latencies: docstore.Store, aggregation: Json, reason: str) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        answered(latencies, **aggregation)
    assert caught.value.body["error"]["root_cause"][0]["reason"] == reason
