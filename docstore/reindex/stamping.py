"""New stamps for records that move: the destination's version, no flags; shape and body as they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from docstore.storage.block import as_array
from docstore.storage.record import INDEX, PRIMARY_TERM, STAMPS


def versions_of(stamps: bytes) -> NDArray[np.int64]:
    """The versions that stamps carry."""
    return as_array(stamps)["version"].astype(np.int64)


def restamp(stamps: bytes, versions: NDArray[np.int64]) -> bytes:
    """The stamps of live documents of these versions and the same shapes."""
    old = as_array(stamps)
    new = np.empty(len(old), dtype=STAMPS)
    new["op"] = INDEX
    new["flags"] = 0
    new["term"] = PRIMARY_TERM
    new["shape"] = old["shape"]
    new["version"] = versions
    return new.tobytes()
