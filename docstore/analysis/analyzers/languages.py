"""Analyzers of languages: words without stop words, stemmed (Lucene's ``EnglishAnalyzer`` and its likes).

The stemmers are Lucene's own where it has some, and Snowball's for the others that Lucene gives Snowball's to.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.analyzers.basic import stopping
from docstore.analysis.casing import lower
from docstore.analysis.char_filters.mapping import MappingCharFilter
from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.case import apostrophe, digits
from docstore.analysis.filters.case import lowercase as lowercase_filter
from docstore.analysis.filters.cjk import cjk_bigram, cjk_width
from docstore.analysis.filters.elision import CATALAN, FRENCH, IRISH, ITALIAN, elision_of
from docstore.analysis.filters.keywords import Marker
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.filters.normalization import arabic, persian, romanian, serbian, sorani
from docstore.analysis.filters.stemming import Stemming, normalize_german, snowball_filter
from docstore.analysis.indic import bengali, hindi, indic
from docstore.analysis.kinds import analyzer
from docstore.analysis.registry import Scope
from docstore.analysis.stemmers import own, possessive_english, snowball
from docstore.analysis.stop_words import ENGLISH, language_words, stop_words
from docstore.analysis.tokenizers.spans import MAX_TOKEN_LENGTH
from docstore.analysis.tokenizers.standard import StandardTokenizer

Filters = Callable[[Scope], TokenFilter]


class Place(Enum):
    """Where filters of the definition stand."""

    STOP = "stopwords"
    MARK = "stem_exclusion"


STOP, MARK = Place.STOP, Place.MARK
Chain = tuple[Filters | Place, ...]


def _each(change: Callable[[str], str]) -> Filters:
    return lambda scope: Mapped(change, normalizes=True)


def _cased(language: str) -> Filters:
    return lambda scope: lowercase_filter(Definition(language, {"language": language}), scope)


def _without(articles: frozenset[str]) -> Filters:
    return lambda scope: elision_of(articles)


def _snowball(algorithm: str) -> Filters:
    return lambda scope: Stemming(snowball(algorithm))


def _own(name: str) -> Filters:
    return lambda scope: Stemming(own(name))


_DUTCH = {"fiets": "fiets", "bromfiets": "bromfiets", "ei": "eier", "kind": "kinder"}
"""What Snowball's algorithm gets wrong."""


def _dutch(term: str) -> str:
    return _DUTCH.get(term) or snowball("dutch_porter")(term)


_lower, _digits = _each(lower), _each(digits)


def _usual(stem: Filters, *before: Filters, behind: Filters | None = None) -> Chain:
    return (*before, _lower, STOP, MARK, stem, *(() if behind is None else (behind,)))


LANGUAGES: dict[str, Chain] = {
    "arabic": (_lower, _digits, STOP, _each(arabic), MARK, _own("arabic")),
    "armenian": _usual(_snowball("armenian")),
    "basque": _usual(_snowball("basque")),
    "bengali": (_lower, _digits, MARK, _each(indic), _each(bengali), STOP, _own("bengali")),
    "brazilian": _usual(_own("brazilian")),
    "bulgarian": _usual(_own("bulgarian")),
    "catalan": _usual(_snowball("catalan"), _without(CATALAN)),
    "czech": _usual(_own("czech")),
    "danish": _usual(_snowball("danish")),
    "dutch": _usual(lambda scope: Stemming(_dutch)),
    "english": _usual(_snowball("porter"), lambda scope: Stemming(possessive_english, marked=False)),
    "estonian": _usual(_snowball("estonian")),
    "finnish": _usual(_snowball("finnish")),
    "french": _usual(_own("light_french"), _without(FRENCH)),
    "german": (_lower, STOP, MARK, _each(normalize_german), _own("light_german")),
    "greek": (_cased("greek"), STOP, _own("greek")),
    "hindi": (_lower, _digits, MARK, _each(indic), _each(hindi), STOP, _own("hindi")),
    "hungarian": _usual(_snowball("hungarian")),
    "indonesian": _usual(_own("indonesian")),
    "irish": (_without(IRISH), _cased("irish"), STOP, MARK, _snowball("irish")),
    "italian": _usual(_own("light_italian"), _without(ITALIAN)),
    "latvian": _usual(_own("latvian")),
    "lithuanian": _usual(_snowball("lithuanian")),
    "norwegian": _usual(_snowball("norwegian")),
    "persian": (_lower, _digits, _each(arabic), _each(persian), STOP, MARK, _own("persian")),
    "portuguese": _usual(_own("light_portuguese")),
    "romanian": (_lower, _each(romanian), STOP, MARK, _snowball("romanian")),
    "russian": _usual(_snowball("russian")),
    "serbian": _usual(_snowball("serbian"), behind=_each(serbian)),
    "sorani": (_each(sorani), _lower, _digits, STOP, MARK, _own("sorani")),
    "spanish": _usual(_own("light_spanish")),
    "swedish": _usual(_snowball("swedish")),
    "turkish": (lambda scope: apostrophe(Definition("apostrophe"), scope), _cased("turkish"), STOP, MARK, _snowball("turkish")),
}
"""By the names that Elasticsearch gives the analyzers."""

_CHAR_FILTERS = {"persian": [MappingCharFilter({"\u200c": " "})]}
"""The zero-width non-joiner is a space (``PersianCharFilter``)."""


def _declare(name: str, chain: Chain) -> None:
    @analyzer(name)
    def build(definition: Definition, scope: Scope) -> Analyzer:
        """``stopwords`` (those of the language), ``stem_exclusion`` (none)."""
        words = stop_words(definition) if "stopwords" in definition else language_words(name)
        excluded = definition.words("stem_exclusion") or []
        marker: list[TokenFilter] = [Marker(frozenset(excluded), None, ignore_case=False)] if excluded else []
        asked = {STOP: stopping(words), MARK: marker}
        filters = [each for part in chain for each in (asked[part] if isinstance(part, Place) else [part(scope)])]
        return Analyzer(definition.name, StandardTokenizer(MAX_TOKEN_LENGTH), filters, _CHAR_FILTERS.get(name, ()))


for _name, _chain in LANGUAGES.items():
    _declare(_name, _chain)


@analyzer("cjk")
def cjk(definition: Definition, scope: Scope) -> Analyzer:
    """Chinese, Japanese and Korean in pairs of characters; ``stopwords`` (``_english_``)."""
    none = Definition("cjk")
    words = stop_words(definition, default=ENGLISH)
    filters = [cjk_width(none, scope), Mapped(lower, normalizes=True), cjk_bigram(none, scope), *stopping(words)]
    return Analyzer(definition.name, StandardTokenizer(MAX_TOKEN_LENGTH), filters)


@analyzer("snowball")
def snowball_analyzer(definition: Definition, scope: Scope) -> Analyzer:
    """``language`` (English), ``stopwords`` (those of the language)."""
    name = (definition.text("language") or definition.text("name") or "English").lower()
    given = stop_words(definition) if "stopwords" in definition else language_words(name)
    filters = [Mapped(lower, normalizes=True), *stopping(given), snowball_filter(definition, scope)]
    return Analyzer(definition.name, StandardTokenizer(MAX_TOKEN_LENGTH), filters)
