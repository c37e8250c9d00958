"""strict_date_optional_time and its relatives: ISO 8601 with everything but the year optional."""

from __future__ import annotations

import re

from docstore.mapping.dates.fields import FieldRangeError, Fields
from docstore.mapping.dates.pattern import DateParseError
from docstore.mapping.dates.zone import offset_seconds

_OFFSET = r"(?P<offset>Z|(?P<sign>[+-])(?P<oh>\d{2})(?::?(?P<om>\d{2})(?::?(?P<os>\d{2}))?)?)?"
_STRICT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?"
    rf"(?:T(?:(?P<hour>\d{{2}})(?::(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:[.,](?P<fraction>\d{{1,9}}))?)?)?{_OFFSET})?)?",
    re.ASCII,
)
_LENIENT = re.compile(
    r"(?P<year>[+-]?\d{1,9})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    rf"(?:T(?:(?P<hour>\d{{1,2}})(?::(?P<minute>\d{{1,2}})(?::(?P<second>\d{{1,2}})(?:[.,](?P<fraction>\d{{1,9}}))?)?)?{_OFFSET})?)?",
    re.ASCII,
)
_TEXT = "Could not fully parse datetime"


class IsoFormat:
    """``strict`` wants four digits of the year and two of everything else (``Iso8601DateTimeParser``)."""

    def __init__(self, pattern: str, *, strict: bool) -> None:
        self.pattern = pattern
        self._regex = _STRICT if strict else _LENIENT

    def parse(self, text: str) -> Fields:
        """Raises ``DateParseError``."""
        match = self._regex.fullmatch(text)
        if match is None:
            raise DateParseError(_TEXT)
        year, month, day, hour, minute, second, fraction, offset, sign, oh, om, os = match.groups()
        fields = Fields(year=int(year))
        if month is not None:
            fields.month = int(month)
            if day is not None:
                fields.day = int(day)
        if hour is not None:
            fields.hour = int(hour)
            if minute is not None:
                fields.minute = int(minute)
                if second is not None:
                    fields.second = int(second)
                    if fraction is not None:
                        fields.nano = int(fraction.ljust(9, "0"))
            if offset is not None:
                fields.offset = 0 if sign is None else offset_seconds(sign, oh, om, os)
        try:
            fields.check()
        except FieldRangeError:
            raise DateParseError(_TEXT) from None
        return fields
