"""New stamps for records that move: the destination's version, no flags; shape and body as they are."""

from __future__ import annotations

from operator import add, itemgetter

import numpy as np
from numpy.typing import NDArray

from docstore.storage.index_writer import STAMPS
from docstore.storage.keys import split
from docstore.storage.record import PRIMARY_TERM, STAMP_BYTES, Op, stamp_of

_body_of = itemgetter(slice(STAMP_BYTES, None))


class Stamps:
    """The stamps of a batch, as a list and as one structured array."""

    __slots__ = ("array", "each", "packed")

    def __init__(self, values: list[bytes]) -> None:
        self.each = list(map(stamp_of, values))
        self.packed = b"".join(self.each)
        self.array: NDArray[np.void] = np.frombuffer(self.packed, dtype=STAMPS)

    @property
    def versions(self) -> NDArray[np.int64]:
        """The versions that the records carry."""
        return self.array["version"].astype(np.int64)

    def kinds(self) -> list[bytes]:
        """The distinct stamps, in the order in which they come first; most batches have one."""
        first = self.each[0]
        return [first] if self.packed == first * len(self.each) else list(dict.fromkeys(self.each))


def restamp(values: list[bytes], stamps: Stamps, versions: NDArray[np.int64]) -> list[bytes]:
    """The records as live documents of these versions; the same list where nothing changes."""
    old = stamps.array
    new = np.empty(len(values), dtype=STAMPS)
    new["op"] = Op.INDEX
    new["flags"] = 0
    new["term"] = PRIMARY_TERM
    new["shape"] = old["shape"]
    new["version"] = versions
    packed = new.tobytes()
    if packed == stamps.packed:
        return values
    return list(map(add, split(packed, STAMP_BYTES), map(_body_of, values)))
