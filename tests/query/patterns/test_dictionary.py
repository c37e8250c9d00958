"""Looking through whole dictionaries: the same as looking at each term."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from docstore.columns.dictionary import Terms
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import SingleRows
from docstore.query.fulltext.edits import distance, near_terms
from docstore.query.patterns.automaton import automaton
from docstore.query.patterns.dictionary import accepted
from docstore.query.patterns.nodes import literal_of
from docstore.query.patterns.wildcard import wildcard

RANDOM = Random(2)


def word(most: int) -> str:
    return "".join(RANDOM.choice("abcé𝒳\n") for _ in range(RANDOM.randrange(most)))


TERMS = sorted({word(9) for _ in range(2_000)})
COLUMN = KeywordColumn(SingleRows(len(TERMS)), Terms(TERMS), np.arange(len(TERMS), dtype=np.int32))


@pytest.mark.parametrize("transpositions", [True, False])
@pytest.mark.parametrize("limit", [0, 1, 2])
def test_near_terms(limit: int, transpositions: bool) -> None:
    for _ in range(25):
        term, prefix = word(9), RANDOM.randrange(4)
        begin = term[:prefix]
        found = dict(near_terms(COLUMN, term, limit, prefix, transpositions=transpositions))
        rest, same = term[prefix:], [at for at, other in enumerate(TERMS) if other.startswith(begin)]
        edits = {at: distance(rest, TERMS[at][len(begin) :], limit, transpositions=transpositions) for at in same}
        assert found == {at: count for at, count in edits.items() if count <= limit}


def test_patterns() -> None:
    for _ in range(100):
        node = wildcard("".join(RANDOM.choice("abc\n*?*") for _ in range(RANDOM.randrange(7))))
        found = automaton(node)
        expected = [at for at, term in enumerate(TERMS) if found.matches(term)]
        assert accepted(COLUMN, found, literal_of(node)).tolist() == expected


@pytest.mark.parametrize(("pattern", "text"), [("*abc*d", "abc"), ("a?bc", "bc"), ("*", ""), ("abc", "abc"), ("a*b", "a")])
def test_literals(pattern: str, text: str) -> None:
    assert literal_of(wildcard(pattern)) == text


def test_an_empty_dictionary() -> None:
    column = KeywordColumn(SingleRows(0), Terms([]), np.zeros(0, dtype=np.int32))
    assert near_terms(column, "abc", 2, 0, transpositions=True) == []
    assert accepted(column, automaton(wildcard("*ab*"))).tolist() == []
