"""``_update_by_query`` and ``_delete_by_query``, and what manages them."""

from __future__ import annotations

from typing import Annotated, Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.cluster.rethrottling import rethrottled
from docstore.api.cluster.task_answers import keeper
from docstore.api.cluster.task_ids import task_id_of
from docstore.api.document.reindex import Progress, ended
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, active_shards, flag, later, seconds
from docstore.api.registry import Body, BodyOrQuery, Privilege, Wire, api
from docstore.api.search.query_in_url import query_in_url
from docstore.api.search.ways import check_ways
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.reindex import engine
from docstore.reindex.by_query import ByQuery, Deed
from docstore.search.near_real_time import refreshed
from docstore.tasks.task import Task


@api("delete_by_query", "POST /{index}/_delete_by_query", privilege=Privilege.WRITE)
def delete_by_query(
    node: Node,
    /,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    analyze_wildcard: bool | None = None,
    analyzer: str | None = None,
    conflicts: BodyOrQuery[str | None] = None,
    default_operator: str | None = None,
    df: str | None = None,
    expand_wildcards: Names | None = None,
    from_: Annotated[int | None, Wire("from")] = None,
    ignore_unavailable: bool | None = None,
    lenient: bool | None = None,
    max_docs: BodyOrQuery[int | None] = None,
    preference: str | None = None,
    progress: Progress | None = None,
    q: str | None = None,
    query: Body[JsonObject | None] = None,
    refresh: bool | None = None,
    request_cache: bool | None = None,
    requests_per_second: float | str | None = None,
    routing: Names | None = None,
    scroll: Duration | None = None,
    scroll_size: int | None = None,
    search_timeout: Duration | None = None,
    search_type: str | None = None,
    size: BodyOrQuery[int | None] = None,
    slice: Body[JsonObject | None] = None,
    slices: int | str | None = None,
    sort: BodyOrQuery[Any] = None,
    stats: Names | None = None,
    terminate_after: int | None = None,
    timeout: Duration | None = None,
    version: bool | None = None,
    wait_for_active_shards: int | str | None = None,
    wait_for_completion: bool | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """Delete the documents that match ``query``, as they are at the moment of the call.

    One that somebody writes meanwhile is a version conflict. Batch, counters and position are one transaction, as in ``reindex``, and a
    run that is killed can be continued with ``tasks.resume``.

    ``scroll``, ``search_timeout``, ``timeout``, ``refresh``, ``routing``, ``preference``, ``search_type``, ``request_cache``, ``stats``
    and ``version`` have no effect: a snapshot does not expire, nothing is waited for, what is written is visible, and there is one shard.

    :param conflicts: ``proceed`` counts conflicts and goes on; ``abort``, the default, ends the run.
    :param progress: called after each batch with (done, total, documents per second, seconds left).
    :param size: the old name of ``max_docs``, which Elasticsearch refuses, and names.
    :raises ApiError: the request is invalid; or the run had failures: then the body is the ordinary answer with ``failures``.
    """
    in_url = query_in_url(
        q,
        index,
        "_delete_by_query",
        analyze_wildcard=analyze_wildcard,
        analyzer=analyzer,
        default_operator=default_operator,
        df=df,
        lenient=lenient,
    )
    query = query if in_url is None else in_url
    seconds("search_timeout", search_timeout, 0)
    check_ways(preference=preference, search_type=search_type)
    given = _given(query=query, slice=slice, conflicts=conflicts, max_docs=max_docs, size=size, sort=_sort(sort))
    body = {**given, **unknown_keys}
    params = {
        **_params(index, requests_per_second, slices, scroll_size, wait_for_active_shards, timeout, scroll),
        "expand_wildcards": expand_wildcards,
        "ignore_unavailable": ignore_unavailable,
        "allow_no_indices": allow_no_indices,
        "from": from_,
        "terminate_after": terminate_after,
    }
    return _perform(node, ByQuery(Deed.DELETE, body, params), wait_for_completion, progress, refresh)


@api("update_by_query", "POST /{index}/_update_by_query", privilege=Privilege.WRITE)
def update_by_query(
    node: Node,
    /,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    analyze_wildcard: bool | None = None,
    analyzer: str | None = None,
    conflicts: BodyOrQuery[str | None] = None,
    default_operator: str | None = None,
    df: str | None = None,
    expand_wildcards: Names | None = None,
    from_: Annotated[int | None, Wire("from")] = None,
    ignore_unavailable: bool | None = None,
    lenient: bool | None = None,
    max_docs: BodyOrQuery[int | None] = None,
    pipeline: str | None = None,
    preference: str | None = None,
    progress: Progress | None = None,
    q: str | None = None,
    query: Body[JsonObject | None] = None,
    refresh: bool | None = None,
    request_cache: bool | None = None,
    requests_per_second: float | str | None = None,
    routing: Names | None = None,
    script: Body[Any] = None,
    scroll: Duration | None = None,
    scroll_size: int | None = None,
    search_timeout: Duration | None = None,
    search_type: str | None = None,
    size: BodyOrQuery[int | None] = None,
    slice: Body[JsonObject | None] = None,
    slices: int | str | None = None,
    sort: BodyOrQuery[Any] = None,
    stats: Names | None = None,
    terminate_after: int | None = None,
    timeout: Duration | None = None,
    version: bool | None = None,
    version_type: str | None = None,
    wait_for_active_shards: int | str | None = None,
    wait_for_completion: bool | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """Store the documents that match ``query`` again, each where it is, so that they meet the mapping as it is now.

    They are found from then on through fields that had come to the mapping after them.
    Scripts, pipelines and ``_source`` are not supported yet, and refused. All else is as in ``delete_by_query``; without a ``query``,
    all documents.
    ``routing``, ``preference``, ``search_type``, ``request_cache``, ``stats`` and ``version`` have no effect.
    """
    in_url = query_in_url(
        q,
        index,
        "_update_by_query",
        analyze_wildcard=analyze_wildcard,
        analyzer=analyzer,
        default_operator=default_operator,
        df=df,
        lenient=lenient,
    )
    query = query if in_url is None else in_url
    later(pipeline=pipeline)
    seconds("search_timeout", search_timeout, 0)
    check_ways(preference=preference, search_type=search_type)
    if version_type not in (None, "internal"):
        raise IllegalArgumentError(f"an update by query checks each document by its _seq_no; [version_type] [{version_type}] has no place")
    given = _given(query=query, slice=slice, conflicts=conflicts, max_docs=max_docs, size=size, script=script, sort=_sort(sort))
    body = {**given, **unknown_keys}
    params = {
        **_params(index, requests_per_second, slices, scroll_size, wait_for_active_shards, timeout, scroll),
        "expand_wildcards": expand_wildcards,
        "ignore_unavailable": ignore_unavailable,
        "allow_no_indices": allow_no_indices,
        "from": from_,
        "terminate_after": terminate_after,
    }
    return _perform(node, ByQuery(Deed.UPDATE, body, params), wait_for_completion, progress, refresh)


def _given(**given: Any) -> JsonObject:
    return {name: value for name, value in given.items() if value is not None}


def _sort(sort: Any) -> Any:
    """``"field:desc,other"`` of a query string as the list that a body has."""
    if not isinstance(sort, str):
        return sort
    pairs = [each.rpartition(":") for each in sort.split(",")]
    return [{field: order} if colon else order for field, colon, order in pairs]


def _params(
    index: Names,
    requests_per_second: float | str | None,
    slices: int | str | None,
    scroll_size: int | None,
    wait_for_active_shards: int | str | None,
    timeout: Duration | None,
    scroll: Duration | None,
) -> JsonObject:
    seconds("scroll", scroll, 0)
    seconds("timeout", timeout, 0)
    return {
        "index": index if isinstance(index, str) else list(index),
        "requests_per_second": requests_per_second,
        "slices": slices,
        "scroll_size": scroll_size,
        "active_shards": active_shards(wait_for_active_shards),
        "timeout": "1m" if timeout is None else str(timeout),
    }


def _perform(
    node: Node, job: ByQuery, wait_for_completion: bool | None, progress: Progress | None, refresh: bool | None
) -> JsonObject:
    wait = flag("wait_for_completion", wait_for_completion, True)
    after = (lambda: refreshed(node.environment, job.params["index"])) if flag("refresh", refresh, False) else None
    outcome = engine.begin(node.tasks, job, wait=wait, progress=progress, after=after, keep=keeper(node))
    return {"task": task_id_of(node, outcome)} if isinstance(outcome, Task) else ended(_shown(outcome, job.deed))


_NEVER = {Deed.UPDATE: ("created",), Deed.DELETE: ("created", "updated")}
"""What is not counted in an answer, though in the status of a task (``AbstractBaseReindexRestHandler``)."""


def _shown(answer: JsonObject, deed: Deed) -> JsonObject:
    shown = {name: value for name, value in answer.items() if name not in _NEVER[deed]}
    if "slices" in shown:
        shown["slices"] = [each if each is None else _shown(each, deed) for each in shown["slices"]]
    return shown


@api("delete_by_query_rethrottle", "POST /_delete_by_query/{task_id}/_rethrottle", privilege=Privilege.MANAGE)
def delete_by_query_rethrottle(node: Node, *, task_id: str, requests_per_second: float | str | None = None) -> JsonObject:
    """Change the pace of a running delete by query: faster at once, slower after the present batch.

    :raises IllegalArgumentError: no pace, or not one.
    :raises ResourceNotFoundError: no such task runs.
    """
    return _rethrottled(node, task_id, requests_per_second)


@api("update_by_query_rethrottle", "POST /_update_by_query/{task_id}/_rethrottle", privilege=Privilege.MANAGE)
def update_by_query_rethrottle(node: Node, *, task_id: str, requests_per_second: float | str | None = None) -> JsonObject:
    """Change the pace of a running update by query: faster at once, slower after the present batch.

    :raises IllegalArgumentError: no pace, or not one.
    :raises ResourceNotFoundError: no such task runs.
    """
    return _rethrottled(node, task_id, requests_per_second)


def _rethrottled(node: Node, task_id: str, requests_per_second: float | str | None) -> JsonObject:
    if requests_per_second is None:
        raise IllegalArgumentError("requests_per_second is a required parameter")
    return rethrottled(node, task_id, requests_per_second, None)
