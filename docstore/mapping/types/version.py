"""version: software versions in the order of their precedence (``VersionStringFieldMapper``, ``VersionEncoder``)."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError, NumberFormatError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.mapping.java_text import java_string, json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import SCALARS

_MOST_IDENTIFIERS = 32
_NUMBER, _PRERELEASE, _RELEASE = "\x01", "\x02", "\x03"
_MAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*", re.ASCII)
_IDENTIFIER = r"(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
_SUFFIX = re.compile(rf"-{_IDENTIFIER}(?:\.{_IDENTIFIER})*", re.ASCII)
_BUILD = re.compile(r"\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*", re.ASCII)


def encode_version(text: str) -> str:
    """A version as a string whose code points, all below 256, sort by precedence; what is no version sorts behind all that are.

    :raises IllegalArgumentError: a group of more than 127 digits.
    :raises NumberFormatError: one of the first three numbers is beyond 32 bits.
    """
    main, prerelease, build = _parts(text)
    if not _is_legal(main, prerelease, build):
        return (text or _RELEASE).encode("utf-8", "surrogatepass").decode("latin-1")
    encoded = _numbers(main, 3)
    if prerelease:
        identifiers = prerelease[1:].split(".")
        encoded += f"{_PRERELEASE}-" + ".".join(_numbers(one, 3) if one.isdigit() else one for one in identifiers)
    else:
        encoded += _RELEASE
    return encoded + build


def decode_version(encoded: str) -> str:
    """The version that ``encode_version`` was given.

    >>> decode_version(encode_version("1.12.0-alpha.2+b7"))
    '1.12.0-alpha.2+b7'
    """
    text = re.sub(rf"{_NUMBER}.|[{_PRERELEASE}{_RELEASE}]", "", encoded, flags=re.DOTALL)
    return text.encode("latin-1").decode("utf-8", "surrogatepass")


def _parts(text: str) -> tuple[str, str, str]:
    main, build = _cut(text, "+")
    main, prerelease = _cut(main, "-")
    return main, prerelease, build


def _cut(text: str, separator: str) -> tuple[str, str]:
    at = text.find(separator)
    return (text[:at], text[at:]) if at > 0 else (text, "")


def _is_legal(main: str, prerelease: str, build: str) -> bool:
    if any(part.count(".") >= _MOST_IDENTIFIERS for part in (main, prerelease, build)):
        return False
    return bool(
        _MAIN.fullmatch(main)
        and (not prerelease or _SUFFIX.fullmatch(prerelease))
        and (not build or _BUILD.fullmatch(build))
    )


def _numbers(text: str, narrow: int) -> str:
    """Each group of digits behind its length; the first so many must fit 32 bits."""
    groups = text.split(".")
    for group in groups:
        if len(group) > 127:
            raise IllegalArgumentError(f"Groups of digits cannot be longer than 127, but found: {len(group)}")
    for group in groups[:narrow]:
        if int(group) >= 2**31:
            raise NumberFormatError.of(group)
    return ".".join(f"{_NUMBER}{chr(len(group) | 0x80)}{group}" for group in groups)


@field_type("version")
class VersionField(FieldType):
    """Semantic versions compare by precedence: 1.9.0 < 1.10.0-beta < 1.10.0. Anything else is kept and sorts last."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    copyable: ClassVar[Kind] = Kind.NULL | Kind.BOOLEAN
    checkable: ClassVar[Kind] = SCALARS
    parameters: ClassVar[tuple[Parameter, ...]] = (p.META,)

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if isinstance(value, dict):
            raise no_text()
        if value is not None:
            encode_version(json_text(value))

    def column_value(self, value: Any) -> ColumnValue | None:
        """The encoded version."""
        return None if value is None or isinstance(value, dict) else encode_version(json_text(value))

    def from_column(self, value: Any) -> Any:
        """The version as it was written."""
        return decode_version(value)

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return encode_version(java_string(value))
