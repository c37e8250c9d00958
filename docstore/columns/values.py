"""From JSON values to column values: the general way, value by value, and its memo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.projection import ABSENT, Several, descend
from docstore.columns.rows import Ints
from docstore.errors import ApiError
from docstore.mapping.field_type import LocatedCause

Scalar = int | float | str
T = TypeVar("T")

_MEMO = 65_536


def leaves(value: Any) -> Iterator[Any]:
    """The values of a field in a document: arrays, also arrays in arrays, are opened."""
    if type(value) is list:
        for item in value:
            yield from leaves(item)
    elif value is not ABSENT:
        yield value


class Converter:
    """``FieldType.column_value`` for many values: strings are remembered, a malformed value that was ignored gives
    None.
    """

    def __init__(self, convert: Callable[[Any], Scalar | None]) -> None:
        self._convert = convert
        self._strings: dict[str, Scalar | None] = {}
        self._null = self._fresh(None)

    def __call__(self, value: Any) -> Scalar | None:
        """The column value of a JSON scalar or object, None for none."""
        if value is None:
            return self._null
        if type(value) is not str:
            return self._fresh(value)
        try:
            return self._strings[value]
        except KeyError:
            if len(self._strings) >= _MEMO:
                self._strings.clear()
            return self._strings.setdefault(value, self._fresh(value))

    @property
    def skips_null(self) -> bool:
        """Whether a ``null`` is no value (the field has no ``null_value``)."""
        return self._null is None

    def _fresh(self, value: Any) -> Scalar | None:
        try:
            return self._convert(value)
        except (ApiError, LocatedCause):
            return None


def flatten(raw: list[Any], convert: Callable[[Any], T | None]) -> tuple[Ints, list[T]]:
    """How many values each document has, and all of them in order."""
    counts = np.zeros(len(raw), dtype=np.int64)
    flat: list[T] = []
    for ordinal, value in enumerate(raw):
        if value is ABSENT:
            continue
        if type(value) is list:
            converted = [got for got in map(convert, leaves(value)) if got is not None]
            counts[ordinal] = len(converted)
            flat += converted
        elif (single := convert(value)) is not None:
            counts[ordinal] = 1
            flat.append(single)
    return counts, flat


def units(raw: Any, *, whole: bool) -> Iterator[Any]:
    """The values of a field in a document; arrays are opened unless the field takes them whole."""
    if type(raw) is Several:
        for item in raw:
            yield from units(item, whole=whole)
    elif not whole:
        yield from leaves(raw)
    elif raw is not ABSENT:
        yield raw


def own_units(raw: Any, field: Field) -> Iterator[Any]:
    """As ``units``, of a multi-field what its field makes of them."""
    if field.parent is None:
        yield from units(raw, whole=field.type.takes_arrays)
        return
    for value in units(raw, whole=field.parent.takes_arrays):
        yield from field.parent.multi_field_values(value)


def values_in(field: Field, source: Mapping[str, Any]) -> Iterator[tuple[Any, Scalar]]:
    """The values of a field in one document, as they stand there and as a column has them; malformed ones are passed over."""
    for path in field.sources:
        raw = descend(source, tuple(path.split(".")), Several)
        if raw is ABSENT:
            continue
        for unit in own_units(raw, field):
            try:
                value = field.type.column_value(unit)
            except (ApiError, LocatedCause):
                continue
            if value is not None:
                yield unit, value


def explode(raw: list[Any], field: Field) -> tuple[Ints, list[Any]]:
    """``flatten`` for a field that takes arrays whole, or has several column values for a value."""
    if (constant := field.type.constant) is not None:
        return np.ones(len(raw), dtype=np.int64), [constant] * len(raw)
    counts = np.zeros(len(raw), dtype=np.int64)
    flat: list[Any] = []
    for ordinal, value in enumerate(raw):
        before = len(flat)
        for unit in own_units(value, field):
            try:
                flat += field.type.column_values(unit)
            except (ApiError, LocatedCause):
                continue
        counts[ordinal] = len(flat) - before
    return counts, flat
