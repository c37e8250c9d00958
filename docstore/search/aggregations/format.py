"""How a value of a field is shown as a key and as text (``DocValueFormat``)."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from datetime import UTC, tzinfo
from typing import Any

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.search.aggregations.decimal_format import DecimalFormat


class Format(ABC):
    """``key`` is the JSON value, ``text`` what ``key_as_string`` and ``value_as_string`` show (None: nothing)."""

    @abstractmethod
    def text(self, value: Any) -> str | None:
        """The value as text."""

    @property
    def name(self) -> str:
        """As messages name it."""
        return f"DocValueFormat.{type(self).__name__}"

    def key(self, value: Any) -> Any:
        """The value as a bucket's key."""
        return value

    def parse(self, text: Any) -> float:
        """A value that a request writes as text."""
        return float(text)


class Raw(Format):
    """Numbers and strings as they are."""

    def text(self, value: Any) -> str | None:
        """Nothing."""
        return None


@frozen
class Decimals(Format):
    """A pattern of Java's ``DecimalFormat``: ``#,##0.00``."""

    pattern: DecimalFormat

    def text(self, value: Any) -> str | None:
        """By the pattern."""
        return self.pattern.format(float(value))


class Truth(Format):
    """Booleans: 1 and ``true``."""

    def text(self, value: Any) -> str | None:
        """``true`` or ``false``."""
        return "true" if value else "false"

    def parse(self, text: Any) -> float:
        """``true`` and ``false``, or a number."""
        if (found := {"true": 1.0, "false": 0.0}.get(str(text).lower())) is not None:
            return found
        if isinstance(text, str):
            raise IllegalArgumentError(f"Cannot parse boolean [{text}]")
        return float(text)


@frozen
class Dates(Format):
    """Milliseconds since the epoch, as a date in a zone. ``pattern`` is as in a mapping: the first alternative prints."""

    pattern: str
    zone: tzinfo = UTC
    zone_name: str | None = None

    @property
    def name(self) -> str:
        """With the pattern and the zone."""
        return f"DocValueFormat.DateTime(format[{self.pattern}] locale[en], {self.zone_name or 'Z'}, MILLISECONDS)"

    def text(self, value: Any) -> str | None:
        """Printed, without a part of a millisecond; nothing for what is no instant.

        :raises IllegalArgumentError: its year has too many digits.
        """
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return printer_of(self.pattern)(Moment.of(int(value) * 1_000_000, self.zone))

    def parse(self, text: Any) -> float:
        """Milliseconds, or a date in the pattern."""
        if isinstance(text, int | float):
            if not abs(text) < 2**63:
                raise ValueError(text)
            return float(text)
        return date_format(self.pattern).parse(str(text)).nanos(time_zone=self.zone_name) // 1_000_000


RAW = Raw()
TRUTH = Truth()
