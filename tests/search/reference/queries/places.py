"""Queries for points on the earth."""

from __future__ import annotations

from itertools import pairwise

from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.earth import distance, metres
from tests.search.reference.queries.evaluation import Score, constant, query
from tests.search.reference.schema import Json
from tests.search.reference.values import point

OPTIONS = ("boost", "distance", "ignore_unmapped", "validation_method")


def field_of(body: Json) -> str:
    """The key that is no option."""
    return next(key for key in body if key not in OPTIONS)


@query("geo_distance")
def geo_distance(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field = field_of(body)
    near = any(distance(each, point(body[field])) <= metres(body["distance"]) for each in document.values(field))
    return constant(near, boost * body.get("boost", 1.0))


@query("geo_bounding_box")
def geo_bounding_box(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field = field_of(body)
    (top, left), (bottom, right) = (point(body[field][corner]) for corner in ("top_left", "bottom_right"))

    def inside(longitude: float) -> bool:
        return left <= longitude <= right if left <= right else longitude >= left or longitude <= right

    found = any(bottom <= latitude <= top and inside(longitude) for latitude, longitude in document.values(field))
    return constant(found, boost * body.get("boost", 1.0))


def turns(ring: list[list[float]], latitude: float, longitude: float) -> int:
    """How often a ring winds around a point; one with steps of more than half the earth goes across the date line."""
    across = any(abs(a[0] - b[0]) > 180 for a, b in pairwise(ring))
    east = [(x + 360 if across and x < 0 else x, y) for x, y in ring]
    x0 = longitude + 360 if across and longitude < 0 else longitude
    found = 0
    for (x1, y1), (x2, y2) in pairwise(east):
        left = (x2 - x1) * (latitude - y1) - (x0 - x1) * (y2 - y1)
        found += (y1 <= latitude < y2 and left > 0) - (y2 <= latitude < y1 and left < 0)
    return found


@query("geo_shape")
def geo_shape(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """Polygons only."""
    field = field_of(body)
    shell, *holes = body[field]["shape"]["coordinates"]
    hits = [bool(turns(shell, *each)) and not any(turns(hole, *each) for hole in holes) for each in document.values(field)]
    found = {"intersects": any(hits), "within": bool(hits) and all(hits), "disjoint": bool(hits) and not any(hits), "contains": False}
    return constant(found[body[field].get("relation", "intersects")], boost * body.get("boost", 1.0))
