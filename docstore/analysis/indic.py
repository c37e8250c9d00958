"""Letters of Indian scripts that are written in several ways, as one: for all scripts, for Hindi and for Bengali (Lucene's normalizers)."""

from __future__ import annotations

import re
from functools import lru_cache

from docstore.analysis.word_set import word_set

_BLOCKS = {
    "deva": 0x0900,
    "beng": 0x0980,
    "guru": 0x0A00,
    "gujr": 0x0A80,
    "orya": 0x0B00,
    "taml": 0x0B80,
    "telu": 0x0C00,
    "knda": 0x0C80,
    "mlym": 0x0D00,
}
_JOINER = "FF"

_COMPOSED = """
05+3E+45=11 deva gujr/05+3E+46=12 deva/05+3E+47=13 deva gujr/05+3E+48=14 deva gujr/05+3E=06 deva beng guru gujr orya/05+45=72 deva/
05+45=0D gujr/05+46=04 deva/05+47=0F gujr/05+48=10 guru gujr/05+49=11 deva gujr/05+4A=12 deva/05+4B=13 deva gujr/05+4C=14 deva guru gujr/
06+45=11 deva gujr/06+46=12 deva/06+47=13 deva gujr/06+48=14 deva gujr/07+57=08 mlym/09+41=0A deva/09+57=0A taml mlym/0E+46=10 mlym/
0F+45=0D deva/0F+46=0E deva/0F+47=10 deva/0F+57=10 orya/12+3E=13 mlym/12+4C=14 telu knda/12+55=13 telu/12+57=14 taml mlym/13+57=14 orya/
15+3C=58 deva/16+3C=59 deva guru/17+3C=5A deva guru/1C+3C=5B deva guru/21+3C=5C deva beng orya/22+3C=5D deva beng orya/23+4D+FF=7A mlym/
24+4D+FF=4E beng/28+3C=29 deva/28+4D+FF=7B mlym/2B+3C=5E deva guru/2F+3C=5F deva beng/2C+41+41=0B telu/30+3C=31 deva/30+4D+FF=7C mlym/
32+4D+FF=7D mlym/33+3C=34 deva/33+4D+FF=7E mlym/35+41=2E telu/3E+45=49 deva gujr/3E+46=4A deva/3E+47=4B deva gujr/3E+48=4C deva gujr/
3F+55=40 knda/41+41=42 guru/46+3E=4A taml mlym/46+42+55=4B knda/46+42=4A knda/46+46=48 mlym/46+55=47 telu knda/46+56=48 telu knda/
46+57=4C taml mlym/47+3E=4B beng orya taml mlym/47+57=4C beng orya/4A+55=4B knda/72+3F=07 guru/72+40=08 guru/72+47=0F guru/73+41=09 guru/
73+42=0A guru/73+4B=13 guru
"""
"""Places in the block of a script that are written together, what they are as one, and the scripts; the longer stand first."""


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    found: dict[str, str] = {}
    for row in _COMPOSED.split("/"):
        parts, _, scripts = row.strip().partition(" ")
        pieces, _, whole = parts.partition("=")
        for script in word_set(scripts):
            base = _BLOCKS[script]
            key = "".join("\u200d" if piece == _JOINER else chr(base + int(piece, 16)) for piece in pieces.split("+"))
            found.setdefault(key, chr(base + int(whole, 16)))
    return found, re.compile("|".join(found))


def indic(term: str) -> str:
    """What is written with several letters becomes the one that it is (``IndicNormalizer``).

    >>> indic("\u0915\u093c") == "\u0958"
    True
    """
    if term.isascii():
        return term
    table, pattern = _table()
    return pattern.sub(lambda found: table[found[0]], term)


_HINDI_PAIR = re.compile("\u0928\u094d")
_HINDI = str.maketrans(
    "\u0901\u0929\u0931\u0934\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f\u0945\u0946\u0949\u094a\u090d\u090e\u0911\u0912\u0972\u0906"
    "\u0908\u090a\u0960\u0961\u0910\u0914\u0940\u0942\u0944\u0963\u0948\u094c",
    "\u0902\u0928\u0930\u0933\u0915\u0916\u0917\u091c\u0921\u0922\u092b\u092f\u0947\u0947\u094b\u094b\u090f\u090f\u0913\u0913\u0905\u0905"
    "\u0907\u0909\u090b\u090c\u090f\u0913\u093f\u0941\u0943\u0962\u0947\u094b",
    "\u093c\u200d\u200c\u094d",
)


def hindi(term: str) -> str:
    """Nuktas, long vowels and viramas go (``HindiNormalizer``).

    >>> hindi("हिन्दी") == hindi("हिंदी")
    True
    """
    return _HINDI_PAIR.sub("\u0902", term).translate(_HINDI)


_BENGALI = {
    "\u09c0": "\u09bf",
    "\u09c2": "\u09c1",
    "\u0999": "\u0982",
    "\u09b6": "\u09b8",
    "\u09b7": "\u09b8",
    "\u09a3": "\u09a8",
    "\u09dc": "\u09b0",
    "\u09dd": "\u09b0",
    "\u09ce": "\u09a4",
}
_VIRAMA, _YA, _BA, _VISARGA, _KA, _KHA = "\u09cd", "\u09af", "\u09ac", "\u0983", "\u0995", "\u0996"


def bengali(term: str) -> str:
    """Vowels, sibilants and phalas as they sound (``BengaliNormalizer``).

    >>> bengali("চাঁদ")
    'চাদ'
    """
    if term.isascii():
        return term
    made = list(term)
    at = 0
    while at < len(made):
        at = _bengali_step(made, at) + 1
    return "".join(made)


def _bengali_step(made: list[str], at: int) -> int:
    """Change the letter at a place; the last place that is done."""
    letter = made[at]
    if letter == "\u0981":
        del made[at]
        return at - 1
    if letter in _BENGALI:
        made[at] = _BENGALI[letter]
    elif letter == _KA and made[at + 1 : at + 3] == [_VIRAMA, "\u09bf"]:
        made[at : at + 3] = [_KHA] if at == 0 else [_KA, _KHA]
    elif letter == _YA and at and made[at - 1] == _VIRAMA:
        if at == 2:
            made[1 : 4 if made[3:4] == ["\u09be"] else 3] = ["\u09c7"]
            return at - 1
        del made[at - 1 : at + 1]
        return at - 2
    elif letter == _BA and at and made[at - 1] == _VIRAMA:
        return _bengali_ba(made, at)
    elif letter == _VISARGA:
        return _bengali_visarga(made, at)
    return at


def _bengali_ba(made: list[str], at: int) -> int:
    if at == 2 or (at >= 5 and made[at - 3] == _VIRAMA):
        del made[at - 1 : at + 1]
        return at - 2
    if at >= 2:
        made[at - 1] = made[at - 2]
        del made[at]
        return at - 1
    return at


def _bengali_visarga(made: list[str], at: int) -> int:
    if at < len(made) - 1:
        made[at] = made[at + 1]
    elif len(made) <= 3:
        made[at] = "\u09b9"
    else:
        del made[at]
    return at
