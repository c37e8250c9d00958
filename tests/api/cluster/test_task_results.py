"""``.tasks``: the outcomes of tasks that nobody waited for."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

ALL = {"match_all": {}}


def ended(store: docstore.Store, **asked: Any) -> str:
    task_id = str(store.reindex(source={"index": "a"}, wait_for_completion=False, **asked)["task"])
    store.tasks.get(task_id=task_id, wait_for_completion=True)
    return task_id


def test_an_outcome_is_a_document(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={"n": 1})
    task_id = ended(store, dest={"index": "b"}, slices=2)
    kept = store.get(index=".tasks", id=task_id)["_source"]
    got = store.tasks.get(task_id=task_id)
    assert got["task"].pop("cancelled") is False
    assert kept == got
    found = store.search(index=".tasks", query={"term": {"task.action": "indices:data/write/reindex"}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == [task_id]
    assert store.count(index=".tasks", query={"exists": {"field": "response.created"}})["count"] == 0


def test_an_error_is_one_too(store: docstore.Store) -> None:
    store.indices.create(index="a", mappings={"_source": {"enabled": False}})
    store.index(index="a", id="1", document={"n": 1})
    task_id = ended(store, dest={"index": "b"})
    error = store.get(index=".tasks", id=task_id)["_source"]["error"]
    assert error["reason"] == "[a][1] didn't store _source"


def test_only_of_tasks_that_nobody_waited_for(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={"n": 1})
    store.reindex(source={"index": "a"}, dest={"index": "b"})
    assert not store.indices.exists(index=".tasks")


def test_hidden_and_made_by_no_template(store: docstore.Store) -> None:
    store.indices.put_index_template(name="all", index_patterns=["*"], template={"mappings": {"dynamic": False}}, priority=500)
    store.index(index="a", id="1", document={"n": 1})
    ended(store, dest={"index": "b"})
    assert sorted(store.indices.get(index="*")) == ["a", "b"]
    assert list(store.indices.get(index=".t*")) == [".tasks"]
    assert store.indices.get_mapping(index=".tasks")[".tasks"]["mappings"]["dynamic"] == "strict"


@pytest.mark.parametrize("by", ["update_by_query", "delete_by_query"])
def test_a_document_can_go(store: docstore.Store, by: str) -> None:
    store.index(index="a", id="1", document={"n": 1})
    task_id = getattr(store, by)(index="a", query=ALL, wait_for_completion=False)["task"]
    store.tasks.get(task_id=task_id, wait_for_completion=True)
    assert store.delete(index=".tasks", id=task_id)["result"] == "deleted"
    task_id = ended(store, dest={"index": "b"})
    store.tasks.delete(task_id=task_id)
    assert store.count(index=".tasks")["count"] == 0
    store.indices.delete(index=".tasks")
    task_id = ended(store, dest={"index": "c"})
    assert store.exists(index=".tasks", id=task_id)
