"""Tables of the one node and of what the whole store has."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from docstore.api.cat import activity
from docstore.api.cat.documents import now
from docstore.api.cat.table import Row, cat, number, text
from docstore.api.cat.units import Size, Time
from docstore.api.cluster.figures import Figures
from docstore.api.cluster.health import health as cluster_health
from docstore.api.cluster.machine import os_stats, process_stats, started_millis
from docstore.api.indices.sections import Counted, counted
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.catalog.current import current
from docstore.catalog.names import options
from docstore.version import ELASTICSEARCH_VERSION

_HOST = "127.0.0.1"
_ROLES = "dim"

_HEALTH = (
    text("epoch", "seconds since 1970-01-01 00:00:00", "t", "time"),
    text("timestamp", "time in HH:MM:SS", "ts", "hms", "hhmmss"),
    text("cluster", "cluster name", "cl"),
    text("status", "health status", "st"),
    number("node.total", "total number of nodes", "nt", "nodeTotal"),
    number("node.data", "number of nodes that can store data", "nd", "nodeData"),
    number("shards", "total number of shards", "t", "sh", "shards.total", "shardsTotal"),
    number("pri", "number of primary shards", "p", "shards.primary", "shardsPrimary"),
    number("relo", "number of relocating nodes", "r", "shards.relocating", "shardsRelocating"),
    number("init", "number of initializing nodes", "i", "shards.initializing", "shardsInitializing"),
    number("unassign", "number of unassigned shards", "u", "shards.unassigned", "shardsUnassigned"),
    number("unassign.pri", "number of unassigned primary shards", "up", "shards.unassigned.primary", "shardsUnassignedPrimary"),
    number("pending_tasks", "number of pending tasks", "pt", "pendingTasks"),
    number("max_task_wait_time", "wait time of longest task pending", "mtwt", "maxTaskWaitTime"),
    number("active_shards_percent", "active number of shards in percent", "asp", "activeShardsPercent"),
)


@cat("cat.health", "GET /_cat/health", columns=_HEALTH)
def health(node: Node, *, ts: bool = True) -> Iterator[Row]:
    """One line: the health of the store.

    :param ts: false leaves the time out.
    """
    found = cluster_health(node)
    names = ("active_shards", "active_primary_shards", "relocating_shards", "initializing_shards", "unassigned_shards")
    counts = [found[name] for name in (*names, "unassigned_primary_shards", "number_of_pending_tasks")]
    when = now(node) if ts else (None, None)
    yield (*when, found["cluster_name"], found["status"], 1, 1, *counts, "-", f"{found['active_shards_percent_as_number']:.1f}%")


_NODES = (
    text("id", "unique node id", "nodeId", shown=False),
    number("pid", "process id", "p", shown=False),
    text("ip", "ip address", "i"),
    text("version", "version of Elasticsearch's API", "v", shown=False),
    text("flavor", "what answers", "f", shown=False),
    number("disk.total", "total disk space", "dt", "diskTotal", shown=False),
    number("disk.used", "used disk space", "du", "diskUsed", shown=False),
    number("disk.avail", "available disk space", "d", "da", "disk", "diskAvail", shown=False),
    number("disk.used_percent", "used disk space percentage", "dup", "diskUsedPercent", shown=False),
    number("ram.percent", "used machine memory ratio", "rp", "ramPercent"),
    number("cpu", "recent cpu usage", "cpu"),
    number("load_1m", "1m load avg", "l"),
    number("load_5m", "5m load avg", "l"),
    number("load_15m", "15m load avg", "l"),
    text("node.role", "m:master eligible node, d:data node, i:ingest node", "r", "role", "nodeRole"),
    text("master", "*:current master", "m"),
    text("name", "node name", "n"),
    number("uptime", "node uptime", "u", shown=False),
    number("file_desc.current", "used file descriptors", "fdc", "fileDescriptorCurrent", shown=False),
    number("file_desc.max", "max file descriptors", "fdm", "fileDescriptorMax", shown=False),
    *activity.COLUMNS,
)


@cat("cat.nodes", "GET /_cat/nodes", columns=_NODES)
def nodes(
    node: Node,
    *,
    full_id: bool = False,
    include_unloaded_segments: bool | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> Iterator[Row]:
    """One line: the node that a store is.

    :param full_id: the whole id, and not its first four letters.
    """
    now = node.clock.millis()
    machine, process = os_stats(now), process_stats(now)
    disk = shutil.disk_usage(node.environment.path)
    sizes = (Size(disk.total), Size(disk.used), Size(disk.free), f"{100 * disk.used / disk.total:.2f}")
    load = tuple(f"{each:.2f}" for each in machine["cpu"]["load_average"].values())
    who = (node.id if full_id else node.id[:4], os.getpid(), _HOST, ELASTICSEARCH_VERSION, "docstore")
    uptime = Time(max(now - started_millis(), 0) * 1_000_000)
    files = (process["open_file_descriptors"], process["max_file_descriptors"])
    with node.environment.read() as txn:
        known = [*counted(txn, current(txn)).values(), Counted()]
    used = (machine["mem"]["used_percent"], machine["cpu"]["percent"])
    yield activity.ActivityRow((*who, *sizes, *used, *load, _ROLES, "*", node.name, uptime, *files), known)


_MASTER = (text("id", "node id"), text("host", "host name", "h"), text("ip", "ip address"), text("node", "node name", "n"))


@cat("cat.master", "GET /_cat/master", "GET /_cat/cluster_manager", columns=_MASTER)
def master(node: Node, *, local: bool | None = None, master_timeout: Duration | None = None) -> Iterator[Row]:
    """One line: the node that a store is."""
    yield (node.id, _HOST, _HOST, node.name)


_ALLOCATION = (
    number("shards", "number of shards on node", "s"),
    number("disk.indices", "disk used by indices", "di", "diskIndices"),
    number("disk.used", "disk used (total, not just docstore)", "du", "diskUsed"),
    number("disk.avail", "disk available", "da", "diskAvail"),
    number("disk.total", "total capacity of all volumes", "dt", "diskTotal"),
    number("disk.percent", "percent disk used", "dp", "diskPercent"),
    text("host", "host of node", "h"),
    text("ip", "ip of node"),
    text("node", "name of node", "n"),
    text("node.role", "node roles", "r", "role", "nodeRole"),
)


@cat("cat.allocation", "GET /_cat/allocation", "GET /_cat/allocation/{node_id}", columns=_ALLOCATION)
def allocation(
    node: Node, *, node_id: Names | None = None, local: bool | None = None, master_timeout: Duration | None = None
) -> Iterator[Row]:
    """A line for the node, and one for shards that have none: shards, and bytes of its disk."""
    found = cluster_health(node)
    with node.environment.read() as txn:
        used = sum(Figures.of(txn, index).bytes for index in current(txn).resolve(None, options.ALL))
    disk = shutil.disk_usage(node.environment.path)
    wanted = None if node_id is None else node_id.split(",") if isinstance(node_id, str) else list(node_id)
    if wanted is None or {node.id, node.name, "_all", "_local", "_master", "*"} & set(wanted):
        sizes = (Size(used), Size(disk.used), Size(disk.free), Size(disk.total), round(100 * disk.used / disk.total))
        yield (found["active_shards"], *sizes, _HOST, _HOST, node.name, _ROLES)
    if wanted is None and found["unassigned_shards"]:
        yield (found["unassigned_shards"], *[None] * 7, "UNASSIGNED", None)


def _nothing(node: Node, *, local: bool | None = None, master_timeout: Duration | None = None) -> Iterator[Row]:
    """An empty table: a store has none of these."""
    yield from ()


def _no_plugins(
    node: Node, *, include_bootstrap: bool | None = None, local: bool | None = None, master_timeout: Duration | None = None
) -> Iterator[Row]:
    """An empty table: a store has no plugins, before its start (``include_bootstrap``) either."""
    yield from ()


nodeattrs = cat(
    "cat.nodeattrs",
    "GET /_cat/nodeattrs",
    columns=(
        text("node", "node name", "name"), text("id", "unique node id", "nodeId", shown=False),
        text("pid", "process id", "p", shown=False), text("host", "host name", "h"), text("ip", "ip address", "i"),
        text("port", "bound transport port", "po", shown=False), text("attr", "attribute description", "attr.name"),
        text("value", "attribute value", "attr.value"),
    ),
)(_nothing)  # fmt: skip

plugins = cat(
    "cat.plugins",
    "GET /_cat/plugins",
    columns=(
        text("id", "unique node id", shown=False), text("name", "node name", "n"), text("component", "component", "c"),
        text("version", "component version", "v"), text("description", "plugin details", "d", shown=False),
    ),
)(_no_plugins)  # fmt: skip

repositories = cat(
    "cat.repositories",
    "GET /_cat/repositories",
    columns=(text("id", "unique repository id", "repoId"), text("type", "repository type", "t")),
)(_nothing)

pending_tasks = cat(
    "cat.pending_tasks",
    "GET /_cat/pending_tasks",
    columns=(
        number("insertOrder", "task insertion order", "o"), number("timeInQueue", "how long task has been in queue", "t"),
        text("priority", "task priority", "p"), text("source", "task source", "s"),
    ),
)(_nothing)  # fmt: skip
