"""Dates in zones, and the units of the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from tests.search.reference.values import EPOCH

MILLISECOND = timedelta(milliseconds=1)
LENGTHS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


def zone_of(name: str) -> tzinfo:
    """``+05:30``, or a place."""
    if name[0] not in "+-":
        return UTC if name == "UTC" else ZoneInfo(name)
    hours, minutes = map(int, name[1:].split(":"))
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if name[0] == "-" else 1))


def moment_of(millis: int, zone: tzinfo = UTC) -> datetime:
    """As a date."""
    return (EPOCH + timedelta(milliseconds=millis)).astimezone(zone)


def millis_of(moment: datetime) -> int:
    """As a number."""
    return (moment.astimezone(UTC) - EPOCH) // MILLISECOND


def iso(millis: int, zone: tzinfo = UTC) -> str:
    """A date as Elasticsearch prints it."""
    moment = moment_of(millis, zone)
    offset = moment.strftime("%z")
    text = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{millis % 1000:03d}"
    return text + ("Z" if offset == "+0000" else f"{offset[:3]}:{offset[3:5]}")


def begin(moment: datetime, unit: str) -> datetime:
    """The first instant of the unit of the calendar that a date is in."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0, fold=0)
    month = day.replace(day=1)
    return {
        "second": moment.replace(microsecond=0),
        "minute": moment.replace(second=0, microsecond=0),
        "hour": hour,
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": month,
        "quarter": month.replace(month=(month.month - 1) // 3 * 3 + 1),
        "year": month.replace(month=1),
    }[unit]


def following(moment: datetime, unit: str) -> datetime:
    """The first instant of the next unit."""
    far = {"second": 1, "minute": 60, "hour": 3600, "day": 36 * 3600, "week": 8 * 86400, "month": 32 * 86400, "quarter": 93 * 86400}
    jump = far.get(unit, 367 * 86400)
    return begin(moment + timedelta(seconds=jump), unit)


def span_of(text: str) -> int:
    """``12h`` in milliseconds."""
    number = text.rstrip("smhd")
    return int(number) * LENGTHS[text[len(number) :]]
