"""An analyzer: char filters, a tokenizer and token filters in their order.

Useful for: the tokens of a text, with all that is known of them or as terms alone. Not useful for: which analyzer a field has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from docstore.analysis.casing import lower
from docstore.analysis.component import CharFilter, Inside, TermFilter, TokenFilter, Tokenizer
from docstore.analysis.token import Token

_MOST_REMEMBERED = 200_000

_OUTSIDE = "\n"
"""In no token of a tokenizer that knows what is ``inside``."""

Slots = list[str | None]
"""Terms by position; None where a filter dropped one."""


class Stacked(NamedTuple):
    """An analyzer each of whose terms becomes a few at its position, whatever stands around it."""

    plain: Analyzer
    filters: Sequence[TokenFilter]

    def terms(self, term: str) -> list[str]:
        """What a term of the plain analyzer becomes."""
        tokens = [Token(term, 0, len(term), 0)]
        for one in self.filters:
            tokens = one.apply(tokens)
        return [token.term for token in tokens]


class Analyzer:
    """Immutable.

    ``position_increment_gap`` is the distance between the values of a field.
    """

    def __init__(
        self,
        name: str,
        tokenizer: Tokenizer,
        filters: Sequence[TokenFilter] = (),
        char_filters: Sequence[CharFilter] = (),
        *,
        position_increment_gap: int = 100,
    ) -> None:
        self.name = name
        self.tokenizer = tokenizer
        self.filters = tuple(filters)
        self.char_filters = tuple(char_filters)
        self.position_increment_gap = position_increment_gap
        self.plain = tokenizer.consecutive and not char_filters and all(isinstance(one, TermFilter) for one in filters)
        """Whether ``slots`` tells all positions: no two tokens share one, none is longer than one."""
        self.keeps_all = not (tokenizer.cuts or filters or char_filters)
        """Whether the one term is the text itself; an index may call something else ``keyword``."""
        terms = [one for one in filters if isinstance(one, TermFilter)]
        self._lowers = tokenizer.inside is not None and bool(terms) and terms[0].lowers
        self._changes: list[Callable[[str], str | None]] = [one.term for one in terms[self._lowers :]]
        self._known: dict[str, str | None] = {}

    def filtered(self, text: str) -> tuple[str, Callable[[int], int]]:
        """The text behind the char filters, and the way back from its offsets."""
        corrections = []
        for char_filter in self.char_filters:
            text, offsets = char_filter.apply(text)
            corrections.append(offsets.correct)

        def correct(offset: int) -> int:
            for correction in reversed(corrections):
                offset = correction(offset)
            return offset

        return text, correct

    def tokens(self, text: str) -> list[Token]:
        """All tokens, ordered by position."""
        tokens = self._cut(text)
        for one in self.filters:
            tokens = one.apply(tokens)
        return tokens

    def placed(self, text: str) -> list[Token]:
        """The same for whom terms and positions are enough: where an analyzer is ``plain``, offsets and types are not worked out."""
        if not self.plain:
            return self.tokens(text)
        return [Token(term, 0, 0, position) for position, term in enumerate(self.slots(text)) if term is not None]

    def _cut(self, text: str) -> list[Token]:
        text, correct = self.filtered(text)
        tokens = self.tokenizer.tokens(text)
        if self.char_filters:
            for token in tokens:
                token.start, token.end = correct(token.start), correct(token.end)
        return tokens

    def steps(self, text: str) -> list[list[Token]]:
        """The tokens behind the tokenizer and behind each filter."""
        steps = [self._cut(text)]
        for one in self.filters:
            steps.append(one.apply([token.with_(token.term) for token in steps[-1]]))
        return steps

    def normalized(self, text: str) -> str:
        """A text, not cut, behind those of its filters that look at one letter or one term at a time (Lucene's ``normalize``)."""
        for char_filter in self.char_filters:
            if char_filter.normalizes:
                text, _ = char_filter.apply(text)
        text = self.tokenizer.normalized(text)
        tokens = [Token(text, 0, len(text), 0)]
        for one in self.filters:
            if one.normalizes:
                tokens = one.apply(tokens)
        return tokens[0].term if tokens else text

    @property
    def inside(self) -> Inside | None:
        """The characters of parts that may be analyzed alone (``Tokenizer.inside``); None where a term depends on those around it."""
        return self.tokenizer.inside

    @cached_property
    def stacked(self) -> Stacked | None:
        """The analyzer but for its char filters: a plain one, and what its terms become. None where that depends on more than a term."""
        if self.plain:
            return Stacked(self, ())
        if not self.tokenizer.consecutive or not all(one.alone for one in self.filters):
            return None
        plain = list(takewhile(lambda one: isinstance(one, TermFilter), self.filters))
        rest = self.filters[len(plain) :]
        return Stacked(Analyzer(self.name, self.tokenizer, plain), rest)

    @property
    def graphs(self) -> bool:
        """Whether a query follows the ways through tokens that span several positions."""
        return not any(one.makes_no_graph for one in self.filters)

    @property
    def ignores_case(self) -> bool:
        """Whether the case of ASCII letters makes no difference to ``slots``."""
        return self._lowers

    def slots(self, text: str) -> Slots:
        """The terms by position, of a ``plain`` analyzer; fast."""
        if self._lowers and text.isascii():
            terms = self.tokenizer.terms(text.lower())
        else:
            terms = self.tokenizer.terms(text)
            if self._lowers and terms:
                terms = lower(_OUTSIDE.join(terms)).split(_OUTSIDE)
        if not self._changes:
            return list(terms)
        known = self._known
        try:
            return [known[term] for term in terms]
        except KeyError:
            known = self._learned(terms)
            return [known[term] for term in terms]

    def _learned(self, terms: list[str]) -> dict[str, str | None]:
        if len(self._known) > _MOST_REMEMBERED:
            self._known = {}
        known = self._known
        for term in terms:
            if term not in known:
                changed: str | None = term
                for change in self._changes:
                    if changed is None:
                        break
                    changed = change(changed)
                known[term] = changed
        return known

    def positions(self, text: str) -> int:
        """How many positions a text has, those of dropped tokens too."""
        if self.plain:
            return len(self.slots(text))
        steps = self.steps(text)
        return max((token.position for token in (*steps[0], *steps[-1])), default=-1) + 1

    def terms(self, text: str) -> list[str]:
        """The terms alone, ordered by position."""
        if self.plain:
            return [term for term in self.slots(text) if term is not None]
        return [token.term for token in self.tokens(text)]

    def __repr__(self) -> str:
        return f"<Analyzer {self.name}>"


class CustomAnalyzer(Analyzer):
    """An analyzer whose parts have names, which explain shows."""

    def __init__(
        self,
        name: str,
        tokenizer: tuple[str, Tokenizer],
        filters: Sequence[tuple[str, TokenFilter]],
        char_filters: Sequence[tuple[str, CharFilter]],
        *,
        position_increment_gap: int = 100,
    ) -> None:
        parts = [one for _, one in filters], [one for _, one in char_filters]
        super().__init__(name, tokenizer[1], *parts, position_increment_gap=position_increment_gap)
        self.tokenizer_name = tokenizer[0]
        self.filter_names = [given for given, _ in filters]
        self.char_filter_names = [given for given, _ in char_filters]
