"""Runs whose waiting takes no time but that of a clock in the test's hands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from docstore.reindex.run import Run
from docstore.storage.opening import open_environment
from docstore.store import Store
from tests.hand_clock import Bell, HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch, clock: HandClock) -> list[float]:
    """All waiting of runs, which takes no time but the clock's."""
    found: list[float] = []
    plain = Run.execute

    def execute(run: Run) -> Any:
        here = run.runner.here(run.task.number)
        assert here is not None
        here.bell = Bell(clock, found)  # type: ignore[assignment]
        return plain(run)

    monkeypatch.setattr(Run, "execute", execute)
    return found


@pytest.fixture
def throttled(clock: HandClock, waits: list[float]) -> Iterator[Store]:
    opened = Store(open_environment(None), clock)
    opened.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    yield opened
    assert opened.check() == []
    opened.close()
