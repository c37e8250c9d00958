"""counted_keyword: keywords whose repetitions within a document count (``CountedKeywordFieldMapper``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.json_token import token_of
from docstore.mapping import parameter as p
from docstore.mapping.causes import expected_token
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind


@field_type("counted_keyword")
class CountedKeywordField(FieldType):
    """A string or an array of strings, which the column holds as often as the document does."""

    __slots__ = ()
    takes_arrays: ClassVar[bool] = True
    several: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    copyable: ClassVar[Kind] = Kind.NULL | Kind.STRING
    parameters: ClassVar[tuple[Parameter, ...]] = (p.INDEX, p.META)

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, list):
            for item in value:
                if not isinstance(item, str) and item is not None:
                    raise expected_token("VALUE_STRING", item)
        elif not isinstance(value, str) and value is not None:
            raise IllegalArgumentError(f"Encountered unexpected token [{token_of(value)}].")

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """All strings."""
        items = value if isinstance(value, list) else [value]
        return [item for item in items if isinstance(item, str)]

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)
