"""The types of settings: readers from stored text to a value, with Elasticsearch's words for what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable

from docstore.catalog.settings.setting import Raw, Reader
from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError, NumberFormatError
from docstore.mapping.dates.format import date_format
from docstore.time_value import millis

_BYTES = re.compile(r"(.*?)(pb|p|tb|t|gb|g|mb|m|kb|k|b)")
_POWERS = {"b": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_COPIES = re.compile(r"[-+]?[0-9]{1,9}")
_DOUBLE = re.compile(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?[df]?\s*", re.IGNORECASE)
_MOST_BYTES = 2**63 - 1
_MOST_DIGITS = 30

_DATE = date_format("strict_date_optional_time||epoch_millis")

INTEGER = 2**31 - 1


def integer(minimum: int = -INTEGER - 1, maximum: int = INTEGER) -> Reader:
    """Whole numbers between two bounds; such as no ``int``, or ``long`` if the upper bound is one, can hold are none."""
    widest = INTEGER if maximum <= INTEGER else _MOST_BYTES

    def read(name: str, raw: Raw) -> int:
        value = text(name, raw)
        if not _WHOLE.fullmatch(value) or len(value) > _MOST_DIGITS or not -widest - 1 <= int(value) <= widest:
            raise _no_number(name, value)
        return int(_bounded(name, value, int(value), minimum, maximum))

    return read


def decimal(minimum: float, maximum: float) -> Reader:
    """Numbers between two bounds."""

    def read(name: str, raw: Raw) -> float:
        value = text(name, raw)
        if not _DOUBLE.fullmatch(value):
            raise _no_number(name, value)
        return _bounded(name, value, float(value.strip().rstrip("dDfF")), minimum, maximum)

    return read


def _bounded(name: str, value: str, number: float, minimum: float, maximum: float) -> float:
    if number < minimum:
        raise IllegalArgumentError(f"Failed to parse value [{value}] for setting [{name}] must be >= {minimum}")
    if number > maximum:
        raise IllegalArgumentError(f"Failed to parse value [{value}] for setting [{name}] must be <= {maximum}")
    return number


def boolean(name: str, raw: Raw) -> bool:
    """``true`` or ``false``."""
    value = text(name, raw)
    if value not in ("true", "false"):
        raise IllegalArgumentError.not_boolean(value)
    return value == "true"


def text(name: str, raw: Raw) -> str:
    """Any text."""
    if isinstance(raw, list):
        raise IllegalArgumentError(f"Found list type value for setting [{name}] but but did not expect a list for it.")
    return raw


def texts(name: str, raw: Raw) -> list[str]:
    """A list of texts, or one with commas between them."""
    return list(raw) if isinstance(raw, list) else [part.strip() for part in raw.split(",") if part.strip()]


def each_of(*allowed: str, error: str, shown: Callable[[str], str] = str) -> Reader:
    """A list of these words, in any case; ``error`` is the sentence for another one, with ``{}`` for ``shown`` of it."""

    def read(name: str, raw: Raw) -> list[str]:
        found = texts(name, raw)
        for value in found:
            if value.lower() not in allowed:
                raise IllegalArgumentError(error.format(shown(value)))
        return [value.lower() for value in found]

    return read


def anything(name: str, raw: Raw) -> Raw:
    """Whatever was given."""
    return raw


def one_of(*allowed: str, error: str, exact: bool = False) -> Reader:
    """One of these words; ``error`` is Elasticsearch's sentence, with ``{}`` for the value. In any case, unless ``exact``."""

    def read(name: str, raw: Raw) -> str:
        value = text(name, raw)
        known = value if exact else value.lower()
        if known not in allowed:
            raise IllegalArgumentError(error.format(value))
        return known

    return read


def enum(java_class: str, *allowed: str) -> Reader:
    """A constant of an enumeration, in any case; Java tells of another one by the class."""

    def read(name: str, raw: Raw) -> str:
        value = text(name, raw)
        if value.lower() not in allowed:
            raise IllegalArgumentError(f"No enum constant org.elasticsearch.{java_class}.{value.upper()}")
        return value.lower()

    return read


def duration(minimum: int = 0, maximum: int | None = None) -> Reader:
    """Times such as ``30s`` in milliseconds; ``-1`` where ``minimum`` allows it."""

    def read(name: str, raw: Raw) -> float:
        value = text(name, raw)
        found = millis(value, name)
        if found < minimum:
            raise IllegalArgumentError(f"failed to parse value [{value}] for setting [{name}], must be >= [{_time(minimum)}]")
        if maximum is not None and found > maximum:
            raise IllegalArgumentError(f"failed to parse value [{value}] for setting [{name}], must be <= [{_time(maximum)}]")
        return found

    return read


def _time(value: int) -> str:
    for unit, size in (("h", 3_600_000), ("m", 60_000), ("s", 1_000)):
        if value >= size and value % size == 0:
            return f"{value // size}{unit}"
    return str(value) if value < 0 else f"{value}ms"


def byte_size(name: str, raw: Raw) -> int:
    """Sizes such as ``512mb`` in bytes; ``-1`` for no limit."""
    value = text(name, raw)
    lowered = value.lower().strip()
    if lowered in ("-1", "0"):
        return int(lowered)
    found = _BYTES.fullmatch(lowered)
    if found is None:
        raise _no_size(f"failed to parse setting [{name}] with value [{value}] as a size in bytes: unit is missing or unrecognized")
    number = found[1].strip()
    if not _NUMBER.fullmatch(number) or len(number) > _MOST_DIGITS:
        raise _no_size(f"failed to parse setting [{name}] with value [{value}]")
    size = float(number) * 1024 ** _POWERS[found[2][0]] if "." in number else int(number) * 1024 ** _POWERS[found[2][0]]
    if size < 0 or size > _MOST_BYTES:
        raise _no_size(f"failed to parse setting [{name}] with value [{value}] as a size in bytes")
    return int(size)


def sized(minimum: int) -> Reader:
    """A size in bytes, no smaller than ``minimum``."""

    def read(name: str, raw: Raw) -> int:
        found = byte_size(name, raw)
        if found < minimum:
            raise IllegalArgumentError(f"failed to parse value [{raw}] for setting [{name}], must be >= [{minimum}b]")
        return found

    return read


def memory_size(name: str, raw: Raw) -> int | str:
    """A size in bytes, or a share of the memory, as ``40%``."""
    value = text(name, raw).strip()
    if not value.endswith("%"):
        return byte_size(name, value)
    share = float(value[:-1]) if _NUMBER.fullmatch(value[:-1]) else -1.0
    if not 0 <= share <= 100:
        raise _no_size(f"percentage should be in [0-100], got [{value[:-1]}]")
    return value


def date(name: str, raw: Raw) -> int:
    """A date as ``strict_date_optional_time`` or ``epoch_millis``, in milliseconds since the epoch."""
    return _DATE.parse(text(name, raw)).nanos(round_up=False, time_zone=None) // 1_000_000


def _no_number(name: str, value: str) -> ApiError:
    cause = NumberFormatError.of(value)
    return IllegalArgumentError(f"Failed to parse value [{value}] for setting [{name}]", caused_by=cause)


def _no_size(reason: str) -> ApiError:
    return IllegalArgumentError(reason, caused_by=ElasticsearchParseError(reason))


def expansion(name: str, raw: Raw) -> str:
    """``false``, or the fewest and the most replicas, as ``0-5`` or ``0-all``."""
    value = text(name, raw)
    fewest, dash, most = value.partition("-")
    if value == "false":
        return value
    if not dash:
        raise IllegalArgumentError(f"failed to parse [{name}] from value: [{value}] at index -1")
    if not _COPIES.fullmatch(fewest) or not (most == "all" or _COPIES.fullmatch(most)):
        raise IllegalArgumentError(f"failed to parse [{name}] from value: [{value}] at index {len(fewest)}")
    if most != "all" and int(fewest) > int(most):
        raise IllegalArgumentError(f"[{name}] minReplicas must be =< maxReplicas but wasn't {fewest} > {most}")
    return value
