"""date and date_nanos (``DateFieldMapper``)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from docstore.clock import CLOCK
from docstore.errors import ApiError, IllegalArgumentError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.causes import no_text
from docstore.mapping.dates.format import DEFAULT, DEFAULT_NANOS, DateFormat, date_format
from docstore.mapping.dates.glance import all_common_dates
from docstore.mapping.dates.math import parse_date_math
from docstore.mapping.field_type import Acceptance, ColumnKind, ColumnValue, LocatedCause, Range
from docstore.mapping.java_text import java_string, json_text
from docstore.mapping.parameter import Parameter
from docstore.mapping.parameter_checks import english
from docstore.mapping.registry import field_type
from docstore.mapping.shape import LONG_MAX, LONG_MIN, Kind
from docstore.mapping.types.lenient import SCALARS, LenientField


def date_parameters(default_format: str) -> tuple[Parameter, ...]:
    """The parameters of both types; they differ in the default format."""
    return (
        p.INDEX,
        p.DOC_VALUES,
        p.STORE,
        Parameter("format", p.string, default_format),
        p.LOCALE,
        Parameter("null_value", p.nullable_string, None, accepts_null=True),
        p.flag("ignore_malformed", False, updatable=True, setting="ignore_malformed"),
        p.SCRIPT,
        p.ON_SCRIPT_ERROR,
        p.META,
    )


_COMMON_ISO = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-7]):[0-5]\d)?)?",
    re.ASCII,
).fullmatch
"""Most dates that ``strict_date_optional_time`` takes, told at a glance; the others are parsed."""


_EPOCH, _MILLI = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)


def _millis(text: str) -> int:
    """Milliseconds since the epoch of a date that is told at a glance; ValueError for one that Python cannot have."""
    found = datetime.fromisoformat(text)
    return ((found if found.tzinfo else found.replace(tzinfo=UTC)) - _EPOCH) // _MILLI


@field_type("date")
class DateField(LenientField):
    """A column holds milliseconds since the epoch."""

    __slots__ = ("_epoch_numbers", "_iso", "_iso_first", "_null", "format")
    column_unit: ClassVar[str] = "millis"
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER
    copyable: ClassVar[Kind] = Kind.NULL
    checkable: ClassVar[Kind] = SCALARS & ~Kind.BOOLEAN
    parameters: ClassVar[tuple[Parameter, ...]] = date_parameters(DEFAULT)

    def _configured(self) -> None:
        try:
            self.format: DateFormat = date_format(self.get("format"))
        except IllegalArgumentError as error:
            raise IllegalArgumentError(
                f"Error parsing [format] on field [{self.name}]: {error.reason}", caused_by=error
            ) from None
        english(self)
        # with the default format every integer that the epoch's range holds is a date
        self._epoch_numbers = self.format.pattern in (DEFAULT, DEFAULT_NANOS)
        self._iso = self.column_unit == "millis" and "strict_date_optional_time" in self.format.pattern.split("||")
        self._iso_first = self._iso and self.format.pattern.startswith("strict_date_optional_time")
        self._null: int | None = None
        null = self.get("null_value")
        if null is not None:
            try:
                self._null = self.convert(self.format.parse(null).nanos())
            except IllegalArgumentError as error:
                raise MapperParsingError(
                    f"Error parsing [null_value] on field [{self.name}]: {error.reason}", caused_by=error
                ) from None

    def convert(self, nanos: int) -> int:
        """An instant in the unit of the column; raises when the unit cannot hold it."""
        millis = nanos // 1_000_000
        if not LONG_MIN <= millis <= LONG_MAX:
            raise IllegalArgumentError("long overflow")
        return millis

    def accepts(self, kind: Kind) -> Acceptance:
        """See the base class; with the default format every integer is a date."""
        if kind & Kind.INTEGER and self._epoch_numbers and type(self) is DateField:
            return Acceptance.COPY
        return super().accepts(kind)

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        if self._iso and type(value) is str and _COMMON_ISO(value) is not None:
            return
        super().validate(value)

    def surely_valid(self, values: list[Any]) -> bool:
        """See the base class."""
        if self._iso and set(map(type, values)) == {str} and all_common_dates(values):
            return True
        return super().surely_valid(values)

    def converted(self, value: Any) -> int | None:
        """The instant in the unit of the column; none for null."""
        if isinstance(value, dict):
            raise no_text()
        if value is None:
            return self._null
        if self._iso_first and type(value) is str and _COMMON_ISO(value) is not None:
            try:
                return _millis(value)
            except ValueError:
                pass
        if self._epoch_numbers and type(value) is int and 10_000 <= value < 1 << 53:
            return self.convert(value * 1_000_000)
        return self.convert(self.format.parse(json_text(value)).nanos())

    def column_value(self, value: Any) -> ColumnValue | None:
        """The value as the column has it; None when it is malformed or missing."""
        try:
            return self.converted(value)
        except (ApiError, LocatedCause):
            return None

    def query_value(
        self,
        value: Any,
        *,
        bound: str | None = None,
        now: int | None = None,
        time_zone: str | None = None,
        format: str | None = None,
    ) -> ColumnValue:
        """Date math and dates in the field's format, or ``format``; a number is milliseconds since the epoch."""
        if format is not None:
            form = date_format(format)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            form = date_format("epoch_millis")
        else:
            form = self.format
        at = CLOCK.millis() if now is None else now
        nanos = parse_date_math(java_string(value), form, now=at, round_up=bound == "upper", time_zone=time_zone)
        return self.bounded(nanos)

    def bounded(self, nanos: int) -> int:
        """An instant of a query in the unit of the column, as far as the unit goes."""
        return max(LONG_MIN, min(LONG_MAX, nanos // 1_000_000))

    def range_values(
        self,
        lower: Any,
        upper: Any,
        *,
        include_lower: bool = True,
        include_upper: bool = True,
        now: int | None = None,
        time_zone: str | None = None,
        format: str | None = None,
    ) -> Range:
        """Rounds ``gt`` and ``lte`` up, ``gte`` and ``lt`` down. A term is the range from itself to itself."""
        at = CLOCK.millis() if now is None else now
        low = high = None
        if lower is not None:
            rounding = "lower" if include_lower else "upper"
            first = self.query_value(lower, bound=rounding, now=at, time_zone=time_zone, format=format)
            low = int(first) + (not include_lower)
        if upper is not None:
            rounding = "upper" if include_upper else "lower"
            last = self.query_value(upper, bound=rounding, now=at, time_zone=time_zone, format=format)
            high = int(last) - (not include_upper)
        return low, high

    def to_iso(self, value: int) -> str:
        """A column's value as ``strict_date_optional_time`` writes it: ``2020-01-01T00:00:00.000Z``."""
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


@field_type("date_nanos")
class DateNanosField(DateField):
    """A column holds nanoseconds since the epoch: from 1970 to 2262."""

    __slots__ = ()
    column_unit: ClassVar[str] = "nanos"
    parameters: ClassVar[tuple[Parameter, ...]] = date_parameters(DEFAULT_NANOS)

    def convert(self, nanos: int) -> int:
        """An instant in the unit of the column; raises when it does not fit."""
        if nanos < 0:
            raise IllegalArgumentError(
                f"date[{self.to_iso(nanos)}] is before the epoch in 1970 and cannot be stored in nanosecond resolution"
            )
        if nanos > LONG_MAX:
            raise IllegalArgumentError(
                f"date[{self.to_iso(nanos)}] is after 2262-04-11T23:47:16.854775807 and cannot be stored in nanosecond "
                "resolution"
            )
        return nanos

    def bounded(self, nanos: int) -> int:
        """An instant of a query, as far as the unit of the column goes."""
        return max(0, min(LONG_MAX, nanos))

    def to_iso(self, value: int) -> str:
        """A column's value as an ISO 8601 string."""
        try:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value // 1_000_000_000)
        except OverflowError:
            return f"{value // 1_000_000_000}s"
        fraction = f"{value % 1_000_000_000:09d}".rstrip("0")
        return f"{moment:%Y-%m-%dT%H:%M:%S}" + (f".{fraction.ljust(3, '0')}Z" if fraction else "Z")
