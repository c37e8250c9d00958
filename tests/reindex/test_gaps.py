"""Reindexing an index whose log has gaps: blocks of records that are gone as a whole, or in part."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import docstore
from tests.contents import documents, sources
from tests.examples import TIMES


def put(store: docstore.Store, begin: int, end: int, n: int) -> None:
    store.load(index="a", documents=({"id": i, "n": n} for i in range(begin, end)), id="id")


@pytest.mark.parametrize("dest", [{"version_type": "external"}, {"version_type": "external_gte"}, {}, {"op_type": "create"}])
def test_a_block_that_was_written_over_as_a_whole(store: docstore.Store, dest: dict[str, Any]) -> None:
    for begin in (0, 100, 200):
        put(store, begin, begin + 100, 1)
    put(store, 100, 200, 2)
    assert store.reindex(source={"index": "a"}, dest={"index": "b", **dest})["created"] == 300
    assert store.check() == []
    store.index(index="b", id="new", document={"n": 3})
    assert store.get(index="b", id="new")["_source"] == {"n": 3}
    assert sources(store, "b") == sources(store, "a") | {"new": {"n": 3}}


def test_a_block_of_forgotten_deletions(store: docstore.Store) -> None:
    for begin in (0, 100, 200):
        put(store, begin, begin + 100, 1)
    store.bulk(operations=[{"delete": {"_index": "a", "_id": str(i)}} for i in range(100, 200)])
    store.indices.put_settings(index="a", settings={"gc_deletes": "0s"})
    store.indices.forcemerge(index="a")
    store.reindex(source={"index": "a"}, dest={"index": "b"})
    assert store.check() == []
    assert sources(store, "b") == sources(store, "a")


writes = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=60 * TIMES, deadline=None)
@given(writes, st.sampled_from([{"version_type": "external"}, {}]), st.sampled_from([1, 3, 1000]))
def test_any_blocks(steps: list[tuple[int, int, bool]], dest: dict[str, Any], size: int) -> None:
    with docstore.open() as store:
        store.indices.create(index="a", settings={"gc_deletes": "0s"})
        for n, (begin, count, delete) in enumerate(steps):
            if delete:
                store.bulk(operations=[{"delete": {"_index": "a", "_id": str(i)}} for i in range(begin, begin + count)])
            else:
                put(store, begin, begin + count, n)
        store.indices.forcemerge(index="a")
        store.reindex(source={"index": "a", "size": size}, dest={"index": "b", **dest})
        assert store.check() == []
        if store.count(index="a")["count"]:
            assert sources(store, "b") == sources(store, "a")
            store.index(index="b", id="new", document={})
            store.reindex(source={"index": "b", "size": size}, dest={"index": "c"})
            assert documents(store, "c").keys() == documents(store, "b").keys()
            assert store.check() == []
