"""Ids of tasks: the node, and a number there (``TaskId``)."""

from __future__ import annotations

from docstore.api.cluster.slice_tasks import SliceTask
from docstore.api.node import Node
from docstore.errors import ApiError, IllegalArgumentError, JsonObject, ResourceNotFoundError
from docstore.tasks.searches import Search
from docstore.tasks.task import Task

Listed = Task | Search | SliceTask


def task_id_of(node: Node, task: Listed) -> str:
    """``<node id>:<number>``."""
    return f"{node.id}:{task.number}"


def parts_of(task_id: str) -> tuple[str, int]:
    """The node and the number.

    :raises IllegalArgumentError: it is no id of a task.
    """
    name, _, number = str(task_id).rpartition(":")
    if not name or not number.isdecimal() or len(number) > 18:
        raise IllegalArgumentError(f"malformed task id {task_id}")
    return name, int(number)


def failed_node(node: Node, task_id: str, why: ApiError) -> JsonObject:
    """The answer where the node of a task fails: it refuses, or there is none (``FailedNodeException``). The request itself succeeds.

    :raises IllegalArgumentError: it is no id of a task.
    """
    name, _ = parts_of(task_id)
    missing = {"type": "no_such_node_exception", "reason": f"No such node [{name}]", "node_id": name}
    cause = why.cause if name == node.id else missing
    failure = {"type": "failed_node_exception", "reason": f"Failed node [{name}]", "node_id": name, "caused_by": cause}
    return {"node_failures": [failure]}


def number_of(node: Node, task_id: str) -> int:
    """The number in a task id.

    :raises IllegalArgumentError: it is not one.
    :raises ResourceNotFoundError: it is one of another node.
    """
    name, number = parts_of(task_id)
    if name != node.id:
        raise ResourceNotFoundError(
            f"task [{task_id}] belongs to the node [{name}] which isn't part of the cluster and there is no record of the task"
        )
    return number
