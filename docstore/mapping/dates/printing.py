"""Dates as text: the other direction of ``format.py`` (``DateFormatter.format``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.dates.fields import DAY_SECONDS, SECOND, days_from_civil
from docstore.mapping.dates.named import FIXED_YEARS, PATTERNS
from docstore.mapping.dates.pattern import DAYS, MONTHS

_ISO = frozenset(["iso8601", "date_optional_time", "strict_date_optional_time"])
_ISO_NANOS = "strict_date_optional_time_nanos"
_LAST_YEAR = 9999
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Moment:
    """An instant as a wall clock in some zone shows it."""

    nanos: int
    year: int
    month: int
    day: int
    seconds: int
    """Since midnight."""
    offset: int
    """Seconds east."""
    zone: str

    @classmethod
    def of(cls, nanos: int, zone: tzinfo) -> Moment:
        """The wall clock of a zone at an instant in nanoseconds since the epoch."""
        whole = nanos // SECOND
        offset = offset_of(zone, whole)
        days, seconds = divmod(whole + offset, DAY_SECONDS)
        return cls(nanos, *_civil_from_days(days), seconds, offset, "Z" if zone is UTC else str(zone))

    @property
    def fraction(self) -> int:
        """Nanoseconds of the second."""
        return self.nanos % SECOND

    @property
    def day_of_year(self) -> int:
        """From 1 on."""
        return self.days - days_from_civil(self.year, 1, 1) + 1

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        return days_from_civil(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return (self.days + 3) % 7


def offset_of(zone: tzinfo, seconds: int) -> int:
    """Seconds east of a zone at an instant (seconds since the epoch); of years that ``datetime`` has not, the standard offset."""
    if zone is UTC:
        return 0
    try:
        offset = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone).utcoffset()
    except OverflowError:
        offset = _EPOCH.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


Printer = Callable[[Moment], str]


@lru_cache(maxsize=1024)
def printer_of(pattern: str) -> Printer:
    """What prints a moment in a format; of several alternatives (``||``) the first prints. Some named formats have years of four digits,
    and raise an ``IllegalArgumentError`` for one of more.

    >>> printer_of("yyyy-MM-dd")(Moment.of(0, UTC)), printer_of("strict_date_optional_time||epoch_millis")(Moment.of(0, UTC))
    ('1970-01-01', '1970-01-01T00:00:00.000Z')
    """
    name = pattern.split("||")[0].strip()
    if name == "epoch_millis":
        return lambda moment: _decimal(moment.nanos, 1_000_000)
    if name == "epoch_second":
        return lambda moment: _decimal(moment.nanos, SECOND)
    if name in _ISO:
        return lambda moment: _iso(moment, f"{moment.fraction // 1_000_000:03d}")
    if name == _ISO_NANOS:
        return lambda moment: _iso(moment, f"{moment.fraction:09d}".rstrip("0").ljust(3, "0"))
    plain = name.removeprefix("strict_")
    named = PATTERNS.get(plain)
    pieces = list(_pieces(named.replace("X", "XXX") if named else name))

    def printed(moment: Moment) -> str:
        if abs(moment.year) > _LAST_YEAR and plain.startswith(FIXED_YEARS):
            raise IllegalArgumentError(
                f"Field Year cannot be printed as the value {moment.year} exceeds the maximum print width of {len(str(_LAST_YEAR))}"
            )
        return "".join(piece(moment) for piece in pieces)

    return printed


def _decimal(nanos: int, unit: int) -> str:
    sign, (whole, rest) = "-" if nanos < 0 else "", divmod(abs(nanos), unit)
    digits = f"{rest:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{sign}{whole}" + (f".{digits}" if digits else "")


def _iso(moment: Moment, fraction: str) -> str:
    hour, minute, second = _clock(moment)
    date = f"{_year(moment.year, 4)}-{moment.month:02d}-{moment.day:02d}"
    return f"{date}T{hour:02d}:{minute:02d}:{second:02d}.{fraction}{_offset(moment.offset, 3, zulu=True)}"


def _clock(moment: Moment) -> tuple[int, int, int]:
    minutes, second = divmod(moment.seconds, 60)
    return minutes // 60, minutes % 60, second


def _year(year: int, width: int) -> str:
    if width == 2:
        return f"{year % 100:02d}"
    text = f"{abs(year):0{width}d}"
    return f"-{text}" if year < 0 else f"+{text}" if len(text) > width == 4 else text


def _offset(seconds: int, width: int, *, zulu: bool) -> str:
    if zulu and seconds == 0:
        return "Z"
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    minutes = rest // 60
    if width == 1:
        return f"{sign}{hours:02d}" + (f"{minutes:02d}" if minutes else "")
    return f"{sign}{hours:02d}{':' if width == 3 else ''}{minutes:02d}"


def _pieces(pattern: str) -> Iterator[Printer]:
    position = 0
    while position < len(pattern):
        char = pattern[position]
        end = position + 1
        if char == "'":
            end = pattern.find("'", end)
            yield _literal(pattern[position + 1 : end] or "'")
            end += 1
        elif char.isascii() and char.isalpha():
            while end < len(pattern) and pattern[end] == char:
                end += 1
            yield _letters(char, end - position)
        elif char not in "[]":
            yield _literal(char)
        position = end


def _literal(text: str) -> Printer:
    return lambda moment: text


_NUMBERS: dict[str, Callable[[Moment], int]] = {
    "M": lambda m: m.month,
    "L": lambda m: m.month,
    "d": lambda m: m.day,
    "D": lambda m: m.day_of_year,
    "H": lambda m: _clock(m)[0],
    "k": lambda m: _clock(m)[0] or 24,
    "K": lambda m: _clock(m)[0] % 12,
    "h": lambda m: _clock(m)[0] % 12 or 12,
    "m": lambda m: _clock(m)[1],
    "s": lambda m: _clock(m)[2],
    "n": lambda m: m.fraction,
    "Q": lambda m: (m.month + 2) // 3,
    "q": lambda m: (m.month + 2) // 3,
    "e": lambda m: m.weekday + 1,
    "F": lambda m: (m.day + 6) // 7,
    "w": lambda m: _week(m)[1],
}


def _week(moment: Moment) -> tuple[int, int]:
    """The year and the number of the ISO week."""
    thursday = moment.days - moment.weekday + 3
    year = _civil_from_days(thursday)[0]
    return year, (thursday - days_from_civil(year, 1, 1)) // 7 + 1


def _letters(letter: str, count: int) -> Printer:
    if letter in "ML" and count >= 3:
        return lambda m: MONTHS[m.month - 1] if count == 4 else MONTHS[m.month - 1][:3]
    if letter in _NUMBERS:
        number = _NUMBERS[letter]
        return lambda m: f"{number(m):0{count}d}"
    if letter in "yu":
        return lambda m: _year(m.year, count)
    if letter == "Y":
        return lambda m: _year(_week(m)[0], count)
    if letter == "S":
        return lambda m: f"{m.fraction:09d}"[:count]
    if letter in "Ec":
        return lambda m: DAYS[m.weekday] if count == 4 else DAYS[m.weekday][:3]
    return _symbol(letter, count)


def _symbol(letter: str, count: int) -> Printer:
    if letter == "a":
        return lambda m: "AM" if m.seconds < DAY_SECONDS // 2 else "PM"
    if letter == "G":
        return lambda m: "AD" if m.year > 0 else "BC"
    if letter == "Z":
        return lambda m: _offset(m.offset, 3 if count == 5 else 2, zulu=count == 5)
    if letter in "Xx":
        return lambda m: _offset(m.offset, min(count, 3), zulu=letter == "X")
    return lambda m: m.zone


def _civil_from_days(days: int) -> tuple[int, int, int]:
    """The reverse of ``days_from_civil``."""
    days += 719_468
    era, day_of_era = divmod(days, 146_097)
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1
