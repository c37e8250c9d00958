"""The "Removedor de Sufixos da Língua Portuguesa" of Viviane Orengo: steps of rules, for Portuguese and for Galician.

The rules are data, as Apache Lucene has them (``portuguese.txt``, ``galician.txt``). A line that begins with ``#`` opens a step, with its
name, its shortest word, whether exceptions are whole words (1) or endings (0), and the endings that it looks at; any other is a suffix,
the shortest stem, what stands in the suffix's place (``-`` for nothing), and the exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Rule:
    suffix: str
    shortest: int
    tail: str
    words: frozenset[str]
    endings: tuple[str, ...]

    def matches(self, term: str) -> bool:
        if len(term) - len(self.suffix) < self.shortest or not term.endswith(self.suffix):
            return False
        return term not in self.words and not (self.endings and term.endswith(self.endings))


@dataclass(frozen=True, slots=True)
class _Step:
    shortest: int
    endings: tuple[str, ...]
    rules: tuple[_Rule, ...]

    def __call__(self, term: str) -> str:
        if len(term) < self.shortest or (self.endings and not term.endswith(self.endings)):
            return term
        for rule in self.rules:
            if rule.matches(term):
                return term[: len(term) - len(rule.suffix)] + rule.tail
        return term


@lru_cache(maxsize=2)
def _steps(language: str) -> dict[str, _Step]:
    steps: dict[str, _Step] = {}
    for block in Path(__file__).with_name(f"{language}.txt").read_text("utf-8").split("#")[1:]:
        head, *lines = block.strip().split("\n")
        name, shortest, whole, *endings = head.split()
        rules = tuple(_rule(line, whole == "1") for line in lines)
        least = int(shortest) or min(rule.shortest + len(rule.suffix) for rule in rules)
        steps[name] = _Step(least, tuple(endings), rules)
    return steps


def _rule(line: str, whole: bool) -> _Rule:
    suffix, shortest, tail, *exceptions = line.split()
    words = frozenset(exceptions) if whole else frozenset()
    return _Rule(suffix, int(shortest), "" if tail == "-" else tail, words, () if whole else tuple(exceptions))


_PORTUGUESE = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy")
_GALICIAN = str.maketrans("áéêíóú", "aeeiou")


def portuguese(term: str) -> str:
    """``PortugueseStemmer``.

    >>> [portuguese(term) for term in ("quilométricas", "nacionais", "felizmente", "professora")]
    ['quilometr', 'nacion', 'feliz', 'profes']
    """
    steps = _steps("portuguese")
    for name in ("Plural", "Adverb", "Feminine", "Augmentative"):
        term = steps[name](term)
    for name in ("Noun", "Verb", "Vowel"):
        made = steps[name](term)
        if len(made) != len(term):
            term = made
            break
        term = made
    return term.translate(_PORTUGUESE)


def galician(term: str) -> str:
    """``GalicianStemmer``.

    >>> [galician(term) for term in ("cariñosa", "camiños", "normais", "corredora")]
    ['cariñ', 'camiñ', 'norm', 'corred']
    """
    steps = _steps("galician")
    for name in ("Plural", "Unification", "Adverb"):
        term = steps[name](term)
    while len(made := steps["Augmentative"](term)) != len(term):
        term = made
    term = made
    noun = steps["Noun"](term)
    if len(noun) == len(term):
        noun = steps["Verb"](noun)
    return steps["Vowel"](noun).translate(_GALICIAN)


def minimal_portuguese(term: str) -> str:
    """``PortugueseMinimalStemmer``: plurals."""
    return _steps("portuguese")["Plural"](term)


def minimal_galician(term: str) -> str:
    """``GalicianMinimalStemmer``: plurals."""
    return _steps("galician")["Plural"](term)
