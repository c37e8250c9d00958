"""What searches see under ``docstore.open(near_real_time=True)``: each index as it was at its last refresh, as Elasticsearch has it.

An index is refreshed when it is asked to be (``_refresh``, ``refresh`` of a write), and periodically, each ``index.refresh_interval``
(1 s; -1: never). Nothing runs in the background: whether a period has ended since a write is worked out when the index is next searched or
written to, which no caller can tell from a refresh on time. An index whose interval is the default and that was not searched for
``index.search.idle.after`` (30 s) is refreshed by the search that comes then. ``wait_for`` refreshes at once where Elasticsearch waits.

A refresh is a snapshot of the store. Searches of one process take turns, for a snapshot is used by one thread at a time. Writes of
other processes are seen by the first refresh after them.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from docstore.catalog.catalog import Catalog
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names.expression import Expression
from docstore.catalog.names.options import IndicesOptions
from docstore.clock import CLOCK
from docstore.storage.environment import Environment
from docstore.storage.index_reader import EmptyReader, IndexReader
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction

_CACHE_KEY = "near_real_time"
_PINNED = "near_real_time.pinned"
_WRITTEN = "near_real_time.written"
_REFRESH = "near_real_time.refresh"
_TURN = "near_real_time.turn"
_LENIENT = IndicesOptions(ignore_unavailable=True)
_EVERY = "index.refresh_interval"


@dataclass(slots=True)
class Snapshot:
    """A moment of the store; ends when nobody uses it any more."""

    txn: Transaction
    users: int = 0


@dataclass(slots=True)
class Visible:
    """One index: what is seen of it, since when, and what happened since. Times in seconds."""

    snapshot: Snapshot
    since: float
    written: float
    searched: float

    def due(self, now: float, interval: float) -> bool:
        """Whether a period has ended since the last write; without one here, others may have written."""
        if interval <= 0:
            return interval == 0
        return self.since + (now - self.since) // interval * interval > max(self.written, self.since)


@dataclass(slots=True)
class NearRealTime:
    """The refreshes of one open store."""

    environment: Environment
    seen: dict[int, Visible] = field(default_factory=dict)
    """By table number."""
    turns: Any = field(default_factory=threading.RLock)
    """Held by a request from its first look at a snapshot to its end."""
    _lock: Any = field(default_factory=threading.RLock)
    _numbers: tuple[Catalog | None, dict[int, Index]] = (None, {})

    def reader(self, txn: Transaction, index: Index, mapping: Any) -> IndexReader[Any]:
        """The index as searches of this transaction see it: always the same."""
        if _PINNED not in txn.memo:
            txn.memo[_PINNED] = {}
            txn.at_end(lambda: self._release(txn))
        self.take_turn(txn)
        pinned: dict[int, Snapshot] = txn.memo[_PINNED]
        snapshot = pinned.get(index.number)
        if snapshot is None:
            self.environment.open_new_tables()
            with self._lock:
                snapshot = pinned[index.number] = self._look(txn, index).snapshot
                snapshot.users += 1
        known = current(snapshot.txn).index(index.name)
        kind = IndexReader if known is not None and known.uuid == index.uuid else EmptyReader
        found: IndexReader[Any] = kind(snapshot.txn, index.number, name=index.name, uuid=index.uuid, mapping=mapping, history=index.history)
        found.txn = txn
        return found

    def take_turn(self, txn: Transaction) -> None:
        """From here to ``end_turn``, or the end of the transaction, this thread alone uses snapshots."""
        if not txn.memo.get(_TURN):
            self.turns.acquire()
            txn.memo[_TURN] = True

    def end_turn(self, txn: Transaction) -> None:
        """The transaction lives on, and sees what it has seen."""
        if txn.memo.pop(_TURN, False):
            self.turns.release()

    def refresh(self, numbers: Iterable[int]) -> None:
        """Make all that is committed visible, of indices by their table numbers."""
        self.environment.open_new_tables()
        self._refresh(numbers)

    def _refresh(self, numbers: Iterable[int]) -> None:
        with self._lock:
            snapshot: Snapshot | None = None
            for number in numbers:
                snapshot = snapshot or self._now()
                self._show(number, snapshot, CLOCK.monotonic())

    def about_to_write(self, txn: Transaction, number: int) -> None:
        """Called before the first write of a transaction to an index: what a period that has ended would have shown is kept."""
        numbers: set[int] = txn.memo.setdefault(_WRITTEN, set())
        if number in numbers:
            return
        numbers.add(number)
        with self._lock:
            now, visible = CLOCK.monotonic(), self.seen.get(number)
            if visible is None or visible.due(now, self._interval(txn, number)):
                self._show(number, self._now(), now)
        if len(numbers) == 1:
            txn.after_commit(lambda: self._written(txn, numbers))

    def _written(self, txn: Transaction, numbers: set[int]) -> None:
        with self._lock:
            now = CLOCK.monotonic()
            for number in numbers:
                if number in self.seen:
                    self.seen[number].written = now
        if txn.memo.get(_REFRESH):
            self._refresh(numbers)

    def _look(self, txn: Transaction, index: Index) -> Visible:
        """What is visible of an index to a search that begins now."""
        now = CLOCK.monotonic()
        visible = self.seen.get(index.number)
        if visible is None:
            return self._show(index.number, self._now(), now)
        interval, default = _seconds(index, _EVERY), index.settings.flat.get(_EVERY) is None
        idle = default and now - visible.searched >= _seconds(index, "index.search.idle.after")
        visible.searched = now
        if idle or visible.due(now, interval):
            return self._show(index.number, self._now(), now)
        return visible

    def _show(self, number: int, snapshot: Snapshot, now: float) -> Visible:
        before = self.seen.get(number)
        searched = now if before is None else before.searched
        snapshot.users += 1
        visible = self.seen[number] = Visible(snapshot, now, -math.inf, searched)
        if before is not None:
            self._leave(before.snapshot)
        return visible

    def _now(self) -> Snapshot:
        return Snapshot(self.environment.snapshot())

    def _leave(self, snapshot: Snapshot) -> None:
        snapshot.users -= 1
        if not snapshot.users:
            snapshot.txn.end()

    def _release(self, txn: Transaction) -> None:
        pinned: dict[int, Snapshot] = txn.memo.pop(_PINNED, {})
        with self._lock:
            for snapshot in pinned.values():
                self._leave(snapshot)
        self.end_turn(txn)

    def _interval(self, txn: Transaction, number: int) -> float:
        catalog = current(txn)
        if self._numbers[0] is not catalog:
            self._numbers = catalog, {index.number: index for index in catalog}
        index = self._numbers[1].get(number)
        return 1.0 if index is None else _seconds(index, _EVERY)


def _seconds(index: Index, name: str) -> float:
    return float(index.settings.get(name)) / 1000


def near_real_time(environment: Environment) -> NearRealTime | None:
    """The refreshes of a store that has them."""
    found = environment.cache.get(_CACHE_KEY)
    assert found is None or isinstance(found, NearRealTime)
    return found


def begin(environment: Environment) -> None:
    """From now on searches see what was refreshed."""
    made = environment.cache.setdefault(_CACHE_KEY, NearRealTime(environment))
    assert isinstance(made, NearRealTime)
    environment.before_write = made.about_to_write


def reader_of(txn: Transaction, index: Index, mapping: Any = None) -> IndexReader[Any]:
    """An index as searches see it; within a write transaction with all that it has written."""
    refreshes = None if txn.writable else near_real_time(txn.environment)
    shown = index.mapping if mapping is None else mapping
    if refreshes is not None:
        return refreshes.reader(txn, index, shown)
    return IndexReader(txn, index.number, name=index.name, uuid=index.uuid, mapping=shown, history=index.history)


def refreshed_after(txn: Transaction, refresh: Any) -> None:
    """Once a write transaction is committed, what it wrote is visible, if the write asks for that."""
    if refresh in (True, "true", "", "wait_for"):
        txn.memo[_REFRESH] = True


def keep_view(txn: Transaction, indices: Iterable[Index]) -> None:
    """Let a transaction that outlives this request go on seeing what is visible of the indices now."""
    refreshes = near_real_time(txn.environment)
    if refreshes is not None:
        for index in indices:
            refreshes.reader(txn, index, index.mapping)
        refreshes.end_turn(txn)


def seen_in(txn: Transaction, number: int) -> Transaction:
    """The transaction to read an index in, by its table number: that of its refresh where ``keep_view`` holds one."""
    pinned: dict[int, Snapshot] = txn.memo.get(_PINNED, {})
    return pinned[number].txn if number in pinned else txn


@contextmanager
def in_turn(txn: Transaction) -> Iterator[None]:
    """A block in which a transaction that outlives requests is used."""
    refreshes = near_real_time(txn.environment)
    if refreshes is None:
        yield
        return
    refreshes.take_turn(txn)
    try:
        yield
    finally:
        refreshes.end_turn(txn)


def refreshed(environment: Environment, expression: Expression) -> None:
    """Refresh what an expression means, as far as it means anything."""
    refreshes = near_real_time(environment)
    if refreshes is not None:
        with environment.read() as txn:
            numbers = [target.index.number for target in current(txn).search_targets(expression, _LENIENT)]
        refreshes.refresh(numbers)


def tables_of(txn: Transaction, index: Index) -> IndexTables | None:
    """The documents of an index that were refreshed; None where none were yet."""
    reader = reader_of(txn, index)
    return None if isinstance(reader, EmptyReader) else reader.tables
