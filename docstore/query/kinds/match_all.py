"""``match_all``."""

from __future__ import annotations

from typing import Self

from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.matcher import Matcher, MatchesAll
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.wire import as_parsing_error, declared, standard_keys


@query("match_all")
@frozen
class MatchAll(Query):
    """Every document."""

    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{}`` or ``{"boost": 2}``."""
        with as_parsing_error():
            found = declared("match_all", body, standard_keys("match_all", body))
        return cls(found.get("boost", 1.0), found.get("_name"))

    def bind(self, view: IndexView) -> Matcher:
        """Needs no column."""
        return MatchesAll(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """Its boost (``MatchAllDocsQuery``)."""
        return Scored(MatchesAll(view), Uniform(self.boosted(boost), self.text))

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return "*:*"
