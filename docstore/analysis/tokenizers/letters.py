"""letter, lowercase, whitespace: runs of characters of one nature (Lucene's ``CharTokenizer``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docstore.analysis.casing import lower
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.token import WORD, Token
from docstore.analysis.tokenizers.spans import SpanTokenizer, longest_of

_LETTERS = re.compile(r"[^\W\d_]+")
_JAVA_SPACE = r"\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"
_NOT_SPACE = re.compile(f"[^{_JAVA_SPACE}]+")


class RunTokenizer(SpanTokenizer):
    """The matches of a pattern."""

    def __init__(self, pattern: re.Pattern[str], longest: int) -> None:
        super().__init__(longest)
        self._pattern = pattern

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each match."""
        return ((match.start(), match.end(), WORD) for match in self._pattern.finditer(text))

    def pieces(self, text: str) -> list[str]:
        """The matches alone."""
        return self._pattern.findall(text)


class LowercaseTokenizer(RunTokenizer):
    """Runs of letters, in lower case."""

    def tokens(self, text: str) -> list[Token]:
        """The tokens in order."""
        found = super().tokens(text)
        for token in found:
            token.term = lower(token.term)
        return found

    def terms(self, text: str) -> list[str]:
        """Their terms alone."""
        return list(map(lower, super().terms(text)))

    def normalized(self, text: str) -> str:
        """In lower case."""
        return lower(text)


@tokenizer("letter")
def letter(definition: Definition, scope: Scope) -> RunTokenizer:
    """No parameters but ``max_token_length``."""
    return RunTokenizer(_LETTERS, longest_of(definition))


@tokenizer("lowercase")
def lowercase(definition: Definition, scope: Scope) -> LowercaseTokenizer:
    """No parameters but ``max_token_length``."""
    return LowercaseTokenizer(_LETTERS, longest_of(definition))


@tokenizer("whitespace")
def whitespace(definition: Definition, scope: Scope) -> RunTokenizer:
    """``max_token_length``."""
    return RunTokenizer(_NOT_SPACE, longest_of(definition))
