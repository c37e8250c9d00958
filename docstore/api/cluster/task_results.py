"""``.tasks``: a hidden index with the outcome of each task that nobody waited for (``TaskResultsService``).

The task management APIs do not need it; it is there for programs that search their tasks, or delete what they have read. Whether it can
be written decides nothing: an outcome stands in the task itself too.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from docstore.catalog.changes import create_index
from docstore.catalog.current import current
from docstore.catalog.names.dots import TASKS
from docstore.catalog.templates.composition import NOTHING
from docstore.clock import Clock
from docstore.documents.operation import DeleteOperation, IndexOperation
from docstore.documents.writer import DocumentWriter
from docstore.errors import ApiError, JsonObject
from docstore.search.near_real_time import refreshed_after
from docstore.storage.transaction import Transaction

INDEX = TASKS
_SETTINGS: JsonObject = {"index.number_of_shards": 1, "index.number_of_replicas": 0, "index.hidden": True}


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


def keep(txn: Transaction, clock: Clock, task_id: str, outcome: JsonObject) -> None:
    """Store what ``tasks.get`` says of a task that has ended, in the transaction in which it ends."""
    task = {key: value for key, value in outcome["task"].items() if key != "cancelled"}
    source = {**{key: value for key, value in outcome.items() if key != "interrupted"}, "task": task}
    with suppress(ApiError), txn.savepoint():
        if current(txn).index(INDEX) is None:
            create_index(txn, INDEX, settings=_SETTINGS, mappings=_MAPPINGS, clock=clock, templates=NOTHING)
        writer = DocumentWriter(txn, clock)
        writer.apply(IndexOperation(index=INDEX, source=source, id=task_id))
        writer.save()
        refreshed_after(txn, True)


def forget(txn: Transaction, clock: Clock, task_id: str) -> None:
    """Remove what was kept of a task, if it was."""
    with suppress(ApiError), txn.savepoint():
        if current(txn).index(INDEX) is not None:
            writer = DocumentWriter(txn, clock)
            writer.apply(DeleteOperation(index=INDEX, id=task_id))
            writer.save()
