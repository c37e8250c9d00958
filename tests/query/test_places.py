"""geo_distance, geo_bounding_box and geo_shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import docstore
from docstore.errors import ApiError
from tests.examples import TIMES

Json = dict[str, Any]
CITIES = {
    "Berlin": {"lat": 52.52, "lon": 13.405},
    "Paris": "48.8566,2.3522",
    "London": [-0.1276, 51.5072],
    "Suva": "POINT (178.4419 -18.1416)",
    "Apia": {"type": "Point", "coordinates": [-171.7667, -13.8333]},
    "both": [[13.405, 52.52], "48.8566,2.3522"],
    "nowhere": None,
}


@pytest.fixture
def cities(store: docstore.Store) -> docstore.Store:
    properties = {"at": {"type": "geo_point"}, "k": {"type": "keyword"}, "s": {"type": "geo_shape"}}
    dark = {"type": "geo_point", "index": False, "doc_values": False}
    store.indices.create(index="i", mappings={"properties": {**properties, "dark": dark}})
    for name, place in CITIES.items():
        store.index(index="i", id=name, document={"at": place})
    return store


def found(store: docstore.Store, query: Json) -> set[str]:
    hits = store.search(index="i", query=query, size=100)["hits"]["hits"]
    assert {hit["_score"] for hit in hits} <= {1.0}
    assert len(hits) == store.count(index="i", query=query)["count"]
    return {hit["_id"] for hit in hits}


def distance(**body: Any) -> Json:
    return {"geo_distance": {"distance": "1km", "at": "52.52,13.405", **body}}


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, {"Berlin", "both"}),
        ({"distance": 1}, {"Berlin", "both"}),
        ({"distance": "880km"}, {"Berlin", "both", "Paris"}),
        ({"distance": 877, "unit": "km"}, {"Berlin", "both"}),
        ({"distance": "550mi"}, {"Berlin", "both", "Paris"}),
        ({"distance": "21000km"}, {"Berlin", "both", "Paris", "London", "Suva", "Apia"}),
        ({"at": {"lat": -16, "lon": 180}, "distance": "1000km"}, {"Suva", "Apia"}),
        ({"at": [-180, -16], "distance": "1000km"}, {"Suva", "Apia"}),
        ({"at": "u33dc0cpke1q", "distance_type": "plane"}, {"Berlin", "both"}),
        ({"at": {"geohash": "u33dc0cpke1q"}}, {"Berlin", "both"}),
        ({"at": {"type": "Point", "coordinates": [13.405, 52.52]}}, {"Berlin", "both"}),
        ({"at": "POINT (13.405 52.52)"}, {"Berlin", "both"}),
        ({"at": {"lat": 52.52, "lon": 373.405}, "validation_method": "coerce"}, {"Berlin", "both"}),
    ],
    ids=str,
)
def test_distance(cities: docstore.Store, body: Json, names: set[str]) -> None:
    assert found(cities, distance(**body)) == names


def test_distance_by_two_keys(cities: docstore.Store) -> None:
    assert found(cities, {"geo_distance": {"distance": "1km", "at.lat": 52.52, "at.lon": 13.405}}) == {"Berlin", "both"}


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"top_left": {"lat": 55, "lon": 0}, "bottom_right": {"lat": 45, "lon": 20}}, {"Berlin", "Paris", "both"}),
        ({"top_right": [20, 55], "bottom_left": "45,0"}, {"Berlin", "Paris", "both"}),
        ({"top": 55, "left": 0, "bottom": 45, "right": 20}, {"Berlin", "Paris", "both"}),
        ({"wkt": "BBOX (0, 20, 55, 45)"}, {"Berlin", "Paris", "both"}),
        ({"top_left": "u33d", "bottom_right": "u33d"}, {"Berlin", "both"}),
        ({"top": 0, "left": 170, "bottom": -30, "right": -170}, {"Suva", "Apia"}),
        ({"top": 90, "left": -180, "bottom": -90, "right": 180}, {"Berlin", "Paris", "London", "Suva", "Apia", "both"}),
        ({"top": 0, "left": -190, "bottom": -30, "right": 170}, {"Suva", "Apia"}),
        ({"top": 90, "left": -200, "bottom": -90, "right": 160}, {"Berlin", "Paris", "London", "Suva", "Apia", "both"}),
    ],
    ids=str,
)
def test_box(cities: docstore.Store, body: Json, names: set[str]) -> None:
    assert found(cities, {"geo_bounding_box": {"at": body, "validation_method": "COERCE"}}) >= names


def test_box_finds_no_more(cities: docstore.Store) -> None:
    box = {"top": 55, "left": 0, "bottom": 45, "right": 20}
    assert found(cities, {"geo_bounding_box": {"at": box}}) == {"Berlin", "Paris", "both"}
    assert found(cities, {"geo_bounding_box": {"at": {"top": 0, "left": 170, "bottom": -30, "right": 180}}}) == {"Suva"}


@pytest.mark.parametrize(
    ("query", "type_", "reason"),
    [
        ({"geo_distance": {"at": "1,2"}}, "parsing_exception", "geo_distance requires 'distance' to be specified"),
        ({"geo_distance": {"distance": "1km"}}, "illegal_argument_exception", "fieldName must not be null or empty"),
        (distance(distance="x"), "number_format_exception", 'For input string: "x"'),
        (distance(distance=0), "illegal_argument_exception", "distance must be greater than zero"),
        (distance(distance=""), "illegal_argument_exception", "distance must not be null or empty"),
        (distance(unit="furlong"), "illegal_argument_exception", "No distance unit match [furlong]"),
        (distance(distance_type="x"), "illegal_argument_exception", "No geo distance for [x]"),
        (
            distance(validation_method="x"),
            "illegal_argument_exception",
            "operator needs to be either [COERCE, IGNORE_MALFORMED, STRICT], but not [x]",
        ),
        (distance(more="1,2"), "parsing_exception", "failed to parse [geo_distance] query. unexpected field [more]"),
        (distance(more={"lat": 1}), "parsing_exception", "[geo_distance] query doesn't support multiple fields, found [at] and [more]"),
        (distance(at={"x": 1}), "parsing_exception", "[geo_distance] query does not support [x]"),
        ({"geo_bounding_box": {}}, "parse_exception", "failed to parse [geo_bounding_box] query. bounding box not provided"),
        (
            {"geo_bounding_box": {"at": {"up": 1}}},
            "parse_exception",
            "failed to parse [geo_bounding_box] query. [failed to parse bounding box. unexpected field [up]]",
        ),
        ({"geo_bounding_box": {"at": {"top": 1}}}, "illegal_argument_exception", "left longitude is invalid: NaN"),
        ({"geo_bounding_box": {"at": {"left": 1, "right": 2, "top": 1}}}, "illegal_argument_exception", "bottom latitude is invalid: NaN"),
        (
            {"geo_bounding_box": {"at": {"top": 1, "left": 0, "bottom": 2, "right": 0}}},
            "illegal_argument_exception",
            "top is below bottom corner: 1.0 vs. 2.0",
        ),
        (
            {"geo_bounding_box": {"x": 1}},
            "parsing_exception",
            "failed to parse [geo_bounding_box] query. unexpected field [x]",
        ),
        (
            {"geo_bounding_box": {"at": {"wkt": "POINT (1 2)"}}},
            "parse_exception",
            "failed to parse [geo_bounding_box] query. [failed to parse WKT bounding box. [POINT] found. expected [ENVELOPE]]",
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_malformed(cities: docstore.Store, query: Json, type_: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        cities.count(index="i", query=query)
    assert (caught.value.type, caught.value.reason) == (type_, reason)


@pytest.mark.parametrize("kind", ["geo_distance", "geo_bounding_box"])
def test_fields(cities: docstore.Store, kind: str) -> None:
    def on(field: str, **more: Any) -> Json:
        value: Any = "1,2" if kind == "geo_distance" else {"top": 1, "left": 0, "bottom": 0, "right": 1}
        return {kind: {field: value, **({"distance": 1} if kind == "geo_distance" else {}), **more}}

    def reason(query: Json) -> str:
        with pytest.raises(ApiError) as caught:
            cities.count(index="i", query=query)
        return str(caught.value.body)

    assert "failed to find geo field [x]" in reason(on("x"))
    assert found(cities, on("x", ignore_unmapped=True)) == set()
    assert f"Field [k] is of unsupported type [keyword] for [{kind}] query" in reason(on("k"))
    assert f"docstore does not support [{kind}] on fields of type [geo_shape]" in reason(on("s"))
    assert "Cannot search on field [dark] since it is not indexed nor has doc values." in reason(on("dark"))


def test_places_out_of_range(cities: docstore.Store) -> None:
    with pytest.raises(ApiError) as caught:
        cities.count(index="i", query=distance(at={"lat": 91, "lon": 200}))
    assert "couldn't validate latitude/ longitude values" in str(caught.value.body)
    assert (
        "Validation Failed: 1: [geo_distance] center point latitude is invalid: 91.0;"
        "2: [geo_distance] center point longitude is invalid: 200.0;"
    ) in str(caught.value.body)


def test_columns_follow_updates(cities: docstore.Store) -> None:
    assert found(cities, distance()) == {"Berlin", "both"}
    cities.index(index="i", id="Berlin", document={"at": "0,0"})
    cities.index(index="i", id="Potsdam", document={"at": "52.39,13.06"})
    cities.delete(index="i", id="both")
    assert found(cities, distance(distance="50km")) == {"Potsdam"}


POINTS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@settings(max_examples=30 * TIMES, deadline=None)
@given(st.lists(POINTS, min_size=1, max_size=5), st.floats(-90, 90), st.floats(-90, 90), st.floats(-180, 180), st.floats(-180, 180))
def test_boxes_and_plain_comparisons_agree(points: list[Any], a: float, b: float, left: float, right: float) -> None:
    box = {"top": max(a, b), "bottom": min(a, b), "left": left, "right": right}
    with docstore.open() as store:
        store.indices.create(index="i", mappings={"properties": {"at": {"type": "geo_point"}}})
        for number, point in enumerate(points):
            store.index(index="i", id=str(number), document={"at": list(point)})
        found = {hit["_id"] for hit in store.search(index="i", query={"geo_bounding_box": {"at": box}})["hits"]["hits"]}

    def inside(x: float, y: float, margin: float) -> bool:
        west, east = left - margin <= x, x <= right + margin
        return box["bottom"] - margin <= y <= box["top"] + margin and (west or east if left > right else west and east)

    for number, point in enumerate(points):
        if str(number) in found:
            assert inside(*point, 1e-6)
        else:
            assert not inside(*point, -1e-6)


def ring(west: float, east: float, south: float, north: float) -> list[list[float]]:
    """Against the clock."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


EUROPE = ring(0, 20, 45, 55)
PACIFIC = {"type": "Polygon", "coordinates": [ring(170, -170, -20, -10)]}
ALMOST_ALL = {"type": "Polygon", "coordinates": [ring(-172, 178, -20, 60)]}
AROUND_PARIS = [[1, 48], [1, 49], [3, 49], [3, 48], [1, 48]]


@pytest.mark.parametrize(
    ("shape", "relation", "names"),
    [
        ({"type": "Polygon", "coordinates": [EUROPE]}, "intersects", {"Berlin", "Paris", "both"}),
        ({"type": "Polygon", "coordinates": [EUROPE, AROUND_PARIS]}, "intersects", {"Berlin", "both"}),
        ({"type": "Polygon", "coordinates": [EUROPE, AROUND_PARIS]}, "within", {"Berlin"}),
        ({"type": "Polygon", "coordinates": [EUROPE, AROUND_PARIS]}, "disjoint", {"Paris", "London", "Suva", "Apia"}),
        ({"type": "Polygon", "coordinates": [EUROPE]}, "contains", set()),
        ("POLYGON ((0 45, 20 45, 20 55, 0 55, 0 45))", "WITHIN", {"Berlin", "Paris", "both"}),
        (PACIFIC, "within", {"Suva", "Apia"}),
        (ALMOST_ALL, "within", {"Berlin", "Paris", "London", "both", "Apia"}),
        ({"type": "Polygon", "coordinates": [ring(170, 190, -20, -10)]}, "within", {"Suva", "Apia"}),
        ({"type": "MultiPolygon", "coordinates": [[EUROPE], PACIFIC["coordinates"]]}, "disjoint", {"London"}),
        ({"type": "envelope", "coordinates": [[170, -10], [-170, -20]]}, "within", {"Suva", "Apia"}),
        ({"type": "circle", "coordinates": [13.4, 52.5], "radius": "10km"}, "intersects", {"Berlin", "both"}),
        ({"type": "Point", "coordinates": [13.405, 52.52]}, "intersects", {"Berlin", "both"}),
        ({"type": "MultiPoint", "coordinates": [[13.405, 52.52], [2.3522, 48.8566]]}, "contains", {"both"}),
        ({"type": "MultiPoint", "coordinates": [[13.405, 52.52], [2.3522, 48.8566]]}, "within", {"Berlin", "both", "Paris"}),
        ({"type": "LineString", "coordinates": [[0, 0], [10, 10]]}, "intersects", set()),
        ("GEOMETRYCOLLECTION (POINT (13.405 52.52), BBOX (-1, 1, 52, 51))", "intersects", {"Berlin", "both", "London"}),
        ("POLYGON EMPTY", "disjoint", set()),
    ],
)
def test_shapes(cities: docstore.Store, shape: Any, relation: str, names: set[str]) -> None:
    assert found(cities, {"geo_shape": {"at": {"shape": shape, "relation": relation}}}) == names


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"at": {"shape": "POINT (1 2)", "relation": "near"}}, "Unknown shape operation [near ]"),
        ({"at": {"shape": "POINT (1 2)", "strategy_": "x"}}, "[geo_shape] query does not support [strategy_]"),
        ({"at": {"shape": "POINT (1 2)"}, "x": 1}, "[geo_shape] query does not support [x]"),
        ({"at": {"shape": "POINT (1 2)"}, "k": {"shape": "POINT (1 2)"}}, "point specified twice. [k]"),
        ({"at": {}}, "either shape or indexedShapeId is required"),
        ({}, "fieldName is required"),
        ({"at": {"shape": 5}}, "shape must be an object consisting of type and coordinates"),
        ({"at": {"shape": "POINT (1 91)"}}, "invalid latitude 91.0; must be between -90.0 and 90.0"),
        ({"at": {"shape": "LINESTRING (1 2, 3 4)", "relation": "within"}}, "does not support WITHIN queries with line geometries"),
        ({"nope": {"shape": "POINT (1 2)"}}, "failed to find type for field [nope]"),
        ({"k": {"shape": "POINT (1 2)"}}, "Field [k] is of unsupported type [keyword] for [geo_shape] query"),
        ({"s": {"shape": "POINT (1 2)"}}, "docstore does not support [geo_shape] on fields of type [geo_shape]"),
        ({"at": {"indexed_shape": {"id": "1"}}}, "docstore does not support [indexed_shape] in [geo_shape]"),
    ],
)
def test_shapes_that_cannot_be_asked_for(cities: docstore.Store, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as refused:
        cities.search(index="i", query={"geo_shape": body})
    assert text in str(refused.value.body)


def test_a_shape_on_no_field(cities: docstore.Store) -> None:
    assert found(cities, {"geo_shape": {"nope": {"shape": "POINT (1 2)"}, "ignore_unmapped": True}}) == set()
