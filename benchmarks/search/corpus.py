"""The documents that are searched, and the searches."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks.data import Document, cities
from benchmarks.search.operation import KINDS, Operation
from benchmarks.search.paragraphs import paragraphs

VARIANTS = 12
"""Each kind of operation is asked with so many different words or intervals, in turn."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents with one text field, keywords and numbers."""

    name: str
    title: str
    make: Callable[[], list[Document]]
    text: str
    keyword: str
    """A field of whole values that prefixes are looked for in; may be a multi-field of the text."""
    groups: tuple[str, ...]
    number: str
    numbers: tuple[str, ...]
    limits: tuple[int, int]
    """Between which bounds of ``number`` the intervals lie."""
    times: int = 1
    """How many of each document there are."""

    def mapping(self) -> dict[str, Any]:
        """As Elasticsearch has it."""
        fields: dict[str, Any] = {name: {"type": "keyword"} for name in (self.keyword, *self.groups) if "." not in name}
        fields |= {name: {"type": "double" if name in ("latitude", "longitude") else "long"} for name in self.numbers}
        fields[self.text] = {"type": "text"}
        if "." in self.keyword:
            fields[self.text]["fields"] = {self.keyword.split(".")[1]: {"type": "keyword", "ignore_above": 256}}
        return {"dynamic": False, "properties": fields}

    def operations(self, documents: list[Document]) -> dict[str, list[Operation]]:
        """For each kind the searches, chosen by a seed; the words are frequent ones of the documents."""
        chance = random.Random(f"{self.name}-{len(documents)}")
        pairs, words = self._words(documents, chance)
        prefixes = [self._prefix(documents, chance) for _ in range(VARIANTS)]
        bounds = [self._interval(chance) for _ in range(VARIANTS)]
        sorts = [(name, down) for name in self.numbers for down in (True, False)]
        found = {
            "match": [Operation("match", self.text, pair) for pair in pairs],
            "phrase": [Operation("phrase", self.text, pair) for pair in pairs],
            "bool": [Operation("bool", self.text, word, *ends, self.number) for word, ends in zip(words, bounds, strict=True)],
            "prefix": [Operation("prefix", self.keyword, each) for each in prefixes],
            "fuzzy": [Operation("fuzzy", self.text, _misspelt(word, chance)) for word in words],
            "range": [Operation("range", self.number, low=low, high=high) for low, high in bounds],
            "terms": [Operation("terms", name) for name in self.groups],
            "terms_avg": [Operation("terms_avg", name, number=self.number) for name in self.groups],
            "sort": [Operation("sort", name, descending=down) for name, down in sorts],
        }
        assert found.keys() == KINDS.keys()
        return found

    def _words(self, documents: list[Document], chance: random.Random) -> tuple[list[str], list[str]]:
        texts = [_WORD.findall(document[self.text].lower()) for document in documents]
        frequent = Counter(word for words in texts for word in set(words))
        least, most = max(5, len(documents) // 5_000), len(documents) // 10
        good = {word for word, count in frequent.items() if least <= count <= most and word.isascii() and len(word) > 2}
        pairs = sorted({f"{a} {b}" for words in texts for a, b in pairwise(words) if {a, b} <= good and a != b})
        long = sorted(word for word in good if len(word) > 5)
        return chance.sample(pairs, VARIANTS), chance.sample(long, VARIANTS)

    def _prefix(self, documents: list[Document], chance: random.Random) -> str:
        field = self.keyword.split(".")[0]
        while True:
            value: str = chance.choice(documents)[field][:3]
            if value.isascii() and value.isalpha():
                return value

    def _interval(self, chance: random.Random) -> tuple[int, int]:
        low, high = sorted(chance.sample(range(*self.limits), 2))
        return low, high


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice("aeiou".replace(word[at], "")) + word[at + 1 :]


def _every_fifth() -> list[Document]:
    return cities()[::5]


def _cities(name: str, title: str, make: Callable[[], list[Document]], times: int = 1) -> Corpus:
    numbers = ("population", "latitude", "longitude")
    groups = ("countrycode", "timezone", "admin1code")
    return Corpus(name, title, make, "name", "name.keyword", groups, "population", numbers, (500, 50_000), times)


CORPORA = {
    each.name: each
    for each in (
        _cities("cities-fifth", "46,982 cities (every fifth)", _every_fifth),
        _cities("cities", "234,908 cities", cities),
        Corpus(
            "paragraphs",
            "100,000 paragraphs of documentation",
            paragraphs,
            "text",
            "member",
            ("service", "member", "words"),
            "words",
            ("words", "place"),
            (12, 60),
        ),
    )
}
"""Those of the default run."""

GROWTH = {
    each.name: each
    for each in (
        CORPORA["cities-fifth"],
        CORPORA["cities"],
        _cities("cities-tenfold", "2,349,080 cities (ten of each)", cities, 10),
    )
}
"""The same documents in growing number."""
