"""Which records this process has lately taken out of an index: whoever holds what is derived from it need not look for them.

An index is named by ``born``, a stretch of its life by the counter ``removed``. Writers take turns, in all processes, and each removal
moves the counter: stretches that join without a gap are all that was removed between their ends.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from docstore.storage.transaction import Transaction

_MOST = 4_096
"""So many stretches of an index are remembered."""

_LARGEST = 65_536
"""A stretch of more records is forgotten: reading the index again takes no longer."""

_CACHE = "removals"


class _Stretch(NamedTuple):
    begin: int
    end: int
    seqs: list[int]


class Removals:
    """Of all indices of a store."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[int, deque[_Stretch]] = {}

    def add(self, born: int, begin: int, end: int, seqs: list[int]) -> None:
        """These were removed while the counter went from one number to another."""
        with self._lock:
            known = self._known.setdefault(born, deque(maxlen=_MOST))
            if len(seqs) > _LARGEST or (known and known[-1].end != begin):
                known.clear()
            if len(seqs) <= _LARGEST:
                known.append(_Stretch(begin, end, seqs))

    def between(self, born: int, begin: int, end: int) -> NDArray[np.int64] | None:
        """All that were removed between two numbers of the counter, ascending; None when that is not known."""
        found: list[int] = []
        at = end
        with self._lock:
            for stretch in reversed(self._known.get(born, ())):
                if at == begin:
                    break
                if stretch.end == at:
                    found += stretch.seqs
                    at = stretch.begin
        return np.array(sorted(found), dtype=np.int64) if at == begin else None


def removals_of(txn: Transaction) -> Removals:
    """Those of a store."""
    found = txn.environment.cache.setdefault(_CACHE, Removals())
    assert isinstance(found, Removals)
    return found
