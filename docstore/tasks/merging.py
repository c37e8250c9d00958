"""``_forcemerge``: an index forgets old deletions, and what single writes have left loose comes into full blocks."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.clock import Clock
from docstore.errors import JsonObject
from docstore.storage.activity import activity
from docstore.storage.compaction import compact_some
from docstore.storage.environment import Environment
from docstore.storage.index_tables import IndexTables
from docstore.storage.index_writer import IndexWriter
from docstore.storage.transaction import Transaction
from docstore.tasks import task as tasks
from docstore.tasks.kind import Kind, register
from docstore.tasks.runner import Keep, Progress, TaskRunner
from docstore.tasks.task import Task

ACTION = "indices:admin/forcemerge"


def forget(txn: Transaction, indices: Sequence[Index], clock: Clock) -> None:
    """Forget deletions that are older than ``index.gc_deletes``; with ``-1`` none ever is."""
    for index in indices:
        writer = IndexWriter(txn, index.number)
        if writer.state.tombstones:
            kept = float(index.settings.get("index.gc_deletes"))
            writer.purge_tombstones(0 if kept < 0 else int(clock.millis() - kept))
            writer.save()


def compact(environment: Environment, name: str, uuid: str) -> None:
    """Make full blocks, a step in each transaction. An index that is gone meanwhile is passed over."""
    began = perf_counter()
    start: int | None = 0
    while start is not None:
        with environment.write() as txn:
            index = current(txn).index(name)
            if index is None or index.uuid != uuid:
                return
            start = compact_some(IndexTables(txn, index.number), start)
            merged = activity(environment, index).merge
    merged.add(perf_counter() - began)


def begin(runner: TaskRunner, txn: Transaction, indices: Sequence[Index], description: str, response: JsonObject, *, blocks: bool) -> Task:
    """The task of a merge that nobody waits for; ``blocks``: not only deletions are forgotten."""
    wanted = {index.name: index.uuid for index in indices} if blocks else {}
    return tasks.add(txn, ACTION, description, runner.clock.millis(), {"indices": wanted, "response": response}, runner.owner)


def start(runner: TaskRunner, task: Task, keep: Keep) -> None:
    """Work on it in a thread of its own."""
    runner.start(task, lambda: _work(runner, task), keep)


def _work(runner: TaskRunner, task: Task) -> JsonObject:
    for name, uuid in task.request["indices"].items():
        compact(runner.environment, name, uuid)
    response: JsonObject = task.request["response"]
    return response


def _resume(runner: TaskRunner, task: Task, progress: Progress | None) -> JsonObject:
    return _work(runner, task)


def _status(task: Task, checkpoint: Any, wishes: JsonObject, *, live: bool = False) -> JsonObject:
    return {}


register(Kind(ACTION, _status, _resume))
