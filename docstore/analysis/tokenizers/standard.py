"""standard: the words of UAX #29 (``StandardTokenizerFactory``)."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_letters, digits
from typing import ClassVar

from docstore.analysis.component import Inside
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.tokenizers.spans import ScanningTokenizer, longest_of
from docstore.analysis.words import typed_words, words


class StandardTokenizer(ScanningTokenizer):
    """Words, ideographs, emoji."""

    inside: ClassVar[Inside | None] = Inside(f"{ascii_letters}{digits}_", between="'.:,;", beside='"#*')

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each word with its type."""
        return typed_words(text)

    def pieces(self, text: str) -> list[str]:
        """The words alone."""
        return words(text)


@tokenizer("standard")
def standard(definition: Definition, scope: Scope) -> StandardTokenizer:
    """``max_token_length``."""
    return StandardTokenizer(longest_of(definition))
