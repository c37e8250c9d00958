"""Geometries as answers show them."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping.geo.geojson import parse_geojson
from docstore.mapping.geo.wkt import parse_wkt
from docstore.mapping.geo.writing import geojson, wkt

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("POINT (2.0 1.0)", {"type": "Point", "coordinates": [2.0, 1.0]}),
        ("POINT (2.0 1.0 5.5)", {"type": "Point", "coordinates": [2.0, 1.0, 5.5]}),
        ("LINESTRING (0.0 1.0, 2.0 3.0)", {"type": "LineString", "coordinates": [[0.0, 1.0], [2.0, 3.0]]}),
        (
            "POLYGON ((0.0 0.0, 4.0 0.0, 4.0 4.0, 0.0 0.0), (1.0 1.0, 2.0 1.0, 2.0 2.0, 1.0 1.0))",
            {
                "type": "Polygon",
                "coordinates": [[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 0.0]], [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 1.0]]],
            },
        ),
        ("MULTIPOINT (0.0 1.0, 2.0 3.0)", {"type": "MultiPoint", "coordinates": [[0.0, 1.0], [2.0, 3.0]]}),
        (
            "MULTILINESTRING ((0.0 1.0, 2.0 3.0), (4.0 5.0, 6.0 7.0))",
            {"type": "MultiLineString", "coordinates": [[[0.0, 1.0], [2.0, 3.0]], [[4.0, 5.0], [6.0, 7.0]]]},
        ),
        (
            "MULTIPOLYGON (((0.0 0.0, 4.0 0.0, 4.0 4.0, 0.0 0.0)))",
            {"type": "MultiPolygon", "coordinates": [[[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 0.0]]]]},
        ),
        (
            "GEOMETRYCOLLECTION (POINT (2.0 1.0), LINESTRING (0.0 1.0, 2.0 3.0))",
            {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Point", "coordinates": [2.0, 1.0]},
                    {"type": "LineString", "coordinates": [[0.0, 1.0], [2.0, 3.0]]},
                ],
            },
        ),
        ("BBOX (1.0, 3.0, 4.0, 2.0)", {"type": "Envelope", "coordinates": [[1.0, 4.0], [3.0, 2.0]]}),
    ],
)
def test_both_forms(text: str, shape: Json) -> None:
    geometry = parse_wkt(text)
    assert wkt(geometry) == text
    assert geojson(geometry) == shape
    assert wkt(parse_geojson(shape)) == text


def test_fields_of_hits(store: docstore.Store) -> None:
    kinds = ("geo_point", "geo_shape", "date_range", "long_range", "ip_range", "text", "dense_vector")
    properties: Json = {kind: {"type": kind} for kind in kinds}
    store.indices.create(index="i", mappings={"properties": properties})
    document = {
        "geo_point": ["1,2", {"lat": 3, "lon": 4}],
        "geo_shape": "POINT (1 2)",
        "date_range": {"gte": "2020-01-01", "lt": None},
        "long_range": {"gt": "5", "lte": 7.9},
        "ip_range": ["10.0.0.0/8", {"gte": "::1"}],
        "text": [5, True, "x"],
        "dense_vector": [1, 0.5],
    }
    store.index(index="i", id="1", document=document)

    def shown(*fields: Any) -> Json:
        hits = store.search(index="i", fields=fields, source=False)["hits"]["hits"]
        fields_of_hit: Json = hits[0]["fields"]
        return fields_of_hit

    assert shown("*") == {
        "geo_point": [{"type": "Point", "coordinates": [2.0, 1.0]}, {"type": "Point", "coordinates": [4.0, 3.0]}],
        "geo_shape": [{"type": "Point", "coordinates": [1.0, 2.0]}],
        "date_range": [{"gte": "2020-01-01T00:00:00.000Z", "lt": None}],
        "long_range": [{"gt": 5, "lte": 7}],
        "ip_range": ["10.0.0.0/8", {"gte": "::1"}],
        "text": ["5", "true", "x"],
        "dense_vector": [1, 0.5],
    }
    assert shown({"field": "geo_*", "format": "wkt"}) == {
        "geo_point": ["POINT (2.0 1.0)", "POINT (4.0 3.0)"],
        "geo_shape": ["POINT (1.0 2.0)"],
    }
    assert shown({"field": "date_range", "format": "dd.MM.yyyy"}) == {"date_range": [{"gte": "01.01.2020", "lt": None}]}
    with pytest.raises(ApiError) as caught:
        shown({"field": "geo_point", "format": "svg"})
    assert "Unrecognized geometry format [svg]." in str(caught.value.body)
