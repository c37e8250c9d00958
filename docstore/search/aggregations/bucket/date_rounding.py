"""Instants rounded down to units of a calendar or to fixed spans, in a time zone (``org.elasticsearch.common.Rounding``)."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

from docstore.columns.deadline import CHECKED, check_time, in_time
from docstore.columns.rows import Ints, Slots
from docstore.errors import IllegalArgumentError
from docstore.mapping.dates.printing import offset_of
from docstore.search.aggregations.groups import numbered

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
_EPOCH = datetime(1970, 1, 1)
_QUARTER_HOUR = 900_000

UNITS = {
    "second": "second", "1s": "second", "minute": "minute", "1m": "minute", "hour": "hour", "1h": "hour",
    "day": "day", "1d": "day", "week": "week", "1w": "week", "month": "month", "1M": "month",
    "quarter": "quarter", "1q": "quarter", "year": "year", "1y": "year",
}  # fmt: skip
"""The calendar units by their names in requests."""

_FIXED = {"second": SECOND, "minute": MINUTE, "hour": HOUR, "day": DAY}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SPAN = re.compile(r"([+-]?\d+)(nanos|micros|ms|s|m|h|d)\Z")
_SCALE = {"nanos": 1e-6, "micros": 1e-3, "ms": 1, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}


def span_millis(value: str, name: str) -> int:
    """``12h`` in milliseconds.

    :raises IllegalArgumentError: no such span.
    """
    found = _SPAN.match(value)
    if found is None:
        raise IllegalArgumentError(
            f"failed to parse setting [{name}] with value [{value}] as a time value: unit is missing or unrecognized"
        )
    return int(int(found[1]) * _SCALE[found[2]])


class Rounding(ABC):
    """From instants to the first instants of their units, all in milliseconds."""

    def __init__(self, zone: tzinfo, offset: int = 0) -> None:
        self.zone = zone
        self.offset = offset

    def keys(self, millis: Slots) -> Ints:
        """The key of each instant."""
        shifted = np.floor(millis).astype(np.int64) - self.offset
        return self._round(shifted) + self.offset

    def key(self, millis: float) -> int:
        """The key of one instant.

        :raises TimeExceeded: the search has taken as long as it may.
        """
        check_time()
        return int(self.keys(np.array([millis]))[0])

    @abstractmethod
    def _round(self, millis: Ints) -> Ints:
        """Without the offset."""

    @abstractmethod
    def after(self, key: int) -> int:
        """The next key."""

    def _offsets(self, millis: Ints) -> Ints:
        """How far the zone's clock is ahead at each instant."""
        if self.zone is UTC:
            return np.zeros(len(millis), dtype=np.int64)
        days, places = numbered(millis // DAY)
        begins = _each(days, self._offset_of_day)
        found = begins[places]
        changing = (begins != _each(days + 1, self._offset_of_day))[places]
        if changing.any():
            found[changing] = _of_distinct(
                millis[changing] // _QUARTER_HOUR, lambda quarter: offset_of(self.zone, quarter * 900) * 1_000
            )
        return found

    def _offset_of_day(self, day: int) -> int:
        return offset_of(self.zone, day * 86_400) * 1_000

    def _instants(self, local: Ints) -> Ints:
        """The instants at which the zone's clock shows these times; the first of two, the end of a gap."""
        if self.zone is UTC:
            return local
        return _of_distinct(local, self._instant)

    def _instant(self, local: int) -> int:
        try:
            wall = _EPOCH + timedelta(milliseconds=local)
        except OverflowError:
            return local - offset_of(self.zone, local // 1_000) * 1_000
        ahead = wall.replace(tzinfo=self.zone).utcoffset() or timedelta()
        instant = local - int(ahead.total_seconds()) * 1_000
        shown = instant + offset_of(self.zone, instant // 1_000) * 1_000
        return instant if shown == local else self._end_of_gap(instant)

    def _end_of_gap(self, instant: int) -> int:
        low, high = instant - DAY, instant + DAY
        before = offset_of(self.zone, low // 1_000)
        while high - low > SECOND:
            middle = (low + high) // 2
            low, high = (middle, high) if offset_of(self.zone, middle // 1_000) == before else (low, middle)
        return high // MINUTE * MINUTE


def _each(values: Ints, of: Callable[[int], int]) -> Ints:
    return np.fromiter(map(of, in_time(values.tolist(), CHECKED)), dtype=np.int64, count=len(values))


def _of_distinct(values: Ints, of: Callable[[int], int]) -> Ints:
    distinct, places = numbered(values)
    return _each(distinct, of)[places]


class Calendar(Rounding):
    """A unit of the calendar, of which no two need be of one length."""

    def __init__(self, unit: str, zone: tzinfo, offset: int = 0) -> None:
        super().__init__(zone, offset)
        self.unit = unit

    def _round(self, millis: Ints) -> Ints:
        offsets = self._offsets(millis)
        local = millis + offsets
        if self.unit in ("second", "minute", "hour"):
            step = _FIXED[self.unit]
            return local // step * step - offsets
        return self._instants(self._local(local))

    def _local(self, local: Ints) -> Ints:
        if self.unit == "day":
            return local // DAY * DAY
        if self.unit == "week":
            return (local // DAY + 3) // 7 * 7 * DAY - 3 * DAY
        months = (local // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        step = _MONTHS[self.unit]
        return (months // step * step).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) * DAY

    def after(self, key: int) -> int:
        """The first instant of the next unit."""
        step = _FIXED.get(self.unit)
        if self.unit in ("second", "minute", "hour"):
            assert step is not None
            return self.key(key + step)
        far = {"day": DAY, "week": 7 * DAY, "month": 31 * DAY, "quarter": 92 * DAY, "year": 366 * DAY}[self.unit]
        found = self.key(key + far + 2 * HOUR)
        return found if found > key else self.key(key + far + DAY)


class Fixed(Rounding):
    """Spans of one length, aligned to midnight 1970 of the zone."""

    def __init__(self, step: int, zone: tzinfo, offset: int = 0) -> None:
        super().__init__(zone, offset)
        self.step = step

    def _round(self, millis: Ints) -> Ints:
        offsets = self._offsets(millis)
        local = (millis + offsets) // self.step * self.step
        return local - offsets if self.step <= HOUR else self._instants(local)

    def after(self, key: int) -> int:
        """One span on, the clock's changes apart."""
        found = self.key(key + self.step)
        return found if found > key else self.key(key + self.step + HOUR)


@dataclass(frozen=True, slots=True)
class Interval:
    """The width of buckets as it was asked for: a unit of the calendar, or a span."""

    unit: str | None = None
    step: int | None = None

    @classmethod
    def calendar(cls, name: str) -> Interval:
        """:raises IllegalArgumentError: no such unit."""
        unit = UNITS.get(name)
        if unit is None:
            raise IllegalArgumentError(f"The supplied interval [{name}] could not be parsed as a calendar interval.")
        return cls(unit)

    @classmethod
    def fixed(cls, name: str) -> Interval:
        """:raises IllegalArgumentError: no such span."""
        found = _SPAN.match(name)
        if found is None:
            raise IllegalArgumentError(
                f"failed to parse setting [date_histogram.fixedInterval] with value [{name}] as a time value: unit is missing or"
                " unrecognized"
            )
        return cls(step=span_millis(name, "date_histogram.fixedInterval"))

    def rounding(self, zone: tzinfo, offset: int = 0) -> Rounding:
        """In a zone.

        :raises IllegalArgumentError: a span of nothing, or none at all.
        """
        if self.unit is not None:
            return Calendar(self.unit, zone, offset)
        if self.step is None:
            raise IllegalArgumentError("Invalid interval specified, must be non-null and non-empty")
        if self.step < 1:
            raise IllegalArgumentError("Zero or negative time interval not supported")
        return Fixed(self.step, zone, offset)


NO_INTERVAL = Interval()
"""Of a request that names none."""
