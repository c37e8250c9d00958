"""Records whose ids are not in the table of ids yet: a run that has its destination to itself brings them in at its end."""

from __future__ import annotations

import docstore
from docstore.catalog.current import current
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction


def _tables(txn: Transaction) -> IndexTables:
    index = current(txn).index("b")
    assert index is not None
    return IndexTables(txn, index.number)


def test_documents_that_a_run_has_not_brought_in_yet(store: docstore.Store) -> None:
    """They are found at once, but not by who looks at a moment before they came."""
    store.load(index="a", documents=({"n": n} for n in range(30)), id="n")
    snapshots: list[Transaction] = []
    found: list[list[str]] = []
    tails: list[int] = []

    def look(done: int, *rest: float) -> None:
        snapshots.append(store._environment.snapshot())
        tables = _tables(snapshots[-1])
        tails.append(tables.state.next_seq - tables.state.settled)
        found.append([name for name in ("5", "15", "25", "35") if store.exists(index="b", id=name)])

    store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, progress=look)
    assert tails[:2] == [10, 20]
    assert found[:3] == [["5"], ["5", "15"], ["5", "15", "25"]]
    first = snapshots[0]
    assert [_tables(first).pointer(name) is not None for name in (b"5", b"15", b"35", b"")] == [True, False, False, False]
    for snapshot in snapshots:
        snapshot.end()
