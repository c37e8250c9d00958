"""The slices of a run as the task management APIs show them: child tasks, of which nothing is kept beside the task that they are parts of
(``BulkByPaginatedSearchParallelizationHelper``)."""

from __future__ import annotations

from collections.abc import Iterator

from docstore.api.node import Node
from docstore.errors import JsonObject
from docstore.frozen import frozen
from docstore.reindex import throttle
from docstore.reindex.status import Standing
from docstore.storage.transaction import Transaction
from docstore.tasks import task as tasks
from docstore.tasks.task import Task

BY_USER = "by user request"


@frozen
class SliceTask:
    """A slice that runs."""

    parent: Task
    at: int

    @property
    def number(self) -> int:
        """Its number among all tasks."""
        return int(self.parent.request["first_slice"]) + self.at


def slices_of(txn: Transaction, node: Node, task: Task) -> list[SliceTask]:
    """The slices of a task that run; none of one that has ended, is interrupted, or is not divided."""
    if task.done or "first_slice" not in task.request or node.tasks.interrupted(task):
        return []
    return [SliceTask(task, at) for at in _standing(txn, task).running]


def slice_with(txn: Transaction, node: Node, number: int) -> SliceTask | None:
    """The running slice that has a number."""
    return next((each for task in _divided(txn) for each in slices_of(txn, node, task) if each.number == number), None)


def _divided(txn: Transaction) -> Iterator[Task]:
    return (task for task in tasks.every(txn) if not task.done and "first_slice" in task.request)


def _standing(txn: Transaction, task: Task) -> Standing:
    return Standing.of(task, tasks.last_checkpoint(txn, task), tasks.wishes(txn, task))


def shown(txn: Transaction, node: Node, one: SliceTask, *, detailed: bool = True) -> JsonObject:
    """A slice as the APIs show it."""
    task, standing = one.parent, _standing(txn, one.parent)
    body: JsonObject = {"node": node.id, "id": one.number, "type": "transport", "action": task.action}
    if detailed:
        body |= {"status": standing.slice(one.at), "description": task.description}
    return body | {
        "start_time_in_millis": task.started,
        "running_time_in_nanos": max(node.clock.millis() - task.started, 0) * 1_000_000,
        "cancellable": True,
        "cancelled": task.cancelled or standing.canceled[one.at] is not None,
        "parent_task_id": f"{node.id}:{task.number}",
        "headers": task.headers,
    }


def ask(node: Node, one: SliceTask, *, canceled: str | None = None, requests_per_second: float | None = None) -> None:
    """Leave a wish for one slice."""
    wish: JsonObject = {} if canceled is None else {"canceled": canceled}
    if requests_per_second is not None:
        wish["requests_per_second"] = throttle.shown(requests_per_second)
    with node.environment.write() as txn:
        wishes = tasks.wishes(txn, one.parent).get("slices", {})
        name = str(one.at)
        tasks.ask(txn, one.parent, slices={**wishes, name: {**wishes.get(name, {}), **wish}})
    node.tasks.wake(one.parent.number)


def wait(node: Node, one: SliceTask, limit: float) -> bool:
    """Wait until a slice has ended; whether that came in time."""
    deadline = node.clock.monotonic() + limit
    while True:
        with node.environment.read() as txn:
            newest = tasks.load(txn, one.parent.number)
            if newest is None or one.at not in [each.at for each in slices_of(txn, node, newest)]:
                return True
        if node.clock.monotonic() >= deadline:
            return False
        node.tasks.wait(one.parent.number, 0.05)
