"""Reading the documents of one index in batches, in the order of their ``_seq_no``, at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from docstore.errors import StoreCorruptError
from docstore.once import once
from docstore.storage import log as logs
from docstore.storage import state
from docstore.storage.batch import Batch, gather
from docstore.storage.derived import DerivedFiles
from docstore.storage.index_tables import IndexTables
from docstore.storage.removals import removals_of
from docstore.storage.transaction import Transaction

BATCH = 4_096

M = TypeVar("M")


class IndexReader(Generic[M]):
    """One index at one moment: what queries and columns read.

    ``mapping`` and ``history`` are carried for them and not looked at here. ``content`` is named by the pair (``next_seq``, ``removed``):
    with the same pair it is the same; with the same ``removed`` and a larger ``next_seq`` there were only additions.
    """

    bits = 0
    """A number is that of a document, and of nothing within it."""

    def __init__(self, txn: Transaction, number: int, *, name: str, uuid: str, mapping: M, history: Any) -> None:
        self.tables = IndexTables(txn, number)
        self.txn = txn
        """What is read of the store beside this index: the transaction that asks, which may see more than ``tables``."""
        self.name = name
        self.uuid = uuid
        self.opening = txn.environment.opening
        self.mapping = mapping
        self.history = history

    @once
    def content(self) -> tuple[int, int]:
        """``next_seq`` and ``removed``."""
        return state.content(self.tables.txn, self.tables.number)

    @property
    def next_seq(self) -> int:
        """The ``_seq_no`` of the next operation."""
        return self.content[0]

    @property
    def removed(self) -> int:
        """How many records have been superseded so far."""
        return self.content[1]

    def removed_since(self, removed: int) -> NDArray[np.int64] | None:
        """The ``_seq_no`` of what was superseded since so many had been, ascending; None when this process does not know it."""
        if self.tables.txn.writable:
            return None
        return removals_of(self.tables.txn).between(self.tables.state.born, removed, self.removed)

    @property
    def files(self) -> DerivedFiles | None:
        """Where what is derived from the index is kept; None for a view that sees what is not committed."""
        return None if self.tables.txn.writable else self.tables.txn.environment.derived

    def fingerprints(self, seqs: Sequence[int]) -> list[bytes]:
        """A digest of each of these records; nothing for one that is no live document."""
        found = []
        for seq in seqs:
            try:
                stamp, body = self.tables.log.at(seq)
            except StoreCorruptError:
                stamp, body = b"", b""
            live = bool(body) and len(Batch(stamp, seqs=np.array([seq]), bodies=[body]).live_seqs())
            found.append(blake2b(stamp + body, digest_size=8).digest() if live else b"")
        return found

    @property
    def count(self) -> int:
        """How many documents there are."""
        return self.tables.state.live

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """Live documents, some thousand at a time."""
        rows = self.tables.log.rows(start)
        while batch := gather(rows, start, BATCH, Batch.live):
            yield batch

    def at(self, seqs: NDArray[np.int64]) -> Iterator[Batch]:
        """The live documents with these ``_seq_no``, in the order given, some thousand at a time."""
        for begin in range(0, len(seqs), BATCH):
            part = seqs[begin : begin + BATCH]
            stamps, bodies = self.tables.log.many(part.tolist())
            yield Batch(b"".join(stamps), seqs=part, bodies=bodies)

    def live_seqs(self, start: int = 0) -> NDArray[np.int64]:
        """``_seq_no`` of all live documents from ``start`` on, ascending."""
        state = self.tables.state
        if state.live == state.next_seq:
            return np.arange(start, state.next_seq)
        rows = list(self.tables.log.rows(start))
        if not rows:
            return np.empty(0, dtype=np.int64)
        found = Batch(logs.stamps_of(rows), seqs=logs.seqs_of(rows), bodies=[]).live_seqs()
        return found[found >= start]

    def streams(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Live documents in batches: how many, and a MessagePack array in which every second value is a ``_source``."""
        for batch in self.batches(start):
            yield len(batch), batch.stream

    def ids(self, start: int = 0) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
        """(``_seq_no``, ``_id``) of live documents, in batches."""
        for batch in self.batches(start):
            yield batch.seqs, [doc_id.decode() for doc_id in batch.ids]

    def find(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """The ``_seq_no`` of the live document with each of these ids, -1 where there is none."""
        rows = (self.tables.pointer(doc_id.encode("utf-8", "surrogatepass")) for doc_id in ids)
        return np.fromiter((-1 if row is None or row.deleted else row.seq for row in rows), dtype=np.int64, count=len(ids))

    def lookup(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """``_seq_no`` of the live documents with these ids, ascending."""
        found = np.unique(self.find(ids))
        return found[found >= 0]


class EmptyReader(IndexReader[M]):
    """An index before anything was written to it."""

    content = (0, 0)
    count = 0
    files = None

    def removed_since(self, removed: int) -> None:
        """Nobody knows."""

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """None."""
        return iter(())

    def live_seqs(self, start: int = 0) -> NDArray[np.int64]:
        """None."""
        return np.empty(0, dtype=np.int64)

    def find(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """None is there."""
        return np.full(len(ids), -1, dtype=np.int64)

    def lookup(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """None."""
        return np.empty(0, dtype=np.int64)
