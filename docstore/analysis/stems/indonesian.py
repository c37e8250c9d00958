"""Indonesian: particles, possessives, prefixes and suffixes, by the rules of Fadillah Z. Tala's "Porter stemmer for Bahasa Indonesia"."""

from __future__ import annotations

from collections.abc import Callable

_VOWELS = frozenset("aeiou")


class _Word:
    """A word, how many syllables it still has, and which prefixes it has lost."""

    def __init__(self, term: str) -> None:
        self.term = term
        self.syllables = sum(letter in _VOWELS for letter in term)
        self.lost: set[str] = set()

    def step(self, change: Callable[[str, set[str]], str]) -> bool:
        """A change, where the word is long enough for one; whether there was one."""
        if self.syllables <= 2:
            return False
        made = change(self.term, self.lost)
        if made == self.term:
            return False
        self.term, self.syllables = made, self.syllables - 1
        return True


def stem(term: str) -> str:
    """``IndonesianStemmer``, with derivations.

    >>> [stem(term) for term in ("bukukah", "bukumu", "mengukur", "dibuang", "tersebut", "pembacaan", "bermain")]
    ['buku', 'buku', 'ukur', 'buang', 'sebut', 'baca', 'main']
    """
    word = _Word(term)
    word.step(_particle)
    word.step(_possessive)
    if word.step(_first_prefix):
        if word.step(_suffix):
            word.step(_second_prefix)
    else:
        word.step(_second_prefix)
        word.step(_suffix)
    return word.term


def _particle(term: str, lost: set[str]) -> str:
    return term[:-3] if term.endswith(("kah", "lah", "pun")) else term


def _possessive(term: str, lost: set[str]) -> str:
    if term.endswith(("ku", "mu")):
        return term[:-2]
    return term.removesuffix("nya")


def _vowel_at(term: str, at: int) -> bool:
    return len(term) > at and term[at] in _VOWELS


_FIRST = (
    # prefix, whether a vowel must follow, what stands in its place, what it counts as
    ("meng", False, "", "meng"),
    ("meny", True, "s", "meng"),
    ("men", False, "", "meng"),
    ("mem", False, "", "meng"),
    ("me", False, "", "meng"),
    ("peng", False, "", "peng"),
    ("peny", True, "s", "peng"),
    ("peny", False, "", "peng"),
    ("pen", True, "t", "peng"),
    ("pen", False, "", "peng"),
    ("pem", False, "", "peng"),
    ("di", False, "", "di"),
    ("ter", False, "", "ter"),
    ("ke", False, "", "ke"),
)


def _first_prefix(term: str, lost: set[str]) -> str:
    for prefix, before_vowel, tail, kind in _FIRST:
        if term.startswith(prefix) and (not before_vowel or _vowel_at(term, len(prefix))):
            lost.add(kind)
            return tail + term[len(prefix) :]
    return term


def _second_prefix(term: str, lost: set[str]) -> str:
    if term.startswith("ber") or term == "belajar":
        lost.add("ber")
        return term[3:]
    if term.startswith("be") and not _vowel_at(term, 2) and term[3:5] == "er":
        lost.add("ber")
        return term[2:]
    if term.startswith("per") or term == "pelajar":
        return term[3:]
    if term.startswith("pe"):
        lost.add("pe")
        return term[2:]
    return term


def _suffix(term: str, lost: set[str]) -> str:
    if term.endswith("kan") and lost.isdisjoint({"ke", "peng", "pe"}):
        return term[:-3]
    if term.endswith("an") and lost.isdisjoint({"di", "meng", "ter"}):
        return term[:-2]
    if term.endswith("i") and not term.endswith("si") and lost.isdisjoint({"ber", "ke", "peng"}):
        return term[:-1]
    return term
