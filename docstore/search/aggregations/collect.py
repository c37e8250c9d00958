"""From documents to outcomes, for many owning buckets at once.

A collector is given pairs: this ordinal falls into that owner. Below ``terms`` with a thousand buckets, ``avg`` runs once, over all
pairs, not a thousand times. Its ``Table`` has a row for each owner; only the rows that are shown become ``Partial`` objects, which
merge with those of other indices and then finish as results.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from docstore.columns.deadline import check_time, in_time
from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError
from docstore.search.aggregations.groups import Groups
from docstore.search.aggregations.request import Tree
from docstore.search.aggregations.result import Result

if TYPE_CHECKING:
    from docstore.columns.view import IndexView
    from docstore.search.aggregations.context import Context, Weights
    from docstore.search.aggregations.reduce import Reduction

Floats = NDArray[np.float64]


class Partial(ABC):
    """The outcome of one owner on one index, before it meets those of other indices."""

    @abstractmethod
    def merged(self, others: Sequence[Self]) -> Self:
        """This and the others as one. The others may be of an index that has no such field."""

    @abstractmethod
    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """The result."""


Partials = dict[str, Partial]

_PATHS = (
    "Buckets can only be sorted on a sub-aggregator path that is built out of zero or more single-bucket aggregations within the path and "
    "a final single-bucket or a metrics aggregation at the path end."
)


class NoSuchMetric(Exception):  # never leaves this package
    """An aggregation that has ``several`` numbers by name, or one, was asked for another, or not for one by name."""

    def __init__(self, path: Sequence[str], *, several: bool) -> None:
        super().__init__(path)
        self._key = ".".join(path)
        self._several = several

    def reason(self, name: str) -> str:
        """In words; ``name`` is that of the aggregation."""
        if not self._several:
            return (
                "Ordering on a single-value metrics aggregation can only be done on its value. Either drop the key (a la "
                f'"{name}") or change it to "value" (a la "{name}.value")'
            )
        if not self._key:
            return "When ordering on a multi-value metrics aggregation a metric name must be specified."
        return f"Unknown metric name [{self._key}] on multi-value metrics aggregation [{name}]"


class Table(ABC):
    """The outcomes for all owners of one ``collect``."""

    @abstractmethod
    def partial(self, owner: int) -> Partial:
        """The row of one owner as an object."""

    def debug(self) -> dict[str, Any]:
        """What ``profile`` tells about it besides times."""
        return {}

    def numbers(self, path: list[str]) -> Floats:
        """For each owner the number that an ``order`` means; not-a-number where there is none.

        :raises NoSuchMetric: the aggregation has numbers, but not this one.
        :raises IllegalArgumentError: it has none.
        """
        raise IllegalArgumentError(_PATHS)


class Collector(ABC):
    """An aggregation bound to an index."""

    def debug(self) -> dict[str, Any]:
        """What ``profile`` tells about how it works."""
        return {}

    @abstractmethod
    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        """``docs[i]`` belongs to the bucket ``owners[i]``, of ``count`` buckets. The pairs are sorted by neither."""

    def collect_all(self, count: int) -> Table:
        """All ``count`` ordinals belong to one bucket."""
        return self.collect(np.arange(count, dtype=np.int64), np.zeros(count, dtype=np.int64), 1)


@dataclass(slots=True)
class Below:
    """The aggregations of one level, bound: what a bucket aggregation runs for its buckets."""

    collectors: dict[str, Collector]
    weights: Weights
    max_buckets: int
    view: IndexView

    @classmethod
    def bind(cls, tree: Tree, context: Context) -> Below:
        """Bind a level."""
        return cls({node.name: context.bound(node) for node in tree.nodes}, context.weights(), context.max_buckets, context.view)

    def counts(self, docs: Ints, owners: Ints, count: int) -> Ints:
        """How many documents each owner has; some stand for several."""
        weights = self.weights()
        if weights is None:
            return np.bincount(owners, minlength=count)
        return np.bincount(owners, weights=weights[docs], minlength=count).astype(np.int64)

    def weighed(self, groups: Groups) -> Groups:
        """Groups whose counts are those of what their documents stand for."""
        if self.weights() is None:
            return groups
        return replace(groups, counts=self.counts(groups.docs, groups.buckets, len(groups)))

    def collect(self, docs: Ints, owners: Ints, count: int) -> Tables:
        """All of them, over the same pairs.

        :raises TimeExceeded: the search has taken as long as it may.
        """
        return Tables({name: collector.collect(docs, owners, count) for name, collector in in_time(self.collectors.items())})

    def collect_all(self, count: int) -> Tables:
        """All of them, over all ordinals.

        :raises TimeExceeded: the search has taken as long as it may.
        """
        return Tables({name: collector.collect_all(count) for name, collector in in_time(self.collectors.items())})

    def collect_groups(self, groups: Groups) -> Tables:
        """All of them, each group an owner; who is in a group is not asked for nothing."""
        return self.collect(groups.docs, groups.buckets, len(groups)) if self.collectors else Tables({})

    def empty(self) -> Partials:
        """The outcomes of a bucket without documents."""
        none = np.empty(0, dtype=np.int64)
        return self.collect(none, none, 1).partials(0)


@dataclass(slots=True)
class Tables:
    """The tables of one level."""

    tables: dict[str, Table]

    def partials(self, owner: int) -> Partials:
        """The outcomes of one bucket.

        :raises TimeExceeded: the search has taken as long as it may.
        """
        check_time()
        return {name: table.partial(owner) for name, table in self.tables.items()}

    def numbers(self, path: list[str]) -> Floats:
        """See ``Table.numbers``; the first step is a name.

        :raises IllegalArgumentError: there is no such number.
        """
        table = self.tables.get(path[0])
        if table is None:
            raise IllegalArgumentError(
                f"The provided aggregation [{path[0]}] either does not exist, or is a pipeline aggregation and cannot be used to sort the"
                " buckets."
            )
        try:
            return table.numbers(path[1:])
        except NoSuchMetric as error:
            raise IllegalArgumentError(error.reason(path[0])) from None
