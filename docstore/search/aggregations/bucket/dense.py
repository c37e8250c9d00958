"""Buckets that every owner has, also the empty ones: ranges and filters."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.search.aggregations.bucket.partial import BucketPartial
from docstore.search.aggregations.collect import Below, Collector, Floats, Partial, Table, Tables
from docstore.search.aggregations.reduce import Reduction, merge
from docstore.search.aggregations.request import Tree
from docstore.search.aggregations.result import Result


class Shows(Protocol):
    """How the buckets become a result."""

    def __call__(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """The buckets in their order."""


class DenseCollector(Collector):
    """Puts pairs into ``width`` buckets of each owner; a pair may be in several."""

    def __init__(self, width: int, below: Below) -> None:
        self.width = width
        self.below = below

    @abstractmethod
    def shows(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """How the buckets become a result."""

    @abstractmethod
    def choose(self, docs: Ints) -> list[Ints]:
        """For each bucket the places in ``docs`` of what is in it, each place once."""

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        """A row of buckets for each owner."""
        chosen = self.choose(docs)
        places = np.concatenate(chosen) if chosen else np.empty(0, dtype=np.int64)
        numbers = np.repeat(np.arange(len(chosen), dtype=np.int64), [len(each) for each in chosen])
        buckets = owners[places] * self.width + numbers
        counts = self.below.counts(docs[places], buckets, count * self.width)
        return DenseTable(self.width, counts, self.below.collect(docs[places], buckets, count * self.width), self.shows)


@dataclass(slots=True)
class DenseTable(Table):
    """All buckets of all owners."""

    width: int
    counts: Ints
    tables: Tables
    shows: Shows

    def partial(self, owner: int) -> Partial:
        """The buckets of one owner."""
        span = range(owner * self.width, (owner + 1) * self.width)
        return DensePartial([BucketPartial(int(self.counts[at]), self.tables.partials(at)) for at in span], self.shows)

    def numbers(self, path: list[str]) -> Floats:
        """There is no one number of several buckets."""
        return super().numbers(path)


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
