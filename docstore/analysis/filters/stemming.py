"""stemmer, snowball, porter_stem, german_normalization: terms of one root become one (``StemmerTokenFilterFactory``)."""

from __future__ import annotations

import re

from docstore.analysis.component import TermFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.stemmers import OWN, SNOWBALL, Stem, possessive_english, snowball
from docstore.analysis.word_set import word_set
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError


class Stemming(TermFilter):
    """Keywords are left alone."""

    stems = True

    def __init__(self, stem: Stem, *, marked: bool = True) -> None:
        self._stem = stem
        self.stems = marked  # type: ignore[misc]

    def term(self, term: str) -> str:
        """What a term becomes."""
        return self._stem(term)


_NOT_HERE = word_set(
    "arabic bengali brazilian bulgarian czech galician greek hindi indonesian kp latvian lovins persian sorani light_english "
    "light_finnish light_hungarian light_norwegian light_nynorsk light_russian light_swedish "
    "minimal_french minimal_galician minimal_norwegian minimal_nynorsk minimal_portuguese minimal_swedish portuguese_rslp"
)
_ALIASES = {"light_english2": "light_english", "kstem": "light_english", "dutch_kp": "kp", "german2": "german"}


@token_filter("stemmer")
def stemmer(definition: Definition, scope: Scope) -> Stemming:
    """``language`` or ``name`` (porter): ``english`` is Porter's first algorithm, ``porter2`` his second.

    :raises IllegalArgumentError: no such stemmer.
    :raises NotImplementedByDocstoreError: one that Elasticsearch has and docstore has not.
    """
    given = definition.text("language") or definition.text("name") or "porter"
    name = _ALIASES.get(given.lower(), given.lower())
    if name == "possessive_english":
        return Stemming(possessive_english, marked=False)
    if name in OWN:
        return Stemming(OWN[name])
    if name in ("english", "porter"):
        return Stemming(snowball("porter"))
    if name == "porter2":
        return Stemming(snowball("english"))
    if name in _NOT_HERE:
        raise NotImplementedByDocstoreError(f"docstore does not support the stemmer [{given}]")
    if name not in SNOWBALL:
        raise IllegalArgumentError(f"Invalid stemmer class specified: {given}")
    return Stemming(snowball(SNOWBALL[name]))


@token_filter("porter_stem", "porterStem")
def porter_stem(definition: Definition, scope: Scope) -> Stemming:
    """No parameters."""
    return Stemming(snowball("porter"))


@token_filter("snowball")
def snowball_filter(definition: Definition, scope: Scope) -> Stemming:
    """``language`` (English).

    :raises IllegalArgumentError: no such stemmer.
    """
    given = definition.text("language") or definition.text("name") or "English"
    name = given.lower()
    if name in ("kp", "lovins", "arabic"):
        raise NotImplementedByDocstoreError(f"docstore does not support the stemmer [{given}]")
    if name not in SNOWBALL:
        raise IllegalArgumentError(f"Invalid stemmer class specified: {given}")
    return Stemming(snowball(SNOWBALL[name]))


_GERMAN = re.compile("(?<![aeiouyäöüq])ue|[ao]e|ä|ö|ü|ß")
_PLAIN = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}


@token_filter("german_normalization")
def german_normalization(definition: Definition, scope: Scope) -> Mapped:
    """Umlauts, and the two letters that they are written with, become one letter; no parameters."""
    return Mapped(normalize_german, normalizes=True)


def normalize_german(term: str) -> str:
    """``GermanNormalizationFilter``.

    >>> normalize_german("weissbaecker größe quelle")
    'weissbacker grosse quelle'
    """
    return _GERMAN.sub(lambda found: _PLAIN.get(found[0], found[0][0]), term)


@token_filter("scandinavian_folding")
def scandinavian_folding(definition: Definition, scope: Scope) -> Mapped:
    """å, ä and æ become a; ø and ö become o; no parameters."""
    folded = str.maketrans("åÅäÄæÆøØöÖ", "aAaAaAoOoO")
    pairs = re.compile("a[aeo]|o[oe]", re.IGNORECASE)
    return Mapped(lambda term: pairs.sub(lambda found: found[0][0], term.translate(folded)), normalizes=True)
