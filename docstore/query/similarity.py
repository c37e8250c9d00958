"""BM25 as Elasticsearch computes it: ``LegacyBM25Similarity`` over one shard without deleted documents.

``score = boost * 2.2 * idf * (1 - 1 / (1 + freq / (k1 * (1 - b + b * dl / avgdl))))`` in float32, with the document's length
as the one byte that Lucene keeps of it (``SmallFloat.intToByte4``).
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from docstore.columns.norms import LENGTHS
from docstore.frozen import frozen
from docstore.mapping.similarities import BM25, Similarity
from docstore.query.scorer import Boost, Explanation, Scorer, Scores

_ONE = np.float32(1.0)
_ONES = np.array(1.0, dtype=np.float32)
"""The same for arrays: numpy takes an array, even without dimensions, twice as quickly as a scalar."""


@frozen
class FieldStatistics:
    """What is counted of a field over all documents (``CollectionStatistics``).

    ``documents``: how many have the field. ``length``: their lengths together, in tokens.
    """

    documents: int
    length: int
    similarity: Similarity = BM25

    @property
    def average_length(self) -> np.float32:
        """``avgdl``."""
        return np.float32(self.length / self.documents) if self.documents else _ONE

    def constants(self) -> tuple[np.float32, npt.NDArray[np.float32]]:
        """``k1 + 1``, and for each encoded length ``1 / (k1 * (1 - b + b * dl / avgdl))``."""
        return _constants(self.similarity.k1, self.similarity.b, self.documents, self.length)


def idf(documents: int, having: int) -> np.float32:
    """The weight of a term that ``having`` of ``documents`` have (``BM25Similarity.idf``)."""
    return np.float32(math.log(1 + (documents - having + 0.5) / (having + 0.5)))


@frozen
class Bm25:
    """The weight of one term, or of a phrase with the summed ``idf`` of its terms, in one field.

    Of a field whose terms weigh alike, it is the boost (``BooleanSimilarity``).
    """

    statistics: FieldStatistics
    idf: np.float32
    boost: Boost

    @property
    def k1(self) -> np.float32:
        """How soon more of a term adds little."""
        return np.float32(self.statistics.similarity.k1)

    @property
    def b(self) -> np.float32:
        """How much a length counts."""
        return np.float32(self.statistics.similarity.b)

    def scores(self, freqs: npt.NDArray[np.float32], norms: npt.NDArray[np.uint8] | None = None) -> Scores:
        """One score for each frequency; ``norms`` are the encoded lengths, None where the field has none."""
        if self.statistics.similarity.constant:
            return np.full(len(freqs), self.boost, dtype=np.float32)
        factor, inverses = self.statistics.constants()
        weight = np.asarray(self.boost * factor * self.idf)
        found: Scores = freqs * (inverses[1] if norms is None else inverses.take(norms))
        np.add(found, _ONES, found)
        np.divide(weight, found, found)
        return np.subtract(weight, found, found)

    def explain(self, freq: float, norm: int | None, having: int) -> Explanation:
        """``BM25Similarity.explain``: of a term that ``having`` documents have."""
        if self.statistics.similarity.constant:
            boost = Explanation(float(self.boost), "boost")
            return Explanation(float(self.boost), "score(BooleanWeight), computed from:", (boost,))
        norm = 1 if norm is None else norm
        score = self.scores(np.array([freq], np.float32), np.array([norm], np.uint8))[0]
        tf = _ONE - _ONE / (_ONE + np.float32(freq) * self.statistics.constants()[1][norm])
        documents = Explanation(self.statistics.documents, "N, total number of documents with field")
        parts = (
            Explanation(float(self.boost * (self.k1 + _ONE)), "boost"),
            Explanation(
                float(self.idf),
                "idf, computed as log(1 + (N - n + 0.5) / (n + 0.5)) from:",
                (Explanation(having, "n, number of documents containing term"), documents),
            ),
            Explanation(
                float(tf),
                "tf, computed as freq / (freq + k1 * (1 - b + b * dl / avgdl)) from:",
                (
                    Explanation(freq, "freq, occurrences of term within document"),
                    Explanation(float(self.k1), "k1, term saturation parameter"),
                    Explanation(float(self.b), "b, length normalization parameter"),
                    Explanation(float(LENGTHS[norm]), "dl, length of field"),
                    Explanation(float(self.statistics.average_length), "avgdl, average length of field"),
                ),
            ),
        )
        return Explanation(float(score), f"score(freq={np.float32(freq)}), computed as boost * idf * tf from:", parts)


class TermScorer(Scorer):
    """Of a term in one field. ``stated``: how many documents are said to have it, where that is not what is counted."""

    stated: Callable[[], int] | None

    @abstractmethod
    def counted(self) -> tuple[int, int, int]:
        """Documents that have the field, its length over all of them, documents that have the term."""

    def having(self, counted: int) -> int:
        """How many documents have the term, or are said to."""
        return counted if self.stated is None else self.stated()


@lru_cache(maxsize=256)
def _constants(k1: float, b: float, documents: int, length: int) -> tuple[np.float32, npt.NDArray[np.float32]]:
    share, average = np.float32(b), FieldStatistics(documents, length).average_length
    inverses: npt.NDArray[np.float32] = _ONE / (np.float32(k1) * ((_ONE - share) + share * LENGTHS / average))
    return np.float32(k1) + _ONE, inverses
