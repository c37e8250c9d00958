"""Two sides in alternating rounds, so that whatever else the machine does meets both alike."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol

from benchmarks.ledger import Side

WARM_UP = 1
ROUNDS = 7

Work = Callable[[], object]


class Pedantic(Protocol):
    """The part of pytest-benchmark's fixture that is used."""

    def pedantic(self, target: Work, *, setup: Work, rounds: int, warmup_rounds: int) -> Any:
        """Run ``target`` so many times, ``setup`` before each."""


def _nothing() -> None:
    pass


@dataclass(slots=True)
class Contestant:
    """One side: what it does, its work, and what puts it back to its beginning (not timed)."""

    what: str
    work: Work
    reset: Work = _nothing
    rounds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """One timed round; the garbage is collected before it."""
        self.reset()
        gc.collect()
        began = perf_counter()
        self.work()
        self.rounds.append(perf_counter() - began)

    def side(self) -> Side:
        """The rounds that count."""
        return Side(self.what, self.rounds[WARM_UP:])


def duel(benchmark: Pedantic, ours: Contestant, *theirs: Contestant, rounds: int = ROUNDS) -> None:
    """Rivals and docstore in turn, after a warm-up round of each; pytest-benchmark keeps docstore's side."""

    def setup() -> None:
        for rival in theirs:
            rival.run()
        ours.reset()
        gc.collect()

    def timed() -> None:
        began = perf_counter()
        ours.work()
        ours.rounds.append(perf_counter() - began)

    benchmark.pedantic(timed, setup=setup, rounds=rounds, warmup_rounds=WARM_UP)
