"""Ctrl-C while a task runs: it stops after its present batch, and a sentence says how it goes on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from docstore.cli.failure import CommandError
from docstore.errors import StoreClosingError

if TYPE_CHECKING:
    from docstore.store import Store


@contextmanager
def resumable(store: Store, path: Path) -> Iterator[None]:
    """Let SIGINT stop the tasks of the block; a second one ends the block wherever it is.

    :raises CommandError: a task was left; it tells how to go on.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        if store._runner.leaving:
            signal.default_int_handler(number, frame)
        store._runner.leaving = True

    before = signal.getsignal(signal.SIGINT)
    heeded = before is not signal.SIG_IGN and threading.current_thread() is threading.main_thread()
    if heeded:
        signal.signal(signal.SIGINT, stop)
    try:
        yield
    except (KeyboardInterrupt, StoreClosingError):
        raise _left(store, path) from None
    finally:
        if heeded:
            signal.signal(signal.SIGINT, before)


def _left(store: Store, path: Path) -> BaseException:
    numbers = [task["id"] for task in store.tasks.list(group_by="none")["tasks"] if task.get("interrupted")]
    if not numbers:
        return KeyboardInterrupt()
    return CommandError("interrupted; go on with: " + " and ".join(f"docstore tasks resume {path} {number}" for number in numbers))
