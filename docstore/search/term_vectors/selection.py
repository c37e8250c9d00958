"""``filter``: only the terms that tell most about a document (``TermVectorsFilter``)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.errors import ElasticsearchParseError
from docstore.query.wire import integer
from docstore.search.term_vectors.statistics import Statistics

_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Selection:
    """What makes a term count. A length of 0 is no limit."""

    max_num_terms: int = 25
    min_term_freq: int = 0
    max_term_freq: int = _MOST
    min_doc_freq: int = 0
    max_doc_freq: int = _MOST
    min_word_length: int = 0
    max_word_length: int = 0

    @classmethod
    def parse(cls, body: Any) -> Self:
        """``{"max_num_terms": 3, "min_term_freq": 1, "min_doc_freq": 1}``.

        :raises ElasticsearchParseError: an unknown key.
        """
        if not isinstance(body, dict):
            raise ElasticsearchParseError("failed to parse term vectors request. field [filter] must be an object")
        for key in body:
            if key not in cls.__dataclass_fields__:
                raise ElasticsearchParseError(
                    f"failed to parse term vectors request. the field [{key}] is not valid for filter parameter for term vector request"
                )
        return cls(**{key: integer(value) for key, value in body.items()})

    def scores(self, frequencies: Mapping[str, int], statistics: Statistics) -> dict[str, float]:
        """The terms of a field that stay, with how much they tell: frequency by rarity (``ClassicSimilarity``)."""
        scored: list[tuple[float, str]] = []
        for term, freq in frequencies.items():
            if self._is_noise(term, freq):
                continue
            having, _ = statistics.of_term(term)
            if having and self.min_doc_freq <= having <= self.max_doc_freq:
                rarity = np.float32(math.log((statistics.documents + 1) / (having + 1)) + 1.0)
                scored.append((float(np.float32(freq) * rarity), term))
        scored.sort(key=lambda each: -each[0])
        return {term: score for score, term in scored[: max(self.max_num_terms, 0)]}

    def _is_noise(self, term: str, freq: int) -> bool:
        length = len(term.encode("utf-16-le", "surrogatepass")) // 2
        if length < self.min_word_length or 0 < self.max_word_length < length:
            return True
        return not self.min_term_freq <= freq <= self.max_term_freq
