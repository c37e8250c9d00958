"""unsigned_long: an integer from 0 to 2**64 - 1."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from typing import Any

from docstore.errors import IllegalArgumentError, NumberFormatError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import ColumnValue, Range
from docstore.mapping.java_text import java_string
from docstore.mapping.registry import field_type
from docstore.mapping.types.number import NumberField, number_parameters, parse_double

SHIFT = 2**63
MOST = 2**64 - 1


@field_type("unsigned_long")
class UnsignedLongField(NumberField):
    """A column holds the value minus 2**63, which fits int64 and sorts alike; ``from_column`` adds it again."""

    __slots__ = ()

    def number(self, value: Any) -> int | float | None:
        """The value to index, as ``parse_json`` reads it."""
        if value is None or value == "":
            null: int | None = self.get("null_value")
            return null
        if isinstance(value, dict):
            raise no_text()
        return self.parse_json(value)

    def parse_json(self, value: Any) -> int:
        """A scalar of a document."""
        return self.parse_object(value)

    @classmethod
    def parse_object(cls, value: Any) -> int:
        """A value of a mapping or a query."""
        if isinstance(value, int) and not isinstance(value, bool):
            if not 0 <= value <= MOST:
                raise IllegalArgumentError(f"Value [{value}] is out of range for unsigned long")
            return value
        text = java_string(value)
        if isinstance(value, float):
            raise IllegalArgumentError(f'For input string: "{text}"')
        if not text.removeprefix("+").isdigit() or not text.isascii() or int(text) > MOST:
            raise IllegalArgumentError(f'For input string: "{text}"')
        return int(text)

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        number = super().column_value(value)
        return None if number is None else int(number) - SHIFT

    def from_column(self, value: Any) -> Any:
        """The value as responses show it."""
        return int(value) + SHIFT

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        number = _exact(value, bound)
        if bound is None and (number.is_nan() or not 0 <= number <= MOST or number != number.to_integral_value()):
            return math.nan  # equals no value
        whole = math.ceil(number) if bound == "lower" else math.floor(number)
        return whole - SHIFT

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        low, high = 0, MOST
        if lower is not None:
            number = _exact(lower, "lower")
            low = max(low, math.ceil(number) if include_lower else math.floor(number) + 1)
        if upper is not None:
            number = _exact(upper, "upper")
            high = min(high, math.floor(number) if include_upper else math.ceil(number) - 1)
        return None if low > high else (low - SHIFT, high - SHIFT)


_BELOW, _ABOVE = Decimal(-1), Decimal(MOST + 1)
"""What is farther away compares as these do, and may have too many digits to write out."""


def _exact(value: Any, bound: str | None) -> Decimal:
    parse_double(value)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise IllegalArgumentError(f'For input string: "{java_string(value)}"') from None
    if bound is not None and not number.is_finite():
        letter = "N" if number.is_nan() else "I"
        raise NumberFormatError(
            f'Character {letter} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.'
        )
    return number if bound is None else min(max(number, _BELOW), _ABOVE)


UnsignedLongField.parameters = (
    *(
        item
        for item in number_parameters(UnsignedLongField)
        if item.name not in ("script", "on_script_error", "coerce")
    ),
    p.DIMENSION,
    p.METRIC,
)
