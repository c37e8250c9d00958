"""How often the terms of a field stand in an index."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from docstore.columns.column import Column
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.text_column import TextColumn
from docstore.search.term_vectors.vector import Vector

Json = dict[str, Any]


class Statistics(ABC):
    """``documents`` have the field; ``pairs`` are the different (document, term) pairs, ``tokens`` all that stands in it."""

    documents: int
    pairs: int
    tokens: int

    @abstractmethod
    def of_term(self, term: str) -> tuple[int, int]:
        """How many documents have a term, and how often it stands in all of them."""

    def to_body(self) -> Json:
        """As in a response."""
        return {"sum_doc_freq": self.pairs, "doc_count": self.documents, "sum_ttf": self.tokens}


@dataclass(slots=True)
class _OfText(Statistics):
    column: TextColumn

    def __post_init__(self) -> None:
        self.documents, self.pairs, self.tokens = self.column.documents, self.column.different, self.column.pairs

    def of_term(self, term: str) -> tuple[int, int]:
        code = self.column.code(term)
        return (0, 0) if code is None else (self.column.having(code), len(self.column.ordinals(code)))


@dataclass(slots=True)
class _OfKeyword(Statistics):
    """Of keywords it is not counted how often a document has one."""

    column: KeywordColumn

    def __post_init__(self) -> None:
        self.documents = int(np.count_nonzero(self.column.exists()))
        self.pairs = self.tokens = self.column.pairs

    def of_term(self, term: str) -> tuple[int, int]:
        code = self.column.code(term)
        having = 0 if code is None else int(np.count_nonzero(self.column.with_codes(code, code + 1)))
        return having, having


@dataclass(slots=True)
class _OfVector(Statistics):
    """Where no document has the field, the one that is given counts alone."""

    vector: Vector

    def __post_init__(self) -> None:
        self.documents, self.pairs = 1, len(self.vector.places)
        self.tokens = sum(map(len, self.vector.places.values()))

    def of_term(self, term: str) -> tuple[int, int]:
        places = self.vector.places.get(term, ())
        return (1, len(places)) if places else (0, 0)


def statistics_of(column: Column, vector: Vector) -> Statistics:
    """Of a field in its index; of the document where no other has it."""
    found: Statistics | None = None
    if isinstance(column, TextColumn):
        found = _OfText(column)
    elif isinstance(column, KeywordColumn):
        found = _OfKeyword(column)
    return _OfVector(vector) if found is None or not found.documents else found
