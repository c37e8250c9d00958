"""``_search``."""

from __future__ import annotations

from typing import Annotated, Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys, arguments_of
from docstore.api.kinds import kinds_of
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Body, BodyOrQuery, Place, Privilege, Wire, api
from docstore.api.search.answer import answer
from docstore.api.search.search_body import ARGUMENTS
from docstore.errors import JsonObject

From = Annotated[Any, Place.BODY, Place.QUERY, Wire("from")]
Source = Annotated[Any, Place.BODY, Place.QUERY, Wire("_source")]


@api("search", "GET /_search", "POST /_search", "GET /{index}/_search", "POST /{index}/_search", privilege=Privilege.READ, answer=answer)
def search(
    node: Node,
    /,
    *,
    index: Names | None = None,
    aggregations: Body[Any] = None,
    aggs: Body[Any] = None,
    allow_no_indices: bool | None = None,
    allow_partial_search_results: bool | None = None,
    analyze_wildcard: bool | None = None,
    analyzer: str | None = None,
    batched_reduce_size: int | None = None,
    ccs_minimize_roundtrips: bool | None = None,
    collapse: Body[Any] = None,
    default_operator: str | None = None,
    df: str | None = None,
    docvalue_fields: BodyOrQuery[Any] = None,
    expand_wildcards: Names | None = None,
    explain: BodyOrQuery[Any] = None,
    ext: Body[Any] = None,
    fields: Body[Any] = None,
    force_synthetic_source: bool | None = None,
    from_: From = None,
    highlight: Body[Any] = None,
    ignore_throttled: bool | None = None,
    ignore_unavailable: bool | None = None,
    include_named_queries_score: bool | None = None,
    indices_boost: Body[Any] = None,
    knn: Body[Any] = None,
    lenient: bool | None = None,
    max_concurrent_shard_requests: int | None = None,
    min_score: Body[Any] = None,
    pit: Body[Any] = None,
    post_filter: Body[Any] = None,
    pre_filter_shard_size: int | None = None,
    preference: str | None = None,
    profile: Body[Any] = None,
    q: str | None = None,
    query: Body[Any] = None,
    rank: Body[Any] = None,
    request_cache: bool | None = None,
    rescore: Body[Any] = None,
    rest_total_hits_as_int: bool | None = None,
    retriever: Body[Any] = None,
    routing: Names | None = None,
    runtime_mappings: Body[Any] = None,
    script_fields: Body[Any] = None,
    scroll: Duration | None = None,
    search_after: Body[Any] = None,
    search_type: str | None = None,
    seq_no_primary_term: BodyOrQuery[Any] = None,
    size: BodyOrQuery[Any] = None,
    slice: Body[Any] = None,
    sort: BodyOrQuery[Any] = None,
    source: Source = None,
    source_exclude_vectors: bool | None = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    stats: BodyOrQuery[Any] = None,
    stored_fields: BodyOrQuery[Any] = None,
    suggest: Body[Any] = None,
    suggest_field: str | None = None,
    suggest_mode: str | None = None,
    suggest_size: int | None = None,
    suggest_text: str | None = None,
    terminate_after: BodyOrQuery[Any] = None,
    timeout: BodyOrQuery[Any] = None,
    track_scores: BodyOrQuery[Any] = None,
    track_total_hits: BodyOrQuery[Any] = None,
    typed_keys: bool | None = None,
    version: BodyOrQuery[Any] = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """The documents that match ``query``, the best ``size`` of them, and what they add up to.

    The answer is ``{"took": ..., "timed_out": false, "_shards": {...}, "hits": {"total": {"value": ..., "relation": ...}, "max_score": ...,
    "hits": [{"_index": ..., "_id": ..., "_score": ..., "_source": {...}}]}, "aggregations": {...}}``. Every acknowledged write is seen.

    ``routing``, ``request_cache``, ``batched_reduce_size``, ``pre_filter_shard_size``, ``max_concurrent_shard_requests``,
    ``ccs_minimize_roundtrips``, ``ignore_throttled`` and ``search_type`` are checked and have no effect: there is one copy of one shard for
    each index, asked at once. ``preference`` has one where it leaves out the first shard (``_shards:1``), or the node (``_only_nodes:x``).

    :param runtime_mappings: more fields, read from documents by their names: ``{"size": {"type": "long"}}``.
    :param profile: adds how long each index took, and each aggregation there.
    :param stats: names under which the search counts as well (``groups`` of ``indices.stats``).
    :param timeout: how long it may take, as ``"50ms"``; then an index gives what it has, mostly nothing, and the answer says ``timed_out``.
        Building a column for the first time is not interrupted.
    :param terminate_after: collect so many hits of each index; the answer says whether there were more (``terminated_early``).
    :param scroll: keeps the search open for so long: the answer has a ``_scroll_id``, under which ``store.scroll`` gives the next hits.
    :param q: a query in Lucene's language, which goes before that of the body; ``df``, ``analyzer`` and their like say how it is read.
    :param query: a clause of the Query DSL; everything without one.
    :param sort: fields, ``_score``, ``_doc``; as text, ``"field:desc,other"``.
    :raises ApiError: the request is invalid, or no index can answer it (``search_phase_execution_exception``).
    """
    return answer(node, {name: value for name, value in locals().items() if name != "node"})


def of_body(node: Node, body: JsonObject, arguments: JsonObject) -> JsonObject:
    """A search as ``_msearch`` has it: a body by its wire names, and the other parameters."""
    kinds_of(search).check(arguments)
    return answer(node, arguments_of(body, ARGUMENTS) | arguments)
