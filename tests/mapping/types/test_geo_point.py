"""geo_point: all forms of a point."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping
from tests.mapping.types.cases import accepts, cause, changed, conflict, direct, found, index_of, round_trip, wrong

GEO: dict[str, Any] = {"type": "geo_point"}
IAE, PARSE, NUMBER = "illegal_argument_exception", "parse_exception", "number_format_exception"
GOOD = [
    {"lat": 41.12, "lon": -71.34},
    {"lat": "41.12", "lon": "-71.34"},
    {"lat": 41.12, "lon": -71.34, "z": 5},
    {"geohash": "drm3btev3e86"},
    {"type": "Point", "coordinates": [-71.34, 41.12]},
    {"type": "POINT", "coordinates": [-71.34, 41.12, 3]},
    "41.12,-71.34",
    " 41.12 , -71.34 ,3",
    "drm3btev3e86",
    "drm3btev3e86ZZZ",
    "POINT (-71.34 41.12)",
    "point Z (-71.34 41.12 3)",
    "POINT EMPTY",
    [-71.34, 41.12],
    [-71.34, "41.12"],
    [-71.34, 41.12, 3],
    [[-71.34, 41.12], [1, 2, 3]],
    ["41.12,-71.34", {"lat": 1, "lon": 2}, None, [3, 4]],
    {"lat": 90, "lon": 180},
    {"lat": -90, "lon": -180},
    [],
    None,
]
BAD: list[tuple[Any, str, str]] = [
    ({"lat": 90.1, "lon": 0}, IAE, "illegal latitude value [90.1] for f"),
    ({"lat": 0, "lon": -180.5}, IAE, "illegal longitude value [-180.5] for f"),
    ("91,0", IAE, "illegal latitude value [91.0] for f"),
    ([[181, 0]], IAE, "illegal longitude value [181.0] for f"),
    ({"lat": 1}, PARSE, "Required [lon]"),
    ({"lon": 1}, PARSE, "Required [lat]"),
    ({}, PARSE, "field must be either lat/lon, geohash string or type/coordinates"),
    ({"lat": "NaN", "lon": 1.2}, PARSE, "Required [lat]"),
    ({"lat": "-", "lon": 1.3}, PARSE, "[latitude] must be a valid double value"),
    ({"lat": 1.3, "lon": "-"}, PARSE, "[longitude] must be a valid double value"),
    ({"lat": None, "lon": "NaN"}, PARSE, "latitude must be a number"),
    ({"lat": 1, "lon": {}}, PARSE, "longitude must be a number"),
    ({"lat": 1, "lon": 2, "x": 3}, PARSE, "field [x] not supported - must be one of: lon, lat, z, type, coordinates, geohash"),
    ({"geohash": 5}, PARSE, "[geohash] must be a string"),
    ({"geohash": "u1", "lat": 1}, PARSE, "field must be either lat/lon, geohash string or type/coordinates"),
    ({"geohash": "u1", "lat": 1, "lon": 2}, PARSE, "fields matching more than one point format found: [geohash, lon/lat]"),
    ({"type": "Point"}, PARSE, "Required [coordinates]"),
    ({"coordinates": [1, 2]}, PARSE, "Required [type]"),
    ({"type": "Line", "coordinates": [1, 2]}, PARSE, "[type] for geo_point can only be 'Point'"),
    ({"type": "Point", "coordinates": [1]}, PARSE, "[coordinates] must contain at least two values"),
    ({"type": "Point", "coordinates": 1}, PARSE, "[coordinates] must be an array"),
    ({"type": "Point", "coordinates": [1, 2, 3, 4]}, PARSE, "[geo_point] field type does not accept > 3 dimensions"),
    ("1234.333", PARSE, "unsupported symbol [.] in geohash [1234.333]"),
    ("", PARSE, "empty geohash"),
    ("-,1.3", PARSE, "latitude must be a number"),
    ("1.3,-", PARSE, "longitude must be a number"),
    ("NaN,1.3", IAE, "invalid latitude NaN; must be between -90.0 and 90.0"),
    ("1.3,NaN", IAE, "invalid longitude NaN; must be between -180.0 and 180.0"),
    ("1,2,x", NUMBER, 'For input string: "x"'),
    ("1,", PARSE, "failed to parse [[1]], expected 2 or 3 coordinates but found: [1]"),
    ("1,2,3,4", PARSE, "failed to parse [[1, 2, 3, 4]], expected 2 or 3 coordinates but found: [4]"),
    ("POINT (1)", PARSE, "Invalid WKT format"),
    ("MULTIPOINT (1 2)", PARSE, "[geo_point] supports only POINT among WKT primitives, but found MULTIPOINT"),
    ([[1, 2, 3, 4]], PARSE, "[geo_point] field type does not accept > 3 dimensions"),
    ([["1", 2]], PARSE, "numeric value expected"),
    (5, PARSE, "geo_point expected"),
    (True, PARSE, "geo_point expected"),
]


@pytest.mark.parametrize("value", GOOD, ids=str)
def test_accepted(value: Any) -> None:
    accepts(GEO, value)


@pytest.mark.parametrize(("value", "type_", "reason"), BAD, ids=str)
def test_refused(value: Any, type_: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": GEO}}).validate({"f": value}, "1")
    error = caught.value.cause
    assert error["reason"].partition("] ")[2] == "failed to parse field [f] of type [geo_point]"
    assert (error["caused_by"]["type"], error["caused_by"]["reason"]) == (type_, reason)
    accepts({**GEO, "ignore_malformed": True}, value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([181, 0], "illegal longitude value [181.0] for f"),
        ([0, -91], "illegal latitude value [-91.0] for f"),
        ([1, "x"], 'For input string: "x"'),
        ([1, 2, 3, 4], "field type does not accept > 3 dimensions"),
        ([1, 2, "3"], "field type does not accept > 3 dimensions"),
    ],
)
def test_an_array_of_numbers_is_refused_directly(value: Any, reason: str) -> None:
    assert direct(GEO, value) == f"failed to parse: {reason}"


@pytest.mark.parametrize(("value", "token"), [([1], "END_ARRAY"), ([1, None], "VALUE_NULL"), ([1, True], "VALUE_TRUE")])
def test_an_array_without_a_second_number(value: Any, token: str) -> None:
    assert f"Current token ({token}) not numeric" in direct(GEO, value)


@pytest.mark.parametrize("value", [[1, 2, 3], [[1, 2, 3]], "2,1,3", "POINT (1 2 3)", {"lat": 1, "lon": 2, "z": 3}])
def test_a_third_number_may_be_refused(value: Any) -> None:
    spec = {**GEO, "ignore_z_value": False}
    text = "found Z value [3.0] but [ignore_z_value] parameter is [false]"
    if isinstance(value, list) and value[0] == 1:
        assert direct(spec, value) == f"failed to parse: Exception parsing coordinates: {text}"
    elif value == "POINT (1 2 3)":
        with pytest.raises(ApiError) as caught:
            Mapping.parse({"properties": {"f": spec}}).validate({"f": value}, "1")
        assert caught.value.cause["caused_by"]["caused_by"] == {"type": IAE, "reason": text}
    else:
        assert cause(spec, value) == (PARSE, f"Exception parsing coordinates: {text}")


def test_bodies() -> None:
    full = {
        **GEO,
        "doc_values": False,
        "index": False,
        "store": True,
        "ignore_malformed": False,
        "ignore_z_value": True,
        "null_value": {"lat": 1.0, "lon": 2.0},
        "meta": {"a": "b"},
    }
    assert round_trip(full) == full
    assert round_trip({**GEO, "index": True}) == GEO
    for null in ("1,2", [2, 1], "POINT (2 1)", {"type": "Point", "coordinates": [2, 1]}):
        assert round_trip({**GEO, "null_value": null})["null_value"] == {"lat": 1.0, "lon": 2.0}
    assert round_trip({**GEO, "null_value": None}) == GEO
    assert round_trip({**GEO, "null_value": "91,181", "ignore_malformed": True})["null_value"] == {"lat": 89.0, "lon": 1.0}
    assert round_trip({**GEO, "time_series_metric": "position"})["time_series_metric"] == "position"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"null_value": "91,0"}, "illegal latitude value [91.0]"),
        ({"null_value": "0,181"}, "illegal longitude value [181.0]"),
        ({"null_value": [1, 2, 3], "ignore_z_value": False}, None),
        ({"null_value": 5}, "geo_point expected"),
        ({"time_series_dimension": True}, "Parameter [time_series_dimension] cannot be set to geo_point"),
        ({"time_series_metric": "position", "doc_values": False}, "Field [time_series_metric] requires that [doc_values] is true"),
        (
            {"time_series_metric": "gauge"},
            "Unknown value [gauge] for field [time_series_metric] - accepted values are [position]",
        ),
        ({"coerce": True}, "unknown parameter [coerce] on mapper [f] of type [geo_point]"),
        ({"index": None}, "[index] on mapper [f] of type [geo_point] must not have a [null] value"),
    ],
)
def test_wrong_bodies(more: dict[str, Any], reason: str | None) -> None:
    got = wrong({**GEO, **more})
    assert reason is None or got == reason


def test_changes() -> None:
    assert changed(GEO, {**GEO, "ignore_malformed": True, "ignore_z_value": False, "meta": {"a": "b"}}) == {
        **GEO,
        "ignore_malformed": True,
        "ignore_z_value": False,
        "meta": {"a": "b"},
    }
    assert conflict(GEO, {**GEO, "null_value": "1,2"}) == (
        "Mapper for [f] conflicts with existing mapper:\n\tCannot update parameter [null_value] from [null] to [1.0, 2.0]"
    )
    assert "Cannot update parameter [doc_values] from [true] to [false]" in conflict(GEO, {**GEO, "doc_values": False})
    assert conflict(GEO, {"type": "keyword"}) == "mapper [f] cannot be changed from type [geo_point] to [keyword]"


def test_a_position_is_single() -> None:
    spec = {**GEO, "time_series_metric": "position"}
    accepts(spec, [1, 2], "1,2", ["1,2"])
    assert direct(spec, ["1,2", "3,4"]) == "failed to parse: field type for [f] does not accept more than single value"


def test_through_a_store(store: docstore.Store) -> None:
    index_of(store, GEO, *GOOD)
    assert found(store, {"exists": {"field": "f"}}) == len(GOOD) - 2
    for query in ({"term": {"f": "1,2"}}, {"terms": {"f": ["1,2"]}}):
        with pytest.raises(ApiError) as caught:
            found(store, query)
        assert "Geometry fields do not support exact searching, use dedicated geometry queries instead: [f]" in str(caught.value.body)
    with pytest.raises(ApiError) as caught:
        found(store, {"range": {"f": {"gte": "1,2"}}})
    assert "Field [f] of type [geo_point] does not support range queries" in str(caught.value.body)


def test_multi_fields_get_the_geohash(store: docstore.Store) -> None:
    index_of(store, {**GEO, "fields": {"hash": {"type": "keyword"}}}, {"lat": 41.12, "lon": -71.34}, [[-71.34, 41.12], [0, 0]])
    assert found(store, {"prefix": {"f.hash": "drm3bt"}}) == 2
    assert found(store, {"term": {"f.hash": "s00000000000"}}) == 1


def test_null_value_and_malformed_points(store: docstore.Store) -> None:
    index_of(store, {**GEO, "null_value": "1,2", "ignore_malformed": True}, None, "x.y", ["x.y", "1,2"], {"lat": 100, "lon": 1}, 5)
    assert found(store, {"exists": {"field": "f"}}) == 3


def test_reindex_checks_points(store: docstore.Store) -> None:
    index_of(store, {"type": "object", "enabled": False}, *({"lat": n, "lon": n} for n in range(88, 93)))
    store.indices.create(index="dest", mappings={"properties": {"f": GEO}})
    with pytest.raises(ApiError) as caught:
        store.reindex(source={"index": "i"}, dest={"index": "dest"})
    failures = caught.value.body["failures"]
    assert [failure["id"] for failure in failures] == ["3", "4"]
    assert failures[0]["cause"]["caused_by"]["reason"] == "illegal latitude value [91.0] for f"
