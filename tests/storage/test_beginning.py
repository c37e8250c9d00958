"""A store is taken back to its beginning, byte for byte, or not at all."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

import docstore
from docstore.storage.beginning import Beginning


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with docstore.open(tmp_path / "grown") as store:
        store.load(index="a", documents=({"n": n, "t": f"word {n}"} for n in range(3_000)), id="n")
        store.backup(tmp_path / "base")
    return tmp_path / "base"


def _write(store: docstore.Store, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 40)):
        match chance.randrange(7):
            case 0:
                store.index(index=chance.choice("ab"), id=str(chance.randrange(5_000)), document={"n": chance.randrange(10), "new": "text"})
            case 1:
                store.bulk(index="a", operations=[{"delete": {"_id": str(chance.randrange(3_000))}} for _ in range(200)])
            case 2:
                store.load(index="c", documents=({"n": n} for n in range(chance.randrange(5_000))))
            case 3:
                store.delete_by_query(index="a", query={"range": {"n": {"lt": chance.randrange(3_000)}}})
            case 4:
                store.indices.delete(index="c", ignore_unavailable=True)
            case 5:
                store.reindex(source={"index": "a"}, dest={"index": f"d{chance.randrange(3)}"})
            case 6:
                store.indices.forcemerge(index="a")


@pytest.mark.parametrize("number", range(6))
def test_whatever_is_written(path: Path, number: int) -> None:
    before, chance = (path / "data.mdb").read_bytes(), random.Random(number)
    beginning = Beginning(path)
    for _ in range(4):
        with docstore.open(path, durability="none") as store, beginning.held(store._environment):
            assert store.search(index="a", query={"match": {"t": "word"}})["hits"]["total"]["value"] == 3_000
            _write(store, chance)
            assert store.check() == []
        assert beginning.restore()
        assert (path / "data.mdb").read_bytes() == before
        assert {entry.name for entry in path.iterdir()} == {"data.mdb", "lock.mdb"}


def test_not_where_it_was_closed_and_opened_again(path: Path) -> None:
    beginning = Beginning(path)
    with docstore.open(path, durability="none") as store, beginning.held(store._environment):
        store.close()
        with docstore.open(path, durability="none") as again:
            again.index(index="a", id="1", document={})
    assert not beginning.restore()


def test_not_where_it_is_still_open(path: Path) -> None:
    beginning = Beginning(path)
    with docstore.open(path, durability="none") as store, beginning.held(store._environment):
        other = docstore.open(path, durability="none")
    assert not beginning.restore()
    other.close()
    assert not beginning.restore()


def test_not_where_another_process_has_it_open(path: Path) -> None:
    beginning = Beginning(path)
    program = f"import docstore, sys; store = docstore.open({str(path)!r}); print(store.count(index='a'), flush=True); sys.stdin.read()"
    with docstore.open(path, durability="none") as store, beginning.held(store._environment):
        child = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert b"3000" in child.stdout.readline()
    assert not beginning.restore()
    child.communicate()
    assert not beginning.restore()


def test_not_where_something_was_written_behind_it(path: Path) -> None:
    beginning = Beginning(path)
    with docstore.open(path, durability="none") as store:
        with beginning.held(store._environment):
            store.index(index="a", document={})
        store.index(index="a", document={})
    assert not beginning.restore()


def test_a_process_that_came_and_went_does_not_matter(path: Path) -> None:
    before, beginning = (path / "data.mdb").read_bytes(), Beginning(path)
    program = f"import docstore; docstore.open({str(path)!r}, durability='async').delete_by_query(index='a', query={{'match_all': {{}}}})"
    with docstore.open(path, durability="none") as store, beginning.held(store._environment):
        for _ in range(2):
            subprocess.run([sys.executable, "-c", program], check=True)
        assert store.count(index="a")["count"] == 0
        store.index(index="a", document={})
    assert beginning.restore()
    assert (path / "data.mdb").read_bytes() == before
