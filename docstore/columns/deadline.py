"""How long the search of this thread may go on: asked wherever a column is looked at, and in what takes long between two columns.

It ends when its time is over, or when somebody has called it off. Building a column ends only when it is called off: a search whose time
is over while it builds would give up each time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self, TypeVar

from docstore.clock import CLOCK

T = TypeVar("T")

CHECKED = 64
"""Of small steps so many are taken between two looks at the clock."""


class TimeExceeded(Exception):
    """The time is over; the search says ``timed_out``."""


class Work:
    """What this thread works on inside its ``with`` block, which another thread may call off by setting ``cancelled`` to a reason."""

    cancelled: str | None = None
    parent: Work | None = None

    def __enter__(self) -> Self:
        self.parent = _local.work or _local.asker
        _local.work = self
        return self

    def __exit__(self, *error: object) -> None:
        _local.work = self.parent if self.parent is not _local.asker else None


class _Local(threading.local):
    until: float | None = None
    work: Work | None = None
    asker: Work | None = None


_local = _Local()


@contextmanager
def asked_by(asker: Work) -> Iterator[None]:
    """A block whose searches are called off with ``asker``, which is no work itself: what is no search goes on to its end."""
    before = _local.asker
    _local.asker = asker
    try:
        yield
    finally:
        _local.asker = before


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
    """Whether to go on.

    :raises TimeExceeded: the time is over.
    :raises TaskCancelledError: the work was called off.
    """
    if _local.work is not None:
        check_cancelled()
    if (until := _local.until) is not None and CLOCK.monotonic() >= until:
        raise TimeExceeded


def in_time(items: Iterable[T], every: int = 1) -> Iterable[T]:
    """The items, with a ``check_time`` before the first and then after each ``every``: for loops whose length a request chooses.

    A list that has no more is one step of what is around it.
    """
    return items if isinstance(items, list) and len(items) <= every else _checked(items, every)


def _checked(items: Iterable[T], every: int) -> Iterator[T]:
    left = 0
    for item in items:
        if not left:
            check_time()
            left = every
        left -= 1
        yield item


def check_cancelled() -> None:
    """:raises TaskCancelledError: the work of this thread was called off, or what it is part of."""
    work = _local.work
    while work is not None:
        if work.cancelled is not None:
            from docstore.errors import TaskCancelledError

            raise TaskCancelledError(f"task cancelled [{work.cancelled}]")
        work = work.parent
