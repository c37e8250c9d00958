"""``_ignored_source``: what an index with synthetic source keeps of a document as it was given (``IgnoredSourceFieldMapper``)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from struct import Struct
from typing import TYPE_CHECKING, Any

from docstore.json_text import encoded
from docstore.mapping.synthetic import kept_values

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

_LENGTHS = Struct("<I")
_NUMBERS = ((-(2**31), 2**31, b"I", 4), (-(2**63), 2**63, b"L", 8))
_DOUBLE = Struct("<d")
_LITERALS: dict[Any, bytes] = {True: b"t", False: b"f", None: b"n"}


def ignored_source(mapping: Mapping, source: dict[str, Any]) -> list[str]:
    """The entries of a document: length and parts of a path, the path, and its value, in base64."""
    found = kept_values(mapping, source) if mapping.source_mode == "synthetic" else []
    return [urlsafe_b64encode(_entry(path, value)).decode().rstrip("=") for path, value in found]


def _entry(path: str, value: Any) -> bytes:
    name, above = path.encode("utf-8", "surrogatepass"), path.rpartition(".")[0]
    return _LENGTHS.pack((len(path) + ((len(above) + 1 if above else 0) << 16)) & 0xFFFFFFFF) + name + _value(value)


def _value(value: Any) -> bytes:
    """Its type in a letter, and the value."""
    if value is None or isinstance(value, bool):
        return _LITERALS[value]
    if isinstance(value, str):
        return b"S" + value.encode("utf-8", "surrogatepass")
    if isinstance(value, int):
        for least, beyond, letter, size in _NUMBERS:
            if least <= value < beyond:
                return letter + value.to_bytes(size, "little", signed=True)
        return b"i" + value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)
    if isinstance(value, float):
        return b"D" + _DOUBLE.pack(value)
    return b"j" + encoded(value)
