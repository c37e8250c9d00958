"""The words of a text. The texts of these tests have no marks, so that words are what stands between spaces."""

from __future__ import annotations

from tests.search.reference.schema import Json

Token = tuple[str, int]
"""A word and its place."""

STOP_WORDS = ("a", "the")
"""Of those that the tests use."""


SYNONYMS = ("fox, fax", "the => a", "dog ab, wörld")
"""What the analyzer ``linked`` is told, as rules of ``synonym_graph``."""

WIDENED = {"fox": ["fox", "fax"], "fax": ["fax", "fox"], "dog": ["dog", "ab"]}
"""What the analyzer ``widened`` puts at the place of a word."""

ANALYSIS: Json = {
    "filter": {
        "links": {"type": "synonym_graph", "synonyms": list(SYNONYMS)},
        "more": {"type": "synonym", "synonyms": ["fox, fax", "dog => dog, ab"]},
    },
    "analyzer": {
        "linked": {"tokenizer": "standard", "filter": ["lowercase", "links"]},
        "widened": {"tokenizer": "standard", "filter": ["lowercase", "more"]},
    },
}
"""The settings of an index that has them."""

Segment = list[tuple[str, ...]]
"""Ways to say the same, each of one or more words."""


def segments(text: str) -> list[Segment]:
    """What ``linked`` makes of a text, piece by piece."""
    words, found = text.lower().split(), []
    while words:
        if words[:2] == ["dog", "ab"] or words[0] == "wörld":
            found.append([("wörld",), ("dog", "ab")])
            words = words[1 if words[0] == "wörld" else 2 :]
            continue
        first = words.pop(0)
        found.append([("fox",), ("fax",)] if first in ("fox", "fax") else [("a",)] if first == "the" else [(first,)])
    return found


def tokens(text: str, analyzer: str) -> list[Token]:
    """The words of one text. Those that are taken out leave their places empty."""
    if analyzer == "keyword":
        return [(text, 0)]
    if analyzer == "widened":
        return [(each, place) for place, word in enumerate(text.lower().split()) for each in WIDENED.get(word, [word])]
    found = enumerate(text.split() if analyzer == "whitespace" else text.lower().split())
    return [(word, place) for place, word in found if analyzer != "stop" or word not in STOP_WORDS]


def shingled(single: list[Token], size: int) -> list[Token]:
    """So many words in a row, each at the place of its first."""
    rows = zip(*(single[at:] for at in range(size)), strict=False)
    return [(" ".join(word for word, _ in row), row[0][1]) for row in rows]


def analyzer_of(field: Json) -> str:
    """The name of the analyzer of a field."""
    return str(field.get("analyzer", "standard"))


def all_tokens(texts: list[str], field: Json) -> list[Token]:
    """The words of all values of a field; there is a gap between two values."""
    found: list[Token] = []
    begin = 0
    for text in texts:
        of_text = shingled(tokens(text, analyzer_of(field)), field.get("shingles", 1))
        found += [(word, begin + place) for word, place in of_text]
        places = len(text.split()) if analyzer_of(field) != "keyword" else 1
        begin += places + int(field.get("position_increment_gap", 100))
    return found
