from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns import dictionary

words = st.lists(st.text("abcé\U0001f600", max_size=3), max_size=20)


@given(words)
def test_encode_gives_sorted_terms_and_their_codes(values: list[str]) -> None:
    terms, codes = dictionary.encode(values)
    assert terms == sorted(set(values), key=lambda term: term.encode())
    assert [terms[code] for code in codes] == values


@given(words, words)
def test_merge_keeps_every_value(first: list[str], second: list[str]) -> None:
    old_terms, old_codes = dictionary.encode(first)
    new_terms, new_codes = dictionary.encode(second)
    terms, of_old, of_new = dictionary.merge(old_terms, new_terms)
    assert terms == sorted({*first, *second})
    moved_old = old_codes if of_old is None else of_old[old_codes]
    moved_new = new_codes if of_new is None else of_new[new_codes]
    assert [terms[code] for code in moved_old] == first
    assert [terms[code] for code in moved_new] == second


def test_merge_of_a_large_tail() -> None:
    first, second = ([f"{number:05d}" for number in range(start, start + 1500)] for start in (0, 700))
    terms, of_old, of_new = dictionary.merge(first, second)
    assert terms == sorted({*first, *second})
    assert of_old is not None
    assert of_new is not None
    assert [terms[code] for code in of_old] == first
    assert [terms[code] for code in of_new] == second


def test_compact_drops_unused_terms_only_when_they_are_many() -> None:
    few = ["a", "b", "c"]
    assert dictionary.compact(few, np.array([0], dtype=np.int32))[0] is few
    many = [f"{number:05d}" for number in range(3000)]
    terms, codes = dictionary.compact(many, np.array([2999, 7, 7], dtype=np.int32))
    assert terms == ["00007", "02999"]
    assert codes.tolist() == [1, 0, 0]


def test_weight_is_about_the_memory_of_the_terms() -> None:
    assert dictionary.weight([]) == 0
    assert 60_000 < dictionary.weight(["x" * 10] * 1000) < 80_000
