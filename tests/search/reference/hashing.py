"""Hashes as they are published: MurmurHash3 for 32 bits, and what Java makes of a string."""

from __future__ import annotations


def java_hash(text: str) -> int:
    """``s[0] * 31 ** (n - 1) + ... + s[n - 1]``, in 32 bits."""
    return sum(ord(letter) * 31 ** (len(text) - 1 - at) for at, letter in enumerate(text)) % 2**32


def turned(number: int, bits: int) -> int:
    """What falls out on the left comes in on the right."""
    return (number << bits | number >> (32 - bits)) % 2**32


def finished(number: int) -> int:
    """The last step: every bit changes all others."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        number = (number ^ number >> shift) * factor % 2**32
    return number


def murmur3(text: bytes, seed: int) -> int:
    """Four bytes at a time; those that are left are one more number."""
    found = seed
    for begin in range(0, len(text), 4):
        block = text[begin : begin + 4]
        found ^= turned(int.from_bytes(block, "little") * 0xCC9E2D51 % 2**32, 15) * 0x1B873593 % 2**32
        if len(block) == 4:
            found = (turned(found, 13) * 5 + 0xE6546B64) % 2**32
    return finished(found ^ len(text))
