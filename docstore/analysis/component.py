"""The parts of an analyzer: char filters change the text, a tokenizer cuts it, token filters change the tokens."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from docstore.analysis.offsets import Offsets
from docstore.analysis.token import Token


class CharFilter(ABC):
    """Changes the text before it is cut."""

    normalizes: ClassVar[bool] = False
    """Whether a normalizer may have it."""

    @abstractmethod
    def apply(self, text: str) -> tuple[str, Offsets]:
        """The text as it becomes, and where its parts came from."""


class Inside(NamedTuple):
    """The ASCII characters that tokens are made of."""

    always: str
    between: str
    """Only between two of ``always`` or outside ASCII."""
    beside: str
    """Only next to one outside ASCII."""


class Tokenizer(ABC):
    """Cuts a text."""

    consecutive: ClassVar[bool] = True
    """Whether the tokens have the positions 0, 1, 2 ..."""

    cuts: ClassVar[bool] = True
    """False: the whole text is the one token, as it is."""

    inside: ClassVar[Inside | None] = None
    """At all other ASCII characters a text may be cut, and the parts have the same tokens, whatever the case of ASCII letters.
    None where that is not so.
    """

    @abstractmethod
    def tokens(self, text: str) -> list[Token]:
        """The tokens in order."""

    def terms(self, text: str) -> list[str]:
        """Their terms alone."""
        return [token.term for token in self.tokens(text)]

    def normalized(self, text: str) -> str:
        """A text that is not cut, with its letters as they are in tokens."""
        return text


class TokenFilter(ABC):
    """Changes a stream of tokens. The tokens that it is given are its own to change."""

    normalizes: ClassVar[bool] = False
    """Whether a normalizer may have it: it looks at one character, or one term, at a time (``NormalizingTokenFilterFactory``)."""

    alone: bool = False
    """Whether what it makes of a token follows from its term and its being a keyword alone, and stays at its position."""

    makes_no_graph: bool = False
    """Whether a query takes the tokens position by position, however many positions they span (``DisableGraphAttribute``)."""

    @abstractmethod
    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""

    def in_chain(self, chain: Chain) -> TokenFilter:
        """The filter in its place in an analyzer; for those that need what stands before them."""
        return self

    def for_synonyms(self) -> TokenFilter | None:
        """What stands in for this filter when the rules of a later synonym filter are analyzed; None for nothing.

        :raises IllegalArgumentError: rules cannot pass this filter.
        """
        return self


class TermFilter(TokenFilter):
    """Changes each term for itself, or drops it."""

    alone = True
    stems: ClassVar[bool] = False
    """Whether tokens marked as keywords pass unchanged."""

    @property
    def lowers(self) -> bool:
        """Whether it is lower case and nothing else."""
        return False

    @abstractmethod
    def term(self, term: str) -> str | None:
        """What a term becomes; None when the token goes."""

    def apply(self, tokens: list[Token]) -> list[Token]:
        """Each token for itself. A dropped token leaves a hole in the positions."""
        kept = []
        for token in tokens:
            if not (self.stems and token.keyword):
                term = self.term(token.term)
                if term is None:
                    continue
                token.term = term
            kept.append(token)
        return kept


class Chain(NamedTuple):
    """What stands before a filter in an analyzer."""

    char_filters: Sequence[CharFilter]
    tokenizer: Tokenizer
    filters: Sequence[TokenFilter]

    def terms_of(self, text: str) -> list[Token]:
        """The tokens at this place, as the rules of a synonym filter see them."""
        for char_filter in self.char_filters:
            text, _ = char_filter.apply(text)
        tokens = self.tokenizer.tokens(text)
        for token_filter in self.filters:
            stand_in = token_filter.for_synonyms()
            if stand_in is not None:
                tokens = stand_in.apply(tokens)
        return tokens
