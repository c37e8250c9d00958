"""A clock that a test moves, and what rings while a run waits by it."""

from __future__ import annotations

from docstore.clock import Clock


class HandClock(Clock):
    """Time that stands still until somebody moves it."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 1_000.0

    def monotonic(self) -> float:
        return self.seconds

    def millis(self) -> int:
        return round(self.seconds * 1000)


class Bell:
    """Stands in for a task's bell: waiting moves the clock."""

    def __init__(self, clock: HandClock, waits: list[float]) -> None:
        self.clock, self.waits = clock, waits

    def wait(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.waits.append(seconds)

    def clear(self) -> None: ...

    def set(self) -> None: ...
