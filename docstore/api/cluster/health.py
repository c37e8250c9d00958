"""``_cluster/health``: is everything where it should be?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docstore.api.cluster import figures
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names.options import ALL
from docstore.errors import IllegalArgumentError, IndexNotFoundError, JsonObject

_LEVELS = ("cluster", "indices", "shards")
_NODES = re.compile(r"(>=|<=|>|<|ge\(|le\(|gt\(|lt\()?(\d+)\)?\Z")
_PRIORITIES = ("immediate", "urgent", "high", "normal", "low", "languid")


@api("cluster.health", "GET /_cluster/health", "GET /_cluster/health/{index}", privilege=Privilege.MONITOR)
def health(
    node: Node,
    *,
    index: Names | None = None,
    expand_wildcards: Names | None = None,
    level: str | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
    wait_for_active_shards: int | str | None = None,
    wait_for_events: str | None = None,
    wait_for_no_initializing_shards: bool | None = None,
    wait_for_no_relocating_shards: bool | None = None,
    wait_for_nodes: str | int | None = None,
    wait_for_status: str | None = None,
) -> JsonObject:
    """The status of the store, or of some indices: ``yellow`` where an index asks for replicas, ``green`` otherwise.

    Nothing is waited for: what is not so now would not become so. A condition that does not hold answers ``timed_out`` at once.

    :param level: ``cluster``, or with more detail ``indices`` or ``shards``.
    :param wait_for_status: ``green``, ``yellow`` or ``red``: no worse than that.
    :param wait_for_nodes: a number of nodes, as ``1``, ``>=1``, ``ge(1)``.
    :raises IllegalArgumentError: a parameter is none of its values.
    """
    if level is not None and level not in _LEVELS:
        raise IllegalArgumentError(f"level parameter must be one of [cluster] or [indices] or [shards] but was [{level}]")
    if wait_for_status is not None and wait_for_status.lower() not in figures.STATUSES:
        raise IllegalArgumentError(f"unknown cluster health status [{wait_for_status}]")
    if wait_for_events is not None and wait_for_events.lower() not in _PRIORITIES:
        raise IllegalArgumentError(f"No enum constant org.elasticsearch.common.Priority.{wait_for_events.upper()}")
    for name, value in (("initializing", wait_for_no_initializing_shards), ("relocating", wait_for_no_relocating_shards)):
        flag(f"wait_for_no_{name}_shards", value, False)
    found, missing = _indices(node, index, expand_wildcards)
    status = figures.RED if missing else figures.worst(map(figures.status_of, found))
    active = sum(map(figures.primaries, found))
    holds = (
        not missing
        and (wait_for_status is None or figures.STATUSES.index(status) <= figures.STATUSES.index(wait_for_status.lower()))
        and _enough_shards(wait_for_active_shards, active, sum(map(figures.unassigned, found)))
        and _enough_nodes(wait_for_nodes)
    )
    body = _cluster(found, status, timed_out=not holds)
    if level in ("indices", "shards"):
        body["indices"] = {each.name: _of_index(each, shards=level == "shards") for each in found}
    return body


def _indices(node: Node, names: Names | None, expand_wildcards: Names | None) -> tuple[list[Index], bool]:
    """The indices; whether one that is named is missing."""
    with node.environment.read() as txn:
        catalog = current(txn)
        try:
            catalog.resolve(names, ALL)
        except IndexNotFoundError:
            return [], True
        return catalog.resolve(names, ALL.with_request(expand_wildcards=expand_wildcards, ignore_unavailable=True)), False


def _enough_shards(wanted: int | str | None, active: int, unassigned: int) -> bool:
    if wanted is None or wanted == "0":
        return True
    if wanted == "all":
        return unassigned == 0
    try:
        return active >= int(wanted)
    except (TypeError, ValueError):
        raise IllegalArgumentError(f"cannot parse ActiveShardCount[{wanted}]") from None


def _enough_nodes(wanted: str | int | None) -> bool:
    if wanted is None or wanted == "":
        return True
    parsed = _NODES.match(str(wanted).strip())
    if parsed is None:
        raise IllegalArgumentError(f'For input string: "{wanted}"')
    count = int(parsed[2])
    compared = {">=": count <= 1, "ge(": count <= 1, "<=": count >= 1, "le(": count >= 1}
    compared |= {">": count < 1, "gt(": count < 1, "<": count > 1, "lt(": count > 1}
    return compared.get(parsed[1] or "", count == 1)


def _counts(indices: Sequence[Index]) -> JsonObject:
    active = sum(map(figures.primaries, indices))
    return {
        "active_primary_shards": active,
        "active_shards": active,
        "relocating_shards": 0,
        "initializing_shards": 0,
        "unassigned_shards": sum(map(figures.unassigned, indices)),
        "unassigned_primary_shards": 0,
    }


def _cluster(indices: Sequence[Index], status: str, *, timed_out: bool) -> JsonObject:
    counts = _counts(indices)
    every = counts["active_shards"] + counts["unassigned_shards"]
    return {
        "cluster_name": "docstore",
        "status": status,
        "timed_out": timed_out,
        "number_of_nodes": 1,
        "number_of_data_nodes": 1,
        **counts,
        "delayed_unassigned_shards": 0,
        "number_of_pending_tasks": 0,
        "number_of_in_flight_fetch": 0,
        "task_max_waiting_in_queue_millis": 0,
        "active_shards_percent_as_number": 100.0 * counts["active_shards"] / every if every else 100.0,
    }


def _of_index(index: Index, *, shards: bool) -> JsonObject:
    status = figures.status_of(index)
    body = {
        "status": status,
        "number_of_shards": figures.primaries(index),
        "number_of_replicas": figures.replicas(index),
        **_counts([index]),
    }
    if shards:
        shard = {
            "status": status,
            "primary_active": True,
            "active_shards": 1,
            "relocating_shards": 0,
            "initializing_shards": 0,
            "unassigned_shards": figures.replicas(index),
            "unassigned_primary_shards": 0,
        }
        body["shards"] = {str(number): shard for number in range(figures.primaries(index))}
    return body
