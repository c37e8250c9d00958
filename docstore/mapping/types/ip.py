"""ip: IPv4 and IPv6 addresses (``IpFieldMapper``)."""

from __future__ import annotations

import ipaddress
from socket import AF_INET, inet_pton
from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.field_type import ColumnKind, ColumnValue, LocatedCause, Range
from docstore.mapping.glance import Glance
from docstore.mapping.java_text import java_string, json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import LenientField

_V4 = 0xFFFF << 32
_PART = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_V4_ADDRESSES = Glance(rf"{_PART}(?:\.{_PART}){{3}}")


def parse_address(text: str) -> int:
    """The address as a 128-bit number; IPv4 is mapped into IPv6, as Lucene does."""
    try:
        return int.from_bytes(inet_pton(AF_INET, text)) | _V4
    except (OSError, ValueError):
        pass
    try:
        if "%" in text:
            raise ValueError(text)
        address = ipaddress.ip_address(text)
    except ValueError:
        raise IllegalArgumentError(f"'{text}' is not an IP string literal.") from None
    return int(address) | _V4 if address.version == 4 else int(address)


def _null_value(field: str, value: Any) -> str | None:
    if value is None:
        return None
    try:
        parse_address(java_string(value))
    except IllegalArgumentError as error:
        raise MapperParsingError(
            f"Error parsing [null_value] on field [{field}]: {error.reason}", caused_by=error
        ) from None
    return java_string(value)


@field_type("ip")
class IpField(LenientField):
    """A column holds the 16 bytes of the address as 32 hexadecimal digits, which sort as the addresses do."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    copyable: ClassVar[Kind] = Kind.NULL
    checkable: ClassVar[Kind] = Kind.STRING
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        p.IGNORE_MALFORMED,
        Parameter("null_value", _null_value, None, accepts_null=True),
        p.SCRIPT,
        p.ON_SCRIPT_ERROR,
        p.META,
        p.DIMENSION,
    )

    def surely_valid(self, values: list[Any]) -> bool:
        """See the base class."""
        if set(map(type, values)) == {str} and _V4_ADDRESSES.passes(values):
            return True
        return super().surely_valid(values)

    def converted(self, value: Any) -> int | None:
        """The address as a number; none for null."""
        if isinstance(value, dict):
            raise no_text()
        if value is None:
            value = self.get("null_value")
        return None if value is None else parse_address(json_text(value))

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        try:
            address = self.converted(value)
        except (ApiError, LocatedCause):
            return None
        return None if address is None else f"{address:032x}"

    def from_column(self, value: Any) -> Any:
        """The value as responses show it."""
        number = int(value, 16)
        if number >> 32 == 0xFFFF:
            return str(ipaddress.IPv4Address(number & 0xFFFFFFFF))
        return str(ipaddress.IPv6Address(number))

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        text = java_string(value)
        if "/" not in text:
            return f"{parse_address(text):032x}"
        low, high = self.network(text)
        return high if bound == "upper" else low

    def network(self, text: str) -> tuple[str, str]:
        """The first and last address of ``192.168.0.0/16``, which a term query takes like an address."""
        address, _, length = text.partition("/")
        number = parse_address(address)
        wide = 32 if number >> 32 == 0xFFFF and ":" not in address else 128
        if not length.isdecimal() or len(length) > 9:
            raise IllegalArgumentError(f"Expected [ip/prefix] but was [{text}]")
        if int(length) > wide:
            raise IllegalArgumentError(
                f"Illegal prefix length [{length}] in [{text}]. Must be 0-32 for IPv4 ranges, 0-128 for IPv6 ranges"
            )
        host = (1 << (wide - int(length))) - 1
        return f"{number & ~host:032x}", f"{number | host:032x}"

    def _range(self, lower: Any, upper: Any, include_lower: bool, include_upper: bool) -> Range:
        low = high = None
        if lower is not None:
            first = parse_address(java_string(lower)) + (not include_lower)
            low = f"{first:032x}"
            if first >= 1 << 128:
                return None
        if upper is not None:
            last = parse_address(java_string(upper)) - (not include_upper)
            if last < 0:
                return None
            high = f"{last:032x}"
        return low, high
