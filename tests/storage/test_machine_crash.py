"""``durability="async"`` and a machine that crashes: the store falls back to its last checkpoint.

The crash is made up: a process is killed, its files are copied, every page of ``data.mdb`` that changed since the checkpoint is
spoilt (none of them may belong to it), and the boot id in ``checkpoint`` becomes that of an earlier boot.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

import docstore
from tests.children import child
from tests.contents import documents, sources

PAGE = os.sysconf("SC_PAGESIZE")
EARLIER_BOOT = b"00000000-0000-0000-0000-000000000000"


def write_around_a_checkpoint(pipe: Any, path: str) -> None:
    store = docstore.open(path, durability="async")
    store.load(index="a", documents=({"n": n, "text": "x" * 200} for n in range(3_000)), id="n")
    store.reindex(source={"index": "a"}, dest={"index": "b"})
    store.sync()
    pipe.send("synced")
    pipe.recv()
    for n in range(0, 3_000, 3):
        store.index(index="a", id=str(n), document={"n": -1})
    store.indices.delete(index="b")
    store.load(index="c", documents=({"n": n} for n in range(2_000)), id="n")
    store.index(index="new", id="1", document={})
    store.search(index="a", query={"term": {"n": -1}})
    pipe.send("wrote")
    pipe.recv()


def crash(before: Path, after: Path, *, spoil: bytes) -> None:
    """Make ``after`` what a crash could have left of it; ``before`` is a copy taken at the checkpoint."""
    old, new = (before / "data.mdb").read_bytes(), bytearray((after / "data.mdb").read_bytes())
    spoilt = 0
    for at in range(0, len(new), PAGE):
        if old[at : at + PAGE] != new[at : at + PAGE]:
            new[at : at + PAGE] = (spoil * PAGE)[: len(new[at : at + PAGE])]
            spoilt += 1
    assert spoilt > 10
    (after / "data.mdb").write_bytes(new)
    (after / "lock.mdb").unlink()
    set_boot(after, EARLIER_BOOT)


def checkpoints(path: Path) -> list[Path]:
    return list(path.glob("checkpoint.*"))


def set_boot(path: Path, boot: bytes) -> None:
    assert checkpoints(path)
    for file in checkpoints(path):
        body = boot + file.read_bytes()[4 + len(boot) :]
        file.write_bytes(struct.pack("=I", zlib.crc32(body)) + body)


@pytest.mark.parametrize("spoil", [b"\0", b"\xa5"])
def test_back_to_the_checkpoint(tmp_path: Path, spoil: bytes) -> None:
    path = tmp_path / "s"
    with child(write_around_a_checkpoint, str(path)) as worker:
        worker.wait_for(1)
        shutil.copytree(path, tmp_path / "before")
        worker.tell("go on")
        worker.wait_for(2)
        worker.kill()
    shutil.copytree(path, tmp_path / "crashed")
    with docstore.open(path, durability="async") as store:
        assert store.check() == []
        assert store.exists(index="new", id="1")
    crash(tmp_path / "before", tmp_path / "crashed", spoil=spoil)
    expected = {str(n): {"n": n, "text": "x" * 200} for n in range(3_000)}
    for durability in ("async", "request"):
        with docstore.open(tmp_path / "crashed", durability=durability) as store:
            assert store.check() == []
            assert sources(store, "a") == expected
            assert sources(store, "b") == expected
            assert not store.indices.exists(index="new,c")
            assert store.index(index="a", id="0", document={"n": 0, "text": "x" * 200})["result"] == "updated"
    with docstore.open(tmp_path / "crashed") as store:
        assert store.check() == []
        assert documents(store, "a")["0"][0] == 3


def test_a_second_crash_before_the_next_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with child(write_around_a_checkpoint, str(path)) as worker:
        worker.wait_for(1)
        shutil.copytree(path, tmp_path / "before")
        worker.tell("go on")
        worker.wait_for(2)
        worker.kill()
    crash(tmp_path / "before", path, spoil=b"\xff")
    for _ in range(2):
        with docstore.open(path, durability="async") as store:
            assert store.check() == []
            shutil.copytree(path, tmp_path / "again")
        shutil.rmtree(path)
        (tmp_path / "again").rename(path)
        set_boot(path, EARLIER_BOOT)
    with docstore.open(path) as store:
        assert store.check() == []
        assert store.count(index="a")["count"] == 3_000


def test_columns_that_know_of_lost_writes_go(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with child(write_around_a_checkpoint, str(path)) as worker:
        worker.wait_for(1)
        shutil.copytree(path, tmp_path / "before")
        worker.tell("go on")
        worker.wait_for(2)
        worker.kill()
    crash(tmp_path / "before", path, spoil=b"\0")
    assert list((path / "columns").glob("*/*.derived"))
    with docstore.open(path, durability="async") as store:
        assert not (path / "columns").exists()
        assert store.count(index="a", query={"term": {"n": -1}})["count"] == 0


def test_clean_close_leaves_no_checkpoint(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s", durability="async") as store:
        store.index(index="a", id="1", document={})
        assert len(checkpoints(tmp_path / "s")) == 1
    assert not checkpoints(tmp_path / "s")
    with docstore.open(tmp_path / "s") as store:
        assert store.exists(index="a", id="1")


def test_damaged_checkpoint_of_this_boot_does_not_matter(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s", durability="async") as store:
        store.index(index="a", id="1", document={})
        shutil.copytree(tmp_path / "s", tmp_path / "copy")
    for content in (b"", b"short", b"\0" * 9_000):
        (tmp_path / "copy" / "checkpoint.1.1").write_bytes(content)
        with docstore.open(tmp_path / "copy") as store:
            assert store.check() == []
            assert store.exists(index="a", id="1")
        assert not (tmp_path / "copy" / "checkpoint.1.1").exists()


def test_reading_only_after_a_crash_is_refused(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s", durability="async") as store:
        store.index(index="a", id="1", document={})
        store.sync()
        shutil.copytree(tmp_path / "s", tmp_path / "copy")
    set_boot(tmp_path / "copy", EARLIER_BOOT)
    with pytest.raises(docstore.errors.StoreReadOnlyError, match="open it once for writing"):
        docstore.open(tmp_path / "copy", read_only=True)
    docstore.open(tmp_path / "copy").close()
    with docstore.open(tmp_path / "copy", read_only=True) as store:
        assert store.exists(index="a", id="1")


def hold(pipe: Any, path: str, durability: str) -> None:
    """Write one document, then keep the store open until told otherwise."""
    store = docstore.open(path, durability=durability)
    store.index(index="a", id="async", document={})
    pipe.send("wrote")
    pipe.recv()
    store.close()


def test_request_durability_beside_async(tmp_path: Path) -> None:
    """What one process was told is on disk survives, though the store is under checkpoints for the sake of another."""
    path = tmp_path / "s"
    with child(hold, str(path), "async") as worker:
        worker.wait_for(1)
        with docstore.open(path, durability="request") as store:
            store.index(index="a", id="request", document={})
            shutil.copytree(path, tmp_path / "crashed")
        worker.kill()
    (tmp_path / "crashed" / "lock.mdb").unlink()
    set_boot(tmp_path / "crashed", EARLIER_BOOT)
    with docstore.open(tmp_path / "crashed") as store:
        assert store.check() == []
        assert store.exists(index="a", id="request")
        assert store.exists(index="a", id="async")


@pytest.mark.parametrize("durability", ["request", "async"])
def test_the_checkpoint_stays_while_another_process_needs_it(tmp_path: Path, durability: str) -> None:
    path = tmp_path / "s"
    with child(hold, str(path), "async") as worker:
        worker.wait_for(1)
        with docstore.open(path, durability=durability) as store:
            store.index(index="a", id="other", document={})
        assert len(checkpoints(path)) == 1
        worker.tell("close")
        worker.finish()
    assert not checkpoints(path)


def test_checkpoints_end_with_the_process_that_needs_them(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with child(hold, str(path), "async") as worker:
        worker.wait_for(1)
        with docstore.open(path, durability="request") as store:
            store.index(index="a", id="1", document={})
            assert len(checkpoints(path)) == 2
            worker.tell("close")
            worker.finish()
            store.index(index="a", id="2", document={})
            assert not checkpoints(path)


@pytest.mark.parametrize(("durability", "survives"), [("request", True), ("async", False), (None, False)])
def test_an_index_that_asks_for_more(tmp_path: Path, durability: str | None, survives: bool) -> None:
    """``index.translog.durability: request`` in a store under "async"."""
    with docstore.open(tmp_path / "s", durability="async") as store:
        store.indices.create(index="a", settings={"translog.durability": durability})
        store.sync()
        store.index(index="a", id="1", document={})
        store.load(index="a", documents=[{"n": 2}], id="n")
        store.bulk(operations=[{"index": {"_index": "a", "_id": "3"}}, {}])
        shutil.copytree(tmp_path / "s", tmp_path / "copy")
    set_boot(tmp_path / "copy", EARLIER_BOOT)
    with docstore.open(tmp_path / "copy") as store:
        assert store.count(index="a")["count"] == (3 if survives else 0)
