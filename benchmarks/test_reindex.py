"""A whole index into another: into a fresh one, and over the same documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.conftest import SOURCE
from benchmarks.data import TOTAL
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.rivals.raw_lmdb import RawLmdb
from benchmarks.rivals.sqlite import Sqlite
from docstore import Store

FRESH = "fresh"
OVER = "over"


def reindex(store: Store, dest: str, **source: Any) -> dict[str, Any]:
    """A reindex as a user writes it, with default arguments."""
    response: dict[str, Any] = store.reindex(source={"index": SOURCE, **source}, dest={"index": dest})
    return response


def forget(store: Store, index: str) -> None:
    """Remove an index, if it is there."""
    if store.indices.exists(index=index):
        store.indices.delete(index=index)


@pytest.fixture(scope="module")
def lasting(store: Store) -> Iterator[Store]:
    """The store with a second index that holds the same documents."""
    reindex(store, OVER)
    yield store
    forget(store, OVER)


def test_fresh(benchmark: Pedantic, store: Store, sqlite: Sqlite, raw_lmdb: RawLmdb) -> None:
    ours = Contestant("`store.reindex`, a commit per batch of 1,000", lambda: reindex(store, FRESH), lambda: forget(store, FRESH))
    raw = Contestant("cursor to cursor copy of log and ids, one commit", raw_lmdb.copy, raw_lmdb.empty)
    database = Contestant("`INSERT INTO b SELECT * FROM a`, one commit", sqlite.copy, sqlite.empty)
    duel(benchmark, ours, raw, database)
    assert store.count(index=FRESH)["count"] == sqlite.count() == TOTAL
    title = "Reindex into a fresh index"
    Comparison("fresh_lmdb", f"{title}, against raw LMDB", 10, ours.side(), raw.side(), TOTAL, goal=0.5).save()
    Comparison("fresh_sqlite", f"{title}, against SQLite", 11, ours.side(), database.side(), TOTAL, goal=0.6).save()


def test_over(benchmark: Pedantic, lasting: Store, sqlite: Sqlite) -> None:
    sqlite.empty()
    sqlite.copy()
    ours = Contestant("`store.reindex`: every document gets its next version", lambda: reindex(lasting, OVER))
    same = Contestant("upsert of rows that are there already, byte for byte", sqlite.upsert)
    other = Contestant("upsert of rows whose bytes differ", sqlite.upsert, sqlite.change)
    duel(benchmark, ours, same, other)
    assert lasting.count(index=OVER)["count"] == sqlite.count() == TOTAL
    note = "SQLite compares an equal row and writes nothing; docstore writes every document, its version has moved."
    title = "Reindex over an existing index"
    Comparison("over_same", f"{title}, against SQLite's upsert", 20, ours.side(), same.side(), TOTAL, goal=0.25, note=note).save()
    Comparison("over_other", f"{title}, against an upsert that changes the rows", 21, ours.side(), other.side(), TOTAL).save()
