from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.search.aggregations.metric import ordered

Json = dict[str, Any]
MAPPINGS = {
    "properties": {
        **{name: {"type": name} for name in ("long", "double", "date", "boolean", "keyword", "ip", "text", "unsigned_long")},
        "w": {"type": "integer"},
        "big": {"type": "long"},
    }
}
DOCUMENTS: list[Json] = [
    {"long": 1, "double": 1.0, "date": "2020-01-01", "boolean": True, "keyword": "foo", "w": 3, "ip": "10.0.0.1"},
    {"long": 51, "double": 51.0, "date": "2020-01-03", "boolean": False, "keyword": ["foo", "barb"], "w": 2},
    {"long": 101, "double": 101.0, "boolean": True, "w": 1, "unsigned_long": 18446744073709551615},
    {"long": 151, "double": 151.0, "keyword": "foo", "text": "some words"},
]


@pytest.fixture(scope="module", params=[("a",), ("a", "b"), ("a", "empty")], ids=["one index", "two indices", "one empty"])
def filled(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as store:
        for index in request.param:
            store.indices.create(index=index, mappings=MAPPINGS)
        full = [index for index in request.param if index != "empty"]
        for at, document in enumerate(DOCUMENTS):
            store.index(index=full[at % len(full)], id=str(at), document=document)
        yield store


def metric(store: docstore.Store, kind: str, **body: Any) -> Json:
    response: Json = store.search(index="_all", size=0, aggs={"m": {kind: body}})
    return response["aggregations"]["m"]  # type: ignore[no-any-return]


DAY = 86_400_000
NEW_YEAR = 1577836800000


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("avg", {"field": "long"}, {"value": 76.0}),
        ("avg", {"field": "w", "missing": 10}, {"value": 4.0}),
        ("avg", {"field": "long", "format": "0.00"}, {"value": 76.0, "value_as_string": "76.00"}),
        ("sum", {"field": "long"}, {"value": 304.0}),
        ("min", {"field": "double"}, {"value": 1.0}),
        ("max", {"field": "date"}, {"value": float(NEW_YEAR + 2 * DAY), "value_as_string": "2020-01-03T00:00:00.000Z"}),
        ("max", {"field": "date", "missing": "2021", "format": "yyyy"}, {"value": 1609459200000.0, "value_as_string": "2021"}),
        ("avg", {"field": "boolean"}, {"value": 2 / 3, "value_as_string": "true"}),
        ("max", {"field": "unsigned_long"}, {"value": 18446744073709551615.0}),
        ("avg", {"field": "none"}, {"value": None}),
        ("sum", {"field": "none"}, {"value": 0.0}),
        ("min", {"field": "none", "missing": 7}, {"value": 7.0}),
        ("stats", {"field": "long"}, {"count": 4, "min": 1.0, "max": 151.0, "avg": 76.0, "sum": 304.0}),
        ("stats", {"field": "none"}, {"count": 0, "min": None, "max": None, "avg": None, "sum": 0.0}),
        ("value_count", {"field": "keyword"}, {"value": 4}),
        ("value_count", {"field": "none"}, {"value": 0}),
        ("cardinality", {"field": "keyword"}, {"value": 2}),
        ("cardinality", {"field": "keyword", "missing": "none", "precision_threshold": 100}, {"value": 3}),
        ("cardinality", {"field": "ip"}, {"value": 1}),
        ("cardinality", {"field": "none"}, {"value": 0}),
        ("weighted_avg", {"value": {"field": "long"}, "weight": {"field": "w"}}, {"value": (3 + 102 + 101) / 6}),
        ("weighted_avg", {"value": {"field": "long"}, "weight": {"field": "w", "missing": 4}}, {"value": 81.0}),
        ("weighted_avg", {"value": {"field": "none"}, "weight": {"field": "w"}}, {"value": None}),
        ("weighted_avg", {}, {"value": None}),
        ("median_absolute_deviation", {"field": "long"}, {"value": 50.0}),
        ("median_absolute_deviation", {"field": "none"}, {"value": None}),
        ("string_stats", {"field": "keyword"},
         {"count": 4, "min_length": 3, "max_length": 4, "avg_length": 3.25, "entropy": pytest.approx(
             -sum(share / 13 * math.log2(share / 13) for share in (3, 6, 2, 1, 1)))}),
        ("string_stats", {"field": "none"}, {"count": 0, "min_length": None, "max_length": None, "avg_length": None, "entropy": 0.0}),
    ],
)  # fmt: skip
def test_values(filled: docstore.Store, kind: str, body: Json, expected: Json) -> None:
    assert metric(filled, kind, **body) == expected


def test_extended_stats(filled: docstore.Store) -> None:
    """The variance of four numbers 50 apart: 50 ** 2 * 15 / 12, and over a sample 4 / 3 of it."""
    found = metric(filled, "extended_stats", field="long", sigma=3)
    assert found["sum_of_squares"] == 1 + 51**2 + 101**2 + 151**2
    assert (found["variance"], found["variance_population"]) == (3125.0, 3125.0)
    assert found["variance_sampling"] == pytest.approx(3125 * 4 / 3)
    assert found["std_deviation_bounds"]["upper"] == pytest.approx(76 + 3 * math.sqrt(3125))
    assert found["std_deviation_bounds"]["lower_sampling"] == pytest.approx(76 - 3 * math.sqrt(3125 * 4 / 3))
    assert metric(filled, "extended_stats", field="none")["std_deviation_bounds"]["upper"] is None
    assert metric(filled, "extended_stats", field="unsigned_long")["variance_sampling"] == "NaN"


PERCENTS = ("1.0", "5.0", "25.0", "50.0", "75.0", "95.0", "99.0")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (2.5, 8.5, 38.5, 76.0, 113.5, 143.5, 149.5)),
        ({"tdigest": {"compression": 200}}, (2.5, 8.5, 38.5, 76.0, 113.5, 143.5, 149.5)),
        ({"tdigest": {"execution_hint": "high_accuracy"}}, (1.0, 1.0, 26.0, 76.0, 126.0, 151.0, 151.0)),
        ({"hdr": {}}, (1.0, 1.0, 1.0, 51.0302734375, 101.0615234375, 151.1240234375, 151.1240234375)),
        ({"hdr": {"number_of_significant_value_digits": 5}}, (1.0, 1.0, 1.0, 51.0, 101.0, 151.0, 151.0)),
    ],
)
@pytest.mark.parametrize("field", ["long", "double"])
def test_percentiles(filled: docstore.Store, field: str, body: Json, expected: tuple[float, ...]) -> None:
    found = metric(filled, "percentiles", field=field, **body)["values"]
    assert list(found) == list(PERCENTS)
    assert list(found.values()) == pytest.approx(expected, abs=1e-3)


def test_percentiles_as_a_list(filled: docstore.Store) -> None:
    found = metric(filled, "percentiles", field="date", percents=[100, 50], keyed=False, format="yyyy-MM-dd")
    assert found["values"] == [
        {"key": 50.0, "value": float(NEW_YEAR + DAY), "value_as_string": "2020-01-02"},
        {"key": 100.0, "value": float(NEW_YEAR + 2 * DAY), "value_as_string": "2020-01-03"},
    ]
    assert metric(filled, "percentiles", field="none", percents=[50])["values"] == {"50.0": None}
    assert metric(filled, "percentile_ranks", field="none", values="50")["values"] == {"50.0": None}
    found = metric(filled, "percentiles", field="boolean", percents=100)
    assert found["values"] == {"100.0": 1.0, "100.0_as_string": "true"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"values": [50, 99]}, {"50.0": 37.0, "99.0": 61.5}),
        ({"values": [0, 1, 51, 151, 200]}, {"0.0": 0.0, "1.0": 12.5, "51.0": 25.0, "151.0": 87.5, "200.0": 100.0}),
        (
            {"values": [0, 1, 51, 76, 151, 200], "tdigest": {"execution_hint": "high_accuracy"}},
            {"0.0": 0.0, "1.0": 12.5, "51.0": 37.5, "76.0": 50.0, "151.0": 87.5, "200.0": 100.0},
        ),
        ({"values": [50, 99], "hdr": {}}, {"50.0": 25.0, "99.0": 50.0}),
        ({"values": [151], "hdr": {}}, {"151.0": 100.0}),
    ],
)
def test_percentile_ranks(filled: docstore.Store, body: Json, expected: Json) -> None:
    assert metric(filled, "percentile_ranks", field="long", **body)["values"] == pytest.approx(expected)


def test_many_values_of_several_indices_are_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each index gives about so many of them, closer to each other near the ends."""
    monkeypatch.setattr(ordered, "MANY", 200)
    with docstore.open() as store:
        for index, numbers in (("a", range(1, 10_000, 2)), ("b", range(0, 10_000, 2)), ("few", [5])):
            store.load(index=index, documents=({"n": number} for number in numbers))
        found = metric(store, "percentiles", field="n", percents=[0, 0.1, 50, 99.9, 100])["values"]
        assert list(found.values()) == pytest.approx([0, 10, 5000, 9990, 9999], abs=10)
        assert (found["0.0"], found["100.0"]) == (0, 9999)
        assert metric(store, "percentile_ranks", field="n", values=[2500])["values"]["2500.0"] == pytest.approx(25, abs=1)
        assert metric(store, "median_absolute_deviation", field="n")["value"] == pytest.approx(2500, abs=100)


def test_no_rank_of_nothing(filled: docstore.Store) -> None:
    assert metric(filled, "percentile_ranks", field="none", values=[1], keyed=False) == {"values": [{"key": 1.0, "value": None}]}


def test_sums_do_not_lose_small_numbers() -> None:
    with docstore.open() as store:
        values = [1e16, 1.0, 1.0, -1e16, 0.1] * 50
        store.indices.create(index="a", mappings={"properties": {"x": {"type": "double"}}})
        store.index(index="a", document={"x": values})
        aggs = {"s": {"sum": {"field": "x"}}, "a": {"avg": {"field": "x"}}}
        found = store.search(index="a", size=0, aggs=aggs)["aggregations"]
        assert found["s"]["value"] == pytest.approx(math.fsum(values), rel=1e-12)
        assert found["a"]["value"] == pytest.approx(math.fsum(values) / len(values), rel=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_sums_of_great_numbers_and_small_ones_of_the_other_sign(sign: int) -> None:
    with docstore.open() as store:
        values = [sign * 1e16 / 3] * 300 + [sign * -0.1] * 300
        store.indices.create(index="a", mappings={"properties": {"x": {"type": "double"}}})
        store.index(index="a", document={"x": values})
        assert metric(store, "sum", field="x")["value"] == math.fsum(values)


def test_too_great_for_a_double() -> None:
    with docstore.open() as store:
        store.indices.create(index="a", mappings={"properties": {"x": {"type": "double"}}})
        store.index(index="a", document={"x": [1e300, 1.7e308, 1.7e308]})
        assert metric(store, "stats", field="x")["sum"] == "Infinity"
        assert metric(store, "sum", field="x") == {"value": None}
        assert metric(store, "extended_stats", field="x")["sum_of_squares"] == "Infinity"


@pytest.mark.parametrize("kind", ["stats", "extended_stats"])
def test_a_sum_of_dates_that_the_format_cannot_print(store: docstore.Store, kind: str) -> None:
    store.indices.create(index="a", mappings={"properties": {"d": {"type": "date", "format": "date_hour_minute_second_millis"}}})
    for _ in range(2):
        store.index(index="a", document={"d": "9999-01-01T00:00:00.000"})
    with pytest.raises(docstore.errors.ApiError) as caught:
        metric(store, kind, field="d")
    named = "DocValueFormat.DateTime(format[date_hour_minute_second_millis] locale[en], Z, MILLISECONDS)"
    assert f"Cannot format stat [sum] with format [{named}]" in str(caught.value.body)


def test_numbers_of_operations(store: docstore.Store) -> None:
    store.indices.create(index="a", mappings={"properties": {"n": {"type": "nested", "properties": {"k": {"type": "long"}}}}})
    for number in range(5):
        store.index(index="a", id=str(number % 3), document={"k": number, "n": [{"k": 1}, {"k": 2}]})
    inside = {"nested": {"path": "n"}, "aggs": {"least": {"min": {"field": "_seq_no"}}}}
    aggs = {"m": {"max": {"field": "_seq_no"}}, "t": {"terms": {"field": "_seq_no"}}, "n": inside}
    found = store.search(index="a", size=0, query={"range": {"k": {"lt": 4}}}, aggs=aggs)["aggregations"]
    assert found["m"]["value"] == 3
    assert [(bucket["key"], bucket["doc_count"]) for bucket in found["t"]["buckets"]] == [(2, 1), (3, 1)]
    assert (found["n"]["doc_count"], found["n"]["least"]["value"]) == (4, 2)


def test_typed_keys_and_meta(filled: docstore.Store) -> None:
    kinds = {
        "avg": "avg", "sum": "sum", "min": "min", "max": "max", "stats": "stats", "extended_stats": "extended_stats",
        "value_count": "value_count", "cardinality": "cardinality", "percentiles": "tdigest_percentiles",
        "median_absolute_deviation": "median_absolute_deviation",
    }  # fmt: skip
    aggs: Json = {kind: {kind: {"field": "long"}, "meta": {"of": kind}} for kind in kinds}
    aggs["hdr"] = {"percentiles": {"field": "long", "hdr": {}}}
    aggs["ranks"] = {"percentile_ranks": {"field": "long", "values": [1]}}
    found = filled.search(index="_all", size=0, aggs=aggs, typed_keys=True)["aggregations"]
    assert list(found) == [*(f"{wire}#{kind}" for kind, wire in kinds.items()), "hdr_percentiles#hdr", "tdigest_percentile_ranks#ranks"]
    assert all(found[f"{wire}#{kind}"]["meta"] == {"of": kind} for kind, wire in kinds.items())


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("avg", {"field": "keyword"}, "Field [keyword] of type [keyword] is not supported for aggregation [avg]"),
        ("sum", {"field": "ip"}, "Field [ip] of type [ip] is not supported for aggregation [sum]"),
        ("max", {"field": "text"}, "Fielddata is disabled on [text]"),
        (
            "median_absolute_deviation",
            {"field": "boolean"},
            "Field [boolean] of type [boolean] is not supported for aggregation [median_absolute_deviation]",
        ),
        ("string_stats", {"field": "long"}, "Field [long] of type [long] is not supported for aggregation [string_stats]"),
        ("avg", {}, "Required one of fields [field, script], but none were specified. "),
        ("avg", {"field": "long", "fields": 1}, "[avg] unknown field [fields] did you mean [field]?"),
        ("avg", {"field": ["long"]}, "[avg] field doesn't support values of type: START_ARRAY"),
        ("extended_stats", {"field": "long", "sigma": -1}, "[sigma] must be greater than or equal to 0. Found [-1.0] in [m]"),
        ("percentiles", {"field": "long", "percents": []}, "[percents] must not be an empty array: [m]"),
        ("percentiles", {"field": "long", "percents": [101]}, "percent must be in [0,100], got [101.0]: [m]"),
        ("percentiles", {"field": "long", "percents": ["foo"]}, "foo"),
        ("percentiles", {"field": "long", "tdigest": {"compression": -1}},
         "[compression] must be greater than or equal to 0. Found [-1.0]"),
        ("median_absolute_deviation", {"field": "long", "compression": 0}, "[compression] must be greater than 0. Found [0.0] in [m]"),
        ("cardinality", {"field": "long", "precision_threshold": -1},
         "[precisionThreshold] must be greater than or equal to 0. Found [-1] in [m]"),
        ("cardinality", {"field": "long", "execution_hint": "x"}, "Invalid execution mode for cardinality aggregation.  Got [x]"),
        ("percentiles", {"field": "long", "hdr": {"number_of_significant_value_digits": 6}},
         "[numberOfSignificantValueDigits] must be between 0 and 5"),
        ("percentiles", {"field": "long", "hdr": {}, "tdigest": {}}, "Only one percentiles config type should be declared."),
        ("percentile_ranks", {"field": "long", "values": True}, "values doesn't support values of type: VALUE_BOOLEAN"),
        ("percentile_ranks", {"field": "long", "values": []}, "[values] must not be an empty array: [m]"),
        ("weighted_avg", {"value": {"field": "long"}, "weight": {"field": "keyword"}},
         "Field [keyword] of type [keyword] is not supported for aggregation [weighted_avg]"),
        ("moving_fn", {"buckets_path": "x"}, "docstore has no [moving_fn] aggregation"),
        ("bucket_script", {"buckets_path": "x"}, "Required [script]"),
        ("bucket_selector", {"buckets_path": "x", "script": "true"}, "docstore cannot run the script of [bucket_selector]"),
    ],
)  # fmt: skip
def test_refusals(filled: docstore.Store, kind: str, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        metric(filled, kind, **body)
    assert text in str(raised.value.body)
    assert raised.value.status in (400, 501)


@pytest.mark.parametrize("without", ["a", "z"])
@pytest.mark.parametrize(("kind", "shown"), [("max", "value_as_string"), ("avg", "value_as_string"), ("stats", "sum_as_string")])
def test_numbers_look_as_in_the_index_that_has_them(without: str, kind: str, shown: str) -> None:
    """Whether that comes before or after one that has no such field."""
    with docstore.open() as store:
        store.index(index="m", id="1", document={"day": "2020-01-01"})
        store.index(index=without, id="1", document={"n": 1})
        found = store.search(index="*", size=0, aggs={"d": {kind: {"field": "day"}}})["aggregations"]["d"]
        assert found[shown] == "2020-01-01T00:00:00.000Z"


@pytest.mark.parametrize(("given", "absent"), [("value", "weight"), ("weight", "value")])
def test_a_weighted_average_of_half(store: docstore.Store, given: str, absent: str) -> None:
    asked = {"a": {"weighted_avg": {given: {"field": "n"}}}}
    store.indices.create(index="i", mappings={"properties": {"n": {"type": "long"}}})
    assert store.search(index="i", aggs=asked)["aggregations"]["a"] == {"value": None}
    store.index(index="i", document={"n": 1})
    with pytest.raises(ApiError) as raised:
        store.search(index="i", aggs=asked)
    assert raised.value.root_cause.reason == f"Could not find field name [{absent}] in multiValuesSource"


def test_a_weighted_average_is_shown_in_its_format() -> None:
    with docstore.open() as store:
        store.bulk(index="i", operations=[part for n in (1, 2) for part in ({"index": {}}, {"n": n, "w": 3 * n})])
        asked = {"value": {"field": "n"}, "weight": {"field": "w"}, "format": "0.00"}
        found = store.search(index="i", size=0, aggs={"a": {"weighted_avg": asked}})["aggregations"]["a"]
        assert found == {"value": 15 / 9, "value_as_string": "1.67"}


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("sum", [-(2**53), -1, -1], {"value": -9007199254740994.0}),
        ("sum", [2**53, 1, 1], {"value": 9007199254740994.0}),
        ("sum", [-(2.0**53), -1.0, -1.0], {"value": -9007199254740994.0}),
        ("avg", ["1969-12-31T23:59:59.999Z", "1970-01-01"], {"value": -0.5, "value_as_string": "1970-01-01T00:00:00.000Z"}),
        ("avg", ["1970-01-01T00:00:00.003Z", "1970-01-01"], {"value": 1.5, "value_as_string": "1970-01-01T00:00:00.001Z"}),
    ],
)
def test_numbers_are_as_exact_as_in_java(kind: str, values: list[Any], expected: Json) -> None:
    """``CompensatedSum``, and an instant is a double that is cast to a ``long``."""
    with docstore.open() as store:
        for value in values:
            store.index(index="i", document={"f": value, "k": "same"})
        store.index(index="i", document={"k": "other"})
        below = {"a": {kind: {"field": "f"}}}
        found = store.search(index="i", size=0, aggs=below | {"t": {"terms": {"field": "k.keyword"}, "aggs": below}})["aggregations"]
        assert found["a"] == found["t"]["buckets"][0]["a"] == expected


@pytest.mark.parametrize("kind", ["percentiles", "percentile_ranks"])
def test_hdr_takes_no_negative_values(kind: str) -> None:
    body: Json = {kind: {"field": "n", "hdr": {}, **({"values": [1]} if kind == "percentile_ranks" else {})}}
    with docstore.open() as store:
        store.index(index="bad", document={"n": [-1, 2]})
        store.index(index="good", document={"n": 0})
        with pytest.raises(ApiError) as raised:
            store.search(index="bad", aggs={"m": body})
        assert "Negative values are not supported by HDR aggregation" in str(raised.value.body)
        found = store.search(index="bad,good", aggs={"m": body})
        assert (found["_shards"]["failed"], found["hits"]["total"]["value"]) == (1, 1)
