from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import docstore
from benchmarks.data import ID, Document, cities
from benchmarks.rivals.raw_lmdb import RawLmdb
from benchmarks.rivals.sqlite import Sqlite
from docstore import Store
from docstore.storage import record
from docstore.storage.environment import Environment
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
def rows(store: Store) -> tuple[list[tuple[bytes, bytes]], list[tuple[bytes, bytes]]]:
    """The rows of the two tables of the index: log and ids."""
    environment: Environment = store._environment
    with environment.read() as txn:
        number = 1
        return list(txn.cursor(LOG.of(number)).iternext()), list(txn.cursor(IDS.of(number)).iternext())


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory, rows: tuple[list[tuple[bytes, bytes]], ...]) -> Iterator[Sqlite]:
    """SQLite with the same MessagePack bytes under the same ids in ``a``, in the same order."""
    rival = Sqlite(tmp_path_factory.mktemp("sqlite"))
    values = [value for _, value in rows[0]]
    ids = [doc_id.decode() for doc_id in record.ids_of(values)]
    rival.fill(zip(ids, record.sources_of(values), strict=True))
    yield rival
    rival.close()


@pytest.fixture(scope="module")
def raw_lmdb(tmp_path_factory: pytest.TempPathFactory, rows: tuple[list[tuple[bytes, bytes]], ...]) -> Iterator[RawLmdb]:
    """LMDB with the same two tables."""
    rival = RawLmdb(tmp_path_factory.mktemp("lmdb"))
    rival.fill(*rows)
    yield rival
    rival.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory of the test's own."""
    return tmp_path
