"""The first of many, without sorting all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from docstore.columns.rows import Ints, Mask, Slots

_FEW = 64
"""Up to so many are simply sorted."""


def first(arrays: Sequence[Slots], count: int, wanted: int) -> Ints:
    """The places of the ``wanted`` least of ``count`` rows, in order; the first array decides, ties keep their order."""
    if wanted <= 0 or not count:
        return np.empty(0, dtype=np.int64)
    if not arrays:
        return np.arange(min(count, wanted), dtype=np.int64)
    if count <= max(wanted, _FEW):
        return _sorted(arrays)[:wanted]
    places = _least(arrays, wanted)
    found: Ints = places[_sorted([array[places] for array in arrays])][:wanted]
    return found


def _sorted(arrays: Sequence[Slots]) -> Ints:
    """All places in order."""
    return arrays[0].argsort(kind="stable") if len(arrays) == 1 else np.lexsort(arrays[::-1])


def _least(arrays: Sequence[Slots], wanted: int) -> Ints:
    """Some places, ascending, those of the least among them: mostly not many more."""
    values = arrays[0].view(np.uint8) if arrays[0].dtype == np.bool_ else arrays[0]
    border = np.partition(values, wanted - 1)[wanted - 1]
    found: Ints = (values <= border).nonzero()[0]
    if len(found) <= max(wanted, _FEW):
        return found
    inside, tied = (values < border).nonzero()[0], (values == border).nonzero()[0]
    left, others = wanted - len(inside), [array[tied] for array in arrays[1:]]
    kept = tied[_least(others, left)] if others else tied[:left]
    return np.sort(np.concatenate([inside, kept]))


def after(arrays: Sequence[Slots], place: Sequence[object]) -> Mask:
    """The rows that stand behind a place, which has a scalar for each array."""
    behind = np.zeros(len(arrays[0]), dtype=np.bool_)
    equal = np.ones(len(arrays[0]), dtype=np.bool_)
    for array, scalar in zip(arrays, place, strict=True):
        behind |= equal & (array > scalar)
        equal &= array == scalar
    return behind
