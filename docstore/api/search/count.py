"""``_count``: how many documents match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Names, check_only_query
from docstore.api.preference import asks
from docstore.api.registry import Body, Privilege, api
from docstore.api.search.description import described
from docstore.api.search.query_in_url import query_in_url
from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.index import check_all
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.documents.time_series import check_searched
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.query import parse as parse_query
from docstore.search.engine import run
from docstore.search.hits import Options
from docstore.search.near_real_time import reader_of
from docstore.search.request import ACCURATE, SearchRequest
from docstore.storage.index_reader import IndexReader
from docstore.storage.transaction import Transaction
from docstore.tasks.searches import SEARCH


@api("count", "GET /_count", "POST /_count", "GET /{index}/_count", "POST /{index}/_count", privilege=Privilege.READ)
def count(
    node: Node,
    /,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    analyze_wildcard: bool | None = None,
    analyzer: str | None = None,
    default_operator: str | None = None,
    df: str | None = None,
    expand_wildcards: Names | None = None,
    ignore_throttled: bool | None = None,
    ignore_unavailable: bool | None = None,
    lenient: bool | None = None,
    min_score: float | None = None,
    preference: str | None = None,
    q: str | None = None,
    query: Body[JsonObject | None] = None,
    routing: Names | None = None,
    stats: Names | None = None,
    terminate_after: int | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """How many documents of the indices match ``query``; all without one.

    ``routing``, ``stats`` and ``ignore_throttled`` have no effect: there is one shard, nothing is throttled.

    :param min_score: only documents with at least this score.
    :param terminate_after: stop at so many documents of an index; the answer says whether that happened (``terminated_early``).
    :raises ApiError: no index can answer (``search_phase_execution_exception``).
    :param q: a query in Lucene's language, instead of one in the body; ``df``, ``analyzer`` and their like say how it is read.
    """
    in_url = query_in_url(
        q,
        index,
        "_count",
        analyze_wildcard=analyze_wildcard,
        analyzer=analyzer,
        default_operator=default_operator,
        df=df,
        lenient=lenient,
    )
    query = in_url if query is None else query
    check_only_query(unknown_keys)
    if terminate_after is not None and terminate_after < 0:
        raise IllegalArgumentError("terminateAfter must be > 0")
    parsed = None if query is None else parse_query(query)
    request = SearchRequest(query=parsed, size=0, min_score=min_score, terminate_after=terminate_after or 0, track_total_hits=ACCURATE)
    options = OPEN_NOT_CLOSED.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    expression = index if index is None or isinstance(index, str) else list(index)
    with node.searches.of(SEARCH, lambda: described(index, {"size": 0, "query": query})), node.environment.read() as txn:
        targets = current(txn).search_targets(expression, options)
        for target in targets if routing is not None else ():
            check_searched(target.index, routing)
        targets = [target for target in targets if asks(node, preference, target.index.name)]
        plain = query is None and min_score is None and not terminate_after
        if plain and (everything := _everything(txn, targets)) is not None:
            shards = {"total": len(targets), "successful": len(targets), "skipped": 0, "failed": 0}
            return {"count": everything, "_shards": shards}
        outcome = run(txn, targets, request, Options(node.id))
    counted: JsonObject = {"count": sum(found.total for found in outcome.found)}
    if terminate_after:
        counted["terminated_early"] = any(found.terminated_early for found in outcome.found)
    return {**counted, "_shards": outcome.shards}


def _everything(txn: Transaction, targets: Sequence[Target]) -> int | None:
    """How many documents the indices hold; None where an alias shows only some of them."""
    if any(target.filters is not None for target in targets):
        return None
    check_all((target.index for target in targets), Operation.READ)
    return sum(_reader(txn, target).count for target in targets)


def _reader(txn: Transaction, target: Target) -> IndexReader[Any]:
    index = target.index
    return reader_of(txn, index)
