"""Which backing index of a data stream in ``index.mode: time_series`` a new point goes to: the one whose span holds its time
(``DataStream.getWriteIndex``)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docstore.catalog.time_series import is_time_series
from docstore.errors import IllegalArgumentError, TimestampError
from docstore.json_token import token_of
from docstore.mapping.dates.format import date_format
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.dates.zone import zone_of
from docstore.mapping.java_text import java_string
from docstore.mapping.timestamp import TIMESTAMP

if TYPE_CHECKING:
    from docstore.catalog.catalog import Catalog, WriteTarget
    from docstore.catalog.index import Index
    from docstore.storage.source import Source

_FORMAT = "strict_date_optional_time_nanos||strict_date_optional_time||epoch_millis"
_BOUNDS = ("index.time_series.start_time", "index.time_series.end_time")
_PRINT = printer_of("strict_date_time")
_NANOS_PER_MILLI, _MILLIS_PER_SECOND = 1_000_000, 1000


def span_of(index: Index) -> tuple[int, int]:
    """The times that an index in that mode takes, in milliseconds since the epoch: from the first, up to the second."""
    start, end = (int(index.settings.get(name)) for name in _BOUNDS)
    return start, end


def shown_time(millis: int, unit: str) -> str:
    """A time as messages give it, to this unit: ``seconds`` that are whole, or ``milliseconds``."""
    text = _PRINT(Moment.of(millis * _NANOS_PER_MILLI, zone_of("UTC")))
    return text if unit == "milliseconds" else text.replace(".000Z", "Z")


def timed_target(catalog: Catalog, target: WriteTarget, source: Source) -> WriteTarget:
    """Where a document goes that is created in a stream; the target itself where the stream is in another mode.

    :raises TimestampError: the document has no time, or one that no backing index takes.
    """
    stream = target.stream
    if stream is None or not is_time_series(target.index):
        return target
    seconds = _millis(source) // _MILLIS_PER_SECOND * _MILLIS_PER_SECOND
    backing = [index for index in catalog.behind(stream.name) if index is not None]
    for index in reversed(backing):
        if is_time_series(index):
            start, end = span_of(index)
            if start <= seconds < end:
                return target if index is target.index else replace(target, index=index)
    ranges = "".join(f"[{','.join(str(index.settings.flat.get(name)).replace('None', 'null') for name in _BOUNDS)}]" for index in backing)
    shown = shown_time(seconds, "milliseconds")
    raise TimestampError(f"the document timestamp [{shown}] is outside of ranges of currently writable indices [{ranges}]")


def _millis(source: Source) -> int:
    """The time of a document, read before its mapping is known; a fraction of a number is cut off."""
    if TIMESTAMP not in source:
        raise _unreadable("expecting token of type [START_OBJECT] but found [null]")
    value = source[TIMESTAMP]
    if isinstance(value, str):
        try:
            return date_format(_FORMAT).parse(value).nanos() // _NANOS_PER_MILLI
        except IllegalArgumentError as error:
            raise TimestampError(f"Error extracting data stream timestamp field: {error.reason}") from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= 2**63:
            problem = f"Numeric value ({java_string(value)}) out of range of long ({-(2**63)} - {2**63 - 1})"
            raise TimestampError(f"Error extracting data stream timestamp field: {problem}")
        return int(value)
    raise _unreadable(f"expecting token of type [VALUE_STRING] or [VALUE_NUMBER] but found [{token_of(value)}]")


def _unreadable(problem: str) -> TimestampError:
    return TimestampError(f"Error extracting data stream timestamp field: Failed to parse object: {problem}")
