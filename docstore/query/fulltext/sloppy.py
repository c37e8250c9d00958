"""How often a phrase stands in a document when its terms may be moved (Lucene's ``SloppyPhraseMatcher``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from heapq import heapify, heapreplace

import numpy as np

ALONE = -1
"""The family of a term that may stand anywhere."""


def families(words: Sequence[Collection[int]]) -> list[int]:
    """Numbers of terms no two of which may stand on one token: those that share a word, and those that share one with one of them.

    >>> families([(0,), (1,), (0, 2), (2,), (3,)])
    [0, -1, 0, 0, -1]
    """
    uses = Counter(word for some in words for word in set(some))
    parts: list[tuple[set[int], set[int]]] = []
    for term, some in enumerate(words):
        shared, terms = {word for word in some if uses[word] > 1}, {term}
        if shared:
            near = [part for part in parts if part[0] & shared]
            parts = [part for part in parts if not part[0] & shared]
            parts.append((shared.union(*(part[0] for part in near)), terms.union(*(part[1] for part in near))))
    return [next((family for family, (_, terms) in enumerate(parts) if term in terms), ALONE) for term in range(len(words))]


class _Term:
    """One term of the phrase on its way through the document; ``at`` is its position less its place in the phrase."""

    __slots__ = ("at", "family", "index", "offset", "order", "places")

    def __init__(self, places: Sequence[int], offset: int, order: int, family: int) -> None:
        self.places = places
        self.offset = offset
        self.order = order
        self.family = family
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

    def meets(self, other: _Term) -> bool:
        """Whether they stand on one token and may not."""
        return other is not self and other.family == self.family and other.place == self.place

    def __lt__(self, other: _Term) -> bool:
        return (self.at, self.offset, self.order) < (other.at, other.offset, other.order)


def sloppy_frequency(places: Sequence[Sequence[int]], offsets: Sequence[int], related: Sequence[int], slop: int) -> float:
    """The sum of ``1 / (1 + distance)`` over the matches within ``slop`` moves, as a float32. ``related`` are the terms' ``families``.

    >>> sloppy_frequency([[0, 4], [1, 7]], [0, 1], [ALONE, ALONE], 2)
    1.3333333730697632
    """
    found = np.float32(0)
    for length, _ in sloppy_matches(places, offsets, related, slop):
        found += np.float32(1) / np.float32(1 + length)
    return float(found)


def sloppy_matches(
    places: Sequence[Sequence[int]], offsets: Sequence[int], related: Sequence[int], slop: int
) -> Iterator[tuple[int, list[int]]]:
    """Each match: how far the terms are from their places, and where they stand."""
    terms = [_Term(*each) for each in zip(places, offsets, range(len(places)), related, strict=True)]
    repeated = [term for term in sorted(terms, key=lambda term: term.offset) if term.family != ALONE]
    if not _apart(repeated):
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
            if not least.advance() or (least.family != ALONE and not _resolved(least, repeated)):
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


def _apart(repeated: Sequence[_Term]) -> bool:
    """Moves each term to the first token that none before it begins on; False when one runs out."""
    for number, term in enumerate(repeated):
        while any(map(term.meets, repeated[:number])):
            if not term.advance():
                return False
    return True


def _resolved(moved: _Term, repeated: Sequence[_Term]) -> bool:
    """After a term moved: of two that meet, the later one in the phrase gives way; False when one runs out."""
    while True:
        other = next(filter(moved.meets, repeated), None)
        if other is None:
            return True
        moved = min(moved, other)
        if not moved.advance():
            return False
