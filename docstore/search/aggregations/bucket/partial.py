"""Buckets of one owner on one index, by key: what most bucket aggregations give, merge and finish."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from docstore.columns.deadline import check_cancelled
from docstore.errors import IllegalArgumentError
from docstore.search.aggregations.collect import Partials
from docstore.search.aggregations.reduce import Reduction, merge
from docstore.search.aggregations.request import Tree
from docstore.search.aggregations.result import Results


@dataclass(slots=True)
class BucketPartial:
    """One bucket. ``error`` is how many documents may be missing from the count."""

    count: int
    subs: Partials
    error: int = 0

    def results(self, reduction: Reduction, tree: Tree) -> Results:
        """What is below, finished.

        :raises TaskCancelledError: the search was called off.
        """
        check_cancelled()
        return reduction.finish(tree, self.subs) if tree.nodes or tree.pipelines else {}


@dataclass(slots=True)
class Gathered:
    """The buckets of several indices that have one key."""

    counts: list[int] = field(default_factory=list)
    subs: list[Partials] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)

    def together(self, error: int = 0) -> BucketPartial:
        """As one bucket."""
        return BucketPartial(sum(self.counts), merge(self.subs), sum(self.errors) + error)


def gather(several: list[dict[Any, BucketPartial]]) -> dict[Any, Gathered]:
    """The buckets of several indices by key, in the order in which the keys come first."""
    found: dict[Hashable, Gathered] = {}
    for buckets in several:
        for key, bucket in buckets.items():
            together = found.setdefault(key, Gathered())
            together.counts.append(bucket.count)
            together.subs.append(bucket.subs)
            together.errors.append(bucket.error)
    return found


def two_types(name: str) -> IllegalArgumentError:
    """What is said when the keys of several indices cannot be compared (``AggregationErrors.reduceTypeMismatch``)."""
    return IllegalArgumentError(
        f"Merging/Reducing the aggregations failed when computing the aggregation [{name}] because the field you gave in the aggregation"
        " query existed as two different types in two different indices"
    )
