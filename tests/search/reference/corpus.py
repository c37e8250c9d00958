"""Documents as a list, and what their fields hold: each question reads every document again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.search.reference.schema import Json, Schema
from tests.search.reference.values import read
from tests.search.reference.words import Token, all_tokens

VECTORS = ("v", "vc", "vd", "vm", "sv")
TEXTS = ("text", "match_only_text")


def raw_values(source: Any, path: str) -> Iterator[Any]:
    """All that stands at a path, through arrays and objects; below a name before below a longer one."""
    if isinstance(source, list):
        for each in source:
            yield from raw_values(each, path)
    elif not path:
        yield source
    elif isinstance(source, dict):
        for key, value in sorted(source.items(), key=lambda item: len(item[0])):
            if key == path:
                yield from raw_values(value, "")
            elif path.startswith(f"{key}."):
                yield from raw_values(value, path[len(key) + 1 :])


def in_full(histogram: Json) -> list[float]:
    """Each number as often as it was counted."""
    return [float(value) for value, count in zip(histogram["values"], histogram["counts"], strict=True) for _ in range(count)]


@dataclass(frozen=True, slots=True)
class Document:
    """A document, or an object of a nested field in it."""

    id: str
    source: Json
    schema: Schema
    place: tuple[int, ...]
    """Its ``_seq_no``; for an object also its number among those around it."""
    level: str = ""
    """The nested field that it is an object of."""

    def holds(self, other: Document) -> bool:
        """Whether another is an object in this, or this itself."""
        return other.place[: len(self.place)] == self.place

    @property
    def shown(self) -> Json:
        """The source, without vectors: an index does not show them."""
        return {key: value for key, value in self.source.items() if key not in VECTORS}

    def raw(self, path: str) -> list[Any]:
        """What the field finds in the source. An array of numbers may be one vector or one point."""
        if self.schema.level(path) != self.level:
            return []
        if self.schema.type_of(path) in ("dense_vector", "geo_point", "flattened"):
            if self.source.get(path) == []:
                return []
            found = self.source.get(path)
            many = isinstance(found, list) and bool(found) and not isinstance(found[0], int | float)
            return [each for each in (found if many else [found]) if each is not None]
        found = list(raw_values(self.source, self.schema.source_path(path)))
        return found + [each for name in ("c1", "c2") for each in raw_values(self.source, name)] if path == "all" else found

    def values(self, path: str) -> list[Any]:
        """The values of a field, as its type reads them, ascending."""
        mapped = self.schema.field(path)
        if mapped is None:
            return []
        if mapped["type"] == "token_count":
            return sorted(len(str(raw).split()) for raw in self.raw(path) if raw is not None)
        if mapped["type"] == "histogram":
            return sorted(value for raw in self.raw(path) if raw is not None for value in in_full(raw))
        if mapped["type"] == "constant_keyword":
            return [mapped["value"]]
        if mapped["type"] == "flattened":
            return sorted({str(leaf) for raw in self.raw(path) for name in raw for leaf in raw_values(raw, name) if leaf is not None})
        found = []
        for raw in self.raw(path):
            given = mapped.get("null_value") if raw is None else raw
            value = None if given is None else read(given, mapped)
            if value is not None:
                found.append(value)
        return found if mapped["type"] in ("dense_vector", "geo_point") else sorted(found)

    def distinct(self, path: str) -> list[Any]:
        """The values, equal ones once."""
        found = self.values(path)
        return [value for at, value in enumerate(found) if at == 0 or found[at - 1] != value]

    def tokens(self, path: str) -> list[Token]:
        """Of a text its words with their places."""
        mapped = self.schema.field(path)
        return all_tokens([str(raw) for raw in self.raw(path) if raw is not None], mapped) if mapped else []

    def words(self, path: str) -> list[str]:
        """Of a text its words."""
        return [word for word, _ in self.tokens(path)]

    def has(self, path: str) -> bool:
        """Whether the field has a value, were it a text without words."""
        return bool(self.values(path))

    def objects(self, level: str) -> list[Document]:
        """The objects of a nested field in this one."""
        if self.level == level:
            return [self]
        path = "ne" if self.level == "" else "ne.in"
        name = path.rsplit(".", 1)[-1]
        found = []
        inside = self.source if self.level == "" else self.source["ne"]
        for number, each in enumerate(one for one in raw_values(inside, name) if one is not None):
            source = {"ne": each if path == "ne" else {"in": each}}
            found += Document(self.id, source, self.schema, (*self.place, number), path).objects(level)
        return found


@dataclass(slots=True)
class Corpus:
    """The documents in the order in which they were last written."""

    schema: Schema = field(default_factory=Schema)
    documents: list[Document] = field(default_factory=list)
    name: str = "a"
    _written: int = 0

    def put(self, doc_id: str, source: Json) -> None:
        """Write, or write over."""
        self._without(doc_id)
        self.documents.append(Document(doc_id, source, self.schema, (self._written,)))
        self._written += 1

    def delete(self, doc_id: str) -> None:
        """Take away."""
        self._without(doc_id)
        self._written += 1

    def _without(self, doc_id: str) -> None:
        self.documents = [document for document in self.documents if document.id != doc_id]

    def get(self, doc_id: str) -> Document | None:
        """The document with an id."""
        return next((document for document in self.documents if document.id == doc_id), None)

    def level(self, level: str) -> list[Document]:
        """All objects of a nested field; all documents for none."""
        return [found for document in self.documents for found in document.objects(level)] if level else self.documents

    def around(self, field: str) -> list[Document]:
        """Those that have terms of a field."""
        text = self.schema.type_of(field) in TEXTS
        return [each for each in self.level(self.schema.level(field)) if (each.tokens(field) if text else each.values(field))]
