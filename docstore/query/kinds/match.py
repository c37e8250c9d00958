"""``match``."""

from __future__ import annotations

from typing import Any, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.fuzziness import Fuzziness
from docstore.query.fulltext.text import Form, Options, text_query
from docstore.query.fulltext.wire import COMMON, FUZZY, one_field, operator, zero_terms
from docstore.query.kinds.match_none import no_terms
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.wire import boolean, text

_KEYS = {
    **COMMON,
    **FUZZY,
    "operator": ("all_terms", operator),
    "minimum_should_match": ("minimum_should_match", text),
    "lenient": ("lenient", boolean),
    "zero_terms_query": ("zero_terms_all", zero_terms("match")),
    "auto_generate_synonyms_phrase_query": ("synonyms_phrase", boolean),
}


@query("match")
@frozen
class Match(Rewriting):
    """Documents whose field holds terms of a text."""

    field: str
    value: Any
    all_terms: bool = False
    minimum_should_match: str | None = None
    fuzziness: Fuzziness | None = None
    prefix_length: int = 0
    max_expansions: int = 50
    transpositions: bool = True
    fuzzy_rewrite: str | None = None
    analyzer: str | None = None
    lenient: bool = False
    zero_terms_all: bool = False
    synonyms_phrase: bool = True
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "a b"}`` and ``{"f": {"query": "a b", "operator": "and"}}`` (``MatchQueryBuilder.fromXContent``)."""
        found = one_field("match", body, _KEYS)
        if found.get("value") is None:
            raise IllegalArgumentError("[match] requires query value")
        return cls(**found)

    def rewritten(self, view: IndexView) -> Query:
        """The terms of the text, any or all."""
        options = Options(
            Form.BOOLEAN,
            self.all_terms,
            self.minimum_should_match,
            self.fuzziness,
            self.prefix_length,
            self.max_expansions,
            self.transpositions,
            self.analyzer,
            fuzzy_rewrite=self.fuzzy_rewrite,
            zero_terms_all=self.zero_terms_all,
            lenient=self.lenient,
            synonyms_phrase=self.synonyms_phrase,
        )
        return text_query(view, self.field, self.value, options) or no_terms()
