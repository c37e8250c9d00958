"""``terms``: a bucket for each value of a field, the most frequent first (``TermsAggregationBuilder``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints, Mask, Slots
from docstore.errors import IllegalArgumentError
from docstore.query.wire import Declared, declared
from docstore.search.aggregations.bucket.include import EVERY_TERM, IncludeExclude
from docstore.search.aggregations.bucket.order import COUNT_DESC, ORDER_KEY, Order, in_order, places
from docstore.search.aggregations.bucket.partial import BucketPartial, gather
from docstore.search.aggregations.collect import Below, Collector, Partial, Table, Tables
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import Groups, numbered
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source import SOURCE_KEYS, Source, Support, Values, flag_key, number_key, text_key

Json = dict[str, Any]

_ANY_SHAPE = frozenset({"VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN", "START_ARRAY", "START_OBJECT"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many buckets, and which (``BucketCountThresholds``)."""

    size: int = 10
    shard_size: int = -1
    min_doc_count: int = 1
    shard_min_doc_count: int = 0

    @classmethod
    def of(cls, found: Json, name: str) -> Self:
        """From declared keys.

        :raises IllegalArgumentError: one is too small.
        """
        size, shard_size = int(found.get("size", 10)), int(found.get("shard_size", -1))
        if size <= 0:
            raise IllegalArgumentError(f"[size] must be greater than 0. Found [{size}] in [{name}]")
        if "shard_size" in found and shard_size <= 0:
            raise IllegalArgumentError(f"[shardSize] must be greater than 0. Found [{shard_size}] in [{name}]")
        least, shard_least = int(found.get("min_doc_count", 1)), int(found.get("shard_min_doc_count", 0))
        if least < 0:
            raise IllegalArgumentError(f"[minDocCount] must be greater than or equal to 0. Found [{least}] in [{name}]")
        if shard_least < 0:
            raise IllegalArgumentError(f"[shardMinDocCount] must be greater than or equal to 0. Found [{shard_least}] in [{name}]")
        return cls(size, shard_size, least, shard_least)

    def of_one_index(self, *, alone: bool) -> tuple[int, int]:
        """How many buckets an index gives, and how many documents each has at least."""
        if alone:
            return self.size, self.min_doc_count
        asked = self.shard_size if self.shard_size > 0 else int(self.size * 1.5 + 10)
        least = 0 if self.min_doc_count == 0 else max(self.shard_min_doc_count, 1)
        return max(asked, self.size), least


THRESHOLD_KEYS = dict.fromkeys(("size", "shard_size", "min_doc_count", "shard_min_doc_count"), number_key)


@aggregation("terms")
@dataclass(frozen=True, slots=True)
class Terms(Aggregation):
    """The values of a field. ``collect_mode`` and ``execution_hint`` say how Elasticsearch is to work, and change nothing."""

    takes_subs: ClassVar[bool] = True
    source: Source
    thresholds: Thresholds = Thresholds()
    order: Order = COUNT_DESC
    show_error: bool = False
    chosen: IncludeExclude = EVERY_TERM

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "size": 10, "order": {"_count": "desc"}, "include": "a.*"}``."""
        found = declared(
            cls.kind,
            body,
            {
                **SOURCE_KEYS,
                **THRESHOLD_KEYS,
                "order": ORDER_KEY,
                "show_term_doc_count_error": flag_key,
                "include": Declared(_ANY_SHAPE, lambda value: value),
                "exclude": Declared(_ANY_SHAPE, lambda value: value),
                "collect_mode": text_key,
                "execution_hint": text_key,
            },
        )
        chosen = IncludeExclude.parse(found.get("include"), found.get("exclude"))
        thresholds = Thresholds.of(found, name)
        show = found.get("show_term_doc_count_error", False)
        return cls(Source.of(found), thresholds, found.get("order", COUNT_DESC), show, chosen)

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Any field with values by document."""
        values = self.source.bind(context, self.kind, Support.ANY)
        self.chosen.check(values)
        return _TermsCollector(self, values, Below.bind(subs, context), context.alone)


@dataclass(slots=True)
class _TermsCollector(Collector):
    request: Terms
    values: Values
    below: Below
    alone: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        where, codes, keys, ranks = self._read(docs)
        keep = self.request.chosen.mask(self.values, keys)
        if keep is not None:
            inside = keep[codes]
            where, codes = where[inside], codes[inside]
        groups = Groups.of(docs[where], owners[where], codes, len(keys), count)
        if self.request.thresholds.min_doc_count == 0:
            groups = _with_absent(groups, keys, keep, count)
        return self._table(groups, keys, ranks, count)

    def _read(self, docs: Ints) -> tuple[Ints, Ints, Slots | list[str], Slots]:
        if self.values.is_numeric:
            where, numbers = self.values.numbers(docs)
            found, codes = numbered(numbers)
            if len(where) > len(docs) or (len(where) > 1 and (np.diff(where) <= 0).any()):
                pairs = np.unique(where * max(len(found), 1) + codes)
                where, codes = pairs // max(len(found), 1), pairs % max(len(found), 1)
            return where, codes, found, np.arange(len(found))
        where, codes, terms = self.values.codes(docs)
        ranks = np.arange(len(terms))
        if len(terms) > 1 and terms[-1] < terms[-2]:
            ranks[np.argsort(np.array(terms, dtype=object), kind="stable")] = np.arange(len(terms))
        return where, codes, terms, ranks

    def _table(self, groups: Groups, keys: Slots | list[str], ranks: Slots, count: int) -> Table:
        size, least = self.request.thresholds.of_one_index(alone=self.alone)
        total = np.bincount(groups.owners, weights=groups.counts, minlength=count).astype(np.int64)
        groups = groups.where(groups.counts >= least)
        tables = None
        if any(by.is_below for by in self.request.order):
            tables = self.below.collect(groups.docs, groups.buckets, len(groups))
        sequence, place = places(groups, self.request.order, ranks[groups.keys], tables)
        chosen = np.zeros(len(groups), dtype=np.bool_)
        chosen[sequence[place < size]] = True
        kept = groups.where(chosen)
        rows = np.flatnonzero(chosen)
        if tables is None:
            tables, rows = self.below.collect(kept.docs, kept.buckets, len(kept)), np.arange(len(kept))
        ranking = np.empty(len(groups), dtype=np.int64)
        ranking[sequence] = place
        return _TermsTable(self.request, self.values, kept, keys, total, tables, rows, ranking[chosen])


def _with_absent(groups: Groups, keys: Slots | list[str], keep: Mask | None, count: int) -> Groups:
    """Also the terms that no document of an owner has."""
    wanted = np.arange(len(keys)) if keep is None else np.flatnonzero(keep)
    owners = np.repeat(np.arange(count), len(wanted))
    codes = np.tile(wanted, count)
    width = max(len(keys), 1)
    pairs = owners * width + codes
    own = groups.owners * width + groups.keys
    counts = np.zeros(len(pairs), dtype=np.int64)
    moved = np.searchsorted(pairs, own)
    counts[moved] = groups.counts
    return Groups(owners, codes, counts, groups.docs, moved[groups.buckets])


@dataclass(slots=True)
class _TermsTable(Table):
    request: Terms
    values: Values
    groups: Groups
    keys: Slots | list[str]
    totals: Ints
    tables: Tables
    rows: Ints
    places: Ints

    def partial(self, owner: int) -> Partial:
        low, high = self.groups.span(owner)
        buckets: dict[Any, BucketPartial] = {}
        for at in (np.argsort(self.places[low:high], kind="stable") + low).tolist():
            raw = self.keys[self.groups.keys[at]]
            bucket = BucketPartial(int(self.groups.counts[at]), self.tables.partials(int(self.rows[at])))
            buckets[raw if isinstance(raw, str) else raw.item()] = bucket
        other = int(self.totals[owner]) - sum(bucket.count for bucket in buckets.values())
        return TermsPartial(self.request, self.values, buckets, other)


@dataclass(slots=True)
class TermsPartial(Partial):
    """The buckets that one index gives, in order; ``other`` documents are in those that it does not give."""

    request: Terms
    values: Values
    buckets: dict[Any, BucketPartial]
    other: int
    error: int = 0

    @property
    def _own_error(self) -> int:
        """How frequent a term that is not here may be: no more than the last one here."""
        if not self.other or self.request.order[0].is_key:
            return 0
        return next((bucket.count for bucket in reversed(self.buckets.values())), 0)

    def merged(self, others: Sequence[Self]) -> Self:
        """By key; a term that an index does not give may be among those it left out."""
        every = [self, *others]
        errors = [one._own_error for one in every]
        buckets = {}
        for key, gathered in gather([one.buckets for one in every]).items():
            unknown = sum(error for one, error in zip(every, errors, strict=True) if key not in one.buckets)
            buckets[key] = gathered.together(unknown)
        shown = next((one for one in every if one.values.want is not None), self)
        return type(self)(self.request, shown.values, buckets, sum(one.other for one in every), sum(errors))

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """The first so many."""
        least = self.request.thresholds.min_doc_count
        found = [self._bucket(key, bucket, reduction, subs) for key, bucket in self.buckets.items() if bucket.count >= least]
        ordered = in_order(found, self.request.order)
        shown = ordered[: self.request.thresholds.size]
        reduction.count(len(shown))
        other = self.other + sum(bucket.doc_count for bucket in ordered[len(shown) :])
        extra = {"doc_count_error_upper_bound": self.error, "sum_other_doc_count": other}
        return reduction.piped(subs, BucketsResult(self._wire_type, shown, extra))

    def _bucket(self, key: Any, bucket: BucketPartial, reduction: Reduction, subs: Tree) -> Bucket:
        shown = self.values.key(key)
        fields = {"key": shown}
        text = self.values.format.text(shown) if self.values.is_numeric else None
        if text is not None:
            fields["key_as_string"] = text
        after = {"doc_count_error_upper_bound": bucket.error} if self.request.show_error else {}
        return Bucket(shown, fields, bucket.count, bucket.results(reduction, subs), after)

    @property
    def _wire_type(self) -> str:
        if not self.values.is_mapped:
            return "umterms"
        if not self.values.is_numeric:
            return "sterms"
        return "lterms" if self.values.is_whole else "dterms"
