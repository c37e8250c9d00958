"""``.tasks``: a hidden index with the outcome of each task that nobody waited for (``TaskResultsService``).

The task management APIs do not need it; it is there for programs that search their tasks, or delete what they have read. Whether it can
be written decides nothing: an outcome stands in the task itself too.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from docstore.api.own_index import OwnIndex
from docstore.catalog.names.dots import TASKS
from docstore.clock import Clock
from docstore.errors import ApiError, JsonObject
from docstore.storage.transaction import Transaction


def _as(type_name: str, **more: Any) -> JsonObject:
    return {"type": type_name, **more}


_MAPPINGS: JsonObject = {
    "dynamic": "strict",
    "properties": {
        "completed": _as("boolean"),
        "task": {
            "properties": {
                "action": _as("keyword"),
                "cancellable": _as("boolean"),
                "id": _as("long"),
                "parent_task_id": _as("keyword"),
                "node": _as("keyword"),
                "running_time_in_nanos": _as("long"),
                "start_time_in_millis": _as("long"),
                "type": _as("keyword"),
                "status": _as("object", enabled=False),
                "description": _as("text"),
                "headers": _as("object", enabled=False),
            }
        },
        "response": _as("object", enabled=False),
        "error": _as("object", enabled=False),
    },
}

INDEX = OwnIndex(TASKS, _MAPPINGS)


def keep(txn: Transaction, clock: Clock, task_id: str, outcome: JsonObject) -> None:
    """Store what ``tasks.get`` says of a task that has ended, in the transaction in which it ends."""
    task = {key: value for key, value in outcome["task"].items() if key != "cancelled"}
    source = {**{key: value for key, value in outcome.items() if key != "interrupted"}, "task": task}
    with suppress(ApiError), txn.savepoint():
        INDEX.keep(txn, clock, task_id, source)


def forget(txn: Transaction, clock: Clock, task_id: str) -> None:
    """Remove what was kept of a task, if it was."""
    with suppress(ApiError), txn.savepoint():
        INDEX.forget(txn, clock, task_id)
