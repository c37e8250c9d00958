"""``_search``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from docstore.api.kinds import kinds_of
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, later, seconds
from docstore.api.registry import Body, BodyOrQuery, Place, Privilege, Wire, api
from docstore.api.search.description import described
from docstore.api.search.query_in_url import query_in_url
from docstore.api.search.ways import check_total, check_ways
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.options import OPEN_NOT_CLOSED
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError
from docstore.search import pit_search as pit_searches
from docstore.search import scroll as scrolls
from docstore.search.contexts import check_keep_alive, contexts_of
from docstore.search.engine import search as run
from docstore.search.hits import Options
from docstore.search.request import SearchRequest
from docstore.storage.transaction import Transaction
from docstore.tasks.searches import SEARCH

From = Annotated[Any, Place.BODY, Place.QUERY, Wire("from")]
Source = Annotated[Any, Place.BODY, Place.QUERY, Wire("_source")]

_BODY_NAMES = {"from_": "from", "source": "_source"}


@api("search", "GET /_search", "POST /_search", "GET /{index}/_search", "POST /{index}/_search", privilege=Privilege.READ)
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
    **unknown: Any,
) -> JsonObject:
    """The documents that match ``query``, the best ``size`` of them, and what they add up to.

    The answer is ``{"took": ..., "timed_out": false, "_shards": {...}, "hits": {"total": {"value": ..., "relation": ...}, "max_score": ...,
    "hits": [{"_index": ..., "_id": ..., "_score": ..., "_source": {...}}]}, "aggregations": {...}}``. Every acknowledged write is seen.

    ``preference``, ``routing``, ``stats``, ``request_cache``, ``batched_reduce_size``, ``pre_filter_shard_size``,
    ``max_concurrent_shard_requests``, ``ccs_minimize_roundtrips``, ``ignore_throttled`` and ``search_type`` are checked and have no
    effect: there is one copy of one shard for each index, asked at once.

    :param runtime_mappings: more fields, read from documents by their names: ``{"size": {"type": "long"}}``.
    :param profile: adds how long each index took.

    :param timeout: how long it may take, as ``"50ms"``; then an index gives what it has, mostly nothing, and the answer says ``timed_out``.
        Building a column for the first time is not interrupted.
    :param terminate_after: collect so many hits of each index; the answer says whether there were more (``terminated_early``).
    :param scroll: keeps the search open for so long: the answer has a ``_scroll_id``, under which ``store.scroll`` gives the next hits.
    :param q: a query in Lucene's language, which goes before that of the body; ``df``, ``analyzer`` and their like say how it is read.
    :param query: a clause of the Query DSL; everything without one.
    :param sort: fields, ``_score``, ``_doc``; as text, ``"field:desc,other"``.
    :raises ApiError: the request is invalid, or no index can answer it (``search_phase_execution_exception``).
    """
    in_url = query_in_url(
        q, analyze_wildcard=analyze_wildcard, analyzer=analyzer, default_operator=default_operator, df=df, lenient=lenient
    )
    query = query if in_url is None else in_url
    given = {name: value for name, value in locals().items() if name in _IN_BODY and value is not None}
    later(suggest_field=suggest_field, suggest_mode=suggest_mode, suggest_size=suggest_size, suggest_text=suggest_text)
    check_ways(
        batched_reduce_size=batched_reduce_size,
        max_concurrent_shard_requests=max_concurrent_shard_requests,
        pre_filter_shard_size=pre_filter_shard_size,
        preference=preference,
        search_type=search_type,
    )
    seconds("timeout", timeout, 0)
    request = SearchRequest.parse(_body(given, source_includes, source_excludes, source_exclude_vectors) | unknown)
    if request.knn and search_type is not None:
        raise IllegalArgumentError("cannot set [search_type] when using [knn] search, since the search type is determined automatically")
    request = replace(
        request,
        named_scores=flag("include_named_queries_score", include_named_queries_score, False),
        rebuilt=flag("force_synthetic_source", force_synthetic_source, False),
    )
    asked = Options(
        node.id,
        flag("typed_keys", typed_keys, False),
        flag("rest_total_hits_as_int", rest_total_hits_as_int, False),
        None if allow_partial_search_results is None else flag("allow_partial_search_results", allow_partial_search_results, True),
    )
    check_total(request, as_int=asked.total_as_int)
    if request.pit is None and any(sort.field == "_shard_doc" for sort in request.sort):
        raise ValidationError("[_shard_doc] sort field cannot be used without [point in time]")
    if request.slice is not None and scroll is None and request.pit is None:
        raise ValidationError("[slice] can only be used with [scroll] or [point-in-time] requests")
    if request.pit is not None:
        if scroll is not None:
            raise ValidationError("using [point in time] is not allowed in a scroll context")
        check_alone(index=index, routing=routing, preference=preference)
        longer = None if request.pit.keep_alive is None else keep_alive(node, request.pit.keep_alive)
        with node.searches.of(SEARCH, lambda: described((), given)):
            return pit_searches.search(contexts_of(node.environment), request, asked, longer)
    options = OPEN_NOT_CLOSED.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    expression = index if index is None or isinstance(index, str) else list(index)

    def find(txn: Transaction) -> Sequence[Target]:
        for boosted, _ in request.indices_boost:
            current(txn).resolve(boosted, options)
        return current(txn).search_targets(expression, options)

    if scroll is not None:
        if request_cache in (True, "true"):
            raise ValidationError("[request_cache] cannot be used in a scroll context")
        with node.searches.of(SEARCH, lambda: described(index, given, scroll)):
            return scrolls.begin(contexts_of(node.environment), find, request, asked, keep_alive(node, scroll))
    with node.searches.of(SEARCH, lambda: described(index, given)), node.environment.read() as txn:
        return run(txn, find(txn), request, asked)


def check_body(body: JsonObject, *, total_as_int: bool) -> None:
    """What is wrong with a search before any index is asked; several searches are refused for one of them.

    :raises ApiError: a body that is no search.
    """
    check_total(SearchRequest.parse(body), as_int=total_as_int)


def of_body(node: Node, body: JsonObject, arguments: JsonObject) -> JsonObject:
    """A search as ``_msearch`` has it: a body by its wire names, and the other parameters."""
    kinds_of(search).check(arguments)
    wire = {name: key for key, name in _BODY_NAMES.items()}
    return search.handler(node, **{wire.get(key, key): value for key, value in body.items()} | arguments)


def keep_alive(node: Node, value: Duration) -> float:
    """A ``scroll`` or ``keep_alive`` in seconds."""
    return check_keep_alive(node.environment, seconds("keep_alive", value, 0), str(value))


def check_alone(**given: Any) -> None:
    """:raises ValidationError: something that a point in time has already settled."""
    problems = []
    if given["index"]:
        problems.append("[indices] cannot be used with point in time. Do not specify any index with point in time.")
    for name in ("routing", "preference"):
        if given[name] is not None:
            problems.append(f"[{name}] cannot be used with point in time")
    if problems:
        raise ValidationError(*problems)


def _body(given: JsonObject, includes: Names | None, excludes: Names | None, exclude_vectors: bool | None) -> JsonObject:
    """The keys as a request body has them; text of a query string is taken apart."""
    body = {_BODY_NAMES.get(name, name): value for name, value in given.items()}
    for name in ("docvalue_fields", "stored_fields", "stats"):
        if isinstance(body.get(name), str):
            body[name] = body[name].split(",")
    if isinstance(body.get("sort"), str):
        body["sort"] = _sort(body["sort"])
    if isinstance(body.get("_source"), str) and body["_source"] not in ("true", "false"):
        body["_source"] = body["_source"].split(",")
    if includes is not None or excludes is not None:
        body["_source"] = _filtered(body.get("_source"), includes, excludes)
    if exclude_vectors is not None:
        chosen = body.get("_source")
        if chosen not in (False, "false"):
            parts = chosen if isinstance(chosen, dict) else {} if chosen in (None, True, "true") else {"includes": chosen}
            body["_source"] = {**parts, "exclude_vectors": exclude_vectors}
    return body


def _sort(text: str) -> list[Any]:
    """``"field:desc,other"``."""
    found: list[Any] = []
    for each in text.split(","):
        field, colon, order = each.rpartition(":")
        found.append({field: order} if colon and order.lower() in ("asc", "desc") else each)
    return found


def _filtered(source: Any, includes: Names | None, excludes: Names | None) -> JsonObject:
    """What the query string says stands in place of the body's (``FetchSourceContext.parseFromRestRequest``)."""
    kept = source if includes is None and isinstance(source, list) else _names(includes)
    return {"includes": kept, "excludes": _names(excludes)}


def _names(names: Names | None) -> list[str]:
    if names is None:
        return []
    return names.split(",") if isinstance(names, str) else list(names)


_NAMES = """
aggregations aggs collapse docvalue_fields explain ext fields from_ highlight indices_boost knn min_score pit post_filter profile
query rank rescore retriever runtime_mappings script_fields search_after seq_no_primary_term size slice sort source stats
stored_fields suggest terminate_after timeout track_scores track_total_hits version
"""
_IN_BODY = frozenset(_NAMES.split())
