"""boolean: true, false and the same as strings (``BooleanFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.causes import not_boolean, token_name
from docstore.mapping.field_type import ColumnKind, ColumnValue, LocatedCause, Range
from docstore.mapping.java_text import java_boolean, java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import LenientField


def _null_value(field: str, value: Any) -> bool | None:
    return None if value is None else p.boolean(field, value)


def _null_text(value: Any) -> str:
    return "null" if value is None else java_boolean(value)


@field_type("boolean")
class BooleanField(LenientField):
    """A column holds 0 and 1."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER
    copyable: ClassVar[Kind] = Kind.NULL | Kind.BOOLEAN
    checkable: ClassVar[Kind] = Kind.STRING
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.META,
        p.DOC_VALUES,
        p.INDEX,
        Parameter("null_value", _null_value, None, accepts_null=True, text=_null_text),
        p.STORE,
        p.SCRIPT,
        p.ON_SCRIPT_ERROR,
        p.IGNORE_MALFORMED,
        p.DIMENSION,
    )

    def converted(self, value: Any) -> bool | None:
        """True or false; none for null."""
        if value is None:
            null: bool | None = self.get("null_value")
            return null
        if isinstance(value, bool):
            return value
        if not isinstance(value, str):
            raise not_boolean(token_name(value))
        if value in ("true", "false", ""):
            return value == "true"
        raise IllegalArgumentError.not_boolean(value)

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        try:
            truth = self.converted(value)
        except (ApiError, LocatedCause):
            return None
        return None if truth is None else int(truth)

    def from_column(self, value: Any) -> Any:
        """The value as responses show it."""
        return int(value)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        text = java_string(value)
        if text in ("true", "false", ""):
            return int(text == "true")
        raise IllegalArgumentError(f"Can't parse boolean value [{text}], expected [true] or [false]")

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        low = None if lower is None else int(self._query(lower, None)) + (not include_lower)
        high = None if upper is None else int(self._query(upper, None)) - (not include_upper)
        return low, high
