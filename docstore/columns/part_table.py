"""Numbers for the parts of texts, given and found without a Python object for each: a hash table in arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docstore.columns.rows import Ints

Keys = npt.NDArray[np.uint64]
"""A row for each of the numbers that a key is made of, a column for each key."""

_BITS = 12
_SPACE = 2
"""At least so many slots for each key."""

_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_HALF = np.uint64(32)


class PartTable:
    """Numbers keys from 0 on. Keys are compared in full: a slot only says where to begin to look."""

    def __init__(self, width: int) -> None:
        """``width``: of so many numbers is a key."""
        self.count = 0
        self._slots = np.full(1 << _BITS, -1, dtype=np.int32)
        self._keys: Keys = np.zeros((width, 1 << _BITS), dtype=np.uint64)

    def numbers(self, keys: Keys) -> tuple[Ints, Ints]:
        """The number of each key, and for each number that was given now the place of one key that has it."""
        self._make_room(self.count + keys.shape[1])
        found = np.zeros(keys.shape[1], dtype=np.int64)
        fresh = []
        left, rest, slots = np.arange(keys.shape[1]), keys, self._first_slots(keys)
        while len(left):
            numbers = self._slots[slots]
            empty = np.flatnonzero(numbers < 0)
            if len(empty):
                added = empty[self._claimed(slots[empty])]
                fresh.append(left[added])
                self._keys[:, self.count : self.count + len(added)] = rest[:, added]
                self._slots[slots[added]] = self.count + np.arange(len(added))
                self.count += len(added)
                numbers[empty] = self._slots[slots[empty]]
            found[left] = numbers
            others = np.flatnonzero((self._keys[:, numbers] != rest).any(axis=0))
            left, rest, slots = left[others], rest[:, others], (slots[others] + 1) & (len(self._slots) - 1)
        return found, np.concatenate(fresh) if fresh else found[:0]

    def _claimed(self, slots: Ints) -> Ints:
        """The places of those that have an empty slot for themselves, where several want one."""
        names = np.arange(len(slots), dtype=np.int32)
        self._slots[slots] = names
        return np.flatnonzero(self._slots[slots] == names)

    def _first_slots(self, keys: Keys) -> Ints:
        mixed = keys[0] * _FACTORS[0]
        for key, factor in zip(keys[1:], _FACTORS[1:], strict=False):
            mixed = ((mixed ^ (mixed >> _HALF)) + key) * factor
        slots: Ints = (mixed >> np.uint64(65 - len(self._slots).bit_length())).astype(np.int64)
        return slots

    def _make_room(self, most: int) -> None:
        if most > self._keys.shape[1]:
            more = np.zeros((len(self._keys), max(most - self.count, self.count)), dtype=np.uint64)
            self._keys = np.concatenate([self._keys[:, : self.count], more], axis=1)
        if _SPACE * most <= len(self._slots):
            return
        self._slots = np.full(1 << (_SPACE * most - 1).bit_length(), -1, dtype=np.int32)
        left, slots = np.arange(self.count), self._first_slots(self._keys[:, : self.count])
        while len(left):
            free = np.flatnonzero(self._slots[slots] < 0)
            self._slots[slots[free]] = left[free]
            others = np.flatnonzero(self._slots[slots] != left)
            left, slots = left[others], (slots[others] + 1) & (len(self._slots) - 1)
