from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import docstore
from docstore.clock import CLOCK
from docstore.errors import DocumentNotFoundError


class Time:
    """The clock that periods are measured by."""

    now = 1000.0

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    found = Time()
    monkeypatch.setattr(CLOCK, "monotonic", lambda: found.now)
    return found


@pytest.fixture
def store(time: Time) -> Iterator[docstore.Store]:
    with docstore.open(near_real_time=True) as opened:
        yield opened
        assert opened.check() == []


def found(store: docstore.Store, index: str = "i", **body: Any) -> list[str]:
    hits = dict(store.search(index=index, **body))["hits"]
    assert hits["total"]["value"] == len(hits["hits"]) == store.count(index=index, query=body.get("query"))["count"]
    return sorted(hit["_id"] for hit in hits["hits"])


def test_a_write_is_seen_after_a_refresh(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={"n": 1})
    assert found(store) == []
    assert store.get(index="i", id="1")["found"]
    store.indices.refresh(index="i")
    assert found(store) == ["1"]
    store.index(index="i", id="1", document={"n": 2})
    store.index(index="i", id="2", document={"n": 2})
    assert found(store, query={"term": {"n": 1}}) == ["1"]
    store.delete(index="i", id="1")
    assert found(store, query={"match_all": {}}) == ["1"]
    store.indices.refresh()
    assert found(store) == ["2"]


@pytest.mark.parametrize("refresh", [True, "true", "wait_for", ""])
def test_a_write_that_refreshes(store: docstore.Store, refresh: Any) -> None:
    store.index(index="i", id="1", document={})
    store.index(index="other", id="1", document={})
    store.index(index="i", id="2", document={}, refresh=refresh)
    assert found(store) == ["1", "2"]
    assert found(store, "other") == []
    store.bulk(operations=[{"delete": {"_index": "i", "_id": "1"}}, {"create": {"_index": "i", "_id": "3"}}, {}], refresh=refresh)
    assert found(store) == ["2", "3"]
    store.update(index="i", id="3", doc={"a": 1}, refresh=refresh)
    assert found(store, query={"term": {"a": 1}}) == ["3"]
    store.delete(index="i", id="3", refresh=refresh)
    assert found(store) == ["2"]


@pytest.mark.parametrize("refresh", [None, False, "false"])
def test_a_write_that_does_not(store: docstore.Store, refresh: Any) -> None:
    store.index(index="i", id="1", document={}, refresh=refresh)
    assert found(store) == []


def test_the_period(store: docstore.Store, time: Time) -> None:
    store.index(index="i", id="1", document={})
    time.wait(0.6)
    assert found(store) == []
    time.wait(0.5)
    assert found(store) == ["1"]
    store.index(index="i", id="2", document={})
    time.wait(0.7)
    store.index(index="i", id="3", document={})
    time.wait(0.4)
    assert found(store) == ["1", "2", "3"]
    store.index(index="i", id="4", document={})
    time.wait(1.5)
    store.index(index="i", id="5", document={})
    assert found(store) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("interval", "waited", "seen"), [("-1", 100, False), ("30s", 20, False), ("30s", 31, True), ("100ms", 0.2, True), ("0s", 0, True)]
)
def test_the_interval_is_a_setting(store: docstore.Store, time: Time, interval: str, waited: float, seen: bool) -> None:
    store.indices.create(index="i", settings={"refresh_interval": interval})
    assert found(store) == []
    store.index(index="i", id="1", document={})
    time.wait(waited)
    assert found(store) == (["1"] if seen else [])
    store.indices.put_settings(index="i", settings={"index": {"refresh_interval": "1s"}})
    time.wait(1.1)
    assert found(store) == ["1"]


def test_a_search_after_a_long_time_refreshes(store: docstore.Store, time: Time) -> None:
    store.index(index="i", id="1", document={}, refresh=True)
    assert found(store) == ["1"]
    time.wait(30)
    store.index(index="i", id="2", document={})
    assert found(store) == ["1", "2"]
    store.index(index="i", id="3", document={})
    assert found(store) == ["1", "2"]


def test_reads_by_id(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={"n": 1})
    assert not store.exists(index="i", id="1", realtime=False)
    with pytest.raises(DocumentNotFoundError):
        store.get(index="i", id="1", realtime=False)
    assert not store.mget(index="i", ids=["1"], realtime=False)["docs"][0]["found"]
    assert store.get(index="i", id="1", realtime=False, refresh=True)["found"]
    store.index(index="i", id="1", document={"n": 2})
    assert store.get(index="i", id="1", realtime=False)["_source"] == {"n": 1}
    assert store.get_source(index="i", id="1", realtime=False) == {"n": 1}
    assert store.mget(index="i", ids=["1"])["docs"][0]["_source"] == {"n": 2}


def test_scrolls_and_points_in_time_see_what_was_refreshed_when_they_began(store: docstore.Store) -> None:
    for at in range(3):
        store.index(index="i", id=str(at), document={}, refresh=True)
    store.index(index="i", id="unseen", document={})
    pit = store.open_point_in_time(index="i", keep_alive="1m")["id"]
    page = dict(store.search(index="i", scroll="1m", size=2))
    store.indices.refresh(index="i")
    assert len(found(store)) == 4
    rest = dict(store.scroll(scroll_id=page["_scroll_id"]))["hits"]["hits"]
    assert [hit["_id"] for hit in page["hits"]["hits"] + rest] == ["0", "1", "2"]
    assert dict(store.search(pit={"id": pit}))["hits"]["total"]["value"] == 3
    ids: list[str] = []
    thread = threading.Thread(target=lambda: ids.extend(found(store)))
    thread.start()
    thread.join(10)
    assert len(ids) == 4


def test_within_a_transaction_its_own_writes_are_seen(store: docstore.Store) -> None:
    with store.transaction():
        store.index(index="i", id="1", document={})
        assert found(store) == ["1"]
        store.index(index="i", id="2", document={}, refresh=True)
    assert found(store) == ["1", "2"]
    with suppress(ZeroDivisionError), store.transaction():
        store.index(index="i", id="3", document={}, refresh=True)
        1 / 0  # noqa: B018
    assert found(store) == ["1", "2"]


def test_by_query_and_reindex_refresh_when_they_are_asked_to(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={"n": 1}, refresh=True)
    store.reindex(source={"index": "i"}, dest={"index": "j"})
    assert found(store, "j") == []
    store.reindex(source={"index": "i"}, dest={"index": "j"}, refresh=True)
    assert found(store, "j") == ["1"]
    store.delete_by_query(index="j", query={"match_all": {}})
    assert found(store, "j") == ["1"]
    again = store.delete_by_query(index="j", query={"match_all": {}}, conflicts="proceed", refresh=True)
    assert (again["deleted"], again["version_conflicts"]) == (0, 1)
    assert found(store, "j") == []


@pytest.mark.parametrize("slices", [1, 2])
@pytest.mark.parametrize("sort", [{}, {"sort": "n"}])
@pytest.mark.parametrize("query", [{}, {"query": {"range": {"n": {"lt": 10}}}}])
def test_a_reindex_copies_what_was_refreshed(store: docstore.Store, slices: int, sort: dict[str, Any], query: dict[str, Any]) -> None:
    for number in range(5):
        store.index(index="i", id=str(number), document={"n": number})
    store.indices.refresh(index="i")
    store.index(index="i", id="5", document={"n": 5})
    store.index(index="i", id="0", document={"n": 7})
    store.delete(index="i", id="1")
    source = {"index": ["i", "k"], "size": 2, **sort, **query}
    store.index(index="k", id="k", document={"n": 1})
    answer = store.reindex(source=source, dest={"index": "j"}, slices=slices, refresh=True)
    assert (answer["total"], answer["created"]) == (5, 5)
    assert [store.get(index="j", id=str(number))["_source"]["n"] for number in range(5)] == list(range(5))
    assert found(store, "j") == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize(("api", "done"), [("update_by_query", "updated"), ("delete_by_query", "deleted")])
def test_what_was_written_since_the_refresh_is_a_conflict(store: docstore.Store, api: str, done: str, wait: bool) -> None:
    for number in range(3):
        store.index(index="i", id=str(number), document={"n": number})
    store.indices.refresh(index="i")
    store.index(index="i", id="1", document={"n": 7})
    store.index(index="i", id="3", document={"n": 3})
    store.index(index="new", id="1", document={"n": 3})
    asked: dict[str, Any] = {"index": "i,new", "query": {"match_all": {}}}
    if wait:
        with pytest.raises(docstore.ApiError) as caught:
            getattr(store, api)(**asked)
        assert caught.value.status == 409
        answer = caught.value.body
    else:
        task = getattr(store, api)(**asked, wait_for_completion=False)["task"]
        answer = store.tasks.get(task_id=task, wait_for_completion=True)["response"]
    assert (answer["total"], answer[done], answer["version_conflicts"]) == (3, 2, 1)
    (failure,) = answer["failures"]
    reason = "[1]: version conflict, required seqNo [1], primary term [1]. current document has seqNo [3]"
    assert failure["cause"]["reason"].startswith(reason)
    store.indices.refresh(index="i,new")
    assert getattr(store, api)(**asked)[done] == (5 if api == "update_by_query" else 3)


def test_a_run_over_documents_that_are_gone_does_not_go_on(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={"n": 1}, refresh=True)
    store.index(index="i", id="2", document={"n": 2}, refresh=True)
    store.index(index="i", id="1", document={"n": 7})

    def stop(*_: float) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        store.reindex(source={"index": "i", "size": 1}, dest={"index": "j"}, progress=stop)
    (task,) = store.tasks.list(actions="*reindex", group_by="none")["tasks"]
    with pytest.raises(docstore.ApiError, match="as they were when it was refreshed last are gone"):
        store.tasks.resume(task_id=f"{task['node']}:{task['id']}")


def test_a_new_index_of_an_old_name_is_empty(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={}, refresh=True)
    store.indices.delete(index="i")
    store.index(index="i", id="2", document={})
    assert found(store) == []


def test_several_indices_each_at_its_own_refresh(store: docstore.Store) -> None:
    for name in ("a", "b"):
        store.index(index=name, id=name, document={"n": 1}, refresh=True)
    store.index(index="a", id="more", document={"n": 1})
    store.index(index="b", id="more", document={"n": 1})
    store.indices.refresh(index="b")
    assert found(store, "a,b", query={"term": {"n": 1}}, sort=["n"]) == ["a", "b", "more"]


def test_an_opened_store_has_been_refreshed(tmp_path: Path, time: Time) -> None:
    with docstore.open(tmp_path / "s") as store:
        store.index(index="i", id="1", document={})
    with docstore.open(tmp_path / "s", near_real_time=True) as store:
        assert found(store) == ["1"]
        store.index(index="i", id="2", document={})
        assert found(store) == ["1"]


def test_by_default_all_is_seen_at_once() -> None:
    with docstore.open() as store:
        store.index(index="i", id="1", document={})
        assert found(store) == ["1"]


def test_a_lookup_of_terms_is_real_time(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={"tag": "a"}, refresh=True)
    assert found(store) == ["1"]
    store.index(index="lists", id="x", document={"tags": ["a"]})
    assert found(store, query={"terms": {"tag.keyword": {"index": "lists", "id": "x", "path": "tags"}}}) == ["1"]
