"""``docvalue_fields`` of ranges: objects with both ends, null where one is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import expand
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.mapping.field_type import without_formats
from docstore.mapping.types.ip import IpField
from docstore.mapping.types.range import DateRangeField, IpRangeField, RangeField

Json = dict[str, Any]


class RangeValues:
    """The ranges of one field on one index.

    :raises IllegalArgumentError: a format for ranges that are not of dates.
    """

    def __init__(self, view: IndexView, field: Field, pattern: str | None) -> None:
        type_ = field.type
        assert isinstance(type_, RangeField)
        if pattern is not None and not isinstance(type_, DateRangeField):
            raise without_formats(field.path, type_.type_name)
        self._view = view
        self._wants = [view.need(Want(field.part(name))) for name in ("from", "to")]
        self._open = type_.to_column(type_.least), type_.to_column(type_.most)
        self._show = _shower(type_, pattern)

    def of(self, ordinal: int) -> list[Json]:
        """Those of one document, ascending, each once."""
        ends = (self._ends(want, ordinal) for want in self._wants)
        return [self._shown(low, high) for low, high in sorted(set(zip(*ends, strict=True)))]

    def _ends(self, want: Want, ordinal: int) -> list[Any]:
        column = self._view.column(want)
        _, slots = expand(column.rows, np.array([ordinal], dtype=np.int64))
        if isinstance(column, KeywordColumn):
            return [column.terms[code] for code in column.codes[slots].tolist()]
        assert isinstance(column, NumericColumn)
        return column.values[slots].tolist()  # type: ignore[no-any-return]

    def _shown(self, low: Any, high: Any) -> Json:
        least, most = self._open
        return {"gte": None if low == least else self._show(low), "lte": None if high == most else self._show(high)}


def _shower(type_: RangeField, pattern: str | None) -> Callable[[Any], Any]:
    """How an end is shown, as a column has it."""
    return IpField(type_.path).from_column if isinstance(type_, IpRangeField) else type_.shower(pattern)
