"""``sloppy_frequency`` of many documents at once: one step of the walk through each, together, in a few calls over arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from docstore.columns.deadline import check_time
from docstore.columns.rows import Ints
from docstore.columns.text_column import BITS, Spots

_NEVER = np.iinfo(np.int64).max


def sloppy_frequencies(spots: Sequence[Spots], offsets: Sequence[int], ordinals: Ints, slop: int) -> NDArray[np.float64]:
    """Of terms that are all different, in these documents, each of which has all of them.

    ``spots`` has all places of each term, also in other documents. What it gives is what ``sloppy_frequency`` gives document by document.
    """
    order = sorted(range(len(spots)), key=lambda number: offsets[number])
    walks = [_Walk(spots[number], offsets[number], ordinals) for number in order]
    freqs = np.zeros(len(ordinals))
    alive = np.arange(len(ordinals))
    at = np.stack([walk.begin() for walk in walks])
    end = at.max(axis=0)
    least, following = _next(at)
    length = end - at[least, alive]
    while len(alive):
        check_time()
        moved = np.empty(len(alive), dtype=np.int64)
        for number, walk in enumerate(walks):
            mine = np.flatnonzero(least == number)
            moved[mine] = walk.advance(alive[mine])
        over = moved == _NEVER
        end = np.where(over, end, np.maximum(end, moved))
        at[least, np.arange(len(alive))] = moved
        passed = over | (moved > following)
        matched = passed & (length <= slop)
        freqs[alive[matched]] += 1.0 / (1.0 + length[matched])
        length = np.where(passed, length, np.minimum(length, end - moved))
        if over.any():
            alive, at, end, least, following, length, passed = (
                alive[~over], at[:, ~over], end[~over], least[~over], following[~over], length[~over], passed[~over],
            )  # fmt: skip
        turned = np.flatnonzero(passed)
        if len(turned):
            least[turned], following[turned] = _next(at[:, turned])
            length[turned] = end[turned] - at[least[turned], turned]
    return freqs


def _next(at: Ints) -> tuple[Ints, Ints]:
    """Which term is the least in each document, the first of equal ones, and where the next one stands."""
    least = at.argmin(axis=0)
    if len(at) == 1:
        return least, at[0].copy()
    return least, np.partition(at, 1, axis=0)[1]


class _Walk:
    """One term on its way through all documents; its places are less its place in the phrase."""

    def __init__(self, spots: Spots, offset: int, ordinals: Ints) -> None:
        self._places = (spots & ((np.int64(1) << BITS) - 1)) - offset
        self._at = np.searchsorted(spots, ordinals << BITS)
        self._end = np.searchsorted(spots, (ordinals + 1) << BITS)

    def begin(self) -> Ints:
        """The first place in each document."""
        places: Ints = self._places[self._at]
        return places

    def advance(self, documents: Ints) -> Ints:
        """The next place in some of the documents; the greatest number in those that have none."""
        self._at[documents] += 1
        at = self._at[documents]
        has = at < self._end[documents]
        places = np.full(len(documents), _NEVER)
        places[has] = self._places[at[has]]
        return places
