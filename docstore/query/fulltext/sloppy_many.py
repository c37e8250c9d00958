"""``sloppy_frequency`` of many documents at once: one step of the walk through each, together, in a few calls over arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from docstore.columns.deadline import check_time
from docstore.columns.rows import Ints, Mask
from docstore.columns.text_tokens import BITS, Freqs, Spots, counted, places_of
from docstore.query.fulltext.sloppy import ALONE


def sloppy_frequencies(spots: Sequence[Spots], offsets: Sequence[int], related: Sequence[int], slop: int) -> tuple[Ints, Freqs]:
    """The documents in which the terms are near enough to each other, and how often they are.

    ``spots`` has all places of each term. What it gives is what ``sloppy_frequency`` gives document by document.
    """
    order = sorted(range(len(spots)), key=lambda number: offsets[number])
    sorted_spots, sorted_offsets = [spots[number] for number in order], [offsets[number] for number in order]
    ordinals = _near(sorted_spots, sorted_offsets, slop)
    freqs = np.zeros(len(ordinals), dtype=np.float32)
    if len(ordinals):
        _Walk.through(sorted_spots, sorted_offsets, [related[number] for number in order], ordinals).into(freqs, slop)
    found = freqs > 0
    return ordinals[found], freqs[found]


def _near(spots: Sequence[Spots], offsets: Sequence[int], slop: int) -> Ints:
    """The documents in which all terms stand near a place of the rarest one."""
    rarest = min(range(len(spots)), key=lambda number: len(spots[number]))
    around = spots[rarest]
    for number, some in enumerate(spots):
        if number == rarest:
            continue
        check_time()
        document = around >> BITS << BITS
        place = around - document + (offsets[number] - offsets[rarest])
        at = some.searchsorted(document + np.maximum(place - slop, 0))
        near = at < len(some)
        near[near] = some[at[near]] <= (document + np.minimum(place + slop, (1 << 31) - 1))[near]
        around = around[near]
    return counted(around >> BITS)[0]


@dataclass(slots=True)
class _Walk:
    """Some documents, each on its way through the places of its terms, which are less their places in the phrase.

    Rows are terms in the order of the phrase, columns are documents: those that are not at their end.
    """

    places: Ints
    """Of all terms in all documents, one after the other."""
    next: Ints
    """Where in ``places`` each stands."""
    end: Ints
    """Where in ``places`` its places end."""
    offsets: Ints
    related: Ints
    columns: Ints
    """The numbers of the documents."""
    at: Ints = field(init=False)
    """The place at which each stands."""

    @classmethod
    def through(cls, spots: Sequence[Spots], offsets: Sequence[int], related: Sequence[int], ordinals: Ints) -> Self:
        """From the first places on."""
        places, starts, counts = [], [], []
        for some, offset in zip(spots, offsets, strict=True):
            start, end = some.searchsorted(ordinals << BITS), some.searchsorted((ordinals + 1) << BITS)
            count = end - start
            before = np.cumsum(count) - count
            slots = np.arange(count.sum()) + np.repeat(start - before, count)
            places.append(places_of(some)[slots] - np.int64(offset))
            starts.append(before)
            counts.append(count)
        begins = np.cumsum([0, *map(len, places[:-1])])[:, None] + np.stack(starts)
        return cls(
            np.concatenate(places), begins, begins + np.stack(counts), np.array(offsets), np.array(related), np.arange(len(ordinals))
        )

    def __post_init__(self) -> None:
        self.at = self.places[self.next]

    def into(self, freqs: Freqs, slop: int) -> None:
        """Adds what matches to the frequencies of the documents."""
        repeated = [number for number, family in enumerate(self.related.tolist()) if family != ALONE]
        self._keep(self._apart(repeated))
        least, following = self._least(self.at)
        end = self.at.max(axis=0)
        length = end - self._places_of(least)
        while len(self.columns):
            check_time()
            every = np.arange(len(self.columns))
            moving = self._advanced(least, every)
            if repeated:
                moving[moving] = self._resolved(least[moving], every[moving])
                end = self.at.max(axis=0)
            else:
                end = np.maximum(end, self._places_of(least))
            own = self._places_of(least)
            passed = ~moving | (own > following)
            matched = passed & (length <= slop)
            freqs[self.columns[matched]] += np.float32(1) / (1 + length[matched]).astype(np.float32)
            length = np.where(passed, length, np.minimum(length, end - own))
            if not moving.all():
                self._keep(moving)
                end, least, following, length = (each[moving] for each in (end, least, following, length))
                passed = passed[moving]
            turned = passed.nonzero()[0]
            if len(turned):
                least[turned], following[turned] = self._least(self.at[:, turned])
                length[turned] = end[turned] - self.at[least[turned], turned]

    def _least(self, at: Ints) -> tuple[Ints, Ints]:
        """Which term is the least in each document, the first of equal ones, and where the next one stands."""
        least = at.argmin(axis=0)
        if len(at) == 1:
            return least, at[0].copy()
        return least, np.partition(at, 1, axis=0)[1]

    def _places_of(self, terms: Ints) -> Ints:
        """Where one term of each document stands."""
        found: Ints = self.at[terms, np.arange(len(terms))]
        return found

    def _advanced(self, terms: Ints, columns: Ints) -> Mask:
        """Moves a term of some of the documents to its next place; which of them have one."""
        following = self.next[terms, columns] + 1
        self.next[terms, columns] = following
        has = following < self.end[terms, columns]
        self.at[terms[has], columns[has]] = self.places[following[has]]
        return has

    def _apart(self, repeated: Sequence[int]) -> Mask:
        """Moves each term to the first token that none before it begins on; the documents in which none runs out."""
        alive = np.ones(len(self.columns), dtype=np.bool_)
        for number in repeated:
            before = np.array([other for other in repeated if other < number and self.related[other] == self.related[number]], np.int64)
            columns = alive.nonzero()[0]
            while len(columns):
                check_time()
                taken = self.at[before[:, None], columns] + self.offsets[before][:, None]
                columns = columns[(taken == self.at[number, columns] + self.offsets[number]).any(axis=0)]
                has = self._advanced(np.full(len(columns), number), columns)
                alive[columns[~has]] = False
                columns = columns[has]
        return alive

    def _resolved(self, moved: Ints, columns: Ints) -> Mask:
        """After a term of each of some documents moved: of two that meet, the later one in the phrase gives way, until none meets
        another. Which of the documents are not at their end.
        """
        alive = np.ones(len(columns), dtype=np.bool_)
        left = (self.related[moved] != ALONE).nonzero()[0]
        moved, columns = moved[left], columns[left]
        while len(left):
            own, every = self.at[moved, columns] + self.offsets[moved], np.arange(len(left))
            meets = (self.at[:, columns] + self.offsets[:, None] == own) & (self.related[:, None] == self.related[moved])
            meets[moved, every] = False
            both = meets.any(axis=0).nonzero()[0]
            moved, columns, left = np.maximum(moved[both], meets[:, both].argmax(axis=0)), columns[both], left[both]
            has = self._advanced(moved, columns)
            alive[left[~has]] = False
            moved, columns, left = moved[has], columns[has], left[has]
        return alive

    def _keep(self, alive: Mask) -> None:
        if not alive.all():
            self.next, self.end, self.at = self.next[:, alive], self.end[:, alive], self.at[:, alive]
            self.columns = self.columns[alive]
