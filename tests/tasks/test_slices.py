"""The slices of a run as child tasks: they stand in lists, have statuses of their own, and can be called off and rethrottled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import docstore

Json = dict[str, Any]
ALL: Json = {"match_all": {}}
RUNS: dict[str, Callable[..., Json]] = {
    "reindex": lambda store, **how: store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, **how),
    "update/byquery": lambda store, **how: store.update_by_query(index="a", query=ALL, scroll_size=10, **how),
    "delete/byquery": lambda store, **how: store.delete_by_query(index="a", query=ALL, scroll_size=10, **how),
}


@pytest.fixture
def filled(store: docstore.Store) -> docstore.Store:
    store.load(index="a", documents=({"n": n} for n in range(100)), id="n")
    return store


@pytest.fixture(params=RUNS)
def sliced(filled: docstore.Store, request: pytest.FixtureRequest) -> Iterator[str]:
    """A run in three slices that takes a minute, unless something is done about it."""
    task_id = RUNS[request.param](filled, slices=3, requests_per_second=1.5, wait_for_completion=False)["task"]
    until(lambda: len(children(filled, task_id)) == 3)
    yield task_id
    if not filled.tasks.get(task_id=task_id)["completed"]:
        filled.tasks.cancel(task_id=task_id, wait_for_completion=True)


def until(holds: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def children(store: docstore.Store, task_id: str) -> list[Json]:
    found: list[Json] = store.tasks.list(parent_task_id=task_id, detailed=True, group_by="none")["tasks"]
    return found


def test_each_slice_is_a_child(filled: docstore.Store, sliced: str) -> None:
    (listed,) = filled.tasks.list(actions="*data/write*", group_by="parents", detailed=True)["tasks"].items()
    assert listed[0] == sliced
    parent, below = listed[1], listed[1].pop("children")
    assert parent["status"]["slices"] == [None, None, None]
    assert (parent["status"]["total"], parent["status"]["requests_per_second"]) == (0, 0.0)
    node = sliced.partition(":")[0]
    assert [child["parent_task_id"] for child in below] == [sliced] * 3
    assert len({child["id"] for child in below} | {parent["id"]}) == 4
    assert list(below[0]) == [
        "node", "id", "type", "action", "status", "description", "start_time_in_millis", "running_time_in_nanos",
        "cancellable", "cancelled", "parent_task_id", "headers",
    ]  # fmt: skip
    for at, child in enumerate(below):
        assert (child["node"], child["action"], child["description"]) == (node, parent["action"], parent["description"])
        assert next(iter(child["status"].items())) == ("slice_id", at)
        assert child["status"]["requests_per_second"] == 0.5
        assert (child["cancellable"], child["cancelled"]) == (True, False)
    (inner,) = filled.tasks.list(actions="*data/write*")["nodes"].values()
    assert list(inner["tasks"]) == [sliced, *(f"{node}:{child['id']}" for child in below)]
    assert "status" not in inner["tasks"][f"{node}:{below[0]['id']}"]
    got = filled.tasks.get(task_id=f"{node}:{below[1]['id']}")
    assert (got["completed"], got["task"]["status"]["slice_id"], got["task"]["parent_task_id"]) == (False, 1, sliced)
    assert filled.tasks.list(parent_task_id=f"{node}:{below[0]['id']}")["nodes"] == {}


def test_a_slice_that_has_ended_counts_for_the_whole(filled: docstore.Store, sliced: str) -> None:
    first, *others = (f"{child['node']}:{child['id']}" for child in children(filled, sliced))
    filled.reindex_rethrottle(task_id=first, requests_per_second=-1)
    until(lambda: len(children(filled, sliced)) == 2)
    status = filled.tasks.get(task_id=sliced)["task"]["status"]
    ended, *running = status["slices"]
    assert running == [None, None]
    assert (ended["slice_id"], ended["requests_per_second"]) == (0, -1.0)
    assert ended["updated"] + ended["created"] + ended["deleted"] == ended["total"] == status["total"] > 0
    with pytest.raises(docstore.NotFoundError, match="isn't running and hasn't stored its results"):
        filled.tasks.get(task_id=first)
    (inner,) = filled.reindex_rethrottle(task_id=sliced, requests_per_second=8)["nodes"].values()
    shown = inner["tasks"][sliced]["status"]
    assert [each["requests_per_second"] for each in shown["slices"]] == [-1.0, 4.0, 4.0]
    assert [child["status"]["requests_per_second"] for child in children(filled, sliced)] == [4.0, 4.0]
    filled.reindex_rethrottle(task_id=sliced, requests_per_second=-1)
    response = filled.tasks.get(task_id=sliced, wait_for_completion=True)["response"]
    assert response["total"] == response["updated"] + response["created"] + response["deleted"] == 100
    assert [each["slice_id"] for each in response["slices"]] == [0, 1, 2]
    (failure,) = filled.reindex_rethrottle(task_id=others[0], requests_per_second=1)["node_failures"]
    assert failure["caused_by"] == {"type": "resource_not_found_exception", "reason": f"task [{others[0]}] is missing"}


def test_cancelling_one_slice_leaves_the_others(filled: docstore.Store, sliced: str) -> None:
    second = children(filled, sliced)[1]
    name = f"{second['node']}:{second['id']}"
    (inner,) = filled.tasks.cancel(task_id=name, wait_for_completion=True)["nodes"].values()
    assert (list(inner["tasks"]), inner["tasks"][name]["cancelled"]) == ([name], True)
    assert [child["status"]["slice_id"] for child in children(filled, sliced)] == [0, 2]
    filled.reindex_rethrottle(task_id=sliced, requests_per_second=-1)
    response = filled.tasks.get(task_id=sliced, wait_for_completion=True)["response"]
    assert [each.get("canceled") for each in response["slices"]] == [None, "by user request", None]
    assert "canceled" not in response
    done = [each["updated"] + each["created"] + each["deleted"] for each in response["slices"]]
    assert [count == each["total"] for count, each in zip(done, response["slices"], strict=True)] == [True, False, True]


@pytest.mark.parametrize("whole", [True, False])
def test_cancelling_reaches_the_slices(filled: docstore.Store, sliced: str, whole: bool) -> None:
    if whole:
        (inner,) = filled.tasks.cancel(actions="*data/write*")["nodes"].values()
        assert [task["cancelled"] for task in inner["tasks"].values()] == [True] * len(inner["tasks"])
        assert next(iter(inner["tasks"])) == sliced
    else:
        (inner,) = filled.tasks.cancel(parent_task_id=sliced)["nodes"].values()
        assert len(inner["tasks"]) == 3
    response = filled.tasks.get(task_id=sliced, wait_for_completion=True)["response"]
    assert [each["canceled"] for each in response["slices"]] == ["by user request"] * 3
    assert response.get("canceled") == ("by user request" if whole else None)
    assert filled.tasks.list(actions="*data/write*")["nodes"] == {}


def test_the_list_of_reindexes_has_no_slices(filled: docstore.Store) -> None:
    task_id = RUNS["reindex"](filled, slices=2, requests_per_second=1, wait_for_completion=False)["task"]
    until(lambda: len(children(filled, task_id)) == 2)
    (listed,) = filled.list_reindex(detailed=True)["reindex"]
    assert (listed["id"], listed["status"]["slices"]) == (task_id, [None, None])
    assert filled.get_reindex(task_id=task_id)["status"]["slices"] == [None, None]
    child = children(filled, task_id)[0]
    name = f"{child['node']}:{child['id']}"
    with pytest.raises(docstore.NotFoundError, match=r"Reindex operation \[.*\] not found"):
        filled.get_reindex(task_id=name)
    rows = filled.cat.tasks(h="action,parent_task_id", actions="*reindex", format="json")
    assert [row["parent_task_id"] for row in rows] == ["-", task_id, task_id]
    filled.cancel_reindex(task_id=task_id)
