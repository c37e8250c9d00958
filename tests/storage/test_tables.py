"""Tables that come while others read: every view knows what it must, or says that it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import docstore
from docstore.catalog.current import current
from docstore.errors import StoreError
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction
from tests import children
from tests.children import child
from tests.test_processes import ask

Open = Callable[..., docstore.Store]


def _found(txn: Transaction, name: str) -> bool:
    index = current(txn).index(name)
    assert index is not None
    return IndexTables(txn, index.number).live(b"1") is not None


def test_a_snapshot_from_before_a_table_was_opened(open_at: Open) -> None:
    """LMDB would give the snapshot's table the number of the one that was opened meanwhile."""
    store = open_at()
    environment = store._environment
    with child(children.obey, str(store.path), {}) as other:
        other.wait()
        for name in "ab":
            ask(other, "index", index=name, id="1", document={"in": name})
        snapshot = environment.snapshot()
        environment.open_new_tables()
        assert _found(snapshot, "a")
        assert _found(snapshot, "b")
        snapshot.end()
        ask(other, "index", index="c", id="1", document={"in": "c"})
        snapshot = environment.snapshot()
        store.index(index="d", id="1", document={})
        with pytest.raises(StoreError, match="gained tables, and was written to, while this was read: ask again"):
            _found(snapshot, "c")
        assert _found(snapshot, "a")
        snapshot.end()
        for name in "abcd":
            assert store.get(index=name, id="1")["found"]


def test_more_indices_than_a_process_opens_in_one_go(open_at: Open) -> None:
    store = open_at()
    with store.transaction():
        for number in range(1_200):
            store.indices.create(index=f"logs-{number:04}")
    store.index(index="logs-1199", id="1", document={"n": 1})
    store.close()
    again = open_at()
    assert again.get(index="logs-1199", id="1")["found"]
    assert again.count(index="logs-*")["count"] == 1
    assert again.indices.get(index="logs-11*").keys() == {f"logs-{number}" for number in range(1_100, 1_200)}
    again.close()
