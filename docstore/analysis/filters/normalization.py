"""Letters that are written in several ways become one: arabic, bengali, hindi, indic, persian, scandinavian, serbian, sorani.

Each is one of Lucene's normalization filters, without parameters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.indic import bengali, hindi, indic
from docstore.analysis.registry import Scope, token_filter

_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_ARABIC = str.maketrans("\u0622\u0623\u0625\u0649\u0629", "\u0627\u0627\u0627\u064a\u0647", _MARKS)
_PERSIAN = str.maketrans("\u06cc\u06d2\u06a9\u06c0\u06c1", "\u064a\u064a\u0643\u0647\u0647", "\u0654")
_SERBIAN = str.maketrans(
    dict(zip("абвгдежзžијклмнопрстћцчčćуфхшš", "abvgdezzzijklmnoprstcccccufhss", strict=True))
    | {"ђ": "dj", "đ": "dj", "љ": "lj", "њ": "nj", "џ": "dz"}
)
_NORDIC = str.maketrans("äÄöÖ", "æÆøØ")
_PAIRS = re.compile("a[ao]|a[e]|o[eo]", re.IGNORECASE)


def arabic(term: str) -> str:
    """Forms of alef, yeh and teh marbuta; vowel marks and the tatweel go (``ArabicNormalizer``).

    >>> arabic("أحمد")
    'احمد'
    """
    return term.translate(_ARABIC)


def persian(term: str) -> str:
    """Forms of yeh, kaf and heh (``PersianNormalizer``)."""
    return term.translate(_PERSIAN)


def serbian(term: str) -> str:
    """Lowercased Cyrillic and Latin letters in plain Latin (``SerbianNormalizationFilter``).

    >>> serbian("ђура"), serbian("šuma")
    ('djura', 'suma')
    """
    return term.translate(_SERBIAN)


def scandinavian(term: str) -> str:
    """``ä`` and ``ae`` become ``æ``, ``ö`` and ``oe`` become ``ø``, ``aa`` and ``ao`` become ``å`` (``ScandinavianNormalizer``).

    >>> scandinavian("blaabaersyltetoej"), scandinavian("räksmörgås")
    ('blåbærsyltetøj', 'ræksmørgås')
    """
    return _PAIRS.sub(_letter, term.translate(_NORDIC))


def _letter(pair: re.Match[str]) -> str:
    first, second = pair[0][0], pair[0][1]
    letter = "ø" if first in "oO" else "æ" if second in "eE" else "å"
    return letter.upper() if first.isupper() else letter


def _declare(name: str, function: Callable[[str], str]) -> None:
    @token_filter(name)
    def build(definition: Definition, scope: Scope) -> Mapped:
        """No parameters."""
        return Mapped(function, normalizes=True)


_SORANI = {"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u06d5", "\u06be": "\u0647", "\u0692": "\u0695"}
_HEH, _AE, _REH, _RREH, _NON_JOINER = "\u0647", "\u06d5", "\u0631", "\u0695", "\u200c"


def sorani(term: str) -> str:
    """Forms of yeh, kaf, heh and reh; vowel marks and signs that are not seen go (``SoraniNormalizer``).

    >>> sorani("\u0631\u0647\u200c") == "\u0695\u06d5"
    True
    """
    made = ""
    for at, letter in enumerate(term):
        if letter == _NON_JOINER:
            made = made[:-1] + _AE if made.endswith(_HEH) else made
        elif letter == _HEH:
            made += _AE if at == len(term) - 1 else letter
        elif letter == _REH:
            made += letter if made else _RREH
        elif letter not in _MARKS and unicodedata.category(letter) != "Cf":
            made += _SORANI.get(letter, letter)
    return made


_ROMANIAN = str.maketrans("şţŞŢ", "șțȘȚ")


def romanian(term: str) -> str:
    """Letters with a cedilla get the comma that they should have (``RomanianNormalizer``)."""
    return term.translate(_ROMANIAN)


_declare("arabic_normalization", arabic)
_declare("bengali_normalization", bengali)
_declare("hindi_normalization", hindi)
_declare("indic_normalization", indic)
_declare("sorani_normalization", sorani)
_declare("persian_normalization", persian)
_declare("scandinavian_normalization", scandinavian)
_declare("serbian_normalization", serbian)
