"""MurmurHash3 of one text (Austin Appleby's ``x86_32`` and ``x64_128``); ``query.functions.hashing`` has the first over arrays."""

from __future__ import annotations

from functools import lru_cache
from struct import Struct, iter_unpack

_32, _64 = (1 << 32) - 1, (1 << 64) - 1
_TWO_WORDS = Struct("<QQ")
_C1, _C2 = 0x87C37B91114253D5, 0x4CF5AD432745937F


@lru_cache(maxsize=65536)
def hash32(data: bytes, seed: int = 0) -> int:
    """``MurmurHash3_x86_32``, as a number without a sign.

    >>> hex(hash32(b"Hello, world!", 0x9747B28C))
    '0x24884cba'
    """
    found, whole = seed, len(data) & ~3
    for (word,) in iter_unpack("<I", data[:whole]):  # _scrambled, in place
        word = (word * 0xCC9E2D51) & _32
        found ^= ((word << 15 | word >> 17) * 0x1B873593) & _32
        found = ((found << 13 | found >> 19) * 5 + 0xE6546B64) & _32
    if whole < len(data):
        found ^= _scrambled(int.from_bytes(data[whole:], "little"))
    found ^= len(data)
    found = ((found ^ found >> 16) * 0x85EBCA6B) & _32
    found = ((found ^ found >> 13) * 0xC2B2AE35) & _32
    return found ^ found >> 16


def _scrambled(word: int) -> int:
    word = (word * 0xCC9E2D51) & _32
    return ((word << 15 | word >> 17) * 0x1B873593) & _32


def hash128(data: bytes, seed: int = 0) -> bytes:
    """``MurmurHash3_x64_128``: both halves, little-endian.

    >>> hash128(b"The quick brown fox jumps over the lazy dog").hex()
    '6c1b07bc7bbc4be347939ac4a93c437a'
    """
    one = two = seed
    whole = len(data) & ~15
    for first, second in _TWO_WORDS.iter_unpack(data[:whole]):  # _first and _second, in place
        first = (first * _C1) & _64
        one ^= ((first << 31 | first >> 33) * _C2) & _64
        one = (((one << 27 | one >> 37) + two) * 5 + 0x52DCE729) & _64
        second = (second * _C2) & _64
        two ^= ((second << 33 | second >> 31) * _C1) & _64
        two = (((two << 31 | two >> 33) + one) * 5 + 0x38495AB5) & _64
    if whole < len(data):
        two ^= _second(int.from_bytes(data[whole + 8 :], "little"))
        one ^= _first(int.from_bytes(data[whole : whole + 8], "little"))
    one ^= len(data)
    two ^= len(data)
    one = (one + two) & _64
    two = (two + one) & _64
    one, two = _finished(one), _finished(two)
    one = (one + two) & _64
    return _TWO_WORDS.pack(one, (two + one) & _64)


def _first(word: int) -> int:
    word = (word * _C1) & _64
    return ((word << 31 | word >> 33) * _C2) & _64


def _second(word: int) -> int:
    word = (word * _C2) & _64
    return ((word << 33 | word >> 31) * _C1) & _64


def _finished(word: int) -> int:
    word = ((word ^ word >> 33) * 0xFF51AFD7ED558CCD) & _64
    word = ((word ^ word >> 33) * 0xC4CEB9FE1A85EC53) & _64
    return word ^ word >> 33
