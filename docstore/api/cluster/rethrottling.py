"""``_rethrottle``: another pace for a run, or for one of its slices (``TransportRethrottleAction``)."""

from __future__ import annotations

from typing import Any

from docstore.api.cluster import slice_tasks
from docstore.api.cluster.task_answers import grouped, shown
from docstore.api.cluster.task_ids import failed_node, number_of
from docstore.api.node import Node
from docstore.errors import JsonObject, ResourceNotFoundError
from docstore.reindex import throttle
from docstore.tasks import task as tasks
from docstore.tasks.kind import kind_of


def rethrottled(node: Node, task_id: str, requests_per_second: Any, group_by: str | None) -> JsonObject:
    """Change the pace of a running task, or of one of its slices, and show it. The slices of a task that still run share its pace.

    A task that does not run, or belongs to another node, is a failure of its node. Whichever of the three APIs is asked: Elasticsearch
    looks only at whether the task has a pace.

    :raises IllegalArgumentError: it is no id of a task.
    """
    rate = throttle.parse_rate(requests_per_second)
    try:
        return _rethrottled(node, task_id, rate, group_by)
    except ResourceNotFoundError as error:
        return {**failed_node(node, task_id, error), **grouped(node, [], group_by)}


def _rethrottled(node: Node, task_id: str, rate: float, group_by: str | None) -> JsonObject:
    number = number_of(node, task_id)
    with node.environment.read() as txn:
        part = slice_tasks.slice_with(txn, node, number)
    if part is not None:
        slice_tasks.ask(node, part, requests_per_second=rate)
        with node.environment.read() as txn:
            return grouped(node, [(part, slice_tasks.shown(txn, node, part))], group_by)
    with node.environment.write() as txn:
        task = tasks.load(txn, number)
        if task is None or task.done or not kind_of(task.action).rethrottled:
            raise ResourceNotFoundError(f"task [{task_id}] is missing")
        kept = tasks.wishes(txn, task).get("slices", {})
        others = {at: {name: value for name, value in wish.items() if name != "requests_per_second"} for at, wish in kept.items()}
        tasks.ask(txn, task, requests_per_second=throttle.shown(rate), **({"slices": others} if others else {}))
    node.tasks.wake(task.number)
    with node.environment.read() as txn:
        body = shown(txn, node, task, live=True)
    return grouped(node, [(task, body)], group_by)
