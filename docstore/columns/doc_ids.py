"""``_id`` as a field: the id of each document, which stands beside its ``_source``."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.columns.fields import Field, Json
from docstore.columns.projection import DOC_ID
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string


class DocIds(FieldType):
    """Values to sort and aggregate (``IdFieldMapper``, its fielddata)."""

    __slots__ = ()
    type_name: ClassVar[str] = "_id"
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD

    def to_body(self) -> Json:
        """Nothing about it can change."""
        return {"type": self.type_name}

    def column_value(self, value: Any) -> ColumnValue | None:
        """The text that it is."""
        return value if isinstance(value, str) else None

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)


DOC_IDS = Field(DocIds.type_name, DocIds(DocIds.type_name), (DOC_ID,))
"""The id of each document."""
