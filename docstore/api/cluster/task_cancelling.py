"""``tasks.cancel``: asking tasks to stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docstore.api.cluster import search_tasks, slice_tasks, task_choice
from docstore.api.cluster.node_names import is_meant
from docstore.api.cluster.slice_tasks import SliceTask
from docstore.api.cluster.task_answers import grouped, listed
from docstore.api.cluster.task_ids import Listed, failed_node, number_of, task_id_of
from docstore.api.node import Node
from docstore.api.parameters import Names, flag
from docstore.api.registry import Privilege, api
from docstore.errors import IllegalArgumentError, JsonObject, ResourceNotFoundError
from docstore.tasks import task as tasks
from docstore.tasks.kind import kind_of
from docstore.tasks.searches import Search
from docstore.tasks.task import Task


@api("tasks.cancel", "POST /_tasks/_cancel", "POST /_tasks/{task_id}/_cancel", privilege=Privilege.MANAGE)
def cancel(
    node: Node,
    *,
    task_id: str | None = None,
    actions: Names | None = None,
    nodes: Names | None = None,
    parent_task_id: str | None = None,
    wait_for_completion: bool | None = None,
) -> JsonObject:
    """Ask tasks to stop after their present batch. What they wrote stays; they end as usual, with ``canceled`` in the response.

    An interrupted task, which nobody works on, ends here and now. A search of this process ends with a ``task_cancelled_exception``
    when it next looks at a column, or between two hits; nothing of it stays. Where ``task_id`` is not there (any more), or cannot be
    cancelled, its node fails: the answer has ``node_failures``.

    :raises IllegalArgumentError: it is no id of a task.
    """
    wait = flag("wait_for_completion", wait_for_completion, False)
    if task_id is None:
        return _cancel_chosen(node, actions, nodes, parent_task_id, wait=wait)
    try:
        return _cancel_named(node, task_id, wait=wait)
    except (ResourceNotFoundError, IllegalArgumentError) as error:
        return {**failed_node(node, task_id, error), **grouped(node, [], None)}


def _cancel_named(node: Node, task_id: str, *, wait: bool) -> JsonObject:
    number = number_of(node, task_id)
    search = node.searches.running.get(number)
    if search is not None:
        if not search.cancellable:
            raise IllegalArgumentError(f"task [{task_id}] doesn't support cancellation")
        return _called_off(node, [search], wait=wait)
    with node.environment.read() as txn:
        part = slice_tasks.slice_with(txn, node, number)
        task = tasks.load(txn, number)
    if part is not None:
        return _cancel_slices(node, [part], wait=wait)
    if task is None or task.done:
        raise ResourceNotFoundError(f"task [{task_id}] is not found")
    asked = ask_to_end(node, [task], wait=wait)
    with node.environment.read() as txn:
        return grouped(node, [(each, listed(txn, node, each, detailed=True)) for each in asked], None)


def _cancel_chosen(node: Node, actions: Names | None, nodes: Names | None, parent_task_id: str | None, *, wait: bool) -> JsonObject:
    with node.environment.read() as txn:
        chosen = task_choice.unended(txn, actions) if is_meant(node, nodes) else []
        below = [task for task in chosen if task_id_of(node, task) == parent_task_id]
        parts = [part for task in below for part in slice_tasks.slices_of(txn, node, task)]
        searches = [each for each in task_choice.searches(node, actions, nodes, parent_task_id) if each.cancellable]
    if parent_task_id is not None:
        return _cancel_slices(node, parts, searches, wait=wait)
    found: list[tuple[Listed, JsonObject]] = []
    asked = ask_to_end(node, chosen, wait=wait)
    with node.environment.read() as txn:
        for task in asked:
            found.append((task, listed(txn, node, task, detailed=True)))
            found += [(part, slice_tasks.shown(txn, node, part)) for part in slice_tasks.slices_of(txn, node, task)]
    return _called_off(node, searches, found, wait=wait)


def _cancel_slices(node: Node, parts: list[SliceTask], searches: Sequence[Search] = (), *, wait: bool) -> JsonObject:
    """Ask some slices to stop; the others go on."""
    for part in parts:
        slice_tasks.ask(node, part, canceled=slice_tasks.BY_USER)
    with node.environment.read() as txn:
        found: list[tuple[Listed, JsonObject]] = [(part, slice_tasks.shown(txn, node, part)) for part in parts]
    for part in parts if wait else ():
        slice_tasks.wait(node, part, float("inf"))
    return _called_off(node, list(searches), found, wait=wait)


def _called_off(node: Node, searches: list[Search], others: Sequence[tuple[Listed, JsonObject]] = (), *, wait: bool) -> JsonObject:
    search_tasks.call_off(node, searches, wait=wait)
    shown: list[tuple[Listed, JsonObject]] = [(each, search_tasks.shown(node, each, detailed=True)) for each in searches]
    return grouped(node, [*others, *shown], None)


def ask_to_end(node: Node, chosen: Iterable[Task], *, wait: bool) -> list[Task]:
    """Ask these tasks to stop after their present batch, and give those that had not ended; ``wait`` until they have."""
    asked = []
    with node.environment.write() as txn:
        for task in chosen:
            newest = tasks.load(txn, task.number)
            if newest is None or newest.done:
                continue
            newest.cancelled = True
            tasks.save(txn, newest)
            tasks.ask(txn, newest, canceled="by user request", requests_per_second=-1)
            asked.append(newest)
    for task in asked:
        _stop(node, task, wait=wait)
    return asked


def _stop(node: Node, task: Task, *, wait: bool) -> None:
    if node.tasks.interrupted(task):
        claimed = node.tasks.claim(task)
        node.tasks.run(claimed, lambda: kind_of(task.action).resume(node.tasks, claimed, None))
        return
    node.tasks.wake(task.number)
    if wait:
        node.tasks.wait(task.number, float("inf"))
