"""Time zones by name or offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?")


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """``ZoneId.of``: ``Z``, ``UTC``, ``+01:00``, ``Europe/Paris``. Raises ``ValueError`` for an unknown one."""
    if name in ("Z", "UTC", "GMT", "UT"):
        return UTC
    match = _OFFSET.fullmatch(name)
    if match is not None:
        return timezone(timedelta(seconds=offset_seconds(*match.groups())))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"Unknown time-zone ID: {name}") from None


def offset_seconds(sign: str, hours: str, minutes: str | None, seconds: str | None) -> int:
    """Seconds east, from the parts of a written offset."""
    total = int(hours) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return -total if sign == "-" else total


def offset_at(name: str, local: int) -> int:
    """Seconds east of the zone at a local time, given as seconds since 1970-01-01T00:00 there."""
    zone = zone_of(name)
    try:
        moment = datetime(1970, 1, 1) + timedelta(seconds=local)
    except OverflowError:
        moment = datetime(1970, 1, 1)
    offset = zone.utcoffset(moment.replace(tzinfo=zone))
    return 0 if offset is None else int(offset.total_seconds())
