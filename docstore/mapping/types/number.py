"""What all numeric fields share (``NumberFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError, NumberFormatError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import ColumnKind, ColumnValue, LocatedCause
from docstore.mapping.java_text import java_string, parse_java_double
from docstore.mapping.parameter import Parameter
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import LenientField

Number = int | float


def parse_double(value: Any) -> float:
    """``NumberType.objectToDouble``: a query value or a string of a document as a double."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    text = java_string(value)
    number = parse_java_double(text)
    if number is None:
        raise NumberFormatError.of_floating(text)
    return number


class NumberField(LenientField):
    """A number: coerced from strings and fractions unless ``coerce`` is off."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER
    checkable: ClassVar[Kind] = Kind.INTEGER | Kind.BIG_INTEGER | Kind.FLOAT | Kind.WIDE_FLOAT | Kind.STRING
    copyable: ClassVar[Kind] = Kind.NULL

    def converted(self, value: Any) -> Number | None:
        """See ``number``."""
        return self.number(value)

    def number(self, value: Any) -> Number | None:
        """The value to index; raises what ``validate`` raises, without regard to ``ignore_malformed``."""
        if value is None:
            return self._null()
        if value == "" and self.get("coerce"):
            return self._null()
        if isinstance(value, dict):
            raise IllegalArgumentError("Cannot parse object as number")
        return self.parse_json(value)

    def _null(self) -> Number | None:
        null: Number | None = self.get("null_value")
        return null

    def parse_json(self, value: Any) -> Number:
        """A scalar of a document."""
        raise NotImplementedError

    @classmethod
    def parse_object(cls, value: Any) -> Number:
        """A value of a mapping or a query (``NumberType.parse(Object, boolean)``)."""
        raise NotImplementedError

    @classmethod
    def parse_null_value(cls, value: Any) -> Number:
        """The number that stands for null, as the mapping shows it."""
        return cls.parse_object(value)

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        try:
            return self.number(value)
        except (ApiError, LocatedCause):
            return None


def number_parameters(cls: type[NumberField], *more: Parameter) -> tuple[Parameter, ...]:
    """The parameters of a numeric type, in the order in which Elasticsearch writes them."""

    def null_value(_field: str, value: Any) -> Number | None:
        return None if value is None else cls.parse_null_value(value)

    return (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        p.IGNORE_MALFORMED,
        p.COERCE,
        Parameter("null_value", null_value, None, accepts_null=True),
        p.SCRIPT,
        p.ON_SCRIPT_ERROR,
        p.META,
        *more,
    )
