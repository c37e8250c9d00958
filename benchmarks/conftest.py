from __future__ import annotations

from collections.abc import Iterator

import pytest

import docstore
from benchmarks.data import ID, Document, cities
from benchmarks.rivals.raw_lmdb import RawLmdb
from benchmarks.rivals.sqlite import Sqlite
from docstore import Store
from docstore.catalog.current import current
from docstore.storage import source as codec
from docstore.storage.tables import IDS, LOG

SOURCE = "cities"


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return cities()


@pytest.fixture(scope="module")
def store(documents: list[Document]) -> Iterator[Store]:
    """A temporary store (never synced) with all cities in one index."""
    with docstore.open() as opened:
        opened.load(index=SOURCE, documents=documents, id=ID)
        yield opened


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory, documents: list[Document]) -> Iterator[Sqlite]:
    """SQLite with the same MessagePack bytes under the same ids in ``a``, in the same order."""
    rival = Sqlite(tmp_path_factory.mktemp("sqlite"))
    rival.fill((str(one[ID]), codec.encode(one)) for one in documents)
    yield rival
    rival.close()


@pytest.fixture(scope="module")
def raw_lmdb(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Iterator[RawLmdb]:
    """LMDB with the two tables of the store's index, row for row."""
    rival = RawLmdb(tmp_path_factory.mktemp("lmdb"))
    with store._environment.read() as txn:
        index = current(txn).index(SOURCE)
        assert index is not None
        rival.fill(*(txn.cursor(table.of(index.number)).iternext() for table in (LOG, IDS)))
    yield rival
    rival.close()
