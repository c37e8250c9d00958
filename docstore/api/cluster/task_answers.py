"""Tasks as the APIs show them."""

from __future__ import annotations

from docstore.api.cluster import task_results
from docstore.api.cluster.machine import ROLES
from docstore.api.cluster.node_names import identity
from docstore.api.cluster.task_ids import Listed, task_id_of
from docstore.api.node import Node
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.reindex import engine  # noqa: F401  (its kinds of tasks register themselves)
from docstore.storage.transaction import Transaction
from docstore.tasks import merging  # noqa: F401  (its kind of tasks registers itself)
from docstore.tasks import task as tasks
from docstore.tasks.kind import kind_of
from docstore.tasks.runner import Keep
from docstore.tasks.task import Task


def shown(txn: Transaction, node: Node, task: Task, *, live: bool = False) -> JsonObject:
    """A task as the APIs show it; of a run that is divided, ``live`` also shows what its slices have done that still run."""
    live = live or node.tasks.interrupted(task)
    now = task.ended if task.ended is not None else node.clock.millis()
    wishes = tasks.wishes(txn, task)
    return {
        "node": node.id,
        "id": task.number,
        "type": "transport",
        "action": task.action,
        "status": kind_of(task.action).status(task, tasks.last_checkpoint(txn, task), wishes, live=live),
        "description": task.description,
        "start_time_in_millis": task.started,
        "running_time_in_nanos": max(now - task.started, 0) * 1_000_000,
        "cancellable": True,
        "cancelled": task.cancelled,
        "headers": task.headers,
    }


def outcome(txn: Transaction, node: Node, task: Task) -> JsonObject:
    """A task, and how it has ended."""
    told = shown(txn, node, task)
    if task.done:
        told["cancelled"] = False
    return {"completed": task.done, "task": told, **ending(node, task)}


def keeper(node: Node) -> Keep:
    """What keeps the outcome of a task that nobody waits for."""
    return lambda txn, task: task_results.keep(txn, node.clock, task_id_of(node, task), outcome(txn, node, task))


def ending(node: Node, task: Task) -> JsonObject:
    """How a task has ended, as far as it has."""
    body: JsonObject = {}
    if node.tasks.interrupted(task):
        body["interrupted"] = True
    if task.response is not None:
        body["response"] = task.response
    if task.error is not None:
        body["error"] = task.error
    return body


def listed(txn: Transaction, node: Node, task: Task, *, detailed: bool) -> JsonObject:
    """A task as it stands in a list."""
    body = shown(txn, node, task)
    if not detailed:
        del body["status"], body["description"]
    if node.tasks.interrupted(task):
        body["interrupted"] = True
    return body


def grouped(node: Node, found: list[tuple[Listed, JsonObject]], group_by: str | None) -> JsonObject:
    """Tasks as an answer has them.

    :raises IllegalArgumentError: there is no such way to group them.
    """
    by_id = {task_id_of(node, task): body for task, body in found}
    match group_by:
        case None | "nodes":
            inner = {**identity(node), "roles": ROLES, "attributes": {}, "tasks": by_id}
            return {"nodes": {node.id: inner} if by_id else {}}
        case "parents":
            return {"tasks": _below_parents(by_id)}
        case "none":
            return {"tasks": list(by_id.values())}
        case _:
            raise IllegalArgumentError(f"[group_by] must be one of [nodes], [parents] or [none] but was [{group_by}]")


def _below_parents(by_id: dict[str, JsonObject]) -> dict[str, JsonObject]:
    """Those with a parent in the list stand in it as its ``children``."""
    top = {}
    for task_id, body in by_id.items():
        parent = by_id.get(body.get("parent_task_id", ""))
        if parent is None:
            top[task_id] = body
        else:
            parent.setdefault("children", []).append(body)
    return top
