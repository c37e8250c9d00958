"""Where the shards of an index are: primaries on the one node, replicas nowhere."""

from __future__ import annotations

from docstore.api.cluster import figures
from docstore.api.cluster.machine import HOST, ROLES
from docstore.api.node import Node
from docstore.catalog.index import Index
from docstore.errors import JsonObject
from docstore.storage.index_tables import IndexTables
from docstore.storage.record import PRIMARY_TERM
from docstore.storage.transaction import Transaction
from docstore.version import ELASTICSEARCH_VERSION, INDEX_VERSION, OLDEST_INDEX_VERSION

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
        "min_index_version": OLDEST_INDEX_VERSION,
        "max_index_version": INDEX_VERSION,
    }


def allocation_id(index: Index, shard: int) -> str:
    """What tells this copy of a shard from others; there are none."""
    return f"{index.uuid}-{shard}"


def started(node: Node, index: Index, shard: int) -> JsonObject:
    """A primary."""
    where = {"state": "STARTED", "primary": True, "node": node.id, "relocating_node": None}
    return {**where, "shard": shard, "index": index.name, "allocation_id": {"id": allocation_id(index, shard)}}


def shards(node: Node, txn: Transaction, index: Index) -> list[JsonObject]:
    """The shards of an index, as statistics show them: where each is, and how far its operations go."""
    state = IndexTables(txn, index.number).state
    path = str(node.environment.path)
    held = []
    for number in range(figures.primaries(index)):
        seq, live = (state.next_seq - 1, state.live) if number == 0 else (-1, 0)
        held.append(
            {
                "routing": {"state": "STARTED", "primary": True, "node": node.id, "relocating_node": None},
                "commit": {"id": index.uuid, "generation": 1, "user_data": {}, "num_docs": live},
                "seq_no": {"max_seq_no": seq, "local_checkpoint": seq, "global_checkpoint": seq},
                "retention_leases": {"primary_term": PRIMARY_TERM, "version": 0, "leases": []},
                "shard_path": {"state_path": path, "data_path": path, "is_custom_data_path": False},
            }
        )
    return held


def waiting(index: Index, shard: int) -> list[JsonObject]:
    """The replicas of a shard."""
    where = {"state": "UNASSIGNED", "primary": False, "node": None, "relocating_node": None, "shard": shard, "index": index.name}
    why = {"recovery_source": {"type": "PEER"}, "unassigned_info": {"reason": "INDEX_CREATED", "allocation_status": "no_attempt"}}
    return [{**where, **why} for _ in range(figures.replicas(index))]
