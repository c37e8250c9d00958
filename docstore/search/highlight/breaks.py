"""Where a text may be cut: sentences and words as Java's ``BreakIterator`` finds them, and sentences bounded in length.

The rules are those of the JDK for the root locale, which are older than UAX #29: a period ends a sentence where white space
and no lower-case letter or digit follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from docstore.analysis.unicode_ranges import both, category, in_brackets

NONE = -1
"""There is no such boundary."""


class Breaks(Protocol):
    """Boundaries of one text. Asked with ascending offsets."""

    def preceding(self, offset: int) -> int:
        """The last boundary before an offset."""

    def following(self, offset: int) -> int:
        """The first boundary behind an offset."""


class Boundaries:
    """Boundaries that are known."""

    def __init__(self, places: Sequence[int]) -> None:
        self._places = places

    def preceding(self, offset: int) -> int:
        """``BreakIterator.preceding``."""
        at = bisect_left(self._places, offset) - 1
        return self._places[at] if at >= 0 else NONE

    def following(self, offset: int) -> int:
        """``BreakIterator.following``."""
        at = bisect_right(self._places, offset)
        return self._places[at] if at < len(self._places) else NONE


def whole(text: str) -> Boundaries:
    """The text is one piece."""
    return Boundaries([0, len(text)])


def words(text: str) -> Boundaries:
    """Words, numbers, runs of white space, and every other character."""
    return Boundaries([0, *(match.end() for match in _words(text.isascii()).finditer(text))])


def sentences(text: str) -> Boundaries:
    """Sentences, each with the white space behind it."""
    places, begin = [0], 0
    pattern = _sentence(text.isascii())
    while begin < len(text):
        found = pattern.search(text, begin)
        begin = len(text) if found is None else found.end()
        places.append(begin)
    return Boundaries(places)


class BoundedSentences:
    """Sentences of at most so many characters: several short ones together, long ones cut between words
    (``BoundedBreakIteratorScanner``).
    """

    def __init__(self, text: str, most: int) -> None:
        self._text = text
        self._most = most
        self._sentences = sentences(text)
        self._window = (NONE, NONE)
        self._end = 0

    @cached_property
    def _words(self) -> Boundaries:
        return words(self._text)

    def preceding(self, offset: int) -> int:
        """Where the piece around an offset begins."""
        if self._window[0] < offset < self._window[1]:
            start, end = self._end, self._window[1]
        else:
            start, end = self._window = self._around(offset)
        if end - start > self._most:
            if offset - self._most > start:
                start = max(start, self._words.preceding(offset - self._most))
            rest = max(0, self._most - (offset - start))
            if offset + rest < self._window[1]:
                end = min(self._window[1], self._words.following(offset + rest))
        self._end = end
        return start

    def _around(self, offset: int) -> tuple[int, int]:
        start, size = max(self._sentences.preceding(offset), 0), len(self._text)
        target = offset + max(0, self._most - (offset - start))
        end = size if target + 1 > size else self._sentences.preceding(target + 1)
        if start == end:
            end = size if target >= size else self._sentences.following(target)
        return start, end

    def following(self, offset: int) -> int:
        """Where it ends."""
        return self._end


_ASCII = ((0, 127),)
_NO_CHARACTER = "\\U0010ffff"
"""Stands for a class in which there is nothing."""


def _of(ascii_only: bool, *categories: str) -> str:
    found = category(*categories)
    return in_brackets(both(found, _ASCII) if ascii_only else found) or _NO_CHARACTER


@lru_cache(maxsize=2)
def _sentence(ascii_only: bool) -> re.Pattern[str]:
    """The end of a sentence."""
    ignored = _of(ascii_only, "Mn", "Me", "Cf")
    space = f"[\\t\\r\\f\\n\\u2028{_of(ascii_only, 'Zs')}{ignored}]"
    letters, lower = _of(ascii_only, "Lu", "Ll", "Lt", "Lm", "Lo"), _of(ascii_only, "Ll")
    start = f"{_of(ascii_only, 'Ps', 'Pi')}\"'"
    end = f"{_of(ascii_only, 'Pe', 'Pf')}\"'"
    digits = _of(ascii_only, "Nd", "Nl", "No")
    beginning = f"(?![{letters}{end}{digits}!?\\u3002\\uff01\\uff1f.\\uff0e,\\t\\r\\f\\n\\u2028\\u2029{_of(ascii_only, 'Zs')}]).|[{start}]"
    rules = [
        "\\u2029",
        f"[\\u0964\\u0965]{space}*",
        f"[!?\\u3002\\uff01\\uff1f][!?\\u3002\\uff01\\uff1f.\\uff0e{end}{ignored}]*{space}*\\u2029?",
        f"[.\\uff0e][.\\uff0e{end}{ignored}]*{space}+(?=(?![{lower}])[{letters}])",
        f"[.\\uff0e][.\\uff0e{end}{ignored}]*{space}*(?=(?:{beginning})+[{letters}])",
    ]
    return re.compile("|".join(f"(?:{rule})" for rule in rules), re.DOTALL)


@lru_cache(maxsize=2)
def _words(ascii_only: bool) -> re.Pattern[str]:
    """One word, or what stands between words."""
    kanji, kata, hira = "\\u3005\\u4e00-\\u9fa5\\uf900-\\ufa2d", "\\u30a1-\\u30fa\\u30fd\\u30fe", "\\u3041-\\u3094\\u309d\\u309e"
    diacritics, marks = "\\u3099-\\u309c\\u30fb\\u30fc", f"{_of(ascii_only, 'Mn', 'Me', 'Cf')}"
    letter = f"(?:(?![{kanji}{kata}{hira}{diacritics}])[{_of(ascii_only, 'Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mc')}][{marks}]*)"
    digit = f"(?:[{_of(ascii_only, 'Nd', 'Nl', 'No')}][{marks}]*)"
    word = f"(?:{letter}+(?:[{_of(ascii_only, 'Pd', 'Pc')}\\u00ad\\u2027\"'.]{letter}+)*[\\u0964\\u0965]?)"
    number = f"(?:{digit}+(?:[\"',.\\u066b]{digit}+)*)"
    suffix = "[%&\\u00a2\\u066a\\u2030\\u2031]?"
    prefix = f"(?:(?!\\u00a2)[{_of(ascii_only, 'Sc')}#.])"
    rules = [
        f"(?:{word}|(?={digit}))(?:{number}{word})*(?:{number}{suffix})?",
        f"{prefix}(?={digit})(?:{number}{word})*(?:{number}{suffix})?",
        f"[{_of(ascii_only, 'Zs')}\\t][{_of(ascii_only, 'Zs')}\\t{marks}]*\\r?[\\n\\f\\u2028\\u2029]?",
        "\\r?[\\n\\f\\u2028\\u2029]",
        f"[{kata}{diacritics}]+",
        f"[{hira}{diacritics}]+",
        f"[{kanji}]+",
        f".[{_of(ascii_only, 'Mn', 'Me')}]*",
    ]
    return re.compile("|".join(rules), re.DOTALL)
