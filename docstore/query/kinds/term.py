"""``term``."""

from __future__ import annotations

from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.frozen import frozen
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.java_text import java_string
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored
from docstore.query.targets import target_of
from docstore.query.wire import (
    boolean,
    checked_boost,
    checked_field,
    is_scalar,
    number,
    only_field,
    scalar,
    text,
    unsupported,
)

_NO_ARRAYS = (
    "[term] query does not support arrays for value - use a bool query with multiple term clauses in the should section"
    " or use a Terms query if scoring is not required"
)


@query("term")
@frozen
class Term(Query):
    """Documents whose field holds exactly this value."""

    field: str
    value: Any
    case_insensitive: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": v}`` and ``{"f": {"value": v, "boost": b, "case_insensitive": c}}``
        (``TermQueryBuilder.fromXContent``).
        """
        field: str | None = None
        found: Json = {}
        for key, value in body.items():
            if isinstance(value, list):
                raise ParsingError("[term] query does not support array of values")
            if isinstance(value, dict):
                field = only_field("term", field, key)
                found |= _long_form(value)
            elif is_scalar(value):
                field = only_field("term", field, key)
                found["value"] = value
        field = checked_field(field)
        if found.get("value") is None:
            raise IllegalArgumentError("value cannot be null")
        boost = checked_boost(found.get("boost", 1.0), "term", body)
        return cls(field, found["value"], found.get("case_insensitive", False), boost, found.get("name"))

    def bind(self, view: IndexView) -> Matcher:
        """An unmapped field matches nothing."""
        target = target_of(view, self.field)
        if target is None:
            return MatchesNone(view)
        return target.term_ignoring_case(self.value) if self.case_insensitive else target.term(self.value)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """A term is as rare as it is rare; a point in numbers is constant."""
        target = None if self.case_insensitive else target_of(view, self.field)
        scorer = None if target is None else target.term_scorer(self.value, self.boosted(boost))
        if scorer is None:
            return Query.bind_scored(self, view, boost)
        return Scored(self.bind(view), scorer)

    def described(self, view: IndexView) -> str:
        """A number is a point."""
        value = java_string(self.value)
        return f"{self.field}:[{value} TO {value}]" if _is_point(view, self.field) else f"{self.field}:{value}"

    def unmatched(self, view: IndexView, ordinal: int) -> Explanation:
        """A term is not there."""
        if _is_point(view, self.field):
            return Query.unmatched(self, view, ordinal)
        return Explanation(0.0, "no matching term", match=False)


def _is_point(view: IndexView, name: str) -> bool:
    field = view.field(name)
    return field is not None and field.type.column in (ColumnKind.INTEGER, ColumnKind.FLOAT) and field.type_name != "boolean"


def _long_form(body: Json) -> Json:
    found: Json = {}
    for key, value in body.items():
        match key:
            case "value":
                if isinstance(value, list):
                    raise ParsingError(_NO_ARRAYS)
                found["value"] = scalar(value)
            case "term":
                found["value"] = scalar(value)
            case "_name":
                found["name"] = text(value)
            case "boost":
                found["boost"] = number(value)
            case "case_insensitive":
                found["case_insensitive"] = boolean(value)
            case _:
                raise unsupported("term", key)
    return found
