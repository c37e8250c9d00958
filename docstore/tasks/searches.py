"""What this process works on and nothing is kept of: searches, which can be listed and called off while they run, and lists of tasks."""

from __future__ import annotations

import itertools
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import ClassVar, Self

from docstore.caller import task_headers
from docstore.clock import Clock
from docstore.columns.deadline import Work, asked_by

_FIRST = 10**12
"""Their numbers are not those of stored tasks."""

_LOOK_AGAIN = 0.005

SEARCH = "indices:data/read/search"
MULTI_SEARCH = "indices:data/read/msearch"
SCROLL = "indices:data/read/scroll"
LISTING = "cluster:monitor/tasks/lists"


class Search(Work):
    """One that runs for as long as its ``with`` block; ``describe`` says what was asked, when somebody wants to know."""

    type: ClassVar = "transport"
    cancellable: ClassVar = True

    def __init__(self, among: Searches, action: str, describe: Callable[[], str]) -> None:
        self._among = among
        self.action = action
        self.describe = describe
        self.headers = task_headers()
        self.number = next(among.numbers)
        self.started = among.clock.millis()
        self.began = time.perf_counter_ns()

    def __enter__(self) -> Self:
        self._among.running[self.number] = self
        Work.__enter__(self)
        return self

    def __exit__(self, *error: object) -> None:
        Work.__exit__(self)
        del self._among.running[self.number]


class Listing(Search):
    """A list of tasks, which stands in itself (``TransportListTasksAction``)."""

    cancellable = False

    def __init__(self, among: Searches) -> None:
        super().__init__(among, LISTING, str)


class ListingOfNode(Search):
    """Its part on this node."""

    type = "direct"
    cancellable = False

    def __init__(self, among: Searches) -> None:
        super().__init__(among, f"{LISTING}[n]", str)


class Background(Work, ABC):
    """What searches in a thread of its own, known by a name for as long as the thread lives."""

    def __init__(self, among: Searches, name: str) -> None:
        self._among = among
        self.name = name
        self.started = among.clock.millis()
        self.thread = threading.Thread(target=copy_context().run, args=(self._run,), name="docstore-search", daemon=True)

    @abstractmethod
    def work(self) -> None:
        """Search, and do with the outcome what is to be done with it."""

    def start(self) -> None:
        """Begin. Closing the store calls it off and waits for it."""
        self._among.background[self.name] = self
        self.thread.start()

    def _run(self) -> None:
        try:
            with asked_by(self):
                self.work()
        finally:
            del self._among.background[self.name]


class Searches:
    """Those of one opening of a store."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.numbers = itertools.count(_FIRST)
        self.running: dict[int, Search] = {}
        self.background: dict[str, Background] = {}

    def of(self, action: str, describe: Callable[[], str]) -> Search:
        """One that is about to begin."""
        return Search(self, action, describe)

    def __iter__(self) -> Iterator[Search]:
        return iter(list(self.running.values()))

    def close(self) -> None:
        """Call off what runs in threads of their own, and wait for them."""
        for each in list(self.background.values()):
            each.cancelled = each.cancelled or "the store is closed"
            each.thread.join()

    def wait(self, search: Search, seconds: float) -> bool:
        """Wait until one has ended; whether that came in time."""
        until = time.monotonic() + seconds
        while search.number in self.running:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_AGAIN)
        return True
