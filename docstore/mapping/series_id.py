"""``_tsid``: what the dimensions of a document say, hashed so that similar series stand together (``RoutingPathFields.buildHash``).

A length, the hash of all names, four bytes of each dimension's first value, the hash of all values. What is hashed as a whole is padded
with zeros, as it is in the buffers of Elasticsearch, whose ids these are.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from struct import pack
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import json_text
from docstore.mapping.murmur3 import hash32, hash128

Encoded = tuple[tuple[str, tuple[bytes, ...]], ...]
"""The dimensions of a document in the order of their names, each with its values as they are hashed."""

_MOST_FIELDS = 512
_SEVEN_BITS = 0x7F
_BUFFER, _PAGE = 8, 16384


def encoded_value(field: FieldType, value: ColumnValue) -> bytes:
    """A value of a dimension, as its column has it, in the form that is hashed: a letter for its kind, and its bytes."""
    match field.type_name:
        case "boolean":
            return b"bt" if value else b"bf"
        case "unsigned_long":
            whole = int(field.from_column(value))
            return b"l" + whole.to_bytes(8, "big") if whole < 1 << 63 else b"u" + int(value).to_bytes(8, "big", signed=True)
        case "ip":
            value = field.from_column(value)
    if isinstance(value, float):
        return b"d" + pack(">d", value)
    if isinstance(value, int):
        return b"l" + value.to_bytes(8, "big", signed=True)
    text = json_text(value).encode("utf-8", "surrogatepass")
    return b"s" + _length(len(text)) + text


def _length(number: int) -> bytes:
    """``StreamOutput.putVInt``."""
    found = bytearray()
    while number > _SEVEN_BITS:
        found.append(number & _SEVEN_BITS | _SEVEN_BITS + 1)
        number >>= 7
    found.append(number)
    return bytes(found)


def hash_of_series(dimensions: Encoded) -> bytes:
    """Eight bytes of the hash of its id."""
    return hash128(_tsid(dimensions))[:8]


@lru_cache(maxsize=16384)
def tsid_of(dimensions: Encoded) -> bytes:
    """The id of a series.

    >>> series_text(tsid_of((("k8s.pod.uid", (b"s$df3145b3-0563-4d3b-a0f7-897eb2876ea9",)), ("metricset", (b"s\\x03pod",)))))
    'KCjEJ9R_BgO8TRX2QOd6dpQ5ihHD--qoyLTiOy0pmP6_RAIE-e0-dKQ'
    """
    return _tsid(dimensions)


def _tsid(dimensions: Encoded) -> bytes:
    shown = dimensions[:_MOST_FIELDS]
    head = _length(32 + 4 * len(shown)) + _hash_of_names(tuple(name for name, _ in dimensions))
    values = b"".join(hash32(each[0]).to_bytes(4, "little") for _, each in shown)
    return head + values + hash128(b"".join(_buffered(value) for _, each in dimensions for value in each))


@lru_cache(maxsize=1024)
def _hash_of_names(names: tuple[str, ...]) -> bytes:
    return hash128(b"".join(name.encode("utf-8", "surrogatepass").ljust(3 * _units(name), b"\0") for name in names))


def _units(name: str) -> int:
    return len(name.encode("utf-16-le", "surrogatepass")) // 2


def _buffered(value: bytes) -> bytes:
    """The value in a buffer that has grown to hold it: an eighth more, at least three bytes, up to a multiple of eight."""
    size = len(value)
    if size <= _BUFFER:
        return value.ljust(_BUFFER, b"\0")
    return value.ljust(min(size + max(size >> 3, 3) + 7 & ~7, _PAGE), b"\0")


def series_text(series: bytes) -> str:
    """A series as it is shown."""
    return urlsafe_b64encode(series).decode().rstrip("=")


class Bytes(FieldType):
    """A field of bytes that are shown in Base64. Its column has them in hexadecimal, so that the order is that of the bytes."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    several: ClassVar[bool] = True

    def from_column(self, value: Any) -> str:
        """The value as responses show it."""
        return series_text(bytes.fromhex(value))

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        try:
            return urlsafe_b64decode(f"{value}==").hex()
        except (binascii.Error, ValueError):
            raise IllegalArgumentError(f"Illegal base64 value [{value}] of [{self.type_name}]") from None
