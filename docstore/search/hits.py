"""What a search shows of the rows that it found: pages, merged over indices, and the hits of collapsed groups and inner hits."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter_ns
from typing import Any

from docstore.frozen import frozen
from docstore.query.scorer import shown_score
from docstore.search.collapse import InnerHits
from docstore.search.fetch import Fetch
from docstore.search.found import Found
from docstore.search.plain_hits import plain_hits
from docstore.search.request import DISABLED, SearchRequest
from docstore.search.row import Row

Json = dict[str, Any]
Owned = tuple[int, Row]
"""A row, and which of the indices it is of."""


@frozen
class Options:
    """What a request says beside its body."""

    node: str
    typed_keys: bool = False
    total_as_int: bool = False
    allow_partial: bool | None = None
    """Whether indices that fail are left out; None: as ``search.default_allow_partial_results`` says."""


def owned(rows: Iterable[Row], number: int) -> Iterator[Owned]:
    """The rows of one index."""
    return ((number, row) for row in rows)


def hits_of(found: Sequence[Found], request: SearchRequest, options: Options, rows: Sequence[Owned] | None = None) -> Json:
    """The ``hits`` object: total, best score, and hits: of some rows, else of the page."""
    hits: Json = {}
    total, most = (found[0].total, found[0].max_score) if len(found) == 1 else _together(found)
    if request.track_total_hits != DISABLED:
        hits["total"] = _total(total, request, options)
    elif options.total_as_int:
        hits["total"] = -1
    hits["max_score"] = None if most is None else shown_score(most)
    hits["hits"] = _of_page(found, request, options) if rows is None else _fetched(found, rows, request, options)
    return hits


def _together(found: Sequence[Found]) -> tuple[int, float | None]:
    """How many match in all of some indices, and the best score; 0 where no index was asked (``SearchHits.EMPTY_WITH_TOTAL_HITS``)."""
    if not found:
        return 0, 0.0
    return sum([each.total for each in found]), max([each.max_score for each in found if each.max_score is not None], default=None)


def _total(total: int, request: SearchRequest, options: Options) -> Any:
    if options.total_as_int:
        return total
    if total > request.track_total_hits:
        return {"value": request.track_total_hits, "relation": "gte"}
    return {"value": total, "relation": "eq"}


def _of_page(found: Sequence[Found], request: SearchRequest, options: Options) -> list[Json]:
    """Without rows, where one index shows nothing special."""
    if len(found) == 1 and not found[0].search.inner and (plain := plain_hits(found[0].search)) is not None:
        return plain.of(*found[0].between(request.from_, request.from_ + request.size))
    return _fetched(found, page_of(found, request), request, options)


def _fetched(found: Sequence[Found], chosen: Sequence[Owned], request: SearchRequest, options: Options) -> list[Json]:
    if len(found) == 1:
        hits = _of_one(found[0], [row for _, row in chosen], options)
    else:
        hits = [{}] * len(chosen)
        for number, each in enumerate(found):
            places = [place for place, (owner, _) in enumerate(chosen) if owner == number]
            for place, hit in zip(places, _of_one(each, [chosen[place][1] for place in places], options), strict=True):
                hits[place] = hit
    if request.collapse is not None and request.collapse.inner_hits:
        for hit, (_, row) in zip(hits, chosen, strict=True):
            groups = {inner.name: {"hits": _inner(found, row, inner, options)} for inner in request.collapse.inner_hits}
            hit.setdefault("inner_hits", {}).update(groups)
    return hits


def _of_one(found: Found, rows: Sequence[Row], options: Options) -> list[Json]:
    if not rows:
        return []
    began = perf_counter_ns()
    plain = plain_hits(found.search)
    hits = Fetch(found.search, options.node).hits(rows) if plain is None else plain.of_rows(rows)
    hits = _with_inner(found, rows, hits, options) if found.search.inner else hits
    found.fetched = len(hits), perf_counter_ns() - began
    return hits


def _with_inner(found: Found, rows: Sequence[Row], hits: list[Json], options: Options) -> list[Json]:
    """The hits with those of the others that made them match (``InnerHitsPhase``)."""
    for name, inner, of in found.search.inner:
        for row, hit in zip(rows, hits, strict=True):
            part = inner.run(only=of(row.ordinal))
            shown = hits_of([part], inner.request, options)
            hit.setdefault("inner_hits", {})[name] = {"hits": shown}
    return hits


def page_of(found: Sequence[Found], request: SearchRequest) -> list[Owned]:
    """The rows of a page, merged."""
    begin, end = request.from_, request.from_ + request.size
    if len(found) == 1:
        return [(0, row) for row in found[0].rows(begin, end)]
    rows = [owned(each.rows(), number) for number, each in enumerate(found)]
    merged = heapq.merge(*rows, key=lambda each: (each[1].ranks, each[0]))
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
        request = replace(inner.request, query=outer.asked, post_filter=outer.post_filter, named_scores=outer.named_scores)
        parts.append(each.search.again(request).run(only=groups.members(row.group)))
    return hits_of(parts, inner.request, options)
