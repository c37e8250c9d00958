"""Parts: what a run reads. A part is one source index as it was when the run began, whole or as a list of documents."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docstore.documents.source_filter import EVERYTHING, SourceFilter
from docstore.reindex.transform import Transform, no_source
from docstore.search.near_real_time import seen_in
from docstore.storage import lease, record
from docstore.storage.batch import Batch, gather
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Part:
    """Documents of one index, below the leased ``through``. Without a selection: all of them, in the order of the log.

    ``stored``: what the index shows of its documents. A position is where the next page begins: a ``_seq_no`` in a whole index, a
    place in the selection otherwise.
    """

    index: str
    uuid: str
    number: int
    through: int
    total: int
    selection: NDArray[np.int64] | None = None
    stored: SourceFilter = EVERYTHING

    @property
    def uuids(self) -> frozenset[str]:
        """The index."""
        return frozenset((self.uuid,))

    @property
    def whole(self) -> Part | None:
        """Itself, if it is a whole index."""
        return self if self.selection is None else None

    def at(self, position: int) -> Part:
        """Itself: its batches are the same at any position."""
        return self

    def page(self, txn: Transaction, position: int, size: int) -> Batch:
        """The next ``size`` documents from a position on; fewer at the end, then none."""
        if self.selection is not None:
            wanted = self.selection[position : position + size]
            if not len(wanted):
                return Batch(b"", seqs=wanted, bodies=[])
        tables = IndexTables(seen_in(txn, self.number), self.number)
        if self.selection is not None:
            stamps, bodies = tables.log.many(wanted.tolist())
            return Batch(b"".join(stamps), seqs=wanted, bodies=bodies)
        found = gather(tables.log.rows(position), position, size, lambda batch: lease.as_of(tables, self.through, batch))
        return found.split(size)[0] if len(found) > size else found

    def after(self, position: int, batch: Batch) -> int:
        """The position after this batch, which a page at ``position`` began with."""
        return position + len(batch) if self.selection is not None else batch.last + 1

    def transformed(self, txn: Transaction, batch: Batch, transform: Transform) -> Batch:
        """The records of a batch as the destination is to get them.

        :raises IllegalArgumentError: the index keeps no ``_source``.
        """
        if not self.stored.fetch:
            raise no_source(self.index, record.id_of(batch.bodies[0]))
        return transform.apply(txn, batch, self.stored)


def pack(selection: NDArray[np.int64]) -> bytes:
    """A selection as it is kept with its task: differences, compressed."""
    return zlib.compress(np.diff(selection, prepend=0).astype("<i8").tobytes(), level=1)


def unpack(packed: bytes) -> NDArray[np.int64]:
    """The reverse of ``pack``."""
    return np.cumsum(np.frombuffer(zlib.decompress(packed), dtype="<i8")).astype(np.int64)
