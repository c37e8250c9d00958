"""``match_phrase``."""

from __future__ import annotations

from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.text import Form, Options, text_query
from docstore.query.fulltext.wire import COMMON, integer, one_field, zero_terms
from docstore.query.kinds.match_none import no_terms
from docstore.query.query import Json, Query
from docstore.query.registry import query

KEYS = {**COMMON, "slop": ("slop", integer), "zero_terms_query": ("zero_terms_all", zero_terms("match_phrase"))}


@query("match_phrase")
@frozen
class MatchPhrase(Rewriting):
    """Documents whose field holds the terms of a text in order."""

    field: str
    value: Any
    slop: int = 0
    analyzer: str | None = None
    zero_terms_all: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "a b"}`` and ``{"f": {"query": "a b", "slop": 2}}`` (``MatchPhraseQueryBuilder.fromXContent``)."""
        return cls(**checked("match_phrase", one_field("match_phrase", body, KEYS)))

    def rewritten(self, view: IndexView) -> Query:
        """A phrase."""
        options = Options(Form.PHRASE, analyzer=self.analyzer, slop=self.slop, zero_terms_all=self.zero_terms_all)
        return text_query(view, self.field, self.value, options) or no_terms()


def checked(kind: str, found: Json) -> Json:
    """A text that is there, a slop that is not negative."""
    if found.get("value") is None:
        raise IllegalArgumentError(f"[{kind}] requires query value")
    if found.get("slop", 0) < 0:
        raise IllegalArgumentError("No negative slop allowed.")
    return found
