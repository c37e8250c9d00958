"""Date math: ``now-1d/d``, ``2020-01-01||+1M/d`` (``JavaDateMathParser``)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.mapping.dates.fields import SECOND, month_length
from docstore.mapping.dates.format import DateFormat
from docstore.mapping.dates.zone import zone_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIXED = {
    "w": timedelta(weeks=1),
    "h": timedelta(hours=1),
    "H": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}


def parse_date_math(
    text: str, form: DateFormat, *, now: int, round_up: bool = False, time_zone: str | None = None
) -> int:
    """Nanoseconds since the epoch. ``now`` is in milliseconds; ``time_zone`` is for texts that do not name one."""
    if text.startswith("now"):
        start, operations = now * 1_000_000, text[3:]
    else:
        date, bars, operations = text.partition("||")
        start = _parse_date(date, form, round_up=round_up and not bars, time_zone=time_zone)
        if not bars:
            return start
    return _apply(start, operations, round_up=round_up, time_zone=time_zone)


def _parse_date(text: str, form: DateFormat, *, round_up: bool, time_zone: str | None) -> int:
    if not text:
        raise ElasticsearchParseError("cannot parse empty date")
    try:
        return form.parse(text).nanos(round_up=round_up, time_zone=time_zone)
    except IllegalArgumentError as error:
        raise ElasticsearchParseError(
            f"failed to parse date field [{text}] with format [{form.pattern}]: [{error.reason}]", caused_by=error
        ) from None


def _apply(start: int, operations: str, *, round_up: bool, time_zone: str | None) -> int:
    if not operations:
        return start
    try:
        return _applied(start, operations, round_up=round_up, time_zone=time_zone)
    except (OverflowError, ValueError):
        raise ElasticsearchParseError(f"date math leads out of the years 1 to 9999 [{operations}]") from None


def _applied(start: int, operations: str, *, round_up: bool, time_zone: str | None) -> int:
    zone = zone_of(time_zone or "Z")
    seconds, nanos = divmod(start, SECOND)
    moment = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone)
    position = 0
    while position < len(operations):
        operator = operations[position]
        position += 1
        if operator not in "/+-":
            raise ElasticsearchParseError(f"operator not supported for date math [{operations}]")
        digits = position
        while position < len(operations) and operations[position].isdecimal():
            position += 1
        if position >= len(operations) or position - digits > 18:
            raise ElasticsearchParseError(f"truncated date math [{operations}]")
        count = int(operations[digits:position] or 1)
        unit = operations[position]
        position += 1
        if unit not in "yMwdhHms":
            raise ElasticsearchParseError(f"unit [{unit}] not supported for date math [{operations}]")
        if operator != "/":
            moment = _plus(moment, unit, count if operator == "+" else -count)
            continue
        if count != 1:
            raise ElasticsearchParseError(f"rounding `/` can only be used on single unit types [{operations}]")
        moment, nanos = _floor(moment, unit), 0
        if round_up:
            moment, nanos = _last_second(moment, unit), SECOND - 1_000_000
    since = moment.astimezone(UTC) - _EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + nanos


def _plus(moment: datetime, unit: str, count: int) -> datetime:
    if unit == "d":
        return moment + timedelta(days=count)  # wall time: a day may have 23 hours
    if unit in _FIXED and unit != "w":
        return (moment.astimezone(UTC) + count * _FIXED[unit]).astimezone(moment.tzinfo)
    if unit == "w":
        return moment + count * _FIXED[unit]
    months = moment.year * 12 + moment.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, month_length(year, month + 1)))


def _last_second(moment: datetime, unit: str) -> datetime:
    """The last second of the unit that begins at a moment."""
    try:
        return _plus(moment, unit, 1) - timedelta(seconds=1)
    except (OverflowError, ValueError):
        if unit == "w":
            raise
        return datetime.max.replace(microsecond=0, tzinfo=moment.tzinfo)


def _floor(moment: datetime, unit: str) -> datetime:
    moment = moment.replace(microsecond=0)
    if unit == "s":
        return moment
    moment = moment.replace(second=0)
    if unit == "m":
        return moment
    moment = moment.replace(minute=0)
    if unit in "hH":
        return moment
    moment = moment.replace(hour=0)
    if unit == "w":
        return moment - timedelta(days=moment.weekday())
    if unit in "yM":
        moment = moment.replace(day=1)
    return moment.replace(month=1) if unit == "y" else moment
