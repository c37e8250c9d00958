"""Scores of keywords and booleans, which mostly have neither frequencies nor lengths."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import field

import numpy as np
import numpy.typing as npt

from docstore.columns.norms import encode_lengths
from docstore.columns.rows import Ints, Mask, distinct_pairs
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen
from docstore.query.numbers import numeric
from docstore.query.scorer import Boost, Explanation, Scores
from docstore.query.similarity import Bm25, FieldStatistics, TermScorer, idf
from docstore.query.strings import keywords


@frozen
class PlainTermScorer(TermScorer):
    """BM25 of a term that a document has or has not: the same score for all that have it."""

    view: IndexView
    want: Want
    path: str
    boost: Boost
    stated: Callable[[], int] | None = field(default=None, kw_only=True)

    @property
    def uniform(self) -> Boost:
        """The score."""
        weight, _ = self._weight()
        return np.float32(weight.scores(np.ones(1, np.float32))[0])

    def scores(self, ordinals: Ints) -> Scores:
        """So many times the score."""
        return np.full(len(ordinals), self.uniform, dtype=np.float32)

    def explain(self, ordinal: int) -> Explanation:
        """``weight(field:term in n) [PerFieldSimilarity], result of:``."""
        weight, having = self._weight()
        inner = weight.explain(1.0, None, having)
        text = f"weight({self.path}:{self._term()} in {ordinal}) [PerFieldSimilarity], result of:"
        return Explanation(inner.value, text, (inner,))

    def _weight(self) -> tuple[Bm25, int]:
        documents, length, having = self.counted()
        having = self.having(having)
        statistics = FieldStatistics(documents, length, self.want.similarity)
        return Bm25(statistics, idf(documents, having), self.boost), having

    @abstractmethod
    def _term(self) -> str:
        """The term as it is indexed."""


@frozen
class KeywordTermScorer(PlainTermScorer):
    """Of a keyword."""

    term: str

    def counted(self) -> tuple[int, int, int]:
        """The length is the (document, term) pairs."""
        column = keywords(self.view.column(self.want))
        code = column.code(self.term)
        return column.documents, column.pairs, 0 if code is None else column.having(code)

    def _term(self) -> str:
        return self.term


@frozen
class CountedKeywordScorer(TermScorer):
    """Of a keyword that keeps how many values a document has (``norms``), or how often it has one (``freqs``)."""

    view: IndexView
    want: Want
    path: str
    boost: Boost
    term: str
    norms: bool
    freqs: bool
    stated: Callable[[], int] | None = field(default=None, kw_only=True)

    def counted(self) -> tuple[int, int, int]:
        """The length is the values, or the (document, term) pairs where they are not counted."""
        column = keywords(self.view.column(self.want))
        code = column.code(self.term)
        having = 0 if code is None else column.having(code)
        length = int(column.rows.counts().sum()) if self.freqs else column.pairs
        return column.documents, length, having

    def scores(self, ordinals: Ints) -> Scores:
        """BM25 of each."""
        weight, _ = self._weight()
        freqs, norms = self._each(ordinals)
        return weight.scores(freqs, norms)

    def explain(self, ordinal: int) -> Explanation:
        """``weight(field:term in n) [PerFieldSimilarity], result of:``."""
        weight, having = self._weight()
        freqs, norms = self._each(np.array([ordinal], dtype=np.int64))
        inner = weight.explain(float(freqs[0]), None if norms is None else int(norms[0]), having)
        return Explanation(inner.value, f"weight({self.path}:{self.term} in {ordinal}) [PerFieldSimilarity], result of:", (inner,))

    def _weight(self) -> tuple[Bm25, int]:
        documents, length, having = self.counted()
        having = self.having(having)
        statistics = FieldStatistics(documents, length, self.want.similarity)
        return Bm25(statistics, idf(documents, having), self.boost), having

    def _each(self, ordinals: Ints) -> tuple[Scores, npt.NDArray[np.uint8] | None]:
        """How often documents have the term, and their lengths."""
        column = keywords(self.view.column(self.want))
        counts = column.rows.counts()
        found = np.ones(len(ordinals), dtype=np.float32)
        if self.freqs:
            owners = np.repeat(np.arange(column.count), counts)
            times = np.bincount(owners[column.rows.flat(column.codes) == column.code(self.term)], minlength=column.count)
            found = times[ordinals].astype(np.float32)
        return found, encode_lengths(counts[ordinals].astype(np.int64)) if self.norms else None


@frozen
class BooleanTermScorer(PlainTermScorer):
    """Of a boolean."""

    value: int

    def counted(self) -> tuple[int, int, int]:
        """The length is the (document, term) pairs."""
        column = numeric(self.view.column(self.want))
        having = _many(column.rows.any(column.values == self.value))
        return _many(column.exists()), distinct_pairs(column.rows, column.values), having

    def _term(self) -> str:
        return "T" if self.value else "F"


def _many(mask: Mask) -> int:
    return int(np.count_nonzero(mask))
