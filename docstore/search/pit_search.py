"""Searches that see the store as it was when a point in time was opened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docstore.query.sort import Sort
from docstore.search.contexts import Contexts
from docstore.search.engine import search as run
from docstore.search.hits import Options
from docstore.search.request import SearchRequest

Json = dict[str, Any]


def search(contexts: Contexts, request: SearchRequest, options: Options, seconds: float | None) -> Json:
    """A search in a point in time.

    A sort gets ``_shard_doc`` as its last criterion, so that ``search_after`` knows each hit; not where the values of ``search_after``
    have none for it.
    """
    pit = request.pit
    assert pit is not None
    if _wants_tiebreaker(request):
        request = replace(request, sort=(*request.sort, Sort("_shard_doc")))
    with contexts.use(pit.id, seconds, options.node) as context:
        return {"pit_id": context.id, **run(context.txn, context.targets, request, options)}


def _wants_tiebreaker(request: SearchRequest) -> bool:
    """As Elasticsearch's ``SearchRequest.rewrite`` has it."""
    if not request.sort or request.sort[-1].field == "_shard_doc":
        return False
    return request.search_after is None or len(request.search_after) == len(request.sort) + 1
