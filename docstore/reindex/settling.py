"""The last step of a run that had its destination to itself: bringing its documents into ``ids``.

In the order of the source's own ``ids``, which is the order of the destination's: so they are appended, which costs a fraction of
putting them in as they come. Where that order cannot be had, sorted chunk by chunk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress, islice

import numpy as np

from docstore.reindex.part import Part
from docstore.storage import pointer, state
from docstore.storage.environment import Environment
from docstore.storage.index_tables import IndexTables
from docstore.storage.index_writer import settle_some
from docstore.storage.pointer import POINTERS
from docstore.storage.tables import IDS, Table
from docstore.storage.transaction import Transaction

_CHUNK = 2_000
_CHUNKS_A_COMMIT = 10
_MOST_RUNS = 10_000


@dataclass(slots=True)
class Moves:
    """Which ``_seq_no`` of the source became which of the destination, as runs of neighbours."""

    sources: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    complete: bool = True
    verbatim: bool = True
    """No record changed, and none its place."""

    def add(self, source: int, target: int, count: int) -> None:
        """``count`` neighbours from ``source`` on stand at ``target`` now."""
        if self.sources and source == self.sources[-1] + self.counts[-1] and target == self.targets[-1] + self.counts[-1]:
            self.counts[-1] += count
            return
        self.complete = self.complete and len(self.sources) < _MOST_RUNS
        if self.complete:
            self.sources.append(source)
            self.targets.append(target)
            self.counts.append(count)

    def covers(self, count: int) -> bool:
        """Whether these are all moves of a run that wrote so many documents."""
        return self.complete and sum(self.counts) == count


@dataclass(frozen=True, slots=True)
class Target:
    """The destination, which may be deleted at any time."""

    environment: Environment
    number: int
    born: int


def settle(target: Target, *, snapshot: Transaction, part: Part | None, moves: Moves, keep_versions: bool) -> None:
    """Bring the unsettled records of the destination into its ``ids``."""
    if part is not None and _ordered(target, snapshot, part, moves, keep_versions=keep_versions):
        return
    while _settle_some(target):
        pass


def _settle_some(target: Target) -> bool:
    with target.environment.write() as txn:
        here = IndexTables(txn, target.number)
        return here.are_of(target.born) and settle_some(here)


def _ordered(to: Target, snapshot: Transaction, part: Part, moves: Moves, *, keep_versions: bool) -> bool:
    """Append in the order of the source's ``ids``; whether that could be done, or there is nothing left to do it to."""
    source, number = IndexTables(snapshot, part.number), to.number
    with to.environment.read() as txn:
        target = IndexTables(txn, number)
        if not target.are_of(to.born):
            return True
        due = target.state.next_seq
        empty = txn.entries(target.ids) == 0
    moved_on = source.state.next_seq != part.through  # a run that was resumed: the source's ids point behind what was copied
    if not empty or moved_on or source.state.settled < source.state.next_seq or not moves.covers(due):
        return False
    moved: _Mover | _Copier = _Mover(snapshot, IDS.of(part.number), moves, keep_versions=keep_versions)
    if moves.verbatim and source.state.only_live and source.state.live == due:
        moved = _Copier(snapshot, IDS.of(part.number), due)
    while moved.remaining:
        with to.environment.write() as txn:
            here = IndexTables(txn, number)
            if not here.are_of(to.born) or here.state.settled == here.state.next_seq:
                return True
            cursor = txn.cursor(here.ids)
            for _ in range(_CHUNKS_A_COMMIT):
                cursor.putmulti(moved.chunk(), append=True)
    with to.environment.write() as txn:
        here = IndexTables(txn, number)
        if here.are_of(to.born) and here.state.next_seq == due:
            here.state.settled = due
            state.save(txn, number, here.state)
    return True


class _Copier:
    """The source's ``ids`` as they are: the whole index moved, and nothing about it changed."""

    def __init__(self, snapshot: Transaction, ids: Table, count: int) -> None:
        self._rows = snapshot.cursor(ids).iternext()
        self._left = count

    @property
    def remaining(self) -> bool:
        """Whether there are more rows."""
        return self._left > 0

    def chunk(self) -> Iterable[tuple[bytes, bytes]]:
        """The next rows."""
        self._left -= _CHUNK
        return islice(self._rows, _CHUNK)


class _Mover:
    """Turns the source's ``ids`` into the destination's, stretch by stretch; documents that were not copied are left out."""

    def __init__(self, snapshot: Transaction, ids: Table, moves: Moves, *, keep_versions: bool) -> None:
        self.remaining = True
        self._ahead = snapshot.cursor(ids).iternext(keys=False, values=True)
        self._rows = snapshot.cursor(ids).iternext()
        self._keep_versions = keep_versions
        self._starts, self._targets, self._counts = (
            np.array(column, dtype=np.int64) for column in (moves.sources, moves.targets, moves.counts)
        )

    def chunk(self) -> Iterable[tuple[bytes, bytes]]:
        """The next rows; looked at first by their values alone, since mostly they can move as they are."""
        packed = b"".join(islice(self._ahead, _CHUNK))
        rows = np.frombuffer(packed, dtype=POINTERS)
        self.remaining = len(rows) == _CHUNK
        seqs = rows["seq"].astype(np.int64)
        run = np.searchsorted(self._starts, seqs, side="right") - 1
        offset = seqs - self._starts[run]
        copied = (run >= 0) & (offset < self._counts[run]) & (rows["deleted"] == 0)
        moved = self._targets[run] + offset
        versions = rows["version"].astype(np.int64) if self._keep_versions else np.ones(len(seqs), dtype=np.int64)
        here = islice(self._rows, len(rows))
        if copied.all() and np.array_equal(moved, seqs) and np.array_equal(versions, rows["version"]):
            return here
        keys = compress((key for key, _ in here), copied.tolist())
        return list(zip(keys, pointer.encode_many(moved[copied], versions[copied]), strict=True))
