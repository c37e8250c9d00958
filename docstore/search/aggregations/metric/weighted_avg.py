"""``weighted_avg``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.rows import Ints, Slots
from docstore.errors import AggregationExecutionError, IllegalArgumentError
from docstore.query.wire import Declared, declared
from docstore.search.aggregations.collect import Collector, Floats, NoSuchMetric, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import RAW, Format
from docstore.search.aggregations.metric.by_owner import ByOwner
from docstore.search.aggregations.metric.single_value import finite
from docstore.search.aggregations.metric.sums import sums
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.source import Source, field_config
from docstore.search.aggregations.source_keys import OBJECT, text_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


@aggregation("weighted_avg")
@dataclass(frozen=True, slots=True)
class WeightedAvg(Aggregation):
    """The mean of one field, each value counted as often as another field says."""

    value: Source | None
    weight: Source | None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"value": {"field": "grade"}, "weight": {"field": "weight", "missing": 1}}``."""
        one = Declared(OBJECT, field_config)
        keys = {"value": one, "weight": one, "format": text_key, "value_type": text_key}
        found = declared(cls.kind, body, keys)
        if (value := found.get("value")) is not None:
            value = Source(value.field, value.missing, found.get("format"))
        return cls(value, found.get("weight"))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Two fields of numbers. Without both, there is nothing to weigh.

        :raises IllegalArgumentError: only one of them is named, and there are documents (``MultiValuesSource.getField``).
        """
        named = {key: source for key, source in (("value", self.value), ("weight", self.weight)) if source is not None}
        if len(named) == 1 and context.view.count:
            absent = "weight" if "value" in named else "value"
            raise IllegalArgumentError(f"Could not find field name [{absent}] in multiValuesSource")
        values = {key: source.bind(context, self.kind, Support.NUMERIC) for key, source in named.items()}
        nothing = Values(context, Source(""), None, Support.NUMBERS, RAW)
        return _WeightedCollector(values.get("value", nothing), values.get("weight", nothing))


@dataclass(slots=True)
class _WeightedCollector(Collector):
    value: Values
    weight: Values

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places, values = self.value.numbers(docs)
        weights, has_weight = self._weights(docs)
        used = has_weight[places]
        places, values = places[used], values[used].astype(np.float64)
        by = ByOwner(owners[places], count)
        return _WeightedTable(sums(values * weights[places], by), sums(weights[places], by), self.value.format)

    def _weights(self, docs: Ints) -> tuple[Floats, Slots]:
        places, values = self.weight.numbers(docs)
        counts = np.bincount(places, minlength=len(docs))
        if counts.max(initial=0) > 1:
            raise AggregationExecutionError("Encountered more than one weight for a single document. "
                "Use a script to combine multiple weights-per-doc into a single value."
            )
        weights = np.zeros(len(docs))
        weights[places] = values
        return weights, counts > 0


@dataclass(slots=True)
class _WeightedTable(Table):
    sums: Floats
    weights: Floats
    format: Format

    def partial(self, owner: int) -> Partial:
        return _WeightedPartial(float(self.sums[owner]), float(self.weights[owner]), self.format)

    def numbers(self, path: list[str]) -> Floats:
        if path not in ([], ["value"]):
            raise NoSuchMetric(path, several=False)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.weights != 0, self.sums / self.weights, np.nan)


@dataclass(slots=True)
class _WeightedPartial(Partial):
    sum: float
    weight: float
    format: Format

    def merged(self, others: Sequence[Self]) -> Self:
        every = [self, *others]
        return type(self)(sum(one.sum for one in every), sum(one.weight for one in every), self.format)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        value = self.sum / self.weight if self.weight else math.nan
        body: Json = {"value": finite(value)}
        if math.isfinite(value) and (text := self.format.text(value)) is not None:
            body["value_as_string"] = text
        return MetricResult("weighted_avg", {"value": value}, body)
