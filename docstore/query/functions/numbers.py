"""The numbers of a field as functions read them: float64, as documents show them (``SortedNumericDoubleValues``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.rows import Rows
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.types.unsigned_long import SHIFT
from docstore.query.functions.function import Floats
from docstore.query.numbers import numeric
from docstore.query.sort import check_fielddata


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one field and view."""

    view: IndexView
    want: Want

    def read(self) -> tuple[Rows, Floats]:
        """The rows and the slots."""
        column = numeric(self.view.column(self.want))
        if self.want.field.type_name == "unsigned_long":
            return column.rows, (column.values.view(np.uint64) ^ np.uint64(SHIFT)).astype(np.float64)
        values = column.values.astype(np.float64)
        if self.want.field.type_name == "date_nanos":
            values = np.floor(values / 1_000_000)
        return column.rows, values


def numbers_of(view: IndexView, field: Field) -> Numbers:
    """:raises IllegalArgumentError: the field has no numbers by document."""
    check_fielddata(view, field)
    if field.type.column not in (ColumnKind.INTEGER, ColumnKind.FLOAT):
        raise IllegalArgumentError(f"field [{field.path}] of type [{field.type_name}] has no numbers")
    return Numbers(view, view.need(Want(field)))
