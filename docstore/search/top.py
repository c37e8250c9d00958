"""The first of many, without sorting all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from docstore.columns.deadline import in_time
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


def _nth(values: Slots, wanted: int) -> Any:
    """The greatest of the ``wanted`` least."""
    values = values.copy()
    values.partition(wanted - 1)
    return values[wanted - 1]


def _least(arrays: Sequence[Slots], wanted: int) -> Ints:
    """Some places, ascending, those of the least among them: mostly not many more."""
    values = arrays[0].view(np.uint8) if arrays[0].dtype == np.bool_ else arrays[0]
    border = _nth(values, wanted)
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


Part = Callable[[Ints], list[Slots]]
"""What some places, ascending, are compared by: of the criteria of an order one. Of many, only one at a time is in memory."""


def first_by(parts: Sequence[Part], count: int, wanted: int) -> Ints:
    """As ``first``: each part is asked only about what those before it leave tied at the border."""
    chosen = _least_by(parts, count, wanted)
    order = np.arange(len(chosen))
    for part in in_time(parts[::-1]):
        if arrays := [array[order] for array in part(chosen)]:
            order = order[_sorted(arrays)]
    found: Ints = chosen[order]
    return found


def _least_by(parts: Iterable[Part], count: int, wanted: int) -> Ints:
    tied, inside = np.arange(count, dtype=np.int64), []
    for part in in_time(parts):
        arrays = part(tied) if len(tied) > wanted else []
        for at in range(len(arrays)):
            values = arrays[at].view(np.uint8) if arrays[at].dtype == np.bool_ else arrays[at]
            if not 0 < wanted < len(values):
                break
            border = _nth(values, wanted)
            less, same = values < border, values == border
            inside.append(tied[less])
            wanted -= len(inside[-1])
            tied, arrays = tied[same], [array[same] for array in arrays]
    return np.sort(np.concatenate([*inside, tied[:wanted]]))


def after_by(parts: Iterable[tuple[Part, Sequence[object]]], count: int) -> Mask:
    """As ``after``: each part with its scalars is asked only about what those before it leave equal to the place."""
    behind = np.zeros(count, dtype=np.bool_)
    equal = np.arange(count, dtype=np.int64)
    for part, place in in_time(parts):
        arrays = part(equal)
        for at, scalar in enumerate(place):
            behind[equal[arrays[at] > scalar]] = True
            same = arrays[at] == scalar
            equal, arrays = equal[same], [array[same] for array in arrays]
    return behind


def end(most: int, count: int, kept: Mask | None) -> int:
    """Where ``terminate_after`` ends the collection of ``count`` rows: at the first kept one too many; None keeps all."""
    if kept is None:
        return min(most, count)
    hits = np.flatnonzero(kept)
    return int(hits[most]) if most < len(hits) else count
