"""Matchers over columns of numbers."""

from __future__ import annotations

import math

import numpy as np

from docstore.columns.column import Column
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, Mask, SingleRows, Slots
from docstore.columns.sort import below_zero
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen
from docstore.query.matcher import Matcher

Number = int | float

_FEW = 8
_STEP = 512
_INT64 = range(-(1 << 63), 1 << 63)


def is_negative_zero(number: Number | None) -> bool:
    """Whether a number is the zero that Lucene, which compares fractions by bits, has below the other."""
    return number == 0 and number is not None and math.copysign(1, number) < 0


@frozen
class Interval:
    """Numbers between two ends, which belong to them; None is an open end. Of integers, both are integers."""

    low: Number | None
    high: Number | None

    @property
    def ends_at_zero(self) -> bool:
        """Whether it matters which of the two zeros a fraction is."""
        return self.low == 0 or self.high == 0

    def apart(self) -> Interval:
        """The same among values of which the negative zeros are ``below_zero``."""
        low, high = (None if end is None else float(below_zero(np.array([float(end)]))[0]) for end in (self.low, self.high))
        return Interval(low, high)

    def hits(self, values: Slots) -> Mask:
        """The slots whose value lies inside."""
        if values.dtype == np.int64:
            return self._integers(values)
        hits = np.ones(len(values), dtype=np.bool_)
        if self.low is not None:
            hits &= values >= float(self.low)
        if self.high is not None:
            hits &= values <= float(self.high)
        return hits

    def places(self, ascending: Slots) -> tuple[int, int]:
        """From where up to where the values lie inside."""
        if ascending.dtype == np.int64:
            least, most = self._integer_ends()
            if least > most or least >= _INT64.stop or most < _INT64.start:
                return 0, 0
            low = int(ascending.searchsorted(max(least, _INT64.start)))
            return low, int(ascending.searchsorted(min(most, _INT64.stop - 1), "right"))
        low, high = 0, int(ascending.searchsorted(np.inf, "right"))
        if self.low is not None:
            low = int(ascending.searchsorted(float(self.low)))
        if self.high is not None:
            high = int(ascending.searchsorted(float(self.high), "right"))
        return low, max(low, high)

    def _integers(self, values: Slots) -> Mask:
        low, high = self._integer_ends()
        if low > high or low >= _INT64.stop or high < _INT64.start:
            return np.zeros(len(values), dtype=np.bool_)
        hits: Mask | None = None
        if low > _INT64.start:
            hits = values >= low
        if high < _INT64.stop - 1:
            hits = values <= high if hits is None else hits & (values <= high)
        return np.ones(len(values), dtype=np.bool_) if hits is None else hits

    def _integer_ends(self) -> tuple[int, int]:
        """Both ends, of integers."""
        return _INT64.start if self.low is None else int(self.low), _INT64.stop - 1 if self.high is None else int(self.high)


@frozen
class InInterval(Matcher):
    """Documents with a number in an interval."""

    view: IndexView
    want: Want
    interval: Interval

    def run(self) -> Mask:
        """Two comparisons over the column."""
        column = numeric(self.view.column(self.want))
        if self._tells_zeros(column):
            return column.rows.any(self.interval.apart().hits(below_zero(column.values)))
        return column.rows.any(self.interval.hits(column.values))

    def _tells_zeros(self, column: NumericColumn) -> bool:
        if not self.interval.ends_at_zero or column.values.dtype != np.float64:
            return False
        return column.has_negative_zero or is_negative_zero(self.interval.high)

    def few(self) -> Ints | None:
        """A stretch of the values in order, when it is short."""
        column = numeric(self.view.column(self.want))
        return None if self._tells_zeros(column) else column.few(self.interval)

    def among(self, ordinals: Ints) -> Mask:
        """Only their values are looked at."""
        column = numeric(self.view.column(self.want))
        if not isinstance(column.rows, SingleRows) or self._tells_zeros(column):
            return Matcher.among(self, ordinals)
        hits = self.interval.hits(column.values[ordinals])
        present = column.rows.present
        return hits if present is None else hits & present[ordinals]

    def count(self) -> int:
        """Two binary searches, where a document has one value at most."""
        column = numeric(self.view.column(self.want))
        amount = None if self._tells_zeros(column) else column.amount(self.interval)
        return int(np.count_nonzero(self.run())) if amount is None else amount

    def head(self, wanted: int) -> tuple[int, Ints]:
        """Looks at no more documents than it takes, where one has one value at most."""
        column = numeric(self.view.column(self.want))
        if not isinstance(column.rows, SingleRows) or self._tells_zeros(column):
            return Matcher.head(self, wanted)
        total = self.count()
        return total, self._first(column, column.rows.present, min(wanted, total), total)

    def first(self, wanted: int) -> Ints:
        """The same without the number."""
        column = numeric(self.view.column(self.want))
        simple = isinstance(column.rows, SingleRows) and not self._tells_zeros(column)
        return self.head(wanted)[1] if simple else self.ordinals()[:wanted]

    def _first(self, column: NumericColumn, present: Mask | None, wanted: int, total: int) -> Ints:
        """As many documents as should hold them are looked at; then all that match, if those are few, or more and more of the others."""
        begin, end = 0, max(_STEP, 2 * wanted * column.count // max(total, 1))
        found = self._between(column.values, present, begin, end)
        if len(found) < wanted and (few := column.few(self.interval)) is not None:
            return few[:wanted]
        while len(found) < wanted:
            begin, end = end, 4 * end
            found = np.concatenate([found, self._between(column.values, present, begin, end)])
        return found[:wanted]

    def _between(self, values: Slots, present: Mask | None, begin: int, end: int) -> Ints:
        """The ordinals from one up to another that match."""
        hits = self.interval.hits(values[begin:end])
        found: Ints = (hits if present is None else hits & present[begin:end]).nonzero()[0]
        return found + begin if begin else found


@frozen
class IsOneOf(Matcher):
    """Documents with one of these numbers."""

    view: IndexView
    want: Want
    numbers: tuple[Number, ...]

    def run(self) -> Mask:
        """A comparison for each of a few numbers, a sorted search for many."""
        column = numeric(self.view.column(self.want))
        if 0 in self.numbers and (column.has_negative_zero or any(map(is_negative_zero, self.numbers))):
            numbers = tuple(below_zero(np.array(self.numbers, dtype=np.float64)).tolist())
            return column.rows.any(one_of(below_zero(column.values), numbers))
        return column.rows.any(one_of(column.values, self.numbers))


def one_of(values: Slots, numbers: tuple[Number, ...]) -> Mask:
    """The slots that hold one of the numbers; a number that the type of the values cannot hold is in none."""
    wanted = [number for number in numbers if not math.isnan(number)]
    if values.dtype == np.int64:
        wanted = [
            int(number)
            for number in wanted
            if math.isfinite(number) and int(number) == number and int(number) in _INT64
        ]
    if len(wanted) > _FEW:
        return np.isin(values, np.array(wanted, dtype=values.dtype))
    hits = np.zeros(len(values), dtype=np.bool_)
    for number in wanted:
        hits |= values == number
    return hits


def numeric(column: Column) -> NumericColumn:
    """A column of which the field type promised numbers."""
    assert isinstance(column, NumericColumn)
    return column
