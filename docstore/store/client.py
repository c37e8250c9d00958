"""What the namespaces of a store have in common, and what is left of them when it is closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docstore.api.method import Method
from docstore.api.node import Node
from docstore.errors import StoreClosedError


class Client:
    """A namespace of the store: APIs of one kind, as methods."""

    def __init__(self, node: Node) -> None:
        self._node = node


class Closed:
    """What a closed store has in place of its node and environment: whatever is asked of it, the store is closed.

    The environment itself may live on: another ``Store`` of the same process can have it open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __getattr__(self, name: str) -> Any:
        raise StoreClosedError(f"the store at [{self.path}] is closed")


def forget(client: Any) -> None:
    """Unbind the methods of a client, or of a store, from the node that they worked on."""
    for name in [name for name, value in vars(client).items() if callable(value) and isinstance(vars(type(client)).get(name), Method)]:
        del vars(client)[name]
    client._node = Closed(client._node.environment.path)
