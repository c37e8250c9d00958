"""Blocks: how records stand in the log, several under one key.

::

    0          2        4                4 + 16 n         4 + 20 n
    +----------+--------+----------------+----------------+--------------------------+
    | records  | unused | n stamps       | n ends of      | n bodies                 |
    | n u16    | u16    | 16 bytes each  | bodies u32 LE  |                          |
    +----------+--------+----------------+----------------+--------------------------+

The key is the ``_seq_no`` of the first record, the others follow without gaps. A record that is superseded becomes a hole: a stamp
of zeros and an empty body. Stamps stand together, so that a whole block can be judged, and moved, without looking at its records.
A block is at most ``LIMIT`` bytes, but for one record that is larger: LMDB keeps such a value on pages of its own, and ``LIMIT`` fills
them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from docstore.storage.record import HOLE, STAMP_BYTES, STAMPS, Parts, parted

LIMIT = 2 * 4096 - 16
"""Bytes: two pages of 4 KiB, less LMDB's page header. Larger blocks are read faster, and cost more when one record changes."""

_HEAD = Struct(">HH")
_HEAD_BYTES = _HEAD.size
_ROW_BYTES = STAMP_BYTES + 4
_MOST = 0xFFFF
_FEW = 64
"""Ends that are packed sooner one by one than as an array."""

END = np.dtype("<u4")
"""The type of an end."""

_ONE = _HEAD.pack(1, 0)
_ONE_END = Struct("<I").pack
_unpack_end = Struct("<I").unpack_from
_unpack_ends = Struct("<II").unpack_from
_ONE_BODY = _HEAD_BYTES + _ROW_BYTES


def one(stamp: bytes, body: bytes) -> bytes:
    """The block of a single record."""
    return _ONE + stamp + _ONE_END(len(body)) + body


def pack(stamps: bytes, bodies: list[bytes]) -> tuple[list[int], list[bytes]]:
    """Records as blocks: the place of each block's first record, and the blocks."""
    lengths = list(map(len, bodies))
    reach = list(accumulate(lengths, initial=0))
    firsts, blocks = [], []
    first, count = 0, len(bodies)
    weight = [end + _ROW_BYTES * at for at, end in enumerate(reach)]
    while first < count:
        last = bisect_right(weight, weight[first] + LIMIT - _HEAD_BYTES) - 1
        last = min(max(last, first + 1), first + _MOST)
        its_ends = _packed_ends(reach[first + 1 : last + 1], reach[first])
        parts = (_HEAD.pack(last - first, 0), stamps[first * STAMP_BYTES : last * STAMP_BYTES], its_ends)
        firsts.append(first)
        blocks.append(b"".join(chain(parts, bodies[first:last])))
        first = last
    return firsts, blocks


def _packed_ends(reach: list[int], base: int) -> bytes:
    if len(reach) <= _FEW:
        return b"".join([_ONE_END(end - base) for end in reach])
    return (np.array(reach, dtype=np.int64) - base).astype(END).tobytes()


def count(block: bytes) -> int:
    """How many records, holes among them, a block has."""
    return (block[0] << 8) + block[1]


def stamps(block: bytes) -> bytes:
    """The stamps of a block, one behind the other."""
    return block[_HEAD_BYTES : _HEAD_BYTES + STAMP_BYTES * ((block[0] << 8) + block[1])]


def used(block: bytes) -> bool:
    """Whether a block holds anything but holes."""
    return any(stamps(block))


def stamp(block: bytes, at: int) -> bytes:
    """One stamp."""
    start = _HEAD_BYTES + STAMP_BYTES * at
    return block[start : start + STAMP_BYTES]


def bodies(block: bytes) -> list[bytes]:
    """All bodies of a block."""
    number = (block[0] << 8) + block[1]
    if number == 1:
        return [block[_ONE_BODY:]]
    base = _HEAD_BYTES + _ROW_BYTES * number
    reach = (np.frombuffer(ends(block), dtype=END).astype(np.int64) + base).tolist()
    return [block[start:end] for start, end in zip([base, *reach], reach, strict=False)]


def body(block: bytes, at: int) -> bytes:
    """One body."""
    number = (block[0] << 8) + block[1]
    if number == 1:
        return block[_ONE_BODY:]
    reach = _HEAD_BYTES + STAMP_BYTES * number
    base = reach + 4 * number
    if at == 0:
        return block[base : base + _unpack_end(block, reach)[0]]
    start, end = _unpack_ends(block, reach + 4 * at - 4)
    return block[base + start : base + end]


def parts(block: bytes, at: int) -> Parts:
    """One body taken apart."""
    reach = _HEAD_BYTES + STAMP_BYTES * ((block[0] << 8) + block[1])
    base = _HEAD_BYTES + _ROW_BYTES * ((block[0] << 8) + block[1])
    if at == 0:
        return parted(block, base, base + _unpack_end(block, reach)[0])
    start, end = _unpack_ends(block, reach + 4 * at - 4)
    return parted(block, base + start, base + end)


def record(block: bytes, at: int) -> tuple[bytes, bytes]:
    """One stamp and its body."""
    base = _HEAD_BYTES + _ROW_BYTES * ((block[0] << 8) + block[1])
    reach = base - 4 * ((block[0] << 8) + block[1])
    start = _HEAD_BYTES + STAMP_BYTES * at
    if at == 0:
        return block[start : start + STAMP_BYTES], block[base : base + _unpack_end(block, reach)[0]]
    begin, end = _unpack_ends(block, reach + 4 * at - 4)
    return block[start : start + STAMP_BYTES], block[base + begin : base + end]


def ends(block: bytes) -> bytes:
    """The ends of the bodies, counted from the first body."""
    number = (block[0] << 8) + block[1]
    return block[_HEAD_BYTES + STAMP_BYTES * number : _HEAD_BYTES + _ROW_BYTES * number]


def stream(block: bytes) -> bytes:
    """All bodies, one behind the other: a MessagePack stream of two values a record, holes left out."""
    return block[_HEAD_BYTES + _ROW_BYTES * ((block[0] << 8) + block[1]) :]


def header_bytes(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many bytes stand before the first body, for blocks of so many records."""
    return _HEAD_BYTES + _ROW_BYTES * counts


def with_stamps(block: bytes, new: bytes) -> bytes:
    """The block with other stamps over the same bodies."""
    return block[:_HEAD_BYTES] + new + block[_HEAD_BYTES + len(new) :]


def with_stamp(block: bytes, at: int, new: bytes) -> bytes:
    """The block with one other stamp."""
    start = _HEAD_BYTES + STAMP_BYTES * at
    return block[:start] + new + block[start + STAMP_BYTES :]


def without(block: bytes, places: list[int]) -> bytes | None:
    """The block with holes at these places; ``None`` when nothing else is left."""
    number = (block[0] << 8) + block[1]
    if number == len(places):
        return None
    gone = set(places)
    old = stamps(block)
    new = b"".join(HOLE if at in gone else old[at * STAMP_BYTES : (at + 1) * STAMP_BYTES] for at in range(number))
    if not any(new):
        return None
    kept = [b"" if at in gone else value for at, value in enumerate(bodies(block))]
    reach = np.cumsum(np.fromiter(map(len, kept), dtype=END, count=number), dtype=END).tobytes()
    return b"".join((block[:_HEAD_BYTES], new, reach, *kept))


def as_array(packed: bytes) -> NDArray[np.void]:
    """Stamps as one structured array."""
    return np.frombuffer(packed, dtype=STAMPS)


def cut(block: bytes, begin: int, end: int) -> bytes:
    """The block of the records from one place to before another."""
    if begin == 0 and end == count(block):
        return block
    _, made = pack(stamps(block)[begin * STAMP_BYTES : end * STAMP_BYTES], bodies(block)[begin:end])
    return made[0]


def places(block: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(place, stamp, body) of all records that are not holes."""
    for at, value in enumerate(bodies(block)):
        its_stamp = stamp(block, at)
        if its_stamp != HOLE:
            yield at, its_stamp, value
