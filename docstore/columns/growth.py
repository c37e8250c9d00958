"""A column as it is built, of documents of one era of its field after those of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docstore.columns.builder import Builder
from docstore.columns.column import Column
from docstore.columns.projection import ABSENT, Several, both
from docstore.columns.values import leaves
from docstore.columns.want import Want

Source = tuple[str, bool]
"""A path, and whether arrays there are values."""

Before = Callable[[int], int]
"""How many of the documents that are read stand below a ``_seq_no``."""


class Growth:
    """Takes batches of documents, in their order."""

    def __init__(self, want: Want, before: Before) -> None:
        self._want = want
        self._stretches = list(_stretches(want, before))
        self.sources = {source for _, each in self._stretches if each is not None for source in _sources(each)}
        self._read = 0
        self._without = 0
        """So many documents wait that the field is not for."""
        self._builder: Builder[Any] | None = None
        self._built: Column | None = None
        self._begin()

    def add(self, raw: Sequence[list[Any]], count: int, places: Mapping[Source, int]) -> None:
        """A batch.

        :param raw: for each path its values.
        :param places: the places of the paths there.
        """
        at = 0
        while at < count:
            end = self._stretches[0][0]
            size = count - at if end is None else min(count - at, end - self._read)
            part = raw if size == count else [values[at : at + size] for values in raw]
            self._take(part, size, places)
            at += size
            self._read += size
            if self._read == end:
                del self._stretches[0]
                self._begin()

    def build(self) -> Column:
        """The column."""
        if self._builder is None:
            self._turn(self._want)
        return self._finished()

    def _take(self, raw: Sequence[list[Any]], count: int, places: Mapping[Source, int]) -> None:
        want = self._stretches[0][1]
        if want is None:
            self._without += count
            return
        assert self._builder is not None
        parts = [raw[places[source]] for source in _sources(want)]
        self._builder.add(_apart(parts) if self._builder.whole else _together(parts))

    def _begin(self) -> None:
        want = self._stretches[0][1]
        if want is not None:
            self._turn(want)

    def _turn(self, want: Want) -> None:
        """Go on by another definition."""
        self._built = None if self._builder is None else self._finished()
        self._builder = want.builder()
        if self._without:
            self._builder.add([ABSENT] * self._without)
            self._without = 0

    def _finished(self) -> Column:
        assert self._builder is not None
        column: Column = self._builder.build()
        return column if self._built is None else self._built.joined(column)


def _stretches(want: Want, before: Before) -> Iterator[tuple[int | None, Want | None]]:
    """Up to which of the documents the column is of what; those without an era come last."""
    done = 0
    for until, earlier in want.eras:
        end = before(until)
        if end > done:
            yield end, earlier
            done = end
    yield None, want


def _sources(want: Want) -> list[Source]:
    """Where the values of a column stand: what is copied comes value by value."""
    own, *copied = want.field.sources
    return [(own, want.field.whole), *((path, False) for path in copied)]


def _apart(raw: list[list[Any]]) -> list[Any]:
    first, *copied = raw
    for more in copied:
        first = [both(a, Several(leaves(b)) if b is not None else ABSENT, Several) for a, b in zip(first, more, strict=True)]
    return first


def _together(raw: list[list[Any]]) -> list[Any]:
    first, *copied = raw
    for more in copied:
        first = [both(a, b if b is not None else ABSENT) for a, b in zip(first, more, strict=True)]
    return first
