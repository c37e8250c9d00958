"""constant_keyword: the same keyword in all documents of the index (``ConstantKeywordFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import Acceptance, ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string, json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import SCALARS


def _value(field: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise MapperParsingError(
            f"Property [value] on field [{field}] must be a number or a string, but got [{java_string(value)}]"
        )
    return java_string(value)


@field_type("constant_keyword")
class ConstantKeywordField(FieldType):
    """The value is in the mapping, or is taken into it from the first document that has one; a document need not have it."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    in_documents: ClassVar[bool] = False
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("value", _value, None, may_become=lambda old, new: old is None or old == new),
        p.META,
    )

    @property
    def constant(self) -> str | None:
        """What every document of the index has."""
        value: str | None = self.get("value")
        return value

    @property
    def learns(self) -> bool:  # type: ignore[override]  # a property here, where others have a constant
        """Until there is a value."""
        return self.constant is None

    def accepts(self, kind: Kind) -> Acceptance:
        """Any scalar becomes the value; later ones must be equal."""
        if kind & (SCALARS & ~Kind.NULL):
            return Acceptance.COPY if self.learns else Acceptance.CHECK
        return Acceptance.REJECT

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()
        if value is None:
            raise IllegalArgumentError(f"[constant_keyword] field [{self.path}] doesn't accept [null] values")
        text = json_text(value)
        if self.constant not in (None, text):
            raise IllegalArgumentError(
                f"[constant_keyword] field [{self.path}] only accepts values that are equal to the value defined in the "
                f"mappings [{self.constant}], but got [{text}]"
            )

    def learned(self, value: Any) -> FieldType:
        """The field with this value."""
        values = {**self.values, "value": json_text(value)}
        return type(self)(self.path, values, copy_to=self.copy_to, settings=self.settings)

    def column_value(self, value: Any) -> ColumnValue | None:
        """The constant, whatever the document has."""
        return self.constant

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)
