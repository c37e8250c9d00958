"""What shards are said to be, and what indices take."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.columns.cache import CACHE
from docstore.errors import ApiError, IllegalArgumentError, IndexClosedError


@pytest.fixture
def filled(store: Any) -> Any:
    store.indices.create(index="one", settings={"number_of_shards": 2, "number_of_replicas": 0})
    store.indices.create(index="two", aliases={"some": {"filter": {"term": {"a": 1}}}, "all": {}})
    store.indices.create(index="shut")
    store.indices.close(index="shut")
    for number in range(3):
        store.index(index="one", id=str(number), document={"a": number})
    store.delete(index="one", id="0")
    return store


def test_segments(filled: Any) -> None:
    answer = filled.indices.segments(index="*")
    assert answer["_shards"] == {"total": 4, "successful": 3, "failed": 0}
    assert list(answer["indices"]) == ["one", "two"]
    first, second = (answer["indices"]["one"]["shards"][number][0] for number in "01")
    assert (first["num_search_segments"], second["segments"]) == (1, {})
    assert (first["segments"]["_0"]["num_docs"], first["segments"]["_0"]["deleted_docs"]) == (2, 1)
    with pytest.raises(IndexClosedError):
        filled.indices.segments(index="shut")


def test_recovery(filled: Any) -> None:
    answer = filled.indices.recovery()
    assert {name: [shard["type"] for shard in found["shards"]] for name, found in answer.items()} == {
        "one": ["EMPTY_STORE", "EMPTY_STORE"],
        "shut": ["EXISTING_STORE"],
        "two": ["EMPTY_STORE"],
    }
    shard = answer["one"]["shards"][1]
    assert (shard["id"], shard["stage"], shard["primary"], shard["index"]["files"]["percent"]) == (1, "DONE", True, "0.0%")
    assert filled.indices.recovery(index="one", active_only=True) == {}
    assert filled.indices.recovery(index="two", detailed=True)["two"]["shards"][0]["index"]["files"]["details"] == []


@pytest.mark.parametrize(
    ("status", "expected"), [(None, ["shut", "two"]), ("green", ["one"]), ("green,yellow", ["one", "shut", "two"]), ("red", [])]
)
def test_shard_stores(filled: Any, status: str | None, expected: list[str]) -> None:
    answer = filled.indices.shard_stores(status=status)["indices"]
    assert sorted(answer) == expected
    assert {shard["stores"][0]["allocation"] for found in answer.values() for shard in found["shards"].values()} <= {"primary"}


def test_no_such_status(filled: Any) -> None:
    with pytest.raises(IllegalArgumentError, match=r"unknown cluster health status \[blue\]"):
        filled.indices.shard_stores(status="blue")


def test_search_shards(filled: Any) -> None:
    answer = filled.search_shards(index="one,some")
    assert answer["indices"] == {"one": {}, "two": {"aliases": ["some"], "filter": {"term": {"a": {"value": 1}}}}}
    assert [[(shard["index"], shard["shard"], shard["primary"]) for shard in group] for group in answer["shards"]] == [
        [("one", 0, True)],
        [("one", 1, True)],
        [("two", 0, True)],
    ]
    assert list(answer["nodes"]) == [answer["shards"][0][0]["node"]]
    assert filled.search_shards(index="all,some")["indices"] == {"two": {"aliases": ["all", "some"]}}


def test_disk_usage(filled: Any) -> None:
    with pytest.raises(ApiError, match=r"the parameter \[run_expensive_tasks\] must be set to \[true\]"):
        filled.indices.disk_usage(index="one")
    found = filled.indices.disk_usage(index="one", run_expensive_tasks=True)["one"]
    size = filled.indices.stats(index="one")["indices"]["one"]["primaries"]["store"]["size_in_bytes"]
    parts = found["fields"]
    assert found["store_size_in_bytes"] == size == found["all_fields"]["total_in_bytes"] > 0
    assert parts["_source"]["stored_fields_in_bytes"] + parts["_id"]["inverted_index"]["total_in_bytes"] == size


def test_clear_cache(filled: Any) -> None:
    def held() -> int:
        filled.search(index="one", query={"term": {"a": 1}})
        return CACHE.nbytes

    before = held()
    assert before > 0
    assert filled.indices.clear_cache(index="one", request=True)["_shards"]["failed"] == 0
    assert CACHE.nbytes == before
    filled.indices.clear_cache(index="one")
    assert CACHE.nbytes < before
    assert held() == before
