"""One field as arrays over ordinals: what a query, a sort or an aggregation reads.

Useful for: masks and order over all documents at once. Not useful for: the values as they stand in ``_source``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Self

import numpy as np

from docstore.columns.grouped import Grouped
from docstore.columns.kept import Ordering
from docstore.columns.rows import Ints, Mask, Rows, SingleRows, Slots

FEW_OF = 16
"""A list of ordinals is better than a mask while it has less than one of so many documents."""


class Column:
    """A field of all live documents of one snapshot. Immutable: extending it makes another one."""

    rows: Rows

    @property
    def count(self) -> int:
        """The number of ordinals."""
        return self.rows.count

    def exists(self) -> Mask:
        """The ordinals that have a value (``null``, ``[]`` and an ignored value are none)."""
        return self.rows.exists()

    @property
    @abstractmethod
    def nbytes(self) -> int:
        """Memory of the column, for the bound of the cache."""

    @abstractmethod
    def prefix(self, count: int) -> Self:
        """The column as it was when the index had so many documents and everything since was appended."""

    @abstractmethod
    def take(self, ordinals: Ints) -> Self:
        """Only these ordinals (ascending), renumbered from 0."""

    @abstractmethod
    def without(self, ordinals: Ints) -> Self:
        """All but these ordinals (ascending), renumbered from 0: for few of them."""

    @abstractmethod
    def joined(self, tail: Self) -> Self:
        """This column with the documents of ``tail`` behind it. Takes about as long as ``tail`` is long."""

    def settled(self) -> Self:
        """The same in one piece."""
        return self


def remembered(column: Column, make: Callable[[], Grouped | None]) -> Grouped | None:
    """The column's groups: made when first asked for, and kept where there are any."""
    known: Grouped | None = column.__dict__.get("_grouped")
    if known is None and (known := make()) is not None:
        column.__dict__["_grouped"] = known
    return known


def ends_of(rows: Rows, values: Slots, ordering: Ordering | None, wanted: int, *, descending: bool) -> Ints | None:
    """The ordinals of the ``wanted`` least (or greatest) values, in their order, of equal values ascending; None when that is not known of
    a column, or so many have no value.
    """
    if ordering is None or not isinstance(rows, SingleRows):
        return None
    having = np.zeros(0, dtype=np.int64) if ordering.rest == rows.count else rows.behind(ordering.rest)[0].exists().nonzero()[0]
    if wanted > len(ordering.owners.ordinals) - len(ordering.owners.holes) + len(having):
        return None
    found = (ordering.last(wanted) if descending else ordering.first(wanted)).astype(np.int64)
    if len(having):
        found = np.concatenate([found, having + ordering.rest])
    elif not descending:
        return found[:wanted]
    keys = values[found]
    order = np.lexsort((found, (-keys if keys.dtype == np.float64 else ~keys) if descending else keys))
    return found[order[:wanted]]
