"""The parts of a date as they were parsed, and the instant they mean."""

from __future__ import annotations

from dataclasses import dataclass

from docstore.mapping.dates.zone import offset_at

SECOND = 1_000_000_000
DAY_SECONDS = 86_400

_MONTH_NAMES = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
]


_SHOWN_LIMITS = {"DayOfMonth": "1 - 28/31", "WeekOfWeekBasedYear": "1 - 52/53"}


class FieldRangeError(ValueError):
    """A part is out of its range, as ``java.time`` says it."""


def is_leap(year: int) -> bool:
    """Whether February has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's algorithm); any year."""
    year -= month <= 2
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def first_monday(week_year: int) -> int:
    """The first day of a year of ISO weeks, as days since 1970-01-01: the Monday of the week with January 4."""
    fourth = days_from_civil(week_year, 1, 4)
    return fourth - (fourth + 3) % 7


def weeks_of(week_year: int) -> int:
    """How many ISO weeks the year has."""
    return (first_monday(week_year + 1) - first_monday(week_year)) // 7


@dataclass(slots=True)
class Fields:
    """What a text said; None is a part it did not say. ``epoch`` (nanoseconds) says everything at once."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_of_year: int | None = None
    week_year: int | None = None
    week: int | None = None
    weekday: int | None = None  # 1 is Monday
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    nano: int | None = None
    offset: int | None = None  # seconds east
    zone: str | None = None
    epoch: int | None = None
    epoch_step: int = 1  # how many nanoseconds the last digit of ``epoch`` stands for

    def check(self, *, clamp_day: bool = False) -> None:
        """Raises ``FieldRangeError``; ``clamp_day`` makes February 30 the end of February, as unnamed patterns do."""
        for noun, value, least, most in (
            ("MonthOfYear", self.month, 1, 12),
            ("DayOfMonth", self.day, 1, 31),
            ("DayOfYear", self.day_of_year, 1, 366),
            ("WeekOfWeekBasedYear", self.week, 1, 53 if self.week_year is None else weeks_of(self.week_year)),
            ("DayOfWeek", self.weekday, 1, 7),
            ("HourOfDay", self.hour, 0, 23),
            ("MinuteOfHour", self.minute, 0, 59),
            ("SecondOfMinute", self.second, 0, 59),
        ):
            if value is not None and not least <= value <= most:
                limits = _SHOWN_LIMITS.get(noun) or f"{least} - {most}"
                raise FieldRangeError(f"Invalid value for {noun} (valid values {limits}): {value}")
        if self.offset is not None and abs(self.offset) > 18 * 3600:
            raise FieldRangeError("Zone offset not in valid range: -18:00 to +18:00")
        year, month = self.year if self.year is not None else 1970, self.month or 1
        if self.day is not None and self.day > month_length(year, month):
            if not clamp_day:
                name = _MONTH_NAMES[month - 1]
                leap = f"Invalid date 'February 29' as '{year}' is not a leap year"
                raise FieldRangeError(leap if (month, self.day) == (2, 29) else f"Invalid date '{name} {self.day}'")
            self.day = month_length(year, month)
        if self.weekday is not None and self.week_year is None and self.day is not None:
            self._check_weekday(year, month, self.day)

    def _check_weekday(self, year: int, month: int, day: int) -> None:
        found = (days_from_civil(year, month, day) + 3) % 7 + 1
        if found != self.weekday:
            date = f"{year:04d}-{month:02d}-{day:02d}"
            raise FieldRangeError(f"Conflict found: Field DayOfWeek {found} differs from DayOfWeek {self.weekday} derived from {date}")

    def nanos(self, *, round_up: bool = False, time_zone: str | None = None) -> int:
        """Nanoseconds since the epoch. Rounding up fills a missing time with the last instant of it.

        A missing month, week or day is the first in either case (``JavaDateFormatter``'s round-up parser). A year of weeks has the last
        word over month and day (``DateFormatters.from``).
        """
        if self.epoch is not None:
            return self.epoch + (self.epoch_step - 1 if round_up else 0)
        year = 1970 if self.year is None else self.year
        if self.week_year is not None:
            days = first_monday(self.week_year) + 7 * ((self.week or 1) - 1) + (self.weekday or 1) - 1
        elif self.day_of_year is not None:
            days = days_from_civil(year, 1, 1) + self.day_of_year - 1
        else:
            days = days_from_civil(year, self.month or 1, self.day or 1)
        last = (23, 59, 59, SECOND - 1) if round_up else (0, 0, 0, 0)
        said = (self.hour, self.minute, self.second, self.nano)
        hour, minute, second, nano = (
            default if value is None else value for value, default in zip(said, last, strict=True)
        )
        local = days * DAY_SECONDS + hour * 3600 + minute * 60 + second
        offset = self.offset
        if offset is None:
            zone = self.zone or time_zone
            offset = 0 if zone is None else offset_at(zone, local)
        return (local - offset) * SECOND + nano
