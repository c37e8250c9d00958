from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.search.aggregations.pipeline import scripted

Json = dict[str, Any]
PRICES = {"2020-01": [10, 20], "2020-02": [5], "2020-04": [40]}


@pytest.fixture(scope="module")
def filled() -> Iterator[docstore.Store]:
    with docstore.open() as store:
        store.indices.create(index="a", mappings={"properties": {"d": {"type": "date"}, "p": {"type": "long"}, "k": {"type": "keyword"}}})
        for month, prices in PRICES.items():
            for price in prices:
                store.index(index="a", document={"d": f"{month}-03", "p": price, "k": month})
        yield store


def months(filled: docstore.Store, beside: Json | None = None, below: Json | None = None) -> Json:
    median = {"percentiles": {"field": "p", "percents": [50]}}
    metrics = {"sum": {"sum": {"field": "p"}}, "avg": {"avg": {"field": "p"}}}
    inner = {**metrics, "median": median, "none": {"max": {"field": "none"}}, **(below or {})}
    buckets = {"date_histogram": {"field": "d", "calendar_interval": "month", "format": "yyyy-MM"}, "aggs": inner}
    return filled.search(index="a", size=0, aggs={"m": buckets, **(beside or {})})["aggregations"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("pipeline", "expected"),
    [
        ({"avg_bucket": {"buckets_path": "m>sum"}}, {"value": 25.0}),
        ({"avg_bucket": {"buckets_path": "m>sum", "gap_policy": "insert_zeros"}}, {"value": 18.75}),
        ({"avg_bucket": {"buckets_path": "m>_count", "format": "0.0"}}, {"value": 1.0, "value_as_string": "1.0"}),
        ({"sum_bucket": {"buckets_path": "m>sum"}}, {"value": 75.0}),
        ({"min_bucket": {"buckets_path": "m>avg"}}, {"value": 5.0, "keys": ["2020-02"]}),
        ({"max_bucket": {"buckets_path": "m>sum"}}, {"value": 40.0, "keys": ["2020-04"]}),
        ({"stats_bucket": {"buckets_path": "m>sum"}}, {"count": 3, "min": 5.0, "max": 40.0, "avg": 25.0, "sum": 75.0}),
        ({"sum_bucket": {"buckets_path": "m>none"}}, {"value": 0.0}),
        ({"max_bucket": {"buckets_path": "m>none"}}, {"value": None, "keys": []}),
        ({"percentiles_bucket": {"buckets_path": "m>sum", "percents": [50, 99]}}, {"values": {"50.0": 30.0, "99.0": 40.0}}),
        ({"percentiles_bucket": {"buckets_path": "m>sum", "percents": [0], "keyed": False}}, {"values": [{"key": 0.0, "value": 5.0}]}),
        ({"percentiles_bucket": {"buckets_path": "m>sum", "percents": [0], "format": "0.00"}},
         {"values": {"0.0": 5.0, "0.0_as_string": "5.00"}}),
        ({"max_bucket": {"buckets_path": "m>median"}}, {"value": 40.0, "keys": ["2020-04"]}),
        ({"max_bucket": {"buckets_path": "m>median[50.0]"}}, {"value": 40.0, "keys": ["2020-04"]}),
        ({"max_bucket": {"buckets_path": "m['2020-01']>sum"}}, {"value": 30.0, "keys": ["2020-01"]}),
    ],
)
def test_beside_buckets(filled: docstore.Store, pipeline: Json, expected: Json) -> None:
    assert months(filled, {"x": pipeline})["x"] == expected


@pytest.mark.parametrize(
    ("pipeline", "expected"),
    [
        ({"cumulative_sum": {"buckets_path": "sum"}}, [30.0, 35.0, 35.0, 75.0]),
        ({"derivative": {"buckets_path": "sum"}}, [None, -25.0, None, None]),
        ({"derivative": {"buckets_path": "sum", "gap_policy": "insert_zeros"}}, [None, -25.0, -5.0, 40.0]),
        ({"derivative": {"buckets_path": "_count"}}, [None, -1.0, -1.0, 1.0]),
        ({"serial_diff": {"buckets_path": "_count", "lag": 2}}, [None, None, -2.0, 0.0]),
    ],
)
def test_in_buckets(filled: docstore.Store, pipeline: Json, expected: list[float | None]) -> None:
    buckets = months(filled, below={"x": pipeline})["m"]["buckets"]
    assert [bucket["x"]["value"] if "x" in bucket else None for bucket in buckets] == expected


def test_a_pipeline_over_a_pipeline(filled: docstore.Store) -> None:
    below = {"total": {"cumulative_sum": {"buckets_path": "sum"}}, "step": {"derivative": {"buckets_path": "total", "unit": "day"}}}
    found = months(filled, {"most": {"max_bucket": {"buckets_path": "m>step"}}}, below)
    assert found["most"] == {"value": 5.0, "keys": ["2020-02"]}
    assert found["m"]["buckets"][1]["step"] == {"value": 5.0, "normalized_value": 5 / 31}


def test_extended_stats_bucket(filled: docstore.Store) -> None:
    found = months(filled, {"x": {"extended_stats_bucket": {"buckets_path": "m>sum", "sigma": 1}}})["x"]
    assert {key: found[key] for key in ("count", "min", "max", "avg", "sum")} == {
        "count": 3, "min": 5.0, "max": 40.0, "avg": 25.0, "sum": 75.0
    }  # fmt: skip
    assert found["sum_of_squares"] == 900 + 25 + 1600
    assert found["variance"] == pytest.approx((25 + 400 + 225) / 3)
    assert found["std_deviation_bounds"]["upper"] == pytest.approx(25 + (650 / 3) ** 0.5)


def test_scripts(filled: docstore.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As scripting will run them."""
    monkeypatch.setattr(scripted, "_compilers", [])
    scripted.use_scripts(lambda source: lambda values: eval(source, dict(values)))
    half = {"half": {"bucket_script": {"buckets_path": {"a": "sum", "b": "_count"}, "script": "a / b / 2", "format": "0.0"}}}
    assert [bucket.get("half") for bucket in months(filled, below=half)["m"]["buckets"]] == [
        {"value": 7.5, "value_as_string": "7.5"}, {"value": 2.5, "value_as_string": "2.5"}, None, {"value": 20.0, "value_as_string": "20.0"}
    ]  # fmt: skip
    few = {"few": {"bucket_selector": {"buckets_path": "sum", "script": "_value > 20"}}}
    assert [bucket["key_as_string"] for bucket in months(filled, below=few)["m"]["buckets"]] == ["2020-01", "2020-04"]


def test_bucket_sort(filled: docstore.Store) -> None:
    def keys(**how: Any) -> list[str]:
        return [bucket["key_as_string"] for bucket in months(filled, below={"s": {"bucket_sort": how}})["m"]["buckets"]]

    assert keys(sort=[{"sum": "desc"}]) == ["2020-04", "2020-01", "2020-02"]
    assert keys(sort=[{"sum": "desc"}], size=1, **{"from": 1}) == ["2020-01"]
    assert keys(size=2) == ["2020-01", "2020-02"]
    assert keys(sort=["avg"]) == keys(sort=["avg"], gap_policy="keep_values") == ["2020-02", "2020-01", "2020-04"]
    assert keys(sort=["avg"], gap_policy="insert_zeros") == ["2020-03", "2020-02", "2020-01", "2020-04"]
    assert keys(sort=["_key"]) == ["2020-01", "2020-02", "2020-03", "2020-04"]


@pytest.mark.parametrize(
    ("aggs", "text"),
    [
        ({"t": {"terms": {"field": "p"}, "aggs": {"u": {"terms": {"field": "p"}, "aggs": {"max": {"max": {"field": "p"}}}}}},
          "x": {"max_bucket": {"buckets_path": "t>u>max"}}},
         "buckets_path must reference either a number value or a single value numeric metric aggregation, got: [Object[]] at aggregation"
         " [u]"),
        ({"t": {"terms": {"field": "p"}, "aggs": {"u": {"terms": {"field": "p"}}}}, "x": {"max_bucket": {"buckets_path": "t>u"}}},
         "buckets_path must reference either a number value or a single value numeric metric aggregation, got: [LongTerms] at aggregation"
         " [u]"),
        ({"t": {"terms": {"field": "p"}, "aggs": {"u": {"percentiles": {"field": "p"}}}}, "x": {"max_bucket": {"buckets_path": "t>u"}}},
         "buckets_path must reference either a number value or a single value numeric metric aggregation, but [u] contains multiple values."
         " Please specify which to use."),
        ({"x": {"avg_bucket": {"buckets_path": "no"}}}, "Validation Failed: 1: No aggregation found for path [no];"),
        ({"t": {"terms": {"field": "p"}}, "x": {"max_bucket": {"buckets_path": "t>no"}}},
         "Validation Failed: 1: No aggregation [no] found for path [t>no];"),
        ({"t": {"terms": {"field": "p"}, "aggs": {"x": {"bucket_sort": {"sort": ["no"]}}}}},
         "Validation Failed: 1: No aggregation found for path [no];"),
        ({"t": {"terms": {"field": "p"}}, "x": {"cumulative_sum": {"buckets_path": "t"}}},
         "Validation Failed: 1: cumulative_sum aggregation [x] must have a histogram, date_histogram or auto_date_histogram as parent but"
         " doesn't have a parent;"),
        ({"t": {"terms": {"field": "k"}, "aggs": {"x": {"derivative": {"buckets_path": "_count"}}}}},
         "Validation Failed: 1: derivative aggregation [x] must have a histogram, date_histogram or auto_date_histogram as parent;"),
        ({"t": {"terms": {"field": "k"}, "aggs": {"x": {"bucket_sort": {}}}}},
         "Validation Failed: 1: [x] is configured to perform nothing. Please set either of [sort, size, from] to use bucket_sort;"),
    ],
)  # fmt: skip
def test_refusals(filled: docstore.Store, aggs: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        filled.search(index="a", aggs=aggs)
    assert raised.value.body["error"]["root_cause"][0]["reason"] == text


@pytest.mark.parametrize(
    ("below", "path"),
    [({"v.v": {"avg": {"field": "p"}}}, "v.v.value"), ({"v": {"percentiles": {"field": "p", "percents": [50, 99.9]}}}, "v[50]")],
)
def test_a_dot_is_one_only_before_the_name_of_a_metric(filled: docstore.Store, below: Json, path: str) -> None:
    buckets = months(filled, below={**below, "x": {"derivative": {"buckets_path": path}}})["m"]["buckets"]
    assert [bucket["x"]["value"] for bucket in buckets if "x" in bucket] == [-10.0, None, None]


def test_differences_to_buckets_before_where_empty_ones_are_left_out(filled: docstore.Store) -> None:
    histogram = {"field": "d", "calendar_interval": "month", "min_doc_count": 1}
    below = {"sum": {"sum": {"field": "p"}}, "x": {"serial_diff": {"buckets_path": "sum"}}}
    buckets = filled.search(index="a", size=0, aggs={"m": {"date_histogram": histogram, "aggs": below}})["aggregations"]["m"]["buckets"]
    assert [bucket["x"]["value"] for bucket in buckets[1:]] == [-25.0, 35.0]


@pytest.mark.parametrize(("order", "expected"), [("asc", "acbd"), ("desc", "cabd")])
def test_buckets_without_a_value_are_sorted_behind_the_others(order: str, expected: str) -> None:
    with docstore.open() as store:
        for key, value in [("a", 1), ("b", None), ("c", 3), ("d", None)]:
            store.index(index="i", document={"k": key, "n": value})
        sort = {"bucket_sort": {"sort": [{"m": {"order": order}}, {"_key": {"order": "asc"}}]}}
        asked = {"t": {"terms": {"field": "k.keyword"}, "aggs": {"m": {"max": {"field": "n"}}, "s": sort}}}
        found = store.search(index="i", size=0, aggs=asked)["aggregations"]["t"]["buckets"]
        assert "".join(bucket["key"] for bucket in found) == expected
