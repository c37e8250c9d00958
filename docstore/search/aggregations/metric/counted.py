"""``value_count`` and ``cardinality``: how many values, and how many different ones."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints, Slots
from docstore.columns.unique import unique
from docstore.errors import IllegalArgumentError
from docstore.query.wire import declared
from docstore.search.aggregations.collect import Collector, Floats, NoSuchMetric, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import numbered
from docstore.search.aggregations.negative_zero import keys_of
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.shapes import Countable, countable
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, long_key, not_negative, text_key
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


@aggregation("value_count")
@dataclass(frozen=True, slots=True)
class ValueCount(Aggregation):
    """How many values the documents have; of strings, how many different ones each."""

    source: Source

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f"}``."""
        return cls(Source.of(declared(cls.kind, body, SOURCE_KEYS)))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Any field that has values by document."""
        counts = self.source.counts(context)
        return _CountCollector(countable(self.source, context, self.kind)) if counts is None else _CountedCollector(counts)


@dataclass(slots=True)
class _CountCollector(Collector):
    values: Countable

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places = self.values.exact(docs)[0] if self.values.is_numeric else self.values.codes(docs)[0]
        return _CountTable(np.bincount(owners[places], minlength=count))


@dataclass(slots=True)
class _CountedCollector(Collector):
    """Values that were counted before they came."""

    counts: Values

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        owners, counts = self.counts.owned(docs, owners)
        return _CountTable(np.bincount(owners, weights=counts, minlength=count).astype(np.int64))


@dataclass(slots=True)
class _CountTable(Table):
    counts: Ints

    def partial(self, owner: int) -> Partial:
        return _CountPartial(int(self.counts[owner]))

    def numbers(self, path: list[str]) -> Floats:
        if path not in ([], ["value"]):
            raise NoSuchMetric(path, several=False)
        return self.counts.astype(np.float64)


@dataclass(slots=True)
class _CountPartial(Partial):
    count: int

    def merged(self, others: Sequence[Self]) -> Self:
        return type(self)(self.count + sum(other.count for other in others))

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        return MetricResult("value_count", {"value": float(self.count)}, {"value": self.count})


_HINTS = frozenset({"global_ordinals", "segment_ordinals", "direct", "save_memory_heuristic", "save_time_heuristic"})


@aggregation("cardinality")
@dataclass(frozen=True, slots=True)
class Cardinality(Aggregation):
    """How many different values: exactly. ``precision_threshold`` says how exact it must be, so it changes nothing."""

    source: Source
    hint: str | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "precision_threshold": 3000}``."""
        more = {"precision_threshold": not_negative(long_key, "precisionThreshold", name), "rehash": long_key, "execution_hint": text_key}
        found = declared(cls.kind, body, {**SOURCE_KEYS, **more})
        return cls(Source.of(found), found.get("execution_hint"))

    def aggregator(self, collector: Collector) -> str:
        """Strings have ordinals."""
        assert isinstance(collector, _DistinctCollector)
        ordinals = not collector.values.is_numeric and (self.hint or "").lower() not in ("direct", "segment_ordinals")
        return "GlobalOrdCardinalityAggregator" if ordinals else "CardinalityAggregator"

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Any field that has values by document.

        :raises IllegalArgumentError: there is no such ``execution_hint``.
        """
        if self.hint is not None and self.hint.lower() not in _HINTS:
            raise IllegalArgumentError(
                f"Invalid execution mode for cardinality aggregation.  Got [{self.hint}]"
                "expected one of [global_ordinal, segment_ordinal, direct]"
            )
        return _DistinctCollector(countable(self.source, context, self.kind), context.alone)


@dataclass(slots=True)
class _DistinctCollector(Collector):
    values: Countable
    alone: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        keys: Slots | Sequence[str]
        if self.values.is_numeric:
            places, numbers = self.values.exact(docs)
            keys, codes = numbered(numbers)
        else:
            places, codes, keys = self.values.codes(docs)
        if count == 1:
            present = np.flatnonzero(np.bincount(codes, minlength=1))
            if self.alone:
                return _CountedTable(np.array([len(present)]))
            return _DistinctTable(np.zeros(len(present), dtype=np.int64), present, keys, count)
        width = max(len(keys), 1)
        pairs = unique(owners[places] * width + codes)
        if self.alone:
            return _CountedTable(np.bincount(pairs // width, minlength=count))
        return _DistinctTable(pairs // width, pairs % width, keys, count)


@dataclass(slots=True)
class _CountedTable(Table):
    """Where nothing is merged, how many there are is enough."""

    counts: Ints

    def partial(self, owner: int) -> Partial:
        return _DistinctPartial(int(self.counts[owner]))

    def numbers(self, path: list[str]) -> Floats:
        return _numbers_of(self.counts, path)


def _numbers_of(counts: Ints, path: list[str]) -> Floats:
    if path not in ([], ["value"]):
        raise NoSuchMetric(path, several=False)
    return counts.astype(np.float64)


@dataclass(slots=True)
class _DistinctTable(Table):
    owners: Ints
    codes: Ints
    keys: Slots | Sequence[str]
    count: int

    def partial(self, owner: int) -> Partial:
        low, high = np.searchsorted(self.owners, [owner, owner + 1])
        return _DistinctPartial(int(high - low), self.codes[low:high], self.keys)

    def numbers(self, path: list[str]) -> Floats:
        return _numbers_of(np.bincount(self.owners, minlength=self.count), path)


@dataclass(slots=True)
class _DistinctPartial(Partial):
    count: int
    codes: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    keys: Slots | Sequence[str] = ()
    others: tuple[_DistinctPartial, ...] = ()

    def merged(self, others: Sequence[Self]) -> Self:
        return type(self)(self.count, self.codes, self.keys, (*self.others, *others))

    def _values(self) -> set[Hashable]:
        keys = self.keys
        own = keys_of(keys[self.codes]) if isinstance(keys, np.ndarray) else [keys[code] for code in in_time(self.codes.tolist(), CHECKED)]
        return set(own).union(*(other._values() for other in self.others))

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        found = len(self._values()) if self.others else self.count
        return MetricResult("cardinality", {"value": float(found)}, {"value": found})
