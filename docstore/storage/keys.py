"""How keys become bytes that sort as their values do."""

from __future__ import annotations

from hashlib import sha512
from struct import Struct

import numpy as np

MAX_KEY = 511
"""LMDB's longest key in bytes."""

_SEQ = Struct(">Q")
_NUMBER = Struct(">I")
_NUMBER_SEQ = Struct(">IQ")

seq_key = _SEQ.pack
"""``_seq_no`` -> key of ``log``."""

number_key = _NUMBER.pack
"""Table number or shape id -> key."""

number_seq_key = _NUMBER_SEQ.pack
"""(table number, _seq_no or task number) -> key of ``retained`` and ``leases``."""

unpack_number_seq = _NUMBER_SEQ.unpack
"""The reverse of ``number_seq_key``."""


def seq_of(key: bytes) -> int:
    """The ``_seq_no`` of a ``log`` key."""
    return int.from_bytes(key, "big")


def split(packed: bytes, width: int) -> list[bytes]:
    """Cut rows of a fixed width apart."""
    if not packed:
        return []
    rows: list[bytes] = np.frombuffer(packed, dtype=f"V{width}").tolist()
    return rows


def id_key(doc_id: bytes) -> bytes:
    """UTF-8 ``_id`` -> key of ``ids``.

    An id is its own key. Elasticsearch allows 512 bytes, one more than LMDB: such an id goes under a digest behind the byte 0xFF,
    with which no UTF-8 text begins; the id itself stands in the record.
    """
    return doc_id if len(doc_id) <= MAX_KEY else b"\xff" + sha512(doc_id).digest()


def id_keys(ids: list[bytes]) -> list[bytes]:
    """``id_key`` of each; at least one."""
    return ids if max(map(len, ids)) <= MAX_KEY else list(map(id_key, ids))
