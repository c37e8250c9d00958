"""Points on the earth: what is around them, and the cells of grids."""

from __future__ import annotations

import math

from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation, bucket, grouped
from tests.search.reference.earth import Place
from tests.search.reference.schema import Json


def places(hits: Hits, field: str) -> list[Place]:
    """All points."""
    return [place for hit in hits for place in hit.document.values(field)]


@aggregation("geo_bounds")
def geo_bounds(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """The narrower of two boxes: one over Greenwich, one over the date line."""
    found = places(hits, how["field"])
    if not found:
        return {}
    latitudes = [latitude for latitude, _ in found]
    east = [longitude for _, longitude in found if longitude >= 0]
    west = [longitude for _, longitude in found if longitude < 0]
    left, right = min(east + west), max(east + west)
    if how.get("wrap_longitude", True) and east and west and right - left > 360 - (min(east) - max(west)):
        left, right = min(east), max(west)
    corners = {"top_left": {"lat": max(latitudes), "lon": left}, "bottom_right": {"lat": min(latitudes), "lon": right}}
    return {"bounds": corners}


@aggregation("geo_centroid")
def geo_centroid(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    found = places(hits, how["field"])
    if not found:
        return {"count": 0}
    latitude, longitude = (math.fsum(place[at] for place in found) / len(found) for at in (0, 1))
    return {"location": {"lat": latitude, "lon": longitude}, "count": len(found)}


LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"


def geohash(place: Place, precision: int) -> str:
    """Halves of the longitude and of the latitude by turns, five to a letter."""
    latitude, longitude = [-90.0, 90.0], [-180.0, 180.0]
    bits = ""
    while len(bits) < 5 * precision:
        span, value = (latitude, place[0]) if len(bits) % 2 else (longitude, place[1])
        middle = sum(span) / 2
        upper = value >= middle
        span[0 if upper else 1] = middle
        bits += str(int(upper))
    return "".join(LETTERS[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def tile(place: Place, zoom: int) -> str:
    """A tile of a map."""
    sine = math.sin(math.radians(place[0]))
    x = math.floor((place[1] + 180) / 360 * 2**zoom)
    y = math.floor((0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * 2**zoom)
    return f"{zoom}/{x}/{y}"


def tile_order(name: str) -> tuple[int, ...]:
    """Tiles by column, then by row."""
    return tuple(map(int, name.split("/")))


def _grid(how: Json, hits: Hits, aggs: Json, corpora: Corpora, cell: object) -> Json:
    key = tile if cell is tile else geohash
    groups = grouped(hits, lambda hit: [key(place, how["precision"]) for place in hit.document.values(how["field"])])
    if cell is tile:
        groups.sort(key=lambda group: tile_order(group[0]))
    groups.reverse()
    groups.sort(key=lambda group: -len(group[1]))
    return {"buckets": [bucket(inside, aggs, corpora, key=name) for name, inside in groups[: how.get("size", 10_000)]]}


@aggregation("geohash_grid")
def geohash_grid(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return _grid(how, hits, aggs, corpora, geohash)


@aggregation("geotile_grid")
def geotile_grid(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return _grid(how, hits, aggs, corpora, tile)
