from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns import dictionary
from docstore.columns.dictionary import Terms

words = st.lists(st.text("abcé\U0001f600", max_size=3), max_size=20)


@given(words)
def test_encode_gives_sorted_terms_and_their_codes(values: list[str]) -> None:
    terms, codes = dictionary.encode(values)
    assert terms == sorted(set(values), key=lambda term: term.encode())
    assert [terms[code] for code in codes] == values


@given(words, st.lists(words, max_size=5))
def test_terms_that_are_put_in_later(first: list[str], several: list[list[str]]) -> None:
    terms, codes = dictionary.encode(first)
    base = terms.base
    for more in several:
        before, (tail, own) = terms, dictionary.encode(more)
        terms, moves = terms.with_terms(tail)
        codes = moves.of(codes)
        assert [terms[code] for code in codes] == first
        assert [terms[code] for code in terms.codes_of(tail)[own]] == more
        every = np.arange(len(terms))
        assert terms.codes_in(every, before).tolist() == [-1 if before.code(term) is None else before.code(term) for term in terms]
    assert terms == sorted({*first, *(term for more in several for term in more)})
    assert terms.base is base
    assert [terms[code] for code in range(-len(terms), 0)] == terms[:] == list(terms)
    found = {}
    for part, codes_of in terms.parts():
        found.update(zip(codes_of(np.arange(len(part.terms))).tolist(), part.terms, strict=True))
    assert [found[code] for code in range(len(terms))] == terms
    for term in ("", "a", "b", "é", "\U0001f600", "zz"):
        low, high = terms.beginning(term)
        assert terms[low:high] == [each for each in terms if each.startswith(term)]
        assert terms.place(term) == sum(each < term for each in terms)


def test_many_terms_are_put_together() -> None:
    first, second = ([f"{number:05d}" for number in range(start, start + 1500)] for start in (0, 700))
    terms, moves = Terms(first).with_terms(second)
    assert terms == sorted({*first, *second})
    assert not terms.added
    assert [terms[code] for code in moves.of(np.arange(1500, dtype=np.int32))] == first


def test_compact_drops_unused_terms_only_when_they_are_many() -> None:
    few = Terms(["a", "b", "c"])
    assert dictionary.compact(few, np.array([0], dtype=np.int32))[0] is few
    many = Terms([f"{number:05d}" for number in range(3000)])
    terms, codes = dictionary.compact(many, np.array([2999, 7, 7], dtype=np.int32))
    assert terms == ["00007", "02999"]
    assert codes.tolist() == [1, 0, 0]


def test_weight_is_about_the_memory_of_the_terms() -> None:
    assert Terms([]).weight == 0
    assert 60_000 < Terms(["x" * 10] * 1000).weight < 80_000
