"""A row of ``ids``: where the newest record of an ``_id`` is.

::

    0          8            16                 18        20
    +----------+------------+------------------+---------+
    | _seq_no  | version    | primary term u16 | deleted |
    | u64      | u64        |                  | u16     |
    +----------+------------+------------------+---------+
"""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from docstore.storage.keys import split
from docstore.storage.record import PRIMARY_TERM

_POINTER = Struct(">QQHH")
POINTER_BYTES = _POINTER.size

POINTERS = np.dtype([("seq", ">u8"), ("version", ">u8"), ("term", ">u2"), ("deleted", ">u2")])
"""Many pointers as one array."""


class Pointer(NamedTuple):
    """The newest operation on an ``_id``."""

    seq: int
    version: int
    primary_term: int = PRIMARY_TERM
    deleted: int = 0


def encode(seq: int, version: int, deleted: int) -> bytes:
    """The bytes of a row."""
    return _POINTER.pack(seq, version, PRIMARY_TERM, deleted)


def decode(value: bytes) -> Pointer:
    """The reverse of ``encode``."""
    return Pointer(*_POINTER.unpack(value))


def encode_many(seqs: NDArray[np.int64], versions: NDArray[np.int64] | int, deleted: int = 0) -> list[bytes]:
    """Rows of live documents, or of deleted ones."""
    rows = np.empty(len(seqs), dtype=POINTERS)
    rows["seq"] = seqs
    rows["version"] = versions
    rows["term"] = PRIMARY_TERM
    rows["deleted"] = deleted
    return split(rows.tobytes(), POINTER_BYTES)


def decode_many(values: list[bytes]) -> NDArray[np.void]:
    """Many rows as one structured array (``POINTERS``)."""
    return np.frombuffer(b"".join(values), dtype=POINTERS)
