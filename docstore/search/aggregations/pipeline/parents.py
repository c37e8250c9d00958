"""Results in each bucket of a sequence: ``cumulative_sum``, ``derivative``, ``serial_diff``."""

from __future__ import annotations

import itertools
import math
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Self

from docstore.columns.deadline import CHECKED, in_time
from docstore.errors import IllegalArgumentError, ParsingError, ValidationError
from docstore.frozen import frozen
from docstore.query.wire import Declared, declared, integer, text
from docstore.search.aggregations.bucket.date_rounding import UNITS, span_millis
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.pipeline.values import PIPELINE_KEYS, OnePath, format_of, read, sequential, value_result
from docstore.search.aggregations.registry import pipeline
from docstore.search.aggregations.request import Aggregation, ParentPipeline, Tree
from docstore.search.aggregations.result import Bucket

Json = dict[str, Any]

_UNIT_MILLIS = {
    "second": 1_000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000, "week": 604_800_000,
    "month": 2_592_000_000, "quarter": 7_776_000_000, "year": 31_536_000_000,
}  # fmt: skip


@frozen
class AlongBuckets(OnePath, ParentPipeline):
    """A path below each bucket, and what is made of the sequence of its numbers."""

    def misplaced(self, name: str, tree: Tree, parent: Aggregation | None) -> Iterator[str]:
        """It stands in a histogram."""
        yield from sequential(self.kind, name, parent)

    def run(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """Each bucket with its result, where there is one."""
        numbers = [self.gap_policy.number(bucket, bucket.number(self.path), self.path) for bucket in in_time(buckets, CHECKED)]
        self.add(name, buckets, numbers, format_of(self.format))
        return buckets

    @abstractmethod
    def add(self, name: str, buckets: Sequence[Bucket], numbers: Sequence[float], format: Format) -> None:
        """Put the results in."""


@pipeline("cumulative_sum")
class CumulativeSum(AlongBuckets):
    """The sum of this bucket and all before it."""

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"buckets_path": "sales"}``.

        :raises ApiError: an unknown key, no path, or several.
        """
        found = declared(cls.kind, body, {key: PIPELINE_KEYS[key] for key in ("buckets_path", "format")})
        if "buckets_path" not in found:
            raise IllegalArgumentError("Required [buckets_path]")
        if len(paths := found["buckets_path"]) != 1:
            raise ValidationError(f"buckets_path must contain a single entry for aggregation [{name}]")
        return cls(paths[0], format=found.get("format"))

    def run(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """What is no number adds nothing."""
        self.add(name, buckets, [bucket.number(self.path) for bucket in in_time(buckets, CHECKED)], format_of(self.format))
        return buckets

    def add(self, name: str, buckets: Sequence[Bucket], numbers: Sequence[float], format: Format) -> None:
        """See the class."""
        total = 0.0
        for bucket, found in in_time(zip(buckets, numbers, strict=True), CHECKED):
            total += found if math.isfinite(found) else 0.0
            bucket.results[name] = value_result(total, format)


def _unit(value: Any) -> int:
    name = text(value)
    return _UNIT_MILLIS[UNITS[name]] if name in UNITS else span_millis(name, "DerivativePipelineAggregationBuilder.unit")


@pipeline("derivative")
@frozen
class Derivative(AlongBuckets):
    """The difference to the bucket before; with ``unit`` also how much that is in a unit of time."""

    unit: int | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"buckets_path": "sales", "unit": "day"}``."""
        return cls(**read(name, body, cls.words, {"unit": Declared(frozenset({"VALUE_STRING"}), _unit)}))

    def add(self, name: str, buckets: Sequence[Bucket], numbers: Sequence[float], format: Format) -> None:
        """None in the first bucket; null in gaps and behind them."""
        for (before, last), (bucket, found) in in_time(itertools.pairwise(zip(buckets, numbers, strict=True)), CHECKED):
            difference, more = found - last, dict[str, Any]()
            if self.unit is not None:
                normalized = difference / ((bucket.key - before.key) / self.unit)
                more["normalized_value"] = normalized if math.isfinite(normalized) else None
            result = value_result(difference, format, "derivative", more)
            result.values |= {key: math.nan if value is None else value for key, value in more.items()}
            bucket.results[name] = result


def _lag(name: str, value: Any) -> int:
    if (lag := integer(value)) > 0:
        return lag
    raise ParsingError(f"Lag must be a positive, non-zero integer.  Value supplied was{lag} in [{name}]: [lag].")


@pipeline("serial_diff")
@frozen
class SerialDiff(AlongBuckets):
    """The difference to the bucket ``lag`` before."""

    lag: int = 1

    def misplaced(self, name: str, tree: Tree, parent: Aggregation | None) -> Iterator[str]:
        """It stands in a histogram, which may leave out buckets."""
        yield from sequential(self.kind, name, parent, skips=True)

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"buckets_path": "sales", "lag": 7}``."""
        return cls(**read(name, body, cls.words, {"lag": Declared(frozenset({"VALUE_NUMBER"}), partial(_lag, name))}))

    def add(self, name: str, buckets: Sequence[Bucket], numbers: Sequence[float], format: Format) -> None:
        """Only where both buckets have a number."""
        for at in in_time(range(self.lag, len(buckets)), CHECKED):
            difference = numbers[at] - numbers[at - self.lag]
            if not math.isnan(difference):
                buckets[at].results[name] = value_result(difference, format)
