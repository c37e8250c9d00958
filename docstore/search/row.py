"""One document that may become a hit."""

from __future__ import annotations

from typing import Any

from docstore.frozen import frozen


@frozen
class Row:
    """``ranks`` is what rows of several indices are merged by."""

    ranks: tuple[Any, ...]
    ordinal: int
    score: float | None
    values: tuple[Any, ...] = ()
    """What it sorts by; empty in the order of scores."""
    group: Any = None
    """Its value of the collapse field."""
