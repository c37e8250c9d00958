"""Which of the tasks that have not ended a request means."""

from __future__ import annotations

from fnmatch import fnmatchcase

from docstore.api.cluster import search_tasks
from docstore.api.cluster.node_names import is_meant
from docstore.api.cluster.task_ids import parts_of
from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.storage.transaction import Transaction
from docstore.tasks import task as tasks
from docstore.tasks.searches import Search
from docstore.tasks.task import Task


def unended(txn: Transaction, actions: Names | None) -> list[Task]:
    """Tasks of the store; ``actions`` may have ``*``, and are all by default."""
    patterns = _patterns(actions)
    return [task for task in tasks.every(txn) if not task.done and any(fnmatchcase(task.action, pattern) for pattern in patterns)]


def searches(node: Node, actions: Names | None, nodes: Names | None, parent_task_id: str | None) -> list[Search]:
    """Searches of this process; those below a parent, where one is named.

    :raises IllegalArgumentError: it is no id of a task.
    """
    if not is_meant(node, nodes):
        return []
    if parent_task_id is None:
        return search_tasks.searches_of(node, _patterns(actions), None)
    name, number = parts_of(parent_task_id)
    return search_tasks.searches_of(node, _patterns(actions), number) if name == node.id else []


def _patterns(names: Names | None) -> list[str]:
    if names is None:
        return ["*"]
    return names.split(",") if isinstance(names, str) else list(names)
