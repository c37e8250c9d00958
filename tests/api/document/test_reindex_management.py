"""The APIs that watch and end runs of ``_reindex``."""

from __future__ import annotations

import json
import time

import pytest

import docstore
from docstore.errors import IllegalArgumentError, ResourceNotFoundError, TaskTimeoutError
from docstore.rest.message import Request


def _slow(store: docstore.Store) -> str:
    """A run that waits for an hour after its first document."""
    for number in range(3):
        store.index(index="source", id=str(number), document={})
    started = store.reindex(
        source={"index": "source", "size": 1}, dest={"index": "dest"}, requests_per_second=0.001, wait_for_completion=False
    )
    task: str = started["task"]
    return task


def test_a_run_is_listed_and_told_and_ended(store: docstore.Store) -> None:
    task = _slow(store)
    (listed,) = store.list_reindex()["reindex"]
    assert listed["id"] == task
    assert listed["cancelled"] is False
    assert not {"status", "description"} & {*listed}
    (detailed,) = store.list_reindex(detailed=True)["reindex"]
    assert (detailed["description"], detailed["status"]["requests_per_second"]) == ("reindex from [source] to [dest]", 0.001)
    while not store.list_reindex(detailed=True)["reindex"][0]["status"]["created"]:
        time.sleep(0.005)
    assert store.list_reindex(detailed=True)["reindex"][0]["status"]["total"] == 3
    running = store.get_reindex(task_id=task)
    assert running["completed"] is False
    assert running["description"] == "reindex from [source] to [dest]"
    assert "response" not in running
    with pytest.raises(TaskTimeoutError):
        store.get_reindex(task_id=task, wait_for_completion=True, timeout="1ms")

    ended = store.cancel_reindex(task_id=task)

    assert ended["completed"]
    assert ended["cancelled"]
    assert ended["response"]["canceled"] == "by user request"
    assert store.list_reindex() == {"reindex": []}
    later = store.get_reindex(task_id=task)
    assert (later["response"], later["status"]["canceled"], later["cancelled"]) == (ended["response"], "by user request", False)
    with pytest.raises(ResourceNotFoundError, match=r"reindex task .* either not found or completed"):
        store.cancel_reindex(task_id=task)


def test_ending_need_not_be_waited_for(store: docstore.Store) -> None:
    task = _slow(store)
    assert store.cancel_reindex(task_id=task, wait_for_completion=False) == {"acknowledged": True}
    assert store.get_reindex(task_id=task, wait_for_completion=True)["status"]["canceled"] == "by user request"


def test_what_is_no_run_is_not_found(store: docstore.Store) -> None:
    store.index(index="source", document={})
    other = store.delete_by_query(index="source", query={"match_all": {}}, wait_for_completion=False)["task"]
    store.tasks.get(task_id=other, wait_for_completion=True)
    for unknown in (other, "node0:123"):
        with pytest.raises(ResourceNotFoundError, match=rf"Reindex operation \[{unknown}\] not found"):
            store.get_reindex(task_id=unknown)
    with pytest.raises(IllegalArgumentError, match="malformed task id nonsense"):
        store.get_reindex(task_id="nonsense")


def test_a_sort_is_warned_of(store: docstore.Store) -> None:
    store.index(index="source", id="1", document={"n": 1})
    body = json.dumps({"source": {"index": "source", "sort": "n"}, "dest": {"index": "dest"}})
    answer = store.rest.handle(Request.of("POST", "/_reindex", {"Content-Type": "application/json"}, body))
    text = "The sort option in reindex is deprecated. Instead consider using query filtering to find the desired subset of data."
    assert text in answer.headers["Warning"]
