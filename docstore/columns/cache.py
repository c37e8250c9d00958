"""The columns of all indices in memory: bounded, shared by the threads of a process, never stale."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from docstore.columns.column import Column
from docstore.columns.position import Position
from docstore.columns.reader import Reader
from docstore.columns.shelf import Shelf
from docstore.columns.want import Want

MAX_BYTES = 512 * 1024 * 1024
"""Columns beyond this are dropped, the least recently used index first."""


class IndexColumns:
    """One index: its columns at the newest content, and those of one older snapshot that is still read (a scroll, a
    point in time).
    """

    def __init__(self, *, files: bool) -> None:
        self._lock = threading.Lock()
        self.newest = Shelf(loads=files, keeps=files)
        """What is ``at_hand`` there needs no lock."""
        self._older = Shelf()
        self.nbytes = 0

    def position(self, reader: Reader) -> Position:
        """The ordinals of a reader."""
        with self._lock:
            return self._shelf(reader).at(reader)

    def columns(self, reader: Reader, wants: Sequence[Want]) -> tuple[Position, list[Column]]:
        """The wanted columns at the content of a reader."""
        with self._lock:
            shelf = self._shelf(reader)
            before = shelf.changes
            found = shelf.columns(reader, wants)
            if shelf.changes != before:
                self._measure()
            return found

    def drop(self, keep: Sequence[Want] = ()) -> None:
        """Forget every column but these at the newest content."""
        with self._lock:
            self._older = Shelf()
            self.newest.drop(keep)
            self._measure()

    def _shelf(self, reader: Reader) -> Shelf:
        if not self.newest.holds_back(reader):
            return self.newest
        if self._older.holds_back(reader):
            self._older = Shelf()
        return self._older

    def _measure(self) -> None:
        self.nbytes = self.newest.nbytes + self._older.nbytes


class ColumnCache:
    """Columns by index.

    A reader that sees what its own transaction has not committed must be given a cache of its own: another transaction
    may give the same ``(next_seq, removed)`` to other content.

    ``files`` false: columns are built of documents alone; none is taken from a file or kept in one.
    """

    def __init__(self, max_bytes: int = MAX_BYTES, *, files: bool = True) -> None:
        self.max_bytes = max_bytes
        self._files = files
        self._lock = threading.Lock()
        self._indices: OrderedDict[tuple[int, str], IndexColumns] = OrderedDict()

    def position(self, reader: Reader) -> Position:
        """The ordinals of a reader."""
        return self._index(reader).position(reader)

    def columns(self, reader: Reader, wants: Sequence[Want]) -> tuple[Position, list[Column]]:
        """The wanted columns at the content of a reader; those that must be built are built in one pass over its
        documents.
        """
        index = self._index(reader)
        found = index.newest.at_hand(reader, wants)
        if found is None:
            found = index.columns(reader, wants)
            self._evict(index, wants)
        return found

    @property
    def nbytes(self) -> int:
        """The memory of all columns held."""
        with self._lock:
            return sum(index.nbytes for index in self._indices.values())

    def forget(self, opening: int, uuid: str = "") -> None:
        """Drop the columns of an index and of its nested objects, as when it was deleted; without a uuid those of a store, as when it was
        closed.
        """
        with self._lock:
            for known in [each for each in self._indices if each[0] == opening and uuid in ("", each[1].partition("/")[0])]:
                del self._indices[known]

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._indices.clear()

    def _index(self, reader: Reader) -> IndexColumns:
        key = reader.opening, reader.uuid
        try:
            self._indices.move_to_end(key)
            return self._indices[key]
        except KeyError:
            with self._lock:
                return self._indices.setdefault(key, IndexColumns(files=self._files))

    def _evict(self, used: IndexColumns, wants: Sequence[Want]) -> None:
        with self._lock:
            total = sum([index.nbytes for index in self._indices.values()])
            while total > self.max_bytes and len(self._indices) > 1:
                total -= self._indices.popitem(last=False)[1].nbytes
        if total > self.max_bytes:
            used.drop(keep=wants)
        if used.nbytes > self.max_bytes:
            used.drop()


CACHE = ColumnCache()
"""The cache of the process."""
