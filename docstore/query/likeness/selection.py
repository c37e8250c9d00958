"""Which terms tell most about a document (``XMoreLikeThis``): those that it has often and few others have."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.text_column import TextColumn
from docstore.columns.view import IndexView
from docstore.query.fulltext.synonyms import Synonyms
from docstore.query.kinds.term import Term
from docstore.query.query import Query
from docstore.query.targets import target_of
from docstore.query.targets.mapped import StringTarget, TextTarget


@dataclass(frozen=True, slots=True)
class Selection:
    """What makes a term count. ``boost`` 0: all that are chosen count alike."""

    most: int = 25
    min_term_freq: int = 2
    min_doc_freq: int = 5
    max_doc_freq: int = 2**31 - 1
    min_length: int = 0
    max_length: int = 0
    stop_words: frozenset[str] = frozenset()
    boost: float = 0.0

    def queries(
        self, view: IndexView, counts: Counter[str], fields: Collection[str], skipped: Collection[tuple[str, str]], of: str
    ) -> list[Query]:
        """A query for each of the best terms, on that of the fields where most documents have it.

        ``skipped`` are terms by field that must not count, ``of`` is the field that the counts come from.
        """
        dictionaries = {name: found for name in fields if (found := _column(view, name)) is not None}
        scored: list[tuple[float, str, str]] = []
        for word, freq in counts.items():
            if self._is_noise(word) or (of, word) in skipped or freq < self.min_term_freq:
                continue
            name, having = "", 0
            for each, column in dictionaries.items():
                documents = _documents(column, word)
                if documents > having:
                    name, having = each, documents
            if having and self.min_doc_freq <= having <= self.max_doc_freq:
                weight = np.float32(math.log((view.count + 1) / (having + 1)) + 1.0)
                scored.append((float(np.float32(freq * weight)), name, word))
        scored.sort(key=lambda each: (-each[0], each[2]))
        return self._weighed(view, scored[: self.most])

    def _is_noise(self, word: str) -> bool:
        if len(word) < self.min_length or (self.max_length and len(word) > self.max_length):
            return True
        return word in self.stop_words

    def _weighed(self, view: IndexView, scored: Iterable[tuple[float, str, str]]) -> list[Query]:
        """The least of them counts once, the others so many times as much."""
        chosen = list(scored)
        made = partial(_term, view)
        if not self.boost or not chosen:
            return [made(name, word, 1.0) for _, name, word in chosen]
        least = chosen[-1][0]
        return [made(name, word, self.boost * score / least) for score, name, word in chosen]


def _term(view: IndexView, name: str, word: str, boost: float) -> Query:
    if isinstance(target_of(view, name), TextTarget):
        return Synonyms(name, (word,), boost)
    return Term(name, word, boost=boost)


def _column(view: IndexView, name: str) -> KeywordColumn | None:
    target = target_of(view, name)
    if not isinstance(target, StringTarget):
        return None
    column = view.column(target.values())
    return column if isinstance(column, KeywordColumn) else None


def _documents(column: KeywordColumn, word: str) -> int:
    code = column.code(word)
    if code is None:
        return 0
    if isinstance(column, TextColumn):
        return column.having(code)
    return int(np.count_nonzero(column.with_codes(code, code + 1)))
