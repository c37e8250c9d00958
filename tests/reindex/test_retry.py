"""Batches that a destination turns away: for a while, for good, or until somebody steps in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import docstore
from docstore import ApiError
from docstore.reindex.backoff import PAUSES
from docstore.store import Store
from tests.hand_clock import Bell

FLOOD, WRITE = "index.blocks.read_only_allow_delete", "index.blocks.write"
APIS = ["reindex", "update_by_query", "delete_by_query"]


def _run(store: Store, api: str) -> Any:
    if api == "reindex":
        return store.reindex(source={"index": "a", "size": 50}, dest={"index": "b"})
    return getattr(store, api)(index="a", query={"match_all": {}}, scroll_size=50)


def _target(store: Store, api: str, setting: str) -> str:
    """The index that a run writes to, blocked."""
    index = "b" if api == "reindex" else "a"
    if index == "b":
        store.indices.create(index="b")
    store.indices.put_settings(index=index, settings={setting: True})
    return index


def _written(answer: Any) -> int:
    return sum(answer.get(key, 0) for key in ("created", "updated", "deleted"))


def _meanwhile(monkeypatch: pytest.MonkeyPatch, what: Callable[[float], None]) -> None:
    """Do something in each wait."""

    def wait(bell: Bell, seconds: float) -> None:
        bell.clock.seconds += seconds
        bell.waits.append(seconds)
        what(sum(bell.waits))

    monkeypatch.setattr(Bell, "wait", wait)


def test_pauses_grow_from_half_a_second_to_half_a_minute() -> None:
    assert (len(PAUSES), PAUSES[:5]) == (11, (0.5, 0.51, 0.53, 0.6, 0.73))
    assert PAUSES[-1] == pytest.approx(30, abs=1)


@pytest.mark.parametrize("api", APIS)
def test_goes_on_when_the_block_is_gone(throttled: Store, api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target = _target(throttled, api, FLOOD)
    shown: list[int] = []

    def meanwhile(waited: float) -> None:
        ((_, task),) = throttled.tasks.list(actions="*/write/*", group_by="parents", detailed=True)["tasks"].items()
        shown.append(task["status"]["retries"]["bulk"])
        if waited > 1.5:
            throttled.indices.put_settings(index=target, settings={FLOOD: None})

    _meanwhile(monkeypatch, meanwhile)
    answer = _run(throttled, api)
    assert _written(answer) == 100
    assert (answer["batches"], answer["retries"], answer["failures"]) == (2, {"bulk": 3, "search": 0}, [])
    assert (shown[0], shown[-1]) == (1, 3)
    assert answer["throttled_millis"] == 0


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(("setting", "status", "retries"), [(FLOOD, 429, 11), (WRITE, 403, 0)])
def test_fails_document_by_document_where_the_block_stays(
    throttled: Store, waits: list[float], api: str, setting: str, status: int, retries: int
) -> None:
    target = _target(throttled, api, setting)
    with pytest.raises(ApiError) as refused:
        _run(throttled, api)
    answer = refused.value.body
    assert (refused.value.status, answer["total"], answer["batches"], len(answer["failures"])) == (status, 100, 1, 50)
    assert answer["retries"]["bulk"] == retries
    assert sum(waits) == pytest.approx(sum(PAUSES) if retries else 0)
    failure, kind = answer["failures"][0], "cluster_block_exception"
    assert (failure["index"], failure["id"], failure["status"], failure["cause"]["type"]) == (target, "0", status, kind)
    assert _written(answer) == 0
    assert throttled.count(index="a")["count"] == 100


def test_canceled_while_it_waits(throttled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _target(throttled, "reindex", FLOOD)

    def meanwhile(_: float) -> None:
        ((task_id, _),) = throttled.tasks.list(actions="*/write/*", group_by="parents")["tasks"].items()
        throttled.tasks.cancel(task_id=task_id)

    _meanwhile(monkeypatch, meanwhile)
    answer = _run(throttled, "reindex")
    assert (answer["created"], answer["failures"], answer["retries"]["bulk"]) == (0, [], 1)
    assert answer["canceled"] == "by user request"


def test_waits_for_nobody_within_a_transaction(throttled: Store, waits: list[float]) -> None:
    _target(throttled, "reindex", FLOOD)
    with throttled.transaction(), pytest.raises(ApiError) as refused:
        _run(throttled, "reindex")
    assert (refused.value.status, waits) == (429, [])


def test_a_destination_that_closes_on_the_way() -> None:
    with docstore.open() as store:
        store.load(index="a", documents=({"n": n} for n in range(100)), id="n")

        def close(done: int, *_: float) -> None:
            if done == 20:
                store.indices.close(index="b")

        with pytest.raises(ApiError) as refused:
            store.reindex(source={"index": "a", "size": 20}, dest={"index": "b"}, progress=close)
        answer = refused.value.body
        assert (refused.value.status, answer["created"], len(answer["failures"])) == (400, 20, 20)
        assert answer["failures"][0]["cause"]["type"] == "index_closed_exception"
        with pytest.raises(ApiError) as refused:
            store.reindex(source={"index": "a"}, dest={"index": "b"})
        assert refused.value.type == "index_closed_exception"
        assert store.check() == []
