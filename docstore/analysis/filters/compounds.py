"""dictionary_decompounder: the words of a list that stand in a longer one (``DictionaryCompoundWordTokenFilter``)."""

from __future__ import annotations

from collections.abc import Iterator

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError


class Decompounder(TokenFilter):
    """Each token, and behind it, at its place, the words in it."""

    alone = True

    def __init__(self, words: frozenset[str], *, word: int, least: int, most: int, longest_only: bool) -> None:
        self._words = words
        self._word = word
        self._least = least
        self._most = most
        self._longest_only = longest_only

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made = []
        for token in tokens:
            made.append(token)
            if len(token.term) >= self._word:
                made += [token.with_(part) for part in self._parts(token.term)]
        return made

    def _parts(self, term: str) -> Iterator[str]:
        for begin in range(len(term) - self._least + 1):
            ends = range(begin + self._least, min(begin + self._most, len(term)) + 1)
            found = [term[begin:end] for end in ends if term[begin:end] in self._words]
            yield from found[-1:] if self._longest_only else found


@token_filter("dictionary_decompounder", configured=True)
def dictionary_decompounder(definition: Definition, scope: Scope) -> Decompounder:
    """``word_list``, ``min_word_size`` (5), ``min_subword_size`` (2), ``max_subword_size`` (15), ``only_longest_match`` (false).

    :raises IllegalArgumentError: no words.
    """
    words = definition.words("word_list")
    if not words:
        raise IllegalArgumentError("word_list must be provided for [dictionary_decompounder], either as a path to a file, or directly")
    return Decompounder(
        frozenset(words),
        word=definition.integer("min_word_size", 5),
        least=definition.integer("min_subword_size", 2),
        most=definition.integer("max_subword_size", 15),
        longest_only=definition.flag("only_longest_match", False),
    )
