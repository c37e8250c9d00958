"""``_reindex`` and what manages it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.cluster.rethrottling import rethrottled
from docstore.api.cluster.task_answers import keeper
from docstore.api.cluster.task_ids import task_id_of
from docstore.api.node import Node
from docstore.api.parameters import Duration, active_shards, flag, seconds
from docstore.api.registry import Body, BodyOrQuery, Privilege, api
from docstore.errors import ElasticsearchParseError, IllegalArgumentError, JsonObject, answered
from docstore.reindex import engine, status
from docstore.reindex.engine import Reindex
from docstore.search.near_real_time import refreshed
from docstore.tasks.task import Task

Progress = Callable[[int, int, float, float], None]


@api("reindex", "POST /_reindex", privilege=Privilege.WRITE)
def reindex(
    node: Node,
    /,
    *,
    dest: Body[JsonObject | None] = None,
    source: Body[JsonObject | None] = None,
    conflicts: Body[str | None] = None,
    ignore_unavailable: bool | None = None,
    max_docs: BodyOrQuery[int | None] = None,
    pipeline: str | None = None,
    refresh: bool | None = None,
    requests_per_second: float | str | None = None,
    require_alias: bool | None = None,
    script: Body[Any] = None,
    scroll: Duration | None = None,
    size: Body[int | None] = None,
    slices: int | str | None = None,
    timeout: Duration | None = None,
    wait_for_active_shards: int | str | None = None,
    wait_for_completion: bool | None = None,
    progress: Progress | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """Copy documents from one index, or several, into another.

    The source is what it is at the moment of the call; writes during the run neither appear nor disturb. Batch, counters and
    position are one transaction: a run that is killed can be continued with ``tasks.resume``.

    ``scroll`` and ``timeout`` are checked and have no effect: a snapshot does not expire, nothing is waited for, and
    what is written is visible.

    :param source: ``{"index": ..., "query": ..., "size": 1000, "_source": ..., "sort": ..., "slice": ...}``
        ``remote`` is checked and refused: docstore does not read from other clusters yet.
    :param dest: ``{"index": ..., "version_type": ..., "op_type": ..., "routing": ...}``
    :param pipeline: refused: it is ``dest.pipeline``.
    :param ignore_unavailable: sources that are missing are passed over.
    :param size: the old name of ``max_docs``, which Elasticsearch refuses, and names; the size of a batch is ``source.size``.
    :param wait_for_completion: false answers ``{"task": "<node>:<number>"}`` at once; its outcome is kept in the index ``.tasks`` too.
    :param progress: called after each batch with (done, total, documents per second, seconds left).
    :raises ApiError: the request is invalid; or the run had failures: then the body is the ordinary answer with ``failures`` and the
        status that of the worst (409 for conflicts). What was written stays.
    """
    if pipeline is not None:
        raise IllegalArgumentError("_reindex doesn't support [pipeline] as a query parameter. Specify it in the [dest] object instead.")
    if source is None and dest is None and not unknown_keys and all(each is None for each in (conflicts, script, size)):
        raise ElasticsearchParseError("request body is required")
    given = {"source": source, "dest": dest, "conflicts": conflicts, "max_docs": max_docs, "size": size, "script": script}
    body = {**{key: value for key, value in given.items() if value is not None}, **unknown_keys}
    params: JsonObject = {
        "requests_per_second": requests_per_second,
        "slices": slices,
        "refresh": flag("refresh", refresh, False),
        "ignore_unavailable": flag("ignore_unavailable", ignore_unavailable, False),
        "require_alias": flag("require_alias", require_alias, False),
        "active_shards": active_shards(wait_for_active_shards),
        "timeout": "1m" if timeout is None else str(timeout),
    }
    seconds("scroll", scroll, 0)
    seconds("timeout", timeout, 0)
    wait = flag("wait_for_completion", wait_for_completion, True)
    written = dest.get("index") if params["refresh"] and isinstance(dest, dict) else None
    after = None if written is None else lambda: refreshed(node.environment, written)
    outcome = engine.begin(node.tasks, Reindex(body, params), wait=wait, progress=progress, after=after, keep=keeper(node))
    if isinstance(outcome, Task):
        return {"task": task_id_of(node, outcome)}
    return ended(outcome)


def ended(outcome: JsonObject) -> JsonObject:
    """The answer of a run, raised where Elasticsearch gives it an error status."""
    code = status.http_status(outcome)
    if code >= 400:
        first = outcome["failures"][0]
        raise answered(code, outcome, f"{len(outcome['failures'])} failures, the first: {first['cause']['reason']}")
    return outcome


@api("reindex_rethrottle", "POST /_reindex/{task_id}/_rethrottle", privilege=Privilege.MANAGE)
def reindex_rethrottle(
    node: Node, *, task_id: str, requests_per_second: float | str | None = None, group_by: str | None = None
) -> JsonObject:
    """Change the pace of a running reindex: faster at once, slower after the present batch.

    :raises IllegalArgumentError: no pace, or not one.
    :raises ResourceNotFoundError: no such task runs.
    """
    if requests_per_second is None:
        raise IllegalArgumentError("requests_per_second is a required parameter")
    return rethrottled(node, task_id, requests_per_second, group_by)
