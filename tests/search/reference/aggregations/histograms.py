"""A bucket for each step of a number, or of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from tests.search.reference.aggregations.dates import begin, following, iso, millis_of, moment_of, span_of, zone_of
from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation, bucket, grouped, values_of
from tests.search.reference.aggregations.formats import written, written_date
from tests.search.reference.aggregations.ranges import keyed
from tests.search.reference.schema import Json
from tests.search.reference.values import milliseconds

Groups = list[tuple[Any, list[Any]]]


def filled(groups: Groups, after: Callable[[Any], Any], how: Json, floor: Callable[[Any], Any]) -> Groups:
    """With the steps between, where they are asked for, and to the ends that are."""
    bounds = how.get("extended_bounds", {})
    ends = [floor(bounds[end]) for end in ("min", "max") if end in bounds]
    if how.get("min_doc_count", 0) or not (groups or len(ends) == 2):
        return [group for group in groups if len(group[1]) >= how.get("min_doc_count", 0)]
    there = dict(groups)
    last = max([*there, *ends])
    found, key = [], min([*there, *ends])
    while key <= last:
        found.append((key, there.get(key, [])))
        key = after(key)
    return found


def within(key: Any, how: Json) -> bool:
    """Whether ``hard_bounds`` let a key pass."""
    bounds = how.get("hard_bounds", {})
    return bool(bounds.get("min", -math.inf) <= key <= bounds.get("max", math.inf))


def directed(groups: Groups, how: Json) -> Groups:
    """By key or by count."""
    ((by, direction),) = how.get("order", {"_key": "asc"}).items()
    if by == "_count":
        return sorted(groups, key=lambda group: len(group[1]) * (-1 if direction == "desc" else 1))
    return groups[::-1] if direction == "desc" else groups


@aggregation("histogram")
def histogram(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    step, offset = how["interval"], how.get("offset", 0)

    def floor(value: float) -> float:
        return math.floor((value - offset) / step) * step + offset + 0.0

    groups = grouped(hits, lambda hit: [key for value in values_of(hit, how) if within(key := floor(value), how)])
    found = directed(filled(groups, lambda key: floor(key + step), how, floor), how)
    named = {"keyed": True} if how.get("keyed") else {}
    shown = [{"key_as_string": written(key, how["format"])} if "format" in how else {} for key, _ in found]
    buckets = [bucket(inside, aggs, corpora, **text, key=key) for text, (key, inside) in zip(shown, found, strict=True)]
    return {"buckets": {each.get("key_as_string", str(each["key"])): each for each in buckets}} if named else {"buckets": buckets}


def calendar(unit: str, zone: tzinfo) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """Where the unit of an instant begins, and where the next one does."""
    return (
        lambda millis: millis_of(begin(moment_of(millis, zone), unit)),
        lambda millis: millis_of(following(moment_of(millis, zone), unit)),
    )


def fixed(step: int, zone: tzinfo) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """The same for steps of one length, counted from the beginning of 1970 in the zone, which keeps its distance to UTC."""
    away = (moment_of(0, zone).utcoffset() or moment_of(0).utcoffset()).total_seconds() * 1000  # type: ignore[union-attr]
    return lambda millis: int((millis + away) // step * step - away), lambda millis: millis + step


@aggregation("date_histogram")
def date_histogram(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    zone = zone_of(how.get("time_zone", "UTC"))
    steps = calendar(how["calendar_interval"], zone) if "calendar_interval" in how else fixed(span_of(how["fixed_interval"]), zone)
    sign = -1 if how.get("offset", "").startswith("-") else 1
    offset = sign * span_of(how["offset"].lstrip("+-")) if "offset" in how else 0
    asked = {**how}
    for key in ("extended_bounds", "hard_bounds"):
        if key in how:
            asked[key] = {end: milliseconds(text, zone) for end, text in how[key].items()}
    if "missing" in how:
        asked["missing"] = milliseconds(how["missing"])

    def floor(millis: int) -> int:
        return steps[0](millis - offset) + offset

    groups = grouped(hits, lambda hit: [key for value in values_of(hit, asked) if within(key := floor(value), asked)])
    found = directed(filled(groups, lambda key: steps[1](key - offset) + offset, asked, floor), how)
    texts = [written_date(key, how["format"], zone) if "format" in how else iso(key, zone) for key, _ in found]
    buckets = [bucket(inside, aggs, corpora, key_as_string=text, key=key) for text, (key, inside) in zip(texts, found, strict=True)]
    return {"buckets": {each["key_as_string"]: each for each in buckets}} if how.get("keyed") else keyed({}, buckets)


UNITS = {
    "second": ("s", (1, 5, 10, 30)),
    "minute": ("m", (1, 5, 10, 30)),
    "hour": ("h", (1, 3, 12)),
    "day": ("d", (1, 7)),
    "month": ("M", (1, 3)),
    "year": ("y", (1, 5, 10, 20, 50, 100)),
}
"""The letter of each unit, and how many of it may make one bucket."""


@aggregation("auto_date_histogram")
def auto_date_histogram(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """The finest unit of which so many buckets, put together, are not too many. Documents have one value."""
    values = [value for hit in hits for value in hit.document.values(how["field"])]
    zone = zone_of(how.get("time_zone", "UTC"))
    most = how.get("buckets", 10)
    units = list(UNITS)[list(UNITS).index(how.get("minimum_interval", "second")) :]
    if not values:
        return {"buckets": [], "interval": f"1{UNITS[units[0]][0]}"}
    for unit in units:
        letter, multiples = UNITS[unit]
        floor, after = calendar(unit, zone)
        keys = [floor(min(values))]
        while keys[-1] < max(values) and len(keys) <= most * multiples[-1] + 1:
            keys.append(after(keys[-1]))
        keys = [key for key in keys if key <= max(values)]
        if len(keys) <= most * multiples[-1] or unit == units[-1]:
            break
    multiple = next((each for each in multiples if -(-len(keys) // each) <= most), multiples[-1])
    firsts = keys[::multiple]
    groups = dict(grouped(hits, lambda hit: [max(key for key in firsts if key <= value) for value in hit.document.values(how["field"])]))
    buckets = [bucket(groups.get(key, []), aggs, corpora, key_as_string=iso(key, zone), key=key) for key in firsts]
    return {"buckets": buckets, "interval": f"{multiple}{letter}"}
