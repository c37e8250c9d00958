"""cjk_width, cjk_bigram: Chinese, Japanese and Korean (``CJKWidthFilter``, ``CJKBigramFilter``)."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.grams import refuse_synonyms
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token

SINGLE, DOUBLE = "<SINGLE>", "<DOUBLE>"
_SCRIPTS = {"han": "<IDEOGRAPHIC>", "hiragana": "<HIRAGANA>", "katakana": "<KATAKANA>", "hangul": "<HANGUL>"}
_WIDE = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFF01, 0xFF5F), *range(0xFF65, 0xFF9E))}
_MARKS = {"\uff9e": "\u3099", "\uff9f": "\u309a"}


def _narrow(term: str) -> str:
    if term.isascii():
        return term
    made = "".join(_MARKS.get(char, char) for char in term.translate(_WIDE))
    return unicodedata.normalize("NFC", made) if "\u3099" in made or "\u309a" in made else made


@token_filter("cjk_width")
def cjk_width(definition: Definition, scope: Scope) -> Mapped:
    """No parameters."""
    return Mapped(_narrow, normalizes=True)


class CjkBigram(TokenFilter):
    """Neighbouring characters of the scripts in pairs; a lone one stays, and so do words of other scripts."""

    def __init__(self, types: frozenset[str], *, unigrams: bool) -> None:
        self._types = types
        self._unigrams = unigrams
        self.makes_no_graph = unigrams

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made: list[Token] = []
        run: list[Token] = []
        place = 0
        for token in tokens:
            single = token.type in self._types
            if run and not (single and run[-1].end == token.start):
                place = self._end(run, made, place)
                run = []
            if single:
                run += self._characters(token)
            else:
                token.position, place = place, place + 1
                made.append(token)
        self._end(run, made, place)
        return made

    def _characters(self, token: Token) -> list[Token]:
        return [token.with_(char, start=token.start + at, end=token.start + at + 1) for at, char in enumerate(token.term)]

    def _end(self, run: list[Token], made: list[Token], place: int) -> int:
        if len(run) == 1 or self._unigrams:
            pairs = []
            for at, one in enumerate(run):
                pairs.append(one.with_(one.term, position=place + at, type=SINGLE))
                if at + 1 < len(run):
                    pairs.append(self._pair(one, run[at + 1], place + at, 2))
            made += pairs
            return place + len(run)
        made += [self._pair(a, b, place + at, 1) for at, (a, b) in enumerate(pairwise(run))]
        return place + max(len(run) - 1, 0)

    def _pair(self, one: Token, other: Token, position: int, length: int) -> Token:
        return one.with_(one.term + other.term, end=other.end, position=position, type=DOUBLE, length=length)

    def for_synonyms(self) -> TokenFilter | None:
        """Rules are not paired."""
        return refuse_synonyms("cjk_bigram")


@token_filter("cjk_bigram")
def cjk_bigram(definition: Definition, scope: Scope) -> CjkBigram:
    """``ignored_scripts``, ``output_unigrams`` (false)."""
    ignored = set(definition.texts("ignored_scripts"))
    types = frozenset(type_ for script, type_ in _SCRIPTS.items() if script not in ignored)
    return CjkBigram(types, unigrams=definition.flag("output_unigrams", False))
