"""What the fields of each type make of a value. Nothing here is taken from the library."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from ipaddress import ip_address
from typing import Any

import numpy as np

Json = dict[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = -(2**31), 2**31 - 1
EARLIEST, LATEST = -(2**63), 2**63 - 1


def milliseconds(value: Any, zone: tzinfo = UTC) -> int:
    """A date of a document, or of a request in a zone: ISO 8601, or milliseconds."""
    if isinstance(value, int):
        return value
    found = datetime.fromisoformat(value)
    instant = found.replace(tzinfo=zone) if found.tzinfo is None else found
    return (instant - EPOCH) // timedelta(milliseconds=1)


def nanoseconds(value: Any) -> int:
    """A date with nine digits behind the second."""
    whole, _, rest = value.removesuffix("Z").partition(".")
    return milliseconds(whole) * 1_000_000 + int(rest.ljust(9, "0") or 0)


def slashed(value: Any) -> int:
    """``yyyy/MM/dd``, or seconds."""
    if "/" not in str(value):
        return int(value) * 1000
    return milliseconds(value.replace("/", "-"))


def asked_date(value: Any, field: Json, how: Json, *, up: bool) -> int:
    """A date of a query, as the field counts. What it does not say is the last of the time, or the first. A number is milliseconds."""
    if not isinstance(value, str):
        return int(value)
    text = value.replace("/", "-")
    zone = how.get("time_zone", "") if "T" not in text or text[-1] != "Z" else ""
    whole, _, rest = text.removesuffix("Z").partition(".")
    begin = milliseconds((whole if "T" in whole else f"{whole}T00:00:00") + zone) * 1_000_000 + int(rest.ljust(9, "0") or 0)
    step = 1 if rest else 1_000_000_000 if "T" in text else 86_400_000_000_000
    return (begin + (step - 1 if up else 0)) // (1 if field["type"] == "date_nanos" else 1_000_000)


def address(value: Any) -> int:
    """An address among those of 128 bits, in which the old ones have their place."""
    found = ip_address(value)
    return int(found) if found.version == 6 else (0xFFFF << 32) + int(found)


def shown_address(value: int) -> str:
    """An address as it is written."""
    return str(ip_address(value & 0xFFFFFFFF) if value >> 32 == 0xFFFF else ip_address(value.to_bytes(16, "big")))


def span(value: Json) -> tuple[int, int]:
    """The first and the last number of a range."""
    low = value["gte"] if "gte" in value else value["gt"] + 1 if "gt" in value else FIRST
    high = value["lte"] if "lte" in value else value["lt"] - 1 if "lt" in value else LAST
    return low, high


def span_between(number: Callable[[Any], Any], least: Any, greatest: Any, up: Callable[[Any], Any], down: Callable[[Any], Any]) -> Any:
    """Reads a range of another type: from the least to the greatest of its numbers, with what comes next to a number."""

    def read_span(value: Json | str) -> tuple[Any, Any]:
        if isinstance(value, str):
            start, _, length = value.partition("/")
            rest = (32 if "." in start else 128) - int(length)
            return number(start) >> rest << rest, number(start) | ((1 << rest) - 1)
        low = number(value["gte"]) if "gte" in value else up(number(value["gt"])) if "gt" in value else least
        high = number(value["lte"]) if "lte" in value else down(number(value["lt"])) if "lt" in value else greatest
        return low, high

    return read_span


def date_span(value: Json) -> tuple[int, int]:
    """The first and the last millisecond of a range of dates."""
    low = milliseconds(value["gte"]) if "gte" in value else milliseconds(value["gt"]) + 1 if "gt" in value else EARLIEST
    high = milliseconds(value["lte"]) if "lte" in value else milliseconds(value["lt"]) - 1 if "lt" in value else LATEST
    return low, high


class Version(str):
    """A version, ordered by its numbers; what comes before a release is below it; what is no version is above all that are."""

    def _key(self) -> tuple[Any, ...]:
        whole, _, before = self.partition("-")
        if not all(part.isdigit() for part in whole.split(".")):
            return (1, self)
        parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in before.split(".")] if before else []
        return (0, [int(part) for part in whole.split(".")], not before, parts)

    def __lt__(self, other: str) -> bool:
        return self._key() < Version(other)._key()

    def __gt__(self, other: str) -> bool:
        return self._key() > Version(other)._key()

    def __le__(self, other: str) -> bool:
        return self == other or self < other

    def __ge__(self, other: str) -> bool:
        return self == other or self > other


def point(value: Any) -> tuple[float, float]:
    """Latitude and longitude, as near as 32 bits each come to them."""
    latitude, longitude = (value["lat"], value["lon"]) if isinstance(value, dict) else (value[1], value[0])
    return math.floor(latitude * 2**32 / 180) * 180 / 2**32, math.floor(longitude * 2**32 / 360) * 360 / 2**32


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else math.trunc(float(value)) if "." in str(value) else int(value)


def _scaled(factor: float) -> Callable[[Any], float]:
    return lambda value: math.floor(float(value) * factor + 0.5) / factor


def read(value: Any, field: Json) -> Any:
    """A value as the field keeps it; None where it keeps none."""
    kind = field["type"]
    if kind == "scaled_float":
        return _scaled(field["scaling_factor"])(value)
    if field.get("ignore_malformed") and not str(value).lstrip("-").replace(".", "", 1).isdigit():
        return None
    if kind == "keyword":
        text = _text(value).lower() if "normalizer" in field else _text(value)
        return None if len(text) > field.get("ignore_above", math.inf) else text
    return slashed(value) if "format" in field else READERS[kind](value)


WHOLE = ("long", "integer", "short", "byte", "unsigned_long", "token_count")
FLOATING = ("double", "float", "half_float", "scaled_float", "aggregate_metric_double")
DATES = ("date", "date_nanos")
SPANS: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "integer_range": span,
    "date_range": date_span,
    "long_range": span_between(int, EARLIEST, LATEST, lambda each: each + 1, lambda each: each - 1),
    "ip_range": span_between(address, 0, 2**128 - 1, lambda each: each + 1, lambda each: each - 1),
    "double_range": span_between(
        float, -math.inf, math.inf, lambda each: math.nextafter(each, math.inf), lambda each: math.nextafter(each, -math.inf)
    ),
    "float_range": span_between(
        np.float32,
        -math.inf,
        math.inf,
        lambda each: np.nextafter(each, np.float32(math.inf)),
        lambda each: np.nextafter(each, np.float32(-math.inf)),
    ),
}
READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(WHOLE, _whole),
    "double": float,
    "float": lambda value: float(np.float32(value)),
    "half_float": lambda value: float(np.float16(value)),
    "boolean": lambda value: value is True or value == "true",
    "date": milliseconds,
    "date_nanos": nanoseconds,
    "ip": address,
    "wildcard": str,
    "constant_keyword": str,
    "text": str,
    "match_only_text": str,
    **SPANS,
    "version": Version,
    "geo_point": point,
    "dense_vector": tuple,
    "rank_features": dict,
    "aggregate_metric_double": lambda value: float(value["max"] if isinstance(value, dict) else value),
    "counted_keyword": str,
    **dict.fromkeys(("binary", "completion", "percolator", "point", "shape", "geo_shape", "sparse_vector"), str),
    "rank_feature": lambda value: _short(float(value)),
}


def _short(value: float) -> float:
    """A feature keeps the first 9 bits of what a float32 has behind the first."""
    bits = int(np.float32(value).view(np.int32)) >> 15
    return float(np.int32(bits << 15).view(np.float32))
