"""A process is killed at a random instant: what it had acknowledged is there, and the store is sound."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest

import docstore
from tests import children
from tests.children import child
from tests.contents import sources

KILLS = 7
DURABILITIES = ["request", "async"]
chance = random.Random()


def kill_soon(worker: children.Child, *, most: int) -> list[Any]:
    """Kill after a random number of acknowledgements, and then some."""
    worker.wait_for(chance.randint(0, most))
    time.sleep(chance.random() * 0.004)
    return worker.kill()


@pytest.mark.parametrize("round", range(KILLS))
@pytest.mark.parametrize("durability", DURABILITIES)
def test_single_writes(tmp_path: Path, durability: str, round: int) -> None:
    with child(children.write_singly, str(tmp_path / "s"), durability) as worker:
        told = kill_soon(worker, most=60)
    with docstore.open(tmp_path / "s") as store:
        assert store.check() == []
        found = sources(store, "single")
        deleted = {number for what, number in told if what == "delete"}
        written = {number for what, number in told if what == "index"} - deleted
        assert {int(key) for key in found} >= written - ({max(written) - 1} if written else set())
        assert not deleted & {int(key) for key in found}
        assert all(source["n"] == int(key) for key, source in found.items())
        assert len(found) <= len(written) + 1
        store.index(index="single", id="new", document={})


@pytest.mark.parametrize("round", range(KILLS))
@pytest.mark.parametrize("durability", DURABILITIES)
def test_bulk_is_all_or_nothing(tmp_path: Path, durability: str, round: int) -> None:
    with child(children.write_bulks, str(tmp_path / "s"), durability) as worker:
        told = kill_soon(worker, most=30)
    with docstore.open(tmp_path / "s") as store:
        assert store.check() == []
        found = sources(store, "bulk")
        rounds = {source["round"] for key, source in found.items() if "-" not in key}
        last = rounds.pop() if rounds else -1
        assert not rounds
        assert last - len(told) in (-1, 0)
        assert {key for key in found if "-" in key} == {f"{n}-{at}" for n in range(last + 1) for at in range(40)}


@pytest.mark.parametrize("round", range(KILLS))
def test_load_keeps_whole_batches(tmp_path: Path, round: int) -> None:
    with child(children.load, str(tmp_path / "s"), "async", 40_000) as worker:
        told = kill_soon(worker, most=18)
    with docstore.open(tmp_path / "s") as store:
        assert store.check() == []
        count = store.count(index="loaded", ignore_unavailable=True)["count"]
        acknowledged = max(told, default=0)
        assert count in (acknowledged, min(acknowledged + 2_000, 40_000))
        expected = {str(n): {"n": n} for n in range(count)}
        assert sources(store, "loaded") == expected
        again = store.load(index="loaded", documents=({"n": n} for n in range(40_000)), id="n")
        assert (again.created, again.updated) == (40_000 - count, count)
