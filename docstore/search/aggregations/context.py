"""What aggregations may ask of the index that they run over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from docstore.columns.fields import DOC_COUNTS
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView, NestedView
from docstore.columns.want import values_of
from docstore.once import once
from docstore.query.matcher import Matcher
from docstore.query.registry import parse
from docstore.query.select import bind

if TYPE_CHECKING:
    from docstore.search.aggregations.collect import Collector
    from docstore.search.aggregations.profiling import Entry
    from docstore.search.aggregations.request import Node
    from docstore.search.found import Found
    from docstore.search.request import SearchRequest

Json = dict[str, Any]
Scores = NDArray[np.float32]

MAX_BUCKETS = 65_536
"""``search.max_buckets``."""


Weights = Callable[[], Ints | None]


class Hits(Protocol):
    """What ``top_hits`` asks of the search: it knows how documents are chosen and fetched."""

    def __call__(
        self, request: SearchRequest, view: IndexView, scores: Callable[[Ints], Scores] | None
    ) -> Callable[[Ints], Found]:
        """For a request over the same query: what gives the best of some ordinals of a view. Without ``scores`` they all score 1."""


class _Weights:
    """Those of documents, read when they are first asked for."""

    def __init__(self, view: IndexView) -> None:
        self._view = view
        self._want = view.need(values_of(DOC_COUNTS))

    def __call__(self) -> Ints | None:
        return self._found

    @once
    def _found(self) -> Ints | None:
        column = self._view.column(self._want)
        assert isinstance(column, NumericColumn)
        if not column.has_values:
            return None
        having = column.exists()
        found = np.ones(self._view.count, dtype=np.int64)
        found[having] = column.rows.flat(column.values)
        return found


@dataclass(slots=True)
class Context:
    """One index of a search. ``alone``: it is the only one, so nothing is merged afterwards."""

    view: IndexView
    alone: bool = True
    everything: Callable[[], Mask] | None = None
    """The documents that ``global`` means: those of the index that the caller may see, whatever the query."""
    scores: Callable[[Ints], Scores] | None = None
    hits: Hits | None = None
    max_buckets: int = MAX_BUCKETS
    max_inner_window: int = 100
    """``index.max_inner_result_window``."""
    documents: Context | None = None
    """Where ordinals are nested objects: the context of the documents."""
    entries: list[Entry] | None = None
    """Where aggregations are measured: those of the level that is bound."""

    def bound(self, node: Node) -> Collector:
        """An aggregation on the index, measured if that is asked for."""
        if self.entries is None:
            return node.aggregation.bind(node.name, self, node.subs)
        from docstore.search.aggregations.profiling import Entry, MeasuredCollector

        entry = Entry(node.name)
        with entry.measured("initialize"):
            collector = node.aggregation.bind(node.name, replace(self, entries=entry.children), node.subs)
        entry.kind = node.aggregation.aggregator(collector)
        self.entries.append(entry)
        return MeasuredCollector(collector, entry)

    def weights(self) -> Weights:
        """How many documents each ordinal stands for (``_doc_count``); None when each is one, as nested objects are."""
        return (lambda: None) if isinstance(self.view, NestedView) else _Weights(self.view)

    def at(self, view: IndexView) -> Context:
        """The context in which ordinals are those of another view: of nested objects, or of what they stand in."""
        root = self.documents or self
        if view is root.view:
            return replace(root, entries=self.entries)
        assert isinstance(view, NestedView)

        def scores(ordinals: Ints) -> Scores:
            return root.scores_of(view.owners_in(root.view)[ordinals])

        return replace(root, view=view, documents=root, entries=self.entries, scores=scores)

    def of_everything(self) -> Context:
        """The context of documents that the query need not have found: they score 1."""
        return replace(self, scores=None)

    def matcher(self, query: Json) -> Matcher:
        """A filter inside an aggregation, bound.

        :raises ApiError: it is no query, or not one for this index.
        """
        return bind(parse(query), self.view)

    def all_documents(self) -> Mask:
        """See ``everything``."""
        return np.ones(self.view.count, dtype=np.bool_) if self.everything is None else self.everything()

    def scores_of(self, ordinals: Ints) -> Scores:
        """The scores that the query gives these ordinals; 1 where nothing is scored."""
        return np.ones(len(ordinals), dtype=np.float32) if self.scores is None else self.scores(ordinals)
