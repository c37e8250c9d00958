"""Parts: what a run reads. A part is one source index as it was when the run began, whole or as a list of documents."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from docstore.storage import lease
from docstore.storage.index_reader import Items
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import keys_of, seq_key, seq_of
from docstore.storage.transaction import Transaction

_value = itemgetter(1)


class Batch:
    """What a page gave: (key, record) of some documents, and the records by themselves."""

    __slots__ = ("items", "values")

    def __init__(self, items: Items) -> None:
        self.items = items
        self.values: list[bytes] = list(map(_value, items))

    def stands_at(self, start: int) -> bool:
        """Whether the keys are those of neighbours from ``start`` on."""
        return self.items[0][0] == seq_key(start) and self.items[-1][0] == seq_key(start + len(self.items) - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """Documents of one index, below the leased ``through``. Without a selection: all of them, in the order of the log.

    ``sourceless``: the index keeps no ``_source``, so that there is nothing to copy. A position is where the next page begins: a ``_seq_no`` in a whole index, a place in the selection otherwise.
    """

    index: str
    uuid: str
    number: int
    through: int
    total: int
    selection: NDArray[np.int64] | None = None
    sourceless: bool = False

    def page(self, txn: Transaction, position: int, size: int) -> Items:
        """The next (key, record) from a position on; none at the end."""
        tables = IndexTables(txn, self.number)
        if self.selection is not None:
            wanted = keys_of(self.selection[position : position + size])
            return txn.cursor(tables.log).getmulti(wanted) if wanted else []
        if tables.state.only_live and tables.state.next_seq == self.through:
            cursor = txn.cursor(tables.log)
            return list(islice(cursor.iternext(), size)) if cursor.set_range(seq_key(position)) else []
        return list(islice(lease.scan(tables, position, self.through), size))

    def after(self, position: int, items: Items) -> int:
        """The position after these items, which a page at ``position`` began with."""
        return position + len(items) if self.selection is not None else seq_of(items[-1][0]) + 1


def pack(selection: NDArray[np.int64]) -> bytes:
    """A selection as it is kept with its task: differences, compressed."""
    return zlib.compress(np.diff(selection, prepend=0).astype("<i8").tobytes(), level=1)


def unpack(packed: bytes) -> NDArray[np.int64]:
    """The reverse of ``pack``."""
    return np.cumsum(np.frombuffer(zlib.decompress(packed), dtype="<i8")).astype(np.int64)
