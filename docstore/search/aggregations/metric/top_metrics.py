"""``top_metrics``: values of the documents that are first in an order (``TopMetricsAggregationBuilder``)."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, NotBuiltError
from docstore.query import parse_sort
from docstore.query.sort import Sort
from docstore.query.wire import Declared, declared
from docstore.search.aggregations.collect import Collector, Floats, NoSuchMetric, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import TRUTH, Dates
from docstore.search.aggregations.metric.by_owner import ByOwner
from docstore.search.aggregations.metric.sums import sums
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import MetricResult, Result
from docstore.search.aggregations.source import Source, field_config
from docstore.search.aggregations.source_keys import int_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values
from docstore.search.order import Criterion, criteria

Json = dict[str, Any]

def _metrics(value: Any) -> tuple[Source, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(field_config(item) for item in items)


_KEYS = {
    "metrics": Declared(frozenset({"START_OBJECT", "START_ARRAY"}), _metrics),
    "sort": Declared(frozenset({"START_OBJECT", "START_ARRAY", "VALUE_STRING"}), parse_sort),
    "size": int_key,
}


def _not_built(why: str) -> NotBuiltError:
    return NotBuiltError("top_metrics", IllegalArgumentError(why))


@aggregation("top_metrics")
@dataclass(frozen=True, slots=True)
class TopMetrics(Aggregation):
    """Some fields of the first documents; a document without the value to sort by is none of them."""

    metrics: tuple[Source, ...]
    sort: Sort
    size: int = 1

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"metrics": {"field": "m"}, "sort": {"s": "desc"}, "size": 1}``."""
        found = declared(cls.kind, body, _KEYS)
        lacking = [key for key in ("sort", "metrics") if key not in found]
        if lacking:
            raise IllegalArgumentError(f"Required [{', '.join(lacking)}]")
        if len(found["sort"]) != 1:
            raise _not_built("[sort] must contain exactly one sort")
        size = found.get("size", 1)
        if size < 1:
            raise _not_built(f"[size] must be more than 0 but was [{size}]")
        return cls(found["metrics"], found["sort"][0], size)

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """The order as in a search; metrics are any values by document."""
        most = context.view.limits.top_metrics_max_size
        if self.size > most:
            raise IllegalArgumentError(
                f"[top_metrics.size] must not be more than [{most}] but was [{self.size}]. This limit can be set by changing the "
                "[index.top_metrics_max_size] index level setting."
            )
        values = [source.bind(context, self.kind, Support.ANY) for source in self.metrics]
        (criterion,) = criteria([self.sort], context.view)
        return _TopCollector(self, context, values, criterion)


@dataclass(slots=True)
class _TopCollector(Collector):
    request: TopMetrics
    context: Context
    values: Sequence[Values]
    criterion: Criterion

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        view = self.context.view
        scores = self.context.scores_of(docs) if self.request.sort.field == "_score" else None
        arrays = self.criterion.arrays(view, docs, scores)
        order = np.lexsort((docs, *arrays[::-1], owners))
        owned = owners[order]
        chosen = order[np.arange(len(order)) - np.searchsorted(owned, owned) < self.request.size]
        docs, owned = docs[chosen], owners[chosen]
        ranks = self.criterion.values(view, docs, None if scores is None else scores[chosen])
        metrics = [_shown(values, docs) for values in self.values]
        return _TopTable(self.request, self.criterion, _sort_text(self.request.sort, view), owned, ranks, metrics, count)


def _shown(values: Values, docs: Ints) -> list[Any]:
    """For each ordinal its value as it is shown: the mean of several numbers, the first of several strings; None for none."""
    found: list[Any] = [None] * len(docs)
    if not values.is_numeric:
        places, codes, terms = values.codes(docs)
        for place, code in in_time(zip(places[::-1].tolist(), codes[::-1].tolist(), strict=True), CHECKED):
            found[place] = values.key(terms[code])
        return found
    places, numbers = values.numbers(docs)
    counts = np.bincount(places, minlength=len(docs))
    totals = sums(numbers, ByOwner(places, len(docs)))
    for place in in_time(np.flatnonzero(counts).tolist(), CHECKED):
        mean = totals[place] / counts[place]
        number = values.key(math.floor(mean + 0.5) if values.is_whole else mean)
        as_text = values.format.text(number)
        found[place] = bool(number) if values.format is TRUTH else number if as_text is None else as_text
    return found


def _sort_text(sort: Sort, view: IndexView) -> Dates | None:
    field = view.field(sort.field)
    if sort.format is not None or field is None or field.type_name not in ("date", "date_nanos"):
        return None
    return Dates(field.type.get("format"))


@dataclass(slots=True)
class _TopTable(Table):
    request: TopMetrics
    criterion: Criterion
    dates: Dates | None
    owners: Ints
    ranks: list[Any]
    metrics: list[list[Any]]
    count: int

    def partial(self, owner: int) -> Partial:
        low, high = np.searchsorted(self.owners, [owner, owner + 1])
        names = [source.field for source in self.request.metrics]
        rows = []
        for at in range(int(low), int(high)):
            value = self.ranks[at]
            if value is None:
                continue
            shown = self.criterion.shown(value) if self.dates is None else self._text(value)
            metrics = {name: column[at] for name, column in zip(names, self.metrics, strict=True)}
            rows.append((self.criterion.rank(value), {"sort": [shown], "metrics": metrics}))
        return _TopPartial(self.request, rows)

    def _text(self, value: int) -> Any:
        assert self.dates is not None
        return self.dates.text(self.criterion.shown(value))

    def numbers(self, path: list[str]) -> Floats:
        if self.request.size != 1:
            raise IllegalArgumentError(f"[top_metrics] can only the be target if [size] is [1] but was [{self.request.size}]")
        names = [source.field for source in self.request.metrics]
        name = ".".join(path)
        if name not in names:
            raise NoSuchMetric(path, several=True)
        found = np.full(self.count, np.nan)
        for owner, value in zip(self.owners.tolist(), self.metrics[names.index(name)], strict=True):
            if isinstance(value, int | float):
                found[owner] = value
        return found


@dataclass(slots=True)
class _TopPartial(Partial):
    request: TopMetrics
    rows: list[tuple[Any, Json]]

    def merged(self, others: Sequence[Self]) -> Self:
        merged = heapq.merge(self.rows, *(other.rows for other in others), key=lambda row: row[0])
        return type(self)(self.request, list(merged)[: self.request.size])

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        top = [row for _, row in self.rows]
        first = top[0]["metrics"] if top else {}
        numbers = {name: float(value) for name, value in first.items() if isinstance(value, int | float)}
        return MetricResult("top_metrics", numbers, {"top": top})
