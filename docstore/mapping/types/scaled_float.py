"""scaled_float: a number stored as a long, after multiplication with a fixed factor."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.causes import not_numeric, token_name
from docstore.mapping.field_type import ColumnKind, ColumnValue, Range
from docstore.mapping.java_text import java_double, java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import LONG_MAX, LONG_MIN
from docstore.mapping.types.number import NumberField, number_parameters, parse_double


def _factor(_field: str, value: Any) -> float:
    number = parse_double(value)
    if not math.isfinite(number) or number <= 0:
        raise IllegalArgumentError(f"[scaling_factor] must be a positive number, got [{java_double(number)}]")
    return number


@field_type("scaled_float")
class ScaledFloatField(NumberField):
    """A column holds the value that the scaled long means, so 1.234 with a factor of 100 is 1.23."""

    __slots__ = ("factor",)
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT

    def _configured(self) -> None:
        factor = self.get("scaling_factor")
        if factor is None:
            raise IllegalArgumentError(f"Field [{self.name}] misses required parameter [scaling_factor]")
        self.factor = float(factor)

    def parse_json(self, value: Any) -> float:
        """A scalar of a document."""
        if isinstance(value, bool):
            raise not_numeric(token_name(value))
        if isinstance(value, str) and not self.get("coerce"):
            raise IllegalArgumentError("Double value passed as String")
        return self._descale(parse_double(value))

    def number(self, value: Any) -> int | float | None:
        """The value to index, as ``parse_json`` reads it."""
        if isinstance(value, dict):
            raise not_numeric("START_OBJECT")
        if value is None or (value == "" and self.get("coerce")):
            null = self.get("null_value")
            return None if null is None else self._descale(null)
        return self.parse_json(value)

    def _descale(self, number: float) -> float:
        if not math.isfinite(number):
            raise IllegalArgumentError(f"[scaled_float] only supports finite values, but got [{java_double(number)}]")
        return self._encode(number) / self.factor

    def _encode(self, number: float) -> int:
        scaled = number * self.factor
        if not math.isfinite(scaled):
            return LONG_MAX if scaled > 0 else LONG_MIN
        return max(LONG_MIN, min(LONG_MAX, math.floor(scaled + 0.5)))

    @classmethod
    def parse_object(cls, value: Any) -> float:
        """A value of a mapping or a query."""
        number = parse_double(value)
        if not math.isfinite(number):
            raise IllegalArgumentError(f"[scaled_float] only supports finite values, but got [{java_string(value)}]")
        return number

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        scaled = parse_double(value) * self.factor
        if not math.isfinite(scaled):
            return scaled
        if bound is None:
            return self._encode(parse_double(value)) / self.factor
        return (math.ceil(scaled) if bound == "lower" else math.floor(scaled)) / self.factor

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        factor = self.factor
        low = high = None
        if lower is not None:
            scaled = parse_double(lower) * factor
            low = _whole(scaled if include_lower else math.nextafter(scaled, math.inf), math.ceil) / factor
        if upper is not None:
            scaled = parse_double(upper) * factor
            high = _whole(scaled if include_upper else math.nextafter(scaled, -math.inf), math.floor) / factor
        return low, high


def _whole(scaled: float, rounded: Callable[[float], int]) -> int:
    """An end of a range as a ``long``, which ends where the type does (``Math.round``)."""
    if math.isfinite(scaled):
        return rounded(scaled)
    return 0 if math.isnan(scaled) else LONG_MAX if scaled > 0 else LONG_MIN


ScaledFloatField.parameters = (
    *(item for item in number_parameters(ScaledFloatField) if item.name not in ("script", "on_script_error")),
    Parameter("scaling_factor", _factor, None, text=java_string),
    p.METRIC,
)
