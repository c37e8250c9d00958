"""``top_hits``: the best documents of a bucket (``TopHitsAggregationBuilder``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from docstore.columns.deadline import in_time
from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError, ParsingError
from docstore.query.wire import token_of
from docstore.search.aggregations.collect import Collector, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Result, ShownResult

if TYPE_CHECKING:
    from docstore.search.found import Found
    from docstore.search.request import SearchRequest

Json = dict[str, Any]

_KEYS = frozenset(
    {
        *("from", "size", "sort", "_source", "stored_fields", "docvalue_fields", "fields", "highlight"),
        *("explain", "version", "seq_no_primary_term", "track_scores"),
    }
)


@aggregation("top_hits")
@dataclass(frozen=True, slots=True)
class TopHits(Aggregation):
    """Documents as hits, with the keys of a search that choose and show them."""

    request: SearchRequest

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"size": 3, "sort": [{"date": "desc"}], "_source": ["title"]}``."""
        from docstore.search.request import ACCURATE, SearchRequest

        for key, value in body.items():
            if key == "script_fields" and value:
                raise NotImplementedByDocstoreError("docstore cannot run [script_fields] in a [top_hits] aggregation")
            if key not in _KEYS and key != "script_fields":
                raise ParsingError(f"Unknown key for a {token_of(value)} in [{name}]: [{key}].")
            if key in ("from", "size") and isinstance(value, int) and value < 0:
                raise IllegalArgumentError(f"[{key}] must be greater than or equal to 0. Found [{value}] in [{name}]")
        asked = {"size": 3, **{key: value for key, value in body.items() if key in _KEYS}, "track_total_hits": ACCURATE}
        try:
            return cls(SearchRequest.parse(asked))
        except ParsingError as error:
            if error.place is not None and error.place.within is asked:
                error.place.within = body
            raise

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """The search over again, over the documents of each bucket."""
        window, limit = self.request.from_ + self.request.size, context.max_inner_window
        if window > limit:
            raise IllegalArgumentError(
                f"Top hits result window is too large, the top hits aggregator [{name}]'s from + size must be less than or equal to:"
                f" [{limit}] but was [{window}]. This limit can be set by changing the [index.max_inner_result_window] index level setting."
            )
        assert context.hits is not None
        return _HitsCollector(self.request, context.hits(self.request, context.view, context.scores))


@dataclass(slots=True)
class _HitsCollector(Collector):
    request: SearchRequest
    find: Callable[[Ints], Found]

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        if count == 1:
            return _HitsTable(self.request, [self.find(np.sort(docs))])
        order = np.lexsort((docs, owners))
        bounds = np.searchsorted(owners[order], np.arange(count + 1))
        return _HitsTable(self.request, [self.find(docs[order[low:high]]) for low, high in in_time(pairwise(bounds.tolist()))])


@dataclass(slots=True)
class _HitsTable(Table):
    """What is found for each owner."""

    request: SearchRequest
    found: Sequence[Found]

    def partial(self, owner: int) -> Partial:
        return _HitsPartial(self.request, [self.found[owner]])


@dataclass(slots=True)
class _HitsPartial(Partial):
    """What each index found; documents are read at the end."""

    request: SearchRequest
    found: list[Found]

    def merged(self, others: Sequence[Self]) -> Self:
        return type(self)(self.request, [*self.found, *(found for other in others for found in other.found)])

    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        assert reduction.show_hits is not None
        return ShownResult("top_hits", reduction.show_hits(self.found, self.request))
