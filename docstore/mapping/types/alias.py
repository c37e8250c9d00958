"""alias: another name for a field of the same mapping (``FieldAliasMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type


@field_type("alias")
class AliasField(FieldType):
    """Found by ``Mapping.field`` under its own path; whoever reads follows ``target``. Writing to it is refused."""

    __slots__ = ()
    parameters: ClassVar[tuple[Parameter, ...]] = (Parameter("path", p.string),)
    common: ClassVar[tuple[Parameter, ...]] = ()

    def _configured(self) -> None:
        if self.get("path") is None:
            raise MapperParsingError(f"The [path] property must be specified for field [{self.name}].")

    @property
    def target(self) -> str:
        """The path of the field that is meant."""
        return java_string(self.get("path"))

    def merge(self, other: FieldType) -> FieldType:
        """An alias may be pointed elsewhere."""
        if not isinstance(other, AliasField):
            raise IllegalArgumentError(
                f"Cannot merge a field alias mapping [{self.path}] with a mapping that is not for a field alias."
            )
        return other

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        raise IllegalArgumentError(f"Cannot write to a field alias [{self.path}].")
