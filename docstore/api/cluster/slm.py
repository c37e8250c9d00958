"""``_slm``: policies by which snapshots are taken: there are none, for a store takes no snapshots."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Privilege, api
from docstore.errors import JsonObject, ResourceNotFoundError

_COUNTS = (
    "total_snapshots_taken", "total_snapshots_failed", "total_snapshots_deleted", "total_snapshot_deletion_failures",
)  # fmt: skip


@api("slm.get_lifecycle", "GET /_slm/policy", "GET /_slm/policy/{policy_id}", privilege=Privilege.MONITOR)
def get_lifecycle(
    node: Node, *, master_timeout: Duration | None = None, policy_id: Names | None = None, timeout: Duration | None = None
) -> JsonObject:
    """The policies: none.

    :param master_timeout, timeout: without meaning here.
    :raises ResourceNotFoundError: one is named.
    """
    if policy_id:
        names = policy_id if isinstance(policy_id, str) else ", ".join(policy_id)
        raise ResourceNotFoundError(f"snapshot lifecycle policy or policies [{names}] not found, no policies are configured")
    return {}


@api("slm.get_status", "GET /_slm/status", privilege=Privilege.MONITOR)
def get_status(node: Node, *, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Whether policies are carried out: ``{"operation_mode": "STOPPED"}``.

    :param master_timeout, timeout: without meaning here.
    """
    return {"operation_mode": "STOPPED"}


@api("slm.get_stats", "GET /_slm/stats", privilege=Privilege.MONITOR)
def get_stats(node: Node, *, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """What they have done: nothing.

    :param master_timeout, timeout: without meaning here.
    """
    runs = {"retention_runs": 0, "retention_failed": 0, "retention_timed_out": 0}
    return {**runs, "retention_deletion_time": "0s", "retention_deletion_time_millis": 0, **dict.fromkeys(_COUNTS, 0), "policy_stats": []}
