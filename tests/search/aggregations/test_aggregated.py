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
