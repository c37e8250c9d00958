"""``_count``: how many documents match."""

from __future__ import annotations

from typing import Any

from docstore import query as queries
from docstore.api.node import Node
from docstore.api.parameters import Names, later
from docstore.api.query_in_url import query_in_url
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.options import OPEN_NOT_CLOSED
from docstore.columns.cache import CACHE, ColumnCache
from docstore.errors import JsonObject
from docstore.storage.index_reader import IndexReader
from docstore.storage.transaction import Transaction


@api("count", "GET /_count", "POST /_count", "GET /{index}/_count", "POST /{index}/_count", privilege=Privilege.READ)
def count(
    node: Node,
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
    terminate_after: int | None = None,
) -> JsonObject:
    """How many documents of the indices match ``query``; all without one.

    ``preference``, ``routing`` and ``ignore_throttled`` have no effect: there is one copy of one shard, and nothing is throttled.

    :param q: a query in Lucene's language, instead of one in the body; ``df``, ``analyzer`` and their like say how it is read.
    """
    in_url = query_in_url(
        q, analyze_wildcard=analyze_wildcard, analyzer=analyzer, default_operator=default_operator, df=df, lenient=lenient
    )
    query = in_url if query is None else query
    later(min_score=min_score, terminate_after=terminate_after)
    options = OPEN_NOT_CLOSED.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    expression = index if index is None or isinstance(index, str) else list(index)
    parsed = None if query is None else queries.parse(query)
    with node.environment.read() as txn:
        targets = current(txn).search_targets(expression, options)
        found = sum(_matching(txn, target, parsed, query) for target in targets)
    shards = len(targets)
    return {"count": found, "_shards": {"total": shards, "successful": shards, "skipped": 0, "failed": 0}}


def _matching(txn: Transaction, target: Target, query: queries.Query | None, body: JsonObject | None) -> int:
    index = target.index
    index.check_readable()
    reader: IndexReader[Any] = IndexReader(txn, index.number, name=index.name, uuid=index.uuid, mapping=index.mapping)
    if target.filters is not None:
        clauses = [{"bool": {"should": list(target.filters), "minimum_should_match": 1}}]
        query = queries.parse({"bool": {"filter": clauses if body is None else [*clauses, body]}})
    if query is None:
        return reader.count
    cache = ColumnCache() if txn.writable else CACHE
    return len(queries.select(reader, query, aliases=tuple(index.aliases), cache=cache))
