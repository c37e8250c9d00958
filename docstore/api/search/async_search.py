"""``_async_search``: searches that may take longer than their request waits."""

from __future__ import annotations

from typing import Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, seconds
from docstore.api.registry import Body, BodyOrQuery, Privilege, api
from docstore.api.search import async_results
from docstore.api.search.answer import check_body
from docstore.api.search.async_id import decoded
from docstore.api.search.async_running import AsyncSearch
from docstore.api.search.search import From, Source
from docstore.api.search.search_body import parted
from docstore.catalog.current import current
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.errors import ApiError, JsonObject, ResourceNotFoundError, ValidationError, answered
from docstore.time_value import shown

_DAY = 86_400
_SHORTEST = 1.0
_OWN = frozenset({"node", "keep_alive", "keep_on_completion", "wait_for_completion_timeout"})
_RESOLVING = ("expand_wildcards", "ignore_unavailable", "allow_no_indices")


@api("async_search.submit", "POST /_async_search", "POST /{index}/_async_search", privilege=Privilege.READ)
def submit(
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
    keep_alive: Duration | None = None,
    keep_on_completion: bool | None = None,
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
    request_cache: bool | None = None,
    rescore: Body[Any] = None,
    rest_total_hits_as_int: bool | None = None,
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
    wait_for_completion_timeout: Duration | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """Begin a search, and answer when it has ended or ``wait_for_completion_timeout`` is over, whatever comes first.

    The answer is ``{"id": ..., "is_partial": false, "is_running": false, "start_time_in_millis": ..., "expiration_time_in_millis": ...,
    "response": {...}}``, its ``response`` that of a search. It has an ``id``, for ``get``, if the search still runs or is kept; what it has
    found is stored then, and outlives the process. While it runs, nothing of its hits is known. All other parameters are those of
    ``search``.

    :param keep_alive: how long what it finds is kept, and how long it may run: five days.
    :param keep_on_completion: keep it also if it ends within ``wait_for_completion_timeout``.
    :param wait_for_completion_timeout: how long to wait: a second.
    :raises ValidationError: parameters that do not go with it.
    :raises ApiError: the request is invalid, or the search has failed; the answer tells how, as ``error``.
    """
    asked = {name: value for name, value in locals().items() if name not in _OWN and value is not None}
    wait = seconds("wait_for_completion_timeout", wait_for_completion_timeout, 1)
    alive = seconds("keep_alive", keep_alive, 5 * _DAY)
    always, typed = flag("keep_on_completion", keep_on_completion, False), flag("typed_keys", typed_keys, False)
    body, beside = parted(asked)
    _check(alive, scroll, pre_filter_shard_size)
    check_body(body, beside, total_as_int=flag("rest_total_hits_as_int", rest_total_hits_as_int, False))
    node.tasks.refuse_in_transaction()
    begun = AsyncSearch(node, {**asked, "typed_keys": True}, keep_alive=round(alive * 1000), shards=_shards(node, beside))
    begun.start()
    begun.wait(wait)
    kept = begun.keep(always=always)
    result, status = begun.result()
    return _answer({name: value for name, value in result.items() if kept or name != "id"}, status, typed=typed)


@api("async_search.get", "GET /_async_search/{id}", privilege=Privilege.READ)
def get(
    node: Node,
    *,
    id: str,
    keep_alive: Duration | None = None,
    return_intermediate_results: bool | None = None,
    typed_keys: bool | None = None,
    wait_for_completion_timeout: Duration | None = None,
) -> JsonObject:
    """What a search that was begun has found so far.

    :param keep_alive: keeps it for so long from now on.
    :param return_intermediate_results: false: no ``response`` while it runs.
    :param wait_for_completion_timeout: how long to wait for its end: not at all.
    :raises IllegalArgumentError: the id is none.
    :raises ResourceNotFoundError: it is not kept (any more).
    :raises ApiError: the search has failed.
    """
    name = decoded(id).doc_id
    wait = seconds("wait_for_completion_timeout", wait_for_completion_timeout, 0)
    _prolong(node, name, keep_alive)
    running = _running(node, name)
    if running is not None:
        running.wait(wait)
    result, status = _found(node, id, name)
    if result["is_running"] and not flag("return_intermediate_results", return_intermediate_results, True):
        result = {key: value for key, value in result.items() if key != "response"}
    return _answer(result, status, typed=flag("typed_keys", typed_keys, False))


@api("async_search.status", "GET /_async_search/status/{id}", privilege=Privilege.MONITOR)
def status(node: Node, *, id: str, keep_alive: Duration | None = None) -> JsonObject:
    """Whether a search that was begun still runs, and how it has ended, without what it has found.

    :param keep_alive: keeps it for so long from now on.
    :raises IllegalArgumentError: the id is none.
    :raises ResourceNotFoundError: it is not kept (any more).
    """
    name = decoded(id).doc_id
    _prolong(node, name, keep_alive)
    result, status = _found(node, id, name)
    told = {key: result[key] for key in _TOLD if key in result}
    shards = result["response"]["_shards"] if "response" in result else {}
    told["_shards"] = {key: shards.get(key, 0) for key in ("total", "successful", "skipped", "failed")}
    return told if result["is_running"] else {**told, "completion_status": status}


_TOLD = ("id", "is_running", "is_partial", "start_time_in_millis", "expiration_time_in_millis", "completion_time_in_millis")


@api("async_search.delete", "DELETE /_async_search/{id}", privilege=Privilege.READ)
def delete(node: Node, *, id: str) -> JsonObject:
    """Call a search off if this process works on it, and forget what it has found.

    :raises ResourceNotFoundError: it is not kept (any more).
    """
    try:
        name = decoded(id).doc_id
    except ApiError:
        raise ResourceNotFoundError(id) from None
    running = _running(node, name)
    if running is not None:
        running.forget()
    else:
        _found(node, id, name)
        async_results.forget(node, name)
    return {"acknowledged": True}


def _check(alive: float, scroll: Any, pre_filter_shard_size: Any) -> None:
    problems = []
    if scroll is not None:
        problems.append("[scroll] queries are not supported")
    if alive < _SHORTEST:
        problems.append(f"[keep_alive] must be greater or equals than 1 second, got:{shown(alive * 1000)}")
    if pre_filter_shard_size not in (None, 1, "1"):
        problems.append("[pre_filter_shard_size] cannot be changed for async search queries")
    if problems:
        raise ValidationError(*problems)


def _shards(node: Node, beside: JsonObject) -> int | None:
    """How many indices it will ask; None where it will fail for that."""
    options = OPEN_NOT_CLOSED.with_request(**{name: beside[name] for name in _RESOLVING if name in beside})
    index = beside.get("index")
    try:
        with node.environment.read() as txn:
            return len(current(txn).search_targets(index if index is None or isinstance(index, str) else list(index), options))
    except ApiError:
        return None


def _running(node: Node, name: str) -> AsyncSearch | None:
    found = node.searches.background.get(name)
    return found if isinstance(found, AsyncSearch) and not found.forgotten else None


def _found(node: Node, id: str, name: str) -> tuple[JsonObject, int]:
    running = _running(node, name)
    found = async_results.stored(node, name) if running is None else running.result()
    if found is None or found[0]["expiration_time_in_millis"] < node.clock.millis():
        raise ResourceNotFoundError(id)
    return found


def _prolong(node: Node, name: str, keep_alive: Duration | None) -> None:
    alive = seconds("keep_alive", keep_alive, 0)
    if alive <= 0:
        return
    expires = node.clock.millis() + round(alive * 1000)
    running = _running(node, name)
    if running is not None:
        running.expires = expires
    async_results.prolong(node, name, expires)


def _answer(result: JsonObject, status: int, *, typed: bool) -> JsonObject:
    """:raises ApiError: the search has failed."""
    if not typed and "response" in result:
        result = {**result, "response": async_results.untyped(result["response"])}
    if status != 200:
        raise answered(status, result, str(result["error"]["reason"]))
    return result
