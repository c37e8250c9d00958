"""Offsets as Java counts them."""

from __future__ import annotations

from collections.abc import Callable


def units_of(text: str) -> Callable[[int], int]:
    """From an offset in code points to one in UTF-16 units."""
    if not text or max(text) <= "\uffff":
        return lambda offset: offset
    return lambda offset: offset + sum(char > "\uffff" for char in text[:offset])
