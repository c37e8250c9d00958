"""Numbers added up, counted and compared by owner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from docstore.columns.rows import Ints
from docstore.once import once

Floats = NDArray[np.float64]


class ByOwner:
    """The owner of each of some numbers. Where they stand together, as those of buckets do, it is quicker."""

    def __init__(self, owners: Ints, count: int) -> None:
        self._owners, self._count = owners, count

    @once
    def _starts(self) -> Ints | None:
        """Where the numbers of each owner begin, and at the end how many there are; None when they do not stand together."""
        owners = self._owners
        if not len(owners) or not bool((owners[1:] >= owners[:-1]).all()):
            return None
        return np.searchsorted(owners, np.arange(self._count + 1))

    @once
    def counts(self) -> Ints:
        """How many there are of each owner."""
        if self._starts is not None:
            return np.diff(self._starts)
        found: Ints = np.bincount(self._owners, minlength=self._count)
        return found

    def sums(self, numbers: Floats) -> Floats:
        """Added up."""
        if self._starts is not None:
            return self._reduced(np.add, numbers, 0.0) + 0.0  # no sum is the negative zero
        return np.bincount(self._owners, weights=numbers, minlength=self._count).astype(np.float64, copy=False)

    def extremes(self, ufunc: np.ufunc, numbers: Floats, start: float) -> Floats:
        """The least, or greatest; ``start`` where there is none. The negative zero is less than the other."""
        if self._starts is not None:
            found = self._reduced(ufunc, numbers, start)
        else:
            found = np.full(self._count, start)
            ufunc.at(found, self._owners, numbers)
        if (zero := found == 0).any() and np.signbit(numbers[numbers == 0]).any():
            signs = np.where(numbers == 0, np.copysign(1.0, numbers), start)
            found[zero] = np.copysign(0.0, self.extremes(ufunc, signs, start)[zero])
        return found

    def _reduced(self, ufunc: np.ufunc, numbers: Floats, start: float) -> Floats:
        assert self._starts is not None
        found = np.full(self._count, start)
        having = self.counts > 0
        with np.errstate(over="ignore", invalid="ignore"):
            found[having] = ufunc.reduceat(numbers, self._starts[:-1][having])
        return found
