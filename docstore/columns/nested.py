"""Nested objects as documents of their own: how many there are in each document, and a reader of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import numpy as np

from docstore.columns.column import Column
from docstore.columns.fields import Field, Json
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.object_count import ObjectCount, objects
from docstore.columns.projection import ABSENT, OBJECTS, Projection, Several, both, descend, whole_documents
from docstore.columns.rows import Ints, offsets_of
from docstore.columns.spelled import all_objects, spelled
from docstore.columns.want import Want
from docstore.mapping.history import History
from docstore.mapping.mapping import Mapping
from docstore.storage.derived import DerivedFiles

if TYPE_CHECKING:
    from docstore.columns.reader import Documents, Reader
    from docstore.columns.view import IndexView

PLACES = 24
"""Bits for the place of an object within its document: its number is ``_seq_no << PLACES | place``."""

_PLACES: WeakKeyDictionary[Column, tuple[Ints, Ints]] = WeakKeyDictionary()


def object_count(path: str, history: History) -> Want:
    """The column of how many objects there are."""
    born = history.born(path)
    return Want(Field(f"{path}#objects", ObjectCount(path), (f"{OBJECTS}{path}",), eras=((born, None),) if born else ()))


class NestedReader:
    """A ``Reader`` of the objects of one nested field, in the order of their documents; fields keep their full names."""

    bits = PLACES

    def __init__(self, outer: IndexView, path: str) -> None:
        self._outer = outer
        self._path = path
        self._count = object_count(path, self.history)
        self.uuid = f"{outer.reader.uuid}/{path}"
        self.opening = outer.reader.opening

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
    def history(self) -> History:
        """That of the index."""
        return self._outer.reader.history

    @property
    def content(self) -> tuple[int, int]:
        """See ``Reader``."""
        return self.next_seq, self.removed

    @property
    def next_seq(self) -> int:
        """The number of the next object."""
        return self._outer.reader.next_seq << PLACES

    @property
    def removed(self) -> int:
        """How many documents were superseded or deleted so far."""
        return self._outer.reader.removed

    @property
    def count(self) -> int:
        """How many objects there are."""
        return len(self.places()[1])

    def removed_since(self, removed: int) -> Ints | None:
        """The documents: their objects are gone with them."""
        return self._outer.documents.removed_since(removed)

    def places(self) -> tuple[Ints, Ints]:
        """See ``NestedView.offsets`` and ``NestedView.owners``; made once for a content of the index."""
        column = self._outer.column(self._count)
        assert isinstance(column, NumericColumn)
        if (known := _PLACES.get(column)) is None:
            counts: Ints = column.rows.flat(column.values)
            known = _PLACES[column] = offsets_of(counts), np.repeat(np.arange(len(counts)), counts)
        return known

    def live_seqs(self, start: int = 0) -> Ints:
        """The numbers of all objects from one on, ascending."""
        (offsets, owners), outer = self.places(), self._outer.seqs
        documents = outer[owners[offsets[np.searchsorted(outer, start >> PLACES)] :]]
        first = np.searchsorted(documents, documents)
        numbers: Ints = (documents << PLACES) | (np.arange(len(documents)) - first)
        return numbers[numbers >= start]

    def values(self, paths: Sequence[str], whole: Collection[int], start: int) -> Iterator[tuple[int, list[list[Any]]]]:
        """As ``read_values``. ``start`` is the first number of a document."""
        ways = [self._way(path, Several if at in whole else list) for at, path in enumerate(paths)]
        first = max(start if self._outer.scope else start >> PLACES, self.history.born(self._path) << self._outer.documents.bits)
        for _, (raw,) in read_values(self._outer.documents, [f"{OBJECTS}{self._path}"], {0}, first):
            found = list(chain.from_iterable(map(objects, raw)))
            if found:
                yield len(found), [way(found) for way in ways]

    def _way(self, path: str, lists: type[list[Any]]) -> Callable[[list[Json]], list[Any]]:
        """From objects to what each has at a path, which begins at the document."""
        if not path:
            return lambda found: [{self._path: each} for each in found]
        if path[0] == OBJECTS:
            inner = tuple(path[len(self._path) + 2 :].split("."))
            return lambda found: [all_objects(each, inner) for each in found]
        if not path.startswith(f"{self._path}."):
            return lambda found: [ABSENT] * len(found)
        rest = tuple(path[len(self._path) + 1 :].split("."))
        if len(rest) == 1:
            return lambda found: [each.get(rest[0], ABSENT) for each in found]
        return lambda found: [descend(each, rest, lists) for each in found]

    def lookup(self, ids: Sequence[str]) -> Ints:
        """The numbers of the objects of the documents with these ids, ascending."""
        numbers = self.live_seqs()
        return numbers[np.isin(numbers >> PLACES, self._outer.reader.lookup(ids))]

    def find(self, ids: Sequence[str]) -> Ints:
        """None: objects have no ids of their own."""
        return np.full(len(ids), -1, dtype=np.int64)


def read_values(
    reader: Reader, paths: Sequence[str], whole: Collection[int], start: int
) -> Iterator[tuple[int, list[list[Any]]]]:
    """Batches from a number on: how many ordinals, and for each path a list with one value for each (see ``Projection``). A path behind
    ``OBJECTS`` is one of nested objects, which may also be spelled in longer keys.
    """
    if isinstance(reader, NestedReader):
        yield from reader.values(paths, whole, start)
        return
    inside = {at: tuple(path[1:].split(".")) for at, path in enumerate(paths) if path.startswith(OBJECTS)}
    projection = Projection([path.removeprefix(OBJECTS) for path in paths], whole)
    for count, batch in cast("Documents", reader).streams(start):
        found = projection.read(batch)
        for at, parts in inside.items():
            if f"{parts[-1]}.".encode() in batch:  # a key that goes on, or a text that looks like one
                known = zip(found[at], whole_documents(batch), strict=True)
                found[at] = [both(value, spelled(document, parts), Several) for value, document in known]
        yield count, found
