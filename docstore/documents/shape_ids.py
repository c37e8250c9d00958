"""Shapes under small numbers: what a record's header names.

The numbers are the store's, not an index's, so that a record can move to another index without its header changing. Shapes are only
ever added; a process reads the rows it has not seen yet.
"""

from __future__ import annotations

import threading

from docstore.mapping.shape import Shape
from docstore.storage.keys import number_key
from docstore.storage.tables import SHAPES
from docstore.storage.transaction import Transaction

UNKNOWN = 0
"""The id of shapes beyond the limit: documents that carry it are examined one by one."""

LIMIT = 50_000
"""How many shapes a store numbers."""


class ShapeIds:
    """The committed shapes of a store, as far as this process has read them; kept in ``environment.cache``."""

    def __init__(self) -> None:
        self.by_id: list[Shape | None] = [None]
        self.ids: dict[Shape, int] = {}
        self._lock = threading.Lock()

    def catch_up(self, txn: Transaction) -> None:
        """Read the rows that are new; the transaction may not have added any itself."""
        cursor = txn.cursor(SHAPES)
        with self._lock:
            if cursor.set_range(number_key(len(self.by_id))):
                for _, row in cursor.iternext():
                    shape = Shape.from_bytes(row)
                    self.ids[shape] = len(self.by_id)
                    self.by_id.append(shape)


def _committed(txn: Transaction) -> ShapeIds:
    found = txn.environment.cache.get("shapes")
    if found is None:
        found = txn.environment.cache["shapes"] = ShapeIds()
    assert isinstance(found, ShapeIds)
    return found


def id_of(txn: Transaction, shape: Shape) -> int:
    """The number of a shape, given to it now if it has none yet; ``UNKNOWN`` when the store has numbered enough."""
    known = _committed(txn).ids.get(shape)
    if known is not None:
        return known
    fresh: dict[Shape, int] | None = txn.memo.get("shapes")
    if fresh is None:
        _committed(txn).catch_up(txn)
        known = _committed(txn).ids.get(shape)
        if known is not None:
            return known
        fresh = {}
    if shape in fresh:
        return fresh[shape]
    number = txn.entries(SHAPES) + 1
    if number > LIMIT:
        return UNKNOWN
    txn.put(SHAPES, number_key(number), shape.to_bytes())
    txn.memo["shapes"] = {**fresh, shape: number}
    return number


def shape_of(txn: Transaction, number: int) -> Shape | None:
    """The shape with a number; ``None`` for ``UNKNOWN``."""
    committed = _committed(txn)
    if number >= len(committed.by_id) and number != UNKNOWN:
        row = txn.get(SHAPES, number_key(number))
        return Shape.from_bytes(row) if row is not None else None
    return committed.by_id[number]
