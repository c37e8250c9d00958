"""The tables of one index within a transaction: finding a document, reading its record.

``ids`` is an index over ``log`` that may lag: records from ``state.settled`` on were appended by a writer that had proof that
their ids are new (a reindex into an empty index) and come into ``ids`` later, in the order of that table. A reader that misses in
``ids`` looks through that tail.
"""

from __future__ import annotations

from collections.abc import Iterator

from docstore.errors import StoreCorruptError
from docstore.storage import layout, state
from docstore.storage.keys import id_key, number_key, seq_key, seq_of
from docstore.storage.pointer import Pointer
from docstore.storage.pointer import decode as decode_pointer
from docstore.storage.record import SUPERSEDED, Record, decode, ids_of, read_stamp
from docstore.storage.state import State
from docstore.storage.tables import FREE_NUMBERS, IDS, INDEX_TABLES, LEASES, LOG, RETAINED, STATES, Table
from docstore.storage.transaction import Transaction


class IndexTables:
    """One index at the moment of a transaction."""

    __slots__ = ("ids", "log", "number", "state", "txn")

    def __init__(self, txn: Transaction, number: int) -> None:
        self.txn = txn
        self.number = number
        self.log: Table = LOG.of(number)
        self.ids: Table = IDS.of(number)
        self.state: State = state.load(txn, number)

    def pointer(self, doc_id: bytes) -> Pointer | None:
        """Where the newest record of a UTF-8 ``_id`` is; ``None`` if the id was never seen."""
        row = self.txn.get(self.ids, id_key(doc_id))
        if row is not None:
            return decode_pointer(row)
        return self._in_tail(doc_id) if self.state.settled < self.state.next_seq else None

    def _in_tail(self, doc_id: bytes) -> Pointer | None:
        seq = self._tail().get(doc_id)
        if seq is None or seq >= self.state.next_seq:
            return None
        return Pointer(seq, read_stamp(self.value(seq)).version)

    def _tail(self) -> dict[bytes, int]:
        """The ids of the unsettled records; kept for the process, since such a tail only grows until it is settled."""
        kept = self.txn.environment.cache.setdefault("tails", {})
        assert isinstance(kept, dict)
        scanned, found = kept.get((self.state.born, self.state.settled), (self.state.settled, {}))
        if scanned < self.state.next_seq:
            for key, value in self.scan(scanned):
                found[ids_of([value])[0]] = seq_of(key)
            kept.clear()
            kept[(self.state.born, self.state.settled)] = (self.state.next_seq, found)
        return dict[bytes, int](found) if self.txn.writable else found

    def value(self, seq: int) -> bytes:
        """The bytes of a record that ``ids`` points to."""
        found = self.txn.get(self.log, seq_key(seq))
        if found is None:
            raise StoreCorruptError(f"record {seq} of index number {self.number} is missing from the log")
        return found

    def live(self, doc_id: bytes) -> tuple[Pointer, Record] | None:
        """The present state of a document, or ``None`` if there is none (any more)."""
        found = self.pointer(doc_id)
        if found is None or found.deleted:
            return None
        return found, decode(self.value(found.seq))

    def scan(self, start: int = 0) -> Iterator[tuple[bytes, bytes]]:
        """All (key, record) from a ``_seq_no`` on, tombstones and retained records with them."""
        cursor = self.txn.cursor(self.log)
        if cursor.set_range(seq_key(start)):
            yield from cursor.iternext()

    def bytes_used(self) -> int:
        """Bytes of pages that the index takes."""
        return sum(self.txn.bytes_used(table.of(self.number)) for table in INDEX_TABLES)


def create(txn: Transaction) -> int:
    """Tables for a new, empty index; their number."""
    cursor = txn.cursor(FREE_NUMBERS)
    if cursor.first():
        number = int.from_bytes(cursor.key(), "big")
        cursor.delete()
    else:
        number = layout.advance(txn, b"last_number")
    for table in INDEX_TABLES:
        txn.handle(table.of(number))
    state.save(txn, number, State(born=layout.advance(txn, b"last_born")))
    return number


def drop(txn: Transaction, number: int) -> None:
    """Remove all that an index has and free its number."""
    for table in INDEX_TABLES:
        txn.empty(table.of(number))
    prefix = number_key(number)
    for table in (LEASES, RETAINED):
        for key, _ in list(txn.prefixed(table, prefix)):
            txn.delete(table, key)
    txn.delete(STATES, prefix)
    txn.put(FREE_NUMBERS, prefix, b"")


def is_superseded(value: bytes) -> bool:
    """Whether a later operation on the same id exists."""
    return bool(value[1] & SUPERSEDED)
