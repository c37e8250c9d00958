"""Index names with dates in them: ``<logs-{now/d}>`` is ``logs-2024.03.22`` (``DateMathExpressionResolver``).

``<static{expression{format|zone}}>``: the format is ``yyyy.MM.dd``, the zone UTC when left out; ``\\`` before a brace
makes it a letter of the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from docstore.clock import CLOCK
from docstore.errors import ElasticsearchParseError
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.math import parse_date_math
from docstore.mapping.dates.zone import zone_of

_DEFAULT_FORMAT = "yyyy.MM.dd"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"\{([^{}]*)(\{([^{}|]*)(?:\|([^{}]*))?\})?\}")
_LETTERS = re.compile(r"'([^']*)'|([a-zA-Z])\2*|[^a-zA-Z']+")

_WRITERS: dict[str, Callable[[datetime], int]] = {
    "y": lambda moment: moment.year,
    "u": lambda moment: moment.year,
    "Y": lambda moment: moment.isocalendar().year,
    "M": lambda moment: moment.month,
    "d": lambda moment: moment.day,
    "D": lambda moment: moment.timetuple().tm_yday,
    "w": lambda moment: moment.isocalendar().week,
    "H": lambda moment: moment.hour,
    "m": lambda moment: moment.minute,
    "s": lambda moment: moment.second,
    "S": lambda moment: moment.microsecond // 1000,
}


def resolved(name: str, now: int | None = None) -> str:
    """The name with its dates filled in; a name without ``<`` and ``>`` around it as it is.

    :param now: milliseconds since the epoch; the process's clock when left out.
    :raises ElasticsearchParseError: not an expression.
    """
    if not (name.startswith("<") and name.endswith(">")):
        return name
    moment = CLOCK.millis() if now is None else now
    return "".join(_parts(name[1:-1], moment))


def _parts(text: str, now: int) -> Iterator[str]:
    at = 0
    while at < len(text):
        letter = text[at]
        if letter == "\\" and at + 1 < len(text):
            yield text[at + 1]
            at += 2
        elif letter == "{":
            place = _PLACE.match(text, at)
            if place is None:
                raise _invalid(text, "date math placeholder is open ended")
            yield _date(text, place, now)
            at = place.end()
        elif letter == "}":
            raise _invalid(
                text,
                f"invalid character at position [{at}]. `{{` and `}}` are reserved characters and "
                "should be escaped when used as part of the index name using `\\` (e.g. `\\{text\\}`)",
            )
        else:
            yield letter
            at += 1


def _date(text: str, place: re.Match[str], now: int) -> str:
    expression, formatted, pattern, zone_name = place.groups()
    if not expression:
        raise _invalid(text, "nothing captured")
    if formatted is not None and not pattern:
        raise _invalid(text, "missing date format")
    nanos = parse_date_math(expression, date_format("date_optional_time"), now=now, time_zone=zone_name)
    moment = _EPOCH + timedelta(microseconds=nanos // 1000)
    return _write(moment.astimezone(zone_of(zone_name or "Z")), pattern or _DEFAULT_FORMAT)


def _write(moment: datetime, pattern: str) -> str:
    return "".join(_piece(moment, piece) for piece in _LETTERS.finditer(pattern))


def _piece(moment: datetime, piece: re.Match[str]) -> str:
    quoted, letter = piece.groups()
    if quoted is not None:
        return str(quoted) or "'"
    if letter is None:
        return piece.group()
    if letter not in _WRITERS:
        raise ElasticsearchParseError(f"the letter [{letter}] is not supported in a date math index name")
    width = len(piece.group())
    number = _WRITERS[letter](moment)
    return f"{number % 100:02}" if letter in "yuY" and width == 2 else f"{number:0{width}}"


def _invalid(text: str, problem: str) -> ElasticsearchParseError:
    return ElasticsearchParseError(f"invalid dynamic name expression [{text}]. {problem}")
