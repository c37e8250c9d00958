"""Numbers of buckets."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.search.reference.aggregations.evaluation import PARENTS, SIBLINGS
from tests.search.reference.aggregations.formats import with_texts
from tests.search.reference.aggregations.metrics import extended_stats_of, stats_of
from tests.search.reference.aggregations.terms import below
from tests.search.reference.schema import Json

UNITS = {"day": 86_400_000, "hour": 3_600_000}


def number(bucket: Json, path: str, gap_policy: str = "skip") -> float | None:
    """The number of a bucket. One without documents has none, or 0."""
    if path == "_count":
        return float(bucket["doc_count"])
    found = below(bucket, path)
    if found is None or (bucket["doc_count"] == 0 and gap_policy != "keep_values"):
        return 0.0 if gap_policy == "insert_zeros" else None
    return float(found)


def beside(how: Json, results: Json) -> list[tuple[str, float]]:
    """Keys and numbers of the buckets that have one."""
    name, _, path = how["buckets_path"].partition(">")
    found = results[name]["buckets"]
    pairs = found.items() if isinstance(found, dict) else ((str(each.get("key_as_string", each["key"])), each) for each in found)
    numbers = [(key, number(bucket, path, how.get("gap_policy", "skip"))) for key, bucket in pairs]
    return [(key, each) for key, each in numbers if each is not None]


def _extreme(of: Callable[..., Any]) -> Callable[[Json, Json], Json]:
    def result(how: Json, results: Json) -> Json:
        pairs = beside(how, results)
        value = of((each for _, each in pairs), default=None)
        return {"value": value, "keys": [key for key, each in pairs if each == value]}

    return result


def avg_bucket(how: Json, results: Json) -> Json:
    found = [each for _, each in beside(how, results)]
    return {"value": math.fsum(found) / len(found) if found else None}


def percentiles_bucket(how: Json, results: Json) -> Json:
    """The numbers at these places, rounded, of all in order."""
    found = sorted(each for _, each in beside(how, results))
    percents = how.get("percents", [1, 5, 25, 50, 75, 95, 99])
    at = {str(float(each)): math.floor(each / 100 * (len(found) - 1) + 0.5) for each in percents}
    values = {each: found[place] if found else None for each, place in at.items()}
    if how.get("keyed", True):
        return {"values": values}
    return {"values": [{"key": float(each), "value": value} for each, value in values.items()]}


SIBLINGS |= {
    "avg_bucket": avg_bucket,
    "sum_bucket": lambda how, results: {"value": math.fsum(each for _, each in beside(how, results))},
    "min_bucket": _extreme(min),
    "max_bucket": _extreme(max),
    "stats_bucket": lambda how, results: stats_of([each for _, each in beside(how, results)]),
    "extended_stats_bucket": lambda how, results: extended_stats_of([each for _, each in beside(how, results)], how.get("sigma", 2.0)),
    "percentiles_bucket": percentiles_bucket,
}


def cumulative_sum(name: str, how: Json, buckets: list[Json]) -> list[Json]:
    """The sum up to here."""
    total = 0.0
    for bucket in buckets:
        total += number(bucket, how["buckets_path"], "keep_values") or 0.0
        bucket[name] = with_texts({"value": total}, how)
    return buckets


def derivative(name: str, how: Json, buckets: list[Json]) -> list[Json]:
    """The difference to the bucket before, null where one of both has no number."""
    found = [number(bucket, how["buckets_path"], how.get("gap_policy", "skip")) for bucket in buckets]
    for before, here, bucket in zip(found, found[1:], buckets[1:], strict=False):
        bucket[name] = with_texts({"value": None if before is None or here is None else here - before}, how)
    if "unit" in how:
        for earlier, bucket in pairwise(buckets):
            steps = (bucket["key"] - earlier["key"]) / UNITS[how["unit"]]
            bucket[name] |= {"normalized_value": None if bucket[name]["value"] is None else bucket[name]["value"] / steps}
    return buckets


def serial_diff(name: str, how: Json, buckets: list[Json]) -> list[Json]:
    """The difference to the bucket so many before, where both have a number."""
    found = [number(bucket, how["buckets_path"], how.get("gap_policy", "skip")) for bucket in buckets]
    lag = how.get("lag", 1)
    for before, here, bucket in zip(found, found[lag:], buckets[lag:], strict=False):
        if before is not None and here is not None:
            bucket[name] = with_texts({"value": here - before}, how)
    return buckets


def bucket_sort(name: str, how: Json, buckets: list[Json]) -> list[Json]:
    """In another order, and some of them; those without a number to sort by are left out."""
    kept = list(buckets)
    for sort in reversed(how.get("sort", [])):
        ((path, order),) = sort.items()
        numbers = {id(each): number(each, path, how.get("gap_policy", "skip")) for each in kept}
        kept = [each for each in kept if numbers[id(each)] is not None]
        kept.sort(key=lambda each: numbers[id(each)] or 0.0, reverse=order == "desc")
    begin = how.get("from", 0)
    return kept[begin : begin + how.get("size", len(kept))]


PARENTS |= {"cumulative_sum": cumulative_sum, "derivative": derivative, "serial_diff": serial_diff, "bucket_sort": bucket_sort}
