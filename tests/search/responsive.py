"""How much Python a search runs between two looks at whether it is to go on: counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from docstore.columns import deadline


@dataclass
class Stretches:
    """The lines of docstore that ran since the last look, and the longest stretch of them."""

    now: int = 0
    longest: int = 0
    where: list[str] = field(default_factory=list)
    looks: int = 0

    def look(self, frame: FrameType | None) -> None:
        """A look at the clock, or the end."""
        if self.now > self.longest:
            self.longest, self.where = self.now, list(_places(frame)) or ["the end"]
        self.now = 0
        self.looks += 1

    def trace(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        """See ``sys.settrace``."""
        self.now += 1
        if event == "call" and frame.f_code in _LOOKS:
            self.look(frame.f_back)
        return self.trace


_LOOKS = {deadline.check_time.__code__, deadline.check_cancelled.__code__}


def _places(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        if "docstore" in frame.f_code.co_filename:
            yield f"{frame.f_code.co_filename.rpartition('docstore/')[2]}:{frame.f_lineno} {frame.f_code.co_name}"
        frame = frame.f_back


@contextmanager
def watched() -> Iterator[Stretches]:
    """Count in a block."""
    found = Stretches()
    before = sys.gettrace()
    sys.settrace(found.trace)
    try:
        yield found
    finally:
        sys.settrace(before)
        found.look(None)
