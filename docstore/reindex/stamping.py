"""New stamps for records that move: the destination's version, no flags; shape and body as they are."""

from __future__ import annotations

from operator import add, itemgetter

import numpy as np
from numpy.typing import NDArray

from docstore.storage.index_writer import STAMPS
from docstore.storage.keys import split
from docstore.storage.record import PRIMARY_TERM, STAMP_BYTES, Op

_body_of = itemgetter(slice(STAMP_BYTES, None))


def as_array(stamps: list[bytes]) -> NDArray[np.void]:
    """Many stamps as one structured array."""
    return np.frombuffer(b"".join(stamps), dtype=STAMPS)


def restamp(values: list[bytes], stamps: list[bytes], versions: NDArray[np.int64]) -> list[bytes]:
    """The records as live documents of these versions; the same list where nothing changes."""
    old = as_array(stamps)
    new = np.empty(len(stamps), dtype=STAMPS)
    new["op"] = Op.INDEX
    new["flags"] = 0
    new["term"] = PRIMARY_TERM
    new["shape"] = old["shape"]
    new["version"] = versions
    packed = new.tobytes()
    if packed == old.tobytes():
        return values
    return list(map(add, split(packed, STAMP_BYTES), map(_body_of, values)))
