"""Several processes, and several threads, at one store."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import docstore
from tests import children
from tests.children import Child, child

Open = Callable[..., docstore.Store]


def ask(other: Child, name: str, **arguments: Any) -> Any:
    """Have another process call a method; its answer."""
    other.tell((name, arguments))
    what, answer = other.wait()
    assert what == "ok", answer
    return answer


def refusal(other: Child, name: str, **arguments: Any) -> tuple[int, str, str]:
    other.tell((name, arguments))
    what, answer = other.wait()
    assert what == "error", answer
    return tuple(answer)  # type: ignore[return-value]


def test_each_sees_what_the_other_writes(open_at: Open) -> None:
    store = open_at()
    with child(children.obey, str(store.path), {}) as other:
        other.wait()
        for n in range(20):
            store.index(index="a", id=str(n), document={"n": n})
            assert ask(other, "get", index="a", id=str(n))["_source"] == {"n": n}
            ask(other, "index", index="a", id=str(n), document={"n": -n})
            assert store.get(index="a", id=str(n))["_source"] == {"n": -n}
            assert store.count(index="a", query={"range": {"n": {"lte": 0}}})["count"] == n + 1


def test_no_cache_is_stale(open_at: Open) -> None:
    store = open_at()
    with child(children.obey, str(store.path), {}) as other:
        other.wait()
        store.indices.create(index="a", mappings={"dynamic": "strict", "properties": {"n": {"type": "long"}}})
        assert refusal(other, "index", index="a", document={"new": 1})[1] == "strict_dynamic_mapping_exception"
        store.indices.put_mapping(index="a", properties={"new": {"type": "date"}})
        assert refusal(other, "index", index="a", id="1", document={"new": "no date"})[1] == "document_parsing_exception"
        ask(other, "index", index="a", id="1", document={"new": "2020-01-01"})
        ask(other, "indices.put_mapping", index="a", properties={"newer": {"type": "boolean"}})
        with pytest.raises(docstore.ApiError, match="failed to parse field"):
            store.index(index="a", document={"newer": "perhaps"})

        store.indices.put_alias(index="a", name="x")
        assert ask(other, "get", index="x", id="1")["_index"] == "a"
        store.index(index="b", id="2", document={})
        store.indices.update_aliases(actions=[{"remove": {"index": "a", "alias": "x"}}, {"add": {"index": "b", "alias": "x"}}])
        assert ask(other, "get", index="x", id="2")["_index"] == "b"
        assert ask(other, "index", index="x", id="3", document={})["_index"] == "b"


def test_index_deleted_and_made_again(open_at: Open) -> None:
    store = open_at()
    with child(children.obey, str(store.path), {}) as other:
        other.wait()
        for n in range(5):
            store.index(index="a", id="1", document={"n": n})
            store.index(index="a", id=f"only-{n}", document={"n": n})
            found = ask(other, "mget", index="a", ids=["1", f"only-{n}", f"only-{n - 1}"])["docs"]
            assert [each["found"] for each in found] == [True, True, False]
            assert ask(other, "count", index="a", query={"term": {"n": n}})["count"] == 2
            store.indices.delete(index="a")
            assert refusal(other, "get", index="a", id="1")[1] == "index_not_found_exception"
            if n % 2:
                store.index(index=f"takes-the-number-{n}", id="1", document={"text": "other"})


def test_indices_of_another_process_can_be_read_many_times(open_at: Open) -> None:
    """A table that another process made is opened by a reader, again and again, before this process writes."""
    store = open_at()
    with child(children.obey, str(store.path), {}) as other:
        other.wait()
        for name in "abc":
            ask(other, "index", index=name, id="1", document={"in": name})
        for _ in range(3):
            for name in "abc":
                assert store.get(index=name, id="1")["_source"] == {"in": name}
        store.index(index="d", id="1", document={})
        assert store.count(index="a,b,c,d")["count"] == 4


def test_a_reader_is_not_blocked_by_a_transaction_elsewhere(open_at: Open) -> None:
    store = open_at()
    store.index(index="a", id="1", document={"n": 1})
    with child(children.hold_transaction, str(store.path)) as other:
        other.wait_for(2)
        began = time.monotonic()
        assert store.get(index="a", id="1")["_source"] == {"n": 1}
        assert store.count(index="a", query={"match_all": {}})["count"] == 1
        assert not store.exists(index="a", id="held")
        assert not store.indices.exists(index="held")
        assert store.check() == []
        assert time.monotonic() - began < 1.0
        other.tell("commit")
        assert other.wait() == "outside"
    assert store.exists(index="a", id="held")


def test_one_writer_at_a_time(open_at: Open) -> None:
    store = open_at()
    store.index(index="a", id="1", document={})
    with child(children.hold_transaction, str(store.path)) as other, ThreadPoolExecutor(1) as pool:
        other.wait_for(2)
        written = pool.submit(store.index, index="a", id="waits", document={})
        time.sleep(0.2)
        assert not written.done()
        other.tell("raise")
        assert written.result(timeout=10)["_seq_no"] == 1
    assert not store.exists(index="a", id="held")


def test_counting_together_loses_nothing(open_at: Open) -> None:
    store = open_at()
    store.index(index="counter", id="1", document={"n": 0})
    workers = [Child(children.count_up, str(store.path), 60) for _ in range(3)]
    conflicts = sum(worker.finish()[-1] for worker in workers)
    got = store.get(index="counter", id="1")
    assert got["_source"] == {"n": 180}
    assert got["_version"] == 181
    assert conflicts >= 0


def test_a_task_of_another_process_is_shown_and_can_be_cancelled(open_at: Open) -> None:
    store = open_at()
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    with child(children.obey, str(store.path), {}) as other:
        other.wait()
        request = {"source": {"index": "a", "size": 10}, "dest": {"index": "b"}, "requests_per_second": 20}
        task_id = ask(other, "reindex", wait_for_completion=False, **request)["task"]
        task = store.tasks.get(task_id=task_id)
        assert not task["completed"]
        assert "interrupted" not in task
        with pytest.raises(docstore.ApiError, match="is running"):
            store.tasks.resume(task_id=task_id)
        store.tasks.cancel(task_id=task_id)
        done = store.tasks.get(task_id=task_id, wait_for_completion=True, timeout="10s")
        assert done["response"]["canceled"] == "by user request"
        assert ask(other, "tasks.get", task_id=task_id)["completed"]


def test_a_task_whose_process_ends_in_order_can_be_resumed_elsewhere(open_at: Open) -> None:
    store = open_at()
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    with child(children.obey, str(store.path), {}) as other:
        other.wait()
        request = {"source": {"index": "a", "size": 10}, "dest": {"index": "b"}, "requests_per_second": 20}
        task_id = ask(other, "reindex", wait_for_completion=False, **request)["task"]
        other.tell(None)
        other.finish()
    assert store.tasks.get(task_id=task_id)["interrupted"]
    store.reindex_rethrottle(task_id=task_id, requests_per_second=-1)
    assert store.tasks.resume(task_id=task_id)["created"] == 100
    assert store.count(index="b")["count"] == 100


def test_threads_write_and_read_together(store: docstore.Store) -> None:
    ended = threading.Event()

    def write(thread: int) -> None:
        for n in range(60):
            store.index(index=f"t{n % 3}", id=f"{thread}-{n}", document={"n": n, f"field{thread}": n})
            with store.transaction():
                store.index(index="pairs", id=f"l{thread}", document={"n": n})
                store.index(index="pairs", id=f"r{thread}", document={"n": n})

    def read(thread: int) -> int:
        rounds = 0
        while not ended.is_set():
            found = store.mget(docs=[{"_index": "pairs", "_id": f"{side}{thread}"} for side in "lr"])["docs"]
            left, right = (each.get("_source") for each in found)
            assert left == right
            store.count(index="t*", query={"range": {"n": {"lt": 30}}})
            rounds += 1
        return rounds

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read, thread) for thread in range(3)]
        writers = [pool.submit(write, thread) for thread in range(3)]
        try:
            for each in writers:
                each.result(timeout=60)
        finally:
            ended.set()
        assert all(each.result(timeout=60) for each in readers)
    assert store.count(index="t*")["count"] == 180
    assert [store.get(index="pairs", id=f"l{n}")["_version"] for n in range(3)] == [60, 60, 60]


def test_a_thread_reads_while_another_is_in_a_transaction(open_at: Open) -> None:
    store = open_at()
    store.index(index="a", id="1", document={"n": 1})
    store.close()
    store = open_at()
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with store.transaction():
            store.index(index="made-inside", id="1", document={})
            inside.set()
            assert leave.wait(10)

    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(hold)
        assert inside.wait(10)
        try:
            assert pool.submit(store.get, index="a", id="1").result(timeout=2)["_source"] == {"n": 1}
            with pytest.raises(docstore.NotFoundError):
                pool.submit(store.get, index="made-inside", id="1").result(timeout=2)
        finally:
            leave.set()
        held.result(timeout=10)
    assert store.exists(index="made-inside", id="1")


def test_path_is_shared(open_at: Open, tmp_path: Path) -> None:
    first, second = open_at(), open_at()
    first.index(index="a", id="1", document={})
    first.close()
    assert second.get(index="a", id="1")["found"]
    with pytest.raises(docstore.errors.StoreClosedError):
        first.get(index="a", id="1")
