"""The columns of one index in memory, kept at its newest content and brought forward when they are asked for.

Three ways lead from a column to the content of a reader. Only additions since: the new documents are read and put
behind. Something was superseded or deleted since: the ordinals that are gone are dropped first. An older snapshot asks,
and there were only additions since: it gets a view of the first ordinals. A document never changes under its
``_seq_no``, which makes all three right.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from docstore.columns import stored
from docstore.columns.build import read_columns
from docstore.columns.column import Column
from docstore.columns.entry import Entry
from docstore.columns.position import Position, read_position
from docstore.columns.reader import Reader
from docstore.columns.want import Want

_SHARE = 8
"""A column is kept again when one of so many documents is new or gone."""

_FEW = 32
"""So many documents are taken out of a column without going over all of it."""


def _changes(kept: Position, position: Position) -> int:
    """How many ordinals are new or gone since a column was kept."""
    if (position.next_seq, position.removed) == (kept.next_seq, kept.removed):
        return 0
    same = position.count_before(kept.next_seq)
    return position.count - same + kept.count - same


class Shelf:
    """Columns of one index, which it may have from files and keep in files. Not thread-safe: ``IndexColumns`` holds the lock."""

    def __init__(self, *, loads: bool = False, keeps: bool = False) -> None:
        self._loads, self._keeps = loads, keeps
        self.position: Position | None = None
        self.changes = 0
        """How often a column came or changed."""
        self._entries: OrderedDict[tuple[str, str], Entry] = OrderedDict()
        self._kept: dict[tuple[str, str], Position] = {}
        """Where the columns stood when they were last kept in files."""

    def holds_back(self, reader: Reader) -> bool:
        """Whether the shelf is past the removals of this reader, which it then cannot serve."""
        return self.position is not None and reader.removed < self.position.removed

    def at(self, reader: Reader) -> Position:
        """The position of a reader; the shelf moves forward to it, never back."""
        position = read_position(reader) if self.position is None else self.position.moved_to(reader)
        newest = self.position
        if newest is None or (position.removed, position.next_seq) > (newest.removed, newest.next_seq):
            self.position = position
        return position

    def at_hand(self, reader: Reader, wants: Sequence[Want]) -> tuple[Position, list[Column]] | None:
        """The wanted columns, if all of them stand at the reader's content. May be asked without the lock: it changes nothing."""
        position, found = self.position, []
        if position is None or not position.is_of(reader):
            return None
        for want in wants:
            entry = self._entries.get(want.key)
            if entry is None or entry.position is not position or not entry.is_of(want):
                return None
            found.append(entry.column)
        return position, found

    def columns(self, reader: Reader, wants: Sequence[Want]) -> tuple[Position, list[Column]]:
        """The wanted columns at the reader's content. Columns that lack the same documents read them together."""
        position = self.at(reader)
        known = {want: self._known(reader, want, position) for want in wants}
        lacking: dict[int, list[Want]] = {}
        for want, entry in known.items():
            if entry is None or entry.position.next_seq < position.next_seq:
                lacking.setdefault(0 if entry is None else entry.position.next_seq, []).append(want)
        for start, group in lacking.items():
            tails = self._read(reader, group, start, position)
            for want, tail in zip(group, tails, strict=True):
                known[want] = Entry(want, self._extended(known[want], tail), position)
        found = [self._put(want, entry, position) for want, entry in known.items() if entry is not None]
        self._keep(reader, known.values())
        return position, found

    @staticmethod
    def _read(reader: Reader, wants: Sequence[Want], start: int, position: Position) -> list[Column]:
        """The columns of the documents from ``start`` on."""
        known = position.count_before(start)

        def before(seq: int) -> int:
            return position.count_before(seq << reader.bits) - known

        expected = position.count - known
        return read_columns(reader, wants, start, expected, before) if expected else [want.empty() for want in wants]

    @staticmethod
    def _extended(entry: Entry | None, tail: Column) -> Column:
        if entry is None:
            return tail
        return entry.column.joined(tail) if tail.count else entry.column

    def _known(self, reader: Reader, want: Want, position: Position) -> Entry | None:
        """The column as far as it can be had without reading documents; None when there is nothing to begin with."""
        entry = self._entries.get(want.key)
        if entry is None or not entry.is_of(want):
            entry = self._stored(reader, want, position)
        if entry is None:
            return None
        if entry.position.removed == position.removed:
            return entry
        survivors = position.seqs[: position.count_before(entry.position.next_seq)]
        column = self._without_removed(reader, entry, len(survivors))
        if column is None:
            ordinals = entry.position.ordinals_of(survivors)
            if len(ordinals) != len(survivors):
                return None
            column = entry.column.take(ordinals)
        until = min(entry.position.next_seq, position.next_seq)
        return Entry(entry.want, column, Position(until, position.removed, survivors))

    @staticmethod
    def _without_removed(reader: Reader, entry: Entry, survivors: int) -> Column | None:
        """The column without the documents that are gone, when these are known and few."""
        if entry.position.next_seq > reader.next_seq or entry.position.count - survivors > _FEW:
            return None
        ordinals = entry.position.removed_since(reader)
        if ordinals is None or entry.position.count - len(ordinals) != survivors:
            return None
        return entry.column.without(ordinals)

    def _stored(self, reader: Reader, want: Want, position: Position) -> Entry | None:
        """The column as an earlier process, or another, has kept it."""
        entry = stored.load(reader, want) if self._loads and position.count >= stored.LEAST else None
        if entry is not None:
            self._kept[want.key] = entry.position
            if entry.position.next_seq == position.next_seq and entry.position.removed == position.removed:
                entry = Entry(want, entry.column, position)
        return entry

    def _keep(self, reader: Reader, entries: Iterable[Entry | None]) -> None:
        """Keep what is new, and what has changed by so much that bringing it forward again would take long."""
        if not self._keeps or reader.files is None:
            return
        for entry in entries:
            if entry is None or entry.position.count < stored.LEAST or not entry.position.is_of(reader):
                continue
            kept, position = self._kept.get(entry.want.key), entry.position
            if kept is None or _SHARE * _changes(kept, position) > position.count:
                stored.save(reader, entry)
                self._kept[entry.want.key] = position

    def _put(self, want: Want, entry: Entry, position: Position) -> Column:
        kept = self._entries.get(want.key)
        if entry.position.next_seq > position.next_seq:
            self._entries.move_to_end(want.key)
            return entry.column.prefix(position.count)
        if kept is not entry:
            self._entries[want.key] = entry
            self.changes += 1
        self._entries.move_to_end(want.key)
        return entry.column

    @property
    def nbytes(self) -> int:
        """The memory of all columns and of the positions they stand at. Linear in the columns."""
        positions = {id(entry.position): entry.position.seqs.nbytes for entry in self._entries.values()}
        return sum(entry.column.nbytes for entry in self._entries.values()) + sum(positions.values())

    def drop(self, keep: Iterable[Want]) -> None:
        """Forget every column but these."""
        kept = {want.key for want in keep}
        self._entries = OrderedDict((key, entry) for key, entry in self._entries.items() if key in kept)
        self.changes += 1
