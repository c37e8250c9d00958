"""An answer that can be written piece by piece: one that may be too large to be in memory as objects, or as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from docstore.errors import JsonObject


@runtime_checkable
class Printed(Protocol):
    """What such an API gives to whoever wants text."""

    @property
    def is_large(self) -> bool:
        """Whether it is better sent while it is written."""

    def parts(self) -> Iterator[JsonObject]:
        """The answer as objects, one after the other: the same key in several of them is one list."""

    def pieces(self) -> Iterator[bytes]:
        """The same as compact JSON, in pieces."""


def joined(parts: Iterable[JsonObject]) -> JsonObject:
    """The parts as one answer."""
    found: JsonObject = {}
    for part in parts:
        for key, value in part.items():
            if key in found:
                found[key] += value
            else:
                found[key] = value
    return found
