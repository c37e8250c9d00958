"""The most frequent keys of each owner, or the first in another order: buckets of ``terms``, ``multi_terms`` and the grids."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints, Mask, Slots
from docstore.errors import TooManyBucketsError
from docstore.query.wire import Declared
from docstore.search.aggregations.bucket.order import COUNT_DESC, Order, chosen_of, in_order
from docstore.search.aggregations.bucket.partial import BucketPartial, gather, two_types
from docstore.search.aggregations.collect import Below, Partial, Table, Tables
from docstore.search.aggregations.groups import Groups
from docstore.search.aggregations.negative_zero import keys_of
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.request import Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source_keys import at_least, int_key, long_key, not_negative, positive

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many buckets, and which (``BucketCountThresholds``)."""

    size: int = 10
    shard_size: int = -1
    min_doc_count: int = 1
    shard_min_doc_count: int = 0

    @classmethod
    def of(cls, found: Json, size: int = 10) -> Self:
        """From declared keys; ``size`` is the default."""
        shard_size, shard_least = found.get("shard_size", -1), found.get("shard_min_doc_count", 0)
        return cls(found.get("size", size), shard_size, found.get("min_doc_count", 1), shard_least)

    @property
    def asked(self) -> int:
        """How many buckets an index gives; more than are shown, so that the counts of frequent ones are right."""
        return max(self.shard_size if self.shard_size > 0 else int(self.size * 1.5 + 10), self.size)

    @property
    def least(self) -> int:
        """How many documents a bucket that an index gives has at least."""
        return 0 if self.min_doc_count == 0 else max(min(self.shard_min_doc_count, self.min_doc_count), 1)


def threshold_keys(name: str, least_count: int = 0) -> dict[str, Declared]:
    """Its keys, in the aggregation of a name; ``least_count`` is the smallest ``min_doc_count``."""
    least_reason = f"[minDocCount] must be greater than or equal to {least_count}. Found [{{}}] in [{name}]"
    return {
        "size": positive(int_key, "size", name),
        "shard_size": positive(int_key, "shardSize", name),
        "min_doc_count": at_least(long_key, least_count, least_reason),
        "shard_min_doc_count": not_negative(long_key, "shardMinDocCount", name),
    }


DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which buckets are shown, as it was asked for."""

    name: str
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    order: Order = COUNT_DESC
    show_error: bool = False
    shows_other: bool = True
    """Whether the result tells how many documents are in other buckets."""

    def unknown(self, last: Ints) -> Ints:
        """How many documents a bucket may have that is not given, from the count of the last one that is."""
        if self.order[0].is_key:
            return np.zeros_like(last)
        by_count = self.order[0].path == "_count" and self.order[0].descending
        return last if by_count else np.full_like(last, -1)


class Keys(ABC):
    """What the keys of one index are."""

    @property
    @abstractmethod
    def wire_type(self) -> str:
        """Of the result."""

    @property
    @abstractmethod
    def domain(self) -> object:
        """Keys of different domains cannot be merged; None of an index that has no such field."""

    @abstractmethod
    def fields(self, raw: Any) -> tuple[Any, Json]:
        """A key, and what a bucket shows of it."""

    def widened(self, others: Sequence[Keys]) -> Keys:
        """Of several indices with one domain, the one that can show all keys."""
        return self

    def alike(self, buckets: dict[Any, BucketPartial]) -> list[dict[Any, BucketPartial]]:
        """The buckets of one index by keys as these; in several, where different ones have become the same."""
        return [buckets]


@dataclass(slots=True)
class TermTable(Table):
    """The chosen buckets of all owners."""

    choice: Choice
    keys: Keys
    groups: Groups
    raw: list[Any]
    """What each bucket stands for."""
    totals: Ints
    tables: Tables
    rows: Ints
    places: Ints
    unknown: Ints
    """How many documents a bucket may have that an owner does not give; -1 where nobody knows."""

    @classmethod
    def choose(
        cls, choice: Choice, keys: Keys, groups: Groups, raw: Sequence[Any] | Slots, ranks: Slots, below: Below, count: int, *, alone: bool
    ) -> Self:
        """The first so many of each owner. ``raw`` and ``ranks`` are by key: what it stands for, and its place among the keys.

        :raises TooManyBucketsError: the one owner alone has more than a response may hold.
        """
        thresholds = choice.thresholds
        total = np.bincount(groups.owners, weights=groups.counts, minlength=count).astype(np.int64)
        groups = groups.where(groups.counts >= thresholds.least)
        tables = None
        frequent = np.count_nonzero(groups.counts >= thresholds.min_doc_count) if count == 1 and alone else 0
        if min(frequent, thresholds.size) > below.max_buckets:
            raise TooManyBucketsError(below.max_buckets)
        if any(by.is_below for by in choice.order):
            tables = below.collect(groups.docs, groups.buckets, len(groups))
        chosen, place = chosen_of(groups, choice.order, ranks[groups.keys], tables, thresholds.asked, count)
        given = _Given(groups.owners[chosen], groups.counts[chosen], place, count)
        unknown = given.unknown(choice)
        if alone:
            shown, rare = given.shown(thresholds)
            total -= rare
            chosen[chosen.nonzero()[0][~shown]] = False
            place = place[shown]
        kept = groups.where(chosen)
        rows = chosen.nonzero()[0]
        if tables is None:
            tables, rows = below.collect_groups(kept), np.arange(len(kept))
        return cls(choice, keys, kept.counted_only(), _picked(raw, kept.keys), total, tables, rows, place, unknown)

    def debug(self) -> Json:
        """How many buckets there are."""
        return {"total_buckets": len(self.groups)}

    def partial(self, owner: int) -> Partial:
        """The buckets of one owner in their order."""
        low, high = self.groups.span(owner)
        buckets: dict[Any, BucketPartial] = {}
        for at in (self.places[low:high].argsort(kind="stable") + low).tolist():
            buckets[self.raw[at]] = BucketPartial(int(self.groups.counts[at]), self.tables.partials(int(self.rows[at])))
        other = int(self.totals[owner]) - sum(bucket.count for bucket in buckets.values())
        return TermPartial(self.choice, self.keys, buckets, other, int(self.unknown[owner]))


def _picked(raw: Sequence[Any] | Slots, places: Ints) -> list[Any]:
    if isinstance(raw, np.ndarray):
        return keys_of(raw[places])
    return [raw[at] for at in in_time(places.tolist(), CHECKED)]


@dataclass(slots=True)
class TermPartial(Partial):
    """The buckets that one index gives, in order; ``other`` documents are in those that it does not give."""

    choice: Choice
    keys: Keys
    buckets: dict[Any, BucketPartial]
    other: int
    unknown: int = 0
    """How many documents a bucket may have that is not given; -1 where nobody knows."""
    indices: int = 1

    def merged(self, others: Sequence[Self]) -> Self:
        """By key; a term that an index does not give may be among those it left out.

        :raises IllegalArgumentError: the keys are strings here and numbers there.
        """
        every = [self, *others]
        mapped = [one.keys for one in every if one.keys.domain is not None]
        if len({keys.domain for keys in mapped}) > 1:
            raise two_types(self.choice.name)
        keys = mapped[0].widened(mapped[1:]) if mapped else self.keys
        errors = [one.unknown for one in every]
        alike = [keys.alike(one.buckets) for one in every]
        buckets = {}
        for key, gathered in gather(list(chain.from_iterable(alike))).items():
            unknown = sum(error for of_one, error in zip(alike, errors, strict=True) if not any(key in each for each in of_one))
            buckets[key] = gathered.together(unknown)
        total = -1 if -1 in errors else sum(errors)
        indices = sum(one.indices for one in every)
        return type(self)(self.choice, keys, buckets, sum(one.other for one in every), total, indices)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """The first so many."""
        least = self.choice.thresholds.min_doc_count
        frequent = [(key, bucket) for key, bucket in self.buckets.items() if bucket.count >= least]
        size = min(self.choice.thresholds.size, len(frequent))
        reduction.count(size)
        made = frequent[:size] if self.indices == 1 else frequent
        found = [self._bucket(key, bucket, reduction, subs) for key, bucket in made]
        shown = found if self.indices == 1 else in_order(found, self.choice.order)[:size]
        extra: Json = {}
        if self.choice.shows_other:
            other = self.other + sum([bucket.count for _, bucket in frequent]) - sum([bucket.doc_count for bucket in shown])
            extra = {"doc_count_error_upper_bound": self._error(self.unknown), "sum_other_doc_count": other}
        return reduction.piped(subs, BucketsResult(self.keys.wire_type, shown, extra))

    def _bucket(self, raw: Any, bucket: BucketPartial, reduction: Reduction, subs: Tree) -> Bucket:
        key, fields = self.keys.fields(raw)
        after = {"doc_count_error_upper_bound": self._error(bucket.error)} if self.choice.show_error else {}
        return Bucket(key, fields, bucket.count, bucket.results(reduction, subs), after)

    def _error(self, found: int) -> int:
        """One index alone knows its counts."""
        if self.unknown < 0:
            return -1
        return found if self.indices > 1 else 0


@dataclass(frozen=True, slots=True)
class _Given:
    """The buckets that an index gives: owner, count and place of each, of ``count`` owners."""

    owners: Ints
    counts: Ints
    places: Ints
    count: int

    def unknown(self, choice: Choice) -> Ints:
        """For each owner how many documents a bucket may have that is not given."""
        order = self.places.argsort(kind="stable")
        last = np.zeros(self.count, dtype=np.int64)
        last[self.owners[order]] = self.counts[order]
        given = np.bincount(self.owners, minlength=self.count)
        found: Ints = np.where(given < choice.thresholds.asked, 0, choice.unknown(last))
        return found

    def shown(self, thresholds: Thresholds) -> tuple[Mask, Ints]:
        """Which are shown when nothing is merged, and how many documents each owner has in those that are too rare."""
        rare = self.counts < thresholds.min_doc_count
        lost = np.bincount(self.owners[rare], weights=self.counts[rare], minlength=self.count).astype(np.int64)
        order = np.lexsort((self.places, self.owners))
        order = order[~rare[order]]
        of = self.owners[order]
        shown = np.zeros(len(self.owners), dtype=np.bool_)
        shown[order[np.arange(len(order)) - of.searchsorted(of) < thresholds.size]] = True
        return shown, lost
