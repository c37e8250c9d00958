"""``auto_date_histogram``: buckets of the shortest interval that gives no more than so many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints, distinct
from docstore.errors import IllegalArgumentError
from docstore.query.wire import Declared, declared, text
from docstore.search.aggregations.bucket.auto_interval import MOST_MULTIPLES, UNIT_NAMES, Plan, Unit, coarse, plan, units_from
from docstore.search.aggregations.bucket.partial import BucketPartial, gather
from docstore.search.aggregations.collect import Below, Collector, Partial, Partials, Table, Tables
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.groups import Groups, numbered
from docstore.search.aggregations.reduce import Reduction, merge
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, STRING, ZONE_KEY, at_least, int_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


def _unit(value: Any) -> str:
    if (name := text(value)) not in UNIT_NAMES:
        raise IllegalArgumentError(f"minimum_interval must be one of [{', '.join(UNIT_NAMES[::-1])}]")
    return name


@aggregation("auto_date_histogram")
@dataclass(frozen=True, slots=True)
class AutoDateHistogram(Aggregation):
    """Dates by an interval that is chosen for them."""

    takes_subs: ClassVar[bool] = True
    source: Source
    target: int = 10
    least: str | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "when", "buckets": 10, "minimum_interval": "hour"}``."""
        buckets = at_least(int_key, 1, f"buckets must be greater than 0 for [{name}]")
        found = declared(cls.kind, body, {**SOURCE_KEYS, **ZONE_KEY, "buckets": buckets, "minimum_interval": Declared(STRING, _unit)})
        return cls(Source.of(found, "date"), found.get("buckets", 10), found.get("minimum_interval"))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Dates; numbers are milliseconds."""
        ceiling = context.max_buckets // MOST_MULTIPLES
        if self.target > ceiling:
            raise IllegalArgumentError(f"buckets must be less than {ceiling}")
        values = self.source.bind(context, self.kind, Support.NUMERIC)
        return _AutoCollector(self, values, units_from(self.least, self.source.zone), Below.bind(subs, context), context.alone)

    def aggregator(self, collector: Collector) -> str:
        """By whether it stands in buckets of another, which nobody tells it."""
        return "AutoDateHistogramAggregator.FromSingle"


@dataclass(slots=True)
class _AutoCollector(Collector):
    request: AutoDateHistogram
    values: Values
    units: list[Unit]
    below: Below
    alone: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places, numbers = self.values.numbers(docs)
        instants, of = np.floor(numbers).astype(np.int64), owners[places]
        keys, levels, plans = np.empty_like(instants), np.zeros(count, dtype=np.int64), {}
        order = np.argsort(of, kind="stable")
        bounds = np.searchsorted(of[order], np.arange(count + 1))
        for owner in range(count):
            mine = order[bounds[owner] : bounds[owner + 1]]
            level = coarse(instants[mine], self.units, self.request.target)
            rounded = self.units[level].rounding.keys(instants[mine])
            if self.alone:
                found, codes = numbered(rounded)
                plans[owner] = plan(found, level, self.units, self.request.target)
                finals = np.array([plans[owner].of[key] for key in found.tolist()], dtype=np.int64)
                rounded = finals[codes] if len(found) else rounded
            keys[mine], levels[owner] = rounded, level
        distinct_keys, codes = numbered(keys)
        pairs = distinct(places, codes)
        groups = self.below.weighed(Groups.of(docs[pairs[0]], owners[pairs[0]], pairs[1], max(len(distinct_keys), 1), count))
        tables = self.below.collect(groups.docs, groups.buckets, len(groups))
        kept, empty = groups.counted_only(), self.below.empty()
        return _AutoTable(self.request, self.units, self.values.format, kept, distinct_keys, levels, plans, tables, empty)


@dataclass(slots=True)
class _AutoTable(Table):
    request: AutoDateHistogram
    units: list[Unit]
    format: Format
    groups: Groups
    keys: Ints
    levels: Ints
    plans: dict[int, Plan]
    tables: Tables
    empty: Partials

    def debug(self) -> Json:
        return {"surviving_buckets": len(self.groups)}

    def partial(self, owner: int) -> Partial:
        low, high = self.groups.span(owner)
        buckets = {
            int(self.keys[self.groups.keys[at]]): BucketPartial(int(self.groups.counts[at]), self.tables.partials(at))
            for at in range(low, high)
        }
        level, planned = int(self.levels[owner]), self.plans.get(owner)
        return _AutoPartial(self.request, self.units, self.format, buckets, level, planned, self.empty)


@dataclass(slots=True)
class _AutoPartial(Partial):
    request: AutoDateHistogram
    units: list[Unit]
    format: Format
    buckets: dict[int, BucketPartial]
    level: int
    planned: Plan | None
    """Of the only index, whose buckets are the last ones."""
    empty: Partials = field(default_factory=dict)

    def merged(self, others: Sequence[Self]) -> Self:
        """In the longest of the units."""
        every = [self, *others]
        level = max(one.level for one in every)
        rounding = self.units[level].rounding
        gathered = gather([{rounding.key(key): one.buckets[key]} for one in every for key in one.buckets])
        buckets = {key: each.together() for key, each in gathered.items()}
        format_ = next((one.format for one in every if one.buckets), self.format)
        return type(self)(self.request, self.units, format_, buckets, level, None, self.empty)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """All buckets from the first to the last, and the interval."""
        planned = self.planned
        if planned is None:
            keys = np.array(sorted(self.buckets), dtype=np.int64)
            planned = plan(keys, self.level, self.units, self.request.target)
            self._put_together(planned)
        reduction.count(len(planned.keys))
        nothing = BucketPartial(0, self.empty)
        found = [self._bucket(key, self.buckets.get(key, nothing), reduction, subs) for key in planned.keys]
        return reduction.piped(subs, BucketsResult("auto_date_histogram", found, tail={"interval": planned.interval}))

    def _put_together(self, planned: Plan) -> None:
        several: dict[int, list[BucketPartial]] = {}
        for key in sorted(self.buckets):
            several.setdefault(planned.of[key], []).append(self.buckets[key])
        self.buckets = {
            key: BucketPartial(sum(each.count for each in parts), merge([each.subs for each in parts])) for key, parts in several.items()
        }

    def _bucket(self, key: int, bucket: BucketPartial, reduction: Reduction, subs: Tree) -> Bucket:
        as_text = self.format.text(key)
        fields: Json = {} if as_text is None else {"key_as_string": as_text}
        return Bucket(key, {**fields, "key": key}, bucket.count, bucket.results(reduction, subs), name=as_text or str(key))
