"""Leases: a task's claim on the state of an index as it was when the task began.

While a lease stands, records below its ``_seq_no`` that later operations supersede stay in the log, flagged, with their successor
noted in ``retained``. So a run that was killed can be continued over exactly the documents it began with.
"""

from __future__ import annotations

from struct import Struct

import numpy as np

from docstore.storage import block as blocks
from docstore.storage import state
from docstore.storage.batch import Batch
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import number_key, number_seq_key, unpack_number_seq
from docstore.storage.record import INDEX, SUPERSEDED
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


def held(txn: Transaction, task: int) -> dict[int, int]:
    """The claims of a task: index number -> the ``_seq_no`` below which it is kept."""
    found = [(*unpack_number_seq(key), value) for key, value in txn.cursor(LEASES).iternext()]
    return {number: int(_SEQ.unpack(value)[0]) for number, holder, value in found if holder == task}


def release(txn: Transaction, number: int, task: int) -> None:
    """Give the claim back and drop the records that nobody needs any more."""
    if not txn.delete(LEASES, number_seq_key(number, task)):
        return
    tables = IndexTables(txn, number)
    left = [int(_SEQ.unpack(value)[0]) for _, value in txn.prefixed(LEASES, number_key(number))]
    tables.state.leased = max(left, default=0)
    gone = [seq for key, _ in txn.prefixed(RETAINED, number_key(number)) for _, seq in (unpack_number_seq(key),)]
    gone = [seq for seq in gone if seq >= tables.state.leased]
    for seq in gone:
        txn.delete(RETAINED, number_seq_key(number, seq))
    tables.log.remove(gone)
    tables.state.retained -= len(gone)
    state.save(txn, number, tables.state)


def release_all(txn: Transaction, task: int) -> None:
    """Give back all claims of a task."""
    held = [unpack_number_seq(key) for key, _ in txn.cursor(LEASES).iternext()]
    for number, holder in held:
        if holder == task:
            release(txn, number, task)


def as_of(tables: IndexTables, through: int, batch: Batch) -> Batch:
    """Only the records of documents as they were when ``through`` was leased."""
    array = blocks.as_array(batch.stamps)
    kept = array["op"] == INDEX
    if batch.last >= through:
        kept &= batch.seqs < through
    superseded = kept & (array["flags"] & SUPERSEDED != 0)
    for place in np.flatnonzero(superseded).tolist():
        successor = tables.txn.get(RETAINED, number_seq_key(tables.number, int(batch.seqs[place])))
        kept[place] = successor is not None and _SEQ.unpack(successor)[0] >= through
    return batch.where(kept)
