"""Points in time as OpenSearch's clients ask for them."""

from __future__ import annotations

import pytest

import docstore
from docstore import Store


def test_opened_used_listed_and_closed(store: Store) -> None:
    store.index(index="a", id="1", document={"n": 1})
    made = store.create_pit(index="a", keep_alive="1m")
    assert made["_shards"] == {"total": 1, "successful": 1, "skipped": 0, "failed": 0}
    store.index(index="a", id="2", document={"n": 2})
    found = store.search(pit={"id": made["pit_id"], "keep_alive": "2m"})
    assert (found["pit_id"], found["hits"]["total"]["value"]) == (made["pit_id"], 1)
    expected = {"pit_id": made["pit_id"], "creation_time": made["creation_time"], "keep_alive": 120_000}
    store.search(index="a", scroll="1m")
    assert store.get_all_pits() == {"pits": [expected]}
    closed = {"pits": [{"successful": True, "pit_id": made["pit_id"]}]}
    assert store.delete_pit(pit_id=[made["pit_id"]]) == closed
    assert store.delete_pit(pit_id=[made["pit_id"]]) == closed
    assert store.get_all_pits() == {"pits": []}
    with pytest.raises(docstore.NotFoundError):
        store.search(pit={"id": made["pit_id"]})


def test_all_are_closed(store: Store) -> None:
    store.index(index="a", id="1", document={})
    names = [store.create_pit(index="a*", keep_alive="1m")["pit_id"] for _ in range(2)]
    scroll = store.search(index="a", scroll="1m")["_scroll_id"]
    assert store.delete_all_pits() == {"pits": [{"successful": True, "pit_id": name} for name in names]}
    assert store.scroll(scroll_id=scroll)["hits"]["hits"] == []


def test_refusals(store: Store) -> None:
    with pytest.raises(docstore.NotFoundError, match="no such index"):
        store.create_pit(index="none", keep_alive="1m")
    with pytest.raises(docstore.ApiError, match="no pit ids specified"):
        store.delete_pit()
    with pytest.raises(docstore.ApiError, match="Cannot parse scroll id"):
        store.delete_pit(pit_id="x")


def test_through_the_official_client(store: Store) -> None:
    pytest.importorskip("opensearchpy")
    client = store.opensearch()
    client.index(index="a", id="1", body={"n": 1})
    pit = client.create_pit(index="a", keep_alive="1m")["pit_id"]
    page = client.search(body={"pit": {"id": pit}, "sort": ["n"], "size": 1})
    assert page["hits"]["hits"][0]["_id"] == "1"
    assert [each["pit_id"] for each in client.get_all_pits()["pits"]] == [pit]
    assert client.delete_pit(body={"pit_id": [pit]})["pits"][0]["successful"]
    assert client.delete_all_pits() == {"pits": []}
