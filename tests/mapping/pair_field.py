"""A field type of the tests: two numbers in an array, or by name in an object, as ``geo_point`` has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType, Range
from docstore.mapping.registry import FIELD_TYPES, field_type
from docstore.mapping.shape import Kind


class PairField(FieldType):
    """``[1, 2]``, ``[[1, 2], [3, 4]]`` or ``{"x": 1, "y": 2}``; multi-fields get the sum."""

    __slots__ = ()
    takes_arrays: ClassVar[bool] = True
    several: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER
    copyable: ClassVar[Kind] = Kind.NULL
    checkable: ClassVar[Kind] = Kind.OBJECT

    def _pairs(self, value: Any) -> list[tuple[int, int]]:
        if value is None:
            return []
        if isinstance(value, list) and any(isinstance(item, list) for item in value):
            return [pair for item in value for pair in self._pairs(item)]
        found = [value.get("x"), value.get("y")] if isinstance(value, dict) else value
        if not isinstance(found, list) or [type(item) for item in found] != [int, int]:
            raise IllegalArgumentError("not a pair")
        return [(found[0], found[1])]

    def validate(self, value: Any) -> None:
        self._pairs(value)

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        return [x * 1000 + y for x, y in self._pairs(value)]

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return int(value)

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        return lower if include_lower else lower + 1, upper

    def multi_field_values(self, value: Any) -> Iterable[Any]:
        return [x + y for x, y in self._pairs(value)]


@contextmanager
def pairs() -> Iterator[None]:
    """The type is known inside."""
    field_type("pair")(PairField)
    try:
        yield
    finally:
        FIELD_TYPES.remove("pair")
