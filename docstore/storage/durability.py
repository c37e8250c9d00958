"""How durable a store is."""

from __future__ import annotations

from enum import Enum


class Durability(Enum):
    """What an acknowledged write survives."""

    REQUEST = "request"
    """A crash of the machine: each commit reaches the disk before the call returns."""

    ASYNC = "async"
    """A crash of the process; a crash of the machine loses at most the last seconds, and never the store."""

    NONE = "none"
    """A crash of the process. For temporary stores, which nobody opens after a crash of the machine."""
