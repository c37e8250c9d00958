"""What a setting is: a name, a type, a default, and when it may change.

Values are kept as Elasticsearch keeps them, as text (or a list of texts); a type reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError, NumberFormatError

Raw = str | list[str]
"""A stored value."""

Reader = Callable[[str, Raw], object]
"""(setting name, stored value) -> typed value; raises ``IllegalArgumentError``."""


class Change(Enum):
    """When a setting of an existing index may change."""

    DYNAMIC = "at any time"
    STATIC = "while the index is closed"
    FINAL = "never"
    PRIVATE = "never, and only docstore sets it"


@dataclass(frozen=True, slots=True)
class Setting:
    """The declaration of one setting; a name that ends with a dot declares all names below it."""

    name: str
    read: Reader
    default: Raw | None
    change: Change

    @property
    def is_group(self) -> bool:
        """Whether the declaration stands for all names with this prefix."""
        return self.name.endswith(".")


_TIME = re.compile(r"(-?\d+(?:\.\d+)?) *(nanos|micros|ms|s|m|h|d)", re.IGNORECASE)
_MILLIS = {"nanos": 1e-6, "micros": 1e-3, "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_BYTES = re.compile(r"(-?\d+(?:\.\d+)?) *(b|kb?|mb?|gb?|tb?|pb?)", re.IGNORECASE)
_POWERS = {"b": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}


def integer(minimum: int = -(2**31), maximum: int = 2**31 - 1) -> Reader:
    """Whole numbers between two bounds."""

    def read(name: str, raw: Raw) -> int:
        try:
            value = int(_text(name, raw))
        except ValueError:
            raise _no_number(name, raw) from None
        if value < minimum:
            raise IllegalArgumentError(f"Failed to parse value [{raw}] for setting [{name}] must be >= {minimum}")
        if value > maximum:
            raise IllegalArgumentError(f"Failed to parse value [{raw}] for setting [{name}] must be <= {maximum}")
        return value

    return read


def decimal(minimum: float, maximum: float) -> Reader:
    """Numbers between two bounds."""

    def read(name: str, raw: Raw) -> float:
        try:
            value = float(_text(name, raw).removesuffix("%"))
        except ValueError:
            raise _no_number(name, raw) from None
        if value < minimum:
            raise IllegalArgumentError(f"Failed to parse value [{raw}] for setting [{name}] must be >= {minimum}")
        if value > maximum:
            raise IllegalArgumentError(f"Failed to parse value [{raw}] for setting [{name}] must be <= {maximum}")
        return value

    return read


def boolean(name: str, raw: Raw) -> bool:
    """``true`` or ``false``."""
    if raw not in ("true", "false"):
        raise IllegalArgumentError(f"Failed to parse value [{_shown(raw)}] as only [true] or [false] are allowed.")
    return raw == "true"


def text(name: str, raw: Raw) -> str:
    """Any text."""
    return _text(name, raw)


def texts(name: str, raw: Raw) -> list[str]:
    """A list of texts, or one with commas between them."""
    return list(raw) if isinstance(raw, list) else [part.strip() for part in raw.split(",") if part.strip()]


def anything(name: str, raw: Raw) -> Raw:
    """Whatever was given."""
    return raw


def one_of(*allowed: str, error: str) -> Reader:
    """One of these words; ``error`` is Elasticsearch's sentence, with ``{}`` for the value."""

    def read(name: str, raw: Raw) -> str:
        value = _text(name, raw)
        if value.lower() not in allowed:
            raise IllegalArgumentError(error.format(value))
        return value.lower()

    return read


def duration(minimum: int = 0) -> Reader:
    """Times such as ``30s`` in milliseconds; ``-1`` where ``minimum`` allows it."""

    def read(name: str, raw: Raw) -> float:
        value = _text(name, raw)
        if value in ("-1", "0"):
            millis: float = int(value)
        elif (found := _TIME.fullmatch(value.strip())) is not None:
            millis = float(found[1]) * _MILLIS[found[2].lower()]
        else:
            raise IllegalArgumentError(
                f"failed to parse setting [{name}] with value [{value}] as a time value: "
                "unit is missing or unrecognized"
            )
        if millis < minimum:
            bound = f"{minimum}ms" if minimum else "0ms"
            raise IllegalArgumentError(f"failed to parse value [{value}] for setting [{name}], must be >= [{bound}]")
        return millis

    return read


def byte_size(name: str, raw: Raw) -> int:
    """Sizes such as ``512mb`` in bytes; ``-1`` for no limit."""
    value = _text(name, raw)
    if value in ("-1", "0"):
        return int(value)
    found = _BYTES.fullmatch(value.strip())
    if found is None:
        raise IllegalArgumentError(
            f"failed to parse setting [{name}] with value [{value}] as a size in bytes: unit is missing or unrecognized"
        )
    return int(float(found[1]) * 1024 ** _POWERS[found[2][0].lower()])


def memory_size(name: str, raw: Raw) -> int | str:
    """A size in bytes, or a share of the memory, as ``40%``."""
    value = _text(name, raw).strip()
    if not value.endswith("%"):
        return byte_size(name, value)
    try:
        share = float(value[:-1])
    except ValueError:
        share = -1.0
    if not 0 <= share <= 100:
        raise ElasticsearchParseError(f"percentage should be in [0-100], got [{value[:-1]}]")
    return value


def _text(name: str, raw: Raw) -> str:
    if isinstance(raw, list):
        raise IllegalArgumentError(f"Found list type value for setting [{name}] but but did not expect a list for it.")
    return raw


def _shown(raw: Raw) -> str:
    return raw if isinstance(raw, str) else f"[{', '.join(raw)}]"


def _no_number(name: str, raw: Raw) -> ApiError:
    cause = NumberFormatError(f'For input string: "{_shown(raw)}"')
    return IllegalArgumentError(f"Failed to parse value [{_shown(raw)}] for setting [{name}]", caused_by=cause)
