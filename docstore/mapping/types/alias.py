"""alias: another name for a field of the same mapping (``FieldAliasMapper``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import Parameter, refuse_remaining
from docstore.mapping.registry import field_type


@field_type("alias")
class AliasField(FieldType):
    """Found by ``Mapping.field`` under its own path; whoever reads follows ``target``. Writing to it is refused."""

    __slots__ = ()
    in_documents: ClassVar[bool] = False
    parameters: ClassVar[tuple[Parameter, ...]] = (Parameter("path", p.string),)
    common: ClassVar[tuple[Parameter, ...]] = ()

    @classmethod
    def parse_values(cls, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """A path and nothing else."""
        if body.get("path") is None:
            raise MapperParsingError(f"The [path] property must be specified for field [{name}].")
        refuse_remaining(name, {key: value for key, value in body.items() if key != "path"})
        return super().parse_values(name, body)

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
