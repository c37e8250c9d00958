"""Numbers of the values of a field."""

from __future__ import annotations

import itertools
import math
from collections import Counter

from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation, numbers, values_of
from tests.search.reference.schema import Json

SETS = ("keyword", "ip", "wildcard", "constant_keyword", "flattened", "version")
"""Of these types a document has each value only once."""


@aggregation("avg")
def avg(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    found = numbers(hits, how)
    return {"value": math.fsum(found) / len(found) if found else None}


@aggregation("sum")
def sum_(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return {"value": math.fsum(numbers(hits, how))}


@aggregation("min")
def min_(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return {"value": min(numbers(hits, how), default=None)}


@aggregation("max")
def max_(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return {"value": max(numbers(hits, how), default=None)}


def stats_of(found: list[float]) -> Json:
    """Of numbers."""
    if not found:
        return {"count": 0, "min": None, "max": None, "avg": None, "sum": 0.0}
    total = math.fsum(found)
    return {"count": len(found), "min": min(found), "max": max(found), "avg": total / len(found), "sum": total}


@aggregation("stats")
def stats(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return stats_of(numbers(hits, how))


BOUNDS = ("upper", "lower", "upper_population", "lower_population", "upper_sampling", "lower_sampling")
SPREAD = (
    "sum_of_squares",
    "variance",
    "variance_population",
    "variance_sampling",
    "std_deviation",
    "std_deviation_population",
    "std_deviation_sampling",
)


def extended_stats_of(found: list[float], sigma: float) -> Json:
    """Of numbers; from their squares, as the wire knows those."""
    if not found:
        return {**stats_of(found), **dict.fromkeys(SPREAD), "std_deviation_bounds": dict.fromkeys(BOUNDS)}
    count, mean = len(found), math.fsum(found) / len(found)
    apart = math.fsum((each - mean) ** 2 for each in found)
    population, sampling = apart / count, apart / (count - 1) if count > 1 else None
    deviations = {"population": math.sqrt(population), "sampling": None if sampling is None else math.sqrt(sampling)}
    bounds: Json = {}
    for name, deviation in (("", deviations["population"]), *((f"_{name}", each) for name, each in deviations.items())):
        for side, sign in (("upper", 1), ("lower", -1)):
            bounds[side + name] = "NaN" if deviation is None else mean + sign * sigma * deviation
    return {
        **stats_of(found),
        "sum_of_squares": math.fsum(each * each for each in found),
        "variance": population,
        "variance_population": population,
        "variance_sampling": "NaN" if sampling is None else sampling,
        "std_deviation": deviations["population"],
        "std_deviation_population": deviations["population"],
        "std_deviation_sampling": "NaN" if sampling is None else deviations["sampling"],
        "std_deviation_bounds": bounds,
    }


@aggregation("extended_stats")
def extended_stats(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return extended_stats_of(numbers(hits, how), how.get("sigma", 2.0))


@aggregation("cardinality")
def cardinality(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    return {"value": len({value for hit in hits for value in values_of(hit, how)})}


@aggregation("value_count")
def value_count(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    kind = corpora[0].schema.type_of(how["field"])
    of = "distinct" if kind in SETS else "values"
    return {"value": sum(len(getattr(hit.document, of)(how["field"])) for hit in hits)}


@aggregation("weighted_avg")
def weighted_avg(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """Of documents with one weight; a value that is absent is passed over, and so is one without a weight."""
    pairs = [
        (float(value), float(weight)) for hit in hits for weight in values_of(hit, how["weight"]) for value in values_of(hit, how["value"])
    ]
    below = math.fsum(weight for _, weight in pairs)
    return {"value": math.fsum(value * weight for value, weight in pairs) / below if below else None}


@aggregation("string_stats")
def string_stats(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    found = [value for hit in hits for value in (hit.document.distinct(how["field"]) or values_of(hit, how))]
    letters = Counter(letter for each in found for letter in each)
    total = sum(letters.values())
    lengths = [len(each) for each in found]
    shares = {letter: times / total for letter, times in letters.items()}
    return {
        **({"distribution": shares} if how.get("show_distribution") else {}),
        "count": len(found),
        "min_length": min(lengths, default=None),
        "max_length": max(lengths, default=None),
        "avg_length": total / len(found) if found else None,
        "entropy": -sum(times / total * math.log2(times / total) for times in letters.values()),
    }


def percentile(ordered: list[float], percent: float) -> float | None:
    """Between the two values next to the place."""
    if not ordered:
        return None
    place = percent / 100 * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


@aggregation("percentiles")
def percentiles(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    asked = sorted(how.get("percents", [1, 5, 25, 50, 75, 95, 99]))
    found = {str(float(each)): percentile(numbers(hits, how), each) for each in asked}
    if how.get("keyed", True):
        return {"values": found}
    return {"values": [{"key": float(each), "value": value} for each, value in found.items()]}


def rank(ordered: list[float], value: float) -> float | None:
    """How many percent are below; of equal ones half, of the way to the next value the part that lies before."""
    if not ordered:
        return None
    if value < ordered[0]:
        return 0.0
    below = 0.5
    for before, following in itertools.pairwise(ordered):
        if following < value:
            below += 1
        elif following == value:
            below += 0.5
        elif before < value < following:
            below += (value - before) / (following - before)
    if ordered[-1] <= value:
        below = len(ordered) - 0.5 * ordered[1:].count(value)
    return 100 * below / len(ordered)


@aggregation("percentile_ranks")
def percentile_ranks(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    found = {str(float(each)): rank(numbers(hits, how), each) for each in sorted(how["values"])}
    if how.get("keyed", True):
        return {"values": found}
    return {"values": [{"key": float(each), "value": value} for each, value in found.items()]}


@aggregation("median_absolute_deviation")
def median_absolute_deviation(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    found = numbers(hits, how)
    middle = percentile(found, 50)
    return {"value": None if middle is None else percentile(sorted(abs(each - middle) for each in found), 50)}
