"""``wrapper``."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Self

import msgspec

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.matcher import Matcher
from docstore.query.query import Json, Query
from docstore.query.registry import parse, query
from docstore.query.scorer import NO_BOOST, Boost, Scored


@query("wrapper")
@dataclass(frozen=True, slots=True)
class Wrapper(Query):
    """Another query, as JSON in Base64."""

    inner: Query
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"query": "eyJ0ZXJtIiA6IHsgInVzZXIiIDogIktpbWNoeSIgfX0="}`` (``WrapperQueryBuilder.fromXContent``)."""
        if not body:
            raise ParsingError("[wrapper] query malformed")
        key, value = next(iter(body.items()))
        if key != "query":
            raise ParsingError(f"[wrapper] query malformed, expected `query` but was {key}")
        if not isinstance(value, str) or not value:
            raise IllegalArgumentError("query source text cannot be null or empty")
        if len(body) > 1:
            raise ParsingError("[wrapper] malformed query, expected [END_OBJECT] but found [FIELD_NAME]")
        return cls(parse(_decoded(value)))

    def bind(self, view: IndexView) -> Matcher:
        """The inner query's."""
        return self.inner.bind(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """The inner query's."""
        return self.inner.bind_scored(view, boost)

    def clauses(self) -> tuple[Query, ...]:
        """The inner query."""
        return (self.inner,)


def _decoded(text: str) -> Any:
    try:
        return msgspec.json.decode(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ParsingError(f"[wrapper] query malformed, its text is no JSON in Base64: {error}") from None
