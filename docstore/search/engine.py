"""A search over several indices: each on its own, then merged; what is shown is fetched at the end."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.index import check_all
from docstore.catalog.settings.cluster import cluster_setting
from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.deadline import TimeExceeded, within
from docstore.columns.fields import simple_pattern
from docstore.errors import (
    ApiError,
    CircuitBreakingError,
    IllegalArgumentError,
    IndexNotFoundError,
    SearchTimeoutError,
    TooManyBucketsError,
    reduce_failed,
    search_failed,
)
from docstore.query.limits import HEAP
from docstore.query.scorer import Scores
from docstore.search import aggregations
from docstore.search.found import Found
from docstore.search.hits import Options, Owned, hits_of, owned, page_of
from docstore.search.index_search import IndexSearch
from docstore.search.knn_section import KnnSection, shares
from docstore.search.order import check_together
from docstore.search.profile import profile_of
from docstore.search.request import SearchRequest
from docstore.search.standpoint import Standpoint
from docstore.storage.activity import activity
from docstore.storage.transaction import Transaction

if TYPE_CHECKING:
    from docstore.search.aggregations.request import Tree

_index_of = attrgetter("index")

Json = dict[str, Any]
Failures = list[tuple[str, str, ApiError]]
"""Index, node, error."""


def search(txn: Transaction, targets: Sequence[Target], request: SearchRequest, options: Options) -> Json:
    """The response body: a page of hits.

    :raises ApiError: no index could answer (``search_phase_execution_exception``), or one is blocked (``cluster_block_exception``).
    """
    begun = time.perf_counter()
    outcome = run(txn, targets, request, options)
    response = outcome.response(options)
    response["took"] = round((time.perf_counter() - begun) * 1000)
    return response


@dataclass(slots=True)
class Outcome:
    """What the indices of a search found, before anything is fetched."""

    request: SearchRequest
    targets: int
    found: list[Found]
    failures: Failures
    timed_out: bool = False

    def response(self, options: Options, rows: Sequence[Owned] | None = None) -> Json:
        """The response body, with the hits of the page, or with these."""
        request, found = self.request, self.found
        response: Json = {"took": 0, "timed_out": self.timed_out}
        if request.terminate_after:
            response["terminated_early"] = any(each.terminated_early for each in found)
        response["_shards"] = self.shards
        began = time.perf_counter_ns()
        response["hits"] = hits = self._hits(rows, options)
        fetching = time.perf_counter_ns() - began
        self._count_fetches(hits["hits"], fetching / 1e9)
        if request.aggregations is not None and found:
            response["aggregations"] = self._aggregations(request.aggregations, options)
        if request.profile and found:
            if len(found) == 1:
                found[0].fetched = len(hits["hits"]), fetching
            response["profile"] = {"shards": [profile_of(each, options.node) for each in found]}
        return response

    def _hits(self, rows: Sequence[Owned] | None, options: Options) -> Json:
        try:
            return hits_of(self.found, self.request, options, rows)
        except ApiError as error:
            shown = page_of(self.found, self.request) if rows is None else rows
            indices = [self.found[number].search.index.name for number in sorted({number for number, _ in shown})]
            phase = "query" if self.targets == 1 else "fetch"
            raise search_failed([(index, options.node, error) for index in indices], phase=phase) from error

    def _count_fetches(self, hits: Sequence[Json], seconds: float) -> None:
        """For the indices that hits are of."""
        fetched = self.found if hits else []
        if len(fetched) > 1:
            names = {hit["_index"] for hit in hits}
            fetched = [found for found in fetched if found.search.index.name in names]
        for found in fetched:
            for each in found.counts:
                each.fetch.add(seconds)

    @property
    def shards(self) -> Json:
        """How many indices answered, and what went wrong in others."""
        total, failures = self.targets, self.failures
        shards: Json = {"total": total, "successful": total - len(failures), "skipped": 0, "failed": len(failures)}
        if failures:
            shards["failures"] = [{"shard": 0, "index": index, "node": node, "reason": error.cause} for index, node, error in failures]
        return shards

    def _aggregations(self, tree: Tree, options: Options) -> Json:
        try:
            partials = aggregations.reduce.merge([each.aggregations for each in self.found if each.aggregations is not None])
            limit = self.found[0].search.max_buckets
            reduction = aggregations.reduce.Reduction(limit, lambda parts, request: _top_hits(parts, request, options))
            return aggregations.result.bodies(reduction.finish(tree, partials), typed=options.typed_keys)
        except ApiError as error:
            raise reduce_failed(error) from error

    def stream(self, step: int) -> Iterator[Owned]:
        """All rows in order, made as they are asked for."""
        streams = [owned(each.stream(step), number) for number, each in enumerate(self.found)]
        return heapq.merge(*streams, key=lambda each: (each[1].ranks, each[0]))


def run(txn: Transaction, targets: Sequence[Target], request: SearchRequest, options: Options) -> Outcome:
    """Ask each index.

    :raises ApiError: no index could answer (``search_phase_execution_exception``).
    """
    seconds = _time(txn, request)
    if seconds is None:
        return Outcome(request, len(targets), *_found(txn, targets, request, options))
    with within(seconds):
        return Outcome(request, len(targets), *_found(txn, targets, request, options))


def _time(txn: Transaction, request: SearchRequest) -> float | None:
    """The request's, else that of the cluster (``search.default_search_timeout``)."""
    if request.timeout is not None:
        return request.timeout
    default = float(cluster_setting(current(txn), "search.default_search_timeout"))
    return None if default < 0 else default / 1000


def _found(
    txn: Transaction, targets: Sequence[Target], request: SearchRequest, options: Options
) -> tuple[list[Found], Failures, bool]:
    check_all(map(_index_of, targets), Operation.READ)
    cache = ColumnCache() if txn.writable else CACHE
    found: list[Found] = []
    failures: Failures = []
    timed_out = False
    if len(targets) > 1:
        targets = sorted(targets, key=lambda each: each.index.name)
    requests = _with_nearest(txn, targets, request, cache) if request.knn else None
    for number, target in enumerate(targets):
        try:
            boost = _boost(target, request) if request.indices_boost else 1.0
            standpoint = Standpoint(txn, target, cache, boost, len(targets) == 1, number)
            own = request if requests is None else requests[number]
            begun = time.perf_counter_ns()
            try:
                one = IndexSearch(standpoint, own).run()
            except TimeExceeded:
                with within(None):
                    one, timed_out = IndexSearch(standpoint, own).nothing(), True
                if not _allows_partial(txn, options):
                    raise SearchTimeoutError() from None
            one.nanos = time.perf_counter_ns() - begun
            found.append(one)
            one.counts = activity(txn.environment, target.index).searches(request.stats)
            for each in one.counts:
                each.query.add(one.nanos / 1e9)
        except IndexNotFoundError:
            raise  # an index that the query itself refers to
        except MemoryError as error:
            raise CircuitBreakingError("parent", "<search>", getattr(error, "_total_size", HEAP), HEAP) from None
        except TooManyBucketsError as error:
            raise reduce_failed(error) from error
        except ApiError as error:
            failures.append((target.index.name, options.node, error))
            for each in activity(txn.environment, target.index).searches(request.stats):
                each.failed += 1
    if failures and not (found and _allows_partial(txn, options)):
        raise search_failed(failures, reason="all shards failed" if not found else "Partial shards failure")
    if len(found) > 1 and request.size:
        try:
            check_together(request.sort, [one.search.criteria for one in found])
        except IllegalArgumentError as error:
            raise reduce_failed(error) from error
    return found, failures, timed_out


def _allows_partial(txn: Transaction, options: Options) -> bool:
    allowed = options.allow_partial
    return bool(cluster_setting(current(txn), "search.default_allow_partial_results")) if allowed is None else allowed


def _with_nearest(
    txn: Transaction, targets: Sequence[Target], request: SearchRequest, cache: ColumnCache
) -> list[SearchRequest]:
    """The request as each index is to answer it: what is nearest to a vector is nearest of all indices (``DfsPhase``)."""
    if len(targets) == 1:
        return [request]
    sections: list[list[KnnSection]] = [[] for _ in targets]
    for section in request.knn:
        scores = [_scores(txn, target, section, cache) for target in targets]
        for own, count in zip(sections, shares(section.k, scores), strict=True):
            own.append(section.only(count))
    return [replace(request, knn=tuple(own)) for own in sections]


def _scores(txn: Transaction, target: Target, section: KnnSection, cache: ColumnCache) -> Scores:
    """Of the nearest of one index, the best first; none where it cannot answer, which the search will tell."""
    alone = SearchRequest(query=section, size=section.k)
    try:
        found = IndexSearch(Standpoint(txn, target, cache), alone).run().scores
    except ApiError:
        found = None
    return np.zeros(0, dtype=np.float32) if found is None else found


def _boost(target: Target, request: SearchRequest) -> float:
    """The first entry of ``indices_boost`` that means the index."""
    names = [target.index.name, *target.index.aliases]
    for pattern, boost in request.indices_boost:
        if any(map(simple_pattern(pattern).fullmatch, names)):
            return boost
    return 1.0


def _top_hits(found: Sequence[Found], request: SearchRequest, options: Options) -> Json:
    """The body of a ``top_hits`` aggregation."""
    return {"hits": hits_of(found, request, options)}
