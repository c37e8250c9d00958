"""The task management APIs, and ``tasks.resume``, which is docstore's own."""

from __future__ import annotations

from collections.abc import Callable

from docstore.api.cluster import search_tasks, slice_tasks, task_choice, task_results
from docstore.api.cluster.node_names import is_meant
from docstore.api.cluster.task_answers import grouped, keeper, listed, outcome
from docstore.api.cluster.task_ids import Listed, number_of, task_id_of
from docstore.api.node import Node
from docstore.api.parameters import TASK_WAIT, Duration, Names, flag, seconds
from docstore.api.registry import Privilege, api
from docstore.errors import (
    IllegalArgumentError,
    JsonObject,
    TaskTimeoutError,
    answered,
)
from docstore.reindex import engine  # noqa: F401  (its kinds of tasks register themselves)
from docstore.reindex import status as reindex_status
from docstore.storage.transaction import Transaction
from docstore.tasks import merging  # noqa: F401  (its kind of tasks registers itself)
from docstore.tasks import task as tasks
from docstore.tasks.kind import kind_of
from docstore.tasks.searches import Listing, ListingOfNode
from docstore.tasks.task import Task

Progress = Callable[[int, int, float, float], None]

def _load(txn: Transaction, node: Node, task_id: str) -> Task:
    return tasks.load_existing(txn, number_of(node, task_id), task_id)


@api("tasks.get", "GET /_tasks/{task_id}", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    task_id: str,
    follow_relocations: bool | None = None,
    timeout: Duration | None = None,
    wait_for_completion: bool | None = None,
) -> JsonObject:
    """A task with its status and, when it has ended, its ``response`` or ``error``.

    ``completed`` is false and ``interrupted`` true for one whose process ended before it did: ``tasks.resume`` goes on with it. The status
    of a run in slices is that of the slices that have ended; the others are tasks of their own while they run, and nothing is kept of
    them. There is nothing to relocate to, so ``follow_relocations`` has no effect. Of one that has ended, ``cancelled`` is false, as in
    Elasticsearch; ``canceled`` in its ``response`` says that it was called off.

    :param timeout: how long to wait with ``wait_for_completion``; 30s by default.
    :raises ResourceNotFoundError: no such task.
    :raises TaskTimeoutError: it has not ended in time.
    """
    number = number_of(node, task_id)
    wait, limit = flag("wait_for_completion", wait_for_completion, False), seconds("timeout", timeout, TASK_WAIT)
    search = node.searches.running.get(number)
    if search is not None:
        if wait and not node.searches.wait(search, limit):
            raise TaskTimeoutError.of(task_id)
        return {"completed": wait, "task": search_tasks.shown(node, search, detailed=True)}
    with node.environment.read() as txn:
        part = slice_tasks.slice_with(txn, node, number)
        told = None if part is None else slice_tasks.shown(txn, node, part)
    if part is not None:
        if wait and not slice_tasks.wait(node, part, limit):
            raise TaskTimeoutError.of(task_id)
        return {"completed": wait, "task": told}
    if wait:
        with node.environment.read() as txn:
            tasks.load_existing(txn, number, task_id)
        if not node.tasks.wait(number, limit):
            raise TaskTimeoutError.of(task_id)
    with node.environment.read() as txn:
        task = tasks.load_existing(txn, number, task_id)
        return outcome(txn, node, task)


@api("tasks.list", "GET /_tasks", privilege=Privilege.MONITOR)
def list_(
    node: Node,
    *,
    actions: Names | None = None,
    detailed: bool | None = None,
    group_by: str | None = None,
    nodes: Names | None = None,
    parent_task_id: str | None = None,
    timeout: Duration | None = None,
    wait_for_completion: bool | None = None,
) -> JsonObject:
    """Tasks that have not ended: running ones, with their slices, and interrupted ones, which say so. Of searches, those of this process.

    The list itself is a task too, and stands in it, unless it waits for the others.

    :param actions: names with ``*``; all by default.
    :param detailed: with status and description.
    :param group_by: ``nodes`` (default), ``parents`` or ``none``.
    """
    wait, wordy = flag("wait_for_completion", wait_for_completion, False), flag("detailed", detailed, False)
    with node.environment.read() as txn:
        found = task_choice.unended(txn, actions)
    with Listing(node.searches), ListingOfNode(node.searches):
        searches = task_choice.searches(node, actions, nodes, parent_task_id)
    if wait:
        searches = [search for search in searches if search.cancellable]
        limit = seconds("timeout", timeout, TASK_WAIT)
        for task in found:
            node.tasks.wait(task.number, limit)
        for search in searches:
            node.searches.wait(search, limit)
    if not is_meant(node, nodes):
        found = []
    rows: list[tuple[Listed, JsonObject]] = []
    with node.environment.read() as txn:
        for task in found:
            if parent_task_id is None:
                rows.append((task, listed(txn, node, task, detailed=wordy)))
            rows += [
                (part, slice_tasks.shown(txn, node, part, detailed=wordy))
                for part in slice_tasks.slices_of(txn, node, task)
                if parent_task_id in (None, task_id_of(node, task))
            ]
    rows += [(search, search_tasks.shown(node, search, detailed=wordy)) for search in searches]
    return grouped(node, rows, group_by)


@api("tasks.resume", "POST /_tasks/{task_id}/_resume", privilege=Privilege.MANAGE)
def resume(
    node: Node,
    *,
    task_id: str,
    wait_for_completion: bool | None = None,
    progress: Progress | None = None,
) -> JsonObject:
    """Go on with an interrupted task where its last committed batch left it. docstore's own.

    :param wait_for_completion: false answers ``{"task": ...}`` at once; otherwise the response of the run.
    :raises IllegalArgumentError: the task runs, or has ended.
    :raises ResourceNotFoundError: no such task.
    """
    with node.environment.read() as txn:
        task = _load(txn, node, task_id)
    wait = flag("wait_for_completion", wait_for_completion, True)
    if not wait:
        node.tasks.refuse_in_transaction()
    claimed = node.tasks.claim(task)

    def work() -> JsonObject:
        return kind_of(claimed.action).resume(node.tasks, claimed, progress)

    if not wait:
        node.tasks.start(claimed, work, keeper(node))
        return {"task": task_id_of(node, claimed)}
    answer = node.tasks.run(claimed, work)
    code = reindex_status.http_status(answer)
    if code >= 400:
        raise answered(code, answer, f"{len(answer['failures'])} failures")
    return answer


@api("tasks.delete", "DELETE /_tasks/{task_id}", privilege=Privilege.MANAGE)
def delete(node: Node, *, task_id: str) -> JsonObject:
    """Forget a task that has ended, and its document in ``.tasks``. docstore's own; in Elasticsearch one deletes that document.

    :raises IllegalArgumentError: it has not ended: cancel it first.
    :raises ResourceNotFoundError: no such task.
    """
    with node.environment.write() as txn:
        task = _load(txn, node, task_id)
        if not task.done:
            raise IllegalArgumentError(f"task [{task_id}] has not ended; cancel it first")
        tasks.forget(txn, task)
        task_results.forget(txn, node.clock, task_id)
    return {"acknowledged": True}
