"""Several fields of a document at once: every combination of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from docstore.columns.deadline import in_time
from docstore.columns.rows import Ints, distinct
from docstore.columns.view import IndexView
from docstore.query.limits import reserve
from docstore.search.aggregations.groups import numbered


@dataclass(frozen=True, slots=True)
class Coded:
    """The values of one field: ``places[i]`` has the value numbered ``codes[i]``, of ``width`` values."""

    places: Ints
    codes: Ints
    width: int


@dataclass(frozen=True, slots=True)
class Combinations:
    """``places[i]`` has the combination ``numbers[i]``; the combination ``n`` is the row ``parts[n]``, rows ascend."""

    places: Ints
    numbers: Ints
    parts: Ints


def combined(sources: Sequence[Coded], view: IndexView) -> Combinations:
    """All combinations of each place, each once; a place without a value of one of the sources has none.

    :raises CircuitBreakingError: they are too many for the memory.
    """
    places, numbers, parts = _first(sources[0])
    for source in in_time(sources[1:]):
        more_places, codes = distinct(source.places, source.codes)
        left, right = _pairs(places, more_places, view)
        reserve(view, 2 * 8 * len(left) * (parts.shape[1] + 1), "<reused_arrays>")
        width = max(source.width, 1)
        found, numbers = numbered(numbers[left] * width + codes[right])
        places = places[left]
        parts = np.column_stack([parts[found // width], found % width])
    return Combinations(places, numbers, parts)


def _first(source: Coded) -> tuple[Ints, Ints, Ints]:
    places, codes = distinct(source.places, source.codes)
    found, numbers = numbered(codes)
    return places, numbers, found[:, np.newaxis]


def _pairs(first: Ints, second: Ints, view: IndexView) -> tuple[Ints, Ints]:
    """The positions of all pairs of equal numbers; both ascend."""
    if len(first) == len(second) and bool((first == second).all()) and bool((np.diff(first) > 0).all()):
        every = np.arange(len(first))
        return every, every
    begins, ends = np.searchsorted(second, first), np.searchsorted(second, first, side="right")
    counts = ends - begins
    reserve(view, 4 * 8 * int(counts.sum()), "<reused_arrays>")
    left = np.repeat(np.arange(len(first)), counts)
    starts = np.cumsum(counts) - counts
    right = np.arange(len(left)) + np.repeat(begins - starts, counts)
    return left, right
