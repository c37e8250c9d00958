"""What queries by a pattern have in common: wildcards, regular expressions, prefixes that are scored."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.view import IndexView
from docstore.query.expansion import Dictionary, Expand, Terms, expanded
from docstore.query.fulltext.rewrite import CONSTANT, Rewrite
from docstore.query.limits import check_cheap
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.patterns.automaton import DEFAULT_LIMIT, Automaton, determinized
from docstore.query.patterns.dictionary import accepted
from docstore.query.patterns.nodes import Node, literal_of
from docstore.query.query import Query
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.targets import target_of
from docstore.query.wire import Readers, boolean, number, text, text_or_null

KEYS: Readers = {
    "value": ("value", text_or_null),
    "boost": ("boost", number),
    "rewrite": ("rewrite", text_or_null),
    "case_insensitive": ("case_insensitive", boolean),
    "_name": ("name", text),
}


class Patterned(Query):
    """Documents whose field holds a term of a pattern."""

    __slots__ = ()
    field: str
    value: str
    case_insensitive: bool
    rewrite: str | None

    @abstractmethod
    def pattern(self, view: IndexView, dictionary: Dictionary) -> tuple[Node, str]:
        """What terms must be like, and that as it is written."""

    def shown(self, pattern: str) -> str:
        """A pattern as Lucene writes it."""
        return pattern

    @property
    def limit(self) -> int:
        """The work that the pattern may take."""
        return DEFAULT_LIMIT

    def bind(self, view: IndexView) -> Matcher:
        """The matcher alone."""
        return self.bind_scored(view).matcher

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """An unmapped field matches nothing.

        :raises TooComplexToDeterminizeError: the pattern would take more work than the limit allows.
        :raises QueryShardError: the field has no terms.
        """
        boost, target = self.boosted(boost), target_of(view, self.field)
        if target is None:
            return Scored(MatchesNone(view), Uniform(boost, self.text))
        check_cheap(view, f"[{self.kind}] queries")
        dictionary = target.dictionary(self.kind)
        method = Rewrite.parse(self.rewrite, CONSTANT)
        node, shown = self.pattern(view, dictionary)
        found = determinized(node, shown, self.limit)
        terms = _expansion(found, literal_of(node), dictionary)
        return expanded(view, dictionary, terms, method, boost, f"{self.field}:{self.shown(shown)}")


def _expansion(found: Automaton, literal: str, dictionary: Dictionary) -> Expand:
    shown = dictionary.shown

    def terms(column: KeywordColumn) -> Terms:
        if shown is None:
            return Terms(accepted(column, found, literal))
        return Terms(np.array([code for code, term in enumerate(column.terms) if found.matches(shown(term))], dtype=np.int64))

    return terms
