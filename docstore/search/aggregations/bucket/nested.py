"""``nested`` and ``reverse_nested``: from documents to their nested objects, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints, distinct
from docstore.columns.view import IndexView, NestedView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.kinds.nested import nested_view
from docstore.query.wire import text, token_of
from docstore.search.aggregations.bucket.single import SingleBucketCollector
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Node, Tree

Json = dict[str, Any]


def _path(name: str, body: Json) -> str | None:
    path: str | None = None
    for key, value in body.items():
        if key != "path" or not isinstance(value, str):
            raise ParsingError(f"Unexpected token {token_of(value)} in [{name}].")
        path = text(value)
    return path


@aggregation("nested")
@dataclass(frozen=True, slots=True)
class Nested(Aggregation):
    """The objects of a nested field: what is below counts objects."""

    takes_subs: ClassVar[bool] = True
    path: str

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"path": "comments"}`` (``NestedAggregationBuilder``)."""
        path = _path(name, body)
        if path is None:
            raise ParsingError(f"Missing [path] field for nested aggregation [{name}]")
        return cls(path)

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Of an index without such objects nothing."""
        inner = nested_view(context.view, self.path, ignore_unmapped=True)
        if inner is None:
            return _Nothing(self.kind, Below.bind(subs, context))
        return _Inwards(self.kind, Below.bind(subs, context.at(inner)), context.view, inner)


class _Nothing(SingleBucketCollector):
    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        return docs[:0], owners[:0]


class _Inwards(SingleBucketCollector):
    def __init__(self, kind: str, below: Below, outer: IndexView, inner: NestedView) -> None:
        super().__init__(kind, below)
        self._outer = outer
        self._inner = inner

    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        holders = self._inner.owners_in(self._outer)
        begins = np.searchsorted(holders, docs)
        counts = np.searchsorted(holders, docs, side="right") - begins
        starts = np.cumsum(counts) - counts
        objects = np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(begins - starts, counts)
        return objects, np.repeat(owners, counts)


@aggregation("reverse_nested")
@dataclass(frozen=True, slots=True)
class ReverseNested(Aggregation):
    """The documents, or the nested objects further out, in which objects stand: each once."""

    takes_subs: ClassVar[bool] = True
    path: str | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{}``, or ``{"path": "comments"}`` (``ReverseNestedAggregationBuilder``)."""
        return cls(_path(name, body))

    def check_parents(self, name: str, parents: tuple[Node, ...]) -> None:
        """It stands below a ``nested``."""
        if not any(isinstance(parent.aggregation, Nested) for parent in parents):
            raise IllegalArgumentError(f"Reverse nested aggregation [{name}] can only be used inside a [nested] aggregation")

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Of an index without such a nested field nothing.

        :raises IllegalArgumentError: the path is not around the objects.
        """
        view = context.view
        while isinstance(view, NestedView) and view.scope != self.path:
            view = view.outer
        if view.scope != (self.path or ""):
            if self.path in (view.fields.nested_levels(self.path or "") or ()):
                scope = context.view.scope or None
                raise IllegalArgumentError(f"Reverse nested path [{self.path}] is not a parent of the current nested scope [{scope}]")
            return _Nothing(self.kind, Below.bind(subs, context))
        if view is context.view:
            return _Same(self.kind, Below.bind(subs, context))
        assert isinstance(context.view, NestedView)
        return _Outwards(self.kind, Below.bind(subs, context.at(view)), context.view, view)


class _Same(SingleBucketCollector):
    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        return docs, owners


class _Outwards(SingleBucketCollector):
    def __init__(self, kind: str, below: Below, inner: NestedView, outer: IndexView) -> None:
        super().__init__(kind, below)
        self._inner = inner
        self._outer = outer

    def choose(self, docs: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        owners, holders = distinct(owners, self._inner.owners_in(self._outer)[docs])
        return holders, owners
