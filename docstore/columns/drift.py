"""How things that were made of a column some writes ago are still right for the column as it is now.

A write puts ordinals behind the others, and takes some out. What was made of the column before (an order of its values, the documents of
each term) stays as it is; it is read without those that are gone, and with the others under the numbers that they have now. What came
since is looked at in the column itself. Once that is much, it is made anew.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from docstore.columns.growing import cut
from docstore.columns.rows import Ints, Slots
from docstore.frozen import frozen

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


@frozen(eq=False)
class Arranged:
    """Ordinals in an order of their own, as they were numbered then; for what stands beside them, ``select`` leaves out the same."""

    ordinals: Owners
    drift: Drift
    holes: Ints = field(default_factory=_none)
    """The places at which ordinals stand that are gone."""

    @classmethod
    def of(cls, ordinals: Owners, count: int) -> Self:
        """Of a column with so many ordinals."""
        return cls(ordinals, Drift(count))

    @property
    def nbytes(self) -> int:
        """The ordinals."""
        return self.ordinals.nbytes + self.holes.nbytes

    def between(self, low: int, high: int) -> Owners:
        """Those at the places from one up to another, in their order, as they are numbered now."""
        return self.drift.now(self.select(self.ordinals, low, high))

    def select(self, beside: Slots, low: int, high: int) -> Slots:
        """What stands at those places in an array beside the ordinals."""
        if not len(self.holes):
            return beside[low:high]
        first, last = np.searchsorted(self.holes, [low, high])
        return cut(beside[low:high], self.holes[first:last] - low) if first < last else beside[low:high]

    def amount(self, low: int, high: int) -> int:
        """How many there are."""
        if not len(self.holes):
            return high - low
        first, last = np.searchsorted(self.holes, [low, high])
        return high - low - int(last - first)

    def amounts(self, low: Ints, high: Ints) -> Ints:
        """How many there are, for many stretches."""
        found: Ints = high - low
        return found - (np.searchsorted(self.holes, high) - np.searchsorted(self.holes, low)) if len(self.holes) else found

    def without(self, ordinals: Ints) -> Arranged:
        """After these ordinals of now (ascending) are gone."""
        old = self.drift.then(ordinals)
        if not len(old):
            return self
        return Arranged(self.ordinals, self.drift.without(ordinals), np.sort(np.concatenate([self.holes, self._places(old)])))

    def _places(self, gone: Ints) -> Ints:
        if len(gone) == 1:
            return np.flatnonzero(self.ordinals == gone[0])
        flags: Any = np.zeros(self.drift.count, dtype=np.bool_)
        flags[gone] = True
        return np.flatnonzero(flags[self.ordinals])
