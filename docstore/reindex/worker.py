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
    """``slice_id`` is ``None`` in a run that is not sliced; ``max_docs`` is -1 without a limit."""

    parts: Sequence[Part | Merged]
    size: int
    max_docs: int = -1
    slice_id: int | None = None
    counters: Counters = field(default_factory=Counters)
    throttle: Throttle = field(default_factory=lambda: Throttle(UNLIMITED))
    failures: list[JsonObject] = field(default_factory=list)
    part: int = 0
    position: int = 0
    ended: bool = False
    left: int = 0
    """How many documents of the present page are not yet written."""
    open: int = 0
    """How many more documents of the next part belong to the batch that the last one ended in; batches are counted over all parts."""
    _page: Batch | None = None

    def __post_init__(self) -> None:
        if not self.counters.total:
            found = sum(part.total for part in self.parts)
            self.counters.total = found if self.max_docs < 0 else min(found, self.max_docs)
        self.ended = self.ended or self.max_docs == 0

    def next_batch(self, txn: Transaction) -> tuple[Part | Merged, Batch] | None:
        """The next documents to write, and where they are from; ``None`` when the worker has reached its end.

        As many as ``max_docs`` leaves room for; the others of the page come with the next call, when conflicts left room.
        """
        while not self._page and self.part < len(self.parts):
            self._page = self.parts[self.part].page(txn, self.position, self._page_size)
            self.left = len(self._page)
            if not self._page:
                self.part, self.position = self.part + 1, 0
        if not self._page:
            self.ended = True
            return None
        batch, self._page = self._page.split(min(self._room(), len(self._page)))
        return self.parts[self.part].at(self.position), batch

    @property
    def _page_size(self) -> int:
        return self.left or (self.open if self.failures else self.size)

    def _room(self) -> int:
        return self.size if self.max_docs < 0 else min(self.size, self.max_docs - self.counters.succeeded)

    def passed(self, batch: Batch) -> None:
        """This batch, which ``next_batch`` gave, is written. With failures the batch is the last, which other parts may still belong to."""
        self.position = self.parts[self.part].after(self.position, batch)
        self.left -= len(batch)
        self._count(len(batch))
        if 0 <= self.max_docs <= self.counters.succeeded:
            self.ended = True
        if self.failures and not self.open:
            self.ended = True

    def _count(self, documents: int) -> None:
        """Elasticsearch has one page over all indices, and one more batch for what ``max_docs`` left of it."""
        more = -(-max(documents - self.open, 0) // self.size)
        self.counters.batches += more
        self.open = 0 if self.left else self.open + more * self.size - documents

    def to_row(self) -> list[Any]:
        """For a checkpoint."""
        return [self.counters.to_row(), self.part, self.position, self.ended, self.failures, self.left, self.open]

    def restore(self, row: list[Any]) -> None:
        """Stand where a checkpoint says."""
        counters, self.part, self.position, self.ended, self.failures, self.left, self.open = row
        self.counters = Counters(*counters)
