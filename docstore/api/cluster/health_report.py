"""``_health_report``: what is well with a store, and what is not, part by part (``HealthService``)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence

from docstore.api.cluster import figures
from docstore.api.node import Node
from docstore.api.parameters import Duration, flag
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.errors import IllegalArgumentError, JsonObject, ResourceNotFoundError

_ROOM = 1 - 0.95
"""The part of a disk that is left at the flood stage of Elasticsearch's defaults."""

_LACKING = {
    "id": "elasticsearch:health:shards_availability:impact:replica_unassigned",
    "severity": 2,
    "description": "Searches might be slower than usual. Fewer redundant copies of the data exist on {}.",
    "impact_areas": ["search"],
}
_ADVICE = {
    "id": "elasticsearch:health:shards_availability:diagnosis:increase_node_capacity_for_allocations",
    "cause": "A copy of a shard is never on the node that has the shard, and a store is one node.",
    "action": "Set index.number_of_replicas to 0.",
    "help_url": "https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules",
}


@api("health_report", "GET /_health_report", "GET /_health_report/{feature}", privilege=Privilege.MONITOR)
def health_report(
    node: Node, *, feature: str | None = None, size: int | None = None, timeout: Duration | None = None, verbose: bool | None = None
) -> JsonObject:
    """How the store is: ``{"status": "green", "cluster_name": ..., "indicators": {"disk": {"status": ..., "symptom": ...}}}``.

    :param feature: one indicator.
    :param size: how many indices a diagnosis names at most; 1000 by default.
    :param verbose: ``False`` leaves out details, impacts and diagnoses.
    :raises ResourceNotFoundError: there is no such indicator.
    :raises IllegalArgumentError: a negative size.
    """
    most = 1000 if size is None else size
    if most < 0:
        raise IllegalArgumentError("The [size] parameter must be greater than or equal to 0")
    if feature is not None and feature not in _INDICATORS:
        raise ResourceNotFoundError(f"Did not find indicator {feature}")
    with node.environment.read() as txn:
        indices = list(current(txn))
    told = flag("verbose", verbose, True)
    found = {name: told_of(node, indices, most) for name, told_of in _INDICATORS.items() if feature in (None, name)}
    if not told:
        found = {name: {key: body[key] for key in ("status", "symptom")} for name, body in found.items()}
    answer: JsonObject = {"cluster_name": "docstore", "indicators": found}
    return {"status": figures.worst(each["status"] for each in found.values()), **answer} if feature is None else answer


Indicator = Callable[[Node, Sequence[Index], int], JsonObject]


def _well(symptom: str, **details: object) -> Indicator:
    def told(node: Node, indices: Sequence[Index], most: int) -> JsonObject:
        return {"status": figures.GREEN, "symptom": symptom} | ({"details": details} if details else {})

    return told


def _master(node: Node, indices: Sequence[Index], most: int) -> JsonObject:
    own = {"node_id": node.id, "name": node.name}
    details = {"current_master": own, "recent_masters": [own]}
    return {"status": figures.GREEN, "symptom": "The cluster has a stable master node", "details": details}


def _disk(node: Node, indices: Sequence[Index], most: int) -> JsonObject:
    disk = shutil.disk_usage(node.environment.path)
    full = disk.free < disk.total * _ROOM
    counts = {"nodes_with_enough_disk_space": int(not full), "nodes_over_high_watermark": 0, "nodes_with_unknown_disk_status": 0}
    details = {"indices_with_readonly_block": 0, **counts, "nodes_over_flood_stage_watermark": int(full)}
    symptom = "1 node is out of disk or running low on disk space." if full else "The cluster has enough available disk space."
    return {"status": figures.RED if full else figures.GREEN, "symptom": symptom, "details": details}


def _shards(node: Node, indices: Sequence[Index], most: int) -> JsonObject:
    lacking = [index for index in indices if not index.closed and figures.unassigned(index)]
    unassigned = sum(map(figures.unassigned, lacking))
    kinds = ("initializing", "restarting", "creating")
    details = {f"{kind}_{what}": 0 for kind in kinds for what in ("primaries", "replicas")}
    details |= {"unassigned_primaries": 0, "unassigned_replicas": unassigned, "started_replicas": 0}
    details["started_primaries"] = sum(map(figures.primaries, indices))
    if not unassigned:
        return {"status": figures.GREEN, "symptom": "This cluster has all shards available.", "details": details}
    copies = "1 unavailable replica shard" if unassigned == 1 else f"{unassigned} unavailable replica shards"
    names = [index.name for index in lacking]
    which = f"{len(names)} {'index' if len(names) == 1 else 'indices'} [{', '.join(names[:10])}{', ...' if len(names) > 10 else ''}]"
    return {
        "status": figures.YELLOW,
        "symptom": f"This cluster has {copies}.",
        "details": details,
        "impacts": [{**_LACKING, "description": str(_LACKING["description"]).format(which)}],
        "diagnosis": [{**_ADVICE, "affected_resources": {"indices": names[:most]}}],
    }


_INDICATORS: dict[str, Indicator] = {
    "master_is_stable": _master,
    "repository_integrity": _well("No snapshot repositories configured."),
    "disk": _disk,
    "shards_capacity": _well("The cluster has enough room to add new shards."),
    "shards_availability": _shards,
    "data_stream_lifecycle": _well(
        "Data streams are executing their lifecycles without issues", stagnating_backing_indices_count=0, total_backing_indices_in_error=0
    ),
}
