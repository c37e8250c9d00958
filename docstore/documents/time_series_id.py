"""The ``_id`` of a point of a time series: where it is routed to, the hash of its series and its time, in Base64
(``TsidExtractingIdFieldMapper``, ``IndexRouting.ExtractFromSource``)."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from docstore.catalog.names.lookup import matches
from docstore.documents.time_span import shown_time
from docstore.mapping.java_text import json_text
from docstore.mapping.murmur3 import hash32, hash128
from docstore.mapping.series import dimension_fields, encoded_dimensions, values_at
from docstore.mapping.series_id import series_text, tsid_of

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.mapping.mapping import Mapping as FieldMapping
    from docstore.storage.source import Source

Routed = tuple[tuple[str, str], ...]
"""Fields that a point is routed by, with the texts of their values, in the order of the document."""

_TIME_BYTES = 8
_UNHASHED_BYTES = 12
_LONGEST_TSID = 1000


def point_id(routing: int, tsid: bytes, millis: int) -> str:
    """The id of a point of the series at a time.

    >>> tsid = urlsafe_b64decode("KCjEJ9R_BgO8TRX2QOd6dpR12oDh--qoyNZRQPy43y34Qdy2dpsyG0o=")
    >>> point_id(0xB34D9671, tsid, 1_619_635_924_467)
    'cZZNs7B9sSWsyrL5AAABeRnS7fM'
    """
    return series_text(routing.to_bytes(4, "little") + _hash_of(tsid) + _time(millis))


@lru_cache(maxsize=16384)
def _hash_of(tsid: bytes) -> bytes:
    return hash128(tsid)[:8]


def _time(millis: int) -> bytes:
    return millis.to_bytes(_TIME_BYTES, "big", signed=True)


def routing_values(index: Index, source: Source) -> Routed:
    """The fields that ``index.routing_path`` names, as they stand in a document."""
    patterns = tuple(index.settings.get("index.routing_path"))
    return tuple((path, json_text(value)) for path, value in scalars(source) if routes(patterns, path))


@lru_cache(maxsize=4096)
def routes(patterns: tuple[str, ...], path: str) -> bool:
    """Whether a field is one of those that points are routed by."""
    return matches(patterns, path)


@lru_cache(maxsize=16384)
def routing_hash(routed: Routed) -> int:
    """Where a document with these values is routed to."""
    number = 0
    for path, text in sorted(routed, key=lambda each: each[0]):
        number = 31 * number + (hash32(path.encode("utf-8", "surrogatepass")) ^ hash32(text.encode("utf-8", "surrogatepass")))
    return number & 0xFFFFFFFF


def scalars(source: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a document that is no object, no list and not null, with its path, in the order of the document."""
    for key, value in source.items():
        yield from _scalars(value, f"{before}{key}")


def _scalars(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from scalars(value, f"{path}.")
    elif isinstance(value, list):
        for each in value:
            yield from _scalars(each, path)
    elif value is not None:
        yield path, value


def unhashed_id(mapping: FieldMapping, source: Source, millis: int) -> str:
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
