"""text: analyzed strings (``TextFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string, json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.number import SCALARS

_TERM_VECTORS = (
    "no",
    "yes",
    "with_positions",
    "with_offsets",
    "with_positions_offsets",
    "with_positions_payloads",
    "with_positions_offsets_payloads",
)


@field_type("text")
class TextField(FieldType):
    """Numbers and booleans are analyzed as they are written in the document."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.TEXT
    copyable: ClassVar[Kind] = SCALARS
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.STORE,
        Parameter("index_options", p.one_of("index_options", "positions", "docs", "freqs", "offsets"), "positions"),
        p.norms(True),
        Parameter("term_vector", p.one_of("term_vector", *_TERM_VECTORS), "no"),
        Parameter("analyzer", p.string, "default"),
        Parameter("search_analyzer", p.string, None, updatable=True),
        Parameter("search_quote_analyzer", p.string, None, updatable=True),
        p.SIMILARITY,
        Parameter("position_increment_gap", p.positive("position_increment_gap"), 100),
        p.flag("fielddata", False, updatable=True),
        Parameter("fielddata_frequency_filter", p.anything, None, updatable=True),
        p.EAGER_GLOBAL_ORDINALS,
        p.flag("index_phrases", False),
        Parameter("index_prefixes", p.anything, None, accepts_null=True),
        p.META,
    )

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        return None if value is None or isinstance(value, dict) else json_text(value)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)
