"""Where a point of a time series is routed to: the hash of the fields that ``index.routing_path`` names, as they stand in the document
(``IndexRouting.ExtractFromSource``), and ``_ts_routing_hash``, which shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from docstore.mapping.field_type import ColumnKind, ColumnValue, Fetcher
from docstore.mapping.java_text import json_text
from docstore.mapping.murmur3 import hash32
from docstore.mapping.series_id import Bytes

ROUTING_HASH = "_ts_routing_hash"

Routed = tuple[tuple[str, str], ...]
"""Fields that a point is routed by, with the texts of their values, in the order of the document."""


def routing_values(paths: tuple[str, ...], source: Mapping[str, Any]) -> Routed:
    """What of a document is under the paths or patterns of ``index.routing_path``."""
    return tuple((path, json_text(value)) for path, value in scalars(source) if routes(paths, path))


@lru_cache(maxsize=4096)
def routes(paths: tuple[str, ...], path: str) -> bool:
    """Whether a field is one of those that points are routed by."""
    return any(re.fullmatch(".*".join(map(re.escape, each.split("*"))), path, re.DOTALL) for each in paths)


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


def routing_hash(routed: Routed) -> bytes:
    """The hash of these values: four bytes, little-endian.

    >>> routing_hash((("metricset", "pod"), ("k8s.pod.uid", "947e4ced-1786-4e53-9e0c-5c447e959507"))).hex()
    '71964db3'
    """
    number = 0
    for path, text in sorted(routed, key=lambda each: each[0]):
        number = 31 * number + (hash32(path.encode("utf-8", "surrogatepass")) ^ hash32(text.encode("utf-8", "surrogatepass")))
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


class RoutingHash(Bytes):
    """``_ts_routing_hash`` as a column."""

    __slots__ = ("_paths",)
    type_name: ClassVar[str] = ROUTING_HASH
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(ROUTING_HASH)
        self._paths = paths

    def to_body(self) -> dict[str, Any]:
        """Other paths give other hashes."""
        return {"type": self.type_name, "paths": list(self._paths)}

    def fetcher(self, pattern: str | None) -> Fetcher:
        """As responses show it."""
        return lambda value: [self.from_column(found) for found in self.column_values(value)]

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """Of a whole document."""
        routed = routing_values(self._paths, value) if isinstance(value, Mapping) else ()
        return (routing_hash(routed).hex(),) if routed else ()
