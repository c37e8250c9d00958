"""A reindex is killed at a random instant, and once more while it is resumed: the outcome is that of an undisturbed run."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import docstore
from tests import children
from tests.children import child
from tests.contents import Row, documents, without_took

KILLS = 6
DOCUMENTS = 1_500

REQUESTS: dict[str, dict[str, Any]] = {
    "fresh": {"source": {"index": "a", "size": 50}, "dest": {"index": "new"}},
    "existing": {"source": {"index": "a", "size": 50}, "dest": {"index": "old"}},
    "external": {"source": {"index": "a", "size": 50}, "dest": {"index": "old", "version_type": "external"}, "conflicts": "proceed"},
    "external_fresh": {"source": {"index": "a", "size": 50}, "dest": {"index": "new", "version_type": "external"}},
    "filtered": {
        "source": {"index": "a", "size": 20, "query": {"range": {"n": {"gte": 300, "lt": 1100}}}, "_source": ["n", "tag"]},
        "dest": {"index": "new", "routing": "=r"},
    },
    "sliced": {"source": {"index": "a", "size": 25}, "dest": {"index": "new"}, "slices": 3},
    "create": {"source": {"index": "a", "size": 50}, "dest": {"index": "old", "op_type": "create"}, "conflicts": "proceed"},
    "two_sources": {"source": {"index": ["a", "b"], "size": 40}, "dest": {"index": "new"}},
    "plain": {"source": {"index": "b", "size": 10}, "dest": {"index": "new"}},
}
chance = random.Random()

Outcome = tuple[dict[str, Any], dict[str, Row]]


def outcome(store: docstore.Store, kind: str) -> dict[str, Row]:
    """The destination of a request. In which order slices take turns is not part of it."""
    found = documents(store, REQUESTS[kind]["dest"]["index"])
    return {key: (row[0], 0, *row[2:]) for key, row in found.items()} if kind == "sliced" else found


def fill(store: docstore.Store) -> None:
    """``a`` has gaps, tombstones, versions and routings; ``b`` is untouched since it was loaded; ``old`` overlaps with ``a``."""
    store.load(index="a", documents=({"n": n, "tag": f"t{n % 7}", "text": "word " * (n % 9)} for n in range(DOCUMENTS)), id="n")
    for n in range(0, DOCUMENTS, 11):
        store.index(index="a", id=str(n), routing=f"r{n % 3}", document={"n": n, "tag": "again"})
    for n in range(5, DOCUMENTS, 50):
        store.delete(index="a", id=str(n))
    store.load(index="b", documents=({"n": n} for n in range(1_400, 1_400 + 300)), id="n")
    store.load(index="old", documents=({"n": -n} for n in range(0, DOCUMENTS, 4)), id=lambda document: str(-document["n"]))
    store.bulk(operations=[{"delete": {"_index": "old", "_id": "8"}}, {"index": {"_index": "old", "_id": "4"}}, {"n": 0}])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("kill") / "template"
    with docstore.open(directory, durability="async") as store:
        with store.transaction():
            fill(store)
        assert store.check() == []
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(scope="module")
def undisturbed(template: Path) -> dict[str, Outcome]:
    """The outcome of each request when nobody is killed."""
    found = {}
    for name, request in REQUESTS.items():
        directory = template.with_name(f"undisturbed-{name}")
        shutil.copytree(template, directory)
        with docstore.open(directory, durability="async") as store:
            response = store.reindex(**request)
            found[name] = without_took(response), outcome(store, name)
            assert store.check() == []
    return found


def kill_at_random(worker: children.Child, *, most: int) -> bool:
    """Whether the kill came before the end."""
    worker.wait_for(1 + chance.randint(0, most))
    time.sleep(chance.choice((0, 0.0005, 0.002)) * chance.random())
    worker.kill()
    return worker.process.exitcode != 0


def disturb(store: docstore.Store) -> None:
    """Change the source as it was never to be seen by the run."""
    with store.transaction():
        for n in range(0, DOCUMENTS, 6):
            if n % 50 != 5:
                store.index(index="a", id=str(n), document={"n": -1, "tag": "late"})
        for n in range(1, DOCUMENTS, 9):
            if n % 50 != 5:
                store.delete(index="a", id=str(n))
        store.load(index="a", documents=({"n": n} for n in range(9_000, 9_100)), id="n")
        store.load(index="b", documents=({"n": n} for n in range(1_500, 1_900)), id="n")


def interrupted_task(store: docstore.Store) -> str | None:
    tasks = store.tasks.list(actions="*reindex", group_by="parents", detailed=True)["tasks"]
    assert len(tasks) <= 1
    for task_id, task in tasks.items():
        assert task["interrupted"] is True
        got = store.tasks.get(task_id=task_id)
        assert (got["completed"], got["interrupted"]) == (False, True)
        assert got["task"]["status"]["created"] + got["task"]["status"]["updated"] <= max(got["task"]["status"]["total"], 0)
        return str(task_id)
    return None


def finish(store: docstore.Store, request: dict[str, Any]) -> dict[str, Any]:
    """The response of the run: resumed, or found with the task, or run now where the kill came before everything."""
    task_id = interrupted_task(store)
    if task_id is not None:
        return store.tasks.resume(task_id=task_id)
    try:
        got = store.tasks.get(task_id=f"{store._node.id}:1")
    except docstore.NotFoundError:
        return store.reindex(**request)
    return got["response"]


@pytest.mark.parametrize("round", range(KILLS))
@pytest.mark.parametrize("kind", REQUESTS)
def test_killed_and_resumed(tmp_path: Path, template: Path, undisturbed: dict[str, Outcome], kind: str, round: int) -> None:
    request, (response, expected) = REQUESTS[kind], undisturbed[kind]
    path = tmp_path / "s"
    shutil.copytree(template, path)
    with child(children.reindex, str(path), request) as worker:
        kill_at_random(worker, most=response["batches"])
    with docstore.open(path, durability="async") as store:
        assert store.check() == []
        task_id = interrupted_task(store)
        if task_id is not None and round % 3 != 0:
            disturb(store)
            assert store.check() == []
    if task_id is not None and round % 2:
        with child(children.resume, str(path), task_id) as worker:
            kill_at_random(worker, most=response["batches"] // 2)
    with docstore.open(path, durability="async") as store:
        assert store.check() == []
        assert without_took(finish(store, request)) == response
        assert outcome(store, kind) == expected
        assert store.check() == []
        assert store.tasks.list(actions="*reindex")["nodes"] == {}
