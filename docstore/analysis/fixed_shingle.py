"""Shingles of one size, as ``search_as_you_type`` indexes them (Lucene's ``FixedShingleFilter``, ``SearchAsYouTypeAnalyzer``)."""

from __future__ import annotations

from itertools import pairwise

from docstore.analysis.analyzer import Analyzer, Slots
from docstore.analysis.component import Inside, TokenFilter
from docstore.analysis.filters.grams import Grams
from docstore.analysis.token import Token
from docstore.errors import IllegalStateError

_MOST_WAYS = 1000
LONGEST_PREFIX = 20


class FixedShingle(TokenFilter):
    """At each token the shingle of ``size`` positions that begins there; a hole in it is empty.

    ``to_the_end``: a shingle may go beyond the last token, so that each token begins one.
    """

    def __init__(self, size: int, *, to_the_end: bool = False) -> None:
        self._size = size
        self._to_the_end = to_the_end

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The shingles."""
        by_position: dict[int, list[Token]] = {}
        for token in tokens:
            by_position.setdefault(token.position, []).append(token)
        following = dict(pairwise(sorted(by_position)))
        return [
            Token(" ".join(terms), token.start, end, token.position, type="shingle")
            for token in tokens
            for terms, end in self._from(token, by_position, following)
        ]

    def _from(self, token: Token, by_position: dict[int, list[Token]], following: dict[int, int]) -> list[tuple[list[str], int]]:
        """The terms and the end of each shingle that begins with the token: one for each way through a graph."""
        found: list[tuple[list[str], int]] = []
        pending = [([token.term], token)]
        while pending:
            terms, last = pending.pop()
            if len(terms) == self._size:
                found.append((terms, last.end))
                continue
            place = last.position + last.length
            then = following.get(last.position)
            while then is not None and then < place:
                then = following.get(then)
            hole = self._size if then is None else then - place
            if then is None or len(terms) + hole >= self._size:
                if then is not None or self._to_the_end:
                    found.append((terms + [""] * (self._size - len(terms)), last.end))
                continue
            pending += [([*terms, *[""] * hole, token.term], token) for token in reversed(by_position[then])]
            if len(pending) + len(found) > _MOST_WAYS:
                raise IllegalStateError(f"Too many graph paths (> {_MOST_WAYS})")
        return found


class Shingled(Analyzer):
    """An analyzer with shingles behind its filters; where its terms are ``plain``, so are the shingles."""

    def __init__(self, analyzer: Analyzer, size: int) -> None:
        super().__init__(
            f"{analyzer.name} in shingles of {size}",
            analyzer.tokenizer,
            (*analyzer.filters, FixedShingle(size)),
            analyzer.char_filters,
            position_increment_gap=analyzer.position_increment_gap,
        )
        self.plain = analyzer.plain
        self._of = analyzer
        self._size = size

    @property
    def inside(self) -> Inside | None:
        """No part: a shingle is of several."""
        return None

    def slots(self, text: str) -> Slots:
        """The shingles by position."""
        terms = self._of.slots(text)
        if None not in terms:
            return [" ".join(parts) for parts in zip(*(terms[at:] for at in range(self._size)), strict=False)]
        while terms and terms[-1] is None:
            terms.pop()
        shingles: Slots = []
        for at, term in enumerate(terms[: len(terms) - 1]):
            parts = terms[at : at + self._size]
            full = len(parts) == self._size
            shingles.append(" ".join(part or "" for part in parts) if full and term is not None else None)
        return shingles


def shingled(analyzer: Analyzer, size: int, *, prefixes: bool = False) -> Analyzer:
    """The analyzer with shingles behind its filters, or with the beginnings of shingles: up to 20 characters, and the whole."""
    if not prefixes:
        return Shingled(analyzer, size)
    return with_filters(analyzer, FixedShingle(size, to_the_end=True), Grams(1, LONGEST_PREFIX, edge=True, preserve=True))


def with_filters(analyzer: Analyzer, *filters: TokenFilter) -> Analyzer:
    """The analyzer with more filters behind its own."""
    return Analyzer(
        f"{analyzer.name} and more",
        analyzer.tokenizer,
        (*analyzer.filters, *filters),
        analyzer.char_filters,
        position_increment_gap=analyzer.position_increment_gap,
    )
