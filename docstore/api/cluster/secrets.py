"""Certificates and secure settings: a store has neither."""

from __future__ import annotations

from docstore.api.cluster.node_names import framed
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Body, Privilege, api
from docstore.errors import JsonObject


@api("ssl.certificates", "GET /_ssl/certificates", privilege=Privilege.MONITOR)
def certificates(node: Node) -> list[JsonObject]:
    """Certificates that encrypt what is sent: none."""
    return []


@api(
    "nodes.reload_secure_settings",
    "POST /_nodes/reload_secure_settings",
    "POST /_nodes/{node_id}/reload_secure_settings",
    privilege=Privilege.MANAGE,
)
def reload_secure_settings(
    node: Node, *, node_id: Names | None = None, secure_settings_password: Body[str | None] = None, timeout: Duration | None = None
) -> JsonObject:
    """Read the keystore again: there is none, so that nothing changes.

    :param secure_settings_password: without meaning here.
    """
    return framed(node, node_id, {"name": node.name})
