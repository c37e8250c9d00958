"""asciifolding: letters outside ASCII become their likes inside (``ASCIIFoldingFilter``)."""

from __future__ import annotations

import unicodedata

from docstore.analysis.component import TermFilter, TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token

_OWN = {
    "ß": "ss",
    "ẞ": "SS",
    "Æ": "AE",
    "æ": "ae",
    "Ǽ": "AE",
    "ǽ": "ae",
    "Ǣ": "AE",
    "ǣ": "ae",
    "Œ": "OE",
    "œ": "oe",
    "Ø": "O",
    "ø": "o",
    "Ǿ": "O",
    "ǿ": "o",
    "Đ": "D",
    "đ": "d",
    "Ð": "D",
    "ð": "d",
    "Þ": "TH",
    "þ": "th",
    "Ħ": "H",
    "ħ": "h",
    "ı": "i",
    "Ł": "L",
    "ł": "l",
    "Ŋ": "N",
    "ŋ": "n",
    "ŉ": "n",
    "Ŧ": "T",
    "ŧ": "t",
    "ſ": "s",
    "ƒ": "f",
    "Ƒ": "F",
    "Ə": "A",
    "ə": "a",
    "Ɓ": "B",
    "ƀ": "b",
    "Ɨ": "I",
    "Ƙ": "K",
    "ƙ": "k",
    "Ɵ": "O",
    "Ƶ": "Z",
    "ƶ": "z",
    "Ǝ": "E",
    "ǝ": "e",
    "Ƣ": "O",
    "Ʊ": "U",
    "Ȼ": "C",
    "ȼ": "c",
    "Ƚ": "L",
    "Ɉ": "E",
    "ĳ": "ij",
    "Ĳ": "IJ",
    "ĸ": "q",
    "ŀ": "l",
    "Ŀ": "L",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "″": '"',
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "′": "'",
    "‹": "'",
    "›": "'",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "⁻": "-",
    "₋": "-",
    "⁄": "/",
    "⁓": "~",
    "‸": "^",
    "⁎": "*",
    "‼": "!!",
    "⁇": "??",
    "⁈": "?!",
    "⁉": "!?",
    "⁅": "[",
    "⁆": "]",
    "⁏": ";",
    "⁒": "%",
    "ⱥ": "a",
    "Ⱥ": "A",
    "ɐ": "a",
    "ɓ": "b",
    "ɕ": "c",
    "ɖ": "d",
    "ɗ": "d",
    "ɛ": "e",
    "ɠ": "g",
    "ɡ": "g",
    "ɢ": "G",
    "ɥ": "h",
    "ɦ": "h",
    "ɨ": "i",
    "ɪ": "I",
    "ɯ": "m",
    "ɱ": "m",
    "ɲ": "n",
    "ɴ": "N",
    "ɔ": "o",
    "ɵ": "o",
    "ɹ": "r",
    "ɾ": "r",
    "ʀ": "R",
    "ʁ": "R",
    "ʂ": "s",
    "ʃ": "s",
    "ʇ": "t",
    "ʈ": "t",
    "ʉ": "u",
    "ʋ": "v",
    "ʌ": "v",
    "ʍ": "w",
    "ʎ": "y",
    "ʏ": "Y",
    "ʐ": "z",
    "ʑ": "z",
    "ʙ": "B",
    "ʛ": "G",
    "ʜ": "H",
    "ʝ": "j",
    "ʞ": "k",
    "ʟ": "L",
    "ʠ": "q",
}
_FOLDABLE = ((0xC0, 0x24F), (0x1E00, 0x1EFF), (0x2070, 0x209C), (0x2460, 0x24FF), (0xFB00, 0xFB06), (0xFF01, 0xFF5E))
_OWN |= {"²": "2", "³": "3", "¹": "1", "ª": "a", "º": "o"}


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        made = self[code] = self._folded(chr(code))
        return made

    def _folded(self, char: str) -> str:
        own = _OWN.get(char)
        if own is not None:
            return own
        if not any(first <= ord(char) <= last for first, last in _FOLDABLE):
            return char
        plain = "".join(_OWN.get(c, c) for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        return plain if plain.isascii() and plain else char


_table = _Table()


def fold(term: str) -> str:
    """The term in ASCII, as far as its letters have likes there.

    >>> fold("Œuvre à Łódź")
    'OEuvre a Lodz'
    """
    return term if term.isascii() else term.translate(_table)


class Preserving(TokenFilter):
    """A folded token, and at the same position the original."""

    alone = True
    normalizes = True

    def apply(self, tokens: list[Token]) -> list[Token]:
        """Only where folding changes something."""
        made = []
        for token in tokens:
            folded = fold(token.term)
            made.append(token.with_(folded))
            if folded != token.term:
                made.append(token)
        return made


@token_filter("asciifolding")
def asciifolding(definition: Definition, scope: Scope) -> TermFilter | TokenFilter:
    """``preserve_original`` (false)."""
    return Preserving() if definition.flag("preserve_original", False) else Mapped(fold, normalizes=True)
