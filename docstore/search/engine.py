"""A search over several indices: each on its own, then merged; what is shown is fetched at the end."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from docstore.catalog.catalog import Target
from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.fields import simple_pattern
from docstore.errors import ApiError, search_failed
from docstore.query.scorer import shown_score
from docstore.search.aggregations.reduce import Reduction, merge
from docstore.search.aggregations.result import bodies
from docstore.search.collapse import InnerHits
from docstore.search.fetch import Fetch
from docstore.search.index_search import Found, IndexSearch, Row
from docstore.search.request import DISABLED, SearchRequest
from docstore.storage.transaction import Transaction

Json = dict[str, Any]
Owned = tuple[int, Row]
"""A row, and which of the indices it is of."""
Failures = list[tuple[str, str, ApiError]]
"""Index, node, error."""

@dataclass(frozen=True, slots=True)
class Options:
    """What a request says beside its body."""

    node: str
    typed_keys: bool = False
    total_as_int: bool = False
    allow_partial: bool = True


def search(txn: Transaction, targets: Sequence[Target], request: SearchRequest, options: Options) -> Json:
    """The response body: a page of hits.

    :raises ApiError: no index could answer (``search_phase_execution_exception``).
    """
    begun = time.perf_counter()
    outcome = run(txn, targets, request, options)
    response = outcome.response(outcome.page(), options)
    response["took"] = round((time.perf_counter() - begun) * 1000)
    return response


@dataclass(slots=True)
class Outcome:
    """What the indices of a search found, before anything is fetched."""

    request: SearchRequest
    targets: int
    found: list[Found]
    failures: Failures

    def response(self, rows: Sequence[Owned], options: Options) -> Json:
        """The response body with these hits."""
        request, found = self.request, self.found
        response: Json = {"took": 0, "timed_out": False}
        if request.terminate_after:
            response["terminated_early"] = any(each.terminated_early for each in found)
        response["_shards"] = _shards(self.targets, self.failures)
        response["hits"] = hits_of(found, rows, request, options)
        if request.aggregations is not None and found:
            partials = merge([each.aggregations for each in found if each.aggregations is not None])
            response["aggregations"] = bodies(Reduction().finish(request.aggregations, partials), typed=options.typed_keys)
        return response

    def page(self) -> list[Owned]:
        """The rows from ``from`` on."""
        return page_of(self.found, self.request)

    def stream(self, step: int) -> Iterator[Owned]:
        """All rows in order, made as they are asked for."""
        streams = [_owned(each.stream(step), number) for number, each in enumerate(self.found)]
        return heapq.merge(*streams, key=lambda owned: (owned[1].ranks, owned[0]))


def _owned(rows: Iterable[Row], number: int) -> Iterator[Owned]:
    return ((number, row) for row in rows)


def run(txn: Transaction, targets: Sequence[Target], request: SearchRequest, options: Options) -> Outcome:
    """Ask each index.

    :raises ApiError: no index could answer (``search_phase_execution_exception``).
    """
    found, failures = _found(txn, targets, request, options)
    return Outcome(request, len(targets), found, failures)


def _found(
    txn: Transaction, targets: Sequence[Target], request: SearchRequest, options: Options
) -> tuple[list[Found], Failures]:
    cache = ColumnCache() if txn.writable else CACHE
    found: list[Found] = []
    failures: Failures = []
    for number, target in enumerate(sorted(targets, key=lambda each: each.index.name)):
        try:
            boost = _boost(target, request)
            found.append(IndexSearch(txn, target, request, cache, boost=boost, alone=len(targets) == 1, number=number).run())
        except ApiError as error:
            failures.append((target.index.name, options.node, error))
    if failures and (not found or not options.allow_partial):
        raise search_failed(failures, reason="all shards failed" if not found else "Partial shards failure")
    return found, failures


def _boost(target: Target, request: SearchRequest) -> float:
    """The first entry of ``indices_boost`` that means the index."""
    names = [target.index.name, *target.index.aliases]
    for pattern, boost in request.indices_boost:
        if any(map(simple_pattern(pattern).fullmatch, names)):
            return boost
    return 1.0


def _shards(total: int, failures: Failures) -> Json:
    shards: Json = {"total": total, "successful": total - len(failures), "skipped": 0, "failed": len(failures)}
    if failures:
        shards["failures"] = [{"shard": 0, "index": index, "node": node, "reason": error.cause} for index, node, error in failures]
    return shards


def hits_of(found: Sequence[Found], rows: Sequence[Owned], request: SearchRequest, options: Options) -> Json:
    """The ``hits`` object: total, best score, and hits."""
    hits: Json = {}
    if request.track_total_hits != DISABLED:
        hits["total"] = _total(sum(each.total for each in found), request, options)
    elif options.total_as_int:
        hits["total"] = -1
    scores = [each.max_score for each in found if each.max_score is not None]
    hits["max_score"] = shown_score(max(scores)) if scores else None
    hits["hits"] = _fetched(found, rows, request, options)
    return hits


def _total(total: int, request: SearchRequest, options: Options) -> Any:
    if options.total_as_int:
        return total
    if total > request.track_total_hits:
        return {"value": request.track_total_hits, "relation": "gte"}
    return {"value": total, "relation": "eq"}


def _fetched(found: Sequence[Found], chosen: Sequence[Owned], request: SearchRequest, options: Options) -> list[Json]:
    hits: list[Json] = [{}] * len(chosen)
    for number, each in enumerate(found):
        places = [place for place, (owner, _) in enumerate(chosen) if owner == number]
        if places:
            rows = [chosen[place][1] for place in places]
            for place, hit in zip(places, Fetch(each.search, options.node).hits(rows), strict=True):
                hits[place] = hit
    if request.collapse is not None and request.collapse.inner_hits:
        for hit, (_, row) in zip(hits, chosen, strict=True):
            hit["inner_hits"] = {
                inner.name: {"hits": _inner(found, row, inner, options)} for inner in request.collapse.inner_hits
            }
    return hits


def page_of(found: Sequence[Found], request: SearchRequest) -> list[Owned]:
    """The rows of a page, merged."""
    begin, end = request.from_, request.from_ + request.size
    if len(found) == 1:
        return [(0, row) for row in found[0].rows(begin, end)]
    rows = [_owned(each.rows(), number) for number, each in enumerate(found)]
    merged = heapq.merge(*rows, key=lambda owned: (owned[1].ranks, owned[0]))
    if request.collapse is None:
        return list(islice(merged, begin, end))
    seen: set[Any] = set()
    best: list[Owned] = []
    for number, row in merged:
        if row.group not in seen:
            seen.add(row.group)
            best.append((number, row))
    return best[begin:end]


def _inner(found: Sequence[Found], row: Row, inner: InnerHits, options: Options) -> Json:
    """The hits of one group."""
    parts = []
    for each in found:
        groups = each.search.groups
        assert groups is not None
        outer = each.search.request
        request = replace(inner.request, query=outer.query, post_filter=outer.post_filter)
        parts.append(each.search.again(request).run(only=groups.members(row.group)))
    return hits_of(parts, page_of(parts, inner.request), inner.request, options)
