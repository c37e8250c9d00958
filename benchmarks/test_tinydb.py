"""TinyDB, on a part of the documents: it rewrites its whole file at each write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.data import ID, LARGE_CITY, Document
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.rivals.tinydb import Tiny
from benchmarks.test_reindex import forget
from docstore import Store

PART = 5_000
SEARCHES = 10
SOME = "some"
NOTE = f"{PART:,} documents, shown per document: extrapolated to more, TinyDB does worse, since each write writes all that it holds."
SEARCH_NOTE = f"Over {PART:,} documents. docstore has the column in memory, as after any first search; TinyDB's query cache is cleared."


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Tiny]:
    rival = Tiny(tmp_path)
    yield rival
    rival.close()


def test_load(benchmark: Pedantic, store: Store, tiny: Tiny, documents: list[Document]) -> None:
    part = documents[:PART]
    ours = Contestant("`store.load`", lambda: store.load(index=SOME, documents=part, id=ID), lambda: forget(store, SOME))
    theirs = Contestant("`insert_multiple`", lambda: tiny.load(part), tiny.empty)
    duel(benchmark, ours, theirs, rounds=5)
    Comparison("tinydb_load", "Load Python dicts, against TinyDB", 80, ours.side(), theirs.side(), PART, note=NOTE).save()


def test_search(benchmark: Pedantic, store: Store, tiny: Tiny, documents: list[Document]) -> None:
    part = documents[:PART]
    forget(store, SOME)
    store.load(index=SOME, documents=part, id=ID)
    tiny.load(part)
    query = {"range": {"population": {"gte": LARGE_CITY}}}

    def ours_search() -> int:
        return int([store.count(index=SOME, query=query)["count"] for _ in range(SEARCHES)][-1])

    def their_search() -> int:
        return [tiny.search("population", LARGE_CITY) for _ in range(SEARCHES)][-1]

    assert ours_search() == their_search()
    ours, theirs = Contestant("`store.count` of a range", ours_search), Contestant("`search` of a comparison", their_search)
    duel(benchmark, ours, theirs, rounds=5)
    Comparison("tinydb_search", "Search, against TinyDB", 81, ours.side(), theirs.side(), SEARCHES, "searches", note=SEARCH_NOTE).save()
