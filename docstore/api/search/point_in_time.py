"""``_pit``: the store as it is now, for searches to come."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.preference import asks
from docstore.api.registry import Body, Privilege, api
from docstore.api.search.answer import keep_alive as seconds_of
from docstore.api.search.index_filter import holds
from docstore.catalog.current import current
from docstore.catalog.names.options import OPEN_NOT_CLOSED, IndicesOptions
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError, answered
from docstore.query import parse as parse_query
from docstore.query.query import Query
from docstore.search.contexts import Context, contexts_of


@api("open_point_in_time", "POST /{index}/_pit", privilege=Privilege.READ)
def open_point_in_time(
    node: Node,
    *,
    index: Names,
    keep_alive: Duration,
    allow_partial_search_results: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    index_filter: Body[JsonObject | None] = None,
    max_concurrent_shard_requests: int | None = None,
    preference: str | None = None,
    routing: Names | None = None,
) -> JsonObject:
    """Open a point in time: ``{"id": "..."}``, for ``pit`` of a search, which then sees the indices as they are now.

    ``routing``, ``allow_partial_search_results`` and ``max_concurrent_shard_requests`` have no effect.

    :param index_filter: only indices in which a document matches this query.
    :param keep_alive: how long it stays open without being asked; each search may give another.
    :raises IndexNotFoundError: there is no such index.
    """
    query = None if index_filter is None else parse_query(index_filter)
    options = OPEN_NOT_CLOSED.with_request(expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable)
    opened, shards = opened_on(node, index, options, keep_alive, preference, query)
    return {"id": opened.id, "_shards": shards}


def opened_on(
    node: Node, index: Names, options: IndicesOptions, keep_alive: Duration, preference: str | None, query: Query | None = None
) -> tuple[Context, JsonObject]:
    """A new one on indices, of which a query may choose some; and how many those are.

    :raises IndexNotFoundError: there is no such index.
    """
    alive = seconds_of(node, keep_alive)
    contexts = contexts_of(node.environment)
    txn = contexts.snapshot()
    try:
        targets = current(txn).search_targets(index if isinstance(index, str) else list(index), options)
        for target in targets:
            target.index.check_readable()
        targets = [target for target in targets if asks(node, preference, target.index.name)]
        if query is not None:
            targets = [target for target in targets if holds(txn, target.index, query)]
        opened = contexts.add(txn, targets, alive)
    except BaseException:
        txn.end()
        raise
    return opened, {"total": len(targets), "successful": len(targets), "skipped": 0, "failed": 0}


@api("close_point_in_time", "DELETE /_pit", privilege=Privilege.READ)
def close_point_in_time(node: Node, *, id: Body[str | None] = None) -> JsonObject:
    """Close a point in time: ``{"succeeded": true, "num_freed": 1}``.

    :raises NotFoundError: it is not open.
    """
    if id is None:
        raise ValidationError("id must be specified")
    if not id:
        raise IllegalArgumentError("[id] cannot be empty")
    freed = contexts_of(node.environment).close([id])
    answer = {"succeeded": True, "num_freed": freed}
    if not freed:
        raise answered(404, answer, "no such point in time is open")
    return answer
