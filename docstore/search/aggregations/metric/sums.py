"""Sums by owner whose error does not grow with the number of values (Elasticsearch sums with ``CompensatedSum``)."""

from __future__ import annotations

import math

import numpy as np

from docstore.columns.rows import Slots
from docstore.search.aggregations.metric.by_owner import ByOwner, Floats


def sums(values: Slots, owners: ByOwner) -> Floats:
    """The sum of the values of each owner.

    Each value is split into a part whose sums are exact in float64 and a small rest; integers are one such part mostly.
    """
    numbers = values.astype(np.float64, copy=False)
    if not len(numbers):
        return owners.sums(numbers)
    bound = max(float(numbers.max()), -float(numbers.min())) * len(numbers)
    if not math.isfinite(bound) or bound == 0 or (values.dtype == np.int64 and bound < 2**53):
        return owners.sums(numbers)
    step = math.ldexp(1.5, math.frexp(bound)[1] + 1)
    coarse = (numbers + step) - step
    return owners.sums(coarse) + owners.sums(numbers - coarse)
