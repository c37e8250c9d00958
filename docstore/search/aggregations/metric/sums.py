"""Sums by owner whose error does not grow with the number of values (Elasticsearch sums with ``CompensatedSum``)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from docstore.columns.rows import Ints, Slots


def sums(values: Slots, owners: Ints, count: int) -> NDArray[np.float64]:
    """The sum of the values of each owner.

    Each value is split into a part whose sums are exact in float64 and a small rest.
    """
    numbers = values.astype(np.float64)
    if not len(numbers):
        return np.zeros(count)
    bound = float(np.abs(numbers).max()) * len(numbers)
    if not math.isfinite(bound) or bound == 0 or (values.dtype == np.int64 and bound < 2**53):
        return _weighed(owners, numbers, count)
    step = math.ldexp(1.5, math.frexp(bound)[1] + 1)
    coarse = (numbers + step) - step
    fine = numbers - coarse
    return _weighed(owners, coarse, count) + _weighed(owners, fine, count)


def _weighed(owners: Ints, weights: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(owners, weights=weights, minlength=count).astype(np.float64, copy=False)
