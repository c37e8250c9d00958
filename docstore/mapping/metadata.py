"""Metadata fields: they belong to requests, not to documents, except for ``_doc_count``."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping.causes import not_numeric, out_of_range, token_name
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
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
    checkable: ClassVar[Kind] = Kind.INTEGER

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise not_numeric(token_name(value))
        if value >= 2**31:
            raise out_of_range(str(value), f"int ({-(2**31)} - {2**31 - 1})")
        if value <= 0:
            raise IllegalArgumentError(
                f"Field [_doc_count] must be a positive integer. Value [{value}] is not a positive integer"
            )

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        return value if isinstance(value, int) else None


DOC_COUNT = DocCountField("_doc_count")
