"""Metadata fields: they belong to requests, not to documents, except for ``_doc_count``."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping.causes import expected_token, out_of_range
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string
from docstore.mapping.shape import Kind

METADATA_FIELDS = frozenset(
    [
        "_data_stream_timestamp",
        "_feature",
        "_field_names",
        "_id",
        "_ignored",
        "_ignored_source",
        "_index",
        "_index_mode",
        "_inference_fields",
        "_nested_path",
        "_routing",
        "_seq_no",
        "_source",
        "_tier",
        "_ts_routing_hash",
        "_tsid",
        "_version",
    ]
)
"""Names that no document may have at its top level."""

SHOWN_METADATA = (
    "_data_stream_timestamp",
    "_doc_count",
    "_feature",
    "_field_names",
    "_id",
    "_ignored",
    "_ignored_source",
    "_index",
    "_index_mode",
    "_nested_path",
    "_routing",
    "_seq_no",
    "_source",
    "_tier",
    "_version",
)
"""The metadata fields that each index shows to have."""


class DocCountField(FieldType):
    """``_doc_count``: how many documents a pre-aggregated document stands for."""

    __slots__ = ()
    type_name: ClassVar[str] = "_doc_count"
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER
    checkable: ClassVar[Kind] = Kind.INTEGER | Kind.FLOAT
    single: ClassVar[str | None] = "Arrays are not allowed for field [{path}]."

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise expected_token("VALUE_NUMBER", value)
        if isinstance(value, float):
            if value != int(value):
                raise IllegalArgumentError(f"{java_string(value)} cannot be converted to Integer without data loss")
            value = int(value)
        if value >= 2**31:
            raise out_of_range(str(value), f"int ({-(2**31)} - {2**31 - 1})")
        if value <= 0:
            raise IllegalArgumentError(
                f"Field [_doc_count] must be a positive integer. Value [{value}] is not a positive integer"
            )

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        return int(value) if isinstance(value, int | float) else None


DOC_COUNT = DocCountField("_doc_count")
