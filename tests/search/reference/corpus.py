"""Documents as a list, and what their fields hold: each question reads every document again.

Nothing here is taken from the library. The fields are those of ``PROPERTIES``; each has a reader of a few lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

PROPERTIES: Json = {
    "k": {"type": "keyword"},
    "kn": {"type": "keyword", "null_value": "NULL"},
    "n": {"type": "long"},
    "i": {"type": "integer"},
    "f": {"type": "double"},
    "b": {"type": "boolean"},
    "d": {"type": "date"},
    "t": {"type": "text"},
    "o": {"properties": {"k": {"type": "keyword"}, "n": {"type": "long"}}},
}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(value: Any) -> int:
    """A date of a document: ISO 8601, or milliseconds."""
    if isinstance(value, int):
        return value
    found = datetime.fromisoformat(value)
    instant = found.replace(tzinfo=UTC) if found.tzinfo is None else found
    return (instant - EPOCH) // timedelta(milliseconds=1)


def _keyword(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _truth(value: Any) -> bool:
    return value is True or value == "true"


def _whole(value: Any) -> int:
    return int(value)


READERS: dict[str, Callable[[Any], Any]] = {
    "keyword": _keyword,
    "long": _whole,
    "integer": _whole,
    "double": float,
    "boolean": _truth,
    "date": milliseconds,
    "text": str,
}


def order_of(value: Any) -> Any:
    """What values are compared by: as they are. Here -0.0 equals 0.0, which Lucene keeps apart."""
    return value


def type_of(path: str) -> str | None:
    """The type of a field, None for one that is not mapped."""
    found: Any = {"properties": PROPERTIES}
    for part in path.split("."):
        found = found.get("properties", {}).get(part)
        if found is None:
            return None
    return found.get("type")  # type: ignore[no-any-return]


def raw_values(source: Any, path: str) -> Iterator[Any]:
    """All that stands at a path, through arrays and objects."""
    if isinstance(source, list):
        for each in source:
            yield from raw_values(each, path)
    elif not path:
        yield source
    elif isinstance(source, dict):
        for key, value in source.items():
            if key == path:
                yield from raw_values(value, "")
            elif path.startswith(f"{key}."):
                yield from raw_values(value, path[len(key) + 1 :])


@dataclass(slots=True)
class Document:
    """One document."""

    id: str
    source: Json

    def values(self, path: str) -> list[Any]:
        """The values of a field, as its type reads them, ascending."""
        kind = type_of(path)
        if kind is None:
            return []
        found = []
        for raw in raw_values(self.source, path):
            if raw is None and path == "kn":
                found.append("NULL")
            elif raw is not None:
                found.append(READERS[kind](raw))
        return sorted(found, key=order_of)

    def words(self, path: str) -> list[list[str]]:
        """Of a text its words, value by value, in their order."""
        return [str(raw).lower().split() for raw in raw_values(self.source, path) if raw is not None]

    def distinct(self, path: str) -> list[Any]:
        """The values, equal ones once."""
        kept: list[Any] = []
        for value in self.values(path):
            if not kept or order_of(kept[-1]) != order_of(value):
                kept.append(value)
        return kept


@dataclass(slots=True)
class Corpus:
    """The documents in the order in which they were last written."""

    documents: list[Document] = field(default_factory=list)

    def put(self, doc_id: str, source: Json) -> None:
        """Write, or write over."""
        self.delete(doc_id)
        self.documents.append(Document(doc_id, source))

    def delete(self, doc_id: str) -> None:
        """Take away, if it is there."""
        self.documents = [document for document in self.documents if document.id != doc_id]
