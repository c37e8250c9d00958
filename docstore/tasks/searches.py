"""The searches that this process works on: tasks that nothing is kept of. They can be listed and called off while they run."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from typing import Self

from docstore.clock import Clock
from docstore.columns.deadline import Work

_FIRST = 10**12
"""Their numbers are not those of stored tasks."""

_LOOK_AGAIN = 0.005

SEARCH = "indices:data/read/search"
MULTI_SEARCH = "indices:data/read/msearch"
SCROLL = "indices:data/read/scroll"


class Search(Work):
    """One that runs for as long as its ``with`` block; ``describe`` says what was asked, when somebody wants to know."""

    __slots__ = ("_among", "action", "began", "describe", "number", "started")

    def __init__(self, among: Searches, action: str, describe: Callable[[], str]) -> None:
        super().__init__()
        self._among = among
        self.action = action
        self.describe = describe
        self.number = next(among.numbers)
        self.started = among.clock.millis()
        self.began = time.perf_counter_ns()

    def __enter__(self) -> Self:
        self._among.running[self.number] = self
        return super().__enter__()

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        del self._among.running[self.number]


class Searches:
    """Those of one opening of a store."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.numbers = itertools.count(_FIRST)
        self.running: dict[int, Search] = {}

    def of(self, action: str, describe: Callable[[], str]) -> Search:
        """One that is about to begin."""
        return Search(self, action, describe)

    def __iter__(self) -> Iterator[Search]:
        return iter(list(self.running.values()))

    def wait(self, search: Search, seconds: float) -> bool:
        """Wait until one has ended; whether that came in time."""
        until = time.monotonic() + seconds
        while search.number in self.running:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_AGAIN)
        return True
