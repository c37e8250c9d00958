"""stemmer, snowball, porter_stem, german_normalization: terms of one root become one (``StemmerTokenFilterFactory``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from docstore.analysis.component import TermFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.stemmers import OWN, SNOWBALL, Stem, own, possessive_english, snowball
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


_NOT_HERE = word_set("galician kp light_english lovins minimal_galician minimal_portuguese portuguese_rslp")
_ALIASES = {
    "dutch_kp": "kp",
    "dutchkp": "kp",
    "german2": "german",
    "kstem": "light_english",
    "light_finish": "light_finnish",
    "lightfinish": "light_finnish",
    **{name.replace("_", ""): name for name in OWN | _NOT_HERE if name.startswith(("light_", "minimal_", "possessive_"))},
}
"""Other ways to write a name: in camel case, and what Elasticsearch keeps for the sake of old settings."""


_SNOWBALL_ALONE = word_set("nepali tamil yiddish")
"""Those that ``snowball`` filters know and ``stemmer`` filters do not."""

_OFFERED = OWN - {"old_german"}


def _declare(name: str, stem: Callable[[], Stem]) -> None:
    @token_filter(name)
    def build(definition: Definition, scope: Scope) -> Stemming:
        """No parameters."""
        return Stemming(stem())


for _language in ("arabic", "brazilian", "czech", "persian"):
    _declare(f"{_language}_stem", partial(own, _language))
for _language in ("dutch", "french", "russian"):
    _declare(f"{_language}_stem", partial(snowball, SNOWBALL[_language]))
_declare("german_stem", partial(own, "old_german"))


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
    if name in _OFFERED:
        return Stemming(own(name))
    if name in ("english", "porter"):
        return Stemming(snowball("porter"))
    if name == "porter2":
        return Stemming(snowball("english"))
    if name in _NOT_HERE:
        raise NotImplementedByDocstoreError(f"docstore does not support the stemmer [{given}]")
    if name not in SNOWBALL or name in _SNOWBALL_ALONE:
        raise _invalid(given)
    return Stemming(snowball(SNOWBALL[name]))


def _invalid(given: str) -> IllegalArgumentError:
    return IllegalArgumentError(f"Invalid stemmer class specified: {given[:1].upper()}{given[1:]}")


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
    if name in ("kp", "lovins"):
        raise NotImplementedByDocstoreError(f"docstore does not support the stemmer [{given}]")
    if name not in SNOWBALL:
        raise _invalid(given)
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
