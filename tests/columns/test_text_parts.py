from __future__ import annotations

from itertools import accumulate, pairwise
from unittest import mock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.analysis.index_analyzers import IndexAnalyzers
from docstore.columns import part_table, text_parts
from docstore.columns.text_parts import DROPPED, Parts

WORDS = st.sampled_from(
    ["The", "the", "fox's", "3.14", "a.b", "x_y", "_", "e.g.,", "1,000.5", "don''t", "a" * 33, "b" * 300, "\0", "a\0b", "-"]
)
OTHERS = st.sampled_from(["é", "Café", "l’été", "東京", "ไทย", "🎉", "א\"ב", "a\u0301", "\xa0", "ﬀ", "\u2028", "x\x1cy"])
TEXTS = st.lists(st.one_of(WORDS, WORDS, OTHERS, st.text(max_size=6)), max_size=12).map(" ".join)
ASCII_TEXTS = st.lists(st.one_of(WORDS, st.text(st.characters(max_codepoint=127), max_size=12)), max_size=12).map("".join)


class Numbers(dict[str, int]):
    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


ANALYZERS = IndexAnalyzers(
    {
        "index.analysis.analyzer.stopping.type": "standard",
        "index.analysis.analyzer.stopping.stopwords": ["the", "café"],
        "index.analysis.analyzer.stopping.max_token_length": "40",
    }
)


def check(*batches: list[str]) -> None:
    for name in ("standard", "stopping"):
        analyzer = ANALYZERS.analyzer(name)
        assert analyzer is not None
        inside = analyzer.tokenizer.inside
        assert inside is not None
        numbers = Numbers()
        parts = Parts(inside, analyzer, numbers.__getitem__)
        for texts in batches:
            widths, found = parts.read(texts)
            names = {number: term for term, number in numbers.items()} | {DROPPED: None}
            terms = [names[number] for number in found.tolist()]
            slots = [terms[low:high] for low, high in pairwise(accumulate(widths.tolist(), initial=0))]
            assert slots == [analyzer.slots(text) for text in texts]


@given(st.lists(st.one_of(TEXTS, ASCII_TEXTS), max_size=8), st.lists(ASCII_TEXTS, max_size=5))
def test_terms_at_positions(texts: list[str], more: list[str]) -> None:
    check(texts, more, texts)


def test_parts_that_are_told_apart_by_nothing_but_their_letters() -> None:
    """As if all sums were the same."""
    with mock.patch.object(part_table, "_FACTORS", np.zeros(4, dtype=np.uint64)):
        check(["one two three", "two one", "a-one"], ["four one"])


def test_what_is_much_is_forgotten() -> None:
    with mock.patch.object(text_parts, "_MOST_LETTERS", 3):
        check(["one two", "é one"], ["two three"])
