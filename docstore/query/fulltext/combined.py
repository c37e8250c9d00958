"""A term in several fields as if they were one field: BM25F (Lucene's ``CombinedFieldQuery``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from docstore.columns.norms import LENGTHS, encode_lengths
from docstore.columns.rows import Ints
from docstore.columns.text_column import TextColumn
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.query.fulltext.clause import Clause
from docstore.query.matcher import Remembered, any_of
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores
from docstore.query.similarity import Bm25, FieldStatistics, idf
from docstore.query.targets import target_of
from docstore.query.targets.mapped import TextTarget
from docstore.query.text_scorer import texts


@dataclass(frozen=True, slots=True)
class Combined(Clause):
    """One of these terms in one of these fields, which count so much each; all of them are mapped texts."""

    fields: tuple[tuple[str, float], ...]
    terms: tuple[str, ...]
    boost: float = 1.0

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """Any field will do."""
        parts, matchers, norms, freqs = [], [], True, True
        for name, weight in self.fields:
            target = target_of(view, name)
            assert isinstance(target, TextTarget)
            dictionary = target.dictionary("combined_fields")
            parts.append(_Part(dictionary.want, np.float32(weight)))
            norms, freqs = dictionary.norms, dictionary.freqs
            matchers.append(target.terms(self.terms))
        matcher = Remembered(any_of(view, matchers))
        return Scored(matcher, CombinedScorer(view, tuple(parts), self.terms, self.boosted(boost), self.text, norms, freqs))

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        fields = " ".join(name if weight == 1 else f"{name}^{weight}" for name, weight in self.fields)
        return f"CombinedFieldQuery(({fields})({','.join(self.terms)}))"


@dataclass(frozen=True, slots=True)
class _Part:
    want: Want
    weight: np.float32


@dataclass(frozen=True)
class CombinedScorer(Scorer):
    """Frequencies and lengths of all fields added up, each with its weight."""

    view: IndexView
    parts: tuple[_Part, ...]
    terms: tuple[str, ...]
    boost: Boost
    text: str
    norms: bool
    freqs: bool

    def scores(self, ordinals: Ints) -> Scores:
        """BM25 of each."""
        return self._weight.scores(self._frequencies(ordinals), self._lengths(ordinals))

    def explain(self, ordinal: int) -> Explanation:
        """``weight(CombinedFieldQuery((a b^2)(term)) in n), result of:``."""
        at = np.array([ordinal], dtype=np.int64)
        lengths = self._lengths(at)
        norm = None if lengths is None else int(lengths[0])
        inner = self._weight.explain(float(self._frequencies(at)[0]), norm, self._having)
        return Explanation(inner.value, f"weight({self.text} in {ordinal}), result of:", (inner,))

    @cached_property
    def _columns(self) -> list[tuple[TextColumn, np.float32]]:
        return [(texts(self.view.column(part.want)), part.weight) for part in self.parts]

    @cached_property
    def _having(self) -> int:
        """How many documents have the term: as many as in the field where most have it."""
        counts = [column.having(code) for column, code, _ in self._codes()]
        return max(counts, default=0)

    @cached_property
    def _weight(self) -> Bm25:
        documents = length = 0
        for column, weight in self._columns:
            documents = max(documents, column.documents)
            length = int(length + float(weight) * column.pairs)
        statistics = FieldStatistics(documents, length, self.parts[0].want.similarity)
        return Bm25(statistics, idf(documents, self._having), self.boost)

    def _codes(self) -> list[tuple[TextColumn, int, np.float32]]:
        found = [(column, column.code(term), weight) for column, weight in self._columns for term in self.terms]
        return [(column, code, weight) for column, code, weight in found if code is not None]

    def _frequencies(self, ordinals: Ints) -> Scores:
        total = np.zeros(len(ordinals), dtype=np.float32)
        for column, code, weight in self._codes():
            having, freqs = column.frequencies(code)
            at = np.searchsorted(having, ordinals)
            at[at == len(having)] = 0
            has = having[at] == ordinals if len(having) else np.zeros(len(ordinals), np.bool_)
            total[has] += weight * (freqs[at[has]].astype(np.float32) if self.freqs else np.float32(1))
        return total

    def _lengths(self, ordinals: Ints) -> np.ndarray[tuple[int], np.dtype[np.uint8]] | None:
        if not self.norms:
            return None
        total = np.zeros(len(ordinals), dtype=np.float32)
        for column, weight in self._columns:
            total += weight * LENGTHS[column.norms[ordinals]]
        return encode_lengths(np.floor(total + np.float32(0.5)).astype(np.int64))
