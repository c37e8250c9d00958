"""What watches and ends runs of ``_reindex``: Elasticsearch's own APIs for that, since 9.5. All tasks, of every kind: ``tasks``."""

from __future__ import annotations

from docstore.api.cluster.task_answers import ending, shown
from docstore.api.cluster.task_cancelling import ask_to_end
from docstore.api.cluster.task_ids import number_of, task_id_of
from docstore.api.node import Node
from docstore.api.parameters import TASK_WAIT, Duration, flag, seconds
from docstore.api.registry import Privilege, api
from docstore.errors import JsonObject, ResourceNotFoundError, TaskTimeoutError
from docstore.reindex import engine
from docstore.storage.transaction import Transaction
from docstore.tasks import task as tasks
from docstore.tasks.task import Task


@api("list_reindex", "GET /_reindex", privilege=Privilege.MONITOR)
def list_reindex(node: Node, *, detailed: bool | None = None) -> JsonObject:
    """The runs that have not ended: ``{"reindex": [...]}``.

    :param detailed: with ``description`` and ``status``, the counters so far.
    """
    with node.environment.read() as txn:
        running = [task for task in tasks.every(txn) if task.action == engine.ACTION and not task.done]
        found = [_told(txn, node, task) for task in running]
    if not flag("detailed", detailed, False):
        for body in found:
            del body["status"], body["description"]
    return {"reindex": found}


@api("get_reindex", "GET /_reindex/{task_id}", privilege=Privilege.MONITOR)
def get_reindex(
    node: Node, *, task_id: str, timeout: Duration | None = None, wait_for_completion: bool | None = None
) -> JsonObject:
    """A run: where it stands and, when it has ended, its ``response`` or ``error``.

    ``cancelled`` is of runs that go on, as in Elasticsearch; of one that has ended, ``canceled`` in its ``status`` says that it was called
    off.

    :param timeout: how long to wait with ``wait_for_completion``; 30s by default.
    :raises ResourceNotFoundError: no such run.
    :raises TaskTimeoutError: it has not ended in time.
    """
    number = _known(node, task_id, f"Reindex operation [{task_id}] not found")
    wait, limit = flag("wait_for_completion", wait_for_completion, False), seconds("timeout", timeout, TASK_WAIT)
    if wait and not node.tasks.wait(number, limit):
        raise TaskTimeoutError.of(task_id)
    state = _state(node, number, task_id)
    return state | {"cancelled": False} if state["completed"] else state


@api("cancel_reindex", "POST /_reindex/{task_id}/_cancel", privilege=Privilege.MANAGE)
def cancel_reindex(node: Node, *, task_id: str, wait_for_completion: bool | None = None) -> JsonObject:
    """End a run after its present batch. What it wrote stays, and ``canceled`` in its response says why it ended.

    :param wait_for_completion: false answers ``{"acknowledged": true}`` at once; otherwise the state of the run that has ended.
    :raises ResourceNotFoundError: no such run, or it has ended.
    """
    gone = f"reindex task [{task_id}] either not found or completed"
    number = _known(node, task_id, gone)
    wait = flag("wait_for_completion", wait_for_completion, True)
    with node.environment.read() as txn:
        task = tasks.load_existing(txn, number, task_id)
    if task.done:
        raise ResourceNotFoundError(gone)
    ask_to_end(node, [task], wait=wait)
    return _state(node, number, task_id) if wait else {"acknowledged": True}


def _known(node: Node, task_id: str, missing: str) -> int:
    """The number of a run.

    :raises IllegalArgumentError: not a task id.
    :raises ResourceNotFoundError: no run has it.
    """
    try:
        number = number_of(node, task_id)
    except ResourceNotFoundError:
        raise ResourceNotFoundError(missing) from None
    with node.environment.read() as txn:
        task = tasks.load(txn, number)
    if task is None or task.action != engine.ACTION:
        raise ResourceNotFoundError(missing)
    return number


def _state(node: Node, number: int, task_id: str) -> JsonObject:
    with node.environment.read() as txn:
        task = tasks.load_existing(txn, number, task_id)
        body: JsonObject = {"completed": task.done, **_told(txn, node, task)}
    return body | ending(node, task)


def _told(txn: Transaction, node: Node, task: Task) -> JsonObject:
    whole = shown(txn, node, task)
    names = ("description", "start_time_in_millis", "running_time_in_nanos", "cancelled", "status")
    return {"id": task_id_of(node, task), **{name: whole[name] for name in names}}
