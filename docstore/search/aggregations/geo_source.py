"""Points as a source of values: a field of ``geo_point``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, expand, lacking
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.mapping.geo.point_reader import XY, EarthPointReader
from docstore.query.sort import check_fielddata
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.source import Source

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Points:
    """The points of a field on one index; ``wants`` is None where the index has no such field."""

    view: IndexView
    wants: tuple[Want, Want] | None
    missing: XY | None = None

    @classmethod
    def bind(cls, source: Source, context: Context, kind: str) -> Points:
        """On one index.

        :raises IllegalArgumentError: the field holds no points, or ``missing`` is none.
        """
        missing = None if source.missing is None else EarthPointReader(ignore_z_value=True).point(source.missing)
        field = context.view.field(source.field)
        if field is None:
            return cls(context.view, None, missing)
        if field.type_name != "geo_point":
            check_fielddata(context.view, field)
            raise IllegalArgumentError(
                f"Field [{source.field}] of type [{field.type_name}] is not supported for aggregation [{kind}]"
            )
        if not field.doc_values:
            check_fielddata(context.view, field)
        longitudes, latitudes = (context.view.need(Want(field.part(name))) for name in ("lon", "lat"))
        return cls(context.view, (longitudes, latitudes), missing)

    def read(self, docs: Ints) -> tuple[Ints, Floats, Floats]:
        """All points of these ordinals: the place in ``docs`` of each, longitudes and latitudes."""
        places, x, y = self._own(docs)
        if self.missing is None:
            return places, x, y
        without = lacking(len(docs), places)
        return (
            np.concatenate([places, without]),
            np.concatenate([x, np.full(len(without), self.missing[0])]),
            np.concatenate([y, np.full(len(without), self.missing[1])]),
        )

    def _own(self, docs: Ints) -> tuple[Ints, Floats, Floats]:
        if self.wants is None:
            none = np.empty(0)
            return np.empty(0, dtype=np.int64), none, none
        longitudes, latitudes = (self.view.column(want) for want in self.wants)
        assert isinstance(longitudes, NumericColumn)
        assert isinstance(latitudes, NumericColumn)
        places, slots = expand(longitudes.rows, docs)
        return places, longitudes.values[slots].astype(np.float64), latitudes.values[slots].astype(np.float64)
