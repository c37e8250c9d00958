"""What is worked out of a column for quicker answers: made when it is asked for the second time, then kept with the column.

What a write makes of the column takes it along (``drift``), until so much is new or gone that it is made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from docstore.columns.dictionary import Terms
from docstore.columns.drift import Arranged, Owners
from docstore.columns.rows import Ints, Mask, Rows, SingleRows, Slots, offsets_of
from docstore.frozen import frozen
from docstore.once import once

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

    def moved(self, move: Callable[[T], T | None]) -> Kept[T]:
        """For what a write has made of the column; None when the thing is to be made anew."""
        found: Kept[T] = Kept()
        found._asked = self._asked
        found.value = None if self.value is None else move(self.value)
        return found


class Span(Protocol):
    """An interval of values."""

    def places(self, ascending: Slots) -> tuple[int, int]:
        """From where up to where the values lie inside."""

    def hits(self, values: Slots) -> Mask:
        """Which values lie inside."""


@frozen(eq=False)
class Ordering:
    """The slots of a column by value: where an interval of values begins and ends takes two binary searches."""

    values: Slots
    """Ascending; of documents without a value, nothing."""
    owners: Arranged
    """Whose they are; of equal values, ascending."""

    @classmethod
    def of(cls, rows: Rows, values: Slots) -> Ordering:
        """Of all slots that are there now."""
        owners = owners_of(rows)
        flat = rows.flat(values)
        order = np.argsort(flat, kind="stable")
        return cls(flat[order], Arranged.of(owners[order], rows.count))

    @property
    def nbytes(self) -> int:
        """Both arrays."""
        return self.values.nbytes + self.owners.nbytes

    @property
    def rest(self) -> int:
        """The first ordinal that it does not know."""
        return self.owners.drift.rest

    def amount(self, span: Span) -> int:
        """How many values lie inside."""
        return self.owners.amount(*span.places(self.values))

    def between(self, span: Span) -> Owners:
        """Whose values lie inside, as often as they have one."""
        return self.owners.between(*span.places(self.values))

    def first(self, wanted: int) -> Owners:
        """Some ordinals, those of the least values among them."""
        return self.owners.between(0, min(wanted + len(self.owners.holes), len(self.values)))

    def last(self, wanted: int) -> Owners:
        """Some ordinals, those of the greatest values among them; of those that are equal to the least of them, the first."""
        wanted = min(wanted + len(self.owners.holes), len(self.values))
        if not wanted:
            return self.owners.between(0, 0)
        border = self.values[len(self.values) - wanted]
        begin, end = (int(np.searchsorted(self.values, border, side)) for side in ("left", "right"))
        greater = self.owners.between(end, len(self.values))
        tied = self.owners.between(begin, begin + wanted - (len(self.values) - end))
        return np.concatenate([greater, tied])

    def without(self, ordinals: Ints) -> Ordering:
        """After these ordinals are gone."""
        return replace(self, owners=self.owners.without(ordinals))

    def unless_far(self, count: int) -> Ordering | None:
        """Itself, for a column of so many ordinals; None when it is better made anew."""
        return None if self.owners.drift.is_far(count) else self


@dataclass(frozen=True, eq=False)
class Postings:
    """The documents of each term."""

    terms: Terms
    """As they were when this was made."""
    starts: Ints
    """Where the ordinals of each code begin."""
    owners: Arranged
    """For each code ascending; a document that has a value several times stands there as often."""

    @classmethod
    def of(cls, rows: Rows, codes: npt.NDArray[np.int32], terms: Terms) -> Postings:
        """Of all slots that are there now."""
        flat = rows.flat(codes)
        starts: Ints = offsets_of(np.bincount(flat, minlength=len(terms)))
        return cls(terms, starts, Arranged.of(owners_of(rows)[stable_order(flat)], rows.count))

    @property
    def nbytes(self) -> int:
        """Both arrays."""
        return self.starts.nbytes + self.owners.nbytes

    @property
    def rest(self) -> int:
        """The first ordinal that it does not know."""
        return self.owners.drift.rest

    @once
    def is_distinct(self) -> bool:
        """Whether no document had a value twice."""
        owners = self.owners.ordinals
        again = np.flatnonzero(owners[1:] == owners[:-1]) + 1
        return bool(np.isin(again, self.starts).all())

    def span(self, terms: Terms, low: int, high: int) -> tuple[int, int]:
        """The places of the codes from one up to another of what the dictionary is now."""
        return int(self.starts[self._place(terms, low)]), int(self.starts[self._place(terms, high)])

    def _place(self, terms: Terms, code: int) -> int:
        if terms is self.terms:
            return code
        return self.terms.place(terms[code]) if code < len(terms) else len(self.terms)

    def without(self, ordinals: Ints) -> Postings:
        """After these ordinals are gone."""
        found = replace(self, owners=self.owners.without(ordinals))
        found.__dict__["is_distinct"] = self.is_distinct
        return found

    def unless_far(self, count: int) -> Postings | None:
        """Itself, for a column of so many ordinals; None when it is better made anew."""
        return None if self.owners.drift.is_far(count) else self


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
    again = ordinals[1:] == ordinals[:-1]
    if np.count_nonzero(again):
        ordinals = ordinals[np.concatenate([[True], ~again])]
    return ordinals.astype(np.int64)
