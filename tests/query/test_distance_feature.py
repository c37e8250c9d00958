"""distance_feature: the nearer, the higher the score."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]

METERS = 111195.07973436874
"""A degree on the sphere of radius 6371008.7714."""
DAY = 86_400_000


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    properties = {"d": {"type": "date"}, "n": {"type": "date_nanos"}, "p": {"type": "geo_point"}, "k": {"type": "keyword"}}
    store.indices.create(index="i", mappings={"properties": properties})
    store.index(index="i", id="0", document={"d": "2024-01-01", "n": "2024-01-01", "p": [0, 0]})
    store.index(index="i", id="1", document={"d": ["2024-01-09", "2020-01-01"], "n": "2024-01-09", "p": [[3, 0], [30, 0]]})
    store.index(index="i", id="2", document={"k": "x"})
    return store


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"field": "d", "origin": "2024-01-11T00:00:00.000Z", "pivot": "2d"}, [2 / 12, 2 / 4]),
        ({"field": "d", "origin": "2024-01-11T00:00:00.000Z", "pivot": "2d", "boost": 3}, [6 / 12, 6 / 4]),
        ({"field": "d", "origin": 1704067200000, "pivot": "8d"}, [1, 0.5]),
        ({"field": "d", "origin": "2024-01-09", "pivot": "1d"}, [DAY / (DAY + 9 * DAY - 1), DAY / (2 * DAY - 1)]),
        ({"field": "n", "origin": "2024-01-11T00:00:00.000Z", "pivot": "2d"}, [2 / 12, 2 / 4]),
        ({"field": "p", "origin": [1, 0], "pivot": "1km"}, [1000 / (1000 + METERS), 1000 / (1000 + 2 * METERS)]),
        ({"field": "p", "origin": "0,3", "pivot": "1km"}, [1000 / (1000 + 3 * METERS), 1]),
        ({"field": "zz", "origin": "0,3", "pivot": "1km"}, []),
    ],
    ids=str,
)
def test_scores(index: docstore.Store, body: Json, expected: list[float]) -> None:
    hits = index.search(index="i", query={"distance_feature": body}, explain=True)["hits"]["hits"]
    found = {hit["_id"]: hit["_score"] for hit in hits}
    assert [found[key] for key in sorted(found)] == pytest.approx(expected, rel=1e-6)
    assert all(hit["_explanation"]["value"] == hit["_score"] for hit in hits)
    assert index.count(index="i", query={"distance_feature": body})["count"] == len(expected)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"field": "d"}, "Required [origin, pivot]"),
        ({"field": "d", "origin": "now", "pivot": "1d", "x": 1}, "[distance_feature] unknown field [x]"),
        (
            {"field": "k", "origin": "now", "pivot": "1d"},
            "failed to create query: Illegal data type of [keyword]![distance_feature] query can only be run on a date, date_nanos or "
            "geo_point field type!",
        ),
        ({"field": "d", "origin": "now", "pivot": "0d"}, "failed to create query: pivotDistance must be > 0, got: 0.0"),
        ({"field": "d", "origin": [1], "pivot": "1d"}, None),
        ({"field": "p", "origin": 5, "pivot": "1km"}, None),
        ({"field": "d", "origin": "nonsense", "pivot": "1d"}, None),
    ],
    ids=str,
)
def test_refusals(index: docstore.Store, body: Json, reason: str | None) -> None:
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query={"distance_feature": body})
    assert failure.value.status == 400
    assert reason is None or failure.value.body["error"]["root_cause"][0]["reason"].endswith(reason)
