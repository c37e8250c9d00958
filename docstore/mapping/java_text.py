"""Values as Java writes them into Elasticsearch's messages."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

_NUMBER = re.compile(r"[\x00-\x20]*([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))([fFdD]?)[\x00-\x20]*")


def java_double(value: float) -> str:
    """``Double.toString``.

    >>> java_double(1.5), java_double(1e30), java_double(1e-5), java_double(1e6), java_double(1e7)
    ('1.5', '1.0E30', '1.0E-5', '1000000.0', '1.0E7')
    """
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return repr(value)
    digits, exponent = _shortest(abs(value))
    sign = "-" if value < 0 else ""
    if not -3 <= exponent < 7:
        return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    digits = digits.ljust(exponent + 2, "0")
    return f"{sign}{digits[: exponent + 1]}.{digits[exponent + 1 :]}"


def _shortest(value: float) -> tuple[str, int]:
    """The significant digits of the shortest representation, and the exponent of the first."""
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    first = len(whole.lstrip("0")) - 1
    if not whole.lstrip("0"):
        first = len(fraction.lstrip("0")) - len(fraction) - 1
    return digits.rstrip("0") or "0", first + int(exponent or 0)


def java_string(value: Any) -> str:
    """``toString`` of a parsed JSON value, as it stands in ``Preview of field's value: '...'``.

    >>> java_string({"a": [1, True, None, 2.0]})
    '{a=[1, true, null, 2.0]}'
    """
    if type(value) is str:
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return java_double(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={java_string(value[key])}" for key in hash_order(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(java_string, value)) + "]"
    return str(value)


def json_text(value: Any) -> str:
    """A scalar as it is written in the document: what a text or keyword field gets for a number or a boolean."""
    return value if isinstance(value, str) else json.dumps(value)


def java_class(value: Any) -> str:
    """The simple name of the Java class that a parsed JSON value has."""
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer" if -(2**31) <= value < 2**31 else "Long" if -(2**63) <= value < 2**63 else "BigInteger"
    names: dict[type, str] = {float: "Double", str: "String", dict: "LinkedHashMap", list: "ArrayList"}
    return names.get(type(value), "null")


def java_boolean(value: bool) -> str:
    """``Boolean.toString``."""
    return "true" if value else "false"


def utf16_length(text: str) -> int:
    """``String.length()``: characters outside the basic plane count twice."""
    return len(text) if text.isascii() else len(text) + sum(ch > "\uffff" for ch in text)


def parse_java_double(text: str) -> float | None:
    """``Double.parseDouble``: surrounding blanks and a type suffix are allowed; None if it throws."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    body, suffix = match.groups()
    if suffix and not body[-1].isdigit() and body[-1] != ".":
        return None
    return float(body.replace("Infinity", "inf"))


def parse_java_long(text: str) -> int | None:
    """``Long.parseLong``: an optional sign and digits within 64 bits; None if it throws."""
    if not re.fullmatch(r"[+-]?\d+", text):
        return None
    value = int(text)
    return value if -(2**63) <= value < 2**63 else None


def hash_order(keys: Collection[str]) -> list[str]:
    """The iteration order of a ``HashMap`` that the keys were put into one by one."""
    capacity = 16
    while len(keys) > capacity * 3 // 4:
        capacity *= 2
    return sorted(keys, key=lambda key: _spread(key) & (capacity - 1))


def _spread(text: str) -> int:
    code = 0
    for unit in memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H"):
        code = (code * 31 + unit) & 0xFFFFFFFF
    return code ^ (code >> 16)
