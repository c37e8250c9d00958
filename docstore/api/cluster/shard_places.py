"""Where the shards of an index are: primaries on the one node, replicas nowhere."""

from __future__ import annotations

from docstore.api.cluster import figures
from docstore.api.cluster.machine import HOST, ROLES
from docstore.api.node import Node
from docstore.catalog.index import Index
from docstore.errors import JsonObject
from docstore.version import ELASTICSEARCH_VERSION

ADDRESS = f"{HOST}:9300"


def described(node: Node) -> JsonObject:
    """The node, as answers about shards show it."""
    return {
        "name": node.name,
        "ephemeral_id": node.id,
        "transport_address": ADDRESS,
        "external_id": node.name,
        "attributes": {},
        "roles": ROLES,
        "version": ELASTICSEARCH_VERSION,
    }


def allocation_id(index: Index, shard: int) -> str:
    """What tells this copy of a shard from others; there are none."""
    return f"{index.uuid}-{shard}"


def started(node: Node, index: Index, shard: int) -> JsonObject:
    """A primary."""
    where = {"state": "STARTED", "primary": True, "node": node.id, "relocating_node": None}
    return {**where, "shard": shard, "index": index.name, "allocation_id": {"id": allocation_id(index, shard)}}


def waiting(index: Index, shard: int) -> list[JsonObject]:
    """The replicas of a shard."""
    where = {"state": "UNASSIGNED", "primary": False, "node": None, "relocating_node": None, "shard": shard, "index": index.name}
    why = {"recovery_source": {"type": "PEER"}, "unassigned_info": {"reason": "INDEX_CREATED", "allocation_status": "no_attempt"}}
    return [{**where, **why} for _ in range(figures.replicas(index))]
