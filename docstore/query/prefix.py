"""``prefix``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.targets import target_of
from docstore.query.wire import (
    boolean,
    checked_boost,
    checked_field,
    number,
    only_field,
    text,
    text_or_null,
    unsupported,
)


@query("prefix")
@dataclass(frozen=True, slots=True)
class Prefix(Query):
    """Documents whose field holds a term that begins so."""

    field: str
    value: str
    case_insensitive: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "ab"}`` and ``{"f": {"value": "ab", "case_insensitive": true}}``
        (``PrefixQueryBuilder.fromXContent``).
        """
        field: str | None = None
        found: Json = {}
        for key, value in body.items():
            field = only_field("prefix", field, key)
            found |= _long_form(value) if isinstance(value, dict) else {"value": text_or_null(value)}
        field = checked_field(field)
        if found.get("value") is None:
            raise IllegalArgumentError("value cannot be null")
        boost = checked_boost(found.get("boost", 1.0), "prefix", body)
        return cls(field, found["value"], found.get("case_insensitive", False), boost, found.get("name"))

    def bind(self, view: IndexView) -> Matcher:
        """An unmapped field matches nothing."""
        target = target_of(view, self.field)
        if target is None:
            return MatchesNone(view)
        return target.prefix_ignoring_case(self.value) if self.case_insensitive else target.prefix(self.value)


def _long_form(body: Json) -> Json:
    found: Json = {}
    for key, value in body.items():
        match key:
            case "value":
                found["value"] = text_or_null(value)
            case "_name":
                found["name"] = text(value)
            case "boost":
                found["boost"] = number(value)
            case "case_insensitive":
                found["case_insensitive"] = boolean(value)
            case "rewrite":
                text_or_null(value)
            case _:
                raise unsupported("prefix", key)
    return found
