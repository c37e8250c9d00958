"""How things that were made of a column some writes ago are still right for the column as it is now.

A write puts ordinals behind the others, and takes some out. What was made of the column before (an order of its values, the documents of
each term) stays as it is; it is read without those that are gone, and with the others under the numbers that they have now. What came
since is looked at in the column itself. Once that is much, it is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from docstore.columns.growing import cut
from docstore.columns.rows import Ints, Slots
from docstore.frozen import frozen
from docstore.once import once

Owners = npt.NDArray[np.int32]

_SHARE = 8
"""What is new or gone may be an eighth of what there was."""

_FREE = 64
"""So much is never too much."""


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@frozen(eq=False)
class Drift:
    """From the ``count`` ordinals of then to those of now."""

    count: int
    gone: Ints = field(default_factory=_none)
    """Those of then that are no more, ascending."""

    @property
    def rest(self) -> int:
        """The first ordinal of now that was not there then."""
        return self.count - len(self.gone)

    def now(self, ordinals: Slots) -> Slots:
        """Ordinals of then that are not gone, as they are numbered now."""
        return ordinals - np.searchsorted(self.gone, ordinals).astype(ordinals.dtype) if len(self.gone) else ordinals

    def then(self, ordinals: Ints) -> Ints:
        """Ordinals of now (ascending), as they were numbered then; without those that were not there."""
        old = ordinals[: int(np.searchsorted(ordinals, self.rest))]
        return old + np.searchsorted(self.gone - np.arange(len(self.gone)), old, side="right")

    def without(self, ordinals: Ints) -> Drift:
        """After these ordinals of now (ascending) are gone too."""
        return Drift(self.count, np.sort(np.concatenate([self.gone, self.then(ordinals)])))

    def is_far(self, count: int) -> bool:
        """Whether most of the work is no longer saved where there are so many ordinals now."""
        return _SHARE * (count - self.rest + len(self.gone)) > self.count + _FREE * _SHARE


@dataclass(frozen=True, eq=False)
class Arranged:
    """Ordinals in an order of their own, as they were numbered then; for what stands beside them, ``select`` leaves out the same."""

    ordinals: Owners
    drift: Drift
    found: Ints = field(default_factory=_none)
    """The places at which ordinals stand that are gone, but for those of ``sought``."""
    sought: Ints = field(default_factory=_none)
    """Ordinals that are gone and were not looked for yet, ascending; few."""

    @classmethod
    def of(cls, ordinals: Owners, count: int) -> Self:
        """Of a column with so many ordinals."""
        return cls(ordinals, Drift(count))

    @once
    def holes(self) -> Ints:
        """The places at which ordinals stand that are gone."""
        return np.sort(np.concatenate([self.found, self._places(self.sought)])) if len(self.sought) else self.found

    @property
    def nbytes(self) -> int:
        """The ordinals."""
        return self.ordinals.nbytes + self.found.nbytes

    def ascending(self, low: int, high: int) -> Part:
        """The places from one up to another, where ordinals are known to ascend: of all others nothing is looked at."""
        if not len(self.sought) or "holes" in self.__dict__:
            return Part(low, high, self._between(self.holes, low, high))
        stretch = self.ordinals[low:high]
        begins, ends = np.searchsorted(stretch, self.sought), np.searchsorted(stretch, self.sought, side="right")
        here = np.flatnonzero(ends > begins)
        holes = self._between(self.found, low, high)
        if len(here):
            more = [np.arange(begin, end) + low for begin, end in zip(begins[here].tolist(), ends[here].tolist(), strict=True)]
            holes = np.sort(np.concatenate([holes, *more]))
        return Part(low, high, holes)

    def part(self, low: int, high: int) -> Part:
        """The places from one up to another."""
        return Part(low, high, self._between(self.holes, low, high))

    @staticmethod
    def _between(holes: Ints, low: int, high: int) -> Ints:
        if not len(holes):
            return holes
        first, last = np.searchsorted(holes, [low, high])
        return holes[first:last]

    def stretch(self, low: int, high: int, beside: Slots) -> tuple[Owners, Slots]:
        """The ordinals of such places, as they are numbered now, and what stands beside them."""
        if not len(self.drift.gone):
            return self.ordinals[low:high], beside[low:high]
        part = self.ascending(low, high)
        return self.of_part(part), part.select(beside)

    def length(self, low: int, high: int) -> int:
        """How many there are of such places."""
        return self.ascending(low, high).amount if len(self.drift.gone) else high - low

    def of_part(self, part: Part) -> Owners:
        """Those of a part, in their order, as they are numbered now."""
        return self.drift.now(part.select(self.ordinals))

    def between(self, low: int, high: int) -> Owners:
        """Those at the places from one up to another, in their order, as they are numbered now."""
        if not len(self.drift.gone):
            return self.ordinals[low:high]
        return self.of_part(self.part(low, high))

    def select(self, beside: Slots, low: int, high: int) -> Slots:
        """What stands at those places in an array beside the ordinals."""
        return self.part(low, high).select(beside)

    def amount(self, low: int, high: int) -> int:
        """How many there are."""
        return self.part(low, high).amount

    def amounts(self, low: Ints, high: Ints) -> Ints:
        """How many there are, for many stretches."""
        found: Ints = high - low
        return found - (np.searchsorted(self.holes, high) - np.searchsorted(self.holes, low)) if len(self.holes) else found

    def without(self, ordinals: Ints) -> Arranged:
        """After these ordinals of now (ascending) are gone."""
        old = self.drift.then(ordinals)
        if not len(old):
            return self
        drift = self.drift.without(ordinals)
        if "holes" in self.__dict__ or not len(self.sought):
            sought, found = old, self.holes
        else:
            sought, found = np.sort(np.concatenate([self.sought, old])), self.found
        if len(sought) > _FREE:
            sought, found = _none(), np.sort(np.concatenate([found, self._places(sought)]))
        return Arranged(self.ordinals, drift, found, sought)

    def _places(self, gone: Ints) -> Ints:
        if len(gone) == 1:
            return np.flatnonzero(self.ordinals == gone[0])
        flags: Any = np.zeros(self.drift.count, dtype=np.bool_)
        flags[gone] = True
        return np.flatnonzero(flags[self.ordinals])


class Part(NamedTuple):
    """Places from one up to another, and those between them that do not count."""

    low: int
    high: int
    holes: Ints

    @property
    def amount(self) -> int:
        """How many there are."""
        return self.high - self.low - len(self.holes)

    def select(self, beside: Slots) -> Slots:
        """What stands there."""
        found = beside[self.low : self.high]
        return cut(found, self.holes - self.low) if len(self.holes) else found
