"""Arrays that grow at their end, as a log does, without being copied each time.

An array is a view of a larger room. Whoever holds the view that ends where the room's contents end may write behind it; every
view that was given out goes on showing what it showed.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_SHARE = 8
_LEAST = 1_024
"""A room has an eighth more than it needs now, and at least place for so many."""

_FEW = 32
"""Up to so many holes are cut out piece by piece."""

_lock = threading.Lock()


class _Room(np.ndarray[Any, Any]):
    """Bytes; the first ``used`` of them have been given out."""

    used: int


def grown(array: Array, more: Array) -> Array:
    """An array, or a matrix of rows, with another behind it. Linear in the other, mostly."""
    if _is_matrix(array) and array.shape[1:] == more.shape[1:]:
        return grown(array.reshape(-1), np.ascontiguousarray(more).reshape(-1)).reshape(-1, array.shape[1])
    if array.ndim != 1 or array.dtype != more.dtype:
        return np.concatenate([array, more])
    if not len(more):
        return array
    size = array.nbytes + more.nbytes
    room = _room_of(array)
    if room is not None:
        begin = _address(array) - _address(room)
        with _lock:
            fits = begin + array.nbytes == room.used and begin + size <= len(room)
            if fits:
                room.used += more.nbytes
        if fits:
            found = _view(room, begin, begin + size, array.dtype)
            found[len(array) :] = more
            return found
    found = _roomy(len(array) + len(more), array.dtype)
    found[: len(array)] = array
    found[len(array) :] = more
    return found


def cut(array: Array, gone: npt.NDArray[np.int64]) -> Array:
    """An array, or a matrix, without the elements at these places, which ascend."""
    if not len(gone):
        return array
    left = len(array) - len(gone)
    if len(gone) > _FEW or not (array.ndim == 1 or _is_matrix(array)):
        kept = np.ones(len(array), dtype=np.bool_)
        kept[gone] = False
        return array[kept]
    found = _roomy(left, array.dtype) if array.ndim == 1 else _roomy(left * array.shape[1], array.dtype).reshape(left, array.shape[1])
    begin = 0
    for number, place in enumerate([*gone.tolist(), len(array)]):
        found[begin - number : place - number] = array[begin:place]
        begin = place + 1
    return found


def _is_matrix(array: Array) -> bool:
    return array.ndim == 2 and array.shape[1] > 0 and array.flags.c_contiguous


def _roomy(count: int, dtype: np.dtype[Any]) -> Array:
    size = (count + max(count // _SHARE, _LEAST)) * dtype.itemsize
    room = np.empty(size, dtype=np.uint8).view(_Room)
    room.used = count * dtype.itemsize
    return _view(room, 0, room.used, dtype)


def _view(room: _Room, begin: int, end: int, dtype: np.dtype[Any]) -> Array:
    return room[begin:end].view(np.ndarray).view(dtype)


def _address(array: Array) -> int:
    return int(array.__array_interface__["data"][0])


def _room_of(array: Array) -> _Room | None:
    base = array.base
    while base is not None and not hasattr(base, "used"):
        base = getattr(base, "base", None)
    return base if isinstance(base, _Room) else None
