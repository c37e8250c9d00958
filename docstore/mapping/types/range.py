"""integer_range, long_range, float_range, double_range, date_range and ip_range (``RangeFieldMapper``, ``RangeType``)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import numpy as np

from docstore.errors import DocumentParsingError, ElasticsearchParseError, IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text, not_numeric, token_name
from docstore.mapping.dates.format import DEFAULT, DateFormat, date_format
from docstore.mapping.dates.math import parse_date_math
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.dates.zone import zone_of
from docstore.mapping.field_type import ColumnKind, ColumnValue, Fetcher, FieldType, LocatedCause
from docstore.mapping.java_text import java_double, java_string, json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.parameter_checks import english
from docstore.mapping.registry import field_type
from docstore.mapping.shape import LONG_MAX, LONG_MIN, Kind
from docstore.mapping.types.floating import DoubleField, FloatField, FloatingField
from docstore.mapping.types.ip import IpField, parse_address
from docstore.mapping.types.whole import IntegerField, LongField

Ends = tuple[Any, Any]
"""The first and the last value inside a range."""


class RangeEnd(FieldType):
    """One end of all ranges of a field, as a column."""

    __slots__ = ("of", "which")
    several: ClassVar[bool] = True

    def __init__(self, of: RangeField, name: str) -> None:
        super().__init__(f"{of.path}#{name}", settings=of.settings)
        self.of = of
        self.which = ("from", "to").index(name)

    def to_body(self) -> dict[str, Any]:
        """The ranges' own: what differs in it makes another column."""
        return self.of.to_body()

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """At most one."""
        ends = self.of.ends(value)
        return () if ends is None else (self.of.to_column(ends[self.which]),)


class IntegerEnd(RangeEnd):
    """Of integers, longs and dates."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER


class FloatEnd(RangeEnd):
    """Of floats and doubles."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT


class AddressEnd(RangeEnd):
    """Of addresses, as ``ip`` has them."""

    __slots__ = ()
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD


class RangeField(FieldType):
    """An object with ``gt`` or ``gte`` and ``lt`` or ``lte``; ends that are open or null reach as far as the type."""

    __slots__ = ()
    checkable: ClassVar[Kind] = Kind.OBJECT
    copyable: ClassVar[Kind] = Kind.NULL
    several: ClassVar[bool] = True
    end: ClassVar[type[RangeEnd]] = IntegerEnd
    least: ClassVar[Any]
    most: ClassVar[Any]
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        p.COERCE,
        Parameter("format", p.string, None),
        Parameter("locale", p.string, None),
        p.META,
    )

    def _configured(self) -> None:
        if self.get("format") is not None:
            raise IllegalArgumentError(
                f"field [{self.name}] of type [range] should not define a dateTimeFormatter unless it is a DATE type"
            )

    def part(self, name: str) -> FieldType:
        """``from`` or ``to``."""
        return self.end(self, name)

    def fetcher(self, pattern: str | None) -> Fetcher:
        """The given ends, read and written anew."""
        show = self.shower(pattern)

        def fetched(value: Any) -> list[Any]:
            if not isinstance(value, dict):
                return [] if value is None else [value]
            return [{key: None if end is None else show(self.parse_bound(end, round_up=False)) for key, end in value.items()}]

        return fetched

    def shower(self, _pattern: str | None) -> Callable[[Any], Any]:
        """How an end is written."""
        return lambda bound: bound

    def is_present(self, value: Any) -> bool:
        """Whether it is a range."""
        try:
            return self.ends(value) is not None
        except (IllegalArgumentError, ElasticsearchParseError, LocatedCause):
            return False

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        ends = self.ends(value)
        if ends is not None and self.get("index") and ends[0] > ends[1]:
            self._refuse_order(*ends)

    def _refuse_order(self, low: Any, high: Any) -> None:
        shown = self.text(low), self.text(high)
        raise IllegalArgumentError(f"min value ({shown[0]}) is greater than max value ({shown[1]})")

    def ends(self, value: Any) -> Ends | None:
        """The ends of a range in a document, both inclusive; None for null."""
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._error(f"error parsing field [{self.path}], expected an object but got {self.name}")
        low, high = self.least, self.most
        for key, bound in value.items():
            if key not in ("gt", "gte", "lt", "lte"):
                raise self._error(f"error parsing field [{self.path}], with unknown parameter [{key}]")
            if key[0] == "g":
                low = self._parsed(bound, self.least, lower=True, included=key == "gte")
            else:
                high = self._parsed(bound, self.most, lower=False, included=key == "lte")
        return low, high

    def _parsed(self, value: Any, open_: Any, *, lower: bool, included: bool) -> Any:
        """An end; null is that of the type, which ``gt`` and ``lt`` leave out."""
        bound = open_ if value is None else self.parse_bound(value, round_up=lower != included)
        return bound if included else self.step(bound, 1 if lower else -1)

    @staticmethod
    def _error(text: str) -> LocatedCause:
        return LocatedCause(lambda start, _after: DocumentParsingError(f"[1:{start}] {text}"))

    def parse_bound(self, value: Any, *, round_up: bool) -> Any:
        """An end as a document has it."""
        raise NotImplementedError

    def query_bound(self, value: Any, *, round_up: bool, now: int, time_zone: str | None, format: str | None) -> Any:
        """An end as a query has it."""
        raise NotImplementedError

    def step(self, bound: Any, direction: int) -> Any:
        """The next value of the type."""
        return bound + direction

    def to_column(self, bound: Any) -> ColumnValue:
        """An end in the domain of the columns."""
        return max(self.least, min(self.most, bound))  # type: ignore[no-any-return]

    def text(self, bound: Any) -> str:
        """An end as messages show it."""
        return str(bound)


class NumberRange(RangeField):
    """Ranges of a numeric type."""

    __slots__ = ("number",)
    of: ClassVar[type[LongField | IntegerField | FloatingField]]

    def _configured(self) -> None:
        super()._configured()
        self.number = self.of(self.path, {"coerce": self.get("coerce")})

    def parse_bound(self, value: Any, *, round_up: bool) -> Any:
        """As a value of the numeric type."""
        if isinstance(value, (dict, list)):
            raise not_numeric("START_ARRAY" if isinstance(value, list) else token_name(value))
        return self.number.parse_json(value)

    def query_bound(self, value: Any, *, round_up: bool, now: int, time_zone: str | None, format: str | None) -> Any:
        """Without coercion: a fraction is refused where the type has none."""
        return self.of.parse_object(value)


@field_type("integer_range")
class IntegerRangeField(NumberRange):
    """Integers of 32 bits."""

    __slots__ = ()
    of = IntegerField
    least, most = IntegerField.least, IntegerField.most


@field_type("long_range")
class LongRangeField(NumberRange):
    """Integers of 64 bits."""

    __slots__ = ()
    of = LongField
    least, most = LONG_MIN, LONG_MAX


@field_type("double_range")
class DoubleRangeField(NumberRange):
    """Numbers of 64 bits."""

    __slots__ = ()
    of: ClassVar[type[LongField | IntegerField | FloatingField]] = DoubleField
    end = FloatEnd
    least, most = -math.inf, math.inf

    def step(self, bound: Any, direction: int) -> Any:
        """The neighbour of 64 bits."""
        return math.nextafter(bound, math.copysign(math.inf, direction))

    def text(self, bound: Any) -> str:
        """As Java writes doubles."""
        return java_double(bound)


@field_type("float_range")
class FloatRangeField(DoubleRangeField):
    """Numbers of 32 bits."""

    __slots__ = ()
    of = FloatField

    def step(self, bound: Any, direction: int) -> Any:
        """The neighbour of 32 bits."""
        return float(np.nextafter(np.float32(bound), np.float32(math.copysign(math.inf, direction))))

    def text(self, bound: Any) -> str:
        """As Java writes floats."""
        return java_double(float(str(np.float32(bound))))


@field_type("date_range")
class DateRangeField(RangeField):
    """Milliseconds since the epoch; ``gt`` and ``lte`` round up what a date leaves open."""

    __slots__ = ("_epoch_numbers", "format")
    least, most = LONG_MIN, LONG_MAX
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        p.COERCE,
        Parameter("format", p.string, DEFAULT),
        Parameter("locale", p.locale, ""),
        p.META,
    )

    def _configured(self) -> None:
        self.format: DateFormat = date_format(self.get("format"))
        self._epoch_numbers = self.format.pattern == DEFAULT
        english(self)

    def shower(self, pattern: str | None) -> Callable[[Any], Any]:
        """In the field's format, or another."""
        if pattern is not None:
            date_format(pattern)
        printer, utc = printer_of(pattern or self.get("format")), zone_of("UTC")
        return lambda millis: printer(Moment.of(millis * 1_000_000, utc))

    def parse_bound(self, value: Any, *, round_up: bool) -> Any:
        """Date math, but not from ``now``."""
        if isinstance(value, (dict, list)):
            raise no_text()
        if self._epoch_numbers and type(value) is int and 10_000 <= value < 1 << 53:
            return value
        text = json_text(value)
        if text.startswith("now"):
            raise ElasticsearchParseError(
                "could not read the current timestamp",
                caused_by=IllegalArgumentError("now is not used at indexing time"),
            )
        return parse_date_math(text, self.format, now=0, round_up=round_up) // 1_000_000

    def query_bound(self, value: Any, *, round_up: bool, now: int, time_zone: str | None, format: str | None) -> Any:
        """Date math in the field's format, or ``format``."""
        form = self.format if format is None else date_format(format)
        nanos = parse_date_math(java_string(value), form, now=now, round_up=round_up, time_zone=time_zone)
        return nanos // 1_000_000


@field_type("ip_range")
class IpRangeField(RangeField):
    """Addresses as 128-bit numbers; also a network in CIDR notation."""

    __slots__ = ()
    end = AddressEnd
    checkable: ClassVar[Kind] = Kind.OBJECT | Kind.STRING
    least, most = 0, (1 << 128) - 1

    def ends(self, value: Any) -> Ends | None:
        """See the base class; a string is a network."""
        if isinstance(value, str):
            low, high = IpField(self.path).network(value)
            return int(low, 16), int(high, 16)
        return super().ends(value)

    def shower(self, pattern: str | None) -> Callable[[Any], Any]:
        """As addresses are written."""
        return lambda bound: IpField(self.path).from_column(self.to_column(bound))

    def parse_bound(self, value: Any, *, round_up: bool) -> Any:
        """An address."""
        if isinstance(value, (dict, list)):
            raise no_text()
        return parse_address(json_text(value))

    def query_bound(self, value: Any, *, round_up: bool, now: int, time_zone: str | None, format: str | None) -> Any:
        """An address."""
        return parse_address(java_string(value))

    def to_column(self, bound: Any) -> ColumnValue:
        """As an ``ip`` field has it."""
        return f"{max(self.least, min(self.most, bound)):032x}"

    def text(self, bound: Any) -> str:
        """``/`` and the address, as Java's ``InetAddress``."""
        return f"/{IpField(self.path).from_column(self.to_column(bound))}"

    def _refuse_order(self, low: Any, high: Any) -> None:
        raise IllegalArgumentError("min value cannot be greater than max value for InetAddressRange field")
