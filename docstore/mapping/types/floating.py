"""double, float and half_float."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.causes import not_numeric, token_name
from docstore.mapping.field_type import ColumnKind, ColumnValue, Range
from docstore.mapping.glance import Glance
from docstore.mapping.java_text import java_double
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.number import NumberField, number_parameters, parse_double


@cache
def _decimals(digits: int) -> Glance:
    return Glance(rf"-?\d{{1,{digits}}}(?:\.\d{{1,30}})?")


class FloatingField(NumberField):
    """Numbers with a fraction, in the precision of the type; not-a-number and the infinities are refused."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT
    java: ClassVar[str]
    step: ClassVar[str]
    digits: ClassVar[int] = 30
    """Numbers with no more digits before the point are finite, whatever the digits."""

    @classmethod
    def rounded(cls, number: float) -> float:
        """The nearest number of the type, infinite when there is none."""
        return _pack(number, cls.step)

    @classmethod
    def finite(cls, number: float) -> float:
        """The nearest number of the type; refused when there is none."""
        rounded = cls.rounded(number)
        if not math.isfinite(rounded):
            shown = _pack(number, "<f") if cls.step != "<d" else number
            raise IllegalArgumentError(f"[{cls.type_name}] supports only finite values, but got [{_text(shown)}]")
        return rounded

    def parse_json(self, value: Any) -> float:
        """A scalar of a document."""
        if isinstance(value, bool):
            raise not_numeric(token_name(value))
        if isinstance(value, str) and not self.get("coerce"):
            raise IllegalArgumentError(f"{self.java} value passed as String")
        return self.finite(parse_double(value))

    def surely_valid(self, values: list[Any]) -> bool:
        """See the base class."""
        if self.get("coerce") and set(map(type, values)) == {str} and _decimals(self.digits).passes(values):
            return True
        return super().surely_valid(values)

    @classmethod
    def parse_object(cls, value: Any) -> float:
        """A value of a mapping or a query."""
        return cls.finite(parse_double(value))

    @classmethod
    def parse_null_value(cls, value: Any) -> float:
        """See the base class."""
        number = cls.parse_object(value)
        return number if cls.step == "<d" else shortest(number)

    def _null(self) -> float | None:
        null: float | None = self.get("null_value")
        return null if null is None else self.rounded(null)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return self.rounded(parse_double(value))

    def check_terms(self, values: Sequence[Any], numbers: Sequence[Any]) -> None:
        """Not-a-number and what is infinite in the type."""
        if not all(map(math.isfinite, numbers)):
            for value in values:
                self.parse_object(value)

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        low = None if lower is None else self._end(lower)
        high = None if upper is None else self._end(upper)
        if low is not None and not include_lower:
            low = 0.0 if _is_negative_zero(low) else math.nextafter(low, math.inf)
        if high is not None and not include_upper:
            high = -0.0 if high == 0 and not _is_negative_zero(high) else math.nextafter(high, -math.inf)
        return low, high

    def _end(self, value: Any) -> float:
        """Not-a-number is above all numbers, as in Lucene's points, and here as good as infinity, which no document has."""
        number = self.rounded(parse_double(value))
        return math.inf if math.isnan(number) else number


def _is_negative_zero(number: float) -> bool:
    """In Lucene it comes right before the other zero (``DoublePoint.nextUp``)."""
    return number == 0 and math.copysign(1, number) < 0


def _pack(number: float, layout: str) -> float:
    try:
        value: float = struct.unpack(layout, struct.pack(layout, number))[0]
    except OverflowError:
        return math.copysign(math.inf, number)
    return value


def _text(number: float) -> str:
    if not math.isfinite(number):
        return java_double(number)
    return java_double(shortest(number))


def shortest(number: float) -> float:
    """Of the decimals that are this number in 32 bits, the one with the fewest digits."""
    if not math.isfinite(number):
        return number
    return next(found for digits in range(1, 18) if _pack(found := float(f"{number:.{digits}g}"), "<f") == number)


@field_type("double")
class DoubleField(FloatingField):
    """A 64-bit floating-point number."""

    __slots__ = ()
    java, step = "Double", "<d"
    copyable: ClassVar[Kind] = Kind.NULL | Kind.INTEGER | Kind.FLOAT | Kind.WIDE_FLOAT


@field_type("float")
class FloatField(FloatingField):
    """A 32-bit floating-point number."""

    __slots__ = ()
    java, step = "Float", "<f"
    copyable: ClassVar[Kind] = Kind.NULL | Kind.INTEGER | Kind.FLOAT


@field_type("half_float")
class HalfFloatField(FloatingField):
    """A 16-bit floating-point number."""

    __slots__ = ()
    java, step, digits = "Float", "<e", 4

    @classmethod
    def rounded(cls, number: float) -> float:
        """By way of a 32-bit float, as Lucene does."""
        return _pack(_pack(number, "<f"), "<e")


for _type in (DoubleField, FloatField, HalfFloatField):
    _type.parameters = number_parameters(_type, p.DIMENSION, p.METRIC)
