"""Terms of a dictionary that a pattern stands for: which documents have one of them, and how much that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docstore.columns.deadline import in_time
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import Ints, Mask
from docstore.columns.text_column import TextColumn
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen
from docstore.query.fulltext.rewrite import Rewrite, Weighing
from docstore.query.limits import MAX_CLAUSES, too_many_clauses
from docstore.query.marks import TermMark
from docstore.query.matcher import Matcher, united
from docstore.query.scorer import Boost, Explanation, Scored, Scorer, Scores, Uniform, score_of
from docstore.query.similarity import Bm25, FieldStatistics, idf
from docstore.query.strings import keywords


class Dictionary(NamedTuple):
    """The terms of a field.

    ``normal`` makes a term of what a query says. ``shown`` tells how a term is written, where that is not how it is kept.
    """

    want: Want
    path: str
    normal: Callable[[str], str]
    norms: bool = False
    freqs: bool = False
    scored: bool = True
    shown: Callable[[str], str] | None = None


class Terms(NamedTuple):
    """Codes in a dictionary, ascending, and how much each counts (None: all the same); what counts less than nothing comes last."""

    codes: Ints
    boosts: npt.NDArray[np.float32] | None = None

    def only(self, kept: Mask | Ints) -> Terms:
        """Some of them."""
        return Terms(self.codes[kept], None if self.boosts is None else self.boosts[kept])

    def best(self, most: int) -> Terms:
        """Those that count most; of equals the first in the dictionary."""
        if len(self.codes) <= most:
            return self
        kept = np.arange(most) if self.boosts is None else np.sort(np.argsort(-self.boosts, kind="stable")[:most])
        return self.only(kept)

    def counted(self) -> Terms:
        """The same; what counts less than nothing counts nothing (``TopTermsRewrite``)."""
        return self if self.boosts is None else Terms(self.codes, np.maximum(self.boosts, 0))


_MANY = 256
"""Beyond so many terms their postings are not looked up one by one."""

Expand = Callable[[KeywordColumn], Terms]


def expanded(
    view: IndexView, dictionary: Dictionary, expand: Expand, rewrite: Rewrite, boost: Boost, text: str
) -> Scored:
    """A pattern on one field; ``text`` is the query as Lucene writes it."""
    matcher = ExpandedMatcher(view, dictionary.want, expand, rewrite, text)
    if rewrite.weighing is Weighing.CONSTANT or not dictionary.scored:
        return Scored(matcher, Uniform(boost, text))
    return Scored(matcher, ExpandedScorer(matcher, dictionary, boost, text))


@dataclass(frozen=True)
class ExpandedMatcher(Matcher):
    """Looks through the dictionary once."""

    view: IndexView
    want: Want
    expand: Expand
    rewrite: Rewrite
    text: str
    _found: list[Terms] = field(default_factory=list)

    @property
    def column(self) -> KeywordColumn:
        """The dictionary and what has its terms."""
        return keywords(self.view.column(self.want))

    def terms(self) -> Terms:
        """Those that count.

        :raises TooManyClausesError: there are more of them than the way they are scored allows.
        """
        if not self._found:
            found = self.expand(self.column)
            if self.rewrite.top is not None or self.rewrite.limit is not None:
                found = found.only(_used(self.column, found.codes))
            if self.rewrite.top is not None:
                found = found.best(min(self.rewrite.top, MAX_CLAUSES))
            if self.rewrite.limit is not None and len(found.codes) > self.rewrite.limit:
                raise too_many_clauses()
            self._found.append(found.counted())
        return self._found[0]

    def run(self) -> Mask:
        """The documents with one of the terms."""
        if (found := self.few()) is not None:
            mask = np.zeros(self.view.count, dtype=np.bool_)
            mask[found] = True
            return mask
        codes = self.terms().codes
        if not len(codes):
            return np.zeros(self.view.count, dtype=np.bool_)
        first, last = int(codes[0]), int(codes[-1])
        if last - first + 1 == len(codes):
            return self.column.with_codes(first, last + 1)
        return self.column.with_any_code(codes.tolist())

    def few(self) -> Ints | None:
        """The union of the postings of a few terms, or of neighbours in the dictionary."""
        codes = self.terms().codes
        if not len(codes):
            return codes.astype(np.int64)
        first, last = int(codes[0]), int(codes[-1])
        if last - first + 1 == len(codes):
            return self.column.few_with_codes(first, last + 1)
        if len(codes) > _MANY:
            return None
        return united([self.column.few_with_codes(code, code + 1) for code in codes.tolist()])

    def marks(self) -> Sequence[TermMark]:
        """The terms that count."""
        terms = frozenset(self.column.terms[code] for code in self.terms().codes.tolist())
        return [TermMark(self.want.field.path, self.text, terms.__contains__)]


@frozen
class _Weight(Bm25):
    """Of one term, with the number of documents that are said to have it."""

    having: int = 0


@frozen
class ExpandedScorer(Scorer):
    """The sum of the terms that a document has (``TopTermsRewrite``, ``BlendedTermQuery``)."""

    matcher: ExpandedMatcher
    dictionary: Dictionary
    boost: Boost
    text: str

    def scores(self, ordinals: Ints) -> Scores:
        """Term by term."""
        column = self.matcher.column
        norms = column.norms[ordinals] if self.dictionary.norms and isinstance(column, TextColumn) else None
        total = np.zeros(len(ordinals))
        for _, found, freqs, weight in in_time(self._weights(), 64):
            places = np.searchsorted(found, ordinals)
            places[places == len(found)] = 0
            has = found[places] == ordinals if len(found) else np.zeros(len(ordinals), np.bool_)
            if self.matcher.rewrite.weighing is Weighing.BOOSTED:
                total[has] += weight.boost
            else:
                total[has] += weight.scores(freqs[places[has]].astype(np.float32), None if norms is None else norms[has])
        return total.astype(np.float32)

    def explain(self, ordinal: int) -> Explanation:
        """``sum of:`` the terms that the document has."""
        column, weighing = self.matcher.column, self.matcher.rewrite.weighing
        parts = []
        for term, found, freqs, weight in in_time(self._weights(), 64):
            at = int(np.searchsorted(found, ordinal))
            if at == len(found) or found[at] != ordinal:
                continue
            text = f"{self.dictionary.path}:{term}"
            if weighing is Weighing.BOOSTED:
                parts.append(Uniform(weight.boost, text).explain(ordinal))
                continue
            norms = column.norms if self.dictionary.norms and isinstance(column, TextColumn) else None
            inner = weight.explain(float(freqs[at]), None if norms is None else int(norms[ordinal]), weight.having)
            parts.append(Explanation(inner.value, f"weight({text} in {ordinal}) [PerFieldSimilarity], result of:", (inner,)))
        return parts[0] if len(parts) == 1 else Explanation(score_of(self, ordinal), "sum of:", parts)

    def _weights(self) -> Iterator[tuple[str, Ints, Ints, _Weight]]:
        """For each term the documents that have it, how often, and what that counts."""
        codes, boosts = self.matcher.terms()
        column = self.matcher.column
        having = [self._documents(column, code) for code in in_time(codes.tolist(), 64)]
        most = max((len(found) for found, _ in having), default=0)
        documents = int(np.count_nonzero(column.exists()))
        statistics = FieldStatistics(documents, column.pairs, self.dictionary.want.similarity)
        for at, (found, freqs) in enumerate(having):
            boost = self.boost if boosts is None else np.float32(self.boost * boosts[at])
            many = most if self.matcher.rewrite.weighing is Weighing.BLENDED else len(found)
            yield column.terms[codes[at]], found, freqs, _Weight(statistics, idf(documents, many), boost, having=many)

    def _documents(self, column: KeywordColumn, code: int) -> tuple[Ints, Ints]:
        if isinstance(column, TextColumn):
            ordinals, freqs = column.frequencies(code)
            return ordinals.astype(np.int64), freqs.astype(np.int64) if self.dictionary.freqs else np.ones(len(freqs), np.int64)
        found = np.flatnonzero(column.with_codes(code, code + 1))
        return found, np.ones(len(found), dtype=np.int64)


def _used(column: KeywordColumn, codes: Ints) -> Mask:
    """Which of some terms a document has; a dictionary may hold others."""
    if isinstance(column, TextColumn):
        return column.used(codes)
    used: Mask = np.bincount(column.rows.flat(column.codes), minlength=len(column.terms)) > 0
    return used[codes]
