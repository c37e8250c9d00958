"""Numbers over ordinals, and vectors of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from docstore.columns.column import FEW_OF, Column, ends_of, remembered
from docstore.columns.grouped import Grouped, by_number
from docstore.columns.growing import cut
from docstore.columns.kept import Kept, Ordering, Span, distinct
from docstore.columns.rows import Ints, Rows, SingleRows, Slots, join, joined_rows
from docstore.once import once


@dataclass(frozen=True, eq=False)
class NumericColumn(Column):
    """int64 or float64 values."""

    rows: Rows
    values: Slots

    @property
    def nbytes(self) -> int:
        """Values and rows, and their order where it is kept."""
        kept = self._ordering.value
        return self.rows.nbytes + self.values.nbytes + (0 if kept is None else kept.nbytes)

    @once
    def has_values(self) -> bool:
        """Whether any document has a value."""
        return bool(self.rows.exists().any())

    @once
    def extent(self) -> tuple[float, float]:
        """The least and the greatest value, or less and more; what writes make of a column takes it along."""
        return (self.values.min().item(), self.values.max().item()) if len(self.values) else (0, 0)

    @once
    def has_negative_zero(self) -> bool:
        """Whether a fraction is zero and negative, or was."""
        return self.values.dtype == np.float64 and bool(np.signbit(self.values[self.values == 0]).any())

    @once
    def _ordering(self) -> Kept[Ordering]:
        return Kept()

    def ordering(self) -> Ordering | None:
        """The values in order, once they have been asked for several times."""
        return self._ordering.get(lambda: Ordering.of(self.rows, self.values))

    def grouped(self) -> Grouped | None:
        """The documents by value, once they have been asked for several times; None also where a document may have several values, or where
        zeros differ.
        """
        return remembered(self, self._by_value) if isinstance(self.rows, SingleRows) and not self.has_negative_zero else None

    def _by_value(self) -> Grouped | None:
        ordering = self.ordering()
        return None if ordering is None else by_number(ordering, self.rows, self.values)

    def few(self, span: Span) -> Ints | None:
        """The ordinals with a value in an interval, ascending; None when all must be looked at."""
        ordering = self.ordering()
        if ordering is None or FEW_OF * ordering.amount(span) > self.count:
            return None
        return distinct(np.sort(np.concatenate([ordering.between(span), self._since(ordering.rest, span)])))

    def amount(self, span: Span) -> int | None:
        """How many documents have a value in an interval; None when all must be looked at."""
        ordering = self.ordering() if isinstance(self.rows, SingleRows) else None
        return None if ordering is None else ordering.amount(span) + len(self._since(ordering.rest, span))

    def _since(self, begin: int, span: Span) -> Ints:
        """The ordinals from one on with a value in an interval."""
        if begin == self.count:
            return np.zeros(0, dtype=np.int64)
        rows, slot = self.rows.behind(begin)
        found: Ints = np.flatnonzero(rows.any(span.hits(self.values[slot:]))) + begin
        return found

    def ends(self, wanted: int, *, descending: bool) -> Ints | None:
        """See ``_ends``."""
        return ends_of(self.rows, self.values, self.ordering(), wanted, descending=descending)

    def prefix(self, count: int) -> Self:
        """A view, nothing is copied."""
        rows = self.rows.prefix(count)
        return type(self)(rows, self.values[: rows.slots])

    def take(self, ordinals: Ints) -> Self:
        """A copy of what stays."""
        rows, slots = self.rows.take(ordinals)
        return type(self)(rows, self.values[slots])

    def without(self, ordinals: Ints) -> Self:
        """A copy of what stays; its order is kept."""
        rows, slots = self.rows.without(ordinals)
        found = type(self)(rows, cut(self.values, slots) if self.has_values else _idle(rows, self.values))
        found.__dict__["_ordering"] = self._ordering.moved(lambda known: known.without(ordinals).unless_far(found.count))
        found.__dict__.update({name: self.__dict__[name] for name in ("extent", "has_negative_zero") if name in self.__dict__})
        return found

    def joined(self, tail: Self) -> Self:
        """What is there stays where it is, and so does its order."""
        if self.has_values or tail.has_values:
            found = type(self)(*join(self.rows, self.values, tail.rows, tail.values))
        else:
            rows = joined_rows(self.rows, tail.rows)
            found = type(self)(rows, _idle(rows, self.values))
        found.__dict__["_ordering"] = self._ordering.moved(lambda known: known.unless_far(found.count))
        if "extent" in self.__dict__:
            (low, high), (least, most) = self.extent, tail.extent
            found.__dict__["extent"] = min(low, least), max(high, most)
        if "has_negative_zero" in self.__dict__:
            found.__dict__["has_negative_zero"] = self.has_negative_zero or tail.has_negative_zero
        return found


@dataclass(frozen=True, eq=False)
class VectorColumn(NumericColumn):
    """float32 vectors: ``values`` is a matrix with a row at each slot. Its width is 0 while no document has a vector."""

    @once
    def lengths(self) -> Slots:
        """The length of each vector, at its slot."""
        lengths: Slots = np.sqrt(np.einsum("ij,ij->i", self.values, self.values))
        return lengths

    def joined(self, tail: Self) -> Self:
        """A copy of both, in the width of the one that has vectors."""
        width = max(self.values.shape[1], tail.values.shape[1])
        first, second = (_widened(column.values, width) for column in (self, tail))
        return type(self)(*join(self.rows, first, tail.rows, second))


def _widened(values: Slots, width: int) -> Slots:
    return values if values.shape[1] == width else np.zeros((len(values), width), dtype=values.dtype)


def _idle(rows: Rows, like: Slots) -> Slots:
    """The values where no document has one: they take no memory."""
    return np.broadcast_to(np.zeros((), dtype=like.dtype), (rows.slots, *like.shape[1:]))
