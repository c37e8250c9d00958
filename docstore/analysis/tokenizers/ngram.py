"""ngram, edge_ngram: pieces of the text of a few characters (``NGramTokenizerFactory``, ``EdgeNGramTokenizerFactory``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.token import WORD
from docstore.analysis.tokenizers.spans import SpanTokenizer
from docstore.errors import IllegalArgumentError

Keeps = Callable[[str], bool]

_KINDS: dict[str, Keeps] = {
    "letter": str.isalpha,
    "digit": str.isdecimal,
    "whitespace": str.isspace,
    "punctuation": lambda char: unicodedata.category(char)[0] == "P",
    "symbol": lambda char: unicodedata.category(char)[0] == "S",
}


class NGramTokenizer(SpanTokenizer):
    """All pieces of ``shortest`` to ``widest`` characters of the runs that are kept; with ``edge``, from each run's beginning."""

    def __init__(self, shortest: int, widest: int, kept: list[Keeps], *, edge: bool) -> None:
        super().__init__()
        self._sizes = range(shortest, widest + 1)
        self._kept = kept
        self._edge = edge

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """By start, then by length."""
        for begin, end in self._runs(text):
            for start in (begin,) if self._edge else range(begin, end):
                for size in self._sizes:
                    if start + size > end:
                        break
                    yield start, start + size, WORD

    def _runs(self, text: str) -> Iterator[tuple[int, int]]:
        if not self._kept:
            yield 0, len(text)
            return
        begin = -1
        for at, char in enumerate(text):
            keeps = any(kind(char) for kind in self._kept)
            if keeps and begin < 0:
                begin = at
            elif not keeps and begin >= 0:
                yield begin, at
                begin = -1
        if begin >= 0:
            yield begin, len(text)


def _kept(definition: Definition) -> list[Keeps]:
    kept: list[Keeps] = []
    for name in definition.texts("token_chars"):
        known = name.lower().strip()
        if known == "custom":
            own = definition.text("custom_token_chars")
            if own is None:
                raise IllegalArgumentError("Token type: 'custom' requires setting `custom_token_chars`")
            kept.append(frozenset(own).__contains__)
        elif known in _KINDS:
            kept.append(_KINDS[known])
        else:
            raise IllegalArgumentError(f"Unknown token type: '{known}', must be one of [{', '.join([*_KINDS, 'custom'])}]")
    return kept


def sizes(definition: Definition, scope: Scope, defaults: tuple[int, int], what: str | None) -> tuple[int, int]:
    """``min_gram`` and ``max_gram``; ``what`` names the component whose difference of both is limited.

    :raises IllegalArgumentError: they are not sizes, or too far apart.
    """
    shortest = definition.integer("min_gram", defaults[0])
    widest = definition.integer("max_gram", defaults[1])
    if what is not None:
        allowed, difference = scope.number("index.max_ngram_diff"), widest - shortest
        if difference > allowed:
            raise IllegalArgumentError(
                f"The difference between max_gram and min_gram in NGram {what} must be less than or equal to: [{allowed}] "
                f"but was [{difference}]. This limit can be set by changing the [index.max_ngram_diff] index level setting."
            )
    if shortest < 1:
        raise IllegalArgumentError("minGram must be greater than zero")
    if shortest > widest:
        raise IllegalArgumentError("minGram must not be greater than maxGram")
    return shortest, widest


@tokenizer("ngram", "nGram")
def ngram(definition: Definition, scope: Scope) -> NGramTokenizer:
    """``min_gram`` (1), ``max_gram`` (2), ``token_chars``, ``custom_token_chars``."""
    shortest, widest = sizes(definition, scope, (1, 2), "Tokenizer")
    return NGramTokenizer(shortest, widest, _kept(definition), edge=False)


@tokenizer("edge_ngram", "edgeNGram")
def edge_ngram(definition: Definition, scope: Scope) -> NGramTokenizer:
    """``min_gram`` (1), ``max_gram`` (2), ``token_chars``, ``custom_token_chars``."""
    shortest, widest = sizes(definition, scope, (1, 2), None)
    return NGramTokenizer(shortest, widest, _kept(definition), edge=True)
