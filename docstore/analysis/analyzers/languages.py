"""Analyzers of languages: words without stop words, stemmed (Lucene's ``EnglishAnalyzer`` and its likes).

The stemmers are Lucene's own where they are in ``stemmers``, and Snowball's for the others that Lucene gives Snowball's to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.analyzers.basic import stopping
from docstore.analysis.casing import lower
from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.case import apostrophe
from docstore.analysis.filters.case import lowercase as lowercase_filter
from docstore.analysis.filters.cjk import cjk_bigram, cjk_width
from docstore.analysis.filters.elision import CATALAN, FRENCH, IRISH, ITALIAN, elision_of
from docstore.analysis.filters.keywords import Marker
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.filters.stemming import Stemming, normalize_german, snowball_filter
from docstore.analysis.kinds import analyzer
from docstore.analysis.light_stemmers import light_french, light_portuguese
from docstore.analysis.registry import Scope
from docstore.analysis.stemmers import light_german, light_italian, light_spanish, possessive_english, snowball
from docstore.analysis.stop_words import ENGLISH, language_words, stop_words
from docstore.analysis.tokenizers.spans import MAX_TOKEN_LENGTH
from docstore.analysis.tokenizers.standard import StandardTokenizer

Filters = Callable[[Scope], list[TokenFilter]]


def _lower(scope: Scope) -> list[TokenFilter]:
    return [Mapped(lower, normalizes=True)]


@dataclass(frozen=True, slots=True)
class Language:
    """What stands before the stop words, and what behind."""

    stem: Filters
    before: Filters = _lower


def _snowball(algorithm: str) -> Filters:
    return lambda scope: [Stemming(snowball(algorithm))]


_DUTCH = {"fiets": "fiets", "bromfiets": "bromfiets", "ei": "eier", "kind": "kinder"}
"""What Snowball's algorithm gets wrong."""


def _dutch(term: str) -> str:
    return _DUTCH.get(term) or snowball("dutch_porter")(term)


LANGUAGES = {
    "armenian": Language(_snowball("armenian")),
    "basque": Language(_snowball("basque")),
    "catalan": Language(_snowball("catalan"), lambda scope: [elision_of(CATALAN), Mapped(lower, normalizes=True)]),
    "danish": Language(_snowball("danish")),
    "dutch": Language(lambda scope: [Stemming(_dutch)]),
    "english": Language(_snowball("porter"), lambda scope: [Stemming(possessive_english, marked=False), Mapped(lower, normalizes=True)]),
    "estonian": Language(_snowball("estonian")),
    "finnish": Language(_snowball("finnish")),
    "french": Language(lambda scope: [Stemming(light_french)], lambda scope: [elision_of(FRENCH), Mapped(lower, normalizes=True)]),
    "german": Language(lambda scope: [Mapped(normalize_german, normalizes=True), Stemming(light_german)]),
    "hungarian": Language(_snowball("hungarian")),
    "irish": Language(
        _snowball("irish"), lambda scope: [elision_of(IRISH), lowercase_filter(Definition("irish", {"language": "irish"}), scope)]
    ),
    "italian": Language(lambda scope: [Stemming(light_italian)], lambda scope: [elision_of(ITALIAN), Mapped(lower, normalizes=True)]),
    "lithuanian": Language(_snowball("lithuanian")),
    "norwegian": Language(_snowball("norwegian")),
    "portuguese": Language(lambda scope: [Stemming(light_portuguese)]),
    "romanian": Language(_snowball("romanian")),
    "russian": Language(_snowball("russian")),
    "spanish": Language(lambda scope: [Stemming(light_spanish)]),
    "swedish": Language(_snowball("swedish")),
    "turkish": Language(
        _snowball("turkish"),
        lambda scope: [
            apostrophe(Definition("apostrophe"), scope),
            lowercase_filter(Definition("turkish", {"language": "turkish"}), scope),
        ],
    ),
}
"""By the names that Elasticsearch gives the analyzers."""


def _declare(name: str, language: Language) -> None:
    @analyzer(name)
    def build(definition: Definition, scope: Scope) -> Analyzer:
        """``stopwords`` (those of the language), ``stem_exclusion`` (none)."""
        given = stop_words(definition) if "stopwords" in definition else language_words(name)
        excluded = definition.words("stem_exclusion") or []
        marker: list[TokenFilter] = [Marker(frozenset(excluded), None, ignore_case=False)] if excluded else []
        filters = [*language.before(scope), *stopping(given), *marker, *language.stem(scope)]
        return Analyzer(definition.name, StandardTokenizer(MAX_TOKEN_LENGTH), filters)


for _name, _language in LANGUAGES.items():
    _declare(_name, _language)


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
