"""How often a phrase stands in a document when its terms may be moved (Lucene's ``SloppyPhraseMatcher``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heapreplace


class _Term:
    """One term of the phrase on its way through the document; ``at`` is its position less its place in the phrase."""

    __slots__ = ("at", "group", "index", "offset", "order", "places")

    def __init__(self, places: Sequence[int], offset: int, order: int, group: tuple[int, ...]) -> None:
        self.places = places
        self.offset = offset
        self.order = order
        self.group = frozenset(group)
        self.index = 0
        self.at = places[0] - offset

    def advance(self) -> bool:
        """The next position; False when there is none."""
        self.index += 1
        if self.index >= len(self.places):
            return False
        self.at = self.places[self.index] - self.offset
        return True

    @property
    def place(self) -> int:
        """The position in the document; the last one, when there is no other."""
        return self.places[min(self.index, len(self.places) - 1)]

    def __lt__(self, other: _Term) -> bool:
        return (self.at, self.offset, self.order) < (other.at, other.offset, other.order)


def sloppy_frequency(places: Sequence[Sequence[int]], offsets: Sequence[int], groups: Sequence[tuple[int, ...]], slop: int) -> float:
    """The sum of ``1 / (1 + distance)`` over the matches within ``slop`` moves.

    >>> sloppy_frequency([[0, 5], [1, 8]], [0, 1], [(0,), (1,)], 2)
    1.3333333333333333
    """
    return sum(1.0 / (1.0 + length) for length, _ in sloppy_matches(places, offsets, groups, slop))


def sloppy_matches(
    places: Sequence[Sequence[int]], offsets: Sequence[int], groups: Sequence[tuple[int, ...]], slop: int
) -> Iterator[tuple[int, list[int]]]:
    """Each match: how far the terms are from their places, and where they stand."""
    terms = [_Term(*each) for each in zip(places, offsets, range(len(places)), groups, strict=True)]
    repeated = [term for term in terms if any(other is not term and other.group & term.group for other in terms)]
    if repeated and not _apart(terms, repeated):
        return
    end = max(term.at for term in terms)
    heap = list(terms)
    heapify(heap)
    while True:
        least = heap[0]
        following = min(heap[1:3]).at if len(heap) > 1 else least.at
        length = end - least.at
        exhausted = False
        while True:
            lead = least.place
            if not least.advance() or (repeated and not _collided(least, repeated)):
                exhausted = True
                break
            end = max(end, max(term.at for term in terms) if repeated else least.at)
            if least.at > following:
                break
            length = min(length, end - least.at)
        if length <= slop:
            yield length, [lead if term is least else term.place for term in terms]
        if exhausted:
            return
        if repeated:
            heapify(heap)
        else:
            heapreplace(heap, least)


def _apart(terms: Sequence[_Term], repeated: Sequence[_Term]) -> bool:
    """Moves terms that begin on the same token apart; False when one runs out."""
    for term in repeated:
        for other in repeated:
            while other is not term and other.order > term.order and other.place == term.place and other.group & term.group:
                if not other.advance():
                    return False
    return True


def _collided(moved: _Term, repeated: Sequence[_Term]) -> bool:
    """After a term moved: terms that meet on one token give way; False when one runs out."""
    if moved not in repeated:
        return True
    while True:
        other = next((one for one in repeated if one is not moved and one.place == moved.place and one.group & moved.group), None)
        if other is None:
            return True
        moved = min(moved, other)
        if not moved.advance():
            return False
