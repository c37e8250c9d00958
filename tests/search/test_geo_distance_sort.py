"""Hits sorted by how far they are."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

RADIUS = 6371.0087714
MAPPINGS = {
    "properties": {
        "g": {"type": "geo_point"},
        "k": {"type": "keyword"},
        "o": {"type": "nested", "properties": {"g": {"type": "geo_point"}, "k": {"type": "keyword"}}},
    }
}


@pytest.fixture
def places(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings=MAPPINGS)
    store.index(index="i", id="near", document={"g": "0,1", "o": [{"g": "0,3", "k": "x"}, {"g": "0,4", "k": "y"}]})
    store.index(index="i", id="two", document={"g": ["0,2", "0,6"], "o": {"g": "0,9", "k": "y"}})
    store.index(index="i", id="none", document={"k": "z"})
    return store


def found(store: docstore.Store, **sort: Any) -> list[tuple[str, Any]]:
    hits = store.search(index="i", sort=[{"_geo_distance": {"unit": "km", **sort}}])["hits"]["hits"]
    return [(hit["_id"], round(hit["sort"][0], 3) if isinstance(hit["sort"][0], float) else hit["sort"][0]) for hit in hits]


def kilometers(degrees: float) -> float:
    """Along the equator."""
    return round(math.radians(degrees) * RADIUS, 3)


INFINITE = ("none", "Infinity")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ({"g": [0, 0]}, [("near", kilometers(1)), ("two", kilometers(2)), INFINITE]),
        ({"g": "0,0", "order": "desc"}, [INFINITE, ("two", kilometers(6)), ("near", kilometers(1))]),
        ({"g": {"lat": 0, "lon": 0}, "mode": "avg"}, [("near", kilometers(1)), ("two", kilometers(4)), INFINITE]),
        ({"g": [0, 0], "mode": "max", "distance_type": "plane"}, [("near", kilometers(1)), ("two", kilometers(6)), INFINITE]),
        ({"g": [[0, 0], [6, 0]]}, [("two", 0.0), ("near", kilometers(1)), INFINITE]),
        ({"g": ["0,0", "POINT (6 0)"], "mode": "median"}, [("two", kilometers(3)), ("near", kilometers(3)), INFINITE]),
        ({"o.g": [0, 0], "nested": {"path": "o"}}, [("near", kilometers(3)), ("two", kilometers(9)), INFINITE]),
        (
            {"o.g": [0, 0], "nested": {"path": "o", "filter": {"term": {"o.k": "y"}}}},
            [("near", kilometers(4)), ("two", kilometers(9)), INFINITE],
        ),
        ({"absent": [0, 0], "ignore_unmapped": True}, [("near", "Infinity"), ("two", "Infinity"), INFINITE]),
    ],
)
def test_the_order_of_distances(places: docstore.Store, sort: dict[str, Any], expected: list[tuple[str, Any]]) -> None:
    assert sorted(found(places, **sort)) == sorted(expected)
    assert [value for _, value in found(places, **sort)] == [value for _, value in expected]


def test_search_after(places: docstore.Store) -> None:
    sort = [{"_geo_distance": {"g": [0, 0], "unit": "m"}}, {"k": "asc"}]
    first = places.search(index="i", sort=sort, size=2)["hits"]["hits"]
    rest = places.search(index="i", sort=sort, search_after=first[-1]["sort"])["hits"]["hits"]
    assert [hit["_id"] for hit in first + rest] == ["near", "two", "none"]


@pytest.mark.parametrize(
    ("sort", "reason"),
    [
        ({"absent": [0, 0]}, "failed to find mapper for [absent] for geo distance based sort"),
        ({"k": [0, 0]}, "failed to find mapper for [k] for geo distance based sort"),
        ({"g": [0, 0], "k": [1, 1]}, "Trying to reset fieldName to [k], already set to [g]."),
        ({"g": [0, 0], "mode": "sum"}, "sort_mode [sum] isn't supported for sorting by geo distance"),
        ({"g": [0, 0], "unit": "foo"}, "No distance unit match [foo]"),
        ({"g": [0, 0], "distance_type": "foo"}, "No geo distance for [foo]"),
        ({"g": {"lat": 91, "lon": 0}}, "illegal latitude value [91.0] for [GeoDistanceSort] for field [g]."),
        ({"order": "asc"}, "Points must not be null/empty"),
        ({"g": 7}, "Only geohashes of type string supported for field [g]"),
    ],
)
def test_refusals(places: docstore.Store, sort: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        found(places, **sort)
    assert reason in str(refused.value.body)
