"""``_nodes/stats``, ``_nodes/usage``, ``_nodes/hot_threads``: what the one node of a store does."""

from __future__ import annotations

import sys
import threading
import traceback

from docstore.api.cluster.machine import ROLES, fs_stats, os_stats, process_stats, started_millis
from docstore.api.cluster.node_names import framed, identity, is_meant, metrics_of
from docstore.api.indices.sections import Counted, counted, parse_metrics, sections, shards_of
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.errors import IllegalArgumentError, JsonObject

_METRICS = ("indices", "os", "process", "fs")
_ALSO = (
    "jvm", "thread_pool", "transport", "http", "breaker", "script", "discovery", "ingest", "adaptive_selection", "script_cache",
    "indexing_pressure", "repositories",
    "allocations",
)  # fmt: skip
_LEVELS = ("node", "indices", "shards")


@api(
    "nodes.stats",
    "GET /_nodes/stats",
    "GET /_nodes/{node_id}/stats",
    "GET /_nodes/stats/{metric}",
    "GET /_nodes/{node_id}/stats/{metric}",
    "GET /_nodes/stats/{metric}/{index_metric}",
    "GET /_nodes/{node_id}/stats/{metric}/{index_metric}",
    privilege=Privilege.MONITOR,
)
def stats(
    node: Node,
    *,
    completion_fields: Names | None = None,
    fielddata_fields: Names | None = None,
    fields: Names | None = None,
    groups: Names | None = None,
    include_segment_file_sizes: bool | None = None,
    include_unloaded_segments: bool | None = None,
    index_metric: Names | None = None,
    level: str | None = None,
    metric: Names | None = None,
    node_id: Names | None = None,
    timeout: Duration | None = None,
    types: Names | None = None,
) -> JsonObject:
    """Figures of the one node: its indices, the process, the machine and its disk.

    What Elasticsearch counts of a JVM, thread pools, a transport, circuit breakers and so on, a store has not: such metrics are
    understood and show nothing.

    :param metric: of ``indices``, ``os``, ``process``, ``fs``; all by default.
    :param index_metric: with ``indices``: as in ``indices.stats``.
    :param level: ``node``, or ``indices`` or ``shards`` for the figures of each index.
    :param groups: as in ``indices.stats``.
    :param completion_fields, fielddata_fields, fields, types: for figures that are not kept.
    :param include_segment_file_sizes, include_unloaded_segments, timeout: without meaning here.
    :raises IllegalArgumentError: an unknown metric or level.
    """
    if level is not None and level not in _LEVELS:
        raise IllegalArgumentError(f"level parameter must be one of [node] or [indices] or [shards] but was [{level}]")
    path = "/_nodes/stats" if metric is None else f"/_nodes/stats/{','.join(names_of(metric))}"
    chosen = metrics_of(path, metric, _METRICS, _ALSO)
    if index_metric is not None and "indices" not in chosen:
        given = ",".join(names_of(index_metric))
        raise IllegalArgumentError(f"request [{path}/{given}] contains index metrics [{given}] but indices stats not requested")
    now = node.clock.millis()
    body: JsonObject = {"timestamp": now, **identity(node), "roles": ROLES}
    for name in chosen:
        if name == "indices":
            body[name] = _indices(node, index_metric, level, groups)
        elif name == "fs":
            body[name] = fs_stats(node.environment.path, now)
        else:
            body[name] = os_stats(now) if name == "os" else process_stats(now)
    return framed(node, node_id, body)


def _indices(node: Node, metric: Names | None, level: str | None, groups: Names | None) -> JsonObject:
    metrics = parse_metrics("/_nodes/stats/indices", metric, "index metric")
    with node.environment.read() as txn:
        known = counted(txn, current(txn))
        places = {name: shards_of(node, txn, each, metrics) for name, each in known.items()} if level == "shards" else {}
    body = sections([*known.values(), Counted()], metrics, groups)
    if level == "indices":
        body["indices"] = {name: sections([each], metrics, groups) for name, each in known.items()}
    if level == "shards":
        body["shards"] = {name: [{number: shard} for number, shard in each.items()] for name, each in places.items()}
    return body


@api(
    "nodes.usage",
    "GET /_nodes/usage",
    "GET /_nodes/{node_id}/usage",
    "GET /_nodes/usage/{metric}",
    "GET /_nodes/{node_id}/usage/{metric}",
    privilege=Privilege.MONITOR,
)
def usage(node: Node, *, metric: Names | None = None, node_id: Names | None = None, timeout: Duration | None = None) -> JsonObject:
    """Since when the node runs. How often each API is called is not counted: ``rest_actions`` and ``aggregations`` are empty.

    :raises IllegalArgumentError: a metric other than ``rest_actions``, ``aggregations`` and ``_all``.
    """
    chosen = metrics_of("/_nodes/usage" if metric is None else f"/_nodes/usage/{metric}", metric, ("rest_actions", "aggregations"))
    body: JsonObject = {"timestamp": node.clock.millis(), "since": started_millis()}
    return framed(node, node_id, body | {name: {} for name in chosen})


@api("nodes.hot_threads", "GET /_nodes/hot_threads", "GET /_nodes/{node_id}/hot_threads", privilege=Privilege.MONITOR)
def hot_threads(
    node: Node,
    *,
    ignore_idle_threads: bool | None = None,
    interval: Duration | None = None,
    node_id: Names | None = None,
    snapshots: int | None = None,
    sort: str | None = None,
    threads: int | None = None,
    timeout: Duration | None = None,
    type: str | None = None,
) -> str:
    """Where each thread of this process stands, as text: one look, the newest call first.

    :param threads: how many threads at most; 3 by default.
    :param ignore_idle_threads, interval, snapshots, sort, timeout, type: without meaning for one look; the shapes of ``interval`` and
        ``type`` are checked.
    :raises IllegalArgumentError: a type that Elasticsearch has not.
    """
    if type is not None and type not in ("cpu", "wait", "block", "gpu", "mem"):
        raise IllegalArgumentError(f"type not supported [{type}]")
    if not is_meant(node, node_id):
        return ""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    lines = [f"::: {{{node.name}}}{{{node.id}}}{{127.0.0.1}}", f"   Hot threads at {node.clock.millis()}:"]
    for ident, frame in list(sys._current_frames().items())[: 3 if threads is None else threads]:
        lines += ["", f"   thread '{names.get(ident, ident)}'"]
        lines += [f"     {entry.filename}:{entry.lineno} {entry.name}" for entry in reversed(traceback.extract_stack(frame))]
    return "\n".join(lines) + "\n"
