"""epoch_millis and epoch_second."""

from __future__ import annotations

import re

from docstore.mapping.dates.fields import Fields
from docstore.mapping.dates.pattern import DateParseError

_LIMIT_SECONDS = 31_556_889_864_403_199
"""The last second that ``java.time.Instant`` can hold."""


class EpochFormat:
    """A count of milliseconds or seconds, which may be negative and may have a fraction."""

    def __init__(self, pattern: str, *, unit: int, digits: int) -> None:
        self.pattern = pattern
        self._unit = unit
        self._digits = digits
        self._regex = re.compile(rf"(-?)(\d{{1,19}})(?:\.(\d{{0,{digits}}}))?", re.ASCII)

    def parse(self, text: str) -> Fields:
        """Raises ``DateParseError``."""
        match = self._regex.fullmatch(text)
        if match is None:
            raise DateParseError(f"Text '{text}' could not be parsed at index 0")
        sign, whole, fraction = match.groups()
        nanos = int(whole) * self._unit + int((fraction or "").ljust(self._digits, "0"))
        if nanos > _LIMIT_SECONDS * 1_000_000_000:
            raise DateParseError(f"Text '{text}' could not be parsed at index 0")
        return Fields(epoch=-nanos if sign else nanos, epoch_step=1 if fraction else self._unit)


EPOCH_MILLIS = EpochFormat("epoch_millis", unit=1_000_000, digits=6)
EPOCH_SECOND = EpochFormat("epoch_second", unit=1_000_000_000, digits=9)
