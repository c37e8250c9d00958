"""The hashes behind ``random_score`` and partitions of terms, over arrays: MurmurHash3 (32 bits), its finalizer, and Java's of strings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]


def mix(keys: Hashes) -> Hashes:
    """``BitMixer.mix``: the finalizer of MurmurHash3."""
    keys = (keys ^ (keys >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    keys = (keys ^ (keys >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return keys ^ (keys >> np.uint32(16))


def mix64(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """``BitMixer.mix64``: David Stafford's variant 9 of the finalizer of MurmurHash3."""
    keys = (keys ^ (keys >> np.uint64(32))) * np.uint64(0x4CD6944C5CC20B6D)
    keys = (keys ^ (keys >> np.uint64(29))) * np.uint64(0xFC12C5B19D3259E9)
    return keys ^ (keys >> np.uint64(32))


def murmur3(texts: Sequence[bytes], seed: int) -> Hashes:
    """``murmurhash3_x86_32`` of each; those of the same length together.

    >>> [hex(h) for h in murmur3([b"", b"test", b"Hello, world!"], 0x9747B28C).tolist()]
    ['0xebb6c228', '0x704b81dc', '0x24884cba']
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    found = np.zeros(len(texts), dtype=np.uint32)
    for length in np.flatnonzero(np.bincount(lengths)).tolist():
        places = np.flatnonzero(lengths == length)
        flat = np.frombuffer(b"".join(texts[place] for place in places.tolist()), dtype=np.uint8)
        found[places] = _same_length(flat.reshape(len(places), length), seed)
    return found


def _same_length(rows: npt.NDArray[np.uint8], seed: int) -> Hashes:
    count, length = rows.shape
    hashes = np.full(count, seed & 0xFFFFFFFF, dtype=np.uint32)
    whole = length // 4 * 4
    blocks = np.ascontiguousarray(rows[:, :whole]).view("<u4")
    for at in range(whole // 4):
        hashes ^= _scrambled(blocks[:, at].astype(np.uint32))
        hashes = _rotated(hashes, 13) * np.uint32(5) + np.uint32(0xE6546B64)
    if length > whole:
        tail = np.zeros(count, dtype=np.uint32)
        for shift, column in enumerate(range(whole, length)):
            tail |= rows[:, column].astype(np.uint32) << np.uint32(8 * shift)
        hashes ^= _scrambled(tail)
    return mix(hashes ^ np.uint32(length))


def _scrambled(keys: Hashes) -> Hashes:
    return _rotated(keys * np.uint32(0xCC9E2D51), 15) * np.uint32(0x1B873593)


def _rotated(keys: Hashes, bits: int) -> Hashes:
    return (keys << np.uint32(bits)) | (keys >> np.uint32(32 - bits))


def java_hash(text: str) -> int:
    """``String.hashCode``, as an unsigned number.

    >>> java_hash("test")
    3556498
    """
    units = text.encode("utf-16-be", "surrogatepass")
    found = 0
    for at in range(0, len(units), 2):
        found = (31 * found + int.from_bytes(units[at : at + 2], "big")) & 0xFFFFFFFF
    return found


def long_hash(number: int) -> int:
    """``Long.hashCode``, as an unsigned number."""
    number &= 0xFFFFFFFFFFFFFFFF
    return (number ^ number >> 32) & 0xFFFFFFFF
