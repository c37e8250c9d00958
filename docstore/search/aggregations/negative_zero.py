"""The negative zero among the keys of buckets: another key than 0, and before it (``Double.compare``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from docstore.columns.rows import Slots
from docstore.query.numbers import is_negative_zero


class NegativeZero(float):
    """-0.0 as the key of a dictionary, and in an order of keys."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NegativeZero)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, NegativeZero)

    def __hash__(self) -> int:
        return hash("-0.0")

    def __lt__(self, other: float) -> bool:
        return bool(other >= 0) and self != other

    def __le__(self, other: float) -> bool:
        return bool(other >= 0)

    def __gt__(self, other: float) -> bool:
        return bool(other < 0)

    def __ge__(self, other: float) -> bool:
        return bool(other < 0) or self == other


def key_of(number: Any) -> Any:
    """A value as a key.

    >>> [key_of(0.0) == key_of(-0.0), key_of(-0.0) == key_of(-0.0), sorted([0.0, key_of(-0.0), -1.0])]
    [False, True, [-1.0, -0.0, 0.0]]
    """
    return NegativeZero(number) if isinstance(number, float) and is_negative_zero(number) else number


def keys_of(values: Slots) -> list[Any]:
    """Numbers as keys."""
    found: list[Any] = values.tolist()
    if values.dtype == np.float64:
        for at in np.flatnonzero((values == 0) & np.signbit(values)).tolist():
            found[at] = NegativeZero(found[at])
    return found
