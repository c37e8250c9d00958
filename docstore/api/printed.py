"""An answer that can be written piece by piece: one that may be too large to be in memory as objects, or as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Printed(Protocol):
    """What such an API gives to whoever wants text."""

    def plain(self) -> Any:
        """The answer as all others are."""

    def pieces(self) -> Iterator[bytes]:
        """The same as compact JSON, in pieces."""
