"""Tasks: list, get, wait, cancel, rethrottle, delete."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import docstore
from docstore.rest.message import Request
from tests.contents import raised, sources


@pytest.fixture
def filled(store: docstore.Store) -> docstore.Store:
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    return store


SLOW: dict[str, Any] = {"source": {"index": "a", "size": 10}, "dest": {"index": "b"}, "requests_per_second": 30}


@pytest.fixture
def slow(filled: docstore.Store) -> Iterator[str]:
    """A task that takes some seconds, unless something is done about it."""
    task_id = filled.reindex(**SLOW, wait_for_completion=False)["task"]
    yield task_id
    filled.tasks.get(task_id=task_id, wait_for_completion=True)


def test_in_the_background(filled: docstore.Store) -> None:
    answer = filled.reindex(source={"index": "a"}, dest={"index": "b"}, wait_for_completion=False)
    assert list(answer) == ["task"]
    node, _, number = answer["task"].partition(":")
    got = filled.tasks.get(task_id=answer["task"], wait_for_completion=True)
    task = got["task"]
    assert list(got) == ["completed", "task", "response"]
    assert got["completed"] is True
    assert list(task) == [
        "node", "id", "type", "action", "status", "description", "start_time_in_millis", "running_time_in_nanos",
        "cancellable", "cancelled", "headers",
    ]  # fmt: skip
    assert (task["node"], task["id"], task["type"], task["action"]) == (node, int(number), "transport", "indices:data/write/reindex")
    assert task["description"] == "reindex from [a] to [b]"
    assert (task["cancellable"], task["cancelled"], task["headers"]) == (True, False, {})
    assert got["response"]["created"] == 100
    assert task["status"] == {key: value for key, value in got["response"].items() if key not in ("took", "timed_out", "failures")}


def test_list(filled: docstore.Store, slow: str) -> None:
    listed = filled.tasks.list(actions="*reindex", detailed=True)
    (node,) = listed["nodes"].values()
    assert list(node["tasks"]) == [slow]
    assert node["tasks"][slow]["description"] == "reindex from [a] to [b]"
    assert filled.tasks.list(actions="*reindex", group_by="none")["tasks"][0]["cancellable"] is True
    assert "status" not in filled.tasks.list(actions="*reindex", group_by="parents")["tasks"][slow]
    assert filled.tasks.list(actions="*reindex")["nodes"]
    assert filled.tasks.list(actions="*update*")["nodes"] == {}
    assert filled.tasks.list(nodes="elsewhere")["nodes"] == {}
    filled.tasks.cancel(task_id=slow)
    assert filled.tasks.list(actions="*reindex", wait_for_completion=True)
    assert filled.tasks.list(actions="*reindex")["nodes"] == {}


def test_a_list_is_a_task_and_stands_in_itself(filled: docstore.Store, slow: str) -> None:
    ((first, task),) = [each for each in filled.tasks.list(group_by="parents")["tasks"].items() if each[0] != slow]
    (child,) = task.pop("children")
    assert list(task) == ["node", "id", "type", "action", "start_time_in_millis", "running_time_in_nanos", "cancellable", "headers"]
    assert (task["type"], task["action"], task["cancellable"]) == ("transport", "cluster:monitor/tasks/lists", False)
    assert (child["type"], child["action"], child["parent_task_id"]) == ("direct", "cluster:monitor/tasks/lists[n]", first)
    assert filled.tasks.list(actions="cluster:monitor/*", wait_for_completion=True)["nodes"] == {}
    assert filled.tasks.cancel(actions="cluster:*")["nodes"] == {}


def test_a_task_shows_who_asked_for_it(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    asked = {"X-Opaque-Id": "me", "traceparent": trace, "content-type": "application/json"}
    body = '{"source":{"index":"a"},"dest":{"index":"b"}}'
    begun = store.rest.handle(Request.of("POST", "/_reindex?wait_for_completion=false", asked, body))
    shown = {"X-Opaque-Id": "me", "trace.id": "0af7651916cd43dd8448eb211c80319c"}
    assert store.tasks.get(task_id=json.loads(begun.body)["task"], wait_for_completion=True)["task"]["headers"] == shown
    listed = json.loads(store.rest.handle(Request.of("GET", "/_tasks?group_by=none", asked)).body)["tasks"]
    assert [task["headers"] for task in listed] == [shown, shown]


def refusal_of_node(answer: dict[str, Any]) -> str:
    """Why its node did nothing for a task."""
    (failure,) = answer["node_failures"]
    assert (failure["type"], answer["nodes"]) == ("failed_node_exception", {})
    return str(failure["caused_by"]["reason"])


def test_cancel(filled: docstore.Store, slow: str) -> None:
    began = time.monotonic()
    shown = filled.tasks.cancel(task_id=slow, wait_for_completion=True)
    assert time.monotonic() - began < 2
    assert next(iter(shown["nodes"].values()))["tasks"][slow]["cancelled"] is True
    got = filled.tasks.get(task_id=slow)
    assert (got["completed"], got["task"]["cancelled"]) == (True, False)
    response = got["response"]
    assert (response["canceled"], response["failures"], response["timed_out"]) == ("by user request", [], False)
    keys = list(response)
    assert keys.index("canceled") == keys.index("requests_per_second") + 1
    assert response["created"] == filled.count(index="b", ignore_unavailable=True)["count"] < 100
    assert refusal_of_node(filled.tasks.cancel(task_id=slow)) == f"task [{slow}] is not found"
    with pytest.raises(docstore.ApiError, match="has ended"):
        filled.tasks.resume(task_id=slow)


def test_cancel_of_a_run_that_somebody_waits_for(filled: docstore.Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(filled.reindex, **SLOW)
        while not (tasks := filled.tasks.list(actions="*reindex", group_by="parents")["tasks"]):
            time.sleep(0.01)
        filled.tasks.cancel(actions="*reindex")
        response = running.result(timeout=5)
    assert len(tasks) == 1
    assert response["canceled"] == "by user request"
    assert response["created"] < 100


def test_cancel_from_the_progress_callback(filled: docstore.Store) -> None:
    def progress(done: int, *_: float) -> None:
        if done == 30:
            filled.tasks.cancel(actions="*")

    response = filled.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, progress=progress)
    assert (response["created"], response["total"], response["batches"]) == (30, 100, 3)
    assert filled.count(index="b")["count"] == 30


def test_rethrottle(filled: docstore.Store, slow: str) -> None:
    task = next(iter(filled.reindex_rethrottle(task_id=slow, requests_per_second=-1)["nodes"].values()))["tasks"][slow]
    assert task["status"]["requests_per_second"] == -1.0
    got = filled.tasks.get(task_id=slow, wait_for_completion=True, timeout="2s")
    assert got["response"]["created"] == 100
    assert got["response"]["requests_per_second"] == -1.0
    assert sources(filled, "b") == sources(filled, "a")
    assert refusal_of_node(filled.reindex_rethrottle(task_id=slow, requests_per_second=-1)) == f"task [{slow}] is missing"


def test_rethrottle_needs_a_rate(filled: docstore.Store, slow: str) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        filled.reindex_rethrottle(task_id=slow)
    assert raised(caught.value) == (400, "illegal_argument_exception", "requests_per_second is a required parameter")
    filled.tasks.cancel(task_id=slow)


def test_status_while_it_waits(filled: docstore.Store, slow: str) -> None:
    deadline = time.monotonic() + 3
    while not (status := filled.tasks.get(task_id=slow)["task"]["status"])["throttled_until_millis"] and time.monotonic() < deadline:
        time.sleep(0.01)
    assert 0 < status["throttled_until_millis"] <= 340
    assert (status["total"], status["requests_per_second"]) == (100, 30.0)
    with pytest.raises(docstore.ApiError) as caught:
        filled.tasks.get(task_id=slow, wait_for_completion=True, timeout="10ms")
    assert caught.value.reason == f"Timed out waiting for completion of task [{slow}]"
    filled.tasks.cancel(task_id=slow)


def test_slower_does_not_lengthen_the_present_wait(filled: docstore.Store) -> None:
    task_id = filled.reindex(**{**SLOW, "requests_per_second": 20}, wait_for_completion=False)["task"]
    time.sleep(0.1)
    filled.reindex_rethrottle(task_id=task_id, requests_per_second=0.1)
    time.sleep(0.9)
    created = filled.tasks.get(task_id=task_id)["task"]["status"]["created"]
    filled.tasks.cancel(task_id=task_id, wait_for_completion=True)
    assert created == 20


def test_unknown_tasks(store: docstore.Store) -> None:
    node = store._node.id
    assert refusal_of_node(store.tasks.cancel(task_id=f"{node}:99")) == f"task [{node}:99] is not found"
    assert refusal_of_node(store.tasks.cancel(task_id="othernode:1")) == "No such node [othernode]"
    with pytest.raises(docstore.ApiError, match="malformed task id"):
        store.tasks.cancel(task_id="nonsense")
    for call in (store.tasks.get, store.tasks.resume, store.tasks.delete):
        for task_id, status in ((f"{node}:99", 404), ("othernode:1", 404), ("nonsense", 400), ("", 400)):
            with pytest.raises(docstore.ApiError) as caught:
                call(task_id=task_id)
            assert caught.value.status == status
    with pytest.raises(docstore.ApiError) as caught:
        store.tasks.get(task_id=f"{node}:99")
    assert raised(caught.value) == (
        404, "resource_not_found_exception", f"task [{node}:99] isn't running and hasn't stored its results",
    )  # fmt: skip


def test_failures_and_errors_are_kept(filled: docstore.Store) -> None:
    filled.index(index="b", id="7", document={})
    request: dict[str, Any] = {"source": {"index": "a"}, "dest": {"index": "b", "op_type": "create"}}
    task_id = filled.reindex(**request, wait_for_completion=False)["task"]
    got = filled.tasks.get(task_id=task_id, wait_for_completion=True)
    assert [failure["id"] for failure in got["response"]["failures"]] == ["7"]
    filled.indices.create(index="bare", mappings={"_source": {"enabled": False}})
    filled.index(index="bare", id="1", document={})
    task_id = filled.reindex(source={"index": "bare"}, dest={"index": "c"}, wait_for_completion=False)["task"]
    got = filled.tasks.get(task_id=task_id, wait_for_completion=True)
    assert (got["completed"], got["error"]["reason"]) == (True, "[bare][1] didn't store _source")
    assert filled.tasks.delete(task_id=task_id) == {"acknowledged": True}
    with pytest.raises(docstore.NotFoundError):
        filled.tasks.get(task_id=task_id)


def test_source_snapshot_while_others_write(filled: docstore.Store) -> None:
    expected, ended = sources(filled, "a"), threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            filled.index(index="a", id=str(number % 100), document={"n": -1})
            filled.delete(index="a", id=str((number * 7) % 100)) if filled.exists(index="a", id=str((number * 7) % 100)) else None
            number += 1

    with ThreadPoolExecutor(1) as pool:
        task_id = filled.reindex(**{**SLOW, "requests_per_second": 300}, wait_for_completion=False)["task"]
        writer = pool.submit(write)
        try:
            response = filled.tasks.get(task_id=task_id, wait_for_completion=True)["response"]
        finally:
            ended.set()
        writer.result()
    assert response["created"] == 100
    assert sources(filled, "b") == expected


def test_the_pace_of_a_task_of_another_node(store: docstore.Store) -> None:
    answer = store.reindex_rethrottle(task_id="test:007", requests_per_second=2)
    (failure,) = answer["node_failures"]
    assert (failure["type"], failure["node_id"]) == ("failed_node_exception", "test")
    assert failure["caused_by"] == {"type": "no_such_node_exception", "reason": "No such node [test]", "node_id": "test"}
