"""One document on its way to become a hit."""

from __future__ import annotations

from typing import Any

from docstore.search.index_search import Row
from docstore.storage import source as codec
from docstore.storage.record import Record

Json = dict[str, Any]


class Fetched:
    """One row with its record; the document is decoded when a part first needs it."""

    __slots__ = ("_source", "record", "row", "seq")

    def __init__(self, row: Row, seq: int, found: Record) -> None:
        self.row = row
        self.seq = seq
        self.record = found
        self._source: Json | None = None

    @property
    def source(self) -> Json:
        """The document as it is stored."""
        if self._source is None:
            self._source = codec.decode(self.record.source)
        return self._source
