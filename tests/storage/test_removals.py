from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import docstore
from docstore.catalog.current import current
from docstore.storage.index_reader import IndexReader
from docstore.storage.removals import Removals


def between(known: Removals, begin: int, end: int) -> list[int] | None:
    found = known.between(1, begin, end)
    return None if found is None else found.tolist()


def test_stretches_that_join() -> None:
    known = Removals()
    known.add(1, 4, 6, [9, 3])
    known.add(1, 6, 7, [5])
    known.add(2, 0, 1, [1])
    assert [between(known, *ends) for ends in ((4, 6), (6, 7), (4, 7), (7, 7))] == [[3, 9], [5], [3, 5, 9], []]
    assert [between(known, *ends) for ends in ((3, 7), (4, 8), (5, 7), (7, 4))] == [None] * 4


def test_what_another_process_removes_is_not_known() -> None:
    known = Removals()
    known.add(1, 0, 1, [1])
    known.add(1, 3, 4, [2])
    assert [between(known, *ends) for ends in ((0, 4), (3, 4), (0, 1))] == [None, [2], None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[docstore.Store]:
    with docstore.open(tmp_path / "s", durability="async") as opened:
        opened.bulk(operations=[part for n in range(5) for part in ({"index": {"_index": "i", "_id": str(n)}}, {"n": n})])
        yield opened


def removed_since(store: docstore.Store, removed: int) -> list[int] | None:
    with store._node.environment.read() as txn:
        index = current(txn).index("i")
        assert index is not None
        reader = IndexReader(txn, index.number, name="i", uuid=index.uuid, mapping=index.mapping, history=index.history)
        found = reader.removed_since(removed)
    return None if found is None else found.tolist()


def test_updates_and_deletions_of_this_process_are_known(store: docstore.Store) -> None:
    store.index(index="i", id="2", document={"n": 7})
    store.delete(index="i", id="0")
    store.bulk(operations=[{"index": {"_index": "i", "_id": "1"}}, {"n": 1}, {"delete": {"_index": "i", "_id": "2"}}])
    assert (removed_since(store, 0), removed_since(store, 2)) == ([0, 1, 2, 5], [1, 5])


def test_what_was_not_committed_is_not_told(store: docstore.Store) -> None:
    def fails() -> None:
        with store.transaction():
            store.delete(index="i", id="0")
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    store.delete(index="i", id="3")
    assert removed_since(store, 0) == [3]
