"""A whole index into the tables of another that is empty: row by row, nothing is decoded."""

from __future__ import annotations

from dataclasses import replace

from docstore.storage import state
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import number_key, unpack_number_seq
from docstore.storage.tables import INDEX_TABLES, RETAINED
from docstore.storage.transaction import Transaction


def copy_index(txn: Transaction, source: int, target: int) -> None:
    """Copy log, ids and counters: documents, versions, ``_seq_no`` and tombstones. What only leases keep stays behind."""
    for table in INDEX_TABLES:
        rows = txn.cursor(table.of(source)).iternext()
        txn.cursor(table.of(target)).putmulti(rows, append=True)
    before = IndexTables(txn, source).state
    born = state.load(txn, target).born
    retained = [unpack_number_seq(key)[1] for key, _ in txn.prefixed(RETAINED, number_key(source))]
    tables = IndexTables(txn, target)
    if retained:
        tables.log.remove(retained)
    state.save(txn, target, replace(before, born=born, retained=0, leased=0))
