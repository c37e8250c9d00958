"""``terms``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError, ParsingError
from docstore.mapping.java_text import java_string
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import target_of
from docstore.query.wire import checked_boost, checked_field, is_scalar, number, scalar, text, unsupported


@query("terms")
@dataclass(frozen=True, slots=True)
class Terms(Query):
    """Documents whose field holds one of these values."""

    field: str
    values: tuple[Any, ...]
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": [v, w], "boost": b}`` (``TermsQueryBuilder.fromXContent``)."""
        field: str | None = None
        values: tuple[Any, ...] = ()
        for key, value in body.items():
            if isinstance(value, list):
                field, values = _first_field(field, key), tuple(map(_value, value))
            elif isinstance(value, dict):
                _no_lookup(field, key)
            elif not is_scalar(value):
                raise ParsingError(f"[terms] unknown token [VALUE_NULL] after [{key}]")
            elif key not in ("boost", "_name"):
                raise unsupported("terms", key)
        if field is None:
            raise ParsingError(
                "[terms] query requires a field name, followed by array of terms or a document lookup specification"
            )
        boost = number(body["boost"]) if is_scalar(body.get("boost")) else 1.0
        name = text(body["_name"]) if is_scalar(body.get("_name")) else None
        checked_field(field, "field name cannot be null.")
        return cls(field, values, checked_boost(boost, "terms", body), name)

    def bind(self, view: IndexView) -> Matcher:
        """No values match nothing, also on a field that could not be searched."""
        target = target_of(view, self.field) if self.values else None
        if target is None:
            return MatchesNone(view)
        if len(self.values) > (most := view.limits.max_terms_count):
            raise IllegalArgumentError(
                f"The number of terms [{len(self.values)}] used in the Terms Query request has exceeded the allowed"
                f" maximum of [{most}]. This maximum can be set by changing the [index.max_terms_count]"
                " index level setting."
            )
        return target.terms(self.values)

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"{self.field}:({' '.join(map(java_string, self.values))})"


def _first_field(first: str | None, second: str) -> str:
    if first is not None:
        raise ParsingError("[terms] query does not support multiple fields")
    return second


def _no_lookup(field: str | None, key: str) -> None:
    if field is not None:
        raise ParsingError(
            f"[terms] query does not support more than one field. Already got: [{field}] but also found [{key}]"
        )
    raise NotImplementedByDocstoreError(f"docstore has no terms lookup: give the values of [{key}] as an array")


def _value(value: Any) -> Any:
    if (read := scalar(value)) is None:
        raise ParsingError("No value specified for terms query")
    return read
