from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns.dictionary import Terms
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import SingleRows
from docstore.query.fulltext.edits import distance, near_terms

WORDS = st.text("abcé\U0001f600", max_size=7)


def test_distance_of_the_textbook() -> None:
    assert distance("kitten", "sitting", 3, transpositions=True) == 3


@given(st.lists(WORDS, max_size=30, unique=True), WORDS, st.integers(0, 2), st.integers(0, 3), st.booleans())
def test_near_terms_are_those_within_the_distance(words: list[str], term: str, limit: int, prefix: int, transpositions: bool) -> None:
    terms = sorted(words)
    column = KeywordColumn(SingleRows(0), Terms(terms), np.zeros(0, dtype=np.int32))
    cut = min(prefix, len(term))
    edits = [(code, distance(term[cut:], word[cut:], limit, transpositions=transpositions)) for code, word in enumerate(terms)]
    expected = [(code, count) for code, count in edits if terms[code].startswith(term[:cut]) and count <= limit]
    assert near_terms(column, term, limit, prefix, transpositions=transpositions) == expected
