"""Words of a text by the rules of UAX #29, as Lucene's ``StandardTokenizer`` applies them.

A word is letters and digits with what may stand between them; ideographs and Hiragana are words of one character, and so is an emoji
with all that is joined to it. Texts in ASCII, and in Latin script, have patterns of their own, with the same answers; all others are
first translated, character by character, into the names of their classes, on which one pattern works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from docstore.analysis.word_break import RANGES

ASCII = re.compile(r"_*+[A-Za-z0-9][A-Za-z0-9_]*+(?:(?:(?<=[A-Za-z])['.:](?=[A-Za-z])|(?<=[0-9])['.,;](?=[0-9]))[A-Za-z0-9_]++)*+")
_LETTER = re.compile(r"[^\W\d_]")


def _ranges(text: str) -> list[tuple[int, int]]:
    parts = [part.partition("-") for part in text.split()]
    return [(int(first, 16), int(last or first, 16)) for first, _, last in parts]


_LATIN_END = 0x250
_LATIN_LETTER = "".join(f"{chr(a)}-{chr(min(b, _LATIN_END - 1))}" for a, b in _ranges(RANGES["ALETTER"]) if a < _LATIN_END)
_LATIN_TEXT = re.compile(f"[\0-\x7f\xa0-\xa8\xaa-\xac\xaf-{chr(_LATIN_END - 1)}–—‘’“”„…€]*+")
_LATIN = re.compile(
    rf"_*+[{_LATIN_LETTER}0-9][{_LATIN_LETTER}0-9_]*+"
    rf"(?:(?:(?<=[{_LATIN_LETTER}])['.:’‘·](?=[{_LATIN_LETTER}])|(?<=[0-9])['.,;’‘](?=[0-9]))[{_LATIN_LETTER}0-9_]++)*+"
)

_CLASSES = {
    "ALETTER": "a",
    "HEBREW": "h",
    "NUMERIC": "n",
    "KATAKANA": "k",
    "EXTEND_NUM_LET": "_",
    "MID_LETTER": ":",
    "MID_NUM": ",",
    "MID_NUM_LET": ".",
    "IGNORED": "e",
    "HANGUL": "g",
    "SOUTHEAST_ASIAN": "s",
    "HAN": "i",
    "HIRAGANA": "j",
    "PICTOGRAPH": "x",
    "EMOJI_PRESENTATION": "p",
}
"""One character for each class; a later one wins where classes overlap."""

_SINGLE = {
    0x27: "'",
    0x22: '"',
    0x200D: "z",
    0xFE0F: "v",
    0x20E3: "c",
    **dict.fromkeys(range(0x1F3FB, 0x1F400), "m"),
    **dict.fromkeys(range(0x1F1E6, 0x1F200), "f"),
    **dict.fromkeys(range(0xE0020, 0xE0080), "t"),
    **dict.fromkeys(range(0x30, 0x3A), "d"),
    0x23: "#",
    0x2A: "#",
}


class _Classes(dict[int, str]):
    """From a code point to the name of its class; " " where it is in no word."""

    def __init__(self) -> None:
        super().__init__(_SINGLE)
        self._ranges = {short: _ranges(RANGES[name]) for name, short in _CLASSES.items()}

    def __missing__(self, code: int) -> str:
        found = " "
        for short, ranges in self._ranges.items():
            if any(first <= code <= last for first, last in ranges):
                found = short
        self[code] = found
        return found


_classes = _Classes()


@cache
def _pattern() -> re.Pattern[str]:
    ignored = "[ezvtmc]*+"

    def one(characters: str) -> str:
        return f"(?:[{characters}]{ignored})"

    connectors = f"{one('_')}*+"
    numeric, letter, hebrew, katakana = one("nd"), one("ahg"), one("h"), one("k")
    numbers = f"{numeric}(?:(?:{connectors}|{one(chr(39) + '.,')}){numeric})*+"
    letters = f"{letter}(?:(?:{connectors}|{one(chr(39) + '.:')}){letter})*"
    quoted = f"{hebrew}(?:'{ignored}(?!{letter})|\"{ignored}{hebrew})"
    part = f"(?:{katakana}(?:{connectors}{katakana})*|(?:{quoted}|{numbers}|{letters})+)"
    pictograph = "(?:ff|[px](?:m|vc?|t+)?)"
    kinds = {
        "EMOJI": f"[d#]v?c|{pictograph}(?:z{pictograph})*{ignored}",
        "SOUTHEAST_ASIAN": f"{one('s')}+",
        "IDEOGRAPHIC": one("i"),
        "HIRAGANA": one("j"),
        "KATAKANA": f"{katakana}++(?!_)",
        "HANGUL": f"{one('g')}++(?![_ahnd]|[:.']{ignored}[ahg])",
        "NUM": f"{connectors}{numbers}{connectors}(?![ahgk])",
        "ALPHANUM": f"{connectors}{part}(?:{one('_')}+{part})*{connectors}",
    }
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items()))


def words(text: str) -> list[str]:
    """All words.

    >>> words("The Quick, brown-fox's 3.14 x_y")
    ['The', 'Quick', 'brown', "fox's", '3.14', 'x_y']
    """
    if text.isascii():
        return ASCII.findall(text)
    if _LATIN_TEXT.fullmatch(text):
        return _LATIN.findall(text)
    return [text[match.start() : match.end()] for match in _pattern().finditer(text.translate(_classes))]


def typed_words(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, type) of each word.

    >>> list(typed_words("a 1.5"))
    [(0, 1, '<ALPHANUM>'), (2, 5, '<NUM>')]
    """
    if text.isascii() or _LATIN_TEXT.fullmatch(text):
        for match in _LATIN.finditer(text):
            yield match.start(), match.end(), "<ALPHANUM>" if _LETTER.search(match[0]) else "<NUM>"
    else:
        for match in _pattern().finditer(text.translate(_classes)):
            yield match.start(), match.end(), f"<{match.lastgroup}>"
