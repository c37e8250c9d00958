"""Lengths of fields as the one byte that Lucene keeps of them (``SmallFloat.intToByte4``)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def _long_to_int4(value: int) -> int:
    bits = value.bit_length()
    if bits < 4:
        return value
    shift = bits - 4
    return ((value >> shift) & 0x07) | ((shift + 1) << 3)


def _int4_to_long(value: int) -> int:
    bits, shift = value & 0x07, (value >> 3) - 1
    return bits if shift == -1 else (bits | 0x08) << shift


_EXACT = 255 - _long_to_int4((1 << 31) - 1)
"""Lengths up to this are kept as they are."""


def encode_length(length: int) -> int:
    """A length in tokens as its byte.

    >>> [encode_length(length) for length in (1, 39, 40, 41, 42, 1000)]
    [1, 39, 40, 40, 41, 87]
    """
    return length if length < _EXACT else _EXACT + _long_to_int4(length - _EXACT)


def decode_length(norm: int) -> int:
    """The length that a byte stands for (``SmallFloat.byte4ToInt``)."""
    return norm if norm < _EXACT else _EXACT + _int4_to_long(norm - _EXACT)


_LENGTHS = np.array([decode_length(norm) for norm in range(256)], dtype=np.int64)

LENGTHS = _LENGTHS.astype(np.float32)
"""The length of each byte."""


def encode_lengths(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Many at once: the greatest byte that stands for no more than the length."""
    found: npt.NDArray[np.uint8] = (np.searchsorted(_LENGTHS, lengths, side="right") - 1).astype(np.uint8)
    return found
