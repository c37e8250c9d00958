"""What comes out: results of aggregations, ready for pipelines and for JSON."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from docstore.columns.deadline import CHECKED, in_time
from docstore.errors import AggregationExecutionError, IllegalArgumentError
from docstore.search.aggregations.path import split_path

Json = dict[str, Any]
Results = dict[str, "Result"]


class Result(ABC):
    """One aggregation's outcome."""

    wire_type: str
    """What ``typed_keys`` puts before the name: ``avg``, ``sterms``."""

    meta: Json | None = None

    @abstractmethod
    def body(self, *, typed: bool) -> Json:
        """The JSON without ``meta``."""

    def to_body(self, *, typed: bool = False) -> Json:
        """The JSON below the name."""
        return self.body(typed=typed) if self.meta is None else {"meta": self.meta, **self.body(typed=typed)}

    def number(self, path: list[str], name: str) -> float:
        """The number that the rest of a ``buckets_path`` means; not-a-number where there is none. ``name`` is its first step.

        :raises IllegalArgumentError: it means none.
        """
        raise IllegalArgumentError(
            f"buckets_path must reference either a number value or a single value numeric metric aggregation, got: "
            f"[{_CLASSES.get(self.wire_type, self.wire_type)}] at aggregation [{name}]"
        )


_CLASSES = {
    "lterms": "LongTerms",
    "sterms": "StringTerms",
    "dterms": "DoubleTerms",
    "umterms": "UnmappedTerms",
    "multi_terms": "InternalMultiTerms",
    "histogram": "InternalHistogram",
    "date_histogram": "InternalDateHistogram",
    "auto_date_histogram": "InternalAutoDateHistogram",
    "range": "InternalRange",
    "date_range": "InternalDateRange",
    "ip_range": "InternalBinaryRange",
    "filters": "InternalFilters",
    "composite": "InternalComposite",
    "geohash_grid": "InternalGeoHashGrid",
    "geotile_grid": "InternalGeoTileGrid",
    "ip_prefix": "InternalIpPrefix",
    "top_hits": "InternalTopHits",
    "string_stats": "InternalStringStats",
}
"""What Elasticsearch calls a result in an error."""


def bodies(results: Results, *, typed: bool) -> Json:
    """The JSON of a level."""
    return {
        (f"{result.wire_type}#{name}" if typed else name): result.to_body(typed=typed) for name, result in results.items()
    }


@dataclass(slots=True)
class MetricResult(Result):
    """Numbers by name: ``values`` is what paths see, ``json`` what is shown."""

    wire_type: str
    values: dict[str, float]
    json: Json
    meta: Json | None = None

    def body(self, *, typed: bool) -> Json:
        """As it is."""
        return self.json

    def number(self, path: list[str], name: str) -> float:
        """``avg``, ``stats.max`` or ``percentiles[99.9]``; a single number needs no name."""
        if not path and "value" in self.values:
            return self.values["value"]
        if len(path) == 1 and (key := path[0].strip("[]").strip("'\"")) in self.values:
            return self.values[key]
        if not path:
            raise IllegalArgumentError(
                f"buckets_path must reference either a number value or a single value numeric metric aggregation, but [{name}] "
                "contains multiple values. Please specify which to use."
            )
        raise IllegalArgumentError(f"path not supported for [{name}]: [{'.'.join(path)}]")


@dataclass(slots=True)
class SingleBucketResult(Result):
    """One bucket: ``filter``, ``global``, ``missing``, ``nested``."""

    wire_type: str
    doc_count: int
    results: Results
    meta: Json | None = None

    def body(self, *, typed: bool) -> Json:
        """The count and what is below."""
        return {"doc_count": self.doc_count, **bodies(self.results, typed=typed)}

    def number(self, path: list[str], name: str) -> float:
        """``_count``, or a number below."""
        if path == ["doc_count"]:
            return float(self.doc_count)
        return number_below(self.doc_count, None, self.results, path, name)


@dataclass(slots=True)
class Bucket:
    """One of several buckets. ``fields`` are the JSON keys before ``doc_count``, ``after`` those behind it."""

    key: Any
    fields: Json
    doc_count: int
    results: Results = field(default_factory=dict)
    after: Json = field(default_factory=dict)
    name: str = ""
    """The key in a keyed answer."""

    def body(self, *, typed: bool) -> Json:
        """The JSON object."""
        return {**self.fields, "doc_count": self.doc_count, **self.after, **bodies(self.results, typed=typed)}

    def number(self, path: str) -> float:
        """The number that a path means in this bucket; not-a-number where there is none."""
        return self.number_at(split_path(path))

    def number_at(self, steps: list[str]) -> float:
        """The same, of a path in steps."""
        return number_below(self.doc_count, self.key, self.results, steps)


@dataclass(slots=True)
class BucketsResult(Result):
    """Many buckets. ``extra`` stands before them, ``tail`` behind."""

    wire_type: str
    buckets: list[Bucket]
    extra: Json = field(default_factory=dict)
    keyed: bool = False
    tail: Json = field(default_factory=dict)
    meta: Json | None = None

    def body(self, *, typed: bool) -> Json:
        """A list, or an object by key."""
        if self.keyed:
            named = {bucket.name: bucket.body(typed=typed) for bucket in in_time(self.buckets, CHECKED)}
            return {**self.extra, "buckets": named, **self.tail}
        return {**self.extra, "buckets": [bucket.body(typed=typed) for bucket in in_time(self.buckets, CHECKED)], **self.tail}

    def number(self, path: list[str], name: str) -> float:
        """``_bucket_count``."""
        if path == ["_bucket_count"]:
            return float(len(self.buckets))
        if path:
            raise IllegalArgumentError(
                "buckets_path must reference either a number value or a single value numeric metric aggregation, got: "
                f"[Object[]] at aggregation [{name}]"
            )
        return Result.number(self, path, name)

    def named(self, name: str) -> Bucket | None:
        """The bucket of a key, as ``aggregation['key']`` in a path means it."""
        return next((b for b in self.buckets if b.name == name or str(b.fields.get("key_as_string", b.key)) == name), None)


@dataclass(slots=True)
class ShownResult(Result):
    """A body that no path looks into: ``top_hits``, ``string_stats``."""

    wire_type: str
    json: Json
    meta: Json | None = None

    def body(self, *, typed: bool) -> Json:
        """As it is."""
        return self.json


def number_below(count: int, key: Any, results: Results, path: list[str], name: str | None = None) -> float:
    """The number that a path means below a bucket; not-a-number where there is none (``BucketHelpers.resolveBucketValue``).

    ``name`` is the first step of the whole path, where this is a rest of it.
    """
    if not path or path == ["_count"]:
        return float(count)
    if path == ["_key"]:
        return float(key)
    first, *rest = path
    if first not in results:
        return math.nan
    result = results[first]
    if isinstance(result, BucketsResult) and rest and rest[0].startswith("["):
        chosen = result.named(rest[0].strip("[]").strip("'\""))
        return math.nan if chosen is None else number_below(chosen.doc_count, chosen.key, chosen.results, rest[1:], name or first)
    return result.number(rest, name or first)


def numbers_along(results: Results, path: str) -> list[tuple[Bucket, float]]:
    """For a sibling pipeline: the buckets that a path goes through, and the number in each.

    :raises AggregationExecutionError: the path leads nowhere, or not through buckets.
    """
    first, *rest = split_path(path)
    found = results.get(first)
    if found is None:
        raise IllegalArgumentError(f"No aggregation found for path [{path}]")
    if isinstance(found, SingleBucketResult):
        return numbers_along(found.results, ">".join(rest)) if rest else []
    if not isinstance(found, BucketsResult):
        raise AggregationExecutionError(
            "buckets_path must reference either a multi-bucket aggregation or a single-bucket one, got "
            f"[{first}] of type [{found.wire_type}]"
        )
    buckets = found.buckets
    if rest and rest[0].startswith("["):
        chosen = found.named(rest[0].strip("[]").strip("'\""))
        buckets, rest = ([] if chosen is None else [chosen]), rest[1:]
    return [(bucket, number_below(bucket.doc_count, bucket.key, bucket.results, rest)) for bucket in in_time(buckets, CHECKED)]
