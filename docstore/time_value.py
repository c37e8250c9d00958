"""Times with a unit, as ``30s``, the way Elasticsearch reads them everywhere (``TimeValue.parseTimeValue``)."""

from __future__ import annotations

import re

from docstore.errors import IllegalArgumentError, NumberFormatError

_FORM = re.compile(r"(?s)(.*?)(nanos|micros|ms|s|m|h|d)", re.IGNORECASE)
_MILLIS = {"nanos": 1e-6, "micros": 1e-3, "ms": 1.0, "s": 1_000.0, "m": 60_000.0, "h": 3_600_000.0, "d": 86_400_000.0}
_WHOLE = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_MOST_DIGITS = 30
_MINUS_ONE = re.compile(r"-0*1")
_ZERO = re.compile(r"0+")


def millis(value: str, name: str) -> float:
    """The time in milliseconds; ``-1`` and ``0`` need no unit. ``name`` is that of the setting or the parameter.

    >>> millis("90m", "timeout")
    5400000.0

    :raises IllegalArgumentError: no unit, a fraction, or a negative time other than -1.
    """
    text = value.strip()
    found = _FORM.fullmatch(text)
    if found is None:
        if len(text) <= _MOST_DIGITS and (_MINUS_ONE.fullmatch(text) or _ZERO.fullmatch(text)):
            return float(int(text))
        raise _refusal(name, value, "unit is missing or unrecognized")
    number = found[1].strip()
    if not _WHOLE.fullmatch(number):
        hint = ", fractional time values are not supported" if _NUMBER.fullmatch(number) else ""
        raise _no_number(value, number, hint)
    if len(number) > _MOST_DIGITS:
        raise _no_number(value, number, "")
    if int(number) < -1:
        raise _refusal(name, value, "negative durations are not supported")
    return int(number) * _MILLIS[found[2].lower()]


def shown(value: float) -> str:
    """Milliseconds with the largest unit that makes one of them (``TimeValue.toString``).

    >>> shown(86_400_000), shown(90_000), shown(5)
    ('1d', '1.5m', '5ms')
    """
    for unit in ("d", "h", "m", "s"):
        if abs(value) >= _MILLIS[unit]:
            return f"{int(value / _MILLIS[unit] * 10) / 10:g}{unit}"
    return f"{int(value)}ms"


def _no_number(value: str, number: str, hint: str) -> IllegalArgumentError:
    cause = NumberFormatError.of(number.lower())
    return IllegalArgumentError(f"failed to parse [{value}]{hint}", caused_by=cause)


def _refusal(name: str, value: str, problem: str) -> IllegalArgumentError:
    return IllegalArgumentError(f"failed to parse setting [{name}] with value [{value}] as a time value: {problem}")
