"""shingle: neighbouring tokens together (``ShingleTokenFilterFactory``, Lucene's ``ShingleFilter``)."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.grams import refuse_synonyms
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError

TYPE = "shingle"


class Shingle(TokenFilter):
    """At each token the token itself, then the shingles that begin there; a hole is filled with ``filler``.

    Tokens of one position follow each other as any others do.
    """

    def __init__(self, shortest: int, widest: int, *, unigrams: bool, if_no_shingles: bool, separator: str, filler: str) -> None:
        self._shortest = shortest
        self._widest = widest
        self._unigrams = unigrams
        self._if_no_shingles = if_no_shingles
        self._separator = separator
        self._filler = filler
        self.makes_no_graph = unigrams or shortest != widest

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        slots = self._slots(tokens)
        made: list[Token] = []
        for at, (token, place) in enumerate(slots):
            if token is place and self._unigrams:
                made.append(token.with_(token.term, position=at, length=1))
            made += self._from(slots, at)
        if not made and self._if_no_shingles:
            return tokens
        return made

    def _slots(self, tokens: list[Token]) -> list[tuple[Token, Token | None]]:
        """The tokens, each twice; in a hole the next token and None. No more holes in a row than a shingle can span."""
        slots: list[tuple[Token, Token | None]] = []
        last = -1
        for token in tokens:
            slots += [(token, None)] * min(token.position - last - 1, self._widest - 1)
            slots.append((token, token))
            last = token.position
        return slots

    def _from(self, slots: list[tuple[Token, Token | None]], at: int) -> list[Token]:
        made = []
        for size in range(self._shortest, self._widest + 1):
            parts = slots[at : at + size]
            if len(parts) < size or not any(token for _, token in parts):
                continue
            text = self._separator.join(self._filler if token is None else token.term for _, token in parts)
            last, there = parts[-1]
            length = size if self._unigrams else size - self._shortest + 1
            made.append(Token(text, parts[0][0].start, last.start if there is None else last.end, at, type=TYPE, length=length))
        return made

    def for_synonyms(self) -> TokenFilter | None:
        """Rules are not joined."""
        return refuse_synonyms("shingle")


@token_filter("shingle")
def shingle(definition: Definition, scope: Scope) -> Shingle:
    """``min_shingle_size`` and ``max_shingle_size`` (2), ``output_unigrams`` (true), ``output_unigrams_if_no_shingles`` (false),
    ``token_separator`` (a space), ``filler_token`` (_).

    :raises IllegalArgumentError: sizes that are none, or too far apart.
    """
    widest, shortest = definition.integer("max_shingle_size", 2), definition.integer("min_shingle_size", 2)
    unigrams = definition.flag("output_unigrams", True)
    allowed, difference = scope.number("index.max_shingle_diff"), widest - shortest + unigrams
    if difference > allowed:
        raise IllegalArgumentError(
            "The difference between max_shingle_size and min_shingle_size (and +1 if outputting unigrams) in Shingle TokenFilter must "
            f"be less than or equal to: [{allowed}] but was [{difference}]. This limit can be set by changing the "
            "[index.max_shingle_diff] index level setting."
        )
    if widest < 2:
        raise IllegalArgumentError("Max shingle size must be >= 2")
    if shortest < 2:
        raise IllegalArgumentError("Min shingle size must be >= 2")
    if shortest > widest:
        raise IllegalArgumentError("Min shingle size must be <= max shingle size")
    return Shingle(
        shortest,
        widest,
        unigrams=unigrams,
        if_no_shingles=definition.flag("output_unigrams_if_no_shingles", False),
        separator=definition.text("token_separator", " ") or "",
        filler=definition.text("filler_token", "_") or "",
    )
