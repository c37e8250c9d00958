"""Buckets along an axis: ``histogram`` and ``date_histogram``. What has documents is collected, gaps are filled at the end."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

import numpy as np

from docstore.columns.rows import Ints, Slots
from docstore.columns.unique import unique
from docstore.errors import IllegalArgumentError, TooManyBucketsError
from docstore.query.wire import Declared, declared, scalar
from docstore.search.aggregations.bucket.order import KEY_ASC, ORDER_KEY, Order, check_below, in_order
from docstore.search.aggregations.bucket.partial import BucketPartial, gather
from docstore.search.aggregations.collect import Below, Collector, Partial, Partials, Table, Tables
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.groups import Groups, numbered
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.request import Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source_keys import SOURCE_KEYS, flag_key, long_key, not_negative
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_END = Declared(frozenset({"VALUE_NUMBER", "VALUE_STRING", "VALUE_NULL"}), scalar)


def read_bounds(kind: str) -> Declared:
    """``{"min": ..., "max": ...}``."""
    return Declared(frozenset({"START_OBJECT"}), lambda body: declared("bounds", body, {"min": _END, "max": _END}))


_STEP_KEYS = {
    **SOURCE_KEYS,
    "keyed": flag_key,
    "order": ORDER_KEY,
    "extended_bounds": read_bounds("extended_bounds"),
    "hard_bounds": read_bounds("hard_bounds"),
}


def step_keys(name: str) -> dict[str, Declared]:
    """The keys that all such kinds take, in the aggregation of a name."""
    return {**_STEP_KEYS, "min_doc_count": not_negative(long_key, "minDocCount", name)}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last key, as they were asked for; None is open."""

    least: Any = None
    most: Any = None

    @classmethod
    def of(cls, found: Json | None) -> Self | None:
        """From a body."""
        return None if found is None else cls(found.get("min"), found.get("max"))

    def ends(self, number: Callable[[Any], float]) -> tuple[float, float]:
        """Both as numbers, an open one as infinity."""
        least = -math.inf if self.least is None else number(self.least)
        return least, math.inf if self.most is None else number(self.most)

    def __str__(self) -> str:
        return "--".join("" if end is None else str(end) for end in (self.least, self.most))


@dataclass(frozen=True, slots=True)
class Shape:
    """What all such kinds have."""

    least_count: int = 0
    keyed: bool = False
    order: Order = KEY_ASC
    extended: Bounds | None = None
    hard: Bounds | None = None

    @classmethod
    def of(cls, found: Json) -> Self:
        """From declared keys."""
        least = found.get("min_doc_count", 0)
        extended, hard = Bounds.of(found.get("extended_bounds")), Bounds.of(found.get("hard_bounds"))
        return cls(least, found.get("keyed", False), found.get("order", KEY_ASC), extended, hard)


DEFAULT_SHAPE = Shape()
"""All buckets between the first and the last, by key."""


class Steps(ABC):
    """The axis of one request on one index."""

    shape: Shape
    wire_type: str

    @abstractmethod
    def keys(self, values: Slots) -> Slots:
        """The key of each value's bucket."""

    @abstractmethod
    def after(self, key: Any) -> Any:
        """The next key."""

    @abstractmethod
    def number(self, end: Any, name: str) -> float:
        """An end of bounds as a number."""

    @abstractmethod
    def shown(self, key: Any, format: Format) -> Json:
        """The key as a bucket shows it."""

    def name(self, key: Any, format: Format) -> str:
        """The name of a bucket in a keyed answer."""
        return format.text(key) or str(key)

    def check(self, name: str) -> None:
        """:raises IllegalArgumentError: bounds do not go together."""
        extended, hard = self.shape.extended, self.shape.hard
        if extended is None or hard is None:
            return
        (low, high), (least, most) = (bounds.ends(partial(self.bound, name="hard_bounds")) for bounds in (extended, hard))
        beyond = low < least and extended.least is not None
        if beyond or (high > most and extended.most is not None):
            raise IllegalArgumentError(
                f"Extended bounds have to be inside hard bounds, hard bounds: [{hard}], extended bounds: [{extended}]"
            )

    def bound(self, end: Any, name: str) -> float:
        """An end of bounds as it is compared with others."""
        return self.number(end, name)

    def key(self, value: float) -> Any:
        """The key of one value's bucket."""
        return self.keys(np.array([value]))[0].item()


@dataclass(slots=True)
class SteppedCollector(Collector):
    """Groups the pairs by key."""

    steps: Steps
    values: Values
    below: Below

    def placed(self, docs: Ints) -> tuple[Ints, Slots]:
        """The place in ``docs`` of each value, and the key of its bucket."""
        places, numbers = self.values.numbers(docs)
        return places, self.steps.keys(numbers)

    def grouped(self, docs: Ints, owners: Ints, count: int) -> tuple[Slots, Groups]:
        """All keys, and the groups by their places. A value twice in one bucket counts its document once."""
        places, found = self.placed(docs)
        keys, codes = numbered(found)
        if len(places) > 1 and (np.diff(places) <= 0).any():
            pairs = unique(places * max(len(keys), 1) + codes)
            places, codes = pairs // max(len(keys), 1), pairs % max(len(keys), 1)
        return keys, self.below.weighed(Groups.of(docs[places], owners[places], codes, len(keys), count))

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        """Groups, without those outside of hard bounds.

        :raises AggregationExecutionError: they are to be in the order of something that is not below.
        :raises TooManyBucketsError: the one owner alone has more than a response may hold.
        """
        keys, groups = self.grouped(docs, owners, count)
        hard = self.steps.shape.hard
        if hard is not None:
            groups = groups.where(_inside(keys, hard, self.steps)[groups.keys])
        if count == 1 and np.count_nonzero(groups.counts >= self.steps.shape.least_count) > self.below.max_buckets:
            raise TooManyBucketsError(self.below.max_buckets)
        tables = self.below.collect(groups.docs, groups.buckets, len(groups))
        check_below(self.steps.shape.order, tables)
        empty = self.below.empty() if self.steps.shape.least_count == 0 else {}
        return SteppedTable(self.steps, self.values, groups.counted_only(), keys, tables, empty)


def _inside(keys: Slots, hard: Bounds, steps: Steps) -> Any:
    mask = np.ones(len(keys), dtype=np.bool_)
    if hard.least is not None:
        mask &= keys >= steps.key(steps.number(hard.least, "hard_bounds"))
    if hard.most is not None:
        mask &= keys <= steps.number(hard.most, "hard_bounds")
    return mask


@dataclass(slots=True)
class SteppedTable(Table):
    """The buckets of all owners."""

    steps: Steps
    values: Values
    groups: Groups
    keys: Slots
    tables: Tables
    empty: Partials

    def debug(self) -> Json:
        """How many buckets there are."""
        return {"total_buckets": len(self.groups)}

    def partial(self, owner: int) -> Partial:
        """Those of one."""
        low, high = self.groups.span(owner)
        buckets = {
            self.keys[self.groups.keys[at]].item(): BucketPartial(int(self.groups.counts[at]), self.tables.partials(at))
            for at in range(low, high)
        }
        return SteppedPartial(self.steps, self.values.format, buckets, self.empty)


@dataclass(slots=True)
class SteppedPartial(Partial):
    """The buckets of one owner on one index."""

    steps: Steps
    format: Format
    buckets: dict[Any, BucketPartial]
    empty: Partials = field(default_factory=dict)

    def merged(self, others: Sequence[Self]) -> Self:
        """By key."""
        gathered = gather([one.buckets for one in (self, *others)])
        return type(self)(self.steps, self.format, {key: each.together() for key, each in gathered.items()}, self.empty)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """Gaps are filled where empty buckets are wanted."""
        shape = self.steps.shape
        keys: Sequence[Any] = sorted(self.buckets)
        if shape.least_count == 0:
            keys = list(self._filled(keys, reduction))
        else:
            keys = [key for key in keys if self.buckets[key].count >= shape.least_count]
            reduction.count(len(keys))
        nothing = BucketPartial(0, self.empty)
        found = [self._bucket(key, self.buckets.get(key, nothing), reduction, subs) for key in keys]
        if shape.order != KEY_ASC:
            found = in_order(found, shape.order)
        return reduction.piped(subs, BucketsResult(self.steps.wire_type, found, keyed=shape.keyed))

    def _filled(self, keys: Sequence[Any], reduction: Reduction) -> Iterator[Any]:
        shape, steps = self.steps.shape, self.steps
        first, last = (keys[0], keys[-1]) if keys else (None, None)
        if shape.extended is not None:
            if shape.extended.least is not None:
                least = steps.key(steps.number(shape.extended.least, "extended_bounds"))
                first = least if first is None else min(first, least)
            if shape.extended.most is not None:
                most = steps.key(steps.number(shape.extended.most, "extended_bounds"))
                last = most if last is None else max(last, most)
        if first is None or last is None:
            return
        key, known = first, iter(keys)
        ahead = next(known, None)
        while key <= last:
            reduction.count(1)
            if ahead is not None and key >= ahead:
                key, ahead = ahead, next(known, None)
            yield key
            key = steps.after(key)
            if ahead is not None and key > ahead:
                key = ahead

    def _bucket(self, key: Any, bucket: BucketPartial, reduction: Reduction, subs: Tree) -> Bucket:
        fields = self.steps.shown(key, self.format)
        return Bucket(key, fields, bucket.count, bucket.results(reduction, subs), name=self.steps.name(key, self.format))
