"""The ``_id`` of a point of a time series: the hash of its dimensions and its time, in Base64 (``TsidExtractingIdFieldMapper``)."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode

from docstore.documents.time_span import shown_time
from docstore.mapping.series import SERIES_BYTES, series_text

_TIME_BYTES = 8


def point_id(series: bytes, millis: int) -> str:
    """The id of a point of the series at a time.

    >>> point_id(bytes(12), 1_714_557_600_000)
    'AAAAAAAAAAAAAAAAAAABjzOYwQA'
    """
    return series_text(series + millis.to_bytes(_TIME_BYTES, "big", signed=True))


def description(doc_id: str) -> str:
    """The id, the series and the time as messages name a point.

    >>> description("AAAAAAAAAAAAAAAAAAABjzOYwQA")
    '[AAAAAAAAAAAAAAAAAAABjzOYwQA][AAAAAAAAAAAAAAAA@2024-05-01T10:00:00.000Z]'
    """
    try:
        found = urlsafe_b64decode(f"{doc_id}=")
        time = shown_time(int.from_bytes(found[SERIES_BYTES:], "big", signed=True), "milliseconds")
    except (binascii.Error, ValueError, OverflowError):
        return f"[{doc_id}]"
    return f"[{doc_id}][{series_text(found[:SERIES_BYTES])}@{time}]"

