"""What a handler works on: the one node of a store."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from docstore.clock import Clock
from docstore.frozen import frozen
from docstore.storage.environment import Environment
from docstore.tasks.searches import Searches

if TYPE_CHECKING:
    from docstore.tasks.runner import TaskRunner


@frozen
class Node:
    """A store's environment and what runs beside it; Elasticsearch's word for it is node."""

    environment: Environment
    clock: Clock
    tasks: TaskRunner
    id: str
    """The node id: 22 characters, fixed when the store was made, so that task ids stay good over restarts."""

    searches: Searches
    name: str = "docstore"
    addresses: list[str] = field(default_factory=list)
    """Where servers of this process answer for the store, as ``127.0.0.1:9200``; the newest last."""
