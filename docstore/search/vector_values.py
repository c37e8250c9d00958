"""``docvalue_fields`` of vectors: numbers, or their bytes as text."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import expand
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.mapping.types.dense_vector import DenseVectorField

_AS_BYTES = frozenset({"base64", "binary"})
_AS_NUMBERS = frozenset({None, "array"})


class VectorValues:
    """The vectors of one field on one index.

    :raises IllegalArgumentError: an unknown format.
    """

    def __init__(self, view: IndexView, field: Field, pattern: str | None) -> None:
        if pattern not in _AS_BYTES and pattern not in _AS_NUMBERS:
            raise IllegalArgumentError(f"Unsupported format [{pattern}] for field [{field.path}] of type [{field.type_name}]")
        assert isinstance(field.type, DenseVectorField)
        self._view = view
        self._want = view.need(Want(field.part("vector")))
        self._element = field.type.element
        self._as_bytes = pattern in _AS_BYTES

    def of(self, ordinal: int) -> list[Any]:
        """That of one document, as one value."""
        column = self._view.column(self._want)
        assert isinstance(column, NumericColumn)
        _, slots = expand(column.rows, np.array([ordinal], dtype=np.int64))
        return [self._shown(self._element.elements(row)) for row in column.values[slots]]

    def _shown(self, elements: Any) -> Any:
        if self._as_bytes:
            return base64.b64encode(elements.astype(elements.dtype.newbyteorder(">")).tobytes()).decode()
        return [float(str(element)) for element in elements] if elements.dtype == np.float32 else elements.tolist()
