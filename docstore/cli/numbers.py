"""Counts, sizes and times as people read them."""

from __future__ import annotations


def count(number: float) -> str:
    """``234,908``."""
    return f"{number:,.0f}"


def size(number: int) -> str:
    """``70.5 MB``."""
    if number < 1000:
        return f"{number} B"
    value = number / 1000
    for unit in ("kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def rate(documents: int, seconds: float) -> str:
    """``969,627 docs/s``."""
    return f"{count(documents / seconds)} docs/s" if seconds > 0 else ""
