"""A store whose tables contradict each other is told so, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import docstore
from docstore.catalog.current import current
from docstore.storage import pointer
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import id_key, number_seq_key
from docstore.storage.tables import LEASES, RETAINED
from docstore.storage.transaction import Transaction


@pytest.fixture
def broken() -> Iterator[docstore.Store]:
    """A store that is to be broken, of which no more is asked than that it says how."""
    with docstore.open() as store:
        store.load(index="books", documents=({"n": n} for n in range(3)), id="n")
        assert store.check() == []
        yield store


def _lost_row(txn: Transaction, tables: IndexTables) -> None:
    txn.delete(tables.ids, id_key(b"1"))


def _row_too_many(txn: Transaction, tables: IndexTables) -> None:
    txn.put(tables.ids, id_key(b"9"), pointer.encode(77, 1, 0))


def _wrong_row(txn: Transaction, tables: IndexTables) -> None:
    txn.put(tables.ids, id_key(b"1"), pointer.encode(2, 1, 0))


def _lost_record(txn: Transaction, tables: IndexTables) -> None:
    tables.log.remove([1])


def _lease_of_nobody(txn: Transaction, tables: IndexTables) -> None:
    txn.put(LEASES, number_seq_key(tables.number, 77), bytes(8))


def _lease_on_nothing(txn: Transaction, tables: IndexTables) -> None:
    txn.put(LEASES, number_seq_key(999, 77), bytes(8))


def _kept_by_nobody(txn: Transaction, tables: IndexTables) -> None:
    txn.put(RETAINED, number_seq_key(tables.number, 1), bytes(8))


@pytest.mark.parametrize(
    ("harm", "problems"),
    [
        (_lost_row, ["[books] [1] at 1 is missing from ids", "[books] ids has 2 rows, the log 3 documents and tombstones for it"]),
        (
            _row_too_many,
            [
                "[books] ids has 4 rows, the log 3 documents and tombstones for it",
                "[books] ids row [b'9'] points to record 77, which is missing",
            ],
        ),
        (_wrong_row, ["[books] [1]: ids says (2, 1, 1, 0), the log (1, 1, 1, 0)"]),
        (
            _lost_record,
            [
                "[books] ids has 3 rows, the log 2 documents and tombstones for it",
                "[books] ids row [b'1'] points to record 1, which is missing",
                "[books] counts 3 live records, the log has 2",
            ],
        ),
        (_lease_of_nobody, ["a lease on table number 1 belongs to task 77, which does not run"]),
        (
            _lease_on_nothing,
            [
                "a lease of task 77 is on table number 999, which belongs to no index",
                "a lease on table number 999 belongs to task 77, which does not run",
            ],
        ),
        (_kept_by_nobody, ["table number 1 retains record 1, but counts none"]),
    ],
)
def test_problems(broken: docstore.Store, harm: Callable[[Transaction, IndexTables], None], problems: list[str]) -> None:
    with broken._environment.write() as txn:
        (index,) = current(txn)
        harm(txn, IndexTables(txn, index.number))
    assert broken.check() == problems
