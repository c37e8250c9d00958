"""``match_none``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from docstore.columns.view import IndexView
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.wire import BOOST, NAME, checked_boost, declared


@query("match_none")
@dataclass(frozen=True, slots=True)
class MatchNone(Query):
    """No document."""

    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{}``."""
        found = declared("match_none", body, {"boost": BOOST, "_name": NAME})
        return cls(checked_boost(found.get("boost", 1.0), "match_none", body), found.get("_name"))

    def bind(self, view: IndexView) -> Matcher:
        """Needs nothing."""
        return MatchesNone(view)
