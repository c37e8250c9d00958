"""``_routing`` as a field: what a document was written with stands beside its ``_source``."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.columns.fields import Field, Json
from docstore.columns.projection import ROUTING
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string


class Routing(FieldType):
    """A term that is indexed and has no doc values (``RoutingFieldMapper``)."""

    __slots__ = ()
    type_name: ClassVar[str] = "_routing"
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD

    def to_body(self) -> Json:
        """Nothing about it can change."""
        return {"type": self.type_name, "doc_values": False}

    def column_value(self, value: Any) -> ColumnValue | None:
        """The text that it is."""
        return value if isinstance(value, str) else None

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)


ROUTINGS = Field(Routing.type_name, Routing(Routing.type_name), (ROUTING,))
"""The routing of each document that has one."""
