"""A query that others are made of and that has no name on the wire."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from docstore.columns.view import IndexView
from docstore.errors import ParsingError
from docstore.query.limits import MAX_CLAUSES, too_many_nested_clauses
from docstore.query.matcher import Matcher
from docstore.query.query import Json, Query, leaf_count
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored


class Clause(Query):
    """Made while another query meets an index."""

    kind: ClassVar[str] = "clause"
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> NoReturn:
        """It is never parsed."""
        raise ParsingError("a clause has no form on the wire")

    def bind(self, view: IndexView) -> Matcher:
        """The matcher alone."""
        return self.bind_scored(view).matcher

    def unmatched(self, view: IndexView, ordinal: int) -> Explanation:
        """Terms that are not there (``TermQuery``, ``PhraseQuery``)."""
        return Explanation(0.0, "no matching term", match=False)


class Rewriting(Query):
    """A query that is written anew for each index, of simpler ones (``QueryBuilder.doToQuery``)."""

    def rewritten(self, view: IndexView) -> Query:
        """The simpler query, with this one's boost left out."""
        raise NotImplementedError

    def _bounded(self, view: IndexView) -> Query:
        """:raises TooManyNestedClausesError: it would be of too many queries."""
        found = self.rewritten(view)
        if not found.is_leaf and leaf_count(found) > MAX_CLAUSES:
            raise too_many_nested_clauses()
        return found

    def bind(self, view: IndexView) -> Matcher:
        """What the simpler one matches."""
        return self._bounded(view).bind(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """What the simpler one scores, with this one's boost."""
        return self._bounded(view).bind_scored(view, self.boosted(boost))

    def described(self, view: IndexView) -> str:
        """The simpler one."""
        return self.rewritten(view).written(view)

    def unmatched(self, view: IndexView, ordinal: int) -> Explanation:
        """As the simpler one has it."""
        return self.rewritten(view).unmatched(view, ordinal)
