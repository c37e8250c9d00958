"""Buckets that every owner has, also the empty ones: ranges and filters."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from docstore.columns.deadline import check_time
from docstore.columns.rows import Ints
from docstore.errors import TooManyBucketsError
from docstore.query.limits import reserve
from docstore.search.aggregations.bucket.partial import BucketPartial
from docstore.search.aggregations.collect import Below, Collector, Partial, Partials, Table, Tables
from docstore.search.aggregations.reduce import Reduction, merge
from docstore.search.aggregations.request import Tree
from docstore.search.aggregations.result import Result

_BYTES = 16
"""What a bucket takes while it is counted."""

_TOGETHER = 1 << 20
"""Buckets are collected together until they have so many documents."""


class Shows(Protocol):
    """How the buckets become a result."""

    def __call__(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """The buckets in their order."""


class DenseCollector(Collector):
    """Puts pairs into ``width`` buckets of each owner; a pair may be in several."""

    def __init__(self, width: int, below: Below) -> None:
        """:raises TooManyBucketsError: these alone are more than a response may hold."""
        if width > below.max_buckets:
            raise TooManyBucketsError(below.max_buckets)
        self.width = width
        self.below = below

    @abstractmethod
    def shows(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """How the buckets become a result."""

    @abstractmethod
    def choose(self, docs: Ints) -> Iterator[Ints]:
        """For each bucket the places in ``docs`` of what is in it, each place once."""

    def tallies(self, docs: Ints) -> Ints | None:
        """How many places each bucket has, where that is known in fewer steps."""
        return None

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        """A row of buckets for each owner.

        :raises CircuitBreakingError: there would be more buckets than there is memory for.
        :raises TimeExceeded: the search has taken as long as it may.
        """
        reserve(self.below.view, count * self.width * _BYTES, "<reused_arrays>")
        counts = np.zeros((count, self.width), dtype=np.int64)
        if count == 1 and not self.below.collectors and self.below.weights() is None and (known := self.tallies(docs)) is not None:
            counts[0] = known
            return DenseTable(counts, [], self.shows)
        stretches: list[tuple[int, Tables]] = []
        waiting: list[Ints] = []
        pairs = 0
        for number, places in enumerate(self.choose(docs)):
            check_time()
            counts[:, number] = self.below.counts(docs[places], owners[places], count)
            if self.below.collectors:
                waiting.append(places)
                pairs += len(places)
                if pairs > _TOGETHER or number == self.width - 1:
                    stretches.append((number + 1, self._below(docs, owners, count, waiting)))
                    waiting, pairs = [], 0
        return DenseTable(counts, stretches, self.shows)

    def _below(self, docs: Ints, owners: Ints, count: int, chosen: list[Ints]) -> Tables:
        """What stands below some buckets that follow one another."""
        places = np.concatenate(chosen)
        numbers = np.repeat(np.arange(len(chosen), dtype=np.int64), [len(each) for each in chosen])
        return self.below.collect(docs[places], owners[places] * len(chosen) + numbers, count * len(chosen))


@dataclass(slots=True)
class DenseTable(Table):
    """All buckets of all owners."""

    counts: NDArray[np.int64]
    """A row for each owner, a column for each bucket."""
    stretches: Sequence[tuple[int, Tables]]
    """What stands below some buckets, and at which those end; nothing where nothing stands below."""
    shows: Shows

    def partial(self, owner: int) -> Partial:
        """The buckets of one owner."""
        subs: list[Partials] = []
        for end, tables in self.stretches:
            width = end - len(subs)
            subs += [tables.partials(owner * width + at) for at in range(width)]
        counts = self.counts[owner].tolist()
        return DensePartial(list(map(BucketPartial, counts, subs or [{} for _ in counts])), self.shows)


@dataclass(slots=True)
class DensePartial(Partial):
    """The buckets of one owner on one index."""

    buckets: list[BucketPartial]
    shows: Shows

    def merged(self, others: Sequence[Self]) -> Self:
        """Place by place."""
        rows = zip(self.buckets, *(other.buckets for other in others), strict=True)
        added = [BucketPartial(sum(each.count for each in row), merge([each.subs for each in row])) for row in rows]
        return type(self)(added, self.shows)

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """As the kind shows them."""
        reduction.count(len(self.buckets))
        return self.shows(self.buckets, reduction, subs)
