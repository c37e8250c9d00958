"""Nested objects as documents of their own: how many there are in each document, and a reader of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from docstore.columns.fields import Field, Json, Mapping
from docstore.columns.projection import Projection
from docstore.columns.rows import Ints
from docstore.columns.values import units
from docstore.columns.want import Want
from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType
from docstore.storage import source as codec
from docstore.storage.derived import DerivedFiles

if TYPE_CHECKING:
    from docstore.columns.reader import Reader
    from docstore.columns.view import IndexView

PLACES = 24
"""Bits for the place of an object within its document: its number is ``_seq_no << PLACES | place``."""


class ObjectCount(FieldType):
    """How many objects a nested field has in a document."""

    __slots__ = ()
    type_name: ClassVar[str] = "_nested"
    column: ClassVar[ColumnKind] = ColumnKind.INTEGER
    several: ClassVar[bool] = True
    takes_arrays: ClassVar[bool] = True

    def to_body(self) -> Json:
        """Nothing about it can change."""
        return {"type": self.type_name}

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """One number for each place where a document has the field."""
        return (sum(1 for _ in objects(value)),)


def objects(raw: Any) -> Iterator[Json]:
    """The objects of a nested field, in order (``null`` is none)."""
    return (value for value in units(raw, whole=False) if isinstance(value, dict))


def object_count(path: str) -> Want:
    """The column of how many objects there are."""
    return Want(Field(f"{path}#objects", ObjectCount(path), (path,)))


class NestedReader:
    """A ``Reader`` of the objects of one nested field, in the order of their documents.

    Each is shown as a document that has nothing but this object at its path, so that fields keep their full names.
    """

    def __init__(self, outer: IndexView, path: str) -> None:
        self._outer = outer
        self._path = path
        self._count = object_count(path)
        self.uuid = f"{outer.reader.uuid}/{path}"

    @property
    def name(self) -> str:
        """The name of the index."""
        return self._outer.reader.name

    @property
    def files(self) -> DerivedFiles | None:
        """As the index."""
        return self._outer.reader.files

    def fingerprints(self, seqs: Sequence[int]) -> list[bytes]:
        """Those of the documents."""
        return self._outer.reader.fingerprints([seq >> PLACES for seq in seqs])

    @property
    def mapping(self) -> Mapping:
        """That of the index."""
        return self._outer.reader.mapping

    @property
    def next_seq(self) -> int:
        """The number of the next object."""
        return self._outer.reader.next_seq << PLACES

    @property
    def removed(self) -> int:
        """How many documents were superseded or deleted so far."""
        return self._outer.reader.removed

    def counts(self) -> Ints:
        """How many objects each document, or object around it, has."""
        rows, values = (column := self._outer.column(self._count)).rows, column.values  # type: ignore[attr-defined]
        owners = np.repeat(np.arange(rows.count), rows.counts())
        return np.bincount(owners, weights=rows.flat(values), minlength=rows.count).astype(np.int64)

    def live_seqs(self, start: int = 0) -> Ints:
        """The numbers of all objects from one on, ascending."""
        documents = np.repeat(self._outer.seqs, self.counts())
        first = np.searchsorted(documents, documents)
        numbers: Ints = (documents << PLACES) | (np.arange(len(documents)) - first)
        return numbers[numbers >= start]

    def streams(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """The objects in batches, encoded as documents. ``start`` is the first number of a document."""
        projection = Projection([self._path], {0})
        outer: Reader = self._outer.documents
        for _, batch in outer.streams(start if self._outer.scope else start >> PLACES):
            found = [codec.encode({self._path: each}) for raw in projection.read(batch)[0] for each in objects(raw)]
            if found:
                yield len(found), b"\xdd" + (2 * len(found)).to_bytes(4, "big") + b"".join(b"\xc4\x00" + each for each in found)

    def lookup(self, ids: Sequence[str]) -> Ints:
        """The numbers of the objects of the documents with these ids, ascending."""
        numbers = self.live_seqs()
        return numbers[np.isin(numbers >> PLACES, self._outer.reader.lookup(ids))]

    def find(self, ids: Sequence[str]) -> Ints:
        """None: objects have no ids of their own."""
        return np.full(len(ids), -1, dtype=np.int64)
