"""Terms that are nearly the one asked for, each scored as a term (``FuzzyQuery``, ``top_terms_blended_freqs``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from docstore.columns.column import KeywordColumn
from docstore.columns.rows import Ints, Mask
from docstore.columns.text_column import TextColumn
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.query.fulltext.clause import Clause
from docstore.query.fulltext.edits import near_terms
from docstore.query.marks import TermMark
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, Uniform, score_of
from docstore.query.similarity import Bm25, FieldStatistics, idf
from docstore.query.strings import keywords
from docstore.query.targets import target_of
from docstore.query.targets.mapped import StringTarget, TextTarget


@dataclass(frozen=True, slots=True)
class Near(Clause):
    """Documents with one of the ``most`` terms that are nearest to a term, at most ``edits`` away."""

    field: str
    term: str
    edits: int
    prefix_length: int = 0
    most: int = 50
    transpositions: bool = True
    boost: float = 1.0

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """An unmapped field matches nothing."""
        target = target_of(view, self.field)
        if target is None:
            return Scored(MatchesNone(view), Uniform(np.float32(0), self.text))
        if not isinstance(target, StringTarget):
            raise target.refusal(
                f"Can only use fuzzy queries on keyword and text fields - not on [{self.field}] which is of type [{target.type_name}]"
            )
        values = target.field.type.values
        norms = isinstance(target, TextTarget) and bool(values.get("norms", True))
        matcher = NearMatcher(view, target.values(), self)
        return Scored(matcher, NearScorer(matcher, self.field, self.boosted(boost), norms))

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f"{self.field}:{self.term}~{self.edits}"


@dataclass(frozen=True)
class NearMatcher(Matcher):
    """Looks through the dictionary once."""

    view: IndexView
    want: Want
    near: Near
    _found: list[list[tuple[int, np.float32]]] = field(default_factory=list)

    @property
    def column(self) -> KeywordColumn:
        """The dictionary and what has its terms."""
        return keywords(self.view.column(self.want))

    def terms(self) -> list[tuple[int, np.float32]]:
        """(code, boost) of the terms that count: the nearer a term is, for its length, the more."""
        if not self._found:
            near, column = self.near, self.column
            limit = min(near.edits, 2)
            codes = near_terms(column, near.term, limit, near.prefix_length, transpositions=near.transpositions)
            weighed = [(_likeness(near.term, column.terms[code], edits), code) for code, edits in codes]
            weighed.sort(key=lambda found: (-found[0], found[1]))
            self._found.append([(code, boost) for boost, code in weighed[: near.most]])
        return self._found[0]

    def run(self) -> Mask:
        """The documents of all these terms."""
        return self.column.with_any_code(sorted(code for code, _ in self.terms()))

    def marks(self) -> Sequence[TermMark]:
        """The terms that count."""
        terms = frozenset(self.column.terms[code] for code, _ in self.terms())
        return [TermMark(self.want.field.path, self.near.text, terms.__contains__)]


def _likeness(term: str, other: str, edits: int) -> np.float32:
    return np.float32(1) - np.float32(edits) / np.float32(min(len(term), len(other)) or 1)


@dataclass(frozen=True, slots=True)
class NearScorer(Scorer):
    """The sum of the terms; all are as rare as the most frequent of them (``BlendedTermQuery``)."""

    matcher: NearMatcher
    path: str
    boost: Boost
    norms: bool

    def scores(self, ordinals: Ints) -> Scores:
        """Term by term."""
        column, terms = self.matcher.column, self.matcher.terms()
        total = np.zeros(len(ordinals))
        if not terms:
            return total.astype(np.float32)
        documents = int(np.count_nonzero(column.exists()))
        having = [_documents(column, code) for code, _ in terms]
        most = max(len(found) for found, _ in having)
        norms = column.norms[ordinals] if self.norms and isinstance(column, TextColumn) else None
        for (found, freqs), (_, boost) in zip(having, terms, strict=True):
            weight = Bm25(FieldStatistics(documents, column.pairs), idf(documents, most), np.float32(self.boost * boost))
            at = np.searchsorted(found, ordinals)
            at[at == len(found)] = 0
            has = found[at] == ordinals if len(found) else np.zeros(len(ordinals), np.bool_)
            total[has] += weight.scores(freqs[at[has]].astype(np.float32), None if norms is None else norms[has])
        return total.astype(np.float32)

    def explain(self, ordinal: int) -> Explanation:
        """The sum alone."""
        return Explanation(score_of(self, ordinal), f"sum of: terms near {self.matcher.near.text}")


def _documents(column: KeywordColumn, code: int) -> tuple[Ints, Ints]:
    if isinstance(column, TextColumn):
        ordinals, freqs = column.frequencies(code)
        return ordinals.astype(np.int64), freqs.astype(np.int64)
    found = np.flatnonzero(column.with_codes(code, code + 1))
    return found, np.ones(len(found), dtype=np.int64)
