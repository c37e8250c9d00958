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

    A sort gets ``_shard_doc`` as its last criterion, so that ``search_after`` knows each hit.
    """
    pit = request.pit
    assert pit is not None
    if request.sort and not any(sort.field == "_shard_doc" for sort in request.sort):
        request = replace(request, sort=(*request.sort, Sort("_shard_doc")))
    with contexts.use(pit.id, seconds, options.node) as context:
        return {"pit_id": context.id, **run(context.txn, context.targets, request, options)}
