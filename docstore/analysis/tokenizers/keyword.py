"""keyword: the whole text as one token (``KeywordTokenizerFactory``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.token import WORD, Token
from docstore.analysis.tokenizers.spans import SpanTokenizer


class KeywordTokenizer(SpanTokenizer):
    """One token, also of an empty text."""

    cuts: ClassVar = False

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """All of it."""
        yield 0, len(text), WORD

    def tokens(self, text: str) -> list[Token]:
        """One."""
        return [Token(text, 0, len(text), 0)]

    def pieces(self, text: str) -> list[str]:
        """The text."""
        return [text]


@tokenizer("keyword")
def keyword(definition: Definition, scope: Scope) -> KeywordTokenizer:
    """``buffer_size`` has no effect on the token."""
    definition.integer("buffer_size", 256)
    return KeywordTokenizer()
