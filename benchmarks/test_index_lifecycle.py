"""An index is made, gets ten documents, and goes; a store on disk, durability async, and SQLite with ``synchronous`` off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import docstore
from benchmarks.data import ID, Document
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.rivals.sqlite import Sqlite
from docstore import Store

CYCLES = 200
DOCUMENTS = 10
NAME = "brief"


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[Store]:
    """A store on disk that is synced in the background."""
    with docstore.open(tmp_path / "store", durability="async") as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Sqlite]:
    """An empty one, on the same disk."""
    opened = Sqlite(tmp_path)
    yield opened
    opened.close()


def _live_and_die(store: Store, documents: list[tuple[str, Document]]) -> None:
    operations = [line for doc_id, document in documents for line in ({"index": {"_id": doc_id}}, document)]
    for _ in range(CYCLES):
        store.indices.create(index=NAME)
        store.bulk(index=NAME, operations=operations)
        store.indices.delete(index=NAME)


def test_index_lifecycle(benchmark: Pedantic, lasting: Store, database: Sqlite, documents: list[Document]) -> None:
    some = [(str(one[ID]), one) for one in documents[:DOCUMENTS]]
    ours = Contestant("`create`, `bulk` of 10 documents, `delete`", lambda: _live_and_die(lasting, some))
    tables = Contestant(
        "`CREATE TABLE`, `BEGIN`, 10 `INSERT`, `COMMIT`, `DROP TABLE`", lambda: database.live_and_die(NAME, some, CYCLES)
    )
    duel(benchmark, ours, tables)
    assert not lasting.indices.exists(index=NAME)
    title = "Make an index, put 10 documents, delete it"
    Comparison("index_lifecycle", f"{title}, against SQLite", 62, ours.side(), tables.side(), CYCLES, "indices", goal=0.33).save()
