"""forcemerge puts loose records together; nothing that a user sees changes."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docstore
from docstore.catalog.current import current
from docstore.storage import compaction
from docstore.storage.index_tables import IndexTables

_ACTIONS = st.lists(
    st.tuples(st.sampled_from(["index", "delete", "bulk"]), st.integers(0, 12), st.sampled_from([1, 40, 3_000, 9_000])), max_size=60
)


def _rows(store: docstore.Store, index: str) -> int:
    with store._node.environment.read() as txn:
        found = current(txn).index(index)
        assert found is not None
        return len(list(IndexTables(txn, found.number).log.rows()))


def _seen(store: docstore.Store, index: str) -> list[Any]:
    hits = store.search(index=index, sort="_doc", size=1_000, version=True, seq_no_primary_term=True)["hits"]["hits"]
    return [(hit["_id"], hit["_version"], hit["_seq_no"], hit["_source"]) for hit in hits]


@pytest.mark.parametrize("step", [3, 20_000])
@given(actions=_ACTIONS)
def test_nothing_that_is_seen_changes(step: int, actions: list[tuple[str, int, int]]) -> None:
    with docstore.open() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(compaction, "_STEP", step)
        store.indices.create(index="a", settings={"gc_deletes": "-1"})
        for action, doc_id, size in actions:
            if action == "index":
                store.index(index="a", id=str(doc_id), document={"text": "x" * size})
            elif action == "bulk":
                lines = [line for n in range(doc_id) for line in ({"index": {"_id": f"b{n}"}}, {"text": "y" * (size // 40)})]
                store.bulk(index="a", operations=lines) if lines else None
            elif store.exists(index="a", id=str(doc_id)):
                store.delete(index="a", id=str(doc_id))
        before = _seen(store, "a")
        store.indices.forcemerge(index="a")
        assert _seen(store, "a") == before
        assert store.check() == []
        for doc_id, version, _, source in before:
            found = store.get(index="a", id=doc_id)
            assert (found["_version"], found["_source"]) == (version, source)
        assert store.index(index="a", id="next", document={})["result"] == "created"


def test_single_writes_become_full_blocks(store: docstore.Store) -> None:
    for n in range(500):
        store.index(index="a", id=str(n % 300), document={"n": n})
    assert _rows(store, "a") == 300
    store.indices.forcemerge(index="a")
    assert _rows(store, "a") < 10
    assert store.check() == []


def test_deletes_alone_are_expunged(store: docstore.Store) -> None:
    store.indices.create(index="a", settings={"gc_deletes": "0s"})
    for n in range(20):
        store.index(index="a", id=str(n), document={"n": n})
    store.delete(index="a", id="3")
    time.sleep(0.01)
    store.indices.forcemerge(index="a", only_expunge_deletes=True)
    assert _rows(store, "a") == 19


def test_while_a_reindex_reads_what_was(store: docstore.Store) -> None:
    for n in range(100):
        store.index(index="a", id=str(n), document={"n": n})

    def loosen(done: int, *rest: float) -> None:
        for n in range(0, 100, 7):
            store.index(index="a", id=str(n), document={"n": n, "changed": done})
        store.indices.forcemerge(index="a")

    store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, progress=loosen)
    assert store.count(index="b")["count"] == 100
    assert store.count(index="b", query={"exists": {"field": "changed"}})["count"] == 0
    assert store.check() == []
    store.indices.forcemerge(index="a")
    assert store.check() == []


def test_in_a_transaction_that_is_undone(store: docstore.Store) -> None:
    for n in range(50):
        store.index(index="a", id=str(n), document={"n": n})
    before = _seen(store, "a")

    class Undone(Exception):
        pass

    def undone() -> None:
        with store.transaction():
            store.index(index="a", id="50", document={})
            store.indices.forcemerge(index="a")
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert _seen(store, "a") == before
    assert store.check() == []
