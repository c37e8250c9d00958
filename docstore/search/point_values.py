"""``docvalue_fields`` of points: latitude and longitude as one text, as exact as they are indexed."""

from __future__ import annotations

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import expand
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.mapping.java_text import java_double


class PointValues:
    """The points of one field on one index.

    :raises IllegalArgumentError: a format.
    """

    def __init__(self, view: IndexView, field: Field, pattern: str | None) -> None:
        if pattern is not None:
            raise IllegalArgumentError(f"Field [{field.path}] of type [{field.type_name}] doesn't support formats.")
        self._view = view
        self._wants = [view.need(Want(field.part(name))) for name in ("lat", "lon")]

    def of(self, ordinal: int) -> list[str]:
        """Those of one document, from south to north (``GeoPoint.toString``)."""
        latitudes, longitudes = (self._coordinates(want, ordinal) for want in self._wants)
        return [f"{java_double(y)}, {java_double(x)}" for y, x in sorted(zip(latitudes, longitudes, strict=True))]

    def _coordinates(self, want: Want, ordinal: int) -> list[float]:
        column = self._view.column(want)
        assert isinstance(column, NumericColumn)
        _, slots = expand(column.rows, np.array([ordinal], dtype=np.int64))
        return column.values[slots].astype(np.float64).tolist()  # type: ignore[no-any-return]
