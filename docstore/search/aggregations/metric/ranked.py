"""``percentiles``, ``percentile_ranks`` and ``median_absolute_deviation``: exact, over all values in order.

Elasticsearch keeps a digest, which is exact for few values and an estimate for many; ``compression`` says how good the estimate must be,
so it changes nothing here, where only many values of several indices become fewer before they come together (``Ordered.smaller``). What
lies between two values depends on the digest (``digest``, ``hdr``).
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints
from docstore.errors import AggregationExecutionError, IllegalArgumentError, IllegalStateError, NotBuiltError
from docstore.query.wire import Declared, declared, integer, number, text
from docstore.search.aggregations.collect import Collector, Floats, NoSuchMetric, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.counted import Counted, counted_values
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.metric.digest import AccurateTDigest, Digest, TDigest
from docstore.search.aggregations.metric.hdr import Hdr
from docstore.search.aggregations.metric.ordered import Ordered, by_owner
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
    return tuple(number(value) for value in (values if isinstance(values, list) else [values]))


_NUMBERS = Declared(ARRAY | NUMBER, _numbers)


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


def _not_built(kind: str, why: str) -> NotBuiltError:
    return NotBuiltError(kind, IllegalArgumentError(why))


def _digest(kind: str, found: Json) -> Digest:
    if "hdr" not in found:
        accurate = found.get("tdigest", {}).get("execution_hint") == "high_accuracy"
        return AccurateTDigest() if accurate else _TDIGEST
    if "tdigest" in found:
        raise NotBuiltError(kind, IllegalStateError("Only one percentiles config type should be declared."))
    return Hdr(found["hdr"].get("number_of_significant_value_digits", 3))


class _RankedMetric(Aggregation):
    takes_counted: ClassVar[bool] = True
    support: ClassVar[Support] = Support.NUMERIC
    source: Source

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """The field's numbers."""
        counted = counted_values(self.source, context) if self.takes_counted else None
        return _RankedCollector(self, counted or self.source.bind(context, self.kind, self.support), context.alone)

    @property
    def names(self) -> dict[str, int]:
        """What an order or a path may call the numbers."""
        return {"value": 0}

    def check(self, values: Floats) -> None:
        """Refuse values that cannot be ranked; there are none."""

    @abstractmethod
    def of(self, ordered: Ordered) -> list[float]:
        """The numbers, from all values."""

    def of_each(self, values: Floats, starts: Ints) -> Floats:
        """A row of them for each owner, whose values stand one after the other from their ``starts`` on."""
        spans = in_time(pairwise(starts.tolist()), CHECKED)
        return np.array([self.of(Ordered(values[low:high])) for low, high in spans], dtype=np.float64)

    @abstractmethod
    def result(self, numbers: Sequence[float], format: Format) -> Result:
        """How they are shown."""


@dataclass(slots=True)
class _RankedCollector(Collector):
    """``alone``: nothing is merged afterwards, so that values are forgotten once the numbers are known."""

    metric: _RankedMetric
    values: Values | Counted
    alone: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        if isinstance(self.values, Counted):
            places, numbers, counts = self.values.read(docs)
            belongs, values = owners[places], numbers.astype(np.float64)
            self.metric.check(values)
            order = np.lexsort((values, belongs))
            bounds = np.searchsorted(belongs[order], np.arange(count + 1))
            spans = in_time(pairwise(bounds.tolist()), CHECKED)
            every = [Ordered.of(values[order[low:high]], counts[order[low:high]]) for low, high in spans]
            return _OrderedTable(self.metric, self.values.format, [ordered.smaller() for ordered in every])
        places, numbers = self.values.numbers(docs)
        values, starts = by_owner(numbers.astype(np.float64), owners[places], count)
        self.metric.check(values)
        if self.alone:
            return _KnownTable(self.metric, self.values.format, np.diff(starts), self.metric.of_each(values, starts))
        spans = in_time(pairwise(starts.tolist()), CHECKED)
        return _OrderedTable(self.metric, self.values.format, [Ordered(values[low:high].copy()).smaller() for low, high in spans])


class _RankedTable(Table):
    metric: _RankedMetric

    @abstractmethod
    def rows(self) -> Floats:
        """The numbers of each owner."""

    def numbers(self, path: list[str]) -> Floats:
        several = not isinstance(self.metric, MedianAbsoluteDeviation)
        if not path and several:
            raise AggregationExecutionError(
                "Invalid aggregation order path. When ordering on a multi-value metrics aggregation a metric name must be specified."
            )
        name = path[0].strip("[]").strip("'\"") if len(path) == 1 else "" if path else "value"
        column = self.metric.names.get(name)
        if column is None:
            raise NoSuchMetric(path, several=several)
        return self.rows()[:, column]


@dataclass(slots=True)
class _KnownTable(_RankedTable):
    metric: _RankedMetric
    format: Format
    counts: Ints
    found: Floats

    def rows(self) -> Floats:
        return self.found

    def partial(self, owner: int) -> Partial:
        return _KnownPartial(self.metric, self.format, self.found[owner].tolist())


@dataclass(slots=True)
class _OrderedTable(_RankedTable):
    metric: _RankedMetric
    format: Format
    every: list[Ordered]

    def rows(self) -> Floats:
        return np.array([self.metric.of(ordered) for ordered in in_time(self.every, CHECKED)], dtype=np.float64)

    def partial(self, owner: int) -> Partial:
        return _OrderedPartial(self.metric, self.format, self.every[owner])


@dataclass(slots=True)
class _KnownPartial(Partial):
    metric: _RankedMetric
    format: Format
    numbers: list[float]

    def merged(self, others: Sequence[Self]) -> Self:
        raise AssertionError("of one index nothing is merged")

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        return self.metric.result(self.numbers, self.format)


@dataclass(slots=True)
class _OrderedPartial(Partial):
    metric: _RankedMetric
    format: Format
    ordered: Ordered

    def merged(self, others: Sequence[Self]) -> Self:
        every = Ordered.together([self.ordered, *(other.ordered for other in others)])
        return type(self)(self.metric, self.format if len(self.ordered) else others[0].format, every)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        return self.metric.result(self.metric.of(self.ordered), self.format)


class _PointsMetric(_RankedMetric):
    """A number for each of several points."""

    points: tuple[float, ...]
    keyed: bool
    digest: Digest
    wire: ClassVar[str]

    def check(self, values: Floats) -> None:
        """By the method that is asked for.

        :raises IllegalArgumentError: some are negative and the method is ``hdr``.
        """
        self.digest.check(values)

    @property
    def names(self) -> dict[str, int]:
        names = {name: at for at, point in enumerate(self.points) for name in (str(float(point)), f"{point:g}")}
        return names | ({"value": 0} if len(self.points) == 1 else {})

    def result(self, numbers: Sequence[float], format: Format) -> Result:
        """``values`` by point, or as a list."""
        texts = [format.text(value) if math.isfinite(value) else None for value in numbers]
        if self.keyed:
            values: Any = {}
            for point, value, text in zip(self.points, numbers, texts, strict=True):
                values[str(float(point))] = finite(value)
                if text is not None:
                    values[f"{float(point)}_as_string"] = text
        else:
            rows = zip(self.points, numbers, texts, strict=True)
            values = [{"key": p, "value": finite(v)} | ({} if t is None else {"value_as_string": t}) for p, v, t in rows]
        by_name = {name: numbers[at] for name, at in self.names.items()}
        return MetricResult(f"{self.digest.wire}_{self.kind}", by_name, {"values": values})


@aggregation("percentiles")
@dataclass(frozen=True, slots=True)
class Percentiles(_PointsMetric):
    """The values at some percents."""

    source: Source
    points: tuple[float, ...] = _DEFAULT
    keyed: bool = True
    digest: Digest = _TDIGEST

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "percents": [50, 99], "keyed": true}``."""
        found = declared(cls.kind, body, {**_KEYS, "percents": _NUMBERS})
        percents, digest = found.get("percents", _DEFAULT), _digest(cls.kind, found)
        if not percents:
            raise _not_built(cls.kind, f"[percents] must not be an empty array: [{name}]")
        for percent in percents:
            if not 0 <= percent <= 100:
                raise _not_built(cls.kind, f"percent must be in [0,100], got [{percent}]: [{name}]")
        return cls(Source.of(found), tuple(sorted(percents)), found.get("keyed", True), digest)

    def aggregator(self, collector: Collector) -> str:
        """By the method that is asked for; both are exact here."""
        return f"{self.digest.title}PercentilesAggregator"

    def of(self, ordered: Ordered) -> list[float]:
        """One value for each percent."""
        return [self.digest.percentile(ordered, each) for each in in_time(self.points, CHECKED)]

    def of_each(self, values: Floats, starts: Ints) -> Floats:
        """One column for each percent."""
        return np.stack([self.digest.percentiles(values, starts, each) for each in in_time(self.points)], axis=1)


@aggregation("percentile_ranks")
@dataclass(frozen=True, slots=True)
class PercentileRanks(_PointsMetric):
    """How many percent of the values do not exceed some numbers."""

    source: Source
    points: tuple[float, ...]
    keyed: bool = True
    digest: Digest = _TDIGEST

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "values": [500, 600]}``."""
        found = declared(cls.kind, body, {**_KEYS, "values": _NUMBERS})
        digest = _digest(cls.kind, found)
        if not found.get("values"):
            raise _not_built(cls.kind, f"[values] must not be {'an empty array' if 'values' in found else 'null'}: [{name}]")
        return cls(Source.of(found), tuple(sorted(found["values"])), found.get("keyed", True), digest)

    def aggregator(self, collector: Collector) -> str:
        """By the method that is asked for; both are exact here."""
        return f"{self.digest.title}PercentileRanksAggregator"

    def of(self, ordered: Ordered) -> list[float]:
        """One percent for each number."""
        return [self.digest.rank(ordered, each) for each in in_time(self.points, CHECKED)]


def _compression_key(name: str) -> Declared:
    def read(value: Any) -> float:
        if (found := number(value)) > 0:
            return found
        raise IllegalArgumentError(f"[compression] must be greater than 0. Found [{found}] in [{name}]")

    return Declared(NUMBER, read)


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

    def of(self, ordered: Ordered) -> list[float]:
        """One value."""
        distances = np.abs(ordered.values - _TDIGEST.percentile(ordered, 50))
        order = np.argsort(distances, kind="stable")
        return [_TDIGEST.percentile(Ordered.of(distances[order], None if ordered.ends is None else ordered.counts[order]), 50)]

    def of_each(self, values: Floats, starts: Ints) -> Floats:
        """One column."""
        counts = np.diff(starts)
        owners = np.repeat(np.arange(len(counts)), counts)
        distances = np.abs(values - _TDIGEST.percentiles(values, starts, 50)[owners])
        return _TDIGEST.percentiles(*by_owner(distances, owners, len(counts)), 50)[:, None]

    def result(self, numbers: Sequence[float], format: Format) -> Result:
        """Null without values."""
        (value,) = numbers
        body: Json = {"value": finite(value)}
        if (text := format.text(value)) is not None and math.isfinite(value):
            body["value_as_string"] = text
        return MetricResult(self.kind, {"value": value}, body)
