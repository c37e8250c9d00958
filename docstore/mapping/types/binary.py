"""binary: Base64 strings, kept in ``_source`` only (``BinaryFieldMapper``)."""

from __future__ import annotations

import base64
import binascii
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError, JsonParseError
from docstore.mapping import parameter as p
from docstore.mapping.causes import jackson, no_text, token_name
from docstore.mapping.field_type import Acceptance, ColumnValue, FieldType
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import SCALARS


@field_type("binary")
class BinaryField(FieldType):
    """The content is looked at only when the field is stored or has doc values."""

    __slots__ = ()
    copyable: ClassVar[Kind] = Kind.NULL
    checkable: ClassVar[Kind] = Kind.STRING
    parameters: ClassVar[tuple[Parameter, ...]] = (p.META, p.STORE, p.flag("doc_values", False))

    def _looked_at(self) -> bool:
        return bool(self.get("store") or self.get("doc_values"))

    def accepts(self, kind: Kind) -> Acceptance:
        """See the base class; with ``ignore_malformed`` every scalar may come."""
        if kind & SCALARS and not self._looked_at():
            return Acceptance.COPY
        return super().accepts(kind)

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()
        if value is None or not self._looked_at():
            return
        if not isinstance(value, str):
            name = token_name(value)
            raise jackson(
                JsonParseError,
                f"Current token ({name}) not VALUE_STRING or VALUE_EMBEDDED_OBJECT, can not access as binary",
            )
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise IllegalArgumentError(
                f"Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): {error}"
            ) from None

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        return None

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        raise IllegalArgumentError("Binary fields do not support searching")
