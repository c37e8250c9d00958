"""Stop words of languages, by the names that settings give them (``_english_``)."""

from __future__ import annotations

from docstore.analysis.definition import Definition
from docstore.analysis.stop_lists import LISTS
from docstore.analysis.word_set import word_set
from docstore.errors import NotImplementedByDocstoreError

ENGLISH = word_set(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with"
)

STOP_WORDS: dict[str, frozenset[str]] = {
    "_none_": frozenset(),
    "_english_": ENGLISH,
    **{f"_{language}_": words for language, words in LISTS.items()},
}
"""The sets that docstore has."""

_KNOWN = word_set(
    "arabic armenian basque bengali brazilian bulgarian catalan czech danish dutch english estonian finnish french galician german "
    "greek hindi hungarian indonesian irish italian latvian lithuanian norwegian persian portuguese romanian russian serbian sorani "
    "spanish swedish thai turkish"
)


def stop_words(
    definition: Definition, key: str = "stopwords", default: frozenset[str] = frozenset(), *, ignore_case: bool = False
) -> frozenset[str]:
    """The words of a setting: a list in which ``_english_`` and the like stand for the words of a language.

    :raises NotImplementedByDocstoreError: the words of a language that docstore has not, or words in a file.
    """
    given = definition.words(key)
    if given is None:
        return default
    found: set[str] = set()
    for word in given:
        if word in STOP_WORDS:
            found |= STOP_WORDS[word]
        elif word.strip("_") in _KNOWN and word.startswith("_") and word.endswith("_"):
            raise NotImplementedByDocstoreError(f"docstore has no list of the stop words [{word}]: give the words themselves in [{key}]")
        else:
            found.add(word)
    return frozenset(word.lower() for word in found) if ignore_case else frozenset(found)


def language_words(language: str) -> frozenset[str]:
    """The words that the analyzer of a language leaves out by default.

    :raises NotImplementedByDocstoreError: docstore has no list of them.
    """
    return stop_words(Definition(language, {"stopwords": f"_{language}_"}))
