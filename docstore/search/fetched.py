"""One document on its way to become a hit."""

from __future__ import annotations

from typing import Any

from docstore.search.index_search import Row
from docstore.search.nested_place import NestedPlace
from docstore.storage import source as codec
from docstore.storage.record import Record

Json = dict[str, Any]


class Fetched:
    """One row with its record; the document is decoded when a part first needs it."""

    __slots__ = ("_source", "place", "record", "row", "seq")

    def __init__(self, row: Row, seq: int, found: Record, place: NestedPlace | None = None) -> None:
        self.row = row
        self.seq = seq
        self.record = found
        self.place = place
        """Of a nested object, where it stands."""
        self._source: Json | None = None

    @property
    def source(self) -> Json:
        """The document as it is stored; of a nested object as if it had nothing else."""
        if self._source is None:
            whole = codec.decode(self.record.source)
            self._source = whole if self.place is None else self.place.alone(whole)
        return self._source
