"""Reading the documents of one index in batches, in the order of their ``_seq_no``, at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from docstore.storage import record
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import keys_of, seqs_of
from docstore.storage.record import Op
from docstore.storage.transaction import Transaction

BATCH = 4_096

M = TypeVar("M")

Items = list[tuple[bytes, bytes]]


class IndexReader(Generic[M]):
    """One index at one moment: what queries and columns read.

    ``mapping`` is carried for them and not looked at here. The pair (``next_seq``, ``removed``) names the content: with the same
    pair it is the same; with the same ``removed`` and a larger ``next_seq`` there were only additions.
    """

    def __init__(self, txn: Transaction, number: int, *, name: str, uuid: str, mapping: M) -> None:
        self.tables = IndexTables(txn, number)
        self.name = name
        self.uuid = uuid
        self.mapping = mapping

    @property
    def next_seq(self) -> int:
        """The ``_seq_no`` of the next operation."""
        return self.tables.state.next_seq

    @property
    def removed(self) -> int:
        """How many records have been superseded so far."""
        return self.tables.state.removed

    @property
    def count(self) -> int:
        """How many documents there are."""
        return self.tables.state.live

    def batches(self, start: int = 0, size: int = BATCH) -> Iterator[Items]:
        """(key, record) of live documents."""
        items = self.tables.scan(start)
        if not self.tables.state.only_live:
            items = (item for item in items if item[1][0] == Op.INDEX and not item[1][1])
        while batch := list(islice(items, size)):
            yield batch

    def at(self, seqs: NDArray[np.int64], size: int = BATCH) -> Iterator[Items]:
        """(key, record) of the live documents with these ``_seq_no``, in the order given."""
        cursor = self.tables.txn.cursor(self.tables.log)
        for begin in range(0, len(seqs), size):
            yield cursor.getmulti(keys_of(seqs[begin : begin + size]))

    def live_seqs(self, start: int = 0) -> NDArray[np.int64]:
        """``_seq_no`` of all live documents from ``start`` on, ascending."""
        state = self.tables.state
        if state.only_live and state.live == state.next_seq:
            return np.arange(start, state.next_seq)
        if state.only_live:
            return self._keys_from(start)
        parts = [seqs_of([key for key, _ in batch]) for batch in self.batches(start)]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    def _keys_from(self, start: int) -> NDArray[np.int64]:
        cursor = self.tables.txn.cursor(self.tables.log)
        if not cursor.set_range(start.to_bytes(8, "big")):
            return np.empty(0, dtype=np.int64)
        return seqs_of(list(cursor.iternext(keys=True, values=False)))

    def sources(self, start: int = 0) -> Iterator[tuple[NDArray[np.int64], list[bytes]]]:
        """(``_seq_no``, MessagePack ``_source``) of live documents, in batches."""
        for batch in self.batches(start):
            keys, values = zip(*batch, strict=True)
            yield seqs_of(list(keys)), record.sources_of(list(values))

    def ids(self, start: int = 0) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
        """(``_seq_no``, ``_id``) of live documents, in batches."""
        for batch in self.batches(start):
            keys, values = zip(*batch, strict=True)
            yield seqs_of(list(keys)), [doc_id.decode() for doc_id in record.ids_of(list(values))]

    def lookup(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """``_seq_no`` of the live documents with these ids, ascending."""
        found = (self.tables.pointer(doc_id.encode("utf-8", "surrogatepass")) for doc_id in ids)
        return np.array(sorted({row.seq for row in found if row is not None and not row.deleted}), dtype=np.int64)
