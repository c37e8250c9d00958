"""Terms that are nearly the one asked for, each scored as a term (``FuzzyQuery``, ``top_terms_blended_freqs``)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.expansion import Dictionary, Terms, expanded
from docstore.query.fulltext.clause import Clause
from docstore.query.fulltext.edits import distance, near_terms
from docstore.query.fulltext.rewrite import Rewrite, Weighing
from docstore.query.limits import check_cheap
from docstore.query.matcher import MatchesNone
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.targets import target_of

BLENDED = Rewrite(Weighing.BLENDED)


@frozen
class Near(Clause):
    """Documents with a term that is at most ``edits`` away from another: with one of the ``most`` nearest, where ``rewrite`` does not
    say otherwise.
    """

    field: str
    term: str
    edits: int
    prefix_length: int = 0
    most: int = 50
    transpositions: bool = True
    rewrite: Rewrite = BLENDED
    boost: float = 1.0

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """An unmapped field matches nothing.

        :raises IllegalArgumentError: a number is out of its range.
        """
        target = target_of(view, self.field)
        if target is None:
            return Scored(MatchesNone(view), Uniform(np.float32(0), self.text))
        check_cheap(view, "[fuzzy] queries")
        if self.prefix_length < 0:
            raise IllegalArgumentError("prefixLength cannot be negative.")
        if self.most <= 0:
            raise IllegalArgumentError("maxExpansions must be positive.")
        dictionary = target.dictionary("fuzzy")
        rewrite = replace(BLENDED, top=self.most) if self.rewrite == BLENDED else self.rewrite
        return expanded(view, dictionary, lambda column: self._terms(column, dictionary), rewrite, self.boosted(boost), self.text)

    def _terms(self, column: KeywordColumn, dictionary: Dictionary) -> Terms:
        """The nearer a term is, for its length, the more it counts (``FuzzyTermsEnum``)."""
        limit, shown = min(self.edits, 2), dictionary.shown
        if shown is None:
            found = near_terms(column, self.term, limit, self.prefix_length, transpositions=self.transpositions)
            names = [column.terms[code] for code, _ in found]
        else:
            all_edits = [distance(self.term, shown(term), limit, transpositions=self.transpositions) for term in column.terms]
            found = [(code, edits) for code, edits in enumerate(all_edits) if edits <= limit]
            names = [shown(column.terms[code]) for code, _ in found]
        likeness = np.array([_likeness(self.term, name, edits) for name, (_, edits) in zip(names, found, strict=True)], dtype=np.float32)
        return Terms(np.array([code for code, _ in found], dtype=np.int64), likeness)

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"{self.field}:{self.term}~{self.edits}"


def _likeness(term: str, other: str, edits: int) -> np.float32:
    return np.float32(1) - np.float32(edits) / np.float32(min(len(term), len(other)) or 1)
