"""One document on its way to become a hit."""

from __future__ import annotations

from typing import Any, Self

from docstore.search.nested_place import NestedPlace
from docstore.search.row import Row
from docstore.storage import source as codec
from docstore.storage.record import Record, Stamp, parted, read_stamp

Json = dict[str, Any]


class Fetched:
    """One row with its record; the document is decoded when a part first needs it."""

    __slots__ = ("_source", "_stamp", "encoded", "id", "place", "routing", "row", "seq")

    def __init__(self, row: Row, seq: int, stamp: bytes, body: bytes, place: NestedPlace | None = None) -> None:
        self.row = row
        self.seq = seq
        self.id, self.routing, self.encoded = parted(body)
        self.place = place
        """Of a nested object, where it stands."""
        self._stamp: bytes | Stamp = stamp
        self._source: Json | None = None

    @classmethod
    def of(cls, seq: int, found: Record) -> Self:
        """A record that no search has found."""
        made = cls.__new__(cls)
        made.row, made.seq, made.place = Row((), 0, None), seq, None
        made.id, made.routing, made.encoded = found.id, found.routing, found.source
        made._stamp, made._source = found.stamp, None
        return made

    @property
    def stamp(self) -> Stamp:
        """Version and primary term."""
        return read_stamp(self._stamp) if isinstance(self._stamp, bytes) else self._stamp

    @property
    def source(self) -> Json:
        """The document as it is stored; of a nested object as if it had nothing else."""
        if self._source is None:
            whole = codec.decode(self.encoded)
            self._source = whole if self.place is None else self.place.alone(whole)
        return self._source
