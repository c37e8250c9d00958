"""Histograms of fields that hold ranges: a document is in every bucket that one of its ranges reaches into."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.search.reference.aggregations.dates import span_of, zone_of
from tests.search.reference.aggregations.evaluation import KINDS, OF_TYPES, Corpora, Hits
from tests.search.reference.aggregations.histograms import calendar, fixed
from tests.search.reference.schema import Json
from tests.search.reference.sorting import Hit
from tests.search.reference.values import milliseconds


def reached(hit: Hit, how: Json, low: Any, high: Any, floor: Callable[[Any], Any], after: Callable[[Any], Any]) -> list[Any]:
    """The buckets between two bounds that the ranges of a document reach into."""
    found = set()
    for begin, end in hit.document.values(how["field"]):
        key, last = floor(max(begin, low)), floor(min(end, high))
        while key <= last:
            found.add(key)
            key = after(key)
    return sorted(found)


def histogram(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    step, offset = how["interval"], how.get("offset", 0)
    ends = how["hard_bounds"]["min"], how["hard_bounds"]["max"]

    def keys(hit: Hit) -> list[Any]:
        floor = lambda value: math.floor((value - offset) / step) * step + offset + 0.0  # noqa: E731
        return reached(hit, how, *ends, floor, lambda key: key + step)

    return of_keys("histogram", "f", how, hits, keys, corpora)


def date_histogram(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    zone = zone_of(how.get("time_zone", "UTC"))
    steps = calendar(how["calendar_interval"], zone) if "calendar_interval" in how else fixed(span_of(how["fixed_interval"]), zone)
    ends = milliseconds(how["hard_bounds"]["min"], zone), milliseconds(how["hard_bounds"]["max"], zone)
    return of_keys("date_histogram", "d", how, hits, lambda hit: reached(hit, how, *ends, *steps), corpora)


def of_keys(kind: str, field: str, how: Json, hits: Hits, keys: Callable[[Hit], list[Any]], corpora: Corpora) -> Json:
    """As if the documents held the keys of the buckets."""
    plain = {key: value for key, value in how.items() if key != "hard_bounds"} | {"field": field}
    return KINDS[kind](plain, [replace(hit, document=replace(hit.document, source={field: keys(hit)})) for hit in hits], {}, corpora)


for name in ("integer_range", "long_range", "float_range", "double_range"):
    OF_TYPES[(name, "histogram")] = histogram
OF_TYPES[("date_range", "date_histogram")] = date_histogram
