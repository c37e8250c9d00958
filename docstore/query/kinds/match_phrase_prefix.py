"""``match_phrase_prefix``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.text import Form, Options, text_query
from docstore.query.fulltext.wire import max_expansions, one_field
from docstore.query.kinds.match_none import no_terms
from docstore.query.kinds.match_phrase import KEYS, checked
from docstore.query.query import Json, Query
from docstore.query.registry import query

_KEYS = {**KEYS, "max_expansions": ("max_expansions", max_expansions)}


@query("match_phrase_prefix")
@dataclass(frozen=True, slots=True)
class MatchPhrasePrefix(Rewriting):
    """Documents whose field holds the terms of a text in order, the last as the beginning of one."""

    field: str
    value: Any
    slop: int = 0
    max_expansions: int = 50
    analyzer: str | None = None
    zero_terms_all: bool = False
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "a b"}`` and ``{"f": {"query": "a b", "max_expansions": 10}}`` (``MatchPhrasePrefixQueryBuilder``)."""
        return cls(**checked("match_phrase_prefix", one_field("match_phrase_prefix", body, _KEYS)))

    def rewritten(self, view: IndexView) -> Query:
        """A phrase."""
        options = Options(
            Form.PHRASE_PREFIX,
            max_expansions=self.max_expansions,
            analyzer=self.analyzer,
            slop=self.slop,
            zero_terms_all=self.zero_terms_all,
        )
        return text_query(view, self.field, self.value, options) or no_terms()
