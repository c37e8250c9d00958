"""Reading an index as it was when a lease on it was taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docstore.storage import lease
from docstore.storage.batch import Batch, gather
from docstore.storage.index_reader import BATCH, IndexReader, M
from docstore.storage.transaction import Transaction


class LeasedReader(IndexReader[M]):
    """An ``IndexReader`` over the documents below ``through``, with those that later operations superseded.

    For the rare case that a run is resumed before it knew its documents; so it looks ids up by reading them all.
    """

    def __init__(self, txn: Transaction, number: int, through: int, *, name: str, uuid: str, mapping: M, history: Any) -> None:
        super().__init__(txn, number, name=name, uuid=uuid, mapping=mapping, history=history)
        self.through = through

    @property
    def files(self) -> None:
        """Nothing is kept of what the index was."""

    def removed_since(self, removed: int) -> None:
        """What was superseded may still be there."""

    @property
    def count(self) -> int:
        """How many documents there were."""
        return len(self.live_seqs())

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """Documents, some thousand at a time."""
        rows = self.tables.log.rows(start)
        while batch := gather(rows, start, BATCH, lambda found: lease.as_of(self.tables, self.through, found)):
            yield batch

    def live_seqs(self, start: int = 0) -> NDArray[np.int64]:
        """``_seq_no`` of all documents from ``start`` on, ascending."""
        found = [batch.seqs for batch in self.batches(start)]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def find(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """The ``_seq_no`` of the document with each of these ids, -1 where there is none."""
        places = dict.fromkeys(ids, -1)
        for seqs, names in self.ids():
            places.update((name, seq) for seq, name in zip(seqs.tolist(), names, strict=True) if name in places)
        return np.array([places[name] for name in ids], dtype=np.int64)
