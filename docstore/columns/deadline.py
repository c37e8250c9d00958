"""How long the search of this thread may take: asked wherever a column is looked at, and in what takes long between two columns.

Building a column is not interrupted: a search that gives up while it builds would give up each time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from docstore.clock import CLOCK


class TimeExceeded(Exception):
    """The time is over; the search says ``timed_out``."""


class _Local(threading.local):
    until: float | None = None


_local = _Local()


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """A block that may take so long; None for as long as it wants."""
    before = _local.until
    _local.until = None if seconds is None else CLOCK.monotonic() + seconds
    try:
        yield
    finally:
        _local.until = before


def check_time() -> None:
    """:raises TimeExceeded: the time is over."""
    if _local.until is not None and CLOCK.monotonic() >= _local.until:
        raise TimeExceeded
