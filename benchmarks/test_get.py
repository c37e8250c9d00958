"""One document by its id."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

from benchmarks.conftest import SOURCE
from benchmarks.data import ID, Document
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.rivals.raw_lmdb import RawLmdb
from benchmarks.rivals.sqlite import Sqlite
from docstore import Store

GETS = 10_000


@pytest.fixture(scope="module")
def ids(documents: list[Document]) -> list[str]:
    """Ids at random, the same in each run."""
    return [str(one[ID]) for one in random.Random(9).sample(documents, GETS)]


@pytest.fixture(scope="module")
def json_sqlite(tmp_path_factory: pytest.TempPathFactory, documents: list[Document]) -> Iterator[Sqlite]:
    """SQLite with the documents as JSON text."""
    rival = Sqlite(tmp_path_factory.mktemp("sqlite-json"))
    rival.fill((str(one[ID]), json.dumps(one)) for one in documents)
    yield rival
    rival.close()


def _get_each(store: Store, ids: list[str]) -> None:
    for doc_id in ids:
        store.get(index=SOURCE, id=doc_id)


def test_get(benchmark: Pedantic, store: Store, json_sqlite: Sqlite, raw_lmdb: RawLmdb, ids: list[str]) -> None:
    keys = [doc_id.encode() for doc_id in ids]
    ours = Contestant("`store.get`, decoded", lambda: _get_each(store, ids))
    plain = Contestant("`SELECT doc`, the row as it is", lambda: json_sqlite.rows(ids))
    parsed = Contestant("`SELECT doc` and `json.loads`", lambda: json_sqlite.documents(ids))
    raw = Contestant("`get` in ids and in log, the bytes as they are", lambda: raw_lmdb.get_each(keys))
    duel(benchmark, ours, plain, parsed, raw, rounds=9)
    title = "Get one document by id"
    Comparison("get_sqlite", f"{title}, against SQLite", 50, ours.side(), plain.side(), GETS, "gets", goal=0.33).save()
    Comparison("get_parsed", f"{title}, against SQLite and `json.loads`", 51, ours.side(), parsed.side(), GETS, "gets").save()
    Comparison("get_lmdb", f"{title}, against raw LMDB", 52, ours.side(), raw.side(), GETS, "gets").save()
