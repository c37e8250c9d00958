"""Java's date patterns (``DateTimeFormatter.ofPattern``) compiled to regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docstore.frozen import frozen
from docstore.mapping.dates.fields import FieldRangeError, Fields
from docstore.mapping.dates.zone import offset_seconds

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_OFFSETS = {
    "Z": r"[+-]\d{4}",
    "ZZZZZ": r"Z|[+-]\d{2}:\d{2}(?::\d{2})?",
    "X": r"Z|[+-]\d{2}(?:\d{2})?",
    "XX": r"Z|[+-]\d{4}",
    "XXX": r"Z|[+-]\d{2}:\d{2}",
    "x": r"[+-]\d{2}(?:\d{2})?",
    "xx": r"[+-]\d{4}",
    "xxx": r"[+-]\d{2}:\d{2}",
}
_WORDS = re.compile(r"MMM|LLL|E|eee|ccc|a|B|G")
_QUOTED = re.compile(r"'[^']*'")
_ANY_OFFSET = r"Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?"
_NUMBERS = {
    "M": "month",
    "L": "month",
    "d": "day",
    "D": "day_of_year",
    "w": "week",
    "H": "hour",
    "m": "minute",
    "s": "second",
}
_YEARS = {"y": "year", "u": "year", "Y": "week_year"}
_CLOCKS = {"h": "clock12", "K": "hour12", "k": "clock24"}


class DateParseError(ValueError):
    """A text is not of the format; the message is that of ``java.time.format.DateTimeParseException``."""


@frozen
class _Piece:
    expression: str
    part: str | None = None


class JavaPattern:
    """One pattern. ``flexible`` is for Elasticsearch's named formats: any length of a fraction, any form of an offset;
    ``lenient`` ones besides take numbers without their leading zeros. Where years are ``fixed``, they have four digits.
    """

    def __init__(self, pattern: str, *, flexible: bool = False, lenient: bool = False, fixed: bool = False) -> None:
        self.pattern = pattern
        self._flexible = flexible
        self._fixed = fixed
        self._lenient = lenient
        self._pieces = list(self._compile(pattern))
        self._regex = re.compile("".join(self._named(piece, n) for n, piece in enumerate(self._pieces)))

    @property
    def words(self) -> bool:
        """Whether names of months, days or parts of days are written out, in some language."""
        return not self._flexible and _WORDS.search(_QUOTED.sub("", self.pattern)) is not None

    @staticmethod
    def _named(piece: _Piece, number: int) -> str:
        return piece.expression if piece.part is None else f"(?P<{piece.part}_{number}>{piece.expression})"

    def _compile(self, pattern: str) -> Iterator[_Piece]:
        position, depth = 0, 0
        while position < len(pattern):
            char = pattern[position]
            if char == "'":
                end = pattern.find("'", position + 1)
                if end < 0:
                    raise ValueError(f"Pattern ends with an incomplete string literal: {pattern}")
                yield _Piece(re.escape(pattern[position + 1 : end] or "'"))
                position = end + 1
            elif char.isascii() and char.isalpha():
                end = position
                while end < len(pattern) and pattern[end] == char:
                    end += 1
                yield self._letters(char, end - position)
                position = end
            else:
                depth += (char == "[") - (char == "]")
                if char in "{}#" or depth < 0:
                    raise ValueError(f"Pattern includes reserved character: '{char}'")
                yield _Piece({"[": "(?:", "]": ")?"}.get(char, re.escape(char)))
                position += 1
        if depth:
            raise ValueError("Pattern ends with an unclosed optional section")

    def _letters(self, letter: str, count: int) -> _Piece:
        piece = self._word(letter, count) or self._number(letter, count) or self._zone(letter, count)
        if piece is None:
            raise ValueError(f"Unknown pattern letter: {letter}")
        return piece

    @staticmethod
    def _word(letter: str, count: int) -> _Piece | None:
        if letter in "ML" and count >= 3:
            return _Piece("|".join(MONTHS if count == 4 else [name[:3] for name in MONTHS]), "monthname")
        if letter == "E":
            return _Piece("|".join(DAYS if count == 4 else [name[:3] for name in DAYS]), "dayname")
        if letter == "a":
            return _Piece("AM|PM|am|pm", "half")
        return _Piece("(?:AD|Anno Domini|CE)") if letter == "G" else None

    def _number(self, letter: str, count: int) -> _Piece | None:
        if letter in _YEARS:
            return _Piece(r"\d{2}", f"short{_YEARS[letter]}") if count == 2 else _Piece(self._year(count), _YEARS[letter])
        if letter in _NUMBERS:
            least, most = 1 if self._lenient else count, 3 if letter == "D" else 2
            any_length = count == 1 or self._lenient
            return _Piece(rf"\d{{{min(least, most)},{max(count, most)}}}" if any_length else rf"\d{{{count}}}", _NUMBERS[letter])
        if letter in _CLOCKS:
            return _Piece(r"\d{1,2}" if count == 1 else r"\d{2}", _CLOCKS[letter])
        if letter == "e" and count <= 2:
            return _Piece(rf"\d{{{count}}}", "weekday")
        if letter == "S":
            return _Piece(r"\d{1,9}" if self._flexible else rf"\d{{{count}}}", "fraction")
        return _Piece(r"\d{1,9}", "nano") if letter == "n" else None

    def _zone(self, letter: str, count: int) -> _Piece | None:
        if letter in "zV":
            return _Piece(r"[A-Za-z][A-Za-z0-9_+\-/:]*|[+-]\d{2}:?\d{2}(?::?\d{2})?", "zone")
        known = _OFFSETS.get(letter * count, _OFFSETS["Z"] if letter == "Z" else None)
        return None if known is None else _Piece(_ANY_OFFSET if self._flexible else known, "offset")

    def _year(self, least: int) -> str:
        """A year of at least so many digits; from four on, one of more needs a sign (``SignStyle.EXCEEDS_PAD``)."""
        if self._lenient:
            return r"[+-]?\d{1,9}"
        if self._fixed:
            return r"-?\d{4}"
        if least < 4:
            return rf"-?\d{{{least},9}}"
        return rf"\d{{{least}}}|-(?!0+(?!\d))\d{{{least},9}}|\+\d{{{least + 1},9}}"

    def parse(self, text: str) -> Fields:
        """Raises ``DateParseError``."""
        match = self._regex.fullmatch(text)
        if match is None:
            raise DateParseError(f"Text '{text}' could not be parsed{self._where(text)}")
        fields = Fields()
        half = clock = None
        for name, value in match.groupdict().items():
            part = name.rpartition("_")[0]
            if value is None:
                continue
            if part == "half":
                half = value.upper()
            elif part in ("clock12", "hour12", "clock24"):
                clock = int(value) % (24 if part == "clock24" else 12)
            else:
                _set(fields, part, value)
        if clock is not None:
            fields.hour = clock + (12 if half == "PM" and clock < 12 else 0)
        try:
            fields.check(clamp_day=not self._flexible)
        except FieldRangeError as error:
            raise DateParseError(f"Text '{text}' could not be parsed: {error}") from None
        return fields

    def _where(self, text: str) -> str:
        """How far the text was of the format; not exact where optional sections are involved."""
        position = 0
        if any(piece.expression in ("(?:", ")?") for piece in self._pieces):
            return " at index 0"
        for piece in self._pieces:
            match = re.compile(piece.expression).match(text, position)
            if match is None:
                return f" at index {position}"
            position = match.end()
        return f", unparsed text found at index {position}"


def _month(fields: Fields, value: str) -> None:
    fields.month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(value))


def _day(fields: Fields, value: str) -> None:
    fields.weekday = next(n for n, name in enumerate(DAYS, 1) if name.startswith(value))


def _fraction(fields: Fields, value: str) -> None:
    fields.nano = int(value.ljust(9, "0")[:9])


def _offset(fields: Fields, value: str) -> None:
    digits = value[1:].replace(":", "")
    fields.offset = 0 if value == "Z" else offset_seconds(value[0], digits[:2], digits[2:4], digits[4:6])


def _zone(fields: Fields, value: str) -> None:
    fields.zone = value


_SET = {"monthname": _month, "dayname": _day, "fraction": _fraction, "offset": _offset, "zone": _zone}
"""What becomes of the parts that are no numbers."""


def _set(fields: Fields, part: str, value: str) -> None:
    if part in _SET:
        _SET[part](fields, value)
    elif part.startswith("short"):
        setattr(fields, part.removeprefix("short"), 2000 + int(value))
    else:
        setattr(fields, part, int(value))
