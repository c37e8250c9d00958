"""A date format: one or several alternatives, separated by ``||``."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from docstore.errors import DateTimeParseError, IllegalArgumentError
from docstore.mapping.dates.epoch import EPOCH_MILLIS, EPOCH_SECOND
from docstore.mapping.dates.fields import Fields
from docstore.mapping.dates.iso import IsoFormat
from docstore.mapping.dates.named import FIXED_YEARS, PATTERNS
from docstore.mapping.dates.pattern import DateParseError, JavaPattern

DEFAULT = "strict_date_optional_time||epoch_millis"
DEFAULT_NANOS = "strict_date_optional_time_nanos||epoch_millis"


class Alternative(Protocol):
    """One format without ``||``."""

    pattern: str

    def parse(self, text: str) -> Fields:
        """Raises ``DateParseError``."""
        ...


class DateFormat:
    """``DateFormatter.forPattern``; immutable, made once per pattern (``date_format``)."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.alternatives = [_alternative(part) for part in pattern.split("||")]

    @property
    def words(self) -> bool:
        """Whether it reads words of some language."""
        return any(isinstance(one, JavaPattern) and one.words for one in self.alternatives)

    def parse(self, text: str) -> Fields:
        """The first alternative that fits. Raises the ``illegal_argument_exception`` that Elasticsearch raises.

        >>> date_format("strict_date_optional_time||epoch_millis").parse("2020-01-02T03").nanos()
        1577934000000000000
        """
        if not text:
            raise IllegalArgumentError("cannot parse empty datetime")
        cause = ""
        for alternative in self.alternatives:
            try:
                return alternative.parse(text)
            except DateParseError as error:
                cause = str(error)
        if len(self.alternatives) > 1:
            cause = "Failed to parse with all enclosed parsers"
        raise IllegalArgumentError(
            f"failed to parse date field [{text}] with format [{self.pattern}]", caused_by=DateTimeParseError(cause)
        )


@lru_cache(maxsize=1024)
def date_format(pattern: str) -> DateFormat:
    """The format of a pattern. Raises ``IllegalArgumentError`` when it is not one."""
    return DateFormat(pattern)


def _alternative(pattern: str) -> Alternative:
    name = pattern.strip()
    if not name:
        raise IllegalArgumentError("No date pattern provided")
    if name == "epoch_millis":
        return EPOCH_MILLIS
    if name == "epoch_second":
        return EPOCH_SECOND
    if name in ("iso8601", "strict_date_optional_time", "strict_date_optional_time_nanos"):
        return IsoFormat(name, strict=True)
    if name == "date_optional_time":
        return IsoFormat(name, strict=False)
    plain = name.removeprefix("strict_")
    if plain in PATTERNS:
        lenient = plain == name and not plain.startswith("basic_")
        written = PATTERNS[plain].replace("uuuu-MM-dd", "uuuu[-MM[-dd]]") if lenient and plain.startswith("date") else PATTERNS[plain]
        return JavaPattern(written, flexible=True, lenient=lenient, fixed=plain.startswith(FIXED_YEARS))
    try:
        return JavaPattern(name)
    except ValueError as error:
        raise IllegalArgumentError(
            f"Invalid format: [{name}]: {error}", caused_by=IllegalArgumentError(str(error))
        ) from None
