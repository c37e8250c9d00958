"""``percentiles``, ``percentile_ranks`` and ``median_absolute_deviation``: exact, over all values in order.

Elasticsearch keeps a digest, which is exact for few values and an estimate for many; ``compression`` says how good the estimate must be,
so it changes nothing here. What lies between two values depends on the digest (``digest``, ``hdr``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints
from docstore.errors import AggregationExecutionError, IllegalArgumentError, IllegalStateError
from docstore.query.wire import Declared, declared, integer, number, text
from docstore.search.aggregations.collect import Collector, Floats, NoSuchMetric, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.counted import Counted, counted_values
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.metric.digest import AccurateTDigest, Digest, TDigest
from docstore.search.aggregations.metric.hdr import Hdr
from docstore.search.aggregations.metric.ordered import Ordered
from docstore.search.aggregations.metric.single_value import finite
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import ARRAY, NUMBER, OBJECT, SOURCE_KEYS, STRING, flag_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]
_TDIGEST = TDigest()
_DEFAULT = (1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0)


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(number(value) for value in values)


def read_compression(value: Any) -> float:
    """How good the estimate must be.

    :raises IllegalArgumentError: negative.
    """
    found = number(value)
    if found < 0:
        raise IllegalArgumentError(f"[compression] must be greater than or equal to 0. Found [{found}]")
    return found


def _hint(value: Any) -> str:
    name = text(value)
    if name not in ("default", "high_accuracy"):
        raise IllegalArgumentError(f"Invalid execution_hint [{name}], valid values are [default, high_accuracy]")
    return name


def _digits(value: Any) -> int:
    found = integer(value)
    if not 0 <= found <= 5:
        raise IllegalArgumentError("[numberOfSignificantValueDigits] must be between 0 and 5")
    return found


_TDIGEST_KEYS = {"compression": Declared(NUMBER, read_compression), "execution_hint": Declared(STRING, _hint)}
_KEYS: dict[str, Declared] = {
    **SOURCE_KEYS,
    "keyed": flag_key,
    "tdigest": Declared(OBJECT, lambda body: declared("tdigest", body, _TDIGEST_KEYS)),
    "hdr": Declared(OBJECT, lambda body: declared("hdr", body, {"number_of_significant_value_digits": Declared(NUMBER, _digits)})),
}


def _digest(found: Json) -> Digest:
    if "hdr" not in found:
        accurate = found.get("tdigest", {}).get("execution_hint") == "high_accuracy"
        return AccurateTDigest() if accurate else _TDIGEST
    if "tdigest" in found:
        raise IllegalStateError("Only one percentiles config type should be declared.")
    return Hdr(found["hdr"].get("number_of_significant_value_digits", 3))


class _RankedMetric(Aggregation):
    takes_counted: ClassVar[bool] = True
    support: ClassVar[Support] = Support.NUMERIC
    source: Source

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """The field's numbers."""
        counted = counted_values(self.source, context) if self.takes_counted else None
        return _RankedCollector(self, counted or self.source.bind(context, self.kind, self.support))

    def result(self, ordered: Ordered, format: Format) -> Result:
        """From all values, ascending."""
        raise NotImplementedError


@dataclass(slots=True)
class _RankedCollector(Collector):
    metric: _RankedMetric
    values: Values | Counted

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        counts = None
        if isinstance(self.values, Counted):
            places, values, counts = self.values.read(docs)
        else:
            places, values = self.values.numbers(docs)
        numbers, belongs = values.astype(np.float64), owners[places]
        order = np.lexsort((numbers, belongs))
        counts = None if counts is None else counts[order]
        return _RankedTable(self.metric, self.values.format, numbers[order], counts, belongs[order], count)


@dataclass(slots=True)
class _RankedTable(Table):
    metric: _RankedMetric
    format: Format
    values: Floats
    counts: Ints | None
    owners: Ints
    count: int

    def _of(self, owner: int) -> Ordered:
        low, high = np.searchsorted(self.owners, [owner, owner + 1])
        return Ordered.of(self.values[low:high], None if self.counts is None else self.counts[low:high])

    def partial(self, owner: int) -> Partial:
        return _RankedPartial(self.metric, self.format, self._of(owner))

    def numbers(self, path: list[str]) -> Floats:
        if not path and isinstance(self.metric, Percentiles | PercentileRanks):
            raise AggregationExecutionError(
                "Invalid aggregation order path. When ordering on a multi-value metrics aggregation a metric name must be specified."
            )
        results = [self.metric.result(self._of(owner), self.format) for owner in in_time(range(self.count), CHECKED)]
        try:
            return np.array([result.number(path, "") for result in results], dtype=np.float64)
        except IllegalArgumentError:
            raise NoSuchMetric(path, several=self.metric.kind != "median_absolute_deviation") from None


@dataclass(slots=True)
class _RankedPartial(Partial):
    metric: _RankedMetric
    format: Format
    ordered: Ordered

    def merged(self, others: Sequence[Self]) -> Self:
        every = Ordered.together([self.ordered, *(other.ordered for other in others)])
        return type(self)(self.metric, self.format if len(self.ordered) else others[0].format, every)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        return self.metric.result(self.ordered, self.format)


def _table(wire_type: str, points: Sequence[float], found: Sequence[float], *, keyed: bool, format: Format) -> Result:
    """The answer of both: ``values`` by point, or as a list."""
    texts = [format.text(value) if math.isfinite(value) else None for value in found]
    if keyed:
        values: Any = {}
        for point, value, text in zip(points, found, texts, strict=True):
            values[str(float(point))] = finite(value)
            if text is not None:
                values[f"{float(point)}_as_string"] = text
    else:
        rows = zip(points, found, texts, strict=True)
        values = [{"key": p, "value": finite(v)} | ({} if t is None else {"value_as_string": t}) for p, v, t in rows]
    by_name = {name: value for p, value in zip(points, found, strict=True) for name in {str(float(p)), f"{p:g}"}}
    if len(points) == 1:
        by_name["value"] = found[0]
    return MetricResult(wire_type, by_name, {"values": values})


@aggregation("percentiles")
@dataclass(frozen=True, slots=True)
class Percentiles(_RankedMetric):
    """The values at some percents."""

    source: Source
    percents: tuple[float, ...] = _DEFAULT
    keyed: bool = True
    digest: Digest = _TDIGEST

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "percents": [50, 99], "keyed": true}``."""
        found = declared(cls.kind, body, {**_KEYS, "percents": Declared(ARRAY, _numbers)})
        percents = found.get("percents", _DEFAULT)
        if not percents:
            raise IllegalArgumentError(f"[percents] must not be an empty array: [{name}]")
        for percent in percents:
            if not 0 <= percent <= 100:
                raise IllegalArgumentError(f"percent must be in [0,100], got [{percent}]: [{name}]")
        return cls(Source.of(found), tuple(sorted(percents)), found.get("keyed", True), _digest(found))

    def aggregator(self, collector: Collector) -> str:
        """By the method that is asked for; both are exact here."""
        return f"{self.digest.title}PercentilesAggregator"

    def result(self, ordered: Ordered, format: Format) -> Result:
        """One value for each percent."""
        found = [self.digest.percentile(ordered, each) for each in in_time(self.percents, CHECKED)]
        return _table(f"{self.digest.wire}_percentiles", self.percents, found, keyed=self.keyed, format=format)


@aggregation("percentile_ranks")
@dataclass(frozen=True, slots=True)
class PercentileRanks(_RankedMetric):
    """How many percent of the values do not exceed some numbers."""

    source: Source
    points: tuple[float, ...]
    keyed: bool = True
    digest: Digest = _TDIGEST

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "values": [500, 600]}``."""
        found = declared(cls.kind, body, {**_KEYS, "values": Declared(ARRAY, _numbers)})
        if not found.get("values"):
            raise IllegalArgumentError(f"[values] must not be an empty array: [{name}]")
        return cls(Source.of(found), tuple(sorted(found["values"])), found.get("keyed", True), _digest(found))

    def aggregator(self, collector: Collector) -> str:
        """By the method that is asked for; both are exact here."""
        return f"{self.digest.title}PercentileRanksAggregator"

    def result(self, ordered: Ordered, format: Format) -> Result:
        """One percent for each number."""
        found = [self.digest.rank(ordered, each) for each in in_time(self.points, CHECKED)]
        return _table(f"{self.digest.wire}_percentile_ranks", self.points, found, keyed=self.keyed, format=format)


def _compression_key(name: str) -> Declared:
    def read(value: Any) -> float:
        if (found := number(value)) > 0:
            return found
        raise IllegalArgumentError(f"[compression] must be greater than 0. Found [{found}] in [{name}]")

    return Declared(NUMBER, read)


def _median(ordered: Ordered) -> float:
    return _TDIGEST.percentile(ordered, 50)


@aggregation("median_absolute_deviation")
@dataclass(frozen=True, slots=True)
class MedianAbsoluteDeviation(_RankedMetric):
    """The median of the distances from the median."""

    takes_counted: ClassVar[bool] = False
    support: ClassVar[Support] = Support.NUMBERS
    source: Source

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "compression": 1000}``."""
        found = declared(cls.kind, body, {**SOURCE_KEYS, **_TDIGEST_KEYS, "compression": _compression_key(name)})
        return cls(Source.of(found))

    def result(self, ordered: Ordered, format: Format) -> Result:
        """One value; null without values."""
        value = _median(Ordered(np.sort(np.abs(ordered.values - _median(ordered)))))
        body: Json = {"value": finite(value)}
        if (text := format.text(value)) is not None and math.isfinite(value):
            body["value_as_string"] = text
        return MetricResult(self.kind, {"value": value}, body)
