"""Indices on disk that no cluster knows: a store has none."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, flag
from docstore.api.registry import Privilege, api
from docstore.errors import IllegalArgumentError, JsonObject


@api("dangling_indices.list_dangling_indices", "GET /_dangling", privilege=Privilege.MONITOR)
def list_dangling_indices(node: Node) -> JsonObject:
    """Dangling indices: none."""
    nodes = {"total": 1, "successful": 1, "failed": 0}
    return {"_nodes": nodes, "cluster_name": "docstore", "dangling_indices": []}


@api("dangling_indices.import_dangling_index", "POST /_dangling/{index_uuid}", privilege=Privilege.MANAGE)
def import_dangling_index(
    node: Node,
    *,
    index_uuid: str,
    accept_data_loss: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Take over a dangling index: there is none.

    :raises IllegalArgumentError: always; first that ``accept_data_loss`` must be true.
    """
    raise _not_found(index_uuid, accept_data_loss)


@api("dangling_indices.delete_dangling_index", "DELETE /_dangling/{index_uuid}", privilege=Privilege.MANAGE)
def delete_dangling_index(
    node: Node,
    *,
    index_uuid: str,
    accept_data_loss: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Delete a dangling index: there is none.

    :raises IllegalArgumentError: always; first that ``accept_data_loss`` must be true.
    """
    raise _not_found(index_uuid, accept_data_loss)


def _not_found(uuid: str, accept_data_loss: bool | None) -> IllegalArgumentError:
    if not flag("accept_data_loss", accept_data_loss, False):
        return IllegalArgumentError("accept_data_loss must be set to true")
    return IllegalArgumentError(f"No dangling index found for UUID [{uuid}]")
