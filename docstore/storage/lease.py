"""Leases: a task's claim on the state of an index as it was when the task began.

While a lease stands, records below its ``_seq_no`` that later operations supersede stay in the log, flagged, with their successor
noted in ``retained``. So a run that was killed can be continued over exactly the documents it began with.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from docstore.storage import state
from docstore.storage.index_tables import IndexTables, is_superseded
from docstore.storage.keys import number_key, number_seq_key, seq_key, seq_of, unpack_number_seq
from docstore.storage.record import Op
from docstore.storage.tables import LEASES, RETAINED
from docstore.storage.transaction import Transaction

_SEQ = Struct(">Q")


def take(txn: Transaction, number: int, task: int) -> int:
    """Claim the index as it is; the ``_seq_no`` below which it is kept."""
    tables = IndexTables(txn, number)
    through = tables.state.next_seq
    txn.put(LEASES, number_seq_key(number, task), _SEQ.pack(through))
    tables.state.leased = max(tables.state.leased, through)
    state.save(txn, number, tables.state)
    return through


def release(txn: Transaction, number: int, task: int) -> None:
    """Give the claim back and drop the records that nobody needs any more."""
    if not txn.delete(LEASES, number_seq_key(number, task)):
        return
    tables = IndexTables(txn, number)
    left = [int(_SEQ.unpack(value)[0]) for _, value in txn.prefixed(LEASES, number_key(number))]
    tables.state.leased = max(left, default=0)
    for key, _ in list(txn.prefixed(RETAINED, number_key(number))):
        _, seq = unpack_number_seq(key)
        if seq >= tables.state.leased:
            txn.delete(RETAINED, key)
            txn.delete(tables.log, seq_key(seq))
            tables.state.retained -= 1
    state.save(txn, number, tables.state)


def release_all(txn: Transaction, task: int) -> None:
    """Give back all claims of a task."""
    held = [unpack_number_seq(key) for key, _ in txn.cursor(LEASES).iternext()]
    for number, holder in held:
        if holder == task:
            release(txn, number, task)


def scan(tables: IndexTables, start: int, through: int) -> Iterator[tuple[bytes, bytes]]:
    """All (key, record) of documents from ``start`` on as they were when ``through`` was leased."""
    number, txn = tables.number, tables.txn
    for key, value in tables.scan(start):
        seq = seq_of(key)
        if seq >= through:
            return
        if value[0] != Op.INDEX:
            continue
        if is_superseded(value):
            successor = txn.get(RETAINED, number_seq_key(number, seq))
            if successor is None or _SEQ.unpack(successor)[0] < through:
                continue
        yield key, value
