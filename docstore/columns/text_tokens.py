"""The tokens of a text field: which term stands where in which document."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from docstore.columns.drift import Owners
from docstore.columns.keyword_column import Codes
from docstore.columns.rows import Ints, Mask, offsets_of

Places = npt.NDArray[np.int32]
Number = TypeVar("Number", bound=np.integer[Any])
Spots = npt.NDArray[np.int64]
"""Ordinals and positions as one number each: the ordinal in its upper half, the position in the lower."""

Freqs = npt.NDArray[np.float32]

BITS = np.array(32)
"""How far the upper half is up."""

_UPPER = int(sys.byteorder == "little")
"""Which of the halves of a long number is the upper one."""


def spots_of(owners: Owners, places: Places) -> Spots:
    """Halves put together."""
    halves = np.empty(2 * len(owners), dtype=np.int32)
    halves[_UPPER::2] = owners
    halves[1 - _UPPER :: 2] = places
    return halves.view(np.int64)


def owners_of(spots: Spots) -> Owners:
    """The ordinals."""
    return spots.view(np.int32)[_UPPER::2]


def places_of(spots: Spots) -> Places:
    """The positions."""
    return spots.view(np.int32)[1 - _UPPER :: 2]


class Tokens(NamedTuple):
    """All tokens of a field, by term; those of a term by document, and within one by position."""

    starts: Ints
    """Where the tokens of each term begin, and at the end how many there are."""
    spots: Spots
    """Where each stands."""

    @property
    def owners(self) -> Owners:
        """The ordinal that each stands in."""
        return owners_of(self.spots)

    @property
    def places(self) -> Places:
        """Its position there."""
        return places_of(self.spots)

    def only(self, kept: Mask, owners: Owners) -> Tokens:
        """Some of them, with other owners."""
        sums = np.concatenate([[0], np.cumsum(kept)])
        return Tokens(sums[self.starts], spots_of(owners[kept], self.places[kept]))

    def moved(self, codes: Codes, terms: int) -> Ints:
        """``starts`` where term ``i`` has become term ``codes[i]`` of so many."""
        counts = np.zeros(terms, dtype=np.int64)
        counts[codes] = np.diff(self.starts)
        return offsets_of(counts)


def together(mine: Tokens, old: Codes, theirs: Tokens, new: Codes, terms: int) -> Tokens:
    """The tokens of later documents behind those of the same terms; ``old`` and ``new`` are the codes that the codes of the two become."""
    first, second = mine.moved(old, terms), theirs.moved(new, terms)
    touched = np.flatnonzero(np.diff(second))
    ends, cuts = first[touched + 1].tolist(), second[np.append(touched, terms)].tolist()
    return Tokens(first + second, _inserted(mine.spots, ends, theirs.spots, cuts))


def _inserted(base: Spots, ends: list[int], more: Spots, cuts: list[int]) -> Spots:
    """``more[cuts[i]:cuts[i + 1]]`` behind ``base[:ends[i]]``, for each i."""
    parts, before = [], 0
    for at, end in enumerate(ends):
        parts += [base[before:end], more[cuts[at] : cuts[at + 1]]]
        before = end
    return np.concatenate([*parts, base[before:]])


_FEW_ONES = 64
_ONES = np.ones(_FEW_ONES, dtype=np.float32)
_ONES.setflags(write=False)


def counted(ordinals: npt.NDArray[Number]) -> tuple[npt.NDArray[Number], Freqs]:
    """Ascending ordinals, each once, and how often each was there."""
    if len(ordinals) < 2 or not np.count_nonzero(again := ordinals[1:] == ordinals[:-1]):
        return ordinals, _ONES[: len(ordinals)] if len(ordinals) <= _FEW_ONES else np.ones(len(ordinals), dtype=np.float32)
    first = np.ones(len(ordinals), dtype=np.bool_)
    np.logical_not(again, out=first[1:])
    starts = first.nonzero()[0]
    return ordinals[starts], np.diff(starts, append=len(ordinals)).astype(np.float32)
