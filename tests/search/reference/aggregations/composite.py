"""Pages of combined keys."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

from tests.search.reference.aggregations.dates import span_of, zone_of
from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation, bucket
from tests.search.reference.aggregations.histograms import calendar, fixed
from tests.search.reference.aggregations.places import tile, tile_order
from tests.search.reference.corpus import Document
from tests.search.reference.schema import Json
from tests.search.reference.values import shown_address


def source_values(source: Json, document: Document) -> list[Any]:
    """The keys that a source makes of a document; None for one that has no value, where those count."""
    ((kind, how),) = source.items()
    found = document.values(how["field"])
    if kind == "histogram":
        found = [math.floor(value / how["interval"]) * how["interval"] + 0.0 for value in found]
    elif kind == "date_histogram":
        zone = zone_of(how.get("time_zone", "UTC"))
        floor, _ = calendar(how["calendar_interval"], zone) if "calendar_interval" in how else fixed(span_of(how["fixed_interval"]), zone)
        sign = -1 if how.get("offset", "").startswith("-") else 1
        offset = sign * span_of(how["offset"].lstrip("+-")) if "offset" in how else 0
        found = [floor(value - offset) + offset for value in found]
    elif kind == "geotile_grid":
        found = [tile(place, how["precision"]) for place in found]
    return list(dict.fromkeys(found)) or ([None] if how.get("missing_bucket") else [])


def place(value: Any, source: Json) -> tuple[Any, ...]:
    """Where a key stands among those of its source."""
    ((kind, how),) = source.items()
    last = {"first": False, "last": True}.get(how.get("missing_order", "default"), how.get("order") == "desc")
    if value is None:
        return (1,) if last else (-1,)
    numbers = tile_order(value) if kind == "geotile_grid" else value
    return 0, Reversed(numbers) if how.get("order") == "desc" else numbers


class Reversed:
    """A value that is compared the other way around."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reversed) and bool(self.value == other.value)

    def __lt__(self, other: Reversed) -> bool:
        return bool(other.value < self.value)


@aggregation("composite")
def composite(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    names = [next(iter(source)) for source in how["sources"]]
    sources = [source[name] for source, name in zip(how["sources"], names, strict=True)]
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for hit in hits:
        for key in product(*(source_values(source, hit.document) for source in sources)):
            groups.setdefault(key, []).append(hit)
    ordered = sorted(groups, key=lambda key: [place(value, source) for value, source in zip(key, sources, strict=True)])
    buckets = []
    for key in ordered:
        shown = {name: _shown(value, source, corpora) for name, value, source in zip(names, key, sources, strict=True)}
        buckets.append(bucket(groups[key], aggs, corpora, key=shown))
    begin = 1 + next((at for at, each in enumerate(buckets) if each["key"] == how["after"]), -1) if "after" in how else 0
    page = buckets[begin : begin + how.get("size", 10)]
    return {"after_key": page[-1]["key"], "buckets": page} if page else {"buckets": []}


def _shown(value: Any, source: Json, corpora: Corpora) -> Any:
    ((_, how),) = source.items()
    return shown_address(value) if value is not None and corpora[0].schema.type_of(how["field"]) == "ip" else value
