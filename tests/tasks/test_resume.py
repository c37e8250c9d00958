"""Tasks that were interrupted at a known place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import EnumType
from types import FrameType
from typing import Any

import pytest

import docstore
from docstore.errors import StoreError
from docstore.reindex import plan
from docstore.reindex.run import Run
from docstore.storage.transaction import Transaction
from docstore.tasks import task as tasks
from tests.contents import documents, sources

Open = Callable[..., docstore.Store]


@pytest.fixture
def interrupted(store: docstore.Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Begins a reindex that is interrupted after so many batches; its id."""

    def begin(batches: int, **request: Any) -> str:
        left = batches
        step = Run._step

        def stepping(run: Run, worker: Any) -> None:
            nonlocal left
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            step(run, worker)

        monkeypatch.setattr(Run, "_step", stepping)
        with pytest.raises(KeyboardInterrupt):
            store.reindex(**request)
        monkeypatch.undo()
        ((task_id, task),) = store.tasks.list(actions="*reindex", group_by="parents")["tasks"].items()
        assert task["interrupted"]
        return str(task_id)

    return begin


@pytest.mark.parametrize("batches", [0, 1, 4])
@pytest.mark.parametrize("slices", [1, 2])
def test_source_as_of_the_start(store: docstore.Store, interrupted: Callable[..., str], batches: int, slices: int) -> None:
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    expected = sources(store, "a")
    task_id = interrupted(batches, source={"index": "a", "size": 10}, dest={"index": "b"}, slices=slices)
    for n in range(0, 100, 3):
        store.update(index="a", id=str(n), doc={"m": 1})
    for n in range(1, 100, 3):
        store.delete(index="a", id=str(n))
    for n in range(0, 100, 6):
        store.update(index="a", id=str(n), doc={"m": 2})
    assert store.check() == []
    assert store.tasks.resume(task_id=task_id)["created"] == 100
    assert sources(store, "b") == expected
    assert {row[0] for row in documents(store, "b").values()} == {1}
    assert store.check() == []
    assert store.count(index="a")["count"] == 67


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"ids": {"values": ["1", "2", "3", "99", "none"]}}, {"1": 1, "2": 2, "3": 3}),
        ({"range": {"n": {"lt": 3}}}, {"0": 0, "1": 1, "2": 2}),
        ({"match_all": {}}, {str(n): n for n in range(6)}),
    ],
)
def test_before_it_knew_its_documents(
    store: docstore.Store, monkeypatch: pytest.MonkeyPatch, query: dict[str, Any], expected: dict[str, int]
) -> None:
    """They are those of the start all the same: what is changed, deleted or new since is taken as it was."""
    store.load(index="a", documents=({"n": n} for n in range(6)), id="n")

    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan, "plan", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.reindex(source={"index": "a", "query": query}, dest={"index": "b"})
    monkeypatch.undo()
    store.index(index="a", id="1", document={"n": 100})
    store.delete(index="a", id="2")
    store.index(index="a", id="99", document={"n": 0})
    (task_id,) = store.tasks.list(actions="*reindex", group_by="parents")["tasks"]
    store.tasks.resume(task_id=task_id)
    assert {hit["_id"]: hit["_source"]["n"] for hit in store.search(index="b")["hits"]["hits"]} == expected


def test_deleted_source(store: docstore.Store, interrupted: Callable[..., str]) -> None:
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    task_id = interrupted(2, source={"index": "a", "size": 10}, dest={"index": "b"})
    store.indices.delete(index="a")
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    with pytest.raises(docstore.NotFoundError):
        store.tasks.resume(task_id=task_id)
    got = store.tasks.get(task_id=task_id)
    assert (got["completed"], got["error"]["type"]) == (True, "index_not_found_exception")
    assert store.count(index="b")["count"] == 20


def test_destination_written_between(store: docstore.Store, interrupted: Callable[..., str]) -> None:
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    task_id = interrupted(5, source={"index": "a", "size": 10}, dest={"index": "b"})
    store.index(index="b", id="70", document={"theirs": 1})
    store.delete(index="b", id="3")
    response = store.tasks.resume(task_id=task_id)
    assert (response["created"], response["updated"]) == (99, 1)
    assert store.get(index="b", id="70")["_version"] == 2
    assert not store.exists(index="b", id="3")


def test_cancel_ends_an_interrupted_task(store: docstore.Store, interrupted: Callable[..., str]) -> None:
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    task_id = interrupted(5, source={"index": "a", "size": 10}, dest={"index": "b"})
    store.delete(index="a", id="99")
    store.tasks.cancel(task_id=task_id)
    got = store.tasks.get(task_id=task_id)
    assert (got["completed"], got["response"]["canceled"], got["response"]["created"]) == (True, "by user request", 50)
    assert store.tasks.list(actions="*reindex")["nodes"] == {}


@pytest.mark.parametrize("batches", [1, 2, 3, 4])
def test_counters_with_max_docs_and_conflicts(store: docstore.Store, interrupted: Callable[..., str], batches: int) -> None:
    store.load(index="a", documents=({"n": n} for n in range(40)), id="n")
    for name in ("b", "b2"):
        for n in (*range(7), *range(10, 14)):
            store.index(index=name, id=str(n), document={})
    request: dict[str, Any] = {"source": {"index": "a", "size": 10}, "conflicts": "proceed", "max_docs": 12}
    undisturbed = store.reindex(**request, dest={"index": "b2", "op_type": "create"})
    task_id = interrupted(batches, **request, dest={"index": "b", "op_type": "create"}) if batches < undisturbed["batches"] else None
    if task_id is not None:
        resumed = store.tasks.resume(task_id=task_id)
        for name in ("total", "created", "version_conflicts", "batches"):
            assert resumed[name] == undisturbed[name]
        assert documents(store, "b") == documents(store, "b2")


def test_closing_the_store_interrupts(open_at: Open) -> None:
    store = open_at()
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    task_id = store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, requests_per_second=30, wait_for_completion=False)[
        "task"
    ]
    store.close()
    store = open_at()
    got = store.tasks.get(task_id=task_id)
    assert (got["completed"], got["interrupted"]) == (False, True)
    store.reindex_rethrottle(task_id=task_id, requests_per_second=-1)
    answer = store.tasks.resume(task_id=task_id, wait_for_completion=False)
    assert answer == {"task": task_id}
    assert store.tasks.get(task_id=task_id, wait_for_completion=True)["response"]["created"] == 100
    assert sources(store, "b") == sources(store, "a")


@pytest.mark.parametrize("error", [KeyboardInterrupt, StoreError])
def test_a_run_whose_end_cannot_be_stored_has_not_ended(
    store: docstore.Store, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def finish(txn: Transaction, task: tasks.Task, *args: Any, **kept: Any) -> None:
        stored(txn, task, *args, **kept)
        raise error

    stored = tasks.finish
    store.load(index="a", documents=({"n": n} for n in range(10)), id="n")
    monkeypatch.setattr(tasks, "finish", finish)
    with pytest.raises(error):
        store.reindex(source={"index": "a"}, dest={"index": "b"})
    monkeypatch.undo()
    assert store.check() == []
    ((task_id, task),) = store.tasks.list(actions="*reindex", group_by="parents")["tasks"].items()
    assert task["interrupted"]
    assert store.tasks.resume(task_id=task_id)["created"] == 10
    assert store.tasks.list(actions="*reindex")["nodes"] == {}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="later classes of enum have no __getattr__")
def test_numpy_asks_no_class_of_enum_for_names(store: docstore.Store) -> None:
    """It drops what is raised then, and that may be an interrupt."""
    asked = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is EnumType.__getattr__.__code__:  # type: ignore[attr-defined]
            asked.append(frame.f_back.f_code.co_filename if frame.f_back else "")

    def work() -> None:
        store.load(index="a", documents=({"n": n} for n in range(10)), id="n")
        store.reindex(source={"index": "a", "size": 2}, dest={"index": "b"})
        store.reindex(source={"index": "a", "size": 2, "query": {"range": {"n": {"gte": 3}}}}, dest={"index": "b"})
        store.update_by_query(index="a")

    work()  # what is imported only now makes classes
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    assert asked == []
