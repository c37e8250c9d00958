"""A second process opens a store that the first one has open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import docstore
from benchmarks.data import ID, Document
from benchmarks.duel import Pedantic
from benchmarks.ledger import Comparison, Side
from benchmarks.watch import watch

ROUNDS = 7


@pytest.fixture
def shared(tmp_path: Path, documents: list[Document]) -> Iterator[Path]:
    """A store on disk that this process has open."""
    with docstore.open(tmp_path / "store", durability="async") as store:
        store.load(index="source", documents=documents, id=ID)
        store.index(index="source", id="first", document={})
        yield store.path


def test_open(benchmark: Pedantic, shared: Path, tmp_path: Path) -> None:
    with docstore.open(tmp_path / "empty", durability="async") as store:
        store.index(index="source", id="first", document={})
        full, empty = [], []
        benchmark.pedantic(
            lambda: full.append(watch("open", shared).report["seconds"]),
            setup=lambda: empty.append(watch("open", store.path).report["seconds"]),
            rounds=ROUNDS,
            warmup_rounds=0,
        )
    Comparison(
        "open",
        "Open a store that another process has open",
        90,
        Side("`docstore.open()`, 234,908 documents", full),
        Side("`docstore.open()`, one document", empty),
        unit="calls",
        note="The call alone, without starting Python and importing.",
    ).save()
