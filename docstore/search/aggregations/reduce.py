"""From the outcomes of several indices to results: merge, finish, then the pipelines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docstore.columns.deadline import check_cancelled
from docstore.errors import TooManyBucketsError
from docstore.search.aggregations.collect import Partials
from docstore.search.aggregations.context import MAX_BUCKETS
from docstore.search.aggregations.request import ParentPipeline, SiblingPipeline, Tree
from docstore.search.aggregations.result import BucketsResult, Results

if TYPE_CHECKING:
    from docstore.search.found import Found
    from docstore.search.request import SearchRequest

Json = dict[str, Any]


def merge(several: Sequence[Partials]) -> Partials:
    """The outcomes of one level on several indices (or of several buckets with one key) as one."""
    first, *others = several
    if not others:
        return first
    return {name: partial.merged([other[name] for other in others]) for name, partial in first.items()}


@dataclass(slots=True)
class Reduction:
    """The end of one search: it counts the buckets that it makes."""

    max_buckets: int = MAX_BUCKETS
    show_hits: Callable[[Sequence[Found], SearchRequest], Json] | None = None
    """How ``top_hits`` shows what several indices found."""
    _buckets: int = 0

    def count(self, buckets: int) -> None:
        """Before they are made.

        :raises TaskCancelledError: the search was called off.
        :raises TooManyBucketsError: the response would hold more than ``search.max_buckets``.
        """
        check_cancelled()
        self._buckets += buckets
        if self._buckets > self.max_buckets:
            raise TooManyBucketsError(self.max_buckets)

    def finish(self, tree: Tree, partials: Partials) -> Results:
        """The results of a level, with those of its sibling pipelines behind them."""
        results: Results = {}
        check_cancelled()
        for node in tree.nodes:
            result = partials[node.name].finish(self, node.subs)
            result.meta = node.meta
            results[node.name] = result
        for piped in tree.pipelines_of(SiblingPipeline):  # type: ignore[type-abstract]
            assert isinstance(piped.pipeline, SiblingPipeline)
            check_cancelled()
            result = piped.pipeline.run(piped.name, results)
            result.meta = piped.meta
            results[piped.name] = result
        return results

    def piped(self, tree: Tree, result: BucketsResult) -> BucketsResult:
        """The buckets after the pipelines that stand in their aggregation."""
        for node in tree.pipelines_of(ParentPipeline):  # type: ignore[type-abstract]
            assert isinstance(node.pipeline, ParentPipeline)
            check_cancelled()
            result.buckets = node.pipeline.run(node.name, result.buckets)
            for added in (bucket.results.get(node.name) for bucket in result.buckets):
                if added is not None:
                    added.meta = node.meta
        return result


