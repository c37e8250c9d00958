"""A worker: one slice of a run, with its position, its counters and its pace. It knows no store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from docstore.errors import JsonObject
from docstore.reindex.counters import Counters
from docstore.reindex.merged import Merged
from docstore.reindex.part import Part
from docstore.reindex.throttle import UNLIMITED, Throttle
from docstore.storage.batch import Batch
from docstore.storage.transaction import Transaction


@dataclass(slots=True)
class Worker:
    """``max_docs`` is -1 without a limit."""

    parts: Sequence[Part | Merged]
    size: int
    max_docs: int = -1
    counters: Counters = field(default_factory=Counters)
    throttle: Throttle = field(default_factory=lambda: Throttle(UNLIMITED))
    failures: list[JsonObject] = field(default_factory=list)
    part: int = 0
    position: int = 0
    ended: bool = False
    canceled: str | None = None
    """Why it was called off."""
    open: int = 0
    """How many more documents the present page takes; pages go over all parts, as if they were one."""
    room: int = 0
    """How many more the present batch takes: a page, or as much of it as ``max_docs`` has left room for."""
    _next: tuple[int, int] = (0, 0)
    """``open`` and ``room`` as they are before the batch that was given out."""

    def __post_init__(self) -> None:
        if not self.counters.total:
            found = sum(part.total for part in self.parts)
            self.counters.total = found if self.max_docs < 0 else min(found, self.max_docs)
        self.ended = self.ended or self.max_docs == 0

    def next_batch(self, txn: Transaction) -> tuple[Part | Merged, Batch] | None:
        """The next documents to write, and where they are from; ``None`` when there are no more.

        A batch, or as much of it as one part has.
        """
        self._next = (self.open, self.room) if self.room else self._begin()
        while self.part < len(self.parts):
            part = self.parts[self.part]
            batch = part.page(txn, self.position, self._next[1])
            if batch:
                return part.at(self.position), batch
            self.part, self.position = self.part + 1, 0
        return None

    def _begin(self) -> tuple[int, int]:
        page = self.open or self.size
        return page, page if self.max_docs < 0 else min(page, self.max_docs - self.counters.succeeded)

    def passed(self, batch: Batch) -> None:
        """This batch, which ``next_batch`` gave, is written; one with failures is the last."""
        self.position = self.parts[self.part].after(self.position, batch)
        self.counters.batches += not self.room
        self.open, self.room = (left - len(batch) for left in self._next)
        if 0 <= self.max_docs <= self.counters.succeeded or (self.failures and not self.room):
            self.ended = True

    def call_off(self, reason: str) -> None:
        """Take no more."""
        self.ended, self.canceled = True, reason

    def to_row(self) -> list[Any]:
        """For a checkpoint."""
        return [self.counters.to_row(), self.part, self.position, self.ended, self.failures, self.open, self.room]

    def restore(self, row: list[Any]) -> None:
        """Stand where a checkpoint says."""
        counters, self.part, self.position, self.ended, self.failures, self.open, self.room = row
        self.counters = Counters(*counters)
