"""Sizes and times in a table: for people, or in one unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from docstore.errors import IllegalArgumentError

_SIZES = {"b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "tb": 1 << 40, "pb": 1 << 50}
_TIMES = {
    "d": 86_400_000_000_000,
    "h": 3_600_000_000_000,
    "m": 60_000_000_000,
    "s": 1_000_000_000,
    "ms": 1_000_000,
    "micros": 1000,
    "nanos": 1,
}


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """A number of bytes."""

    count: int

    def shown(self, unit: str | None) -> str:
        """In a unit, whole; without one, for people (``ByteSizeValue``).

        >>> Size(225).shown(None), Size(2048).shown(None), Size(1600).shown(None), Size(1600).shown("kb")
        ('225b', '2kb', '1.5kb', '1')
        """
        return str(self.count // _SIZES[unit]) if unit else size_text(self.count)


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """A duration in nanoseconds."""

    nanos: int

    def shown(self, unit: str | None) -> str:
        """In a unit, whole; without one, for people (``TimeValue``)."""
        return str(self.nanos // _TIMES[unit]) if unit else time_text(self.nanos)


def size_text(count: int) -> str:
    """A number of bytes with a unit, one decimal where it is not whole.

    >>> size_text(225), size_text(2048), size_text(1600)
    ('225b', '2kb', '1.5kb')
    """
    for unit in ("pb", "tb", "gb", "mb", "kb"):
        if abs(count) >= _SIZES[unit]:
            return f"{_decimal(count / _SIZES[unit])}{unit}"
    return f"{count}b"


def time_text(nanos: int) -> str:
    """A duration with a unit.

    >>> time_text(61_000_000_000), time_text(1_500_000), time_text(0), time_text(90_000_000_000_000)
    ('1m', '1.5ms', '0s', '1d')
    """
    if nanos == 0:
        return "0s"
    for unit, size in _TIMES.items():
        if nanos >= size:
            return f"{_decimal(nanos / size)}{unit}"
    return f"{nanos}nanos"


def instant_text(millis: int) -> str:
    """A moment, given in milliseconds since the epoch.

    >>> instant_text(1_500_000_000_001)
    '2017-07-14T02:40:00.001Z'
    """
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _decimal(value: float) -> str:
    return f"{int(value * 10) / 10:.1f}".removesuffix(".0")


def check_unit(name: str, unit: str | None) -> None:
    """:raises IllegalArgumentError: not a unit of sizes (``bytes``) or times (``time``)."""
    known = _SIZES if name == "bytes" else _TIMES
    if unit is not None and unit not in known:
        raise IllegalArgumentError(f"failed to parse [{name}]: unit [{unit}] is none of {sorted(known)}")
