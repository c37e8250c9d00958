"""The ``_id`` of a point of a time series: where it is routed to, the hash of its series and its time, in Base64
(``TsidExtractingIdFieldMapper``)."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from docstore.documents.time_span import shown_time
from docstore.mapping.series import dimension_fields, encoded_dimensions, values_at
from docstore.mapping.series_id import series_text, tsid_of

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.mapping.mapping import Mapping
    from docstore.storage.source import Source

_TIME_BYTES = 8
_BASE64 = re.compile(r"(?:[\w-]{4})+(?:[\w-]{4}|[\w-]{2}(?:==)?|[\w-]{3}=?)", re.ASCII)
_UNHASHED_BYTES = 12
_LONGEST_TSID = 1000


def point_id(address: bytes, millis: int) -> str:
    """The id of a point at a time.

    :param address: the hash of what it is routed by, and that of its series.

    >>> point_id(bytes.fromhex("71964db3 b07db125accab2f9"), 1_619_635_924_467)
    'cZZNs7B9sSWsyrL5AAABeRnS7fM'
    """
    return series_text(address + _time(millis))


def is_address(doc_id: str) -> bool:
    """Whether an id is Base64 of at least the bytes of a routing.

    >>> is_address("cZZNsw"), is_address("cZZN"), is_address("not found")
    (True, False, False)
    """
    return _BASE64.fullmatch(doc_id) is not None


def _time(millis: int) -> bytes:
    return millis.to_bytes(_TIME_BYTES, "big", signed=True)


def unhashed_id(mapping: Mapping, source: Source, millis: int) -> str:
    """The id of a point in an index whose ids are from before they were those of Elasticsearch."""
    values: dict[str, Any] = {}
    for path, field in dimension_fields(mapping):
        given = [(value, field.column_value(value)) for value in values_at(source, path)]
        if found := tuple(value if shown is None else shown for value, shown in given):
            values[path] = found[0] if len(found) == 1 else found
    named = repr(sorted(values.items())).encode("utf-8", "surrogatepass")
    return series_text(blake2b(named, digest_size=_UNHASHED_BYTES).digest() + _time(millis))


def description(index: Index, doc_id: str, source: Source | None) -> str:
    """How messages name a point: the id, the series and the time; the id alone where the document is not at hand."""
    if source is None:
        return f"[{doc_id}]"
    millis = int.from_bytes(urlsafe_b64decode(f"{doc_id}=")[-_TIME_BYTES:], "big", signed=True)
    tsid = series_text(tsid_of(encoded_dimensions(index.mapping, source)))
    shown = tsid if len(tsid) <= _LONGEST_TSID else f"{tsid[:_LONGEST_TSID]}...}}"
    return f"[{doc_id}][{shown}@{shown_time(millis, 'milliseconds')}]"
