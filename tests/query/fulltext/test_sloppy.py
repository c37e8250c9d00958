"""Worked by hand, by what ``SloppyPhraseMatcher`` says of repeated terms: each stands on a token of its own."""

from __future__ import annotations

import pytest

import docstore
from docstore.query.fulltext.sloppy import families, sloppy_frequency


@pytest.mark.parametrize(
    ("text", "phrase", "slop", "expected"),
    [
        ("a b", "a b", 0, 1.0),
        ("a x b", "a b", 1, 1 / 2),
        ("b a", "a b", 2, 1 / 3),
        ("a", "a a", 9, 0.0),
        ("a a", "a a", 0, 1.0),
        ("a x a", "a a", 0, 0.0),
        ("a x a", "a a", 1, 1 / 2),
        ("a x a y a", "a a", 1, 1.0),
        ("a x a y a", "a a a", 9, 1 / 3),
        ("a x a y a", "a a a a", 9, 0.0),
        ("a b x a b", "a b a b", 1, 1 / 2),
    ],
)
def test_repeated_terms(text: str, phrase: str, slop: int, expected: float) -> None:
    words, terms = text.split(), phrase.split()
    places = [[at for at, word in enumerate(words) if word == term] for term in terms]
    related = families([(ord(term),) for term in terms])
    found = sloppy_frequency(places, range(len(terms)), related, slop) if all(places) else 0.0
    assert found == pytest.approx(expected)
    with docstore.open() as store:
        store.index(index="i", document={"t": text})
        query = {"match_phrase": {"t": {"query": phrase, "slop": slop}}}
        answer = store.search(index="i", query=query, highlight={"fields": {"t": {}}}, explain=True)
        assert len(answer["hits"]["hits"]) == (expected > 0)


@pytest.mark.parametrize(
    ("text", "phrase", "slop", "expected"),
    [
        ("c x x a x c", ["a", "c", "ac"], 4, 1 / 5),  # "ac" begins on the last token: the others have the first two
        ("a b", ["ab", "bc", "cd"], 9, 0.0),
        ("a b c", ["ab", "bc", "cd"], 0, 1.0),
        ("b a", ["ab", "ab"], 0, 1.0),
    ],
)
def test_terms_that_share_a_word(text: str, phrase: list[str], slop: int, expected: float) -> None:
    places = [[at for at, word in enumerate(text.split()) if word in words] for words in phrase]
    related = families([list(map(ord, words)) for words in phrase])
    found = sloppy_frequency(places, range(len(phrase)), related, slop) if all(places) else 0.0
    assert found == pytest.approx(expected)
