"""Named objects that the catalog holds beside indices: one section for each kind (templates, data streams, cluster settings).

An object is a JSON object in the ``catalog`` table under ``<section>\\0<name>``. Like indices, objects are read once, shared, and read
again only where another process has changed their bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Generic, TypeVar

from docstore.errors import JsonObject
from docstore.frozen import frozen
from docstore.storage import source

T = TypeVar("T")


@frozen(eq=False)
class Section(Generic[T]):
    """One kind of object. ``load(name, body)`` makes it of its JSON, ``dump`` is the reverse."""

    name: str
    load: Callable[[str, JsonObject], T]
    dump: Callable[[T], JsonObject]

    @property
    def prefix(self) -> bytes:
        """What the keys of its rows begin with."""
        return self.name.encode() + b"\0"

    def key(self, name: str) -> bytes:
        """The key of an object's row."""
        return self.prefix + name.encode()

    def row(self, value: T) -> bytes:
        """The bytes of an object."""
        return source.encode(self.dump(value))

    def value(self, name: str, row: bytes) -> T:
        """The object of its bytes."""
        return self.load(name, source.decode(row))


@frozen
class Contents:
    """The objects of one section at one moment, by name, and the bytes that they were read from."""

    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, bytes] = field(default_factory=dict)

    def replaced(self, name: str, value: Any, row: bytes | None) -> Contents:
        """With another object of this name, or none."""
        values, rows = dict(self.values), dict(self.rows)
        values.pop(name, None)
        rows.pop(name, None)
        if row is not None:
            values[name], rows[name] = value, row
        return Contents(dict(sorted(values.items())), rows)


EMPTY = Contents()
"""A section without objects."""

_SECTIONS: dict[str, Section[Any]] = {}

SECTIONS: Mapping[str, Section[Any]] = _SECTIONS
"""All sections by name."""


def section(name: str, load: Callable[[str, JsonObject], T], dump: Callable[[T], JsonObject]) -> Section[T]:
    """Declare a section."""
    declared = Section(name, load, dump)
    _SECTIONS[name] = declared
    return declared
