"""Running tasks in this process: in the caller's thread or one of their own, until they end or the store closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from docstore.clock import Clock
from docstore.errors import ApiError, IllegalArgumentError, InternalServerError, JsonObject, StoreError, TransactionError
from docstore.storage import lease
from docstore.storage.environment import Environment
from docstore.storage.transaction import Transaction
from docstore.tasks import owner as owners
from docstore.tasks import task as tasks
from docstore.tasks.task import Task

Progress = Callable[[int, int, float, float], None]
"""Called after each batch with (done, total, documents per second, seconds left)."""

Keep = Callable[[Transaction, Task], None]
"""Called with a task that has ended, in the transaction that stores its end."""

_LOOK_AGAIN = 0.1
"""Seconds between looks at a task that another process works on."""


class ProgressError(Exception):
    """The caller's ``progress`` raised ``error``: stop, and leave the task to be resumed."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(slots=True)
class Running:
    """A task that this process works on; ``bell`` wakes it from a wait."""

    task: Task
    bell: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    keep: Keep | None = None


class TaskRunner:
    """The tasks of one opening of a store."""

    def __init__(self, environment: Environment, clock: Clock) -> None:
        self.environment = environment
        self.clock = clock
        self.owner = owners.enter()
        self.closing = threading.Event()
        self.leaving = False
        """Set where no lock may be taken (by a handler of a signal): stop after the present batch, as when the store closes."""
        self._running: dict[int, Running] = {}

    def run(self, task: Task, work: Callable[[], JsonObject]) -> JsonObject:
        """Work on a task in this thread; its response.

        ``work`` gives the response; what it raises ends the task with that error and is raised on. But what the store itself cannot do
        (a full disk) and what the caller's ``progress`` raises leave the task interrupted: it can be resumed.
        """
        self._enter(task)
        return self._work(task, work)

    def start(self, task: Task, work: Callable[[], JsonObject], keep: Keep | None = None) -> None:
        """Work on a task in a thread of its own."""
        running = self._enter(task)
        running.keep = keep
        running.thread = threading.Thread(target=self._quietly, args=(task, work), name=f"docstore-task-{task.number}", daemon=True)
        running.thread.start()

    def refuse_in_transaction(self) -> None:
        """:raises TransactionError: a thread of its own cannot take part in this thread's transaction."""
        if self.environment.in_transaction:
            raise TransactionError("a task in the background cannot be part of store.transaction(): wait for its completion")

    def _enter(self, task: Task) -> Running:
        running = self._running[task.number] = Running(task)
        return running

    def _quietly(self, task: Task, work: Callable[[], JsonObject]) -> None:
        with suppress(Exception):  # the outcome stands in the task's row
            self._work(task, work)

    def _work(self, task: Task, work: Callable[[], JsonObject]) -> JsonObject:
        running = self._running[task.number]
        try:
            response = work()
            self._finish(task, response=response)
            return response
        except (StoreError, KeyboardInterrupt):
            with suppress(StoreError):
                self._leave(task)
            raise
        except ProgressError as stopped:
            self._leave(task)
            raise stopped.error from None
        except ApiError as error:
            self._finish(task, error=error.body.get("error", {"type": error.type, "reason": error.reason}))
            raise
        except Exception as error:
            self._finish(task, error=InternalServerError(f"{type(error).__name__}: {error}").cause)
            raise
        finally:
            del self._running[task.number]
            running.ended.set()

    def _finish(self, task: Task, *, response: JsonObject | None = None, error: JsonObject | None = None) -> None:
        with self.environment.write() as txn:
            lease.release_all(txn, task.number)
            kept = tasks.load(txn, task.number)
            task.cancelled = task.cancelled or (kept is not None and kept.cancelled)
            tasks.finish(txn, task, self.clock.millis(), response=response, error=error)
            keep = self._running[task.number].keep
            if keep is not None:
                keep(txn, task)

    def _leave(self, task: Task) -> None:
        """Nobody works on the task any more; it can be resumed. What it says of its end, where storing that failed, is not so."""
        with self.environment.write() as txn:
            kept = tasks.load(txn, task.number)
            if kept is not None and not kept.done:
                kept.owner = ""
                tasks.save(txn, kept)

    def here(self, number: int) -> Running | None:
        """The task, if this process works on it."""
        return self._running.get(number)

    def wake(self, number: int) -> None:
        """Let a waiting task look at its wishes now."""
        running = self._running.get(number)
        if running is not None:
            running.bell.set()

    def interrupted(self, task: Task) -> bool:
        """Whether the task has not ended and nobody works on it."""
        if task.done or task.number in self._running:
            return False
        return task.owner == self.owner or not owners.lives(task.owner)

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until a task has ended or is interrupted; whether that came in time."""
        deadline = self.clock.monotonic() + seconds
        while True:
            running = self._running.get(number)
            left = deadline - self.clock.monotonic()
            if running is not None:
                running.ended.wait(max(min(left, 1.0), 0))
            with self.environment.read() as txn:
                task = tasks.load(txn, number)
            if task is None or task.done or self.interrupted(task):
                return True
            if left <= 0:
                return False
            if running is None:
                self.closing.wait(min(_LOOK_AGAIN, left))

    def claim(self, task: Task) -> Task:
        """Take over an interrupted task.

        :raises IllegalArgumentError: it has ended, or somebody works on it.
        """
        with self.environment.write() as txn:
            found = tasks.load_existing(txn, task.number, str(task.number))
            if found.done:
                raise IllegalArgumentError(f"task [{task.number}] has ended; there is nothing to resume")
            if not self.interrupted(found):
                raise IllegalArgumentError(f"task [{task.number}] is running; only an interrupted task can be resumed")
            found.owner = self.owner
            tasks.save(txn, found)
        return found

    def leave(self) -> None:
        """Let all tasks, also those in the threads of callers, stop after their present batch; they can be resumed."""
        self.leaving = True
        for running in list(self._running.values()):
            running.bell.set()

    def close(self) -> None:
        """Stop all tasks after their present batch; they can be resumed when the store is open again."""
        self.closing.set()
        self.leave()
        for running in list(self._running.values()):
            if running.thread is not None and running.thread is not threading.current_thread():
                running.thread.join()
        owners.leave(self.owner)
