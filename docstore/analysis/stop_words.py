"""Stop words of languages, by the names that settings give them (``_english_``).

Those of a language are a file in ``stop_lists``, with its origin in the first line: the words of the Snowball project, or of Apache
Lucene where Snowball has none. A file is read when a language is first asked for.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from docstore.analysis.definition import Definition
from docstore.analysis.word_set import word_set

ENGLISH = word_set(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with"
)

_LANGUAGES = word_set(
    "arabic armenian basque bengali brazilian bulgarian catalan czech danish dutch estonian finnish french galician german greek hindi "
    "hungarian indonesian irish italian latvian lithuanian norwegian persian portuguese romanian russian serbian sorani spanish "
    "swedish thai turkish"
)


@lru_cache(maxsize=len(_LANGUAGES))
def _words(language: str) -> frozenset[str]:
    text = (Path(__file__).parent / "stop_lists" / f"{language}.txt").read_text("utf-8")
    return word_set(text.partition("\n")[2])


def stop_words(
    definition: Definition, key: str = "stopwords", default: frozenset[str] = frozenset(), *, ignore_case: bool = False
) -> frozenset[str]:
    """The words of a setting: a list in which ``_english_`` and the like stand for the words of a language.

    :raises NotImplementedByDocstoreError: the words are in a file.
    """
    given = definition.words(key)
    if given is None:
        return default
    found: set[str] = set()
    for word in given:
        language = word[1:-1] if len(word) > 2 and word[0] == word[-1] == "_" else ""
        if language == "english":
            found |= ENGLISH
        elif language in _LANGUAGES:
            found |= _words(language)
        elif language != "none":
            found.add(word)
    return frozenset(word.lower() for word in found) if ignore_case else frozenset(found)


def language_words(language: str) -> frozenset[str]:
    """The words that the analyzer of a language leaves out by default."""
    return stop_words(Definition(language, {"stopwords": f"_{language}_"}))
