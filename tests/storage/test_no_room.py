"""No room: the map size, the disk, the largest file. Nothing of a call that failed is there, all else is, and the next call works."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import docstore
from docstore.errors import DiskFullError, StoreFullError
from tests.children import child
from tests.contents import sources

Open = Callable[..., docstore.Store]
CHUNK = "x" * 10_000


def fill(store: docstore.Store, error: type[Exception]) -> int:
    """Write until there is no room; how many documents are there."""
    for written in range(5_000):
        try:
            store.index(index="a", id=str(written), document={"n": written, "text": CHUNK})
        except error:
            return written
    raise AssertionError("there was room for all of them")


def assert_whole(store: docstore.Store, count: int) -> None:
    """All that was acknowledged, and nothing else."""
    assert store.check() == []
    assert sources(store, "a") == {str(n): {"n": n, "text": CHUNK} for n in range(count)}


def test_map_size(open_at: Open) -> None:
    store = open_at(map_size=1 << 21)
    count = fill(store, StoreFullError)
    assert count > 50
    assert_whole(store, count)
    with pytest.raises(StoreFullError, match="map_size"):
        store.bulk(operations=[part for n in range(50) for part in ({"index": {"_index": "b"}}, {"text": CHUNK})])
    with pytest.raises(StoreFullError):
        store.load(index="b", documents=({"text": CHUNK} for _ in range(100)))
    assert not store.indices.exists(index="b")
    assert_whole(store, count)
    store.close()
    store = open_at(map_size=1 << 24)
    store.index(index="a", id=str(count), document={"n": count, "text": CHUNK})
    assert_whole(store, count + 1)


def test_map_size_within_a_transaction(open_at: Open) -> None:
    store = open_at(map_size=1 << 21)
    store.index(index="a", id="0", document={"n": 0, "text": CHUNK})

    def give_up() -> None:
        with store.transaction():
            store.index(index="a", id="1", document={"n": 1, "text": CHUNK})
            with pytest.raises(StoreFullError):
                store.load(index="b", documents=({"text": CHUNK} for _ in range(1_000)))
            raise StoreFullError("give up")

    with pytest.raises(StoreFullError, match="give up"):
        give_up()
    assert_whole(store, 1)
    store.index(index="a", id="1", document={"n": 1, "text": CHUNK})
    assert_whole(store, 2)


def test_map_size_during_a_reindex(open_at: Open) -> None:
    store = open_at(map_size=1 << 21)
    for n in range(110):
        store.index(index="a", id=str(n), document={"n": n, "text": CHUNK})
    with pytest.raises(StoreFullError):
        store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"})
    assert_whole(store, 110)
    copied = sources(store, "b")
    assert copied == {str(n): {"n": n, "text": CHUNK} for n in range(len(copied))}
    store.close()
    store = open_at(map_size=1 << 24)
    assert store.check() == []
    assert store.reindex(source={"index": "a"}, dest={"index": "b"})["total"] == 110
    assert sources(store, "b") == sources(store, "a")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    where = tmp_path / "small"
    where.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", where], capture_output=True).returncode:
        pytest.skip("no permission to mount")
    yield where
    subprocess.run(["umount", where], check=True)


@pytest.mark.parametrize("durability", ["request", "async"])
def test_full_disk(small_disk: Path, durability: str) -> None:
    with docstore.open(small_disk / "s", durability=durability) as store:
        count = fill(store, DiskFullError)
        assert count > 50
        assert_whole(store, count)
    with docstore.open(small_disk / "s", read_only=True) as store:
        assert_whole(store, count)
    subprocess.run(["mount", "-o", "remount,size=9m", small_disk], check=True)
    with docstore.open(small_disk / "s", durability=durability) as store:
        store.index(index="a", id=str(count), document={"n": count, "text": CHUNK})
        assert_whole(store, count + 1)


def test_backup_to_a_full_disk(small_disk: Path, store: docstore.Store) -> None:
    store.load(index="a", documents=({"n": n, "text": CHUNK} for n in range(600)), id="n")
    with pytest.raises(DiskFullError):
        store.backup(small_disk / "copy")
    assert not (small_disk / "copy" / "data.mdb").exists()
    assert store.count(index="a")["count"] == 600


def limited(pipe: Any, path: str) -> None:
    """Write until the process may not make the file larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
    store = docstore.open(path)
    written = 0
    try:
        while True:
            store.index(index="a", id=str(written), document={"n": written, "text": CHUNK})
            written += 1
    except DiskFullError:
        assert store.check() == []
        assert store.count(index="a")["count"] == written
        pipe.send(written)
    store.close()


def test_largest_file(tmp_path: Path) -> None:
    with child(limited, str(tmp_path / "s")) as worker:
        (count,) = worker.finish()
    with docstore.open(tmp_path / "s") as store:
        assert_whole(store, count)
        store.index(index="a", id=str(count), document={"n": count, "text": CHUNK})
        assert_whole(store, count + 1)


def test_a_reindex_without_room_can_be_resumed(open_at: Open) -> None:
    store = open_at(map_size=1 << 22)
    count = 200
    store.load(index="a", documents=({"n": n, "text": CHUNK} for n in range(count)), id="n")
    with pytest.raises(StoreFullError, match="map_size"):
        store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"})
    (tasks,) = store.tasks.list(actions="*reindex", detailed=True)["nodes"].values()
    ((task_id, task),) = tasks["tasks"].items()
    assert task["interrupted"]
    assert 0 < task["status"]["created"] < count
    assert store.count(index="b")["count"] == task["status"]["created"]
    store.close()
    store = open_at(map_size=1 << 24)
    response = store.tasks.resume(task_id=task_id)
    assert (response["created"], response["batches"]) == (count, count // 10)
    assert sources(store, "b") == sources(store, "a")
    assert store.check() == []
