"""The task management APIs, and ``tasks.resume``, which is docstore's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase

from docstore.api.cluster import search_tasks, slice_tasks, task_results
from docstore.api.cluster.machine import ROLES
from docstore.api.cluster.node_names import identity, is_meant
from docstore.api.cluster.slice_tasks import SliceTask
from docstore.api.cluster.task_ids import Listed, failed_node, number_of, parts_of, task_id_of
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, seconds
from docstore.api.registry import Privilege, api
from docstore.errors import (
    IllegalArgumentError,
    JsonObject,
    ResourceNotFoundError,
    TaskTimeoutError,
    answered,
)
from docstore.reindex import engine  # noqa: F401  (its kinds of tasks register themselves)
from docstore.reindex import status as reindex_status
from docstore.storage.transaction import Transaction
from docstore.tasks import merging  # noqa: F401  (its kind of tasks registers itself)
from docstore.tasks import task as tasks
from docstore.tasks.kind import kind_of
from docstore.tasks.runner import Keep
from docstore.tasks.searches import Listing, ListingOfNode, Search
from docstore.tasks.task import Task

Progress = Callable[[int, int, float, float], None]

_DEFAULT_WAIT = 30.0


def _load(txn: Transaction, node: Node, task_id: str) -> Task:
    return tasks.load_existing(txn, number_of(node, task_id), task_id)


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
    wait = flag("wait_for_completion", wait_for_completion, False)
    search = node.searches.running.get(number)
    if search is not None:
        if wait and not node.searches.wait(search, seconds("timeout", timeout, _DEFAULT_WAIT)):
            raise TaskTimeoutError.of(task_id)
        return {"completed": wait, "task": search_tasks.shown(node, search, detailed=True)}
    with node.environment.read() as txn:
        part = slice_tasks.slice_with(txn, node, number)
        told = None if part is None else slice_tasks.shown(txn, node, part)
    if part is not None:
        if wait and not slice_tasks.wait(node, part, seconds("timeout", timeout, _DEFAULT_WAIT)):
            raise TaskTimeoutError.of(task_id)
        return {"completed": wait, "task": told}
    if wait:
        with node.environment.read() as txn:
            tasks.load_existing(txn, number, task_id)
        if not node.tasks.wait(number, seconds("timeout", timeout, _DEFAULT_WAIT)):
            raise TaskTimeoutError.of(task_id)
    with node.environment.read() as txn:
        task = tasks.load_existing(txn, number, task_id)
        return _outcome(txn, node, task)


def keeper(node: Node) -> Keep:
    """What keeps the outcome of a task that nobody waits for."""
    return lambda txn, task: task_results.keep(txn, node.clock, task_id_of(node, task), _outcome(txn, node, task))


def _outcome(txn: Transaction, node: Node, task: Task) -> JsonObject:
    told = shown(txn, node, task)
    if task.done:
        told["cancelled"] = False
    return {"completed": task.done, "task": told, **ending(node, task)}


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
    wanted = _patterns(actions)
    wait, wordy = flag("wait_for_completion", wait_for_completion, False), flag("detailed", detailed, False)
    with node.environment.read() as txn:
        found = [task for task in tasks.every(txn) if not task.done and _matches(task, wanted)]
    with Listing(node.searches), ListingOfNode(node.searches):
        searches = _searches(node, wanted, nodes, parent_task_id)
    if wait:
        searches = [search for search in searches if search.cancellable]
        limit = seconds("timeout", timeout, _DEFAULT_WAIT)
        for task in found:
            node.tasks.wait(task.number, limit)
        for search in searches:
            node.searches.wait(search, limit)
    if not is_meant(node, nodes):
        found = []
    listed: list[tuple[Listed, JsonObject]] = []
    with node.environment.read() as txn:
        for task in found:
            if parent_task_id is None:
                listed.append((task, _listed(txn, node, task, detailed=wordy)))
            listed += [
                (part, slice_tasks.shown(txn, node, part, detailed=wordy))
                for part in slice_tasks.slices_of(txn, node, task)
                if parent_task_id in (None, task_id_of(node, task))
            ]
    listed += [(search, search_tasks.shown(node, search, detailed=wordy)) for search in searches]
    return grouped(node, listed, group_by)


def _searches(node: Node, actions: list[str], nodes: Names | None, parent_task_id: str | None) -> list[Search]:
    if not is_meant(node, nodes):
        return []
    if parent_task_id is None:
        return search_tasks.searches_of(node, actions, None)
    name, number = parts_of(parent_task_id)
    return search_tasks.searches_of(node, actions, number) if name == node.id else []


def _patterns(names: Names | None) -> list[str]:
    if names is None:
        return ["*"]
    return names.split(",") if isinstance(names, str) else list(names)


def _matches(task: Task, patterns: list[str]) -> bool:
    return any(fnmatchcase(task.action, pattern) for pattern in patterns)


def _listed(txn: Transaction, node: Node, task: Task, *, detailed: bool) -> JsonObject:
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
    try:
        return _cancelled(node, task_id, actions, nodes, parent_task_id, wait=wait)
    except (ResourceNotFoundError, IllegalArgumentError) as error:
        if task_id is None:
            raise
        return {**failed_node(node, task_id, error), **grouped(node, [], None)}


def _cancelled(
    node: Node, task_id: str | None, actions: Names | None, nodes: Names | None, parent_task_id: str | None, *, wait: bool
) -> JsonObject:
    if task_id is not None and (search := node.searches.running.get(number_of(node, task_id))) is not None:
        if not search.cancellable:
            raise IllegalArgumentError(f"task [{task_id}] doesn't support cancellation")
        return _called_off(node, [search], wait=wait)
    if task_id is not None:
        with node.environment.read() as txn:
            part = slice_tasks.slice_with(txn, node, number_of(node, task_id))
        if part is not None:
            return _cancel_slices(node, [part], wait=wait)
    with node.environment.read() as txn:
        if task_id is not None:
            found = tasks.load(txn, number_of(node, task_id))
            if found is None or found.done:
                raise ResourceNotFoundError(f"task [{task_id}] is not found")
            chosen, searches = [found], []
        else:
            wanted = _patterns(actions)
            chosen = [task for task in tasks.every(txn) if not task.done and _matches(task, wanted)] if is_meant(node, nodes) else []
            if parent_task_id is not None:
                below = [task for task in chosen if task_id_of(node, task) == parent_task_id]
                parts = [part for task in below for part in slice_tasks.slices_of(txn, node, task)]
            searches = [search for search in _searches(node, wanted, nodes, parent_task_id) if search.cancellable]
    if task_id is None and parent_task_id is not None:
        return _cancel_slices(node, parts, searches, wait=wait)
    chosen = ask_to_end(node, chosen, wait=wait)
    with node.environment.read() as txn:
        listed: list[tuple[Listed, JsonObject]] = []
        for task in chosen:
            listed.append((task, _listed(txn, node, task, detailed=True)))
            if task_id is None:
                listed += [(part, slice_tasks.shown(txn, node, part)) for part in slice_tasks.slices_of(txn, node, task)]
    return _called_off(node, searches, listed, wait=wait)


def _cancel_slices(node: Node, parts: list[SliceTask], searches: Sequence[Search] = (), *, wait: bool) -> JsonObject:
    """Ask some slices to stop; the others go on."""
    for part in parts:
        slice_tasks.ask(node, part, canceled=slice_tasks.BY_USER)
    with node.environment.read() as txn:
        listed: list[tuple[Listed, JsonObject]] = [(part, slice_tasks.shown(txn, node, part)) for part in parts]
    for part in parts if wait else ():
        slice_tasks.wait(node, part, float("inf"))
    return _called_off(node, list(searches), listed, wait=wait)


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
    outcome = node.tasks.run(claimed, work)
    code = reindex_status.http_status(outcome)
    if code >= 400:
        raise answered(code, outcome, f"{len(outcome['failures'])} failures")
    return outcome


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
