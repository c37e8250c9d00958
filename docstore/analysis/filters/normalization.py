"""Letters that are written in several ways become one: arabic, persian, scandinavian, serbian.

Each is one of Lucene's normalization filters, without parameters.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
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


_declare("arabic_normalization", arabic)
_declare("persian_normalization", persian)
_declare("scandinavian_normalization", scandinavian)
_declare("serbian_normalization", serbian)
