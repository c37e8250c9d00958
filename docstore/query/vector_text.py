"""Vectors of queries as text: hexadecimal bytes, or base64 of bytes or big-endian floats (``VectorData``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from docstore.errors import IllegalArgumentError
from docstore.mapping.types.vector_elements import Vector, WrongLength
from docstore.mapping.types.vector_text import floats, halves, of_base64, of_hex

_FLOATS = frozenset({"float", "bfloat16"})


def checked_text(value: Any) -> Any:
    """A vector as it came; a number is one of one dimension.

    :raises IllegalArgumentError: a text that is neither hexadecimal nor base64.
    """
    if isinstance(value, str) and of_hex(value) is None and of_base64(value) is None:
        raise IllegalArgumentError(f"failed to parse vector [{value}]: it is neither hexadecimal nor base64")
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else value


def vector_of_text(text: str, element: str, dims: int) -> Vector:
    """The vector; what is both hexadecimal and base64 is what has the right length, hexadecimal first.

    :raises WrongLength: it has another number of dimensions.
    """
    width = dims // 8 if element == "bit" else dims
    plain, packed = of_hex(text), of_base64(text)
    for raw in (plain, packed if element not in _FLOATS else None):
        if raw is not None and len(raw) == width:
            found = np.frombuffer(raw, dtype=np.int8)
            return found.astype(np.float32) if element in _FLOATS else found
    if element in _FLOATS and packed is not None:
        if len(packed) == 4 * dims:
            return floats(packed)
        if len(packed) == 2 * dims:
            return halves(packed)
    raise WrongLength(_dims(plain, packed, element))


def _dims(plain: bytes | None, packed: bytes | None, element: str) -> int:
    if plain is not None or packed is None:
        return len(plain or b"") * (8 if element == "bit" else 1)
    return len(packed) // 4 if element in _FLOATS else len(packed) * (8 if element == "bit" else 1)
