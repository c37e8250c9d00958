"""Which JSON values need no conversion to be column values: the fast path of a build, and its proof for each batch.

A rule says what the field type's ``column_value`` does to values of one plain type; a batch takes the fast path only when all its
values are of that type, inside the bounds, and a sample of them converts as the rule says. Everything else is converted value by value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from docstore.columns.rows import Slots
from docstore.mapping.field_type import FieldType

_INTEGER_BITS = {"byte": 8, "short": 16, "integer": 32, "long": 64}
_FLOAT_WIDTH: dict[str, npt.DTypeLike] = {"half_float": np.float16, "float": np.float32, "double": np.float64}
_FIRST_MILLIS = 10_000
"""A JSON number under this in a date field may be a year (``strict_date_optional_time`` reads ``2024``); above it is milliseconds."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The fast path of one numeric field."""

    types: frozenset[type]
    dtype: npt.DTypeLike
    low: float
    high: float
    narrow: npt.DTypeLike | None = None

    def array(self, values: list[Any], convert: Callable[[Any], Any]) -> Slots | None:
        """The values as an array, None when the general way is needed."""
        try:
            array: Slots = np.array(values, dtype=self.dtype)
        except OverflowError:
            return None
        if len(array) and not (self.low <= array.min() and array.max() <= self.high):
            return None
        if self.narrow is not None:
            with np.errstate(over="ignore"):
                array = array.astype(self.narrow).astype(self.dtype)
        return array if all(convert(values[at]) == array[at] for at in sample(len(array))) else None


def sample(size: int) -> set[int]:
    """A few positions that stand for all."""
    return {0, size // 2, size - 1} if size else set()


def plain_numbers(field_type: FieldType) -> Plain | None:
    """The fast path of a numeric field type, None when it has none."""
    name = field_type.type_name
    if bits := _INTEGER_BITS.get(name):
        limit = 1 << (bits - 1)
        return Plain(frozenset({int}), np.int64, -limit, limit - 1)
    if width := _FLOAT_WIDTH.get(name):
        return Plain(frozenset({int, float}), np.float64, -np.inf, np.inf, None if width is np.float64 else width)
    if name == "boolean":
        return Plain(frozenset({bool}), np.int64, 0, 1)
    if name == "date" and "format" not in field_type.to_body():
        return Plain(frozenset({int}), np.int64, _FIRST_MILLIS, (1 << 63) - 1)
    return None


def plain_length(field_type: FieldType) -> int | None:
    """Up to which length strings of this field are their own column values; None when they never are."""
    if field_type.type_name == "text":
        return 1 << 62
    if field_type.type_name != "keyword" or field_type.get("normalizer") not in (None, "default"):
        return None
    return int(field_type.get("ignore_above")) // 2
