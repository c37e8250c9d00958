"""Where shards are, why, and what waits: there is one node, so most of it is soon told."""

from __future__ import annotations

from docstore.api.cat.units import instant_text
from docstore.api.cluster import figures
from docstore.api.cluster.machine import ROLES
from docstore.api.cluster.node_names import identity
from docstore.api.node import Node
from docstore.api.parameters import Duration, flag
from docstore.api.registry import BodyOrQuery, Privilege, api
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.errors import IllegalArgumentError, IndexNotFoundError, JsonObject, ValidationError
from docstore.query.wire import integer

_NONE = (
    "No shard was specified in the explain API request, so this API explains a randomly chosen unassigned shard. There are no unassigned "
    "shards in this cluster. Specify an assigned shard in the request body to explain its allocation. See "
    "https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-allocation-explain for more information."
)
_CHOSEN = (
    "No shard was specified in the explain API request, so this response explains a randomly chosen unassigned shard. There may be other "
    "unassigned shards in this cluster which cannot be assigned for different reasons. It may not be possible to assign this shard until "
    "one of the other shards is assigned correctly. To explain the allocation of other shards (whether assigned or unassigned) you must "
    "specify the target shard in the request to this API."
)


@api("cluster.allocation_explain", "GET /_cluster/allocation/explain", "POST /_cluster/allocation/explain", privilege=Privilege.MONITOR)
def allocation_explain(
    node: Node,
    *,
    current_node: BodyOrQuery[str | None] = None,
    include_disk_info: bool | None = None,
    include_yes_decisions: bool | None = None,
    index: BodyOrQuery[str | None] = None,
    master_timeout: Duration | None = None,
    primary: BodyOrQuery[bool | None] = None,
    shard: BodyOrQuery[int | None] = None,
) -> JsonObject:
    """Why a shard is where it is: a primary on the one node, a replica nowhere, as there is no second one.

    :param include_disk_info, include_yes_decisions: without meaning here: only decisions against a node are told.
    :param index, shard, primary: which shard; without them, a replica that has no node.
    :raises ValidationError: one of them is missing.
    :raises IllegalArgumentError: no such shard; or without them, no replica waits.
    """
    if index is None and shard is None and primary is None and current_node is None:
        with node.environment.read() as txn:
            waiting = next((each for each in current(txn) if figures.replicas(each)), None)
        if waiting is None:
            raise IllegalArgumentError(_NONE)
        return {"note": _CHOSEN, **_unassigned(node, waiting, 0)}
    missing = [f"{name} must be specified" for name, value in (("index", index), ("shard", shard), ("primary", primary)) if value is None]
    if index is None or missing:
        raise ValidationError(*missing)
    with node.environment.read() as txn:
        found = current(txn).index(index)
    if found is None:
        raise IndexNotFoundError(index)
    number = integer(shard)
    if not 0 <= number < figures.primaries(found):
        raise IllegalArgumentError(f"No shard routing found for shard [{found.name}][{number}]")
    if flag("primary", primary, False):
        return _assigned(node, found, number)
    if not figures.replicas(found):
        raise IllegalArgumentError(f"unable to find a replica shard assigned to node [{current_node}] for shard [{found.name}][{number}]")
    return _unassigned(node, found, number)


def _assigned(node: Node, index: Index, shard: int) -> JsonObject:
    here = {"id": node.id, **identity(node), "attributes": {}, "roles": ROLES, "weight_ranking": 1}
    return {
        "index": index.name,
        "shard": shard,
        "primary": True,
        "current_state": "started",
        "current_node": {name: value for name, value in here.items() if name not in ("host", "ip")},
        "can_remain_on_current_node": "yes",
        "can_rebalance_cluster": "no",
        "can_rebalance_to_other_node": "no",
        "rebalance_explanation": "rebalancing is not allowed: there is one node",
    }


def _unassigned(node: Node, index: Index, shard: int) -> JsonObject:
    same = "a copy of this shard is already allocated to this node"
    decision = {
        "node_id": node.id,
        "node_name": node.name,
        "transport_address": identity(node)["transport_address"],
        "node_attributes": {},
        "roles": ROLES,
        "node_decision": "no",
        "deciders": [{"decider": "same_shard", "decision": "NO", "explanation": same}],
    }
    return {
        "index": index.name,
        "shard": shard,
        "primary": False,
        "current_state": "unassigned",
        "unassigned_info": {"reason": "INDEX_CREATED", "at": instant_text(index.created), "last_allocation_status": "no_attempt"},
        "can_allocate": "no",
        "allocate_explanation": "Elasticsearch isn't allowed to allocate this shard to any of the nodes in the cluster. Choose a node to "
        "which you expect this shard to be allocated, find this node in the node-by-node explanation, and address the reasons which "
        "prevent Elasticsearch from allocating this shard there.",
        "node_allocation_decisions": [decision],
    }


@api("cluster.pending_tasks", "GET /_cluster/pending_tasks", privilege=Privilege.MONITOR)
def pending_tasks(node: Node, *, local: bool | None = None, master_timeout: Duration | None = None) -> JsonObject:
    """Changes of the cluster that wait: none ever do, a change is made within its call."""
    return {"tasks": []}


@api("cluster.remote_info", "GET /_remote/info", privilege=Privilege.MONITOR)
def remote_info(node: Node) -> JsonObject:
    """Other clusters that searches may reach: none."""
    return {}
