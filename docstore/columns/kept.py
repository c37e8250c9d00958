"""What is worked out of a column for quicker answers: made when it is asked for the second time, then kept with the column.

A column that is changed by each write is asked once and gone; one that stays is asked again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from docstore.columns.rows import Ints, Rows, SingleRows, Slots, offsets_of

T = TypeVar("T")

_SOON = 2


class Kept(Generic[T]):
    """One such thing."""

    __slots__ = ("_asked", "value")

    def __init__(self) -> None:
        self._asked = 0
        self.value: T | None = None

    def get(self, make: Callable[[], T]) -> T | None:
        """The thing, None while it is too early to make it. Two threads may both make it: the same."""
        if self.value is None:
            self._asked += 1
            if self._asked < _SOON:
                return None
            self.value = make()
        return self.value


class Ordering:
    """The slots of a column by value: where an interval of values begins and ends takes two binary searches."""

    __slots__ = ("ordinals", "values")

    def __init__(self, rows: Rows, values: Slots) -> None:
        owners = owners_of(rows)
        flat = rows.flat(values)
        order = np.argsort(flat, kind="stable")
        self.values = flat[order]
        """Ascending; of documents without a value, nothing."""
        self.ordinals = owners[order]
        """Whose they are; of equal values, ascending."""

    @property
    def nbytes(self) -> int:
        """Both arrays."""
        return self.values.nbytes + self.ordinals.nbytes

    def last(self, wanted: int) -> Ints:
        """The ordinals of the greatest values, ascending; of those that are equal to the least of them, the first."""
        border = self.values[len(self.values) - wanted]
        begin, end = np.searchsorted(self.values, border), np.searchsorted(self.values, border, "right")
        greater = self.ordinals[end:]
        tied = self.ordinals[begin : begin + wanted - len(greater)]
        return np.sort(np.concatenate([greater, tied])).astype(np.int64)


class Postings:
    """The documents of each code."""

    __slots__ = ("ordinals", "starts")

    def __init__(self, rows: Rows, codes: npt.NDArray[np.int32], terms: int) -> None:
        owners = owners_of(rows)
        flat = rows.flat(codes)
        self.starts: Ints = offsets_of(np.bincount(flat, minlength=terms))
        """Where the ordinals of each code begin."""
        self.ordinals = owners[stable_order(flat)]
        """For each code ascending; a document that has a value several times stands there as often."""

    @property
    def nbytes(self) -> int:
        """Both arrays."""
        return self.starts.nbytes + self.ordinals.nbytes


def stable_order(codes: npt.NDArray[np.int32]) -> Ints:
    """``argsort`` of small numbers from 0 on that keeps the order of equal ones: by 16 bits at a time, which numpy does in linear time."""
    order: Ints = np.argsort((codes & 0xFFFF).astype(np.uint16), kind="stable")
    if len(codes) and int(codes.max()) > 0xFFFF:
        order = order[np.argsort((codes[order] >> 16).astype(np.uint16), kind="stable")]
    return order


def owners_of(rows: Rows) -> npt.NDArray[np.int32]:
    """The ordinal of each value, idle slots left out."""
    if isinstance(rows, SingleRows):
        if rows.present is None:
            return np.arange(rows.count, dtype=np.int32)
        return np.flatnonzero(rows.present).astype(np.int32)
    return np.repeat(np.arange(rows.count, dtype=np.int32), rows.counts())


def distinct(ordinals: npt.NDArray[np.int32]) -> Ints:
    """Ascending, each once; the input ascends."""
    if len(ordinals) < 2:
        return ordinals.astype(np.int64)
    fresh = np.ones(len(ordinals), dtype=np.bool_)
    np.not_equal(ordinals[1:], ordinals[:-1], out=fresh[1:])
    return ordinals[fresh].astype(np.int64)
