"""A tokenizer whose tokens are pieces of the text, one after the other."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from docstore.analysis.component import Tokenizer
from docstore.analysis.definition import Definition
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError

MAX_TOKEN_LENGTH = 255
_LIMIT = 1024 * 1024


class SpanTokenizer(Tokenizer):
    """Pieces longer than ``longest`` are cut into several tokens."""

    def __init__(self, longest: int | None = None) -> None:
        self.longest = longest

    @abstractmethod
    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, type) of each piece."""

    def pieces(self, text: str) -> list[str]:
        """The pieces alone."""
        return [text[start:end] for start, end, _ in self.spans(text)]

    def tokens(self, text: str) -> list[Token]:
        """The tokens in order."""
        made: list[Token] = []
        longest = self.longest or len(text)
        for start, end, kind in self.spans(text):
            if end - start <= longest:
                made.append(Token(text[start:end], start, end, len(made), type=kind))
            else:
                for at, to, of in self.cut(text, start, end, kind):
                    made.append(Token(text[at:to], at, to, len(made), type=of))
        return made

    def cut(self, text: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str]]:
        """The parts of a piece that is too long."""
        step = self.longest or end - start
        return ((at, min(at + step, end), kind) for at in range(start, end, step))

    def terms(self, text: str) -> list[str]:
        """Their terms alone."""
        found = self.pieces(text)
        longest = self.longest
        if longest is None or len(text) <= longest or not found or max(map(len, found)) <= longest:
            return found
        return [token.term for token in self.tokens(text)]


class ScanningTokenizer(SpanTokenizer):
    """Sees no more than ``longest`` characters at a time: a part of a long piece is what would be a piece if the text ended there
    (Lucene's ``StandardTokenizerImpl``).
    """

    def cut(self, text: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str]]:
        """Each window begins where the last part ends."""
        assert self.longest is not None
        at = start
        while at < end:
            window = text[at : min(at + self.longest, end)]
            found = next(self.spans(window), None)
            if found is None:
                at += len(window)
            elif found[0]:
                at += found[0]
            else:
                yield at, at + found[1], found[2]
                at += found[1]


def longest_of(definition: Definition, default: int = MAX_TOKEN_LENGTH) -> int:
    """``max_token_length``.

    :raises IllegalArgumentError: not in 1 ... 1048576.
    """
    longest = definition.integer("max_token_length", default)
    if not 0 < longest <= _LIMIT:
        if definition.type == "whitespace":
            raise IllegalArgumentError(f"maxTokenLen must be greater than 0 and less than {_LIMIT} passed: {longest}")
        raise IllegalArgumentError("maxTokenLength must be greater than zero" if longest < 1 else f"maxTokenLength may not exceed {_LIMIT}")
    return longest
