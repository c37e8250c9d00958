"""Light stemmers for French and Portuguese, after Jacques Savoy's "UniNE" algorithms, with Lucene's rules."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple


class _Rule(NamedTuple):
    """A word longer than ``over`` that ends so loses ``cut`` letters and gets others; then it is done, unless it goes ``on``."""

    over: int
    suffix: str
    cut: int
    tail: str = ""
    on: bool = False


_FRENCH = (
    _Rule(9, "issement", 7, "r"),
    _Rule(8, "issant", 5, "r"),
    _Rule(6, "ement", 4),
    _Rule(11, "ficatrice", 7, "er"),
    _Rule(10, "ficateur", 6, "er"),
    _Rule(9, "catrice", 7, "quer"),
    _Rule(8, "cateur", 6, "quer"),
    _Rule(8, "atrice", 6, "er"),
    _Rule(7, "ateur", 5, "er"),
    _Rule(6, "trice", 4, "eur", on=True),
    _Rule(5, "ième", 4),
    _Rule(7, "teuse", 3, "r"),
    _Rule(6, "teur", 2, "r"),
    _Rule(5, "euse", 2),
    _Rule(8, "ère", 3, "er"),
    _Rule(7, "ive", 2, "f"),
    _Rule(4, "folle", 3, "u"),
    _Rule(4, "molle", 3, "u"),
    _Rule(9, "nnelle", 5),
    _Rule(9, "nnel", 3),
    _Rule(4, "ète", 3, "et", on=True),
    _Rule(8, "ique", 4, on=True),
    _Rule(8, "esse", 3),
    _Rule(7, "inage", 3),
    _Rule(9, "isation", 7),
    _Rule(9, "isateur", 7),
    _Rule(8, "ation", 5),
    _Rule(8, "ition", 5),
)
_FRENCH_LETTERS = str.maketrans("àáâôèéêùûîç", "aaaoeeeuuic")


def light_french(term: str) -> str:
    """``FrenchLightStemmer``.

    >>> [light_french(term) for term in ("chevaux", "abandonnées", "activement", "inspectrice", "majestueuses")]
    ['cheval', 'abandon', 'actif', 'inspect', 'majestueu']
    """
    if len(term) > 5 and term[-1] == "x":
        term = term[:-2] + "l" if term[-3:-1] == "au" and term[-4] != "e" else term[:-1]
    for letter in "xs":
        if len(term) > 3 and term[-1] == letter:
            term = term[:-1]
    for rule in _FRENCH:
        if len(term) > rule.over and term.endswith(rule.suffix):
            term = term[: -rule.cut] + rule.tail
            if not rule.on:
                return _french_ending(_after(rule.suffix, term))
    return _french_ending(term)


def _after(suffix: str, term: str) -> str:
    if suffix == "ement" and len(term) > 3 and term.endswith("ive"):
        return term[:-2] + "f"
    if suffix == "isation" and len(term) > 5 and term.endswith("ual"):
        return term[:-2] + "el"
    return term


def _french_ending(term: str) -> str:
    """Without accents, doubled letters and the last vowels."""
    if len(term) > 4:
        term = term.translate(_FRENCH_LETTERS)
        term = "".join(char if char.isalpha() else char * len(list(same)) for char, same in groupby(term))
    if len(term) > 4 and term.endswith("ie"):
        term = term[:-2]
    if len(term) > 4:
        for letter in "ree":
            if term[-1] == letter:
                term = term[:-1]
        if term[-1] == term[-2] and term[-1].isalpha():
            term = term[:-1]
    return term


_PLURALS: tuple[tuple[int, tuple[str, ...], Callable[[str], str]], ...] = (
    (4, ("res", "ses", "les", "zes"), lambda term: term[:-2]),
    (3, ("ns",), lambda term: term[:-2] + "m"),
    (4, ("eis", "éis"), lambda term: term[:-3] + "el"),
    (4, ("ais",), lambda term: term[:-2] + "l"),
    (4, ("óis",), lambda term: term[:-3] + "ol"),
    (4, ("is",), lambda term: term[:-1] + "l"),
    (3, ("ões", "ães"), lambda term: term[:-3] + "ão"),
    (6, ("mente",), lambda term: term[:-5]),
    (3, ("s",), lambda term: term[:-1]),
)
_FEMININES: tuple[tuple[int, tuple[str, ...], Callable[[str], str]], ...] = (
    (7, ("inha", "iaca", "eira"), lambda term: term[:-1] + "o"),
    (6, ("osa", "ica", "ida", "ada", "iva", "ama"), lambda term: term[:-1] + "o"),
    (6, ("ona",), lambda term: term[:-3] + "ão"),
    (6, ("ora",), lambda term: term[:-1]),
    (6, ("esa",), lambda term: term[:-3] + "ês"),
    (6, ("na",), lambda term: term[:-1] + "o"),
)
_PORTUGUESE_LETTERS = str.maketrans("àáâäãòóôöõèéêëùúûüìíîïç", "aaaaaoooooeeeeuuuuiiiic")


def light_portuguese(term: str) -> str:
    """``PortugueseLightStemmer``.

    >>> [light_portuguese(term) for term in ("livros", "nações", "jovens", "animais", "rapidamente", "menina")]
    ['livr', 'naca', 'jovem', 'animal', 'rapid', 'menin']
    """
    if len(term) < 4:
        return term
    term = _first(_PLURALS, term)
    if len(term) > 3 and term[-1] == "a":
        term = _first(_FEMININES, term)
    if len(term) > 4 and term[-1] in "eao":
        term = term[:-1]
    return term.translate(_PORTUGUESE_LETTERS)


def _first(rules: tuple[tuple[int, tuple[str, ...], Callable[[str], str]], ...], term: str) -> str:
    for over, suffixes, change in rules:
        if len(term) > over and term.endswith(suffixes):
            return change(term)
    return term
