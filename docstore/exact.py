"""Decimals that have more digits than a double keeps: in ``_source`` they stay as they were sent, all else sees the nearest double."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

import msgspec
import numpy as np

_RUN = 19
"""What no double keeps has so many digits and points at least: 18 digits that count, with a point among them or behind leading zeros."""

_STEP = _RUN // 3
_NUMERIC = bytes(ord("0") if chr(byte) in "0123456789." else ord(" ") for byte in range(256))


class Exact(float):
    """The double next to a decimal, which remembers its digits."""

    __slots__ = ("digits",)

    digits: str

    def __new__(cls, digits: str) -> Exact:
        """From its digits, as JSON has them."""
        made = super().__new__(cls, digits)
        made.digits = digits
        return made

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        return (self.digits,)


def exact(digits: str) -> float:
    """The number that JSON writes so: an ``Exact`` where a double is another number.

    >>> exact("0.1"), type(exact("12345678901234567.25"))
    (0.1, <class 'docstore.exact.Exact'>)

    :raises ValueError: no double is that large.
    """
    found = float(digits)
    if not isfinite(found):
        raise ValueError(f"Number [{digits}] is out of the range of a double")
    if len(digits) < _RUN or repr(found) == digits or Decimal(digits) == Decimal(repr(found)):
        return found
    return Exact(digits)


def may_hold(text: bytes) -> bool:
    """Whether such a decimal may be in JSON; quick where none is."""
    if b"000" not in text[::_STEP].translate(_NUMERIC):
        return False
    numeric = text.translate(_NUMERIC)
    return b"0" * _RUN in numeric and _counts(text, numeric)


def _counts(text: bytes, numeric: bytes) -> bool:
    """Whether 18 digits count in some number: what is long for its leading zeros is none, as most that programs print of a double."""
    edges = np.flatnonzero(np.diff(np.frombuffer(b" " + numeric + b" ", dtype=np.uint8)))
    begins, ends = edges[::2], edges[1::2]
    long = ends - begins >= _RUN
    begins, ends = begins[long], ends[long]
    digits = np.frombuffer(text, dtype=np.uint8)
    counting = np.append(np.flatnonzero((digits > ord("0")) & (digits <= ord("9"))), len(text))
    first = counting[np.searchsorted(counting, begins)]
    return bool((ends - first >= np.where(first > begins, _RUN - 1, _RUN)).any())


decode_exactly = msgspec.json.Decoder(float_hook=exact).decode
"""JSON with its exact decimals."""


def as_written(value: Any) -> msgspec.Raw:
    """What stands for such a decimal where JSON is encoded (``enc_hook``).

    :raises TypeError: it is something else.
    """
    if type(value) is Exact:
        return msgspec.Raw(value.digits.encode())
    raise TypeError(f"Encoding objects of type {type(value).__name__} is unsupported")
