"""Ordinals in the order of columns."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

import numpy as np

from docstore.columns.column import Column
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, Mask, MultiRows, Rows, SingleRows, Slots
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen


class Mode(Enum):
    """Which of several values of a document is sorted by."""

    MIN = "min"
    MAX = "max"
    SUM = "sum"
    AVG = "avg"
    MEDIAN = "median"

    __hash__ = object.__hash__  # that of ``Enum`` is written in Python


class Missing(Enum):
    """Where documents without a value go, in either direction."""

    LAST = "_last"
    FIRST = "_first"


class SortKey(ABC):
    """One criterion of an order."""

    @abstractmethod
    def arrays(self, view: IndexView) -> list[Slots]:
        """For each ordinal what is compared, ascending; of several arrays the first decides."""

    def arrays_of(self, view: IndexView, ordinals: Ints) -> list[Slots]:
        """The same of some ordinals."""
        return [array[ordinals] for array in self.arrays(view)]

    def leading(self, view: IndexView, wanted: int) -> Ints | None:
        """The first ``wanted`` of all ordinals, in order; None where that is as hard as sorting all."""
        return None

    @abstractmethod
    def values(self, view: IndexView, ordinals: Ints) -> list[Any]:
        """What these ordinals are sorted by, in the column's domain; None where there is no value."""

    @abstractmethod
    def place(self, view: IndexView, value: Any) -> list[Any]:
        """Where such a value stands in ``arrays``: one scalar for each array."""


@frozen
class LogOrder(SortKey):
    """``_doc``: the order of operations. ``first`` is the number of the first ordinal."""

    descending: bool = False
    first: int = 0

    def arrays(self, view: IndexView) -> list[Slots]:
        """The ordinals themselves."""
        return [_directed(np.arange(self.first, self.first + view.count), self.descending)]

    def leading(self, view: IndexView, wanted: int) -> Ints:
        """The first, or the last."""
        found = np.arange(min(wanted, view.count), dtype=np.int64)
        return view.count - 1 - found if self.descending else found

    def values(self, view: IndexView, ordinals: Ints) -> list[Any]:
        """The ordinals themselves."""
        found: list[Any] = (ordinals + self.first).tolist()
        return found

    def place(self, view: IndexView, value: Any) -> list[Any]:
        """The ordinal."""
        return [~int(value) if self.descending else int(value)]


@frozen
class SeqOrder(SortKey):
    """``_seq_no``: the order of operations, by their numbers."""

    descending: bool = False

    def arrays(self, view: IndexView) -> list[Slots]:
        """The numbers."""
        return [_directed(view.seqs, self.descending)]

    def values(self, view: IndexView, ordinals: Ints) -> list[Any]:
        """The numbers."""
        found: list[Any] = view.seqs[ordinals].tolist()
        return found

    def place(self, view: IndexView, value: Any) -> list[Any]:
        """The number."""
        return [~int(value) if self.descending else int(value)]


@frozen
class Constant(SortKey):
    """A criterion in which all documents of an index are equal: a field that it has not, ``_index``."""

    value: Any = None
    descending: bool = False

    def arrays(self, view: IndexView) -> list[Slots]:
        """Nothing to compare."""
        return []

    def values(self, view: IndexView, ordinals: Ints) -> list[Any]:
        """So many times the value."""
        return [self.value] * len(ordinals)

    def place(self, view: IndexView, value: Any) -> list[Any]:
        """Nothing to compare."""
        return []


@frozen
class Converted(SortKey):
    """The same order with other values: ``forth`` makes them, ``back`` is where one of them stands."""

    key: SortKey
    forth: Callable[[Any], Any]
    back: Callable[[Any], Any]

    def arrays(self, view: IndexView) -> list[Slots]:
        """As the key has them."""
        return self.key.arrays(view)

    def leading(self, view: IndexView, wanted: int) -> Ints | None:
        """As the key has them."""
        return self.key.leading(view, wanted)

    def values(self, view: IndexView, ordinals: Ints) -> list[Any]:
        """Converted."""
        return [None if value is None else self.forth(value) for value in self.key.values(view, ordinals)]

    def place(self, view: IndexView, value: Any) -> list[Any]:
        """Converted back."""
        return self.key.place(view, None if value is None else self.back(value))


@frozen
class FieldOrder(SortKey):
    """The values of a field; ``missing`` may be a value that stands in for none."""

    want: Want
    descending: bool = False
    mode: Mode = Mode.MIN
    missing: Missing | int | float | str = Missing.LAST

    def column(self, view: IndexView) -> Column:
        """The values of each ordinal."""
        return view.column(self.want)

    def arrays(self, view: IndexView) -> list[Slots]:
        """A flag that sends documents without a value to an end, and the values."""
        column = self.column(view)
        return self._compared(column, self._picked(column), ~column.exists())

    def arrays_of(self, view: IndexView, ordinals: Ints) -> list[Slots]:
        """Without a look at the other documents, where each has one value at most."""
        column = self.column(view)
        absent = ~column.rows.exists_of(ordinals)
        return self._compared(column, self._picked(column)[ordinals], absent)

    def _picked(self, column: Column) -> Slots:
        """The number, or the code, that the mode picks of each ordinal."""
        if isinstance(column, KeywordColumn):
            return (column.rows.greatest if self.mode is Mode.MAX else column.rows.least)(column.codes)
        assert isinstance(column, NumericColumn)
        return _PICK[self.mode](column.rows, column.values)

    def _compared(self, column: Column, values: Slots, absent: Mask) -> list[Slots]:
        stand_in = self.missing
        if isinstance(column, KeywordColumn):
            values, stand_in = self._codes(column, values)
        elif self._is_even(column):
            values = below_zero(values)
            absent = absent | (values == self._end(values)) if isinstance(stand_in, Missing) else absent
        if isinstance(stand_in, Missing):
            values = np.where(absent, 0, _directed(values, self.descending))
            return [absent if stand_in is Missing.LAST else ~absent, values]
        return [_directed(np.where(absent, stand_in, values), self.descending)]

    def _is_even(self, column: Column) -> bool:
        """Whether there are values that tie with those that are missing, or zeros that do not tie with zeros."""
        if not isinstance(column, NumericColumn):
            return False
        return self._end(column.values) in column.extent or column.has_negative_zero

    def _end(self, values: Slots) -> int | float:
        """What Lucene compares documents without a value as: an end of the type's range."""
        highest = (self.missing is not Missing.FIRST) != self.descending
        if values.dtype == np.float64:
            return math.inf if highest else -math.inf
        bits = 31 if self.want.field.type_name in _SMALL else 63
        return (1 << bits) - 1 if highest else -(1 << bits)

    def values(self, view: IndexView, ordinals: Ints) -> list[Any]:
        """The value that the mode picks; what stands in for none, where something does."""
        column = self.column(view)
        if isinstance(column, KeywordColumn):
            codes = self._picked(column)[ordinals].tolist()
            found = [column.terms[code] if column.terms else None for code in codes]
        else:
            found = self._picked(column)[ordinals].tolist()
        if isinstance(column.rows, SingleRows) and column.rows.present is None:
            return found
        none = None if isinstance(self.missing, Missing) else self.missing
        return [value if has else none for value, has in zip(found, column.rows.exists_of(ordinals).tolist(), strict=True)]

    def place(self, view: IndexView, value: Any) -> list[Any]:
        """A missing value is at its end; a term that the dictionary has not stands between two."""
        flagged = isinstance(self.missing, Missing)
        if value is None:
            return [self.missing is Missing.LAST, 0]
        column = self.column(view)
        if isinstance(column, KeywordColumn):
            value = 2 * bisect_left(column.terms, value) + (column.code(value) is not None)
        elif isinstance(value, float):
            value = float(below_zero(np.array([value]))[0])
        if self.descending:
            value = ~value if isinstance(value, int) else -value
        return [self.missing is not Missing.LAST, value] if flagged else [value]

    def leading(self, view: IndexView, wanted: int) -> Ints | None:
        """An end of the values in order, when all that are wanted have a value."""
        column = self.column(view)
        if not isinstance(column, NumericColumn | KeywordColumn) or not isinstance(column.rows, SingleRows):
            return None
        if self._is_even(column):
            return None
        return column.ends(wanted, descending=self.descending) if self.missing is Missing.LAST else None

    def _codes(self, column: KeywordColumn, codes: Slots) -> tuple[Slots, Missing | int | float | str]:
        """Codes doubled, so that a stand-in that is no term has a place between two."""
        codes = codes.astype(np.int64) * 2 + 1
        if isinstance(self.missing, Missing):
            return codes, self.missing
        term = str(self.missing)
        return codes, 2 * bisect_left(column.terms, term) + (column.code(term) is not None)


_SMALL = frozenset({"integer", "short", "byte"})


def below_zero(values: Slots) -> Slots:
    """Negative zeros come before zero, as in Java's ``Double.compare``."""
    if values.dtype != np.float64:
        return values
    negative = (values == 0) & np.signbit(values)
    return np.where(negative, -5e-324, values) if negative.any() else values


def order(view: IndexView, keys: Sequence[SortKey], ordinals: Ints) -> Ints:
    """Some ordinals (ascending), sorted by the keys; ties stay in log order."""
    arrays = [array[ordinals] for key in keys for array in key.arrays(view)]
    return ordinals[np.lexsort(arrays[::-1])] if arrays else ordinals


def picked(mode: Mode, rows: Rows, values: Slots) -> Slots:
    """For each ordinal what the mode makes of its values; anything where there are none."""
    return _PICK[mode](rows, values)


def _directed(values: Slots, descending: bool) -> Slots:
    if not descending:
        return values
    return -values if values.dtype == np.float64 else ~values


def _least(rows: Rows, values: Slots) -> Slots:
    return rows.least(values)


def _greatest(rows: Rows, values: Slots) -> Slots:
    return rows.greatest(values)


def _sum(rows: Rows, values: Slots) -> Slots:
    return values if not isinstance(rows, MultiRows) else np.add.reduceat(np.append(values, 0), rows.offsets[:-1])


def _average(rows: Rows, values: Slots) -> Slots:
    if not isinstance(rows, MultiRows):
        return values
    return _rounded(_sum(rows, values) / np.maximum(rows.counts(), 1), values)


def _median(rows: Rows, values: Slots) -> Slots:
    if not isinstance(rows, MultiRows):
        return values
    counts = rows.counts()
    owners = np.repeat(np.arange(rows.count), counts)
    ascending = np.append(values[np.lexsort((values, owners))], 0)
    lower = ascending[rows.offsets[:-1] + np.maximum(counts - 1, 0) // 2]
    upper = ascending[rows.offsets[:-1] + counts // 2]
    return np.where(counts % 2, lower, _rounded((lower.astype(np.float64) + upper) / 2, values))


def _rounded(numbers: Slots, like: Slots) -> Slots:
    """Among integers, halves round up as Java's ``Math.round`` does."""
    return numbers if like.dtype == np.float64 else np.floor(numbers + 0.5).astype(np.int64)


_PICK: dict[Mode, Callable[[Rows, Slots], Slots]] = {
    Mode.MIN: _least,
    Mode.MAX: _greatest,
    Mode.SUM: _sum,
    Mode.AVG: _average,
    Mode.MEDIAN: _median,
}
