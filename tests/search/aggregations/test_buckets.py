from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.search.aggregations.bucket import dense
from tests.search.aggregations.cases import Json, aggregate, counts, fill


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def filled(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as store:
        fill(store, request.param)
        yield store


def day(number: int) -> str:
    return f"2020-03-{number:02d}T00:00:00.000Z"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"terms": {"field": "k"}}, {"x": 3, "y": 1, "z": 1}),
        ({"terms": {"field": "k", "order": {"_key": "desc"}, "size": 2}}, {"z": 1, "y": 1}),
        ({"terms": {"field": "k", "missing": "none", "exclude": "x"}}, {"none": 1, "y": 1, "z": 1}),
        ({"terms": {"field": "b"}}, {"false": 1, "true": 1}),
        ({"range": {"field": "n", "ranges": [{"from": 100}, {"to": 50}, {"from": 50, "to": 100, "key": "mid"}]}},
         {"*-50.0": 2, "mid": 1, "100.0-*": 1}),
        ({"range": {"field": "n", "keyed": True, "ranges": [{"to": 3}, {"from": 3, "to": 5}]}}, {"*-3.0": 1, "3.0-5.0": 2}),
        ({"date_range": {"field": "d", "format": "MM-yyyy", "ranges": [{"to": "02-2020"}, {"from": "02-2020"}]}},
         {"*-02-2020": 2, "02-2020-*": 2}),
        ({"date_range": {"field": "d", "format": "yyyy", "missing": "1976", "ranges": [{"key": "old", "to": "1980"}]}}, {"old": 1}),
        ({"date_range": {"field": "d", "ranges": [{"from": "2020-03-31||-2d/d", "to": "2020-03-30"}]}},
         {"2020-03-29T00:00:00.000Z-2020-03-30T00:00:00.000Z": 1}),
        ({"ip_range": {"field": "ip", "ranges": [{"to": "10.0.0.100"}, {"from": "10.0.0.100"}, {"mask": "10.0.0.0/25"}]}},
         {"*-10.0.0.100": 2, "10.0.0.0/25": 3, "10.0.0.100-*": 2}),
        ({"histogram": {"field": "n", "interval": 50}}, {0.0: 2, 50.0: 1, 100.0: 0, 150.0: 1}),
        ({"histogram": {"field": "n", "interval": 50, "min_doc_count": 1}}, {0.0: 2, 50.0: 1, 150.0: 1}),
        ({"histogram": {"field": "n", "interval": 100, "offset": 50, "keyed": True}}, {"-50.0": 2, "50.0": 1, "150.0": 1}),
        ({"histogram": {"field": "n", "interval": 100, "extended_bounds": {"min": -100, "max": 250}}},
         {-100.0: 0, 0.0: 3, 100.0: 1, 200.0: 0}),
        ({"histogram": {"field": "n", "interval": 50, "hard_bounds": {"min": 10, "max": 100}}}, {0.0: 2, 50.0: 1}),
        ({"histogram": {"field": "n", "interval": 100, "missing": 500, "min_doc_count": 1}}, {0.0: 3, 100.0: 1, 500.0: 1}),
        ({"histogram": {"field": "f", "interval": 0.1, "min_doc_count": 1}}, {0.5: 1, 1.5: 1, 2.5: 1}),
        ({"date_histogram": {"field": "d", "calendar_interval": "month", "format": "yyyy-MM"}}, {"2020-01": 2, "2020-02": 0, "2020-03": 2}),
        ({"date_histogram": {"field": "d", "calendar_interval": "1q", "format": "yyyy-MM-dd"}}, {"2020-01-01": 4}),
        ({"date_histogram": {"field": "d", "calendar_interval": "year", "format": "yyyy", "keyed": True}}, {"2020": 4}),
        ({"date_histogram": {"field": "d", "calendar_interval": "week", "min_doc_count": 1, "format": "yyyy-MM-dd"}},
         {"2019-12-30": 1, "2020-01-20": 1, "2020-03-23": 1, "2020-03-30": 1}),
        ({"date_histogram": {"field": "d", "calendar_interval": "week", "offset": "-1d", "min_doc_count": 1, "format": "yyyy-MM-dd"}},
         {"2020-01-05": 1, "2020-01-19": 1, "2020-03-29": 2}),
        ({"date_histogram": {"field": "d", "calendar_interval": "week", "offset": -86_400_000, "min_doc_count": 1, "format": "yyyy-MM-dd"}},
         {"2020-01-05": 1, "2020-01-19": 1, "2020-03-29": 2}),
        ({"date_histogram": {"field": "d", "fixed_interval": "30d", "format": "yyyy-MM-dd"}},
         {"2019-12-10": 1, "2020-01-09": 1, "2020-02-08": 0, "2020-03-09": 2}),
        ({"date_histogram": {"field": "d", "calendar_interval": "day", "min_doc_count": 1, "time_zone": "+02:00", "format": "MM-dd"}},
         {"01-06": 1, "01-20": 1, "03-29": 1, "03-31": 1}),
        ({"date_histogram": {"field": "d", "calendar_interval": "hour", "min_doc_count": 1, "time_zone": "Europe/Berlin"}},
         {
             "2020-01-06T00:00:00.000+01:00": 1,
             "2020-01-20T01:00:00.000+01:00": 1,
             "2020-03-29T03:00:00.000+02:00": 1,
             "2020-03-31T02:00:00.000+02:00": 1,
         }),
        ({"date_histogram": {
            "field": "d", "calendar_interval": "day", "format": "yyyy-MM-dd", "order": {"_key": "desc"},
            "hard_bounds": {"min": "2020-03-28"}, "extended_bounds": {"max": "2020-04-01"},
        }}, {"2020-04-01": 0, "2020-03-31": 1, "2020-03-30": 0, "2020-03-29": 1}),
        ({"filters": {"filters": {"b": {"term": {"k": "x"}}, "a": {"match_none": {}}}, "other_bucket": True}},
         {"a": 0, "b": 3, "_other_": 2}),
        ({"filters": {"filters": {"b": {"term": {"k": "x"}}}, "other_bucket_key": "rest", "keyed": False}}, {"b": 3, "rest": 2}),
    ],
)  # fmt: skip
def test_counts(filled: docstore.Store, body: Json, expected: dict[Any, int]) -> None:
    found = counts(aggregate(filled, body))
    assert found == expected
    if body.get("terms") is None:
        assert list(found) == list(expected)


def test_all_that_a_bucket_shows(filled: docstore.Store) -> None:
    below = {"aggs": {"most": {"max": {"field": "n"}}}}
    ranges = {"range": {"field": "f", "format": "0.00", "ranges": [{"from": 1, "to": 2}]}, **below}
    assert aggregate(filled, ranges) == {
        "buckets": [
            {
                "key": "1.00-2.00",
                "from": 1.0,
                "from_as_string": "1.00",
                "to": 2.0,
                "to_as_string": "2.00",
                "doc_count": 1,
                "most": {"value": 51.0},
            }
        ]
    }
    months = {"date_histogram": {"field": "d", "calendar_interval": "month"}, **below}
    assert aggregate(filled, months)["buckets"][1] == {
        "key_as_string": "2020-02-01T00:00:00.000Z",
        "key": 1580515200000,
        "doc_count": 0,
        "most": {"value": None},
    }
    assert aggregate(filled, {"filters": {"filters": [{"term": {"k": "x"}}]}, **below}) == {
        "buckets": [{"doc_count": 3, "most": {"value": 51.0}}]
    }


def test_below_buckets(filled: docstore.Store) -> None:
    body = {"terms": {"field": "k"}, "aggs": {"h": {"histogram": {"field": "n", "interval": 100}}}}
    found = {bucket["key"]: counts(bucket["h"]) for bucket in aggregate(filled, body)["buckets"]}
    assert found == {"x": {0.0: 3}, "y": {0.0: 1}, "z": {100.0: 1}}


def test_typed_keys(filled: docstore.Store) -> None:
    aggs = {"r": {"range": {"field": "n", "ranges": [{"to": 1}]}}, "h": {"date_histogram": {"field": "d", "fixed_interval": "1d"}}}
    found = filled.search(index="a", size=0, aggs=aggs, typed_keys=True)["aggregations"]
    assert set(found) == {"range#r", "date_histogram#h"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"histogram": {"field": "n"}}, "interval must be positive, got: 0.0"),
        ({"date_histogram": {"field": "d", "fixed_interval": "0d"}}, "Zero or negative time interval not supported"),
        ({"range": {"field": "n"}}, "No [ranges] specified for the [range] aggregation"),
        ({"filters": {}}, "[filters] cannot be empty"),
        ({"histogram": {"field": "k", "interval": 1}}, "Field [k] of type [keyword] is not supported for aggregation [histogram]"),
    ],
)  # fmt: skip
def test_refusals(filled: docstore.Store, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        aggregate(filled, body)
    assert raised.value.body["error"]["root_cause"][0]["reason"] == text


def test_too_many_buckets(filled: docstore.Store) -> None:
    with pytest.raises(ApiError) as raised:
        aggregate(filled, {"histogram": {"field": "n", "interval": 0.001}})
    assert raised.value.body["error"]["caused_by"]["type"] == "too_many_buckets_exception"


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"fixed_interval": "30s"}, {"1970-01-17T10:27:30.000Z": 1, "2015-01-01T00:00:00.000Z": 1, "2015-01-01T12:10:30.000Z": 1}),
        ({"calendar_interval": "minute", "time_zone": "Europe/Berlin"},
         {"1970-01-17T11:27:00.000+01:00": 1, "2015-01-01T01:00:00.000+01:00": 1, "2015-01-01T13:10:00.000+01:00": 1}),
    ],
)  # fmt: skip
def test_nanoseconds(how: Json, expected: dict[str, int]) -> None:
    with docstore.open() as store:
        store.indices.create(index="a", mappings={"properties": {"d": {"type": "date_nanos"}}})
        for date in ("2015-01-01", "2015-01-01T12:10:30.123456789Z", 1420070400):
            store.index(index="a", document={"d": date})
        assert counts(aggregate(store, {"date_histogram": {"field": "d", "min_doc_count": 1, **how}})) == expected


def test_bounds_outside_of_all_dates(filled: docstore.Store) -> None:
    bounds = {"min": "2030-01-01", "max": "2030-01-02"}
    body = {"date_histogram": {"field": "d", "fixed_interval": "1d", "hard_bounds": bounds}}
    assert aggregate(filled, {"filter": {"match_all": {}}, "aggs": {"h": body}})["h"] == {"buckets": []}


def test_numbers_are_read_in_the_format_of_the_dates() -> None:
    with docstore.open() as store:
        store.indices.create(index="b", mappings={"properties": {"d": {"type": "date", "format": "epoch_second"}}})
        for seconds in (1000, 2000, 3000):
            store.index(index="b", document={"d": seconds})
        ranges = [{"from": 1000, "to": 3000}, {"from": 3000, "to": 4000}]
        found = aggregate(store, {"date_range": {"field": "d", "ranges": ranges}})["buckets"]
        shown = {"from_as_string": "1000", "to_as_string": "3000", "doc_count": 2}
        assert found[0] == {"key": "1000-3000", "from": 1000000.0, "to": 3000000.0, **shown}
        assert found[1]["doc_count"] == 1


def test_dates_that_an_index_does_not_have() -> None:
    with docstore.open() as store:
        store.indices.create(index="a")
        ranges = {"date_range": {"field": "d", "ranges": [{"from": "2020-01-01T00:00:00Z"}]}}
        assert counts(aggregate(store, ranges)) == {"2020-01-01T00:00:00.000Z-*": 0}
        store.index(index="b", document={"d": "2016-01-02"})
        found = aggregate(store, {"date_histogram": {"field": "d", "calendar_interval": "month"}})
        assert found["buckets"] == [{"key_as_string": "2016-01-01T00:00:00.000Z", "key": 1451606400000, "doc_count": 1}]


def test_many_ranges_are_as_few(filled: docstore.Store) -> None:
    ends = [{"from": low, "to": low + width} for low in range(0, 60, 3) for width in (0, 3, 100)]
    for field in ("n", "f"):
        many = aggregate(filled, {"range": {"field": field, "ranges": ends}})["buckets"]
        one_by_one = [aggregate(filled, {"range": {"field": field, "ranges": [each]}})["buckets"][0] for each in ends]
        assert many == sorted(one_by_one, key=lambda bucket: (bucket["from"], bucket["to"]))


@pytest.mark.parametrize("together", [0, 3])
def test_below_many_buckets(filled: docstore.Store, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    """Those are collected some at a time, in which the least memory is needed."""
    below = {"sum": {"sum": {"field": "n"}}}
    ranges = {"range": {"field": "n", "ranges": [{"to": 3}, {"from": 3, "to": 60}, {}, {"from": 60}]}, "aggs": below}
    filters = {"filters": {"filters": [{"term": {"k": "x"}}, {"term": {"k": "z"}}], "other_bucket": True}, "aggs": below}
    bodies = [{"terms": {"field": "k"}, "aggs": {"inner": each}} for each in (ranges, filters)]
    expected = [aggregate(filled, each) for each in bodies]
    monkeypatch.setattr(dense, "_TOGETHER", together)
    assert [aggregate(filled, each) for each in bodies] == expected


def test_more_ranges_than_a_response_may_have(filled: docstore.Store) -> None:
    with pytest.raises(ApiError) as raised:
        aggregate(filled, {"range": {"field": "n", "ranges": [{"from": low} for low in range(70_000)]}})
    assert raised.value.body["error"]["root_cause"][0]["type"] == "too_many_buckets_exception"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "+14:00", "-12:00"])
@pytest.mark.parametrize("interval", ["year", "month"])
def test_up_to_the_last_date(filled: docstore.Store, zone: str, interval: str) -> None:
    bounds = {"min": "9998-06-01", "max": "9999-12-31T23:59:59.999Z"}
    body = {"field": "d", "calendar_interval": interval, "time_zone": zone, "hard_bounds": bounds, "extended_bounds": bounds}
    with pytest.raises(ApiError) as raised:
        aggregate(filled, {"date_histogram": {**body, "calendar_interval": "minute"}})
    assert raised.value.status == 400
    found = aggregate(filled, {"date_histogram": body})["buckets"]
    assert {bucket["doc_count"] for bucket in found} == {0}


@pytest.mark.parametrize(
    ("field", "ranges", "expected"),
    [
        ("f", [{"to": 0.04}, {"from": 0.04}], {"*-0.04": 1, "0.04-*": 1}),
        ("h", [{"to": 0.0152}, {"from": 0.0152}], {"*-0.0152": 1, "0.0152-*": 1}),
        ("d", [{"to": "2021-05-02"}, {"from": "2021-05-02"}], {"*-2021-05-02": 1, "2021-05-02-*": 1}),
        ("n", [{"from": -(2**63), "to": 2**63 - 1}], {"-9.223372036854776E18-9.223372036854776E18": 2}),
        ("n", [{"to": "1"}], {"*-1.0": 1}),
    ],
)
def test_ends_of_ranges_are_read_as_the_field_keeps_values(field: str, ranges: list[Json], expected: dict[str, int]) -> None:
    types = {"f": "float", "h": "half_float", "n": "long"}
    with docstore.open() as store:
        properties = {name: {"type": kind} for name, kind in types.items()} | {"d": {"type": "date", "format": "strict_date"}}
        store.indices.create(index="a", mappings={"properties": properties})
        store.index(index="a", document={"f": 0.03, "h": 0.01, "d": "2021-05-01", "n": -(2**63)})
        store.index(index="a", document={"f": 0.04, "h": 0.0152, "d": "2021-05-02", "n": 1})
        found = aggregate(store, {"range": {"field": field, "ranges": ranges}})
        assert {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]} == expected


def test_an_order_by_something_that_is_not_below_is_refused(filled: docstore.Store) -> None:
    for body in ({"histogram": {"field": "n", "interval": 50}}, {"date_histogram": {"field": "d", "fixed_interval": "1d"}}):
        ((kind, asked),) = body.items()
        with pytest.raises(ApiError) as raised:
            aggregate(filled, {kind: {**asked, "order": {"_time": "desc"}}})
        assert "Invalid aggregation order path [_time]" in str(raised.value.body)


_INSIDE = "Extended bounds have to be inside hard bounds, hard bounds: "


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"histogram": {"field": "n", "interval": 5, "hard_bounds": {"min": 0, "max": 10}, "extended_bounds": {"min": 3, "max": 20}}},
            _INSIDE + "[0--10], extended bounds: [3--20]",
        ),
        (
            {"histogram": {"field": "n", "interval": 5, "hard_bounds": {"min": 3}, "extended_bounds": {"min": 0, "max": 20}}},
            _INSIDE + "[3--], extended bounds: [0--20]",
        ),
        (
            {
                "date_histogram": {
                    "field": "d",
                    "calendar_interval": "day",
                    "hard_bounds": {"min": "2010-01-01", "max": "2020-01-01"},
                    "extended_bounds": {"min": "2009-01-01", "max": "2019-01-01"},
                }
            },
            _INSIDE + "[2010-01-01--2020-01-01], extended bounds: [2009-01-01--2019-01-01]",
        ),
        (
            {"date_histogram": {"field": "d", "calendar_interval": "day", "extended_bounds": {"min": 2, "max": 1}}},
            "[extended_bounds.min][2] cannot be greater than [extended_bounds.max][1] for histogram aggregation [a]",
        ),
        (
            {"histogram": {"field": "n", "interval": 5, "hard_bounds": {"min": 2, "max": 1}}},
            "max bound [1.0] must be greater than min bound [2.0]",
        ),
        ({"date_histogram": {"field": "d", "calendar_interval": "day", "format": "b"}}, "Invalid format: [b]: Unknown pattern letter: b"),
    ],
)
def test_bounds_and_formats_that_cannot_be(filled: docstore.Store, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        aggregate(filled, body)
    assert text in str(raised.value.body)


def test_a_bound_that_is_open_is_inside(filled: docstore.Store) -> None:
    """Also where hard bounds cut what is extended in the same unit."""
    both = {"hard_bounds": {"min": "2020-01-02"}, "extended_bounds": {"min": "2020-01-01"}}
    found = aggregate(filled, {"date_histogram": {"field": "d", "calendar_interval": "year", **both}})
    assert found["buckets"]


@pytest.mark.parametrize(
    ("zone", "noon", "begin"),
    [
        ("America/Sao_Paulo", "2017-10-15T12:00:00Z", "2017-10-15T03:00:00Z"),
        ("America/Sao_Paulo", "2017-10-14T12:00:00Z", "2017-10-14T03:00:00Z"),
        ("Asia/Beirut", "2020-03-29T12:00:00Z", "2020-03-28T22:00:00Z"),
        ("Europe/Berlin", "2020-03-29T12:00:00Z", "2020-03-28T23:00:00Z"),
    ],
)
def test_a_day_begins_at_the_end_of_a_gap(zone: str, noon: str, begin: str) -> None:
    """Where the clock skips midnight, the first instant of the day is an hour past it."""
    with docstore.open() as store:
        store.index(index="i", document={"d": noon})
        days = {"date_histogram": {"field": "d", "calendar_interval": "day", "time_zone": zone}}
        (bucket,) = store.search(index="i", size=0, aggs={"a": days})["aggregations"]["a"]["buckets"]
        assert bucket["key"] == round(datetime.fromisoformat(begin).timestamp() * 1000)
