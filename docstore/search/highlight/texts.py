"""The texts of one field of a document, cut into terms, and where a query's terms and phrases stand in them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from docstore.analysis.token import Token
from docstore.columns.deadline import CHECKED, in_time
from docstore.frozen import frozen
from docstore.query.fulltext.sloppy import families, sloppy_matches
from docstore.query.marks import Leaf, PhraseMark, TermMark

Cut = Callable[[str], list[Token]]


class Match(NamedTuple):
    """A stretch of a text that a query finds. ``label``: what it is found by; ``freq``: how often that stands in the document."""

    start: int
    end: int
    label: Hashable
    freq: int = 1


@frozen
class Analyzed:
    """Tokens, ordered by position."""

    tokens: Sequence[Token]

    @classmethod
    def of(cls, values: Sequence[str], cut: Cut, gap: int, *, most: int | None = None) -> Analyzed:
        """The values as one text with a character between them, and a gap between their positions (``MultiValueTokenStream``).

        :param most: no token that ends behind this offset.
        """
        tokens: list[Token] = []
        offset = position = 0
        for value in values:
            found = cut(value)
            if offset:
                for token in found:
                    token.start, token.end, token.position = token.start + offset, token.end + offset, token.position + position
            tokens += found if most is None else [token for token in found if token.end <= most]
            position = max((token.position for token in found), default=position - 1) + 1 + gap
            offset += len(value) + 1
        return cls(tokens)

    def matches(self, marks: Iterable[Leaf]) -> list[Match]:
        """A phrase is one match (``Weight.matches``)."""
        found: list[Match] = []
        for mark in marks:
            if isinstance(mark, TermMark):
                found += [Match(token.start, token.end, mark.label) for token in in_time(self.tokens, CHECKED) if mark.holds(token.term)]
            else:
                spans = self.phrases(mark)
                found += [Match(min(t.start for t in span), max(t.end for t in span), mark.positions) for span in spans]
        return sorted(found, key=lambda match: match[:2])

    def single(self, marks: Iterable[Leaf]) -> list[Match]:
        """Each term of a phrase is a match, within the phrase."""
        found = []
        for label, tokens in self.terms(marks).items():
            found += [Match(token.start, token.end, label, len(tokens)) for token in tokens]
        return sorted(found, key=lambda match: match[:2])

    def terms(self, marks: Iterable[Leaf]) -> dict[Hashable, list[Token]]:
        """The tokens that are found, by what they are found by."""
        found: dict[Hashable, dict[int, Token]] = {}
        for mark in marks:
            if isinstance(mark, TermMark):
                several = not isinstance(mark.label, tuple) or len(mark.label) != 1
                for token in filter(lambda token: mark.holds(token.term), in_time(self.tokens, CHECKED)):
                    found.setdefault(mark.label if several else token.term, {})[id(token)] = token
            else:
                for token in self._within(mark):
                    found.setdefault(token.term, {})[id(token)] = token
        return {label: list(tokens.values()) for label, tokens in found.items()}

    def _within(self, mark: PhraseMark) -> Iterator[Token]:
        spans = [(min(t.position for t in span), max(t.position for t in span)) for span in self.phrases(mark)]
        if spans:
            places = range(len(mark.positions))
            for token in in_time(self.tokens, CHECKED):
                if any(low <= token.position <= high for low, high in spans) and any(mark.holds(at, token.term) for at in places):
                    yield token

    def phrases(self, mark: PhraseMark) -> list[list[Token]]:
        """The tokens of each place where a phrase stands."""
        places = [[token for token in in_time(self.tokens, CHECKED) if mark.holds(at, token.term)] for at in range(len(mark.positions))]
        if not all(places):
            return []
        offsets = [place for place, _ in mark.positions]
        return list(_moved(places, offsets, mark) if mark.slop else _in_place(places, offsets))


def _in_place(places: Sequence[Sequence[Token]], offsets: Sequence[int]) -> Iterator[list[Token]]:
    by_position = [{token.position: token for token in tokens} for tokens in places]
    for begin in in_time(sorted(by_position[0]), CHECKED):
        at = [begin - offsets[0] + offset for offset in offsets]
        if all(position in known for position, known in zip(at, by_position, strict=True)):
            yield [known[position] for position, known in zip(at, by_position, strict=True)]


def _moved(places: Sequence[Sequence[Token]], offsets: Sequence[int], mark: PhraseMark) -> Iterator[list[Token]]:
    by_position = [{token.position: token for token in tokens} for tokens in places]
    numbers: dict[str, int] = {}
    related = families([{numbers.setdefault(token.term, len(numbers)) for token in tokens} for tokens in places])
    for _, found in in_time(sloppy_matches([sorted(known) for known in by_position], offsets, related, mark.slop), CHECKED):
        if all(position in known for position, known in zip(found, by_position, strict=True)):
            yield [known[position] for position, known in zip(found, by_position, strict=True)]
