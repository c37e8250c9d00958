"""The example of Elasticsearch's documentation: what tells most about the plot of a film."""

from __future__ import annotations

import pytest

from docstore.search.term_vectors.selection import Selection
from docstore.search.term_vectors.statistics import Statistics

FILMS = {"armored": (27, 27), "industrialist": (88, 88), "stark": (44, 47), "suit": (1000, 1200), "it": (90000, 200000)}


class Films(Statistics):
    documents = 176214
    pairs = 3384269
    tokens = 3753460

    def of_term(self, term: str) -> tuple[int, int]:
        return FILMS.get(term, (0, 0))


PLOT = {"armored": 1, "industrialist": 1, "it": 3, "stark": 1, "suit": 2, "unheard": 1}


def test_scores() -> None:
    best = Selection(max_num_terms=3, min_term_freq=1, max_word_length=20, max_doc_freq=100).scores(PLOT, Films())
    assert best == pytest.approx({"armored": 9.74725, "stark": 9.272792, "industrialist": 8.590818})


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        ({}, "armored industrialist it stark suit"),
        ({"max_num_terms": 1}, "suit"),
        ({"max_num_terms": 0}, ""),
        ({"min_term_freq": 2}, "it suit"),
        ({"min_term_freq": 2, "max_term_freq": 2}, "suit"),
        ({"min_doc_freq": 45}, "industrialist it suit"),
        ({"min_doc_freq": 45, "max_doc_freq": 1000}, "industrialist suit"),
        ({"min_word_length": 5}, "armored industrialist stark"),
        ({"min_word_length": 5, "max_word_length": 7}, "armored stark"),
    ],
)
def test_limits(limits: dict[str, int], left: str) -> None:
    assert sorted(Selection(**limits).scores(PLOT, Films())) == left.split()
