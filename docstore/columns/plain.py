"""Which JSON values need no conversion to be column values: the fast path of a build, and its proof for each batch.

A rule says what the field type's ``column_value`` does to values of one plain type; a batch takes the fast path only
when all its values are of that type, inside the bounds, and a sample of them converts as the rule says. Everything else
is converted value by value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from docstore.columns.rows import Slots
from docstore.frozen import frozen
from docstore.mapping.field_type import ColumnKind, FieldType

_INTEGER_BITS = {"byte": 8, "short": 16, "integer": 32, "long": 64}
_FLOAT_WIDTH: dict[str, npt.DTypeLike] = {"half_float": np.float16, "float": np.float32, "double": np.float64}
_FIRST_MILLIS = 10_000
"""A JSON number under this in a date field may be a year (``strict_date_optional_time`` reads ``2024``); above it is
milliseconds.
"""


class Rule(Protocol):
    """A fast path of one field."""

    @property
    def types(self) -> frozenset[type]:
        """The types of which all values of a batch must be."""

    @property
    def dtype(self) -> npt.DTypeLike:
        """What comes out."""

    def array(self, values: list[Any], convert: Callable[[Any], Any]) -> Slots | None:
        """The values as an array, None when the general way is needed."""


@frozen
class Plain:
    """Numbers that are their own column values."""

    types: frozenset[type]
    dtype: npt.DTypeLike
    low: float
    high: float
    narrow: npt.DTypeLike | None = None

    def array(self, values: list[Any], convert: Callable[[Any], Any]) -> Slots | None:
        """In C throughout; None also for what the type of the column cannot hold."""
        try:
            array: Slots = np.array(values, dtype=self.dtype)
        except OverflowError:
            return None
        if len(array) and not (self.low <= array.min() and array.max() <= self.high):
            return None
        if self.narrow is not None:
            with np.errstate(over="ignore"):
                array = array.astype(self.narrow).astype(self.dtype)
        return agreed(array, values, convert)


class IsoDates:
    """Dates in the form ``2024-05-01`` or ``2024-05-01T10:00:00.000Z``, all of a batch in the same."""

    types = frozenset({str})
    dtype = np.int64

    def array(self, values: list[Any], convert: Callable[[Any], Any]) -> Slots | None:
        """Parsed by numpy, after a regular expression has seen that it will find nothing but such dates."""
        form = next((form for form in _ISO if values and form.fullmatch(values[0])), None)
        if form is None or not _repeated(form).fullmatch("\n".join(values)):
            return None
        try:
            dates = np.array([value.rstrip("Z") for value in values], dtype="datetime64[ms]")
        except ValueError:
            return None
        if dates.min() < _YEAR_ONE:
            return None
        return agreed(dates.astype(np.int64), values, convert)


_YEAR_ONE = np.datetime64("0001-01-01", "ms")
_ISO = tuple(
    re.compile(form, re.ASCII)
    for form in (r"\d{4}-\d\d-\d\d", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z?")
)


@cache
def _repeated(form: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"{form.pattern}(?:\n{form.pattern})*", re.ASCII)


def agreed(array: Slots, values: list[Any], convert: Callable[[Any], Any]) -> Slots | None:
    """The array, when the field type says the same of a sample of the values."""
    return array if all(convert(values[at]) == array[at] for at in sample(len(array))) else None


def sample(size: int) -> set[int]:
    """A few positions that stand for all."""
    return {0, size // 2, size - 1} if size else set()


def plain_numbers(field_type: FieldType) -> tuple[Rule, ...]:
    """The fast paths of a numeric field type."""
    name = field_type.type_name
    if bits := _INTEGER_BITS.get(name):
        limit = 1 << (bits - 1)
        return (Plain(frozenset({int}), np.int64, -limit, limit - 1),)
    if width := _FLOAT_WIDTH.get(name):
        narrow = None if width is np.float64 else width
        return (Plain(frozenset({int, float}), np.float64, -np.inf, np.inf, narrow),)
    if name == "boolean":
        return (Plain(frozenset({bool}), np.int64, 0, 1),)
    if name == "date" and "format" not in field_type.to_body():
        return Plain(frozenset({int}), np.int64, _FIRST_MILLIS, (1 << 53) - 1), IsoDates()
    return ()


def plain_length(field_type: FieldType) -> int | None:
    """Up to which length strings of this field are their own column values; None when they never are."""
    if field_type.column is ColumnKind.TEXT:
        return 1 << 62
    if field_type.type_name != "keyword" or field_type.get("normalizer") is not None:
        return None
    return int(field_type.get("ignore_above")) // 2
