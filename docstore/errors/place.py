"""Where in a request body an error was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Token(Enum):
    """Which token of a request body an error points at."""

    KEY = "key"
    VALUE = "value"
    END = "end"


@dataclass(slots=True)
class Place:
    """What of a request body was read when an error was found: a key of an object, or of one inside it, or an element of a list.

    ``within`` is the very object of the body, not a copy; None while nobody has said.
    """

    token: Token
    key: str | int | None = None
    within: Any = None
