"""``exists``."""

from __future__ import annotations

from typing import Self

from docstore.columns.view import IndexView
from docstore.errors import ParsingError
from docstore.frozen import frozen
from docstore.query.matcher import Matcher, MatchesAll, any_of
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import targets_matching
from docstore.query.wire import checked_boost, checked_field, is_scalar, number, text, token_of, unsupported

_KEYS = frozenset({"field", "boost", "_name"})


@query("exists")
@frozen
class Exists(Query):
    """Documents in which a field has a value."""

    field: str
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"field": "f"}``; the field may be a pattern or an object (``ExistsQueryBuilder.fromXContent``)."""
        for key, value in body.items():
            if not is_scalar(value):
                raise ParsingError(f"[exists] unknown token [{token_of(value)}] after [{key}]")
            if key not in _KEYS:
                raise unsupported("exists", key)
        if "field" not in body:
            raise ParsingError("[exists] must be provided with a [field]")
        field = checked_field(text(body["field"]))
        name = text(body["_name"]) if "_name" in body else None
        return cls(field, checked_boost(number(body.get("boost", 1.0)), "exists", body), name)

    def bind(self, view: IndexView) -> Matcher:
        """Every document has a field that matches ``*``: the metadata fields."""
        if set(self.field) == {"*"}:
            return MatchesAll(view)
        return any_of(view, [target.exists() for target in targets_matching(view, self.field)])

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"ConstantScore(FieldExistsQuery [field={self.field}])"
