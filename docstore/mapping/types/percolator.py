"""percolator: a query, stored as a document (``PercolatorFieldMapper``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docstore.errors import ParsingError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import Acceptance, FieldType
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind

Parse = Callable[[Any], Any]
Check = Callable[[Any, Any], None]

_seams: list[tuple[Parse, Check]] = []


def queries_with(parse: Parse, check: Check) -> None:
    """Registers what ``query`` knows and mappings cannot: ``parse`` raises an ``ApiError`` for a body that is no query, ``check`` for a
    parsed query that a mapping has no fields for.
    """
    _seams[:] = [(parse, check)]


@field_type("percolator")
class PercolatorField(FieldType):
    """A query in JSON. It is opaque to the mapping; whether it is one is for the query parser to say."""

    __slots__ = ()
    names_itself: ClassVar[bool] = False
    asks_mapping: ClassVar[bool] = True
    single: ClassVar[str | None] = "a document can only contain one percolator query"
    parameters: ClassVar[tuple[Parameter, ...]] = (p.META,)

    def accepts(self, kind: Kind) -> Acceptance:
        """Only objects, and of them only queries."""
        return Acceptance.CHECK if kind is Kind.OBJECT else Acceptance.REJECT

    def validate(self, value: Any) -> None:
        """Raises why the value is no query."""
        if not isinstance(value, dict):
            raise ParsingError("[_na] query malformed, must start with start_object")
        for parse, _ in _seams:
            parse(value)

    def check_in(self, value: Any, mapping: Any) -> None:
        """Raises for a field that the query asks for and the mapping has not."""
        if not isinstance(value, dict) or self.settings.percolates_unmapped:
            return
        for parse, check in _seams:
            check(parse(value), mapping)
