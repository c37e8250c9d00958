"""Aggregations of one bucket: ``filter``, ``missing``, ``global``, ``sampler``."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.errors import AggregationExecutionError, IllegalArgumentError
from docstore.query.matcher import Matcher
from docstore.query.registry import parse
from docstore.query.wire import Declared, by_hand, declared, integer
from docstore.search.aggregations.collect import Below, Collector, Floats, Partial, Partials, Table, Tables
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.reduce import Reduction, merge
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Node, Tree
from docstore.search.aggregations.result import Result, SingleBucketResult
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


class SingleBucketCollector(Collector):
    """Chooses pairs; what is below sees only those."""

    def __init__(self, kind: str, below: Below) -> None:
        self.kind = kind
        self.below = below

    @abstractmethod
    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        """The pairs that go into the bucket."""

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        """A bucket for each owner."""
        docs, owners = self.choose(docs, owners, count)
        return SingleBucketTable(self.kind, self.below.counts(docs, owners, count), self.below.collect(docs, owners, count))


@dataclass(slots=True)
class SingleBucketTable(Table):
    """A bucket for each owner."""

    kind: str
    counts: Ints
    tables: Tables

    def partial(self, owner: int) -> Partial:
        """The bucket of one owner."""
        return SingleBucketPartial(self.kind, int(self.counts[owner]), self.tables.partials(owner))

    def numbers(self, path: list[str]) -> Floats:
        """The count, or what is below."""
        if path in ([], ["_count"], ["doc_count"]):
            return self.counts.astype(np.float64)
        return self.tables.numbers(path)


@dataclass(slots=True)
class SingleBucketPartial(Partial):
    """The bucket of one owner on one index."""

    kind: str
    count: int
    subs: Partials

    def merged(self, others: Sequence[Self]) -> Self:
        """Added up."""
        every = [self, *others]
        return type(self)(self.kind, sum(one.count for one in every), merge([one.subs for one in every]))

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """The count and what is below."""
        return SingleBucketResult(self.kind, self.count, reduction.finish(subs, self.subs))


@aggregation("filter")
@dataclass(frozen=True, slots=True)
class Filter(Aggregation):
    """The documents that match a query."""

    takes_subs: ClassVar[bool] = True
    query: Json

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """A query."""
        parse(body)
        return cls(body)

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """The query on this index."""
        return _FilterCollector(self.kind, Below.bind(subs, context), context.matcher(self.query))


class _FilterCollector(SingleBucketCollector):
    def __init__(self, kind: str, below: Below, matcher: Matcher) -> None:
        super().__init__(kind, below)
        self._matcher = matcher

    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        inside = self._matcher.run()[docs]
        return docs[inside], owners[inside]


@aggregation("missing")
@dataclass(frozen=True, slots=True)
class Missing(Aggregation):
    """The documents without a value of a field."""

    takes_subs: ClassVar[bool] = True
    source: Source

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f"}``."""
        return cls(Source.of(declared(cls.kind, body, SOURCE_KEYS)))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Of an index without the field: all."""
        return _MissingCollector(self.kind, Below.bind(subs, context), self.source.bind(context, self.kind, Support.ANY | Support.PRESENCE))


class _MissingCollector(SingleBucketCollector):
    def __init__(self, kind: str, below: Below, values: Values) -> None:
        super().__init__(kind, below)
        self._values = values

    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        if self._values.source.missing is not None:
            return docs[:0], owners[:0]
        lacking = ~self._values.exists(docs)
        return docs[lacking], owners[lacking]


@aggregation("global")
@dataclass(frozen=True, slots=True)
class Global(Aggregation):
    """All documents, whatever the query; only at the top."""

    takes_subs: ClassVar[bool] = True

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{}``."""
        declared(cls.kind, body, {})
        return cls()

    def check_parents(self, name: str, parents: tuple[Node, ...]) -> None:
        """It stands at the top."""
        if parents:
            raise AggregationExecutionError(
                f"Aggregation [{parents[-1].name}] cannot have a global sub-aggregation [{name}]. Global aggregations can only be defined"
                " as top level aggregations"
            )

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Everything that the caller may see."""
        return _GlobalCollector(self.kind, Below.bind(subs, context.of_everything()), context, name)


class _GlobalCollector(SingleBucketCollector):
    def __init__(self, kind: str, below: Below, context: Context, name: str) -> None:
        super().__init__(kind, below)
        self._context = context
        self._name = name

    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        every = np.flatnonzero(self._context.all_documents())
        return every, np.zeros(len(every), dtype=np.int64)


@aggregation("sampler")
@dataclass(frozen=True, slots=True)
class Sampler(Aggregation):
    """The documents that score best, so many of each index."""

    takes_subs: ClassVar[bool] = True
    shard_size: int = 100

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"shard_size": 100}``."""
        keys = {"shard_size": Declared(frozenset({"VALUE_NUMBER"}), integer)}
        found = by_hand(body, keys, lambda _, key: f'Unsupported property "{key}" for aggregation "{name}')
        size = found.get("shard_size", 100)
        if size < 1:
            raise IllegalArgumentError("shardSize must be greater than 0")
        return cls(size)

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Scores are asked for."""
        return _SamplerCollector(self.kind, Below.bind(subs, context), context, self.shard_size)


class _SamplerCollector(SingleBucketCollector):
    def __init__(self, kind: str, below: Below, context: Context, size: int) -> None:
        super().__init__(kind, below)
        self._context = context
        self._size = size

    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        scores = self._context.scores_of(docs)
        order = np.lexsort((docs, -scores, owners))
        ordered = owners[order]
        best = order[np.arange(len(order)) - np.searchsorted(ordered, ordered) < self._size]
        return docs[best], owners[best]
