"""Tables of what a store has little or nothing of: recoveries, field data, thread pools, circuit breakers, snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from docstore.api.cat.table import Row, cat, number, text
from docstore.api.cat.units import Time
from docstore.api.cluster.machine import HOST
from docstore.api.indices import shards as indices_shards
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.errors import RepositoryMissingError

_RECOVERY = (
    text("index", "index name", "i", "idx"),
    text("shard", "shard name", "s", "sh"),
    text("start_time", "recovery start time", "start", shown=False),
    text("start_time_millis", "recovery start time in epoch milliseconds", "start_millis", shown=False),
    text("stop_time", "recovery stop time", "stop", shown=False),
    text("stop_time_millis", "recovery stop time in epoch milliseconds", "stop_millis", shown=False),
    text("time", "recovery time", "t", "ti"),
    text("type", "recovery type", "ty"),
    text("stage", "recovery stage", "st"),
    text("source_host", "source host", "shost"),
    text("source_node", "source node name", "snode"),
    text("target_host", "target host", "thost"),
    text("target_node", "target node name", "tnode"),
    text("repository", "repository", "rep"),
    text("snapshot", "snapshot", "snap"),
    text("files", "number of files to recover", "f"),
    text("files_recovered", "files recovered", "fr"),
    text("files_percent", "percent of files recovered", "fp"),
    text("files_total", "total number of files", "tf"),
    text("bytes", "number of bytes to recover", "b"),
    text("bytes_recovered", "bytes recovered", "br"),
    text("bytes_percent", "percent of bytes recovered", "bp"),
    text("bytes_total", "total number of bytes", "tb"),
    text("translog_ops", "number of translog ops to recover", "to"),
    text("translog_ops_recovered", "translog ops recovered", "tor"),
    text("translog_ops_percent", "percent of translog ops recovered", "top"),
)


@cat("cat.recovery", "GET /_cat/recovery", "GET /_cat/recovery/{index}", columns=_RECOVERY)
def recovery(
    node: Node, *, active_only: bool | None = None, detailed: bool | None = None, index: Names | None = None
) -> Iterator[Row]:
    """A line for each shard: how it came to be, which moves no files, bytes or operations.

    ``detailed`` has no effect: a line has no details.

    :param active_only: only what is under way, which is nothing.
    """
    nothing = (0, 0, "0.0%", 0, 0, 0, "0.0%", 0, 0, 0, "100.0%")
    for name, found in indices_shards.recovery(node, index=index, active_only=active_only).items():
        for shard in found["shards"]:
            began, ended = shard["start_time_in_millis"], shard["stop_time_in_millis"]
            times = (None, began, None, ended, Time((ended - began) * 1_000_000 or 1_000_000))
            kind = (shard["type"].lower(), shard["stage"].lower())
            yield (name, shard["id"], *times, *kind, "n/a", "n/a", HOST, node.name, "n/a", "n/a", *nothing)


_FIELDDATA = (
    text("id", "node id"),
    text("host", "host name", "h"),
    text("ip", "ip address"),
    text("node", "node name", "n"),
    text("field", "field name", "f"),
    number("size", "field data usage", "s"),
)


@cat("cat.fielddata", "GET /_cat/fielddata", "GET /_cat/fielddata/{fields}", columns=_FIELDDATA)
def fielddata(node: Node, *, fields: Names | None = None) -> Iterator[Row]:
    """An empty table: ``fields`` has no effect: what columns take in memory is not counted by field."""
    yield from ()


_POOLS = (
    text("node_name", "node name", "nn"),
    text("name", "thread pool name", "n"),
    number("active", "number of active threads", "a"),
    number("queue", "number of tasks currently in queue", "q"),
    number("rejected", "number of rejected tasks", "r"),
)


@cat("cat.thread_pool", "GET /_cat/thread_pool", "GET /_cat/thread_pool/{thread_pool_patterns}", columns=_POOLS)
def thread_pool(
    node: Node,
    *,
    local: bool | None = None,
    master_timeout: Duration | None = None,
    thread_pool_patterns: Names | None = None,
) -> Iterator[Row]:
    """An empty table, also for ``thread_pool_patterns``, which has no effect: a call works in its caller's thread."""
    yield from ()


_BREAKERS = (
    text("node_id", "persistent node id", "id"),
    text("node_name", "node name", "nn"),
    text("breaker", "breaker name", "br"),
    number("limit", "limit size", "l"),
    number("estimated", "estimated size", "e"),
    number("tripped", "tripped count", "t"),
    number("overhead", "overhead", "o"),
)


@cat(
    "cat.circuit_breaker",
    "GET /_cat/circuit_breaker",
    "GET /_cat/circuit_breaker/{circuit_breaker_patterns}",
    columns=_BREAKERS,
)
def circuit_breaker(
    node: Node,
    *,
    circuit_breaker_patterns: Names | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> Iterator[Row]:
    """An empty table, also for ``circuit_breaker_patterns``, which has no effect: a store has no circuit breakers."""
    yield from ()


_SNAPSHOTS = (
    text("id", "unique snapshot", "snapshot"),
    text("repository", "repository name", "re", "repo"),
    text("status", "snapshot name", "s"),
    text("start_epoch", "start time in seconds since 1970-01-01 00:00:00", "ste", "startEpoch"),
    text("start_time", "start time in HH:MM:SS", "sti", "startTime"),
    text("end_epoch", "end time in seconds since 1970-01-01 00:00:00", "ete", "endEpoch"),
    text("end_time", "end time in HH:MM:SS", "eti", "endTime"),
    text("duration", "duration", "dur"),
    number("indices", "number of indices", "i"),
    number("successful_shards", "number of successful shards", "ss"),
    number("failed_shards", "number of failed shards", "fs"),
    number("total_shards", "number of total shards", "ts"),
    text("reason", "reason for failures", "r", shown=False),
)


@cat("cat.snapshots", "GET /_cat/snapshots", "GET /_cat/snapshots/{repository}", columns=_SNAPSHOTS)
def snapshots(
    node: Node,
    *,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    repository: Names | None = None,
) -> Iterator[Row]:
    """An empty table: a store is in no repository.

    :param ignore_unavailable: without meaning here.
    :raises RepositoryMissingError: a repository is named.
    """
    if repository is not None:
        raise RepositoryMissingError(f"[{repository if isinstance(repository, str) else ','.join(repository)}] missing")
    yield from ()
