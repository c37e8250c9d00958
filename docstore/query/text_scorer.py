"""Scores of terms in texts: BM25 with frequencies and lengths."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from docstore.columns.column import Column
from docstore.columns.rows import Ints
from docstore.columns.text_column import TextColumn
from docstore.columns.text_tokens import Freqs, counted
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen
from docstore.query.scorer import Boost, Explanation, Scores
from docstore.query.similarity import Bm25, FieldStatistics, TermScorer, idf


def texts(column: Column) -> TextColumn:
    """The column of a text field."""
    assert isinstance(column, TextColumn)
    return column


def statistics_of(column: TextColumn, want: Want) -> FieldStatistics:
    """What is counted of the field."""
    return FieldStatistics(column.documents, column.pairs, want.similarity)


@frozen
class TextTermScorer(TermScorer):
    """Of one term, or of several that stand for each other (``TermQuery``, ``SynonymQuery``).

    Of several, the frequencies are added and the most frequent decides about the rarity. ``norms``: the field keeps lengths;
    ``freqs``: it keeps frequencies.
    """

    view: IndexView
    want: Want
    path: str
    boost: Boost
    terms: tuple[str, ...]
    norms: bool = True
    freqs: bool = True
    stated: Callable[[], int] | None = None

    def counted(self) -> tuple[int, int, int]:
        """The length is the number of tokens."""
        column = texts(self.view.column(self.want))
        return column.documents, column.pairs, self._counted(column)[2]

    def _counted(self, column: TextColumn) -> tuple[npt.NDArray[np.int32], Freqs, int]:
        """Ordinals, frequencies, and how many documents have the term that decides."""
        code_of = column.terms.code
        codes = [code for term in self.terms if (code := code_of(term)) is not None]
        if not codes:
            return np.zeros(0, np.int32), np.zeros(0, np.float32), 0
        if len(codes) == 1:
            ordinals, freqs = column.frequencies(codes[0])
            having = len(ordinals)
        else:
            ordinals, freqs = counted(np.sort(np.concatenate([column.ordinals(code) for code in codes])))
            having = max(column.having(code) for code in codes)
        return ordinals, freqs if self.freqs else np.ones_like(freqs), having

    def scores(self, ordinals: Ints) -> Scores:
        """BM25 of each."""
        column = texts(self.view.column(self.want))
        having, freqs, documents = self._counted(column)
        return self._weighed(column, ordinals, freqs[np.searchsorted(having, ordinals)], documents)

    def ranked(self, most: int | None = None) -> tuple[Ints, Scores] | None:
        """The postings, weighed."""
        column = texts(self.view.column(self.want))
        having, freqs, documents = self._counted(column)
        if most is not None and len(having) > most:
            return None
        ordinals = having.astype(np.int64)
        return ordinals, self._weighed(column, ordinals, freqs, documents)

    def _weighed(self, column: TextColumn, ordinals: Ints, freqs: Freqs, documents: int) -> Scores:
        weight = Bm25(statistics_of(column, self.want), idf(column.documents, self.having(documents)), self.boost)
        return weight.scores(freqs, column.norms[ordinals] if self.norms else None)

    def explain(self, ordinal: int) -> Explanation:
        """``weight(field:term in n) [PerFieldSimilarity], result of:``."""
        column = texts(self.view.column(self.want))
        having, freqs, documents = self._counted(column)
        documents = self.having(documents)
        freq = float(freqs[np.searchsorted(having, ordinal)])
        weight = Bm25(statistics_of(column, self.want), idf(column.documents, documents), self.boost)
        inner = weight.explain(freq, int(column.norms[ordinal]) if self.norms else None, documents)
        name = f"{self.path}:{self.terms[0]}" if len(self.terms) == 1 else f"Synonym({' '.join(f'{self.path}:{t}' for t in self.terms)})"
        return Explanation(inner.value, f"weight({name} in {ordinal}) [PerFieldSimilarity], result of:", (inner,))
