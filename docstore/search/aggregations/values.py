"""The values of a source on one index, as an aggregation reads them (``ValuesSource``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from docstore.columns.column import Column
from docstore.columns.grouped import Grouped
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, MultiRows, SingleRows, Slots, distinct, expand, lacking
from docstore.columns.want import Want
from docstore.errors import NumberFormatError
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.types.unsigned_long import SHIFT
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import TRUTH, Dates, Format
from docstore.search.aggregations.support import Support

if TYPE_CHECKING:
    from docstore.search.aggregations.source import Source

_NUMERIC = frozenset({Support.NUMBERS, Support.DATES, Support.BOOLEANS})
_CONVERTED = frozenset({"date_nanos", "unsigned_long"})
"""Types whose numbers in columns are not those that aggregations see."""


@dataclass(slots=True)
class Values:
    """A source on one index. ``want`` is None where the index has no such field."""

    context: Context
    source: Source
    want: Want | None
    support: Support
    format: Format
    is_numeric: bool = False
    """Whether the values are numbers."""

    def __post_init__(self) -> None:
        self.is_numeric = self.support in _NUMERIC

    @property
    def is_mapped(self) -> bool:
        """Whether there is anything to read."""
        return self.want is not None or self.source.missing is not None

    @property
    def is_whole(self) -> bool:
        """Whether the numbers are integers, and so are shown without a point."""
        if self.want is None:
            return isinstance(self.source.missing, int)
        return self.want.field.type.column is ColumnKind.INTEGER

    def column(self) -> Column | None:
        """What is read; None where the index has no such field."""
        return None if self.want is None else self.context.view.column(self.want)

    def exists(self, docs: Ints) -> NDArray[np.bool_]:
        """Which of these ordinals have a value of their own."""
        column = self.column()
        return np.zeros(len(docs), dtype=np.bool_) if column is None else column.exists()[docs]

    def grouped(self) -> Grouped | None:
        """All documents by value, where the column keeps that and the values are as they are shown."""
        column = self.column()
        if self.source.missing is not None or self.want is None or self.want.field.type_name in _CONVERTED:
            return None
        return column.grouped() if isinstance(column, NumericColumn | KeywordColumn) else None

    def owned(self, docs: Ints, owners: Ints) -> tuple[Ints, Slots]:
        """All values of these ordinals, and the owner of each; see ``numbers``."""
        column = self.column()
        plain = isinstance(column, NumericColumn) and isinstance(column.rows, SingleRows) and column.rows.present is None
        if plain and self.want is not None and self.want.field.type_name not in _CONVERTED:
            return owners, column.values[docs]  # type: ignore[union-attr]
        places, values = self.numbers(docs)
        return owners[places], values

    def numbers(self, docs: Ints) -> tuple[Ints, Slots]:
        """All values of these ordinals: the place in ``docs`` of each, and the number (int64 or float64)."""
        places, values = self.exact(docs)
        return places, values.astype(np.float64) if values.dtype == np.uint64 else values

    def exact(self, docs: Ints) -> tuple[Ints, Slots]:
        """The same, and integers from 0 to 2**64 - 1 as uint64, where ``numbers`` rounds them: for keys, not for arithmetic."""
        column = self.column()
        if column is None:
            places, values = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
        else:
            assert isinstance(column, NumericColumn)
            places, slots = expand(column.rows, docs)
            values = self._as_shown(column.values[slots])
        if self.source.missing is None:
            return places, values
        without = lacking(len(docs), places)
        stand_in = self._missing_number()
        if float(stand_in).is_integer() and values.dtype.kind in "iu" and _fits(int(stand_in), values.dtype):
            filled: Slots = np.full(len(without), int(stand_in), dtype=values.dtype)
        else:
            filled = np.full(len(without), float(stand_in))
        return np.concatenate([places, without]), np.concatenate([values, filled])

    def _as_shown(self, values: Slots) -> Slots:
        if self.want is None:
            return values
        if self.want.field.type_name == "date_nanos":
            return values // 1_000_000
        if self.want.field.type_name == "unsigned_long":
            return values.view(np.uint64) ^ np.uint64(SHIFT)
        return values

    def check_missing(self) -> None:
        """:raises ApiError: what stands for missing values is no number, and the others are (``ValuesSourceType.replaceMissing``)."""
        if self.source.missing is not None and self.is_numeric:
            self._missing_number()

    def _missing_number(self) -> float:
        try:
            return self.format.parse(self.source.missing)
        except (TypeError, ValueError, OverflowError):
            raise NumberFormatError(f'For input string: "{self.source.missing}"') from None

    def codes(self, docs: Ints) -> tuple[Ints, Ints, Sequence[str]]:
        """Of strings: the place in ``docs`` and the term of each distinct value, terms as codes of a list.

        The list is in order but for the stand-in of missing values, which may be last.
        """
        column = self.column()
        terms: Sequence[str] = []
        places = codes = np.empty(0, dtype=np.int64)
        if column is not None:
            assert isinstance(column, KeywordColumn)
            terms = column.terms
            places, slots = expand(column.rows, docs)
            codes = column.codes[slots].astype(np.int64)
            if isinstance(column.rows, MultiRows):
                places, codes = distinct(places, codes)
        if self.source.missing is None:
            return places, codes, terms
        stand_in = self._missing_term()
        without = lacking(len(docs), places)
        code = column.code(stand_in) if isinstance(column, KeywordColumn) else None
        if code is None:
            code, terms = len(terms), [*terms, stand_in]
        return np.concatenate([places, without]), np.concatenate([codes, np.full(len(without), code, dtype=np.int64)]), terms

    def _missing_term(self) -> str:
        if self.want is None:
            return str(self.source.missing)
        return str(self.want.field.type.query_value(self.source.missing))

    def key(self, value: Any) -> Any:
        """A number or a term as a bucket's key."""
        if not self.is_numeric:
            return value if self.want is None else self.want.field.type.from_column(value)
        if isinstance(self.format, Dates | type(TRUTH)) or self.is_whole:
            return int(value) if float(value).is_integer() else float(value)
        return float(value)


def _fits(number: int, dtype: np.dtype[Any]) -> bool:
    limits = np.iinfo(dtype)
    return int(limits.min) <= number <= int(limits.max)
