"""geo_shape, shape and point: GeoJSON and well-known text, on the earth and on a plane."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping
from tests.mapping.types.cases import accepts, cause, changed, conflict, direct, found, index_of, refused, round_trip, wrong

GEO: dict[str, Any] = {"type": "geo_shape"}
PLANE: dict[str, Any] = {"type": "shape"}
POINT: dict[str, Any] = {"type": "point"}
IAE, PARSE, XCONTENT = "illegal_argument_exception", "parse_exception", "x_content_parse_exception"
RING = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
GOOD = [
    {"type": "Point", "coordinates": [1, 2]},
    {"type": "point", "coordinates": [1, 2, 3]},
    {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
    {"type": "linestring", "coordinates": [[1, 2], [3, 4]]},
    {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]},
    {"type": "Polygon", "coordinates": [RING]},
    {"type": "Polygon", "coordinates": [RING, HOLE], "orientation": "clockwise", "crs": {"ignored": True}},
    {"type": "MultiPolygon", "coordinates": [[RING], [[[10, 10], [11, 10], [11, 11], [10, 10]]]]},
    {"type": "GeometryCollection", "geometries": [{"type": "point", "coordinates": [1, 2]}, {"type": "Polygon", "coordinates": [RING]}]},
    {"type": "envelope", "coordinates": [[-1, 2], [1, -2]]},
    {"type": "BBOX", "coordinates": [[-1, 2], [1, -2]]},
    "POINT (1 2)",
    "POLYGON ((0 0, 4 0, 4 4, 0 0))",
    "BBOX (-1, 1, 2, -2)",
    "GEOMETRYCOLLECTION EMPTY",
    ["POINT (1 2)", {"type": "point", "coordinates": [1, 2]}],
    [],
    None,
]
BUILD = "Failed to build [geojson] after last required field arrived"


def causes(spec: dict[str, Any], value: Any) -> list[tuple[str, str]]:
    """Type and reason of what is wrong with a value and of all that is below, without positions."""
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": spec}}).validate({"f": value}, "1")
    error = caught.value.cause
    assert error["reason"].partition("] ")[2] == f"failed to parse field [f] of type [{spec['type']}]"
    found = []
    while (error := error.get("caused_by")) is not None:
        found.append((error["type"], error["reason"]))
    return found


@pytest.mark.parametrize("spec", [GEO, PLANE], ids=lambda spec: spec["type"])
@pytest.mark.parametrize("value", GOOD, ids=str)
def test_accepted(spec: dict[str, Any], value: Any) -> None:
    accepts(spec, value)


@pytest.mark.parametrize("spec", [GEO, PLANE], ids=lambda spec: spec["type"])
@pytest.mark.parametrize(
    ("value", "reasons"),
    [
        (5, [(PARSE, "shape must be an object consisting of type and coordinates")]),
        ([1, 2], [(PARSE, "shape must be an object consisting of type and coordinates")]),
        ({"coordinates": [1, 2]}, [(IAE, "Required [type]")]),
        ({"type": "point"}, [(XCONTENT, BUILD), (PARSE, "coordinates not included")]),
        ({"type": "geometrycollection"}, [(XCONTENT, BUILD), (PARSE, "geometries not included")]),
        (
            {"type": "curve", "coordinates": [1, 2]},
            [(XCONTENT, BUILD), (IAE, "No enum constant org.elasticsearch.geometry.ShapeType.CURVE")],
        ),
        ({"type": "linearring", "coordinates": [1, 2]}, [(XCONTENT, BUILD), (PARSE, "unsupported shape type linearring")]),
        ({"type": "point", "coordinates": [[1, 2]]}, [(XCONTENT, BUILD), ("exception", "expected a single points but got a list")]),
        ({"type": "linestring", "coordinates": [1, 2]}, [(XCONTENT, BUILD), ("exception", "expected a list of points but got a point")]),
        ({"type": "polygon", "coordinates": [[[0, 0]]]}, [(XCONTENT, BUILD), ("exception", "not enough points to build a line")]),
        (
            {"type": "polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]},
            [(XCONTENT, BUILD), (IAE, "at least 4 polygon points required")],
        ),
        (
            {"type": "polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
            [
                (XCONTENT, BUILD),
                (
                    IAE,
                    "first and last points of the linear ring must be the same (it must close itself): "
                    "x[0]=0.0 x[3]=0.0 y[0]=0.0 y[3]=1.0",
                ),
            ],
        ),
        ({"type": "polygon", "coordinates": [RING], "orientation": "up"}, [(XCONTENT, BUILD), (IAE, "Unknown orientation [up]")]),
        (
            {"type": "point", "coordinates": [1, 2], "orientation": "cw"},
            [(XCONTENT, BUILD), (PARSE, "parameter orientation is not supported for type point")],
        ),
        (
            {"type": "point", "coordinates": [1, 2], "geometries": []},
            [(XCONTENT, BUILD), (PARSE, "parameter geometries is not supported for type point")],
        ),
        ({"type": "circle", "coordinates": [1, 2]}, [(XCONTENT, BUILD), (PARSE, "radius is not specified")]),
        (
            {"type": "envelope", "coordinates": [[1, 2]]},
            [
                (XCONTENT, BUILD),
                (PARSE, "invalid number of points [1] provided for geo_shape [ENVELOPE] when expecting an array of 2 coordinates"),
            ],
        ),
        ({"type": "envelope", "coordinates": [[1, 2], [3, 4]]}, [(XCONTENT, BUILD), (IAE, "max y cannot be less than min y")]),
        (
            {"type": "point", "coordinates": [1, "2"]},
            [(XCONTENT, "[1:39] [geojson] failed to parse field [coordinates]"), (PARSE, "geo coordinates must be numbers")],
        ),
        (
            {"type": "point", "coordinates": [1, 2, 3, 4]},
            [
                (XCONTENT, "[1:43] [geojson] failed to parse field [coordinates]"),
                (PARSE, "geo coordinates greater than 3 dimensions are not supported"),
            ],
        ),
        (
            {"type": "multipoint", "coordinates": [[1, 2], [1, 2, 3]]},
            [
                (XCONTENT, "[1:54] [geojson] failed to parse field [coordinates]"),
                (PARSE, "Exception parsing coordinates: number of dimensions do not match"),
            ],
        ),
        (
            {"type": "point", "coordinates": [None]},
            [(XCONTENT, "[1:37] [geojson] failed to parse field [coordinates]"), (IAE, "coordinates cannot contain NULL values)")],
        ),
        ({"type": 5}, [(XCONTENT, "[1:14] [geojson] type doesn't support values of type: VALUE_NUMBER")]),
        (
            {"type": "geometrycollection", "geometries": [{"type": "point"}]},
            [(XCONTENT, "[1:64] [geojson] failed to parse field [geometries]"), (XCONTENT, BUILD), (PARSE, "coordinates not included")],
        ),
        ("POINT", [(PARSE, "expected word but found: END-OF-STREAM")]),
        ("nothing", [(IAE, "Unknown geometry type: nothing")]),
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", [(IAE, "Polygon self-intersection at lat=0.5 lon=0.5")]),
        ("POLYGON ((0 0, 1 1, -1 -1, 0 0))", [(IAE, "Unable to Tessellate shape. Possible malformed shape detected.")]),
        (
            {"type": "polygon", "coordinates": [RING, [[0, 0], [4, 0], [2, 2], [0, 0]]]},
            [(IAE, "Invalid polygon, interior cannot share more than one point with the exterior")],
        ),
        ("GEOMETRYCOLLECTION (" * 1500, [(PARSE, "maximum nested depth of 1000 exceeded")]),
    ],
    ids=lambda value: str(value)[:60],
)
def test_refused(spec: dict[str, Any], value: Any, reasons: list[tuple[str, str]]) -> None:
    assert causes(spec, value) == reasons
    accepts({**spec, "ignore_malformed": True}, value)


@pytest.mark.parametrize(
    ("spec", "value", "reason"),
    [
        (GEO, {"type": "circle", "coordinates": [1, 2], "radius": "5km"}, "CIRCLE geometry is not supported"),
        (GEO, "CIRCLE (1 2 3)", "CIRCLE geometry is not supported"),
        (PLANE, "CIRCLE (1 2 3)", "invalid shape type found [Circle] while indexing shape"),
        (GEO, "POLYGON ((0 0, 1 0, 1 95, 0 0))", "invalid latitude 95.0; must be between -90.0 and 90.0"),
        (GEO, "BBOX (-200, 2, 3, 1)", "invalid longitude -200.0; must be between -180.0 and 180.0"),
        (PLANE, "POINT (1e39 1)", "invalid value Infinity; must be between -3.4028235E38 and 3.4028235E38"),
    ],
)
def test_what_cannot_be_indexed(spec: dict[str, Any], value: Any, reason: str) -> None:
    assert causes(spec, value) == [(IAE, reason)]


@pytest.mark.parametrize(
    "value",
    [
        "POINT (200 10)",
        "LINESTRING (170 10, 190 20)",
        "POLYGON ((170 0, -170 0, -170 10, 170 10, 170 0))",
        "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))",
        "BBOX (170, -170, 10, -10)",
    ],
)
def test_around_the_earth(value: str) -> None:
    accepts(GEO, value)


def test_rings_are_closed_by_coerce() -> None:
    for spec in (GEO, PLANE):
        accepts({**spec, "coerce": True}, {"type": "polygon", "coordinates": [RING[:-1]]}, "POLYGON ((0 0, 4 0, 4 4))")


def test_a_third_number_may_be_refused() -> None:
    for spec in (GEO, PLANE):
        text = "found Z value [3.0] but [ignore_z_value] parameter is [false]"
        assert causes({**spec, "ignore_z_value": False}, "POINT (1 2 3)") == [(IAE, text)]


@pytest.mark.parametrize("spec", [GEO, PLANE])
def test_bodies(spec: dict[str, Any]) -> None:
    full = {**spec, "index": False, "doc_values": False, "ignore_malformed": True, "coerce": False, "orientation": "RIGHT"}
    assert round_trip(full) == full
    assert round_trip({**spec, "orientation": "cw"})["orientation"] == "LEFT"
    assert wrong({**spec, "orientation": "up"}) == "Unknown orientation [up]"
    assert changed(spec, {**spec, "orientation": "left", "coerce": True})["orientation"] == "LEFT"
    assert "Cannot update parameter [index] from [true] to [false]" in conflict(spec, {**spec, "index": False})


def test_parameters_of_old_are_gone() -> None:
    assert wrong({**GEO, "strategy": "recursive"}) == (
        "using deprecated parameters [strategy] in mapper [f] of type [geo_shape] is no longer allowed"
    )
    assert wrong({**PLANE, "strategy": "recursive"}) == "unknown parameter [strategy] on mapper [f] of type [shape]"


@pytest.mark.parametrize("spec", [GEO, PLANE])
def test_through_a_store(store: docstore.Store, spec: dict[str, Any]) -> None:
    index_of(store, spec, *GOOD)
    assert found(store, {"exists": {"field": "f"}}) == len(GOOD) - 2
    with pytest.raises(ApiError) as caught:
        found(store, {"term": {"f": "x"}})
    assert "Geometry fields do not support exact searching, use dedicated geometry queries instead: [f]" in str(caught.value.body)
    assert refused(store, {"f": ["POINT (1 2)", {"type": "point"}]})["caused_by"]["reason"] == BUILD


@pytest.mark.parametrize("spec", [{**GEO}, {**PLANE}, {**POINT}, {"type": "geo_point"}])
def test_what_is_malformed_is_ignored(store: docstore.Store, spec: dict[str, Any]) -> None:
    index_of(store, {**spec, "ignore_malformed": True}, "POINT (1 2)", "POINT", ["POINT (1 2)", "POINT"], None)
    assert found(store, {"exists": {"field": "f"}}) == 2
    assert found(store, {"term": {"_ignored": "f"}}) == 2


@pytest.mark.parametrize(
    "value",
    [
        {"x": 1, "y": 2},
        {"x": "1", "y": -1e30, "z": 1},
        {"type": "Point", "coordinates": [1, 2]},
        "1,2",
        " 1 , 2 , 3",
        "POINT (1000 2000)",
        [1, 2],
        [1, 2, 3],
        [[1, 2], {"x": 1, "y": 2}, "1,2", None],
        [],
        None,
    ],
    ids=str,
)
def test_points_accepted(value: Any) -> None:
    accepts(POINT, value)


@pytest.mark.parametrize(
    ("value", "type_", "reason"),
    [
        ({"x": 1}, PARSE, "Required [y]"),
        ({"lat": 1}, PARSE, "field [lat] not supported - must be one of: x, y, z, type, coordinates"),
        ({"x": "a", "y": 1}, PARSE, "[x] must be a valid double value"),
        ({}, PARSE, "field must be either lat/lon or type/coordinates"),
        ({"x": 1, "y": 2, "type": "POINT", "coordinates": []}, PARSE, "fields matching more than one point format found: [x/y, GeoJSON]"),
        ("a,1", PARSE, "[x] must be a number"),
        ("1,a", PARSE, "[y] must be a number"),
        ("1,NaN", PARSE, "invalid [y] value [NaN]; must be between -3.4028234663852886E38 and 3.4028234663852886E38"),
        ("abc", PARSE, "unsupported symbol [a] in point [abc]"),
        ("1.5", PARSE, "failed to parse [1.5], expected 2 or 3 coordinates but found: [1]"),
        ("", PARSE, "failed to parse [], expected 2 or 3 coordinates but found: [1]"),
        ("1,2,3,4", PARSE, "failed to parse [[1, 2, 3, 4]], expected 2 or 3 coordinates but found: [4]"),
        ("MULTIPOINT (1 2)", PARSE, "[point] supports only POINT among WKT primitives, but found MULTIPOINT"),
        ({"x": "Infinity", "y": 1}, IAE, "illegal x value [Infinity] for f"),
        ([[1]], IAE, "illegal y value [NaN] for f"),
        ({"x": 1e39, "y": 1}, IAE, "invalid value Infinity; must be between -3.4028235E38 and 3.4028235E38"),
        (5, PARSE, "point expected"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_points_refused(value: Any, type_: str, reason: str) -> None:
    assert causes(POINT, value)[0] == (type_, reason)
    accepts({**POINT, "ignore_malformed": True}, value)


def test_points(store: docstore.Store) -> None:
    assert direct(POINT, [1, 2, 3, 4]) == "failed to parse: field type does not accept > 3 dimensions"
    text = "Exception parsing coordinates: found Z value [3.0] but [ignore_z_value] parameter is [false]"
    assert cause({**POINT, "ignore_z_value": False}, [[1, 2, 3]]) == (PARSE, text)
    assert round_trip({**POINT, "null_value": "1,2"}) == {**POINT, "null_value": {"x": 1.0, "y": 2.0}}
    assert wrong({**POINT, "null_value": {"x": "Infinity", "y": 1}}) == "illegal x value [Infinity]"
    assert "from [null] to [1.0, 2.0]" in conflict(POINT, {**POINT, "null_value": "1,2"})
    index_of(store, {**POINT, "null_value": [3, 4]}, "1,2", None, [[1, 2], [3, 4]], [])
    assert found(store, {"exists": {"field": "f"}}) == 3
