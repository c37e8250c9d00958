"""token_count: how many tokens a text has (``TokenCountFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.analysis.analyzer import Analyzer
from docstore.errors import MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import Acceptance, ColumnValue, Fetcher, without_formats
from docstore.mapping.java_text import json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.text_options import analyzer
from docstore.mapping.types.lenient import SCALARS
from docstore.mapping.types.whole import IntegerField


@field_type("token_count")
class TokenCountField(IntegerField):
    """Text in a document, an integer in a column and in queries; what counts is the builder of the column, which knows tokens."""

    __slots__ = ("analyzer",)
    copyable: ClassVar[Kind] = SCALARS
    checkable: ClassVar[Kind] = Kind(0)
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        Parameter("analyzer", p.string, updatable=True),
        Parameter(
            "null_value",
            lambda field, value: None if value is None else p.integer(field, value),
            None,
            accepts_null=True,
        ),
        p.flag("enable_position_increments", True),
        p.META,
    )

    def _configured(self) -> None:
        if self.get("analyzer") is None:
            raise MapperParsingError(f"Analyzer must be set for field [{self.name}] but wasn't.")
        self.analyzer: Analyzer = analyzer(self, self.get("analyzer"))

    def count(self, text: str) -> int:
        """How many tokens a text has, those at one place as one; with the places that dropped tokens leave, if they are to count."""
        if self.get("enable_position_increments"):
            return self.analyzer.positions(text)
        if self.analyzer.plain:
            return len(self.analyzer.terms(text))
        return len({token.position for token in self.analyzer.tokens(text)})

    def fetcher(self, pattern: str | None) -> Fetcher:
        """The counts, where they are kept.

        :raises IllegalArgumentError: a format is asked for.
        """
        if pattern is not None:
            raise without_formats(self.path, self.type_name)
        null = self.get("null_value")
        if not self.get("doc_values"):
            return lambda value: []
        return lambda value: [self.count(json_text(value))] if value is not None else [] if null is None else [null]

    def accepts(self, kind: Kind) -> Acceptance:
        """Every scalar is a text."""
        return Acceptance.COPY if kind & self.copyable else Acceptance.REJECT

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()

    def surely_valid(self, values: list[Any]) -> bool:
        """All but objects."""
        return dict not in set(map(type, values))

    def column_value(self, value: Any) -> ColumnValue | None:
        """Only the count that stands for no text; the others need an analyzer."""
        null: int | None = self.get("null_value")
        return null if value is None else None
