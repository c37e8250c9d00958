"""``scroll``: all that match, some at a time, as they were when the scroll began."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from docstore.catalog.catalog import Target
from docstore.errors import ValidationError
from docstore.search.contexts import Context, Contexts
from docstore.search.engine import run
from docstore.search.hits import Options
from docstore.search.request import ACCURATE, DEFAULT_TOTAL, SearchRequest
from docstore.storage.transaction import Transaction

Json = dict[str, Any]

_ALL = 1 << 40


def begin(
    contexts: Contexts, find: Callable[[Transaction], Sequence[Target]], request: SearchRequest, options: Options, keep_alive: float,
    *, cached: bool = False,
) -> Json:
    """The first page, with the id under which there is more. ``cached``: ``request_cache`` was asked for.

    :raises ValidationError: a part of the request that a scroll cannot have.
    """
    _check(request, cached=cached)
    begun = time.perf_counter()
    total = ACCURATE if request.track_total_hits == DEFAULT_TOTAL else request.track_total_hits
    whole = replace(request, from_=0, size=_ALL, unlimited=True, batch=request.size, track_total_hits=total)
    txn = contexts.snapshot()
    try:
        targets = list(find(txn))
        outcome = run(txn, targets, whole, options)
        context = contexts.add(txn, targets, keep_alive)
    except BaseException:
        txn.end()
        raise
    context.outcome = outcome
    context.rows = outcome.stream(max(request.size, 1))
    return _page(context, options, begun)


def more(contexts: Contexts, scroll_id: str, keep_alive: float | None, options: Options) -> Json:
    """The next page; empty at the end.

    :raises ApiError: the scroll is over.
    """
    begun = time.perf_counter()
    with contexts.use(scroll_id, keep_alive, options.node) as context:
        return _page(context, options, begun)


def _page(context: Context, options: Options, begun: float) -> Json:
    outcome = context.outcome
    assert outcome is not None
    assert context.rows is not None
    rows = list(islice(context.rows, outcome.request.batch))
    response = {"_scroll_id": context.id, **outcome.response(options, rows)}
    outcome.request = replace(outcome.request, aggregations=None)
    response["took"] = round((time.perf_counter() - begun) * 1000)
    return response


def _check(request: SearchRequest, *, cached: bool) -> None:
    problems = []
    if request.track_total_hits not in (DEFAULT_TOTAL, ACCURATE):
        problems.append("disabling [track_total_hits] is not allowed in a scroll context")
    if request.from_ > 0:
        problems.append("using [from] is not allowed in a scroll context")
    if request.size == 0:
        problems.append("[size] cannot be [0] in a scroll context")
    if request.rescore:
        problems.append("using [rescore] is not allowed in a scroll context")
    if request.collapse is not None:
        problems.append("cannot use `collapse` in a scroll context")
    if request.search_after is not None:
        problems.append("`search_after` cannot be used in a scroll context.")
    if request.pit is not None:
        problems.append("using [point in time] is not allowed in a scroll context")
    if cached:
        problems.append("[request_cache] cannot be used in a scroll context")
    if problems:
        raise ValidationError(*problems)
