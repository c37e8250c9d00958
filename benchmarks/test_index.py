"""One document stored, in a transaction of its own; a store on disk, durability async."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import docstore
from benchmarks.data import ID, Document
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.rivals.raw_lmdb import RawLmdb
from benchmarks.rivals.sqlite import Sqlite
from benchmarks.test_reindex import forget
from docstore import Store
from docstore.storage import source as codec

WRITES = 5_000
NEW = "new"


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[Store]:
    """A store on disk that is synced in the background."""
    with docstore.open(tmp_path / "store", durability="async") as opened:
        yield opened


@pytest.fixture
def rivals(tmp_path: Path) -> Iterator[tuple[Sqlite, RawLmdb]]:
    """Empty ones, on the same disk."""
    database, raw = Sqlite(tmp_path), RawLmdb(tmp_path)
    yield database, raw
    database.close()
    raw.close()


def _index_each(store: Store, documents: list[tuple[str, Document]]) -> None:
    for doc_id, document in documents:
        store.index(index=NEW, id=doc_id, document=document)


def test_index(benchmark: Pedantic, lasting: Store, rivals: tuple[Sqlite, RawLmdb], documents: list[Document]) -> None:
    database, raw = rivals
    some = [(str(one[ID]), one) for one in documents[::40][:WRITES]]
    rows = [(doc_id.encode(), codec.encode(one)) for doc_id, one in some]
    ours = Contestant("`store.index`", lambda: _index_each(lasting, some), lambda: forget(lasting, NEW))
    inserts = Contestant("`BEGIN`, `INSERT` of `json.dumps`, `COMMIT`", lambda: database.insert_each(some), database.empty)
    puts = Contestant("one `put` of ready bytes in a transaction", lambda: raw.put_each(rows), raw.empty)
    duel(benchmark, ours, inserts, puts)
    assert lasting.count(index=NEW)["count"] == database.count() == len(some)
    title = "Index one document"
    Comparison("index_sqlite", f"{title}, against SQLite", 60, ours.side(), inserts.side(), len(some), "writes", goal=0.33).save()
    Comparison("index_lmdb", f"{title}, against raw LMDB", 61, ours.side(), puts.side(), len(some), "writes").save()
