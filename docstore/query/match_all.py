"""``match_all``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from docstore.columns.view import IndexView
from docstore.query.matcher import Matcher, MatchesAll
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.wire import BOOST, NAME, checked_boost, declared


@query("match_all")
@dataclass(frozen=True, slots=True)
class MatchAll(Query):
    """Every document."""

    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{}`` or ``{"boost": 2}``."""
        found = declared("match_all", body, {"boost": BOOST, "_name": NAME})
        return cls(checked_boost(found.get("boost", 1.0), "match_all", body), found.get("_name"))

    def bind(self, view: IndexView) -> Matcher:
        """Needs no column."""
        return MatchesAll(view)
