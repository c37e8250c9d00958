"""keyword: a string as one term (``KeywordFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.analysis.analyzer import Analyzer
from docstore.errors import IllegalArgumentError, IllegalStateError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string, json_text, utf16_length
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import SCALARS

MAX_TERM_BYTES = 32766
"""Lucene's longest term."""


@field_type("keyword")
class KeywordField(FieldType):
    """Numbers and booleans are indexed as they are written; strings longer than ``ignore_above``, not at all."""

    __slots__ = ("normalizer",)
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    copyable: ClassVar[Kind] = SCALARS
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        Parameter("null_value", p.nullable_string, None, accepts_null=True),
        p.EAGER_GLOBAL_ORDINALS,
        Parameter("ignore_above", p.positive("ignore_above"), p.NO_LIMIT, updatable=True, setting="ignore_above"),
        Parameter("index_options", p.one_of("index_options", "docs", "freqs"), "docs"),
        p.norms(False),
        p.SIMILARITY,
        Parameter("normalizer", p.nullable_string, None, accepts_null=True),
        p.flag("split_queries_on_whitespace", False, updatable=True),
        p.SCRIPT,
        p.ON_SCRIPT_ERROR,
        p.META,
        p.DIMENSION,
    )

    def _configured(self) -> None:
        self.normalizer: Analyzer | None = None
        name = self.values.get("normalizer")
        if name is not None:
            self.normalizer = self.settings.analyzers.normalizer(name)
            if self.normalizer is None:
                raise MapperParsingError(f"normalizer [{name}] not found for field [{self.name}]")

    def normalized(self, text: str) -> str:
        """A text as the normalizer makes it one term (``KeywordFieldMapper.normalizeValue``).

        :raises IllegalStateError: it makes none, or several.
        """
        if self.normalizer is None:
            return text
        terms = self.normalizer.terms(text)
        if len(terms) != 1:
            raise IllegalStateError(
                "The normalization token stream is expected to produce exactly 1 token, but got "
                f"{'2+' if terms else 0} for analyzer {self.normalizer.name} and input \"{text}\""
            )
        return terms[0]

    def max_term_bytes(self) -> int | None:
        """Lucene's limit, unless ``ignore_above`` keeps below it."""
        # a UTF-16 unit takes at most three bytes
        if not self._indexed() or self.get("ignore_above") * 3 <= MAX_TERM_BYTES:
            return None
        return MAX_TERM_BYTES

    def _indexed(self) -> bool:
        return bool(self.get("index") or self.get("doc_values") or self.get("store"))

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()
        if value is None:
            value = self.get("null_value")
        if value is None or not self._indexed():
            return
        text = json_text(value)
        if utf16_length(text) > self.get("ignore_above"):
            return
        text = self.normalized(text)
        if len(text) * 3 <= MAX_TERM_BYTES:
            return
        raw = text.encode("utf-8", "surrogatepass")
        if len(raw) > MAX_TERM_BYTES:
            prefix = ", ".join(str(byte - 256 if byte > 127 else byte) for byte in raw[:30])
            raise IllegalArgumentError(
                f'Document contains at least one immense term in field="{self.path}" (whose UTF8 encoding is longer '
                f"than the max length {MAX_TERM_BYTES}), all of which were skipped. Please correct the analyzer to not "
                f"produce such terms. The prefix of the first immense term is: '[{prefix}]...'"
            )

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        if value is None:
            value = self.get("null_value")
        if value is None or isinstance(value, dict):
            return None
        text = json_text(value)
        limit = self.get("ignore_above")
        return None if len(text) > limit or utf16_length(text) > limit else self.normalized(text)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return self.normalized(java_string(value))
