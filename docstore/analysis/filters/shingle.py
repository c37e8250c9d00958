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
    """At each position the token, then the shingles that begin there; a hole is filled with ``filler``."""

    def __init__(self, shortest: int, widest: int, *, unigrams: bool, if_no_shingles: bool, separator: str, filler: str) -> None:
        self._shortest = shortest
        self._widest = widest
        self._unigrams = unigrams
        self._if_no_shingles = if_no_shingles
        self._separator = separator
        self._filler = filler

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        slots = self._slots(tokens)
        made: list[Token] = []
        for at, token in enumerate(slots):
            if token is not None and self._unigrams:
                made.append(token.with_(token.term, position=at))
            made += self._from(slots, at)
        if not made and self._if_no_shingles:
            return tokens
        return made

    def _slots(self, tokens: list[Token]) -> list[Token | None]:
        """One token a position (the first of several), None in a hole; no more holes in a row than a shingle can span."""
        slots: list[Token | None] = []
        last = -1
        for token in tokens:
            if token.position == last:
                continue
            slots += [None] * min(token.position - last - 1, self._widest - 1)
            slots.append(token)
            last = token.position
        return slots

    def _from(self, slots: list[Token | None], at: int) -> list[Token]:
        made = []
        for size in range(self._shortest, self._widest + 1):
            parts = slots[at : at + size]
            present = [part for part in parts if part is not None]
            if len(parts) < size or not present:
                continue
            text = self._separator.join(self._filler if part is None else part.term for part in parts)
            end = present[-1].end
            start = parts[0].start if parts[0] is not None else present[0].start
            made.append(Token(text, start, end, at, type=TYPE, length=size))
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
