"""The tables of one index within a transaction: finding a document, reading its record.

``ids`` is an index over ``log`` that may lag: records from ``state.settled`` on were appended by a writer that had proof that
their ids are new (a reindex into an empty index) and come into ``ids`` later, in the order of that table. A reader that misses in
``ids`` looks through that tail.
"""

from __future__ import annotations

from collections.abc import Iterator

from docstore.storage import layout, record, state
from docstore.storage.keys import id_key, number_key
from docstore.storage.log import Log
from docstore.storage.pointer import Pointer
from docstore.storage.pointer import decode as decode_pointer
from docstore.storage.record import Record
from docstore.storage.state import State
from docstore.storage.tables import FREE_NUMBERS, IDS, INDEX_TABLES, LEASES, LOG, RETAINED, STATES, Table
from docstore.storage.transaction import Transaction

_LAST_NUMBER = b"last_number"


class IndexTables:
    """One index at the moment of a transaction."""

    __slots__ = ("_state", "log", "number", "txn")

    def __init__(self, txn: Transaction, number: int) -> None:
        self.txn = txn
        self.number = number
        self.log = Log(txn, LOG.of(number))
        self._state: State | None = None

    @property
    def ids(self) -> Table:
        """Where documents are found by id."""
        return IDS.of(self.number)

    @property
    def state(self) -> State:
        """The counters, read when first needed."""
        if self._state is None:
            self._state = state.load(self.txn, self.number)
        return self._state

    def are_of(self, born: int) -> bool:
        """Whether these are still the tables of the index that was ``born`` so: it may be gone, and another have its number."""
        self._state = state.find(self.txn, self.number)
        return self._state is not None and self._state.born == born

    def pointer(self, doc_id: bytes) -> Pointer | None:
        """Where the newest record of a UTF-8 ``_id`` is; ``None`` if the id was never seen."""
        if not doc_id:
            return None
        row = self.txn.get(self.ids, id_key(doc_id))
        if row is not None:
            return decode_pointer(row)
        return self._in_tail(doc_id) if self.state.settled < self.state.next_seq else None

    def _in_tail(self, doc_id: bytes) -> Pointer | None:
        seq = self._tail().get(doc_id)
        if seq is None or seq >= self.state.next_seq:
            return None
        stamp, _ = self.log.at(seq)
        return Pointer(seq, record.read_stamp(stamp).version)

    def _tail(self) -> dict[bytes, int]:
        """The ids of the unsettled records; kept for the process, since such a tail only grows until it is settled."""
        kept = self.txn.environment.cache.setdefault("tails", {})
        assert isinstance(kept, dict)
        name = (self.state.born, self.state.settled)
        scanned, found = kept.get(name, (self.state.settled, {}))
        if scanned < self.state.next_seq:
            found = dict(found)
            for seq, _, body in self.log.records(scanned):
                found[record.ids_of([body])[0]] = seq
            if not self.txn.writable:
                kept.clear()
                kept[name] = (self.state.next_seq, found)
        tail: dict[bytes, int] = found
        return tail

    def live(self, doc_id: bytes) -> tuple[Pointer, Record] | None:
        """The present state of a document, or ``None`` if there is none (any more)."""
        found = self.pointer(doc_id)
        if found is None or found.deleted:
            return None
        return found, record.decode(*self.read(found.seq))

    def read(self, seq: int) -> tuple[bytes, bytes]:
        """The stamp and the body of a record.

        :raises StoreCorruptError: there is none.
        """
        return self.log.at(seq)

    def bytes_used(self) -> int:
        """Bytes of pages that the index takes."""
        return sum(self.txn.bytes_used(table.of(self.number)) for table in INDEX_TABLES)


def last_number(txn: Transaction) -> int:
    """The highest table number given so far."""
    return layout.counter(txn, _LAST_NUMBER)


def between(first: int, last: int) -> Iterator[Table]:
    """The tables of all numbers above ``first`` up to ``last``."""
    return (table.of(number) for number in range(first + 1, last + 1) for table in INDEX_TABLES)


def create(txn: Transaction) -> int:
    """Tables for a new, empty index; their number."""
    cursor = txn.cursor(FREE_NUMBERS)
    if cursor.first():
        number = int.from_bytes(cursor.key(), "big")
        cursor.delete()
    else:
        number = layout.advance(txn, _LAST_NUMBER)
    for table in INDEX_TABLES:
        txn.handle(table.of(number))
    state.save(txn, number, State(born=layout.advance(txn, b"last_born")))
    return number


def drop(txn: Transaction, number: int) -> None:
    """Remove all that an index has and free its number."""
    for table in INDEX_TABLES:
        txn.empty(table.of(number))
    prefix = number_key(number)
    for claims in (LEASES, RETAINED):
        for key, _ in list(txn.prefixed(claims, prefix)):
            txn.delete(claims, key)
    txn.delete(STATES, prefix)
    txn.put(FREE_NUMBERS, prefix, b"")
