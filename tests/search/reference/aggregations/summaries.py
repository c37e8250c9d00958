"""Aggregations of fields that hold a summary of many numbers."""

from __future__ import annotations

import math
from dataclasses import replace

from tests.search.reference.aggregations.evaluation import KINDS, OF_TYPES, Aggregate, Corpora, Hits
from tests.search.reference.schema import Json
from tests.search.reference.sorting import Hit


def of_metric(kind: str) -> Aggregate:
    """One metric of all summaries together."""

    def aggregate(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
        found = [each for hit in hits for each in hit.document.raw(how["field"]) if each is not None]
        total, count = math.fsum(each["sum"] for each in found), sum(each["value_count"] for each in found)
        values = {
            "min": min((float(each["min"]) for each in found), default=None),
            "max": max((float(each["max"]) for each in found), default=None),
            "sum": total,
            "avg": total / count if count else None,
            "value_count": count,
        }
        return {"value": values[kind]}

    return aggregate


def of_numbers(kind: str) -> Aggregate:
    """Buckets of numbers, as if each number of a histogram were a document."""

    def aggregate(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
        return KINDS[kind](how, [each for hit in hits for each in spread(hit, how["field"])], aggs, corpora)

    return aggregate


def spread(hit: Hit, field: str) -> list[Hit]:
    """A hit for each number."""
    sources = [{field: {"values": [value], "counts": [1]}} for value in hit.document.values(field)]
    return [replace(hit, document=replace(hit.document, source=source)) for source in sources]


OF_TYPES.update({("aggregate_metric_double", kind): of_metric(kind) for kind in ("min", "max", "sum", "avg", "value_count")})
OF_TYPES.update({("histogram", kind): of_numbers(kind) for kind in ("histogram", "range")})
