"""Vectors as text: hexadecimal bytes, or base64 of bytes or of big-endian floats (``DecodedVector``)."""

from __future__ import annotations

import base64
import binascii

import numpy as np
import numpy.typing as npt


def of_hex(text: str) -> bytes | None:
    """The bytes of hexadecimal digits; None where it is something else."""
    try:
        return bytes.fromhex(text) if text and not text.isspace() else None
    except ValueError:
        return None


def of_base64(text: str) -> bytes | None:
    """The bytes of base64; None where it is something else."""
    try:
        return base64.b64decode(text, validate=True) or None
    except (binascii.Error, ValueError):
        return None


def floats(raw: bytes) -> npt.NDArray[np.float32]:
    """Big-endian floats of 32 bits."""
    return np.frombuffer(raw, dtype=">f4").astype(np.float32)


def halves(raw: bytes) -> npt.NDArray[np.float32]:
    """The upper 16 bits of big-endian floats."""
    return (np.frombuffer(raw, dtype=">u2").astype(np.uint32) << np.uint32(16)).view(np.float32)
