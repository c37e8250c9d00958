"""``_source`` as bytes: MessagePack, with integers beyond 64 bits, and decimals that no double is, as extensions.

What goes in comes out equal: key order, integers of any size, floats, strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgpack
import msgspec

from docstore.errors import IllegalArgumentError, XContentParseError
from docstore.exact import Exact

BIG_INTEGER = 1
"""Extension type: an integer beyond 64 bits as decimal ASCII digits."""

DECIMAL = 2
"""Extension type: a decimal that no double is, as it stood in the JSON."""

Source = dict[str, Any]


def _extension(code: int, data: memoryview) -> int | float:
    if code == BIG_INTEGER:
        return int(bytes(data))
    if code == DECIMAL:
        return Exact(bytes(data).decode())
    raise ValueError(f"unknown MessagePack extension [{code}]")


def _decimal(value: Any) -> msgspec.msgpack.Ext:
    if type(value) is Exact:
        return msgspec.msgpack.Ext(DECIMAL, value.digits.encode())
    raise TypeError(f"Encoding objects of type {type(value).__name__} is unsupported")


_encode = msgspec.msgpack.Encoder(enc_hook=_decimal).encode
decode = msgspec.msgpack.Decoder(dict[str, Any], ext_hook=_extension).decode
"""Bytes -> document."""


def reader_of(keys: tuple[str, ...]) -> Callable[[bytes], Source]:
    """A function from bytes to a document of only these top-level keys; the others are skipped without being decoded."""
    names = {f"k{at}": key for at, key in enumerate(keys)}
    fields = [(name, Any, msgspec.UNSET) for name in names]
    chosen = msgspec.defstruct("Chosen", fields, rename=names, gc=False)
    read = msgspec.msgpack.Decoder(chosen, ext_hook=_extension).decode

    def source(encoded: bytes) -> Source:
        found = read(encoded)
        return {key: value for name, key in names.items() if (value := getattr(found, name)) is not msgspec.UNSET}

    return source


_LONG_TEXT = re.compile(rb"\xda[\x01-\x7f]").search
_LONG_INTEGER = re.compile(rb"\xc8[\x01-\x7f]").search
"""What those of 256 to 32,767 bytes begin with, as other bytes may too; within UTF-8 nothing looks like it. Two patterns, for to a byte
that is known ``re`` goes at once.
"""

_SMALL = 1 << 15


def surely_short(encoded: bytes, limit: int) -> bool:
    """Whether no text in a document has more bytes than this; false when that would take decoding it."""
    if len(encoded) <= limit:
        return True
    if limit <= 255 or len(encoded) >= _SMALL:
        return False
    return _LONG_TEXT(encoded) is None and _LONG_INTEGER(encoded) is None


def _big_integer(value: object) -> msgpack.ExtType:
    if isinstance(value, int):
        return msgpack.ExtType(BIG_INTEGER, str(value).encode())
    raise TypeError(f"cannot store a value of type [{type(value).__name__}]")


def encode(source: Source) -> bytes:
    """Document -> bytes.

    :raises XContentParseError: text that is not valid Unicode, or nesting too deep to be JSON for Elasticsearch.
    :raises IllegalArgumentError: a value that JSON does not know.
    """
    try:
        return _packed(source)
    except UnicodeEncodeError as error:
        raise XContentParseError(f"Invalid UTF-8: the document holds a lone surrogate ({error.reason})") from None
    except RecursionError:
        raise XContentParseError.too_deep() from None
    except TypeError as error:
        raise IllegalArgumentError(f"cannot write the document: {error}") from None


def _packed(source: Source) -> bytes:
    try:
        return _encode(source)
    except OverflowError:
        return _encode_big(source)


def _encode_big(source: Source) -> bytes:
    packed: bytes = msgpack.packb(_with_decimals(source), default=_big_integer)
    return packed


def _with_decimals(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_decimals(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_decimals(inner) for inner in value]
    return msgpack.ExtType(DECIMAL, value.digits.encode()) if type(value) is Exact else value
