"""The counters of one index: one row of ``states``, eight unsigned 64-bit integers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from struct import Struct

from docstore.errors import StoreCorruptError
from docstore.storage.keys import number_key
from docstore.storage.tables import STATES
from docstore.storage.transaction import Transaction

_STATE = Struct(">8Q")
_CONTENT = Struct(">8xQ32xQ8x")


@dataclass(slots=True)
class State:
    """Where an index stands."""

    born: int
    """Which index this is: unique in the store, also where a table number is used again."""

    next_seq: int = 0
    """The ``_seq_no`` of the next operation."""

    settled: int = 0
    """All records below are found through ``ids``; those from here to ``next_seq`` have ids that no other record has."""

    live: int = 0
    """How many documents there are."""

    tombstones: int = 0
    """How many deleted ids the log remembers."""

    retained: int = 0
    """How many superseded records leases keep in the log."""

    removed: int = 0
    """How many records have been superseded since the index was made: as long as it stands still, the index only grew."""

    leased: int = 0
    """Superseded records below this ``_seq_no`` are retained."""

    @property
    def only_live(self) -> bool:
        """Whether every record of the log is the present state of a document."""
        return not self.tombstones and not self.retained


_counters = attrgetter(*(field.name for field in fields(State)))


def find(txn: Transaction, number: int) -> State | None:
    """The state of the index with this table number; ``None`` when it was deleted."""
    row = txn.get(STATES, number_key(number))
    return None if row is None else State(*_STATE.unpack(row))


def load(txn: Transaction, number: int) -> State:
    """The state of an index that is there."""
    found = find(txn, number)
    if found is None:
        raise _missing(number)
    return found


def content(txn: Transaction, number: int) -> tuple[int, int]:
    """``next_seq`` and ``removed`` alone."""
    row = txn.get(STATES, number_key(number))
    if row is None:
        raise _missing(number)
    next_seq, removed = _CONTENT.unpack(row)
    return next_seq, removed


def _missing(number: int) -> StoreCorruptError:
    return StoreCorruptError(f"index number {number} has no state")


def save(txn: Transaction, number: int, state: State) -> None:
    """Write the state back."""
    txn.put(STATES, number_key(number), _STATE.pack(*_counters(state)))
