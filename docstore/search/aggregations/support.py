"""What kinds of values aggregations take, and fields have (``ValuesSourceType``)."""

from __future__ import annotations

from enum import Flag, auto

from docstore.columns.fields import Field
from docstore.mapping.field_type import ColumnKind


class Support(Flag):
    """What kinds of values an aggregation takes."""

    NUMBERS = auto()
    DATES = auto()
    BOOLEANS = auto()
    STRINGS = auto()
    ADDRESSES = auto()
    PRESENCE = auto()
    """Also fields of which it is only asked whether they are there."""
    NUMERIC = NUMBERS | DATES | BOOLEANS
    ANY = NUMERIC | STRINGS | ADDRESSES


def support_of(field: Field) -> Support | None:
    """What the values of a field are; None for what cannot be aggregated."""
    known = {"date": Support.DATES, "date_nanos": Support.DATES, "boolean": Support.BOOLEANS, "ip": Support.ADDRESSES}
    if field.type_name in known:
        return known[field.type_name]
    if field.type.column in (ColumnKind.INTEGER, ColumnKind.FLOAT):
        return Support.NUMBERS
    return Support.STRINGS if field.type.column in (ColumnKind.KEYWORD, ColumnKind.TEXT) else None


_NAMED = {"string": Support.STRINGS, "boolean": Support.BOOLEANS, "date": Support.DATES, "ip": Support.ADDRESSES}
_SHAPES = frozenset({"geopoint", "geo_point", "range"})
_WHOLE = frozenset({"byte", "short", "integer", "long"})
VALUE_TYPES = frozenset({*_NAMED, *_SHAPES, *_WHOLE, "float", "double", "number", "numeric"})
"""What ``value_type`` may be (``ValueType``)."""


def value_support(value_type: str) -> Support | None:
    """What kind of values a ``value_type`` means; None for shapes."""
    return None if value_type in _SHAPES else _NAMED.get(value_type, Support.NUMBERS)


def value_description(value_type: str) -> str:
    """How a refusal names it."""
    if value_type in _WHOLE:
        return "byte|short|integer|long"
    return {"float": "float|double", "double": "float|double", "geopoint": "geo_point"}.get(value_type, value_type)
