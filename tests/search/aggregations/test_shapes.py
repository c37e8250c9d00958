"""Points and ranges in aggregations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

NO_MISSING = "Can't apply missing values on a class org.elasticsearch.search.aggregations.support.ValuesSource$Range"


@pytest.fixture
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        types = {
            "point": "geo_point", "people": "integer_range", "price": "float_range", "when": "date_range", "net": "ip_range",
            "far": "long_range",
        }  # fmt: skip
        properties = {name: {"type": kind} for name, kind in types.items()}
        opened.indices.create(index="i", mappings={"properties": properties})
        documents: list[dict[str, Any]] = [
            {
                "point": ["1,2", "3,4"],
                "people": {"gte": 3, "lt": 9},
                "price": {"gte": 1.5, "lte": 2.5},
                "when": {"gte": "2024-01-15", "lte": "2024-03-02"},
                "net": "10.0.0.0/24",
                "far": {"gte": 7},
            },
            {
                "point": "1,2",
                "people": [{"gte": 8, "lte": 12}, {"gte": 1, "lt": 2}],
                "when": {"gte": "2024-02-15", "lte": "2024-02-16"},
            },
            {"people": [{"gte": 1, "lt": 2}, {"gte": 8, "lte": 12}]},
            {"people": {"gte": 8, "lte": 12}},
            {"other": 1},
        ]
        opened.load(index="i", documents=documents)
        yield opened


def _run(store: docstore.Store, kind: str, **body: Any) -> Any:
    return store.search(index="i", size=0, aggs={"a": {kind: body}})["aggregations"]["a"]


def _keys(store: docstore.Store, kind: str, **body: Any) -> list[tuple[Any, int]]:
    found = _run(store, kind, **body)["buckets"]
    return [(bucket.get("key_as_string", bucket["key"]), bucket["doc_count"]) for bucket in found]


@pytest.mark.parametrize(
    ("field", "count", "different", "lacking"),
    [("point", 3, 2, 3), ("people", 4, 3, 1), ("price", 1, 1, 4), ("when", 2, 2, 3), ("net", 1, 1, 4)],
)
def test_counted(store: docstore.Store, field: str, count: int, different: int, lacking: int) -> None:
    """Lucene keeps all ranges of a document as one value."""
    assert _run(store, "value_count", field=field) == {"value": count}
    assert _run(store, "cardinality", field=field) == {"value": different}
    assert _run(store, "missing", field=field) == {"doc_count": lacking}


def test_over_several_indices_and_buckets(store: docstore.Store) -> None:
    store.reindex(source={"index": "i"}, dest={"index": "j"})
    aggs: dict[str, Any] = {"f": {"terms": {"field": "_index"}, "aggs": {"c": {"cardinality": {"field": "net"}}}}}
    for field in ("point", "people", "net"):
        aggs[field] = {"cardinality": {"field": field}}
    store.indices.put_mapping(index="j", properties={})
    found = store.search(index="i", size=0, aggs=aggs)["aggregations"]
    assert [found[field]["value"] for field in ("point", "people", "net")] == [2, 3, 1]
    assert [bucket["c"]["value"] for bucket in found["f"]["buckets"]] == [1]


def test_what_stands_in_for_a_point(store: docstore.Store) -> None:
    assert _run(store, "value_count", field="point", missing="9,9") == {"value": 6}
    assert _run(store, "cardinality", field="point", missing="9,9") == {"value": 3}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"field": "people", "interval": 5}, [(0.0, 3), (5.0, 4), (10.0, 3)]),
        ({"field": "people", "interval": 5, "offset": 2}, [(-3.0, 2), (2.0, 1), (7.0, 4), (12.0, 3)]),
        ({"field": "people", "interval": 5, "hard_bounds": {"min": 4, "max": 6}}, [(0.0, 3), (5.0, 4)]),
        ({"field": "people", "interval": 5, "min_doc_count": 4}, [(5.0, 4)]),
        ({"field": "price", "interval": 0.5}, [(1.5, 1), (2.0, 1), (2.5, 1)]),
        ({"field": "far", "interval": 5, "hard_bounds": {"max": 14}}, [(5.0, 1), (10.0, 1)]),
    ],
)
def test_histogram(store: docstore.Store, body: Any, expected: Any) -> None:
    """A document is once in each bucket that its ranges reach."""
    assert _keys(store, "histogram", **body) == expected


def test_date_histogram(store: docstore.Store) -> None:
    found = _keys(store, "date_histogram", field="when", calendar_interval="month", format="yyyy-MM")
    assert found == [("2024-01", 1), ("2024-02", 2), ("2024-03", 1)]
    sub = {"n": {"value_count": {"field": "people"}}}
    aggs = {"a": {"date_histogram": {"field": "when", "calendar_interval": "quarter"}, "aggs": sub}}
    (bucket,) = store.search(index="i", size=0, aggs=aggs)["aggregations"]["a"]["buckets"]
    assert (bucket["doc_count"], bucket["n"]["value"]) == (2, 2)


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("histogram", {"field": "when", "interval": 5}, "Expected numeric range type but found non-numeric range [date_range]"),
        ("histogram", {"field": "net", "interval": 5}, "Expected numeric range type but found non-numeric range [ip_range]"),
        (
            "date_histogram",
            {"field": "people", "calendar_interval": "day"},
            "Expected date range type but found range type [integer_range]",
        ),
        ("histogram", {"field": "people", "interval": 5, "missing": 1}, NO_MISSING),
        ("value_count", {"field": "people", "missing": 1}, NO_MISSING),
        ("terms", {"field": "people"}, "Field [people] of type [integer_range] is not supported for aggregation [terms]"),
        ("avg", {"field": "point"}, "Field [point] of type [geo_point] is not supported for aggregation [avg]"),
    ],
)
def test_refused(store: docstore.Store, kind: str, body: Any, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        _run(store, kind, **body)
    assert (caught.value.status, caught.value.body["error"]["root_cause"][0]["reason"]) == (400, reason)


def test_a_range_without_an_end_has_too_many_buckets(store: docstore.Store) -> None:
    with pytest.raises(ApiError) as caught:
        _run(store, "histogram", field="far", interval=1)
    assert caught.value.body["error"]["root_cause"][0]["type"] == "too_many_buckets_exception"


def test_what_is_far_outside_the_bounds_is_in_no_bucket(store: docstore.Store) -> None:
    store.index(index="i", id="far", document={"far": {"gte": 2**62}})
    body = {"field": "far", "interval": 5, "hard_bounds": {"min": 3, "max": 11}}
    for query, keys in (({"ids": {"values": ["far"]}}, []), ({"match_all": {}}, [5.0, 10.0])):
        found = store.search(index="i", size=0, query=query, aggs={"x": {"histogram": body}})["aggregations"]["x"]["buckets"]
        assert [each["key"] for each in found] == keys
