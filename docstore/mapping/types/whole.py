"""long, integer, short and byte."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.causes import not_numeric, out_of_range, token_name
from docstore.mapping.field_type import ColumnValue, Range
from docstore.mapping.java_text import java_double, java_string, json_text, parse_java_long
from docstore.mapping.registry import field_type
from docstore.mapping.shape import LONG_MAX, LONG_MIN, Kind
from docstore.mapping.types.number import Number, NumberField, number_parameters, parse_double


def _all_digits(texts: list[str], most: int) -> bool:
    """Whether each string is a whole number of at most so many digits, without a sign."""
    joined = "".join(texts)
    return joined.isdigit() and joined.isascii() and all(texts) and max(map(len, texts)) <= most


class WholeNumberField(NumberField):
    """Integers of one width. Fractions are cut off towards zero when ``coerce`` is on."""

    __slots__ = ()
    least: ClassVar[int]
    most: ClassVar[int]
    noun: ClassVar[str]
    java: ClassVar[str]

    @classmethod
    def check_string(cls, text: str) -> int:
        """The number in a string, within the range of the type."""
        number = parse_double(text)
        if number < cls.least or number > cls.most:
            raise IllegalArgumentError(f"Value [{text}] is out of range for {cls.noun}")
        return 0 if number != number else int(number)

    def check_number(self, value: Number) -> int:
        """A JSON number, within the range of the type."""
        if value < self.least or value > self.most:
            raise out_of_range(json_text(value), self.range_text())
        return int(value)

    def range_text(self) -> str:
        """The range as the JSON parser names it."""
        return f"{self.java.lower()} ({self.least} - {self.most})"

    def parse_json(self, value: Any) -> int:
        """A scalar of a document."""
        coerce = self.get("coerce")
        if isinstance(value, bool):
            raise not_numeric(token_name(value))
        if isinstance(value, str):
            if not coerce:
                raise IllegalArgumentError(f"{self.java} value passed as String")
            return self.check_string(value)
        number = self.check_number(value)
        if not coerce and isinstance(value, float) and number != value:
            raise IllegalArgumentError(f"{java_double(value)} cannot be converted to {self.java} without data loss")
        return number

    def surely_valid(self, values: list[Any]) -> bool:
        """See the base class."""
        kinds = set(map(type, values))
        if kinds == {int}:
            return bool(self.least <= min(values) and max(values) <= self.most)
        if kinds == {str} and self.get("coerce") and _all_digits(values, len(str(self.most)) - 1):
            return True
        return super().surely_valid(values)

    @classmethod
    def parse_object(cls, value: Any) -> int:
        """A value of a mapping or a query."""
        number = parse_double(value)
        if number < cls.least or number > cls.most:
            raise IllegalArgumentError(f"Value [{java_string(value)}] is out of range for {cls.noun}")
        if number % 1 != 0:
            raise IllegalArgumentError(f"Value [{java_string(value)}] has a decimal part")
        return int(number)

    @classmethod
    def cut(cls, value: Any) -> int:
        """A query value with its fraction cut off; refused when out of range."""
        number = parse_double(value)
        if number < cls.least or number > cls.most:
            raise IllegalArgumentError(f"Value [{java_string(value)}] is out of range for {cls.noun}")
        return 0 if number != number else int(number)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        whole = None if bound is None else self.cut(value)
        number = parse_double(value)
        if whole is None:
            # a term with a fraction, or out of range, equals no value of the field; it is not an error
            return number if number % 1 != 0 or not self.least <= number <= self.most else self.cut(value)
        if number % 1 == 0:
            return whole
        if bound == "lower":
            return whole + 1 if number > 0 else whole
        return whole - 1 if number < 0 else whole

    def check_terms(self, values: Sequence[Any], numbers: Sequence[Any]) -> None:
        """What is out of range; byte and short are looked up as integers."""
        if set(map(type, numbers)) <= {int}:
            return
        type_ = LongField if self.type_name == "long" else IntegerField
        for value in values:
            if not isinstance(value, int) and _has_fraction(value):
                continue
            type_.cut(value)

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        low = high = None
        if lower is not None:
            low = int(self._query(lower, "lower"))
            if not include_lower and not _has_fraction(lower):
                low += 1
        if upper is not None:
            high = int(self._query(upper, "upper"))
            if not include_upper and not _has_fraction(upper):
                high -= 1
        if (low is not None and low > self.most) or (high is not None and high < self.least):
            return None
        return low, high


def _has_fraction(value: Any) -> bool:
    return parse_double(value) % 1 != 0


@field_type("long")
class LongField(WholeNumberField):
    """A signed 64-bit integer."""

    __slots__ = ()
    least, most, noun, java = LONG_MIN, LONG_MAX, "a long", "Long"
    copyable: ClassVar[Kind] = Kind.NULL | Kind.INTEGER
    checkable: ClassVar[Kind] = Kind.FLOAT | Kind.WIDE_FLOAT | Kind.STRING

    @classmethod
    def check_string(cls, text: str) -> int:
        """The number in a string, within the range of the type."""
        return _long_of_text(text, coerce=True)

    def check_number(self, value: Number) -> int:
        """A JSON number, within the range of the type."""
        if isinstance(value, float):
            if not float(LONG_MIN) <= value <= float(LONG_MAX):
                raise out_of_range(json_text(value), self.range_text())
            return min(int(value), LONG_MAX)
        return super().check_number(value)

    @classmethod
    def parse_object(cls, value: Any) -> int:
        """A value of a mapping or a query."""
        if isinstance(value, str):
            return _long_of_text(value, coerce=False)
        if isinstance(value, float) and value % 1 != 0:
            raise IllegalArgumentError(f"Value [{java_string(value)}] has a decimal part")
        return cls.cut(value)

    @classmethod
    def cut(cls, value: Any) -> int:
        """A query value with its fraction cut off."""
        if isinstance(value, float):
            if not float(LONG_MIN) <= value <= float(LONG_MAX):
                raise IllegalArgumentError(f"Value [{java_string(value)}] is out of range for a long")
            return min(int(value), LONG_MAX)
        if isinstance(value, int) and not isinstance(value, bool) and LONG_MIN <= value <= LONG_MAX:
            return value
        return _long_of_text(java_string(value), coerce=True)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        if isinstance(value, int) and not isinstance(value, bool) and LONG_MIN <= value <= LONG_MAX:
            return value
        exact = parse_java_long(value) if isinstance(value, str) else None
        return exact if exact is not None else super()._query(value, bound)


def _long_of_text(text: str, *, coerce: bool) -> int:
    """``AbstractXContentParser.toLong``."""
    exact = parse_java_long(text)
    if exact is not None:
        return exact
    try:
        number = Decimal(text) if "_" not in text and text == text.strip() else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise IllegalArgumentError(f'For input string: "{text}"')
    exponent = number.as_tuple().exponent
    scale = -exponent if isinstance(exponent, int) else 0
    if scale < -19:
        raise IllegalArgumentError(f"Value [{text}] is out of range for a long")
    if not coerce and (scale > 19 or number != int(number)):
        raise IllegalArgumentError(f"Value [{text}] has a decimal part")
    whole = 0 if scale > 19 else int(number)
    if not LONG_MIN <= whole <= LONG_MAX:
        raise IllegalArgumentError(f"Value [{text}] is out of range for a long")
    return whole


@field_type("integer")
class IntegerField(WholeNumberField):
    """A signed 32-bit integer."""

    __slots__ = ()
    least, most, noun, java = -(2**31), 2**31 - 1, "an integer", "Integer"

    def range_text(self) -> str:
        """The range as the JSON parser names it."""
        return f"int ({self.least} - {self.most})"


@field_type("short")
class ShortField(WholeNumberField):
    """A signed 16-bit integer."""

    __slots__ = ()
    least, most, noun, java = -(2**15), 2**15 - 1, "a short", "Short"

    def check_number(self, value: Number) -> int:
        """A JSON number, within the range of the type."""
        if not IntegerField.least <= value <= IntegerField.most:
            raise out_of_range(json_text(value), f"int ({IntegerField.least} - {IntegerField.most})")
        return super().check_number(int(value)) if self.least <= int(value) <= self.most else self._overflow(value)

    def _overflow(self, value: Number) -> int:
        raise out_of_range(json_text(value), "Java short")


@field_type("byte")
class ByteField(WholeNumberField):
    """A signed 8-bit integer; read as an integer first (``NumberType.BYTE``)."""

    __slots__ = ()
    least, most, noun, java = -(2**7), 2**7 - 1, "a byte", "Integer"

    @classmethod
    def check_string(cls, text: str) -> int:
        """The number in a string, within the range of the type."""
        return cls._narrow(IntegerField.check_string(text))

    def check_number(self, value: Number) -> int:
        """A JSON number, within the range of the type."""
        if not IntegerField.least <= value <= IntegerField.most:
            raise out_of_range(json_text(value), f"int ({IntegerField.least} - {IntegerField.most})")
        return self._narrow(int(value))

    @classmethod
    def _narrow(cls, number: int) -> int:
        if not cls.least <= number <= cls.most:
            raise IllegalArgumentError(f"Value [{number}] is out of range for a byte")
        return number


for _type in (LongField, IntegerField, ShortField, ByteField):
    _type.parameters = number_parameters(_type, p.DIMENSION, p.METRIC)
