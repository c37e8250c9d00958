"""A task as it is stored: what was asked, who works on it, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from struct import Struct
from typing import Any

from docstore.caller import task_headers
from docstore.errors import JsonObject, ResourceNotFoundError
from docstore.storage import layout
from docstore.storage import source as codec
from docstore.storage.tables import CHECKPOINTS, CONTROLS, SELECTIONS, TASKS
from docstore.storage.transaction import Transaction

_KEY = Struct(">Q")
_NUMBER = b"last_task"
KEPT = 1_000
"""How many finished tasks are remembered."""


@dataclass(slots=True)
class Task:
    """One task. ``owner`` names the process that works on it; empty once it has ended.

    ``request`` is what its kind needs to begin it again. Exactly one of ``response`` and ``error`` is set when it has ended.
    """

    number: int
    action: str
    description: str
    started: int
    request: JsonObject
    owner: str
    cancelled: bool = False
    ended: int | None = None
    response: JsonObject | None = None
    error: JsonObject | None = None
    headers: dict[str, str] = field(default_factory=dict)
    """Of the request that began it."""

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self.ended is not None

    @property
    def key(self) -> bytes:
        """The key of its rows."""
        return _KEY.pack(self.number)


_encode = codec.encode
_decode = codec.decode


def add(txn: Transaction, action: str, description: str, started: int, request: JsonObject, owner: str) -> Task:
    """Store a new task, under the next number."""
    task = Task(layout.advance(txn, _NUMBER), action, description, started, request, owner, headers=task_headers())
    save(txn, task)
    return task


def reserve(txn: Transaction, count: int) -> int:
    """So many numbers that no task gets, one after the other; the first."""
    first = layout.advance(txn, _NUMBER)
    for _ in range(count - 1):
        layout.advance(txn, _NUMBER)
    return first


def save(txn: Transaction, task: Task) -> None:
    """Store a task as it is; that somebody cancelled it is not forgotten."""
    kept = load(txn, task.number)
    task.cancelled = task.cancelled or (kept is not None and kept.cancelled)
    txn.put(TASKS, task.key, _encode(asdict(task)))


def load(txn: Transaction, number: int) -> Task | None:
    """The task with a number, or ``None``."""
    row = txn.get(TASKS, _KEY.pack(number))
    return None if row is None else Task(**_decode(row))


def load_existing(txn: Transaction, number: int, task_id: str) -> Task:
    """:raises ResourceNotFoundError: there is no such task."""
    found = load(txn, number)
    if found is None:
        raise ResourceNotFoundError(f"task [{task_id}] isn't running and hasn't stored its results")
    return found


def every(txn: Transaction) -> Iterator[Task]:
    """All tasks, oldest first."""
    for _, row in txn.cursor(TASKS).iternext():
        yield Task(**_decode(row))


def finish(txn: Transaction, task: Task, ended: int, *, response: JsonObject | None, error: JsonObject | None) -> None:
    """Store how a task ended and drop what only a running one needs."""
    task.ended, task.response, task.error, task.owner = ended, response, error, ""
    save(txn, task)
    txn.delete(CONTROLS, task.key)
    for key, _ in list(txn.prefixed(SELECTIONS, task.key)):
        txn.delete(SELECTIONS, key)
    surplus = txn.entries(TASKS) - KEPT
    if surplus > 0:
        for old in [task for task in every(txn) if task.done][:surplus]:
            forget(txn, old)


def forget(txn: Transaction, task: Task) -> None:
    """Remove a task that has ended."""
    txn.delete(TASKS, task.key)
    txn.delete(CHECKPOINTS, task.key)


def checkpoint(txn: Transaction, task: Task, row: Any) -> None:
    """Note how far a task has come, in the transaction of what it did."""
    txn.put(CHECKPOINTS, task.key, _encode(row))


def last_checkpoint(txn: Transaction, task: Task) -> Any:
    """What ``checkpoint`` noted last, or ``None``."""
    row = txn.get(CHECKPOINTS, task.key)
    return None if row is None else _decode(row)


def ask(txn: Transaction, task: Task, **wish: Any) -> None:
    """Leave a wish (``canceled``, ``requests_per_second``) for whoever works on the task."""
    txn.put(CONTROLS, task.key, _encode({**wishes(txn, task), **wish}))


def wishes(txn: Transaction, task: Task) -> JsonObject:
    """All wishes left so far."""
    row = txn.get(CONTROLS, task.key)
    return {} if row is None else _decode(row)


def keep_selection(txn: Transaction, task: Task, part: int, packed: bytes) -> None:
    """Keep a list of documents that the task works through."""
    txn.put(SELECTIONS, task.key + _KEY.pack(part), packed)


def kept_selection(txn: Transaction, task: Task, part: int) -> bytes | None:
    """What ``keep_selection`` kept."""
    return txn.get(SELECTIONS, task.key + _KEY.pack(part))
