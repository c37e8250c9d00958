"""Queries for points on the earth."""

from __future__ import annotations

from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.earth import distance, metres
from tests.search.reference.queries.evaluation import Score, constant, query
from tests.search.reference.schema import Json
from tests.search.reference.values import point

OPTIONS = ("boost", "distance", "ignore_unmapped")


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
