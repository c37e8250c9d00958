"""Processes of their own that use a store and tell over a pipe what was acknowledged; some of them get killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

import docstore

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.children"])

PATIENCE = 30.0
"""Seconds to wait for a message."""


class Child:
    """A process at work, and what it has sent so far."""

    def __init__(self, job: Callable[..., None], *args: Any) -> None:
        self.pipe, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_run, args=(job, theirs, *args), daemon=True)
        self.process.start()
        theirs.close()
        self.messages: list[Any] = []

    def wait(self) -> Any:
        """The next message."""
        assert self.pipe.poll(PATIENCE), "the child says nothing"
        self.messages.append(self.pipe.recv())
        return self.messages[-1]

    def wait_for(self, count: int) -> None:
        """Wait until so many messages have come in all, or the child has ended."""
        with suppress(EOFError):
            while len(self.messages) < count:
                self.wait()

    def tell(self, message: Any) -> None:
        """Send the child something."""
        self.pipe.send(message)

    def kill(self) -> list[Any]:
        """SIGKILL; all messages that it has sent."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid or 0, signal.SIGKILL)
        return self.finish()

    def finish(self) -> list[Any]:
        """Let it come to its end; all messages that it has sent."""
        with suppress(EOFError):
            while self.pipe.poll(PATIENCE):
                self.messages.append(self.pipe.recv())
        self.process.join()
        self.pipe.close()
        return self.messages


@contextmanager
def child(job: Callable[..., None], *args: Any) -> Iterator[Child]:
    """A child for the length of a block; killed if it is still there at the end."""
    started = Child(job, *args)
    try:
        yield started
    finally:
        if started.process.is_alive():
            started.kill()


def _run(job: Callable[..., None], pipe: Connection, *args: Any) -> None:
    job(pipe, *args)
    pipe.close()


def write_singly(pipe: Connection, path: str, durability: str) -> None:
    """Index, update and delete one document after another, for ever."""
    store = docstore.open(path, durability=durability)
    number = 0
    while True:
        store.index(index="single", id=str(number), document={"n": number, "text": "x" * (number % 500)})
        pipe.send(("index", number))
        if number % 3 == 2:
            store.delete(index="single", id=str(number - 1))
            pipe.send(("delete", number - 1))
        number += 1


def write_bulks(pipe: Connection, path: str, durability: str) -> None:
    """Bulk requests, each of which writes the ids of the one before anew, for ever."""
    store = docstore.open(path, durability=durability)
    number = 0
    while True:
        actions: list[Any] = []
        for at in range(40):
            actions += [{"index": {"_index": "bulk", "_id": str(at)}}, {"round": number}]
            actions += [{"create": {"_index": "bulk", "_id": f"{number}-{at}"}}, {"round": number}]
        assert not store.bulk(operations=actions)["errors"]
        pipe.send(number)
        number += 1


def load(pipe: Connection, path: str, durability: str, count: int) -> None:
    """One load; tells how far it is after each batch."""
    store = docstore.open(path, durability=durability)
    store.load(index="loaded", documents=({"n": n} for n in range(count)), id="n", progress=pipe.send)
    store.close()


def reindex(pipe: Connection, path: str, request: dict[str, Any]) -> None:
    """One reindex; tells how far it is after each batch."""
    store = docstore.open(path, durability="async")
    pipe.send("open")
    with suppress(docstore.ApiError):
        store.reindex(**request, progress=lambda done, *rest: pipe.send(done))


def resume(pipe: Connection, path: str, task_id: str) -> None:
    """Go on with a task; tells how far it is after each batch."""
    store = docstore.open(path, durability="async")
    pipe.send("open")
    with suppress(docstore.ApiError):
        store.tasks.resume(task_id=task_id, progress=lambda done, *rest: pipe.send(done))


def obey(pipe: Connection, path: str, options: dict[str, Any]) -> None:
    """Call methods of a store as told, (dotted name, keyword arguments), until told ``None``; answer ("ok" | "error", what)."""
    store = docstore.open(path, **options)
    pipe.send("open")
    while (told := pipe.recv()) is not None:
        name, arguments = told
        method: Any = store
        for part in name.split("."):
            method = getattr(method, part)
        try:
            pipe.send(("ok", method(**arguments)))
        except docstore.ApiError as error:
            pipe.send(("error", (error.status, error.type, error.reason)))
    store.close()


def hold_transaction(pipe: Connection, path: str) -> None:
    """Write within a transaction and stay in it until told to go on (to its end, or to raise)."""
    store = docstore.open(path)
    pipe.send("open")
    with suppress(InterruptedError), store.transaction():
        store.index(index="held", id="1", document={"n": 1})
        store.index(index="a", id="held", document={"n": 1})
        pipe.send("inside")
        if pipe.recv() == "raise":
            raise InterruptedError
    pipe.send("outside")
    store.close()


def count_up(pipe: Connection, path: str, times: int) -> None:
    """Read a number, add one and write it back under ``if_seq_no``, again where somebody else was first."""
    store = docstore.open(path)
    pipe.send("open")
    done = conflicts = 0
    while done < times:
        got = store.get(index="counter", id="1")
        try:
            store.index(
                index="counter", id="1", document={"n": got["_source"]["n"] + 1},
                if_seq_no=got["_seq_no"], if_primary_term=got["_primary_term"],
            )  # fmt: skip
            done += 1
        except docstore.ConflictError:
            conflicts += 1
            time.sleep(0.0005)
    pipe.send(conflicts)
    store.close()
