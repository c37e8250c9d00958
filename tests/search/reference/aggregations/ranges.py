"""Buckets with two ends."""

from __future__ import annotations

import math
from typing import Any

from tests.search.reference.aggregations.dates import iso
from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation, bucket, values_of
from tests.search.reference.aggregations.formats import written
from tests.search.reference.schema import Json
from tests.search.reference.values import address, milliseconds, shown_address

ENDS = ("from", "to")


def between(hits: Hits, how: Json, low: float, high: float) -> Hits:
    """Those with a value from one end to before the other."""
    return [hit for hit in hits if any(low <= value < high for value in values_of(hit, how))]


def ordered(ranges: list[Json]) -> list[Json]:
    """By their beginnings, then by their ends."""
    return sorted(ranges, key=lambda each: (each.get("from", -math.inf), each.get("to", math.inf)))


def keyed(how: Json, buckets: list[Json]) -> Json:
    """As an object, where that is asked for."""
    if not how.get("keyed"):
        return {"buckets": buckets}
    return {"buckets": {each.pop("key"): each for each in buckets}}


@aggregation("range")
def range_(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    buckets = []
    for ends in ordered(how["ranges"]):
        shown: Json = {end: float(ends[end]) for end in ENDS if end in ends}
        texts = {end: written(value, how["format"]) if "format" in how else str(value) for end, value in shown.items()}
        if "format" in how:
            shown |= {f"{end}_as_string": text for end, text in texts.items()}
        key = ends.get("key", "-".join(texts.get(end, "*") for end in ENDS))
        inside = between(hits, how, ends.get("from", -math.inf), ends.get("to", math.inf))
        buckets.append(bucket(inside, aggs, corpora, key=key, **shown))
    return keyed(how, buckets)


@aggregation("date_range")
def date_range(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    if "missing" in how:
        how = how | {"missing": milliseconds(how["missing"])}
    buckets = []
    for ends in ordered([{end: milliseconds(text) for end, text in each.items()} for each in how["ranges"]]):
        shown: Json = {}
        for end in (end for end in ENDS if end in ends):
            shown |= {end: float(ends[end]), f"{end}_as_string": iso(ends[end])}
        key = "-".join(shown.get(f"{end}_as_string", "*") for end in ENDS)
        inside = between(hits, how, ends.get("from", -math.inf), ends.get("to", math.inf))
        buckets.append(bucket(inside, aggs, corpora, key=key, **shown))
    return keyed(how, buckets)


@aggregation("ip_range")
def ip_range(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    buckets = []
    for ends in sorted(how["ranges"], key=_ends):
        low, high = _ends(ends)
        shown = {end: shown_address(value) for end, value in zip(ENDS, (low, high), strict=True)} if "mask" in ends else {**ends}
        key = shown.pop("key", ends.get("mask", "-".join(ends.get(end, "*") for end in ENDS)))
        buckets.append(bucket(between(hits, how, low, high), aggs, corpora, key=key, **shown))
    return keyed(how, buckets)


def _ends(ends: Json) -> tuple[Any, Any]:
    if "mask" in ends:
        start, _, length = ends["mask"].partition("/")
        return address(start), address(start) + (1 << (32 if "." in start else 128) - int(length))
    return address(ends.get("from", "::")), address(ends["to"]) if "to" in ends else 1 << 128
