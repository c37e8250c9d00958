"""What may be opened, how, and what a closed store says."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import lmdb
import pytest

import docstore
from docstore.errors import NotAStoreError, StoreClosedError, StoreFormatError, StoreReadOnlyError, TransactionError
from tests import children
from tests.children import child

Open = Callable[..., docstore.Store]


def test_reopened_store_answers_again_and_again(open_at: Open) -> None:
    """Tables that only readers touch after opening stay readable."""
    store = open_at()
    store.index(index="a", id="1", document={"n": 1})
    store.index(index="b", id="1", document={"n": 1})
    store.close()
    for options in ({}, {"read_only": True}, {"durability": "async"}):
        again = open_at(**options)
        for _ in range(3):
            assert again.check() == []
            assert again.get(index="a", id="1")["_source"] == {"n": 1}
            assert again.count(index="a,b", query={"term": {"n": 1}})["count"] == 2
        again.close()


def test_temporary_store_is_removed() -> None:
    store = docstore.open()
    path = store.path
    assert path.is_dir()
    store.close()
    assert not path.exists()


def test_directory_that_is_not_a_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(NotAStoreError, match=r"letter\.txt"):
        docstore.open(tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["letter.txt"]


def test_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(NotAStoreError, match="is a file"):
        docstore.open(file)
    assert file.read_text() == "x"


@pytest.mark.parametrize("content", [b"", b"garbage", bytes(100_000)])
def test_data_file_of_something_else(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "data.mdb").write_bytes(content)
    if content:
        with pytest.raises(docstore.errors.StoreError):
            docstore.open(tmp_path)
        assert (tmp_path / "data.mdb").read_bytes() == content
        return
    with docstore.open(tmp_path) as store:
        assert store.check() == []


def test_foreign_lmdb_environment(tmp_path: Path) -> None:
    with lmdb.open(str(tmp_path / "f"), max_dbs=2) as env:
        table = env.open_db(b"mine")
        with env.begin(write=True) as txn:
            txn.put(b"k", b"v", db=table)
    for read_only in (False, True):
        with pytest.raises(NotAStoreError, match="did not make"):
            docstore.open(tmp_path / "f", read_only=read_only)
    with lmdb.open(str(tmp_path / "f"), max_dbs=9) as env, env.begin() as txn:
        assert [key for key, _ in txn.cursor()] == [b"mine"]


def test_newer_format(tmp_path: Path) -> None:
    docstore.open(tmp_path / "s").close()
    with lmdb.open(str(tmp_path / "s"), max_dbs=99) as env:
        table = env.open_db(b"meta", create=False)
        with env.begin(write=True) as txn:
            txn.put(b"format", struct.pack(">Q", 999), db=table)
    for read_only in (False, True):
        with pytest.raises(StoreFormatError, match="has format 999"):
            docstore.open(tmp_path / "s", read_only=read_only)


def test_missing_store_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(docstore.errors.StoreError):
        docstore.open(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none" / "data.mdb").exists()


def test_unknown_durability(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="sometimes"):
        docstore.open(tmp_path / "s", durability="sometimes")
    assert not (tmp_path / "s").exists()


def test_read_only(open_at: Open) -> None:
    store = open_at()
    store.load(index="a", documents=({"n": n} for n in range(10)), id="n")
    store.close()
    store = open_at(read_only=True)
    assert store.get(index="a", id="3")["_source"] == {"n": 3}
    assert store.count(index="a", query={"range": {"n": {"gt": 4}}})["count"] == 5
    assert store.tasks.list(actions="*reindex")["nodes"] == {}
    for write in (
        lambda: store.index(index="a", document={}),
        lambda: store.indices.create(index="b"),
        lambda: store.reindex(source={"index": "a"}, dest={"index": "b"}),
        lambda: store.load(index="a", documents=[{}]),
        lambda: store.transaction().__enter__(),
    ):
        with pytest.raises(StoreReadOnlyError):
            write()


def test_reader_follows_a_writer(open_at: Open) -> None:
    store = open_at(read_only=False)
    store.index(index="a", id="1", document={})
    with child(children.obey, str(store.path), {"read_only": True}) as other:
        other.wait()
        for n in range(3):
            store.index(index=f"new{n}", id="1", document={"n": n})
            for _ in range(2):
                other.tell(("get", {"index": f"new{n}", "id": "1"}))
                assert other.wait()[1]["_source"] == {"n": n}
        other.tell(("index", {"index": "a", "document": {}}))
        other.finish()
        assert other.process.exitcode != 0


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Path:
    """A directory mounted read-only that holds a store."""
    docstore.open(tmp_path / "s").close()
    mounted = subprocess.run(["mount", "--bind", "-o", "ro", tmp_path / "s", tmp_path / "s"], capture_output=True)
    remounted = subprocess.run(["mount", "-o", "remount,bind,ro", tmp_path / "s"], capture_output=True)
    if mounted.returncode or remounted.returncode:
        pytest.skip("no permission to mount")
    yield tmp_path / "s"  # type: ignore[misc]
    subprocess.run(["umount", tmp_path / "s"], check=True)


def test_read_only_disk(read_only_disk: Path) -> None:
    with pytest.raises(StoreReadOnlyError, match="read_only=True"):
        docstore.open(read_only_disk)
    with docstore.open(read_only_disk, read_only=True) as store:
        assert store.check() == []
        assert store.count()["count"] == 0


def test_use_after_close(tmp_path: Path) -> None:
    store = docstore.open(tmp_path / "s")
    store.index(index="a", id="1", document={})
    store.close()
    store.close()
    for use in (
        lambda: store.get(index="a", id="1"),
        lambda: store.index(index="a", document={}),
        lambda: store.bulk(operations=[{"delete": {"_index": "a", "_id": "1"}}]),
        lambda: store.count(),
        lambda: store.check(),
        lambda: store.sync(),
        lambda: store.backup(tmp_path / "b"),
        lambda: store.reindex(source={"index": "a"}, dest={"index": "b"}),
        lambda: store.transaction().__enter__(),
        lambda: store.tasks.list(),
    ):
        with pytest.raises(StoreClosedError, match="is closed"):
            use()
    assert "closed" in repr(store)


def test_close_inside_a_transaction_is_refused_and_can_be_done_later() -> None:
    store = docstore.open()
    with store.transaction(), pytest.raises(TransactionError, match="after the block"):
        store.close()
    store.index(index="a", id="1", document={})
    store.close()
    with pytest.raises(StoreClosedError):
        store.get(index="a", id="1")


def test_what_cannot_be_done_inside_a_transaction(store: docstore.Store, tmp_path: Path) -> None:
    with store.transaction():
        store.index(index="a", id="1", document={})
        for use in (
            lambda: store.backup(tmp_path / "b"),
            lambda: store.sync(),
            lambda: store.reindex(source={"index": "a"}, dest={"index": "b"}, wait_for_completion=False),
        ):
            with pytest.raises(TransactionError):
                use()
    assert store.exists(index="a", id="1")


FORK = """
import os, sys, docstore
store = docstore.open(sys.argv[1])
store.index(index="a", id="1", document={"n": 1})
if (pid := os.fork()) == 0:
    try:
        store.get(index="a", id="1")
    except docstore.errors.StoreClosedError as error:
        assert "fork" in str(error)
        store.close()
        os._exit(7)
    os._exit(1)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
store.index(index="a", id="parent", document={})
assert store.check() == []
store.close()
"""


def run(program: str, path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


def test_fork(tmp_path: Path) -> None:
    run(FORK, tmp_path / "s")
    with docstore.open(tmp_path / "s") as store:
        assert store.count(index="a")["count"] == 2


FORK_AND_OPEN = """
import os, sys, docstore
store = docstore.open(sys.argv[1])
store.index(index="a", id="1", document={"n": 1})
if (pid := os.fork()) == 0:
    try:
        docstore.open(sys.argv[1])
    except docstore.errors.StoreClosedError as error:
        os._exit(0 if "spawn" in str(error) else 1)
    os._exit(2)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
store.index(index="a", id="parent", document={})
assert store.exists(index="a", id="parent")
"""


def test_opening_again_after_a_fork_says_what_to_do(tmp_path: Path) -> None:
    run(FORK_AND_OPEN, tmp_path / "s")


def test_opening_twice_with_other_options_is_refused(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s", durability="async"):
        with docstore.open(tmp_path / "s") as again:
            again.index(index="a", id="1", document={})
        for options in ({"durability": "request"}, {"read_only": True}, {"map_size": 1 << 30}):
            with pytest.raises(docstore.errors.StoreError, match="is open in this process with"):
                docstore.open(tmp_path / "s", **options)


def test_reading_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(docstore.errors.NotAStoreError, match="there is no store at"):
        docstore.open(tmp_path / "missing", read_only=True)
    assert not (tmp_path / "missing").exists()


def test_an_undone_inner_transaction_leaves_no_trace_in_the_catalog(store: docstore.Store) -> None:
    def inner() -> None:
        with store.transaction():
            store.index(index="inner", id="1", document={"n": 1})
            raise ZeroDivisionError

    with store.transaction():
        with pytest.raises(ZeroDivisionError):
            inner()
        assert not store.indices.exists(index="inner")
        store.index(index="outer", id="1", document={"n": 1})
    assert not store.indices.exists(index="inner")
    assert store.indices.get_mapping(index="outer")["outer"]["mappings"]["properties"] == {"n": {"type": "long"}}
