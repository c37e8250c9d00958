"""Results beside a bucket aggregation: ``avg_bucket`` and its like (``BucketMetricsPipelineAggregationBuilder``)."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

from docstore.columns.deadline import CHECKED, in_time
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.wire import Declared, number
from docstore.search.aggregations.metric.moments import Moments
from docstore.search.aggregations.metric.stats import Spread, basic, basic_body
from docstore.search.aggregations.path import split_path
from docstore.search.aggregations.pipeline.values import OVER, OnePath, format_of, read, value_result
from docstore.search.aggregations.registry import pipeline
from docstore.search.aggregations.request import Aggregation, SiblingPipeline, Tree
from docstore.search.aggregations.result import Bucket, MetricResult, Result, numbers_along
from docstore.search.aggregations.source_keys import flag_key

Json = dict[str, Any]
Pairs = list[tuple[Bucket, float]]


@frozen
class OverBuckets(OnePath, SiblingPipeline):
    """A path through buckets, and what is made of the numbers in them."""

    words: ClassVar = OVER

    def misplaced(self, name: str, tree: Tree, parent: Aggregation | None) -> Iterator[str]:
        """The path must begin at a sibling that makes buckets."""
        first = split_path(self.path)[0]
        node = tree.node(first)
        if node is None:
            yield f"buckets_path aggregation does not exist for aggregation [{name}]: {self.path}"
        elif not node.aggregation.takes_subs:
            yield (
                f"The first aggregation in buckets_path must be a multi-bucket aggregation for aggregation [{name}] found"
                f" :{type(node.aggregation).__name__} for buckets path: {self.path}"
            )

    def run(self, name: str, results: dict[str, Result]) -> Result:
        """Gaps are closed or passed over."""
        along = in_time(numbers_along(results, self.path), CHECKED)
        pairs = [(bucket, self.gap_policy.number(bucket, found, self.path)) for bucket, found in along]
        return self.result([(bucket, found) for bucket, found in pairs if not math.isnan(found)])

    @abstractmethod
    def result(self, pairs: Pairs) -> Result:
        """Of the buckets that have a number."""


@pipeline("avg_bucket")
class AvgBucket(OverBuckets):
    """The mean."""

    def result(self, pairs: Pairs) -> Result:
        """Null of nothing."""
        value = math.fsum(found for _, found in pairs) / len(pairs) if pairs else math.nan
        return value_result(value, format_of(self.format))


@pipeline("sum_bucket")
class SumBucket(OverBuckets):
    """The sum."""

    def result(self, pairs: Pairs) -> Result:
        """0 of nothing."""
        return value_result(math.fsum(found for _, found in pairs), format_of(self.format))


@pipeline("min_bucket")
class MinBucket(OverBuckets):
    """The smallest, and the keys of the buckets that have it."""

    def result(self, pairs: Pairs) -> Result:
        """Null of nothing."""
        return self.extreme(pairs, min((found for _, found in pairs), default=math.inf))

    def extreme(self, pairs: Pairs, value: float) -> Result:
        """A number, and where it is."""
        keys = [_key(bucket) for bucket, found in pairs if found == value]
        return value_result(value, format_of(self.format), "bucket_metric_value", {"keys": keys})


@pipeline("max_bucket")
class MaxBucket(MinBucket):
    """The greatest, and the keys of the buckets that have it."""

    def result(self, pairs: Pairs) -> Result:
        """Null of nothing."""
        return self.extreme(pairs, max((found for _, found in pairs), default=-math.inf))


def _key(bucket: Bucket) -> str:
    return bucket.name or str(bucket.fields.get("key_as_string", bucket.fields.get("key", bucket.key)))


@pipeline("stats_bucket")
class StatsBucket(OverBuckets):
    """Count, least, greatest, mean and sum."""

    def result(self, pairs: Pairs) -> Result:
        """Nulls of nothing."""
        numbers = self.numbers([found for _, found in pairs])
        json: Json = {key: value if math.isfinite(value) else None for key, value in numbers.items()}
        json["count"] = len(pairs)
        format_ = format_of(self.format)
        if pairs and format_.text(0) is not None:
            json |= {f"{key}_as_string": format_.text(value) for key, value in numbers.items() if key != "count"}
        return MetricResult(self.kind, numbers, json)

    def numbers(self, found: Sequence[float]) -> dict[str, float]:
        """By name."""
        total = math.fsum(found)
        return {
            "count": len(found),
            "min": min(found, default=math.inf),
            "max": max(found, default=-math.inf),
            "avg": total / len(found) if found else math.nan,
            "sum": total,
        }


def _sigma(value: Any) -> float:
    found = number(value)
    if found < 0:
        raise IllegalArgumentError("sigma must be a non-negative double")
    return found


@pipeline("extended_stats_bucket")
@frozen
class ExtendedStatsBucket(OverBuckets):
    """``stats_bucket``, and how far the numbers spread."""

    sigma: float = 2.0

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"buckets_path": "months>sales", "sigma": 2}``."""
        return cls(**read(name, body, cls.words, {"sigma": Declared(frozenset({"VALUE_NUMBER"}), _sigma)}))

    def result(self, pairs: Pairs) -> Result:
        """As ``extended_stats`` of the numbers."""
        found = [value for _, value in pairs]
        squares = math.fsum(value * value for value in found)
        moments = Moments(
            len(found), math.fsum(found), min(found, default=math.inf), max(found, default=-math.inf), squares
        )
        format_, spread = format_of(self.format), Spread(moments, self.sigma)
        body = {**basic_body(moments, format_), **spread.body(format_)}
        return MetricResult(self.kind, {**basic(moments), **spread.numbers()}, body)


def _percents(value: Any) -> tuple[float, ...]:
    percents = tuple(map(number, value))
    for each in percents:
        if not 0 <= each <= 100:
            raise IllegalArgumentError("percents must only contain non-null doubles from 0.0-100.0 inclusive")
    return percents


@pipeline("percentiles_bucket")
@frozen
class PercentilesBucket(OverBuckets):
    """The numbers nearest to shares of all of them; nothing is interpolated."""

    percents: tuple[float, ...] = (1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0)
    keyed: bool = True

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"buckets_path": "months>sales", "percents": [25, 50]}``."""
        more = {"percents": Declared(frozenset({"START_ARRAY"}), _percents), "keyed": flag_key}
        return cls(**read(name, body, cls.words, more))

    def result(self, pairs: Pairs) -> Result:
        """Nulls of nothing."""
        ordered = sorted(found for _, found in pairs)
        values = {each: ordered[math.floor(each / 100 * (len(ordered) - 1) + 0.5)] if ordered else math.nan for each in self.percents}
        format = format_of(self.format)
        texts = {each: format.text(value) if ordered else None for each, value in values.items()}
        rows = [
            (each, value if ordered else None, {} if texts[each] is None else {f"{each}_as_string": texts[each]})
            for each, value in values.items()
        ]
        shown: Any = {key: found for each, value, more in rows for key, found in {str(each): value, **more}.items()}
        if not self.keyed:
            shown = [{"key": each, "value": value, **more} for each, value, more in rows]
        return MetricResult(self.kind, {str(each): value for each, value in values.items()}, {"values": shown})
