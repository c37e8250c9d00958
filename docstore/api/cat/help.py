"""The list of tables."""

from __future__ import annotations

from docstore.api.listing import apis
from docstore.api.node import Node
from docstore.api.registry import Privilege, api


@api("cat.help", "GET /_cat", privilege=Privilege.MONITOR)
def help(node: Node) -> str:
    """The paths of all tables, a line each."""
    paths = sorted({route.path for each in apis() for route in each.routes if route.path.startswith("/_cat/")})
    return "=^.^=\n" + "".join(f"{path}\n" for path in paths)
