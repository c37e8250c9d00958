"""Python dicts into an index."""

from __future__ import annotations

from benchmarks.data import ID, TOTAL, Document
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.rivals.sqlite import Sqlite
from benchmarks.test_reindex import forget
from docstore import Store

LOADED = "loaded"


def test_load(benchmark: Pedantic, store: Store, sqlite: Sqlite, documents: list[Document]) -> None:
    ours = Contestant(
        "`store.load`, a commit per batch of 2,000",
        lambda: store.load(index=LOADED, documents=documents, id=ID),
        lambda: forget(store, LOADED),
    )
    database = Contestant("`executemany` of `json.dumps`, one commit", lambda: sqlite.load(documents, ID), sqlite.empty)
    duel(benchmark, ours, database, rounds=5)
    assert store.count(index=LOADED)["count"] == sqlite.count() == TOTAL
    Comparison("load", "Load Python dicts, against SQLite", 40, ours.side(), database.side(), TOTAL, goal=0.3).save()
