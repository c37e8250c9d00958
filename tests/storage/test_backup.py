"""A backup is a store of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import docstore
from docstore.columns.cache import CACHE
from docstore.errors import NotAStoreError
from tests.contents import documents


def test_copy_is_equal_and_independent(store: docstore.Store, tmp_path: Path) -> None:
    store.load(index="a", documents=({"n": n} for n in range(3_000)), id="n")
    store.delete(index="a", id="7")
    store.indices.create(index="b", aliases={"x": {}}, mappings={"properties": {"d": {"type": "date"}}})
    store.index(index="x", id="1", routing="r", document={"d": "2020-01-01"})
    for destination in (tmp_path / "new", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        store.backup(destination)
        with docstore.open(destination) as copy:
            assert copy.check() == []
            for index in "ab":
                assert documents(copy, index) == documents(store, index)
                assert copy.indices.get(index=index) == store.indices.get(index=index)
            copy.index(index="a", id="7", document={"only": "here"})
            assert copy.get(index="a", id="7")["_version"] == 3
    assert not store.exists(index="a", id="7")


def test_destination_with_something_in_it(store: docstore.Store, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("dear")
    with pytest.raises(NotAStoreError, match="not empty"):
        store.backup(tmp_path / "full")
    with pytest.raises(NotAStoreError):
        store.backup(tmp_path / "full" / "letter")
    assert [entry.name for entry in (tmp_path / "full").iterdir()] == ["letter"]


def test_backup_during_a_reindex(store: docstore.Store, tmp_path: Path) -> None:
    store.load(index="a", documents=({"n": n} for n in range(1_000)), id="n")
    taken = []

    def progress(done: int, *rest: float) -> None:
        if done == 500:
            store.backup(tmp_path / "copy")
            taken.append(done)

    response = store.reindex(source={"index": "a", "size": 100}, dest={"index": "b"}, progress=progress)
    assert taken == [500]
    with docstore.open(tmp_path / "copy") as copy:
        assert copy.check() == []
        assert copy.count(index="b")["count"] == 500
        ((task_id, task),) = copy.tasks.list(actions="*reindex", group_by="parents")["tasks"].items()
        assert task["running_time_in_nanos"] >= 0
        assert response["created"] == 1_000
        assert task_id


def test_a_copy_has_contents_of_its_own(tmp_path: Path) -> None:
    """Its indices have the same uuids, and what is written to one is nothing to the other; both open at once, and one after the other."""
    before = CACHE.nbytes
    with docstore.open(tmp_path / "original") as original:
        original.index(index="a", id="1", document={"t": "seed"})
        for name in ("first", "second", "third"):
            original.backup(tmp_path / name)
        with docstore.open(tmp_path / "first") as copy:
            for store, word in ((original, "walden"), (copy, "emerson")):
                store.index(index="a", id="2", document={"t": word})
                for asked in ("walden", "emerson", "walden"):
                    assert store.search(index="a", query={"match": {"t": asked}})["hits"]["total"]["value"] == (asked == word)
    for name in ("second", "third"):
        with docstore.open(tmp_path / name) as copy:
            copy.index(index="a", id="2", document={"t": name})
            assert copy.search(index="a", query={"match": {"t": name}})["hits"]["total"]["value"] == 1
    assert before == CACHE.nbytes
