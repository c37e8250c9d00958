"""``constant_score``."""

from __future__ import annotations

from typing import Self

from docstore.columns.view import IndexView
from docstore.errors import ParsingError
from docstore.frozen import frozen
from docstore.query.matcher import Matcher
from docstore.query.query import Json, Query
from docstore.query.registry import parse, query
from docstore.query.wire import at_key, checked_boost, is_scalar, number, text, token_of


@query("constant_score")
@frozen
class ConstantScore(Query):
    """Documents that match a filter, all with the same score."""

    filter: Query
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"filter": {...}, "boost": 1.2}`` (``ConstantScoreQueryBuilder.fromXContent``)."""
        inner: Query | None = None
        boost, name = 1.0, None
        for key, value in body.items():
            if isinstance(value, dict):
                if key != "filter":
                    raise ParsingError(f"[constant_score] query does not support [{key}]")
                if inner is not None:
                    raise ParsingError("[constant_score] accepts only one [filter] element.")
                inner = parse(value)
            elif isinstance(value, list):
                raise at_key(ParsingError("unexpected token [START_ARRAY]"), key)
            elif not is_scalar(value):
                raise at_key(ParsingError(f"unexpected token [{token_of(value)}]"), key)
            elif key == "_name":
                name = text(value)
            elif key == "boost":
                boost = checked_boost(number(value), "constant_score", body)
            else:
                raise ParsingError(f"[constant_score] query does not support [{key}]")
        if inner is None:
            raise ParsingError("[constant_score] requires a 'filter' element")
        return cls(inner, boost, name)

    def bind(self, view: IndexView) -> Matcher:
        """The filter's."""
        return self.filter.bind(view)

    def clauses(self) -> tuple[Query, ...]:
        """The filter."""
        return (self.filter,)

    def described(self, view: IndexView) -> str:
        """The filter in brackets."""
        return f"ConstantScore({self.filter.written(view)})"
