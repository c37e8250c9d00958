"""``composite``: a bucket for each combination of the values of several sources, in pages (``CompositeAggregationBuilder``)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints, Mask
from docstore.errors import (
    ElasticsearchParseError,
    IllegalArgumentError,
    ParsingError,
    TooManyBucketsError,
)
from docstore.query.wire import Declared, declared, token_of
from docstore.search.aggregations.bucket.combinations import Coded, Combinations, combined
from docstore.search.aggregations.bucket.composite_source import BoundSource, CompositeSource
from docstore.search.aggregations.bucket.composite_sources import SOURCES
from docstore.search.aggregations.bucket.partial import BucketPartial, gather, two_types
from docstore.search.aggregations.collect import Below, Collector, Partial, Table, Tables
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import Groups
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Node, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source_keys import OBJECT, int_key

Json = dict[str, Any]
Key = tuple[Any, ...]


def _sources(value: Any) -> tuple[CompositeSource, ...]:
    found = tuple(_one(each) for each in (value if isinstance(value, list) else [value]))
    if not found:
        raise IllegalArgumentError("Composite [sources] cannot be null or empty")
    names = [source.name for source in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise IllegalArgumentError(f"Composite source names must be unique, found duplicates: [{', '.join(twice)}]")
    return found


def _one(body: Any) -> CompositeSource:
    name, inside = _entry(body)
    kind, definition = _entry(inside)
    if not isinstance(definition, dict):
        raise ParsingError(f"Failed to parse object: expecting token of type [START_OBJECT] but found [{token_of(definition)}]")
    if kind not in SOURCES:
        raise ParsingError(f"invalid source type: {kind}")
    return SOURCES[kind].parse(name, definition)


def _entry(body: Any) -> tuple[str, Any]:
    if not isinstance(body, dict):
        raise ParsingError(f"Failed to parse object: expecting token of type [START_OBJECT] but found [{token_of(body)}]")
    if len(body) != 1:
        expected, found = ("END_OBJECT", "FIELD_NAME") if body else ("FIELD_NAME", "END_OBJECT")
        raise ParsingError(f"Failed to parse object: expecting token of type [{expected}] but found [{found}]")
    return next(iter(body.items()))


_KEYS = {
    "sources": Declared(frozenset({"START_ARRAY", "START_OBJECT"}), _sources),
    "size": int_key,
    "after": Declared(OBJECT, dict),
}


_LONGEST_QUEUE = (1 << 31) - 17
"""What a queue of buckets may hold (``PriorityQueue`` of Lucene, ``ArrayUtil.MAX_ARRAY_LENGTH``)."""


@aggregation("composite")
@dataclass(frozen=True, slots=True)
class Composite(Aggregation):
    """Combinations in order; ``after`` goes on behind the last one of a page."""

    takes_subs: ClassVar[bool] = True
    sources: tuple[CompositeSource, ...]
    size: int = 10
    after: Mapping[str, Any] | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"sources": [{"user": {"terms": {"field": "user"}}}], "size": 100, "after": {"user": "kim"}}``."""
        found = declared(cls.kind, body, _KEYS)
        if "sources" not in found:
            raise IllegalArgumentError("Required [sources]")
        return cls(found["sources"], found.get("size", 10), found.get("after"))

    def check_parents(self, name: str, parents: tuple[Node, ...]) -> None:
        """Only ``filter`` and ``nested`` may be above."""
        for parent in reversed(parents):
            if parent.aggregation.kind not in ("filter", "nested"):
                factory = "".join(map(str.capitalize, parent.aggregation.kind.split("_"))) + "AggregatorFactory"
                raise IllegalArgumentError(f"[composite] aggregation cannot be used with a parent aggregation of type: [{factory}]")

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Each source on this index."""
        for source in self.sources:
            source.check()
        if self.size > context.max_buckets:
            raise TooManyBucketsError(context.max_buckets, but_was=self.size)
        if self.size < 0:
            raise IllegalArgumentError(f"maxSize must be >= 0 and < {_LONGEST_QUEUE}; got: {self.size}")
        sources = [source.bind(context) for source in self.sources]
        return _CompositeCollector(self, name, sources, self._after(name, sources), Below.bind(subs, context))

    def _after(self, name: str, sources: Sequence[BoundSource]) -> Key | None:
        if self.after is None:
            return None
        if len(self.after) != len(sources):
            raise IllegalArgumentError(f"[after] has {len(self.after)} value(s) but [sources] has {len(sources)}")
        return tuple(self._after_part(name, source, bound) for source, bound in zip(self.sources, sources, strict=True))

    def _after_part(self, name: str, source: CompositeSource, bound: BoundSource) -> Any:
        assert self.after is not None
        if source.name not in self.after:
            raise IllegalArgumentError(f"Missing value for [after.{source.name}]")
        value = self.after[source.name]
        if value is None and source.place.missing:
            return None
        if value is None or isinstance(value, dict | list):
            found = "null" if value is None else "LinkedHashMap" if isinstance(value, dict) else "ArrayList"
            raise IllegalArgumentError(f"Invalid value for [after.{source.name}], expected comparable, got [{found}]")
        try:
            return bound.parsed(value)
        except IllegalArgumentError as error:
            raise ElasticsearchParseError(
                f"Cannot set after key in the composite aggregation [{name}] - {error.reason}", caused_by=error
            ) from error


Marks = Sequence[tuple[int, int]]
"""Of each source how many values stand before that of ``after``, and how many up to it."""


@dataclass(slots=True)
class _CompositeCollector(Collector):
    request: Composite
    name: str
    sources: Sequence[BoundSource]
    after: Key | None
    below: Below

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        coded, keys = zip(*(source.read(docs) for source in self.sources), strict=True)
        marks = self._marks(keys)
        groups, parts = self._groups(docs, owners, count, coded, marks)
        place = np.arange(len(groups)) - np.searchsorted(groups.owners, groups.owners)
        groups = groups.where(place < self.request.size)
        rows = [tuple(part[code] for part, code in zip(keys, row, strict=True)) for row in in_time(parts[groups.keys].tolist(), CHECKED)]
        tables = self.below.collect(groups.docs, groups.buckets, len(groups))
        return _CompositeTable(self.request, self.name, self.sources, groups.counted_only(), rows, tables)

    def _groups(self, docs: Ints, owners: Ints, count: int, coded: Sequence[Coded], marks: Marks | None) -> tuple[Groups, Ints]:
        """The groups behind ``after``, at least as many as are shown, and of which codes the key of each is.

        Of one owner only so many values of the first source are looked at as probably fill the page, and then more of them.
        """
        (first, *others), wanted = coded, 2 * self.request.size
        begin = marks[0][0] if marks else 0
        present = np.flatnonzero(np.bincount(first.codes, minlength=1)[begin:]) + begin
        while True:
            all_of_them = count > 1 or wanted >= len(present)
            kept = first.codes >= begin if all_of_them else (first.codes >= begin) & (first.codes < present[wanted])
            found = combined([Coded(first.places[kept], first.codes[kept], first.width), *others], self.below.view)
            groups = self.below.weighed(Groups.of(docs[found.places], owners[found.places], found.numbers, max(len(found.parts), 1), count))
            if marks is not None and len(groups):
                groups = groups.where(_behind(found, marks)[groups.keys])
            if all_of_them or len(groups) >= self.request.size:
                return groups, found.parts
            wanted *= 4

    def _marks(self, keys: Sequence[Sequence[Any]]) -> Marks | None:
        if self.after is None:
            return None
        marks = []
        for source, part, value in zip(self.sources, keys, self.after, strict=True):
            rank, mark = source.place.rank, source.place.rank(value)
            marks.append((bisect_left(part, mark, key=rank), bisect_right(part, mark, key=rank)))
        return marks


def _behind(found: Combinations, marks: Marks) -> Mask:
    """Which combinations stand behind ``after``: the first part that differs says so."""
    behind = np.zeros(len(found.parts), dtype=np.bool_)
    equal = np.ones(len(found.parts), dtype=np.bool_)
    for codes, (low, high) in zip(found.parts.T, marks, strict=True):
        behind |= equal & (codes >= high)
        equal &= (codes >= low) & (codes < high)
    return behind


@dataclass(slots=True)
class _CompositeTable(Table):
    request: Composite
    name: str
    sources: Sequence[BoundSource]
    groups: Groups
    keys: list[Key]
    tables: Tables

    def partial(self, owner: int) -> Partial:
        low, high = self.groups.span(owner)
        buckets = {
            self.keys[at]: BucketPartial(int(self.groups.counts[at]), self.tables.partials(at)) for at in range(low, high)
        }
        shows = {key: self._shown(key) for key in in_time(buckets, CHECKED)}
        return CompositePartial(self.request, self.name, buckets, shows)

    def _shown(self, key: Key) -> Json:
        parts = zip(self.request.sources, self.sources, key, strict=True)
        return {source.name: bound.shown(part) for source, bound, part in parts}


@dataclass(slots=True)
class CompositePartial(Partial):
    """The first buckets of one index, and how their keys are shown."""

    request: Composite
    name: str
    buckets: dict[Key, BucketPartial]
    shows: dict[Key, Json]

    def merged(self, others: Sequence[Self]) -> Self:
        """By key, in order, as many as a page holds."""
        every = [self, *others]
        gathered = gather([one.buckets for one in every])
        shows = {key: shown for one in every for key, shown in one.shows.items()}
        try:
            ordered = sorted(gathered, key=self._rank)[: self.request.size]
        except TypeError:
            raise two_types(self.name) from None
        return type(self)(self.request, self.name, {key: gathered[key].together() for key in ordered}, shows)

    def _rank(self, key: Key) -> tuple[Any, ...]:
        return tuple(source.place.rank(part) for source, part in zip(self.request.sources, key, strict=True))

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """The page, and where the next one begins."""
        reduction.count(len(self.buckets))
        found = []
        for key, bucket in self.buckets.items():
            shown = self.shows[key]
            found.append(Bucket(shown, {"key": shown}, bucket.count, bucket.results(reduction, subs)))
        result = reduction.piped(subs, BucketsResult("composite", found))
        if result.buckets:
            result.extra["after_key"] = result.buckets[-1].key
        return result
