"""Index names with dates in them: ``<logs-{now/d}>`` is ``logs-2024.03.22`` (``DateMathExpressionResolver``).

``<static{expression{format|zone}}>``: the format, also that of a date in the expression, is ``uuuu.MM.dd``, the zone UTC when left out;
``\\`` before a brace makes it a letter of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docstore.clock import CLOCK
from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.math import parse_date_math
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.dates.zone import zone_of

_DEFAULT_FORMAT = "uuuu.MM.dd"
_PLACE = re.compile(r"\{([^{}]*)(\{([^{}|]*)(?:\|([^{}]*))?\})?\}")


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
    form = date_format(pattern or _DEFAULT_FORMAT)
    try:
        zone = zone_of(zone_name or "Z")
    except ValueError as error:
        raise IllegalArgumentError(str(error)) from None
    return printer_of(form.pattern)(Moment.of(parse_date_math(expression, form, now=now, time_zone=zone_name), zone))


def _invalid(text: str, problem: str) -> ElasticsearchParseError:
    return ElasticsearchParseError(f"invalid dynamic name expression [{text}]. {problem}")
