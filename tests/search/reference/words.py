"""The words of a text. The texts of these tests have no marks, so that words are what stands between spaces."""

from __future__ import annotations

from tests.search.reference.schema import Json

Token = tuple[str, int]
"""A word and its place."""

STOP_WORDS = ("a", "the")
"""Of those that the tests use."""


def tokens(text: str, analyzer: str) -> list[Token]:
    """The words of one text. Those that are taken out leave their places empty."""
    if analyzer == "keyword":
        return [(text, 0)]
    found = enumerate(text.split() if analyzer == "whitespace" else text.lower().split())
    return [(word, place) for place, word in found if analyzer != "stop" or word not in STOP_WORDS]


def analyzer_of(field: Json) -> str:
    """The name of the analyzer of a field."""
    return str(field.get("analyzer", "standard"))


def all_tokens(texts: list[str], field: Json) -> list[Token]:
    """The words of all values of a field; there is a gap between two values."""
    found: list[Token] = []
    begin = 0
    for text in texts:
        of_text = tokens(text, analyzer_of(field))
        found += [(word, begin + place) for word, place in of_text]
        places = len(text.split()) if analyzer_of(field) != "keyword" else 1
        begin += places + int(field.get("position_increment_gap", 100))
    return found
