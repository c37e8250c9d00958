"""``_async_search``: begun, waited for, kept, called off."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import docstore
from docstore import ApiError, Store
from docstore.api.node import Node
from docstore.api.registry import APIS
from docstore.api.search import async_running
from docstore.api.search.answer import answer
from docstore.errors import TransactionError
from docstore.storage.opening import open_environment
from tests.hand_clock import HandClock

Json = dict[str, Any]

AGGS: Json = {
    "a#b": {"filters": {"filters": {"c#d": {"match_all": {}}}}, "meta": {"e#f": 1}, "aggs": {"top": {"max": {"field": "n"}}}},
    "terms": {"terms": {"field": "n"}, "aggs": {"one": {"filter": {"match_all": {}}, "aggs": {"low": {"min": {"field": "n"}}}}}},
}


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(3):
        store.index(index="i", id=str(number), document={"n": number})
    return store


class Gate:
    """Searches in the background stand still until it is opened."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    def answer(self, node: Node, given: Mapping[str, Any]) -> Json:
        assert self.opened.wait(30)
        return answer(node, given)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    monkeypatch.setattr(async_running, "answer", made.answer)
    yield made
    made.opened.set()


def test_one_that_ends_in_time_is_not_kept(filled: Store) -> None:
    found = filled.async_search.submit(index="i", sort="n", size=1, wait_for_completion_timeout="30s")
    assert list(found) == [
        "is_partial", "is_running", "start_time_in_millis", "expiration_time_in_millis", "completion_time_in_millis", "response",
    ]  # fmt: skip
    assert (found["is_partial"], found["is_running"]) == (False, False)
    assert found["expiration_time_in_millis"] - found["start_time_in_millis"] == 5 * 86_400_000
    assert found["response"]["hits"] == filled.search(index="i", sort="n", size=1)["hits"]
    assert not filled.indices.exists(index=".async-search", expand_wildcards="all")


def test_one_that_is_kept(filled: Store) -> None:
    asked: Json = {"index": "i", "size": 1, "aggs": AGGS}
    begun = filled.async_search.submit(**asked, keep_on_completion=True, wait_for_completion_timeout="-1")
    filled.delete(index="i", id="0")
    assert begun["response"]["hits"]["total"]["value"] == 3
    assert filled.async_search.get(id=begun["id"]) == begun
    typed = filled.async_search.get(id=begun["id"], typed_keys=True)["response"]["aggregations"]
    filled.index(index="i", id="0", document={"n": 0})
    assert begun["response"]["aggregations"] == filled.search(**asked)["aggregations"]
    assert typed == filled.search(**asked, typed_keys=True)["aggregations"]
    told = filled.async_search.status(id=begun["id"])
    assert told == {key: value for key, value in begun.items() if key != "response"} | {
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "completion_status": 200,
    }
    assert filled.indices.get(index="*").keys() == {"i"}
    assert filled.async_search.delete(id=begun["id"]) == {"acknowledged": True}
    for method in (filled.async_search.get, filled.async_search.status, filled.async_search.delete):
        with pytest.raises(docstore.NotFoundError) as raised:
            method(id=begun["id"])
        assert raised.value.body["error"]["type"] == "resource_not_found_exception"


def test_one_that_takes_longer(filled: Store, gate: Gate) -> None:
    begun = filled.async_search.submit(index="i", query={"match_all": {}}, wait_for_completion_timeout="0s")
    assert (begun["is_partial"], begun["is_running"]) == (True, True)
    assert begun["response"]["_shards"] == {"total": 1, "successful": 0, "skipped": 0, "failed": 0}
    assert begun["response"]["hits"] == {"total": {"value": 0, "relation": "gte"}, "max_score": None, "hits": []}
    assert "response" not in filled.async_search.get(id=begun["id"], return_intermediate_results=False)
    told = filled.async_search.status(id=begun["id"])
    assert told["is_running"]
    assert "completion_status" not in told
    gate.opened.set()
    ended = filled.async_search.get(id=begun["id"], wait_for_completion_timeout="30s")
    assert (ended["is_partial"], ended["is_running"], len(ended["response"]["hits"]["hits"])) == (False, False, 3)
    assert ended["id"] == begun["id"]


def test_one_that_is_called_off(filled: Store, gate: Gate) -> None:
    begun = filled.async_search.submit(index="i", wait_for_completion_timeout=0)
    threads = [each.thread for each in filled._node.searches.background.values()]
    filled.async_search.delete(id=begun["id"])
    with pytest.raises(docstore.NotFoundError):
        filled.async_search.get(id=begun["id"])
    gate.opened.set()
    threads[0].join(30)
    with pytest.raises(docstore.NotFoundError):
        filled.async_search.get(id=begun["id"])
    assert filled.count(index=".async-search")["count"] == 0


def test_it_outlives_the_store_that_began_it(tmp_path: Path, gate: Gate) -> None:
    store = docstore.open(tmp_path / "s")
    store.index(index="i", id="1", document={})
    cut = store.async_search.submit(index="i", wait_for_completion_timeout=0)["id"]
    gate.opened.set()
    whole = store.async_search.submit(index="i", keep_on_completion=True, wait_for_completion_timeout="30s")["id"]
    store.async_search.get(id=cut, wait_for_completion_timeout="30s")
    store.close()
    with docstore.open(tmp_path / "s") as again:
        for name in (cut, whole):
            assert again.async_search.get(id=name)["response"]["hits"]["total"]["value"] == 1
        assert again.check() == []


def test_the_store_is_closed_meanwhile(tmp_path: Path, gate: Gate) -> None:
    store = docstore.open(tmp_path / "s")
    store.index(index="i", id="1", document={})
    begun = store.async_search.submit(index="i", wait_for_completion_timeout=0)["id"]
    threading.Timer(0.05, gate.opened.set).start()
    store.close()
    with docstore.open(tmp_path / "s") as again:
        with pytest.raises(ApiError) as raised:
            again.async_search.get(id=begun)
        assert "task cancelled [the store is closed]" in str(raised.value.body["error"]["caused_by"])
        assert again.async_search.status(id=begun)["completion_status"] == raised.value.status


@pytest.mark.parametrize(
    ("asked", "status", "type_name", "kept"),
    [
        ({"index": "none"}, 404, "index_not_found_exception", True),
        ({"index": "i", "sort": "none"}, 400, "search_phase_execution_exception", False),
    ],
)
def test_one_that_fails(filled: Store, asked: Json, status: int, type_name: str, kept: bool) -> None:
    with pytest.raises(ApiError) as raised:
        filled.async_search.submit(**asked, keep_on_completion=kept, wait_for_completion_timeout="30s")
    body = raised.value.body
    assert (raised.value.status, body["is_partial"], body["is_running"]) == (status, True, False)
    assert (body["error"]["type"], body["error"]["reason"]) == ("status_exception", "error while executing search")
    assert body["error"]["caused_by"]["type"] == type_name
    if kept:
        assert filled.async_search.status(id=body["id"])["completion_status"] == status
        with pytest.raises(ApiError) as again:
            filled.async_search.get(id=body["id"])
        assert (again.value.status, again.value.body) == (status, body)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"query": {"none": {}}}, "unknown query [none]"),
        ({"keep_alive": "10ms"}, "Validation Failed: 1: [keep_alive] must be greater or equals than 1 second, got:10ms;"),
        ({"scroll": "1m"}, "Validation Failed: 1: [scroll] queries are not supported;"),
        ({"pre_filter_shard_size": 2}, "Validation Failed: 1: [pre_filter_shard_size] cannot be changed for async search queries;"),
    ],
)
def test_refusals(filled: Store, asked: Json, reason: str) -> None:
    with pytest.raises(docstore.errors.BadRequestError) as raised:
        filled.async_search.submit(index="i", **asked)
    assert raised.value.body["error"]["reason"] == reason


def test_ids_and_transactions(filled: Store) -> None:
    for name in ("", "abc", "AAAA", "é"):
        with pytest.raises(ApiError, match="invalid id: "):
            filled.async_search.get(id=name)
    with filled.transaction(), pytest.raises(TransactionError):
        filled.async_search.submit(index="i")


def test_it_expires_and_is_removed_then() -> None:
    clock = HandClock()
    with Store(open_environment(None), clock) as store:
        store.index(index="i", id="1", document={})
        kept = {"index": "i", "keep_on_completion": True, "keep_alive": "1m", "wait_for_completion_timeout": "30s"}
        first, second = (store.async_search.submit(**kept)["id"] for _ in range(2))
        clock.seconds += 50
        prolonged = store.async_search.get(id=second, keep_alive="2m")["expiration_time_in_millis"]
        assert prolonged == clock.millis() + 120_000
        clock.seconds += 20
        with pytest.raises(docstore.NotFoundError):
            store.async_search.get(id=first)
        assert store.async_search.status(id=second)["expiration_time_in_millis"] == prolonged
        store.async_search.submit(**kept)
        assert store.count(index=".async-search")["count"] == 2


def test_an_outcome_that_cannot_be_kept(filled: Store, gate: Gate) -> None:
    begun = filled.async_search.submit(index="i", wait_for_completion_timeout=0)
    threads = [each.thread for each in filled._node.searches.background.values()]
    filled.indices.put_settings(index=".async-search", settings={"index.blocks.write": True})
    gate.opened.set()
    threads[0].join(30)
    ended = filled.async_search.get(id=begun["id"])
    assert (ended["is_running"], ended["is_partial"], ended["response"]["hits"]["hits"]) == (False, True, [])


def test_an_answer_that_is_too_large_is_not_kept(filled: Store) -> None:
    filled.cluster.put_settings(persistent={"search.max_async_search_response_size": "64b"})
    name = filled.async_search.submit(index="i", keep_on_completion=True, wait_for_completion_timeout="30s")["id"]
    with pytest.raises(ApiError) as raised:
        filled.async_search.get(id=name)
    assert "Can't store an async search response larger than [64] bytes." in raised.value.body["error"]["reason"]


def test_it_takes_what_a_search_takes() -> None:
    submitted, searched = (set(inspect.signature(each.handler).parameters) for each in (APIS["async_search.submit"], APIS["search"]))
    assert searched - submitted == {"rank", "retriever"}
    assert submitted - searched == {"keep_alive", "keep_on_completion", "wait_for_completion_timeout"}


def test_through_the_official_client(filled: Store) -> None:
    es = filled.elasticsearch()
    begun = es.async_search.submit(index="i", query={"match_all": {}}, keep_on_completion=True, wait_for_completion_timeout="30s")
    assert es.async_search.get(id=begun["id"])["response"]["hits"]["total"]["value"] == 3
    assert es.async_search.status(id=begun["id"])["completion_status"] == 200
    assert es.async_search.delete(id=begun["id"])["acknowledged"]
