"""text: analyzed strings (``TextFieldMapper``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from docstore.analysis.analyzer import Analyzer
from docstore.mapping import parameter as p
from docstore.mapping import parameter_checks as checks
from docstore.mapping import text_options
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


@dataclass(frozen=True, slots=True)
class FieldAnalyzers:
    """What cuts the texts of documents, of queries, and of quoted queries into terms."""

    index: Analyzer
    search: Analyzer
    quote: Analyzer


_ANALYZERS = ("analyzer", "search_analyzer", "search_quote_analyzer")


@field_type("text")
class TextField(FieldType):
    """Numbers and booleans are analyzed as they are written in the document."""

    __slots__ = ("analyzers",)
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
        Parameter("position_increment_gap", text_options.gap, -1, check=checks.positions_for_gap),
        p.flag("fielddata", False, updatable=True, check=checks.indexed_for_fielddata),
        Parameter("fielddata_frequency_filter", text_options.frequency_filter, text_options.ALL_TERMS, updatable=True),
        p.EAGER_GLOBAL_ORDINALS,
        p.flag("index_phrases", False, check=checks.indexed_for_phrases),
        Parameter("index_prefixes", text_options.prefixes, None, accepts_null=True, check=checks.indexed_for_prefixes),
        p.META,
    )

    def _configured(self) -> None:
        self._forget_repeated_analyzers("default")
        named = [self.values.get(name) for name in _ANALYZERS]
        for name in filter(None, named):
            self._analyzer(name)
        index, search, quote = named
        own = self._analyzer(index or "default")
        first = self._of_searches("default_search", index, own) if search is None else self._analyzer(search)
        last = self._of_searches("default_search_quoted", index or search, first) if quote is None else self._analyzer(quote)
        self.analyzers = FieldAnalyzers(own, first, last)

    def _analyzer(self, name: str) -> Analyzer:
        return text_options.analyzer(self, name)

    def _of_searches(self, name: str, configured: str | None, otherwise: Analyzer) -> Analyzer:
        """The index's own default for searches, where the field says nothing of its own."""
        known = self.settings.analyzers
        return self._analyzer(name) if configured is None and known.defines(name) else otherwise

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        return None if value is None or isinstance(value, dict) else json_text(value)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)
