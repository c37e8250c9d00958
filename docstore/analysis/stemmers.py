"""Stemmers by the names that Elasticsearch gives them: functions from a lowercased term to its stem.

Snowball's algorithms come from ``snowballstemmer``, which is asked for when one is first used; the small ones are here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from docstore.analysis.light_stemmers import light_french, light_portuguese

Stem = Callable[[str], str]

SNOWBALL = {
    "arabic": "arabic",
    "armenian": "armenian",
    "basque": "basque",
    "catalan": "catalan",
    "danish": "danish",
    "dutch": "dutch_porter",
    "english": "english",
    "estonian": "estonian",
    "finnish": "finnish",
    "french": "french",
    "german": "german",
    "german2": "german",
    "greek": "greek",
    "hindi": "hindi",
    "hungarian": "hungarian",
    "indonesian": "indonesian",
    "irish": "irish",
    "italian": "italian",
    "lithuanian": "lithuanian",
    "nepali": "nepali",
    "norwegian": "norwegian",
    "porter": "porter",
    "portuguese": "portuguese",
    "romanian": "romanian",
    "russian": "russian",
    "serbian": "serbian",
    "spanish": "spanish",
    "swedish": "swedish",
    "tamil": "tamil",
    "turkish": "turkish",
    "yiddish": "yiddish",
}
"""Names of ``snowball`` filters and what ``snowballstemmer`` calls them."""


@lru_cache(maxsize=64)
def snowball(algorithm: str) -> Stem:
    """A stemmer of ``snowballstemmer``, with a memory of the terms that it has seen lately."""
    import snowballstemmer

    stem = snowballstemmer.stemmer(algorithm).stemWord
    remembered: Stem = lru_cache(maxsize=65536)(stem)
    return remembered


def minimal_english(term: str) -> str:
    """Plurals alone (``EnglishMinimalStemmer``).

    >>> [minimal_english(term) for term in ("queries", "horses", "grass", "bees")]
    ['query', 'horse', 'grass', 'bee']
    """
    if len(term) < 3 or term[-1] != "s":
        return term
    if term[-2] in "us":
        return term
    if term[-2] == "e":
        if len(term) > 3 and term[-3] == "i" and term[-4] not in "ae":
            return term[:-3] + "y"
        if term[-3] in "iaoe" and term[-3:] in ("ies", "aes", "oes", "ees"):
            return term[:-1] if term[-3] == "e" else term
    return term[:-1]


def possessive_english(term: str) -> str:
    """Without ``'s`` (``EnglishPossessiveFilter``)."""
    return term[:-2] if len(term) >= 2 and term[-1] in "sS" and term[-2] in "'\u2019\uff07" else term


_UMLAUTS = str.maketrans("äáâàöóôòïìíîüúûù", "aaaaooooiiiiuuuu")
_ACCENTS = str.maketrans("àáâäòóôöèéêëùúûüìíîï", "aaaaooooeeeeuuuuiiii")


def light_german(term: str) -> str:
    """``GermanLightStemmer``, after UniNE.

    >>> [light_german(term) for term in ("häuser", "kindern", "schnellsten")]
    ['haus', 'kind', 'schnell']
    """
    return _german_step2(_german_step1(term.translate(_UMLAUTS)))


def _german_step1(term: str) -> str:
    if len(term) > 5 and term.endswith("ern"):
        return term[:-3]
    if len(term) > 4 and term[-2] == "e" and term[-1] in "mnrs":
        return term[:-2]
    if len(term) > 3 and term[-1] == "e":
        return term[:-1]
    return term[:-1] if len(term) > 3 and term[-1] == "s" and term[-2] in "bdfghklmnt" else term


def _german_step2(term: str) -> str:
    if len(term) > 5 and term.endswith("est"):
        return term[:-3]
    if len(term) > 4 and term[-2:] in ("er", "en"):
        return term[:-2]
    return term[:-2] if len(term) > 4 and term.endswith("st") and term[-3] in "bdfghklmnt" else term


def minimal_german(term: str) -> str:
    """``GermanMinimalStemmer``: plurals alone."""
    if len(term) < 5:
        return term
    term = term.translate(str.maketrans("äöü", "aou"))
    if len(term) > 6 and term.endswith("nen"):
        return term[:-3]
    if len(term) > 5 and (term[-2:] in ("en", "se", "es", "er")):
        return term[:-2]
    return term[:-1] if term[-1] in "nesr" else term


def light_spanish(term: str) -> str:
    """``SpanishLightStemmer``, after UniNE."""
    if len(term) < 5:
        return term
    term = term.translate(_ACCENTS)
    if term[-1] in "oae":
        return term[:-1]
    if term[-1] == "s":
        if term.endswith("eses"):
            return term[:-2]
        if term.endswith("ces"):
            return term[:-3] + "z"
        if term[-2] in "oae":
            return term[:-2]
    return term


def light_italian(term: str) -> str:
    """``ItalianLightStemmer``, after UniNE."""
    if len(term) < 6:
        return term
    term = term.translate(_ACCENTS)
    before = {"e": "ih", "i": "hi", "a": "i", "o": "i"}.get(term[-1])
    if before is None:
        return term
    return term[:-2] if term[-2] in before else term[:-1]


_HERE: dict[str, Stem] = {
    "light_french": light_french,
    "light_german": light_german,
    "light_italian": light_italian,
    "light_portuguese": light_portuguese,
    "light_spanish": light_spanish,
    "minimal_english": minimal_english,
    "minimal_german": minimal_german,
    "possessive_english": possessive_english,
}
_STEMS = {
    "arabic": "arabic.stem",
    "bengali": "bengali.stem",
    "brazilian": "brazilian.stem",
    "bulgarian": "bulgarian.stem",
    "czech": "czech.stem",
    "greek": "greek.stem",
    "hindi": "hindi.stem",
    "indonesian": "indonesian.stem",
    "latvian": "latvian.stem",
    "light_finnish": "finnish.light",
    "light_hungarian": "hungarian.light",
    "light_norwegian": "norwegian.light",
    "light_nynorsk": "norwegian.light_nynorsk",
    "light_russian": "russian.light",
    "light_swedish": "swedish.light",
    "minimal_french": "plurals.minimal_french",
    "minimal_norwegian": "norwegian.minimal",
    "minimal_nynorsk": "norwegian.minimal_nynorsk",
    "old_german": "german.stem",
    "persian": "persian.stem",
    "sorani": "sorani.stem",
    "spanish_plural": "plurals.spanish_plural",
}
"""Where in ``stems`` a stemmer is."""

OWN = frozenset(_HERE) | frozenset(_STEMS)
"""The stemmers that are no algorithm of Snowball."""


def own(name: str) -> Stem:
    """One of them, with a memory of the terms that it has seen lately."""
    if name in _HERE:
        return _HERE[name]
    module, _, function = _STEMS[name].partition(".")
    return _remembering(getattr(import_module(f"docstore.analysis.stems.{module}"), function))


@lru_cache(maxsize=len(_STEMS))
def _remembering(stem: Stem) -> Stem:
    remembered: Stem = lru_cache(maxsize=65536)(stem)
    return remembered
