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

Check = Callable[[Any], object]

_checks: list[Check] = []


def validate_with(check: Check) -> Check:
    """Registers what raises an ``ApiError`` for a body that is no query; ``query`` does, which mappings cannot know."""
    _checks[:] = [check]
    return check


@field_type("percolator")
class PercolatorField(FieldType):
    """A query in JSON. It is opaque to the mapping; whether it is one is for the query parser to say."""

    __slots__ = ()
    names_itself: ClassVar[bool] = False
    single: ClassVar[str | None] = "a document can only contain one percolator query"
    parameters: ClassVar[tuple[Parameter, ...]] = (p.META,)

    def accepts(self, kind: Kind) -> Acceptance:
        """Only objects, and of them only queries."""
        return Acceptance.CHECK if kind is Kind.OBJECT else Acceptance.REJECT

    def validate(self, value: Any) -> None:
        """Raises why the value is no query."""
        if not isinstance(value, dict):
            raise ParsingError("[_na] query malformed, must start with start_object")
        for check in _checks:
            check(value)
