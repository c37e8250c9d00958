"""``ids``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.query.matcher import Matcher, MatchesIds, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.wire import BOOST, NAME, Declared, checked_boost, declared, text


def _values(value: Any) -> tuple[str, ...]:
    return tuple(map(text, value)) if isinstance(value, list) else (text(value),)


_KEYS = {"values": Declared(frozenset({"START_ARRAY", "VALUE_STRING"}), _values), "boost": BOOST, "_name": NAME}


@query("ids")
@dataclass(frozen=True, slots=True)
class Ids(Query):
    """The documents with these ids."""

    values: tuple[str, ...] = ()
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"values": ["1", "2"]}``, also one string."""
        found = declared("ids", body, _KEYS)
        return cls(found.get("values", ()), checked_boost(found.get("boost", 1.0), "ids", body), found.get("_name"))

    def bind(self, view: IndexView) -> Matcher:
        """A look-up by key, never a scan."""
        return MatchesIds(view, self.values) if self.values else MatchesNone(view)
