"""``docvalue_fields``: values as columns hold them, in their order, formatted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import expand
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.dates.zone import zone_of
from docstore.mapping.field_type import ColumnKind, FieldType, without_formats
from docstore.mapping.types.dense_vector import DenseVectorField
from docstore.mapping.types.geo_point import GeoPointField
from docstore.mapping.types.range import RangeField
from docstore.query.id_field import id_field
from docstore.query.sort import check_fielddata
from docstore.search.aggregations.decimal_format import decimal_format
from docstore.search.field_and_format import FieldAndFormat
from docstore.search.point_values import PointValues
from docstore.search.range_values import RangeValues
from docstore.search.vector_values import VectorValues

Show = Callable[[Any], Any]


class Shown(Protocol):
    """Values that are not those of one column as they stand there."""

    def of(self, ordinal: int) -> Sequence[Any]:
        """Those of one document."""


class DocValues:
    """The wanted fields on one index, by the names that the mapping gives them."""

    def __init__(self, view: IndexView, wanted: Sequence[FieldAndFormat]) -> None:
        self._view = view
        self._fields: list[tuple[str, Want, Show]] = []
        self._parts: list[tuple[str, Shown]] = []
        self._numbered = any(each.field == "_seq_no" for each in wanted)
        for each in wanted:
            for field in [id_field(view)] if each.field == "_id" else view.fields.matching(each.field):
                name = field.path if "*" in each.field else each.field
                parts = _PARTS.get(type(field.type)) or (RangeValues if isinstance(field.type, RangeField) else None)
                if parts is not None and field.doc_values:
                    self._parts.append((name, parts(view, field, each.format)))
                    continue
                if "*" in each.field and not _has_values(field):
                    continue
                check_fielddata(view, field)
                self._fields.append((name, view.need(Want(field)), shower(field, each.format)))

    def of(self, ordinal: int) -> dict[str, list[Any]]:
        """The values of one document; fields without one are left out, and of one asked for in several formats each stands there."""
        found: dict[str, list[Any]] = {}
        for name, want, show in self._fields:
            found.setdefault(name, []).extend(map(show, self._values(want, ordinal)))
        for name, parts in self._parts:
            found.setdefault(name, []).extend(parts.of(ordinal))
        if self._numbered:
            found["_seq_no"] = [int(self._view.seqs[ordinal])]
        return {name: values for name, values in found.items() if values}

    def _values(self, want: Want, ordinal: int) -> list[Any]:
        column = self._view.column(want)
        _, slots = expand(column.rows, np.array([ordinal], dtype=np.int64))
        if isinstance(column, KeywordColumn):
            return [column.terms[code] for code in sorted(set(column.codes[slots].tolist()))]
        assert isinstance(column, NumericColumn)
        return sorted(column.values[slots].tolist())


_PARTS: dict[type[FieldType], Callable[[IndexView, Field, str | None], Shown]] = {
    GeoPointField: PointValues,
    DenseVectorField: VectorValues,
}


def _has_values(field: Field) -> bool:
    return field.doc_values and field.type.column not in (ColumnKind.TEXT, ColumnKind.NONE)


def shower(field: Field, pattern: str | None) -> Show:
    """How the values of a field are shown (``MappedFieldType.docValueFormat``).

    :raises IllegalArgumentError: a format for a field that takes none.
    """
    type_ = field.type
    if type_.type_name in ("date", "date_nanos"):
        return _dates(type_.type_name, pattern or type_.get("format"))
    if type_.type_name == "boolean":
        return bool
    if pattern is not None and type_.column in (ColumnKind.INTEGER, ColumnKind.FLOAT):
        printer = decimal_format(pattern)
        return lambda value: printer.format(float(type_.from_column(value)))
    if pattern is not None:
        raise without_formats(field.path, type_.type_name)
    if type_.type_name in ("float", "half_float"):
        return lambda value: float(str(np.float32(value)))
    return type_.from_column


def _dates(type_name: str, pattern: str) -> Show:
    scale = 1 if type_name == "date_nanos" else 1_000_000
    date_format(pattern)
    printer, utc = printer_of(pattern), zone_of("UTC")
    return lambda value: printer(Moment.of(value * scale, utc))
