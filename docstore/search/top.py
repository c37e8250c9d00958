"""The first of many, without sorting all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from docstore.columns.rows import Ints, Mask, Slots

_FEW = 512
"""Up to so many are simply sorted."""


def first(arrays: Sequence[Slots], count: int, wanted: int) -> Ints:
    """The places of the ``wanted`` least of ``count`` rows, in order; the first array decides, ties keep their order."""
    if wanted <= 0 or not count:
        return np.empty(0, dtype=np.int64)
    if not arrays:
        return np.arange(min(count, wanted), dtype=np.int64)
    places = _least(arrays, np.arange(count, dtype=np.int64), wanted)
    found: Ints = places[np.lexsort([array[places] for array in reversed(arrays)])][:wanted]
    return found


def _least(arrays: Sequence[Slots], places: Ints, wanted: int) -> Ints:
    """The places of the least, ascending."""
    if len(places) <= max(wanted, _FEW):
        return places
    if not arrays:
        return places[:wanted]
    values = arrays[0][places]
    if values.dtype == np.bool_:
        values = values.view(np.uint8)
    border = np.partition(values, wanted - 1)[wanted - 1]
    inside, tied = places[values < border], places[values == border]
    ties = _least(arrays[1:], tied, wanted - len(inside))
    return np.sort(np.concatenate([inside, ties]))


def after(arrays: Sequence[Slots], place: Sequence[object]) -> Mask:
    """The rows that stand behind a place, which has a scalar for each array."""
    behind = np.zeros(len(arrays[0]), dtype=np.bool_)
    equal = np.ones(len(arrays[0]), dtype=np.bool_)
    for array, scalar in zip(arrays, place, strict=True):
        behind |= equal & (array > scalar)
        equal &= array == scalar
    return behind
