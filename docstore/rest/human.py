"""``human=true``: beside each number with a unit in its name, the same for people.

``took_in_millis: 61000`` gets ``took: "1m"`` before it, ``size_in_bytes: 2048`` gets ``size: "2kb"``, ``start_time_in_millis`` a date.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

_BYTES = ("b", "kb", "mb", "gb", "tb", "pb")
_TIMES = (
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("micros", 1000),
)
_INSTANTS = ("start_time", "timestamp", "creation_date", "time_stamp")


def size_text(count: int) -> str:
    """A number of bytes with a unit, one decimal where it is not whole (``ByteSizeValue``).

    >>> size_text(225), size_text(2048), size_text(1600)
    ('225b', '2kb', '1.5kb')
    """
    value, unit = float(count), 0
    while abs(value) >= 1024 and unit < len(_BYTES) - 1:
        value, unit = value / 1024, unit + 1
    return f"{_decimal(value)}{_BYTES[unit]}"


def time_text(nanos: int) -> str:
    """A duration with a unit (``TimeValue``).

    >>> time_text(61_000_000_000), time_text(1_500_000), time_text(0), time_text(90_000_000_000_000)
    ('1m', '1.5ms', '0s', '1d')
    """
    if nanos == 0:
        return "0s"
    for unit, size in _TIMES:
        if nanos >= size:
            return f"{_decimal(nanos / size)}{unit}"
    return f"{nanos}nanos"


def _decimal(value: float) -> str:
    text = f"{int(value * 10) / 10:.1f}"
    return text.removesuffix(".0")


def for_people(value: Any) -> Any:
    """The response with what people read added."""
    if isinstance(value, list):
        return [for_people(item) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        told = _told(key, inner)
        if told is not None:
            found[told[0]] = told[1]
        found[key] = for_people(inner)
    return found


def _told(key: str, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    for suffix, unit in (("_in_millis", 1_000_000), ("_in_nanos", 1), ("_millis", 1_000_000)):
        name = key.removesuffix(suffix)
        if name != key:
            instant = suffix != "_in_nanos" and name.endswith(_INSTANTS)
            return name, _instant(value) if instant else time_text(value * unit)
    name = key.removesuffix("_in_bytes")
    return (name, size_text(value)) if name != key else None


def _instant(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
