"""Ten times the documents: memory and time of a reindex, each in a fresh process that opens an existing store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import docstore
from benchmarks.data import ID, TOTAL, copies
from benchmarks.duel import Pedantic
from benchmarks.ledger import Comparison, Side
from benchmarks.watch import Seen, watch

TIMES = 10
ROUNDS = 5


class Growing:
    """Stores with one and ten copies of the cities; each round begins with a fresh copy of one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: dict[int, list[Seen]] = {1: [], TIMES: []}
        for times in self.seen:
            with docstore.open(folder / f"of-{times}", durability="async") as store:
                store.load(index="source", documents=copies(times), id=ID)

    def run(self, times: int) -> Seen:
        """One reindex of that many copies."""
        store = self.folder / "round"
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(self.folder / f"of-{times}", store, ignore=shutil.ignore_patterns("lock.mdb"))
        seen = watch("reindex", store)
        shutil.rmtree(store)
        assert seen.report["created"] == times * TOTAL
        self.seen[times].append(seen)
        return seen

    def first(self) -> None:
        """One reindex of one copy."""
        self.run(1)


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Growing]:
    folder = tmp_path_factory.mktemp("growing")
    yield Growing(folder)
    shutil.rmtree(folder)


def test_growth(benchmark: Pedantic, growing: Growing) -> None:
    benchmark.pedantic(lambda: growing.run(TIMES), setup=lambda: growing.first(), rounds=ROUNDS, warmup_rounds=0)
    small, large = growing.seen[1], growing.seen[TIMES]
    many, few = f"reindex of {TIMES * TOTAL:,} documents", f"reindex of {TOTAL:,} documents"
    looks = min(one.looks for one in small)
    note = (
        "Peak of RssAnon (memory without a file behind it) of the whole process, interpreter and imports included, looked at from "
        f"outside each millisecond (at least {looks:,} times a run). At most 1.2 times the memory is a ratio of 0.83."
    )
    grown = {
        "above what the open store had before": ", ".join(
            f"{sorted(one.peak - one.report['before'] / 1024 for one in runs)[len(runs) // 2]:.1f} MiB ({what})"
            for what, runs in ((few, small), (many, large))
        )
    }
    Comparison(
        "growth_memory",
        "Memory at ten times the documents",
        70,
        Side(many, [one.peak for one in large]),
        Side(few, [one.peak for one in small]),
        measure="MiB",
        goal=round(1 / 1.2, 3),
        note=note,
        shown=grown,
    ).save()
    Comparison(
        "growth_time",
        "Time per document at ten times the documents",
        71,
        Side(many, [one.report["seconds"] for one in large]),
        Side(few, [one.report["seconds"] for one in small]),
        TIMES * TOTAL,
        their_amount=TOTAL,
        goal=round(1 / 1.3, 3),
        note="At most 1.3 times the time is a ratio of 0.77. A store on disk, durability async: synced in the background.",
    ).save()
