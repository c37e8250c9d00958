from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping.geo.geohash import length_for
from docstore.search.aggregations.bucket.geo_cells import Geohashes, Tiles

Json = dict[str, Any]
MUSEUMS = [
    ("52.374081,4.912350", "Amsterdam"),
    ("52.369219,4.901618", "Amsterdam"),
    ("52.371667,4.914722", "Amsterdam"),
    ("51.222900,4.405200", "Antwerp"),
    ("48.861111,2.336389", "Paris"),
    ("48.860000,2.327000", "Paris"),
]


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def museums(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    """The museums of Elasticsearch's documentation, so its figures are known."""
    with docstore.open() as store:
        for index in request.param:
            store.indices.create(index=index, mappings={"properties": {"p": {"type": "geo_point"}, "k": {"type": "keyword"}}})
        for at, (place, city) in enumerate(MUSEUMS):
            store.index(index=request.param[at % len(request.param)], id=str(at), document={"p": place, "k": city})
        yield store


def aggregate(store: docstore.Store, body: Json) -> Json:
    response: Json = store.search(index="_all", size=0, aggs={"a": body})
    return response["aggregations"]["a"]  # type: ignore[no-any-return]


BOX = {"top_left": "POINT (4.9 52.4)", "bottom_right": "POINT (5.0 52.3)"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"geohash_grid": {"field": "p", "precision": 3}}, {"u17": 3, "u09": 2, "u15": 1}),
        ({"geohash_grid": {"field": "p", "precision": 3, "size": 1}}, {"u17": 3}),
        ({"geohash_grid": {"field": "p", "precision": 8, "bounds": BOX}}, {"u173zy3j": 1, "u173zvfz": 1, "u173zt90": 1}),
        ({"geohash_grid": {"field": "p", "precision": "300km"}}, {"u17": 3, "u09": 2, "u15": 1}),
        ({"geohash_grid": {"field": "none"}}, {}),
        ({"geotile_grid": {"field": "p", "precision": 8}}, {"8/131/84": 3, "8/129/88": 2, "8/131/85": 1}),
        ({"geotile_grid": {"field": "p", "precision": 22, "bounds": BOX}},
         {"22/2154412/1378379": 1, "22/2154385/1378332": 1, "22/2154259/1378425": 1}),
        ({"geotile_grid": {"field": "p", "precision": 0}}, {"0/0/0": 6}),
    ],
)  # fmt: skip
def test_grids(museums: docstore.Store, body: Json, expected: dict[str, int]) -> None:
    found = {bucket["key"]: bucket["doc_count"] for bucket in aggregate(museums, body)["buckets"]}
    assert list(found.items()) == list(expected.items())


def test_metrics(museums: docstore.Store) -> None:
    assert aggregate(museums, {"geo_bounds": {"field": "p"}}) == {
        "bounds": {
            "top_left": {"lat": 52.374080987647176, "lon": 2.3269999679178},
            "bottom_right": {"lat": 48.85999997612089, "lon": 4.91472196765244},
        }
    }
    assert aggregate(museums, {"geo_centroid": {"field": "p"}}) == {
        "location": {"lat": pytest.approx(51.00982965203002, abs=1e-12), "lon": pytest.approx(3.9662131341174245, abs=1e-12)},
        "count": 6,
    }
    below = {"terms": {"field": "k", "order": {"c.lat": "asc"}}, "aggs": {"c": {"geo_centroid": {"field": "p"}}}}
    assert [bucket["key"] for bucket in aggregate(museums, below)["buckets"]] == ["Paris", "Antwerp", "Amsterdam"]


def test_without_a_point() -> None:
    with docstore.open() as store:
        store.indices.create(index="a", mappings={"properties": {"p": {"type": "geo_point"}, "r": {"type": "integer_range"}}})
        store.index(index="a", document={"p": "1,1"})
        store.index(index="a", document={"r": {"gte": 1}})
        store.index(index="a", document={})
        assert [aggregate(store, {"missing": {"field": field}})["doc_count"] for field in ("p", "r", "none")] == [2, 2, 3]


def test_nothing(museums: docstore.Store) -> None:
    assert aggregate(museums, {"geo_bounds": {"field": "none"}}) == {}
    assert aggregate(museums, {"geo_centroid": {"field": "none"}}) == {"count": 0}


@pytest.mark.parametrize(("wrap", "left", "right"), [(True, 170, -170), (False, -170, 170)])
def test_across_the_date_line(wrap: bool, left: int, right: int) -> None:
    with docstore.open() as store:
        store.indices.create(index="a", mappings={"properties": {"p": {"type": "geo_point"}}})
        store.index(index="a", document={"p": ["0,170", "0,-170"]})
        box = aggregate(store, {"geo_bounds": {"field": "p", "wrap_longitude": wrap}})["bounds"]
        assert [round(box[corner]["lon"]) for corner in ("top_left", "bottom_right")] == [left, right]
        grid = {"field": "p", "precision": 2, "bounds": {"top": 10, "left": 160, "bottom": -10, "right": -160}}
        assert {bucket["key"] for bucket in aggregate(store, {"geohash_grid": grid})["buckets"]} == {"80", "xb"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"geohash_grid": {"field": "p", "precision": 13}}, "Invalid geohash aggregation precision of 13. Must be between 1 and 12."),
        ({"geotile_grid": {"field": "p", "precision": 30}}, "Invalid geotile_grid precision of 30. Must be between 0 and 29."),
        ({"geohash_grid": {"field": "p", "precision": "1mm"}}, "precision too high [1mm]"),
        ({"geohash_grid": {"field": "p", "size": 0}}, "[size] must be greater than 0. Found [0] in [a]"),
        ({"geo_centroid": {"field": "k"}}, "Field [k] of type [keyword] is not supported for aggregation [geo_centroid]"),
        ({"avg": {"field": "p"}}, "Field [p] of type [geo_point] is not supported for aggregation [avg]"),
    ],
)
def test_refusals(museums: docstore.Store, body: Json, text: str) -> None:
    with pytest.raises(ApiError) as raised:
        aggregate(museums, body)
    causes = [raised.value.body["error"]]
    while causes[-1].get("caused_by"):
        causes.append(causes[-1]["caused_by"])
    assert text in {raised.value.body["error"]["root_cause"][0]["reason"], *(cause["reason"] for cause in causes)}


def test_cells() -> None:
    assert [length_for(meters) for meters in (1000.0, 100_000.0, 5_000_000.0, 0.0)] == [7, 4, 2, 12]
    box = Geohashes(2).box(0b1101000001)
    assert (box.left, box.right, box.bottom, box.top) == (0.0, 11.25, 50.625, 56.25)
    assert Tiles(1).box(1 << 58).top == pytest.approx(85.0511287798066)
