"""Geometries, well-known text and geohashes, without a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore.errors import ApiError
from docstore.mapping.geo.geohash import encode_geohash, geohash_cell
from docstore.mapping.geo.geometry import GeometryCollection, Line, LinearRing, MultiLine, MultiPoint, Point, Polygon, Rectangle
from docstore.mapping.geo.wkt import parse_wkt

RING = LinearRing(((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)))
HOLE = LinearRing(((1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)))


@pytest.mark.parametrize(
    ("text", "geometry"),
    [
        ("POINT (1 2)", Point((1.0, 2.0))),
        ("Point(1 -2.5e1)", Point((1.0, -25.0))),
        ("POINT Z (1 2 3)", Point((1.0, 2.0, 3.0))),
        ("POINT EMPTY", Point(None)),
        ("MULTIPOINT (1 2, 3 4)", MultiPoint([Point((1.0, 2.0)), Point((3.0, 4.0))])),
        ("LINESTRING (1 2, 3 4)", Line(((1.0, 2.0), (3.0, 4.0)))),
        ("MULTILINESTRING ((1 2, 3 4))", MultiLine([Line(((1.0, 2.0), (3.0, 4.0)))])),
        ("POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))", Polygon((RING, HOLE))),
        ("BBOX (-1, 2, 4, 3)", Rectangle(-1.0, 2.0, 4.0, 3.0)),
        ("GEOMETRYCOLLECTION (POINT (1 2), POINT (3 4))", GeometryCollection([Point((1.0, 2.0)), Point((3.0, 4.0))])),
        ("GEOMETRYCOLLECTION EMPTY", GeometryCollection([])),
    ],
)
def test_well_known_text(text: str, geometry: object) -> None:
    assert parse_wkt(text) == geometry


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expected word but found: END-OF-STREAM"),
        ("POINT", "expected word but found: END-OF-STREAM"),
        ("POINT 1 2", "expected EMPTY or ( but found: 1"),
        ("POINT (1)", "expected number but found: ')'"),
        ("POINT (1 x)", "invalid number found: x"),
        ("POINT (1 2 3 4)", "expected ) but found: 4"),
        ("POINT Z (1 2)", "When specifying 'Z' or 'M', coordinates must include three values. Only two coordinates were provided"),
        ("CURVE (1 2)", "Unknown geometry type: curve"),
        ("LINESTRING (1 2)", "at least two points in the line is required"),
        ("LINESTRING (1 2, 3 4 5)", "coordinate dimensions do not match: ')'"),
        ("LINESTRING (1 2; 3 4)", "expected word but found: ';'"),
        ("POLYGON ((0 0, 1 0, 0 0))", "at least 4 polygon points required"),
        (
            "POLYGON ((0 0, 1 0, 1 1, 0 1))",
            "first and last points of the linear ring must be the same (it must close itself): x[0]=0.0 x[3]=0.0 y[0]=0.0 y[3]=1.0",
        ),
        ("BBOX (1, 2, 3, 4)", "max y cannot be less than min y"),
        ("CIRCLE (1 2 -3)", "Circle radius [-3.0] cannot be negative"),
        ("GEOMETRYCOLLECTION (POINT (1 2), POINT (1 2 3))", "all elements of the collection should have the same number of dimension"),
    ],
)
def test_malformed_text(text: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_wkt(text)
    assert caught.value.reason == reason


def test_rings_are_closed_on_demand() -> None:
    assert parse_wkt("POLYGON ((0 0, 4 0, 4 4))", close_rings=True) == Polygon((RING,))


@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(1, 12))
def test_a_point_lies_in_the_cell_of_its_geohash(longitude: float, latitude: float, length: int) -> None:
    code = encode_geohash(longitude, latitude, length)
    left, right, bottom, top = geohash_cell(code)
    assert len(code) == length
    assert left <= longitude <= right
    assert bottom <= latitude <= top
    assert geohash_cell(code)[::2] == (left, bottom)
    assert encode_geohash(left, bottom, length) == code
