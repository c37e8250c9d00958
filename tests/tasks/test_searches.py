"""Searches as tasks: listed while they run, and called off."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

import pytest

import docstore
from docstore.clock import CLOCK
from docstore.errors import ApiError
from docstore.search import fetch, plain_hits

QUERY: dict[str, Any] = {"match": {"t": "a"}}


@dataclass
class Held:
    """A search that stands still inside until it is let go."""

    store: docstore.Store
    inside: threading.Event
    go: threading.Event
    pool: ThreadPoolExecutor

    def begin(self, **request: Any) -> Future[Any]:
        begun = self.pool.submit(self.store.search, index="i", timeout="1h", **request)
        assert self.inside.wait(30)
        return begun

    def running(self, actions: str = "*search", **asked: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.store.tasks.list(group_by="none", detailed=True, actions=actions, **asked)["tasks"]
        return found


@pytest.fixture
def held(store: docstore.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    store.load(index="i", documents=[{"n": at, "t": "a b" if at % 2 else "b c"} for at in range(20)])
    inside, go = threading.Event(), threading.Event()
    monotonic = CLOCK.monotonic

    def waiting() -> float:
        if store._node.searches.running:
            inside.set()
            assert go.wait(30)
        return monotonic()

    monkeypatch.setattr(CLOCK, "monotonic", waiting)
    with ThreadPoolExecutor(2) as pool:
        yield Held(store, inside, go, pool)
        go.set()


def test_a_running_search_is_listed(held: Held) -> None:
    begun = held.begin(query=QUERY)
    (task,) = held.running()
    assert list(task) == [
        "node", "id", "type", "action", "description", "start_time_in_millis", "running_time_in_nanos", "cancellable", "cancelled",
        "headers",
    ]  # fmt: skip
    assert (task["action"], task["cancellable"], task["cancelled"]) == ("indices:data/read/search", True, False)
    shown = 'indices[i], search_type[QUERY_THEN_FETCH], source[{"timeout":"1h","query":{"match":{"t":"a"}}}]'
    assert task["description"] == shown
    got = held.store.tasks.get(task_id=f"{task['node']}:{task['id']}")
    assert (got["completed"], got["task"]["id"]) == (False, task["id"])
    assert "indices:data/read/search" in str(held.store.cat.tasks())
    held.go.set()
    assert begun.result(30)["hits"]["total"]["value"] == 10
    assert held.running() == []


def test_a_search_is_called_off(held: Held) -> None:
    begun = held.begin(query=QUERY)
    (task,) = held.running()
    task_id = f"{task['node']}:{task['id']}"
    answer = held.store.tasks.cancel(task_id=task_id)
    assert answer["nodes"][task["node"]]["tasks"][task_id]["cancelled"] is True
    held.go.set()
    with pytest.raises(ApiError) as caught:
        begun.result(30)
    assert (caught.value.status, caught.value.type) == (400, "search_phase_execution_exception")
    cause = {"type": "task_cancelled_exception", "reason": "task cancelled [by user request]"}
    assert caught.value.body["error"]["root_cause"] == [cause]
    assert held.running() == []


def test_by_action_with_what_runs_for_them(held: Held) -> None:
    searches = [{"index": "i"}, {"query": QUERY, "timeout": "1h"}, {"index": "i"}, {"query": QUERY}]
    begun = held.pool.submit(held.store.msearch, searches=searches)
    assert held.inside.wait(30)
    parent, child = held.running()
    assert parent["action"] == "indices:data/read/msearch"
    assert child["parent_task_id"] == f"{parent['node']}:{parent['id']}"
    assert [task["id"] for task in held.running(parent_task_id=child["parent_task_id"])] == [child["id"]]
    (top,) = held.store.tasks.list(group_by="parents", actions="*search")["tasks"].values()
    assert [task["id"] for task in top["children"]] == [child["id"]]
    held.store.tasks.cancel(actions="*msearch")
    held.go.set()
    responses = begun.result(30)["responses"]
    assert [each["error"]["root_cause"][0]["type"] for each in responses] == ["task_cancelled_exception"] * 2


def test_waiting_for_a_search(held: Held) -> None:
    begun = held.begin(query=QUERY)
    (task,) = held.running()
    task_id = f"{task['node']}:{task['id']}"
    with pytest.raises(ApiError) as caught:
        held.store.tasks.get(task_id=task_id, wait_for_completion=True, timeout="1ms")
    assert caught.value.type == "timeout_exception"
    threading.Timer(0.05, held.go.set).start()
    assert held.store.tasks.cancel(task_id=task_id, wait_for_completion=True)["nodes"]
    assert begun.done() or begun.exception(30) is not None


@pytest.mark.parametrize(("module", "asked"), [(fetch, {"version": True}), (plain_hits, {})])
def test_between_two_hits(store: docstore.Store, monkeypatch: pytest.MonkeyPatch, module: Any, asked: dict[str, Any]) -> None:
    store.load(index="i", documents=[{"n": at} for at in range(300)])

    def called_off(score: float) -> float:
        for search in store._node.searches:
            search.cancelled = "by user request"
        return score

    monkeypatch.setattr(module, "shown_score", called_off)
    with pytest.raises(ApiError) as caught:
        store.search(index="i", size=300, **asked)
    assert caught.value.body["error"]["phase"] == "query"


def test_a_client_that_goes_away(held: Held) -> None:
    pytest.importorskip("uvicorn")
    from docstore.transport.server import Server

    with Server(held.store.rest) as server:
        connection = http.client.HTTPConnection(urlparse(server.url).netloc, timeout=30)
        connection.request("GET", "/i/_search?q=t:a&timeout=1h")
        assert held.inside.wait(30)
        (search,) = held.store._node.searches
        connection.close()
        while search.parent is not None and search.parent.cancelled is None:
            assert not held.go.wait(0.005)
        held.go.set()
        held.store._node.searches.wait(search, 30)
    assert search.parent is not None
    assert str(search.parent.cancelled).startswith("http channel [127.0.0.1:")
