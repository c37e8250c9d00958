"""``requests_per_second``, with a clock that the test moves."""

from __future__ import annotations

import math
from typing import Any

import pytest

import docstore
from docstore.reindex.throttle import Throttle, Wait, parse_rate
from docstore.store import Store
from tests.hand_clock import Bell, HandClock


def test_waits_after_every_batch_before_it_looks_for_more(throttled: Store, waits: list[float]) -> None:
    response = throttled.reindex(source={"index": "a", "size": 20}, dest={"index": "b"}, requests_per_second=10)
    assert sum(waits) == pytest.approx(5 * 2.0)
    assert response["throttled_millis"] == 10_000
    assert response["requests_per_second"] == 10.0
    assert response["throttled_until_millis"] == 0


def test_time_spent_working_counts(throttled: Store, clock: HandClock, waits: list[float]) -> None:
    def work(*_: float) -> None:
        clock.seconds += 1.5

    response = throttled.reindex(source={"index": "a", "size": 20}, dest={"index": "b"}, requests_per_second=10, progress=work)
    assert sum(waits) == pytest.approx(5 * 0.5)
    assert response["throttled_millis"] == 2_500


def test_progress_tells_how_fast_it_goes(throttled: Store, clock: HandClock, waits: list[float]) -> None:
    told: list[tuple[float, ...]] = []

    def work(*so_far: float) -> None:
        told.append(so_far)
        clock.seconds += 4

    throttled.reindex(source={"index": "a", "size": 40}, dest={"index": "b"}, progress=work)
    assert told == [(40, 100, 0.0, 0.0), (80, 100, 20.0, 1.0), (100, 100, 12.5, 0.0)]


@pytest.mark.parametrize(("most", "planned"), [(20, 0), (40, 2_000), (100, 8_000), (None, 10_000)])
def test_no_wait_when_all_that_was_asked_for_is_done(throttled: Store, most: int | None, planned: int) -> None:
    response = throttled.reindex(source={"index": "a", "size": 20}, dest={"index": "b"}, requests_per_second=10, max_docs=most)
    assert (response["created"], response["throttled_millis"]) == (most or 100, planned)


def test_no_wait_over_nothing(throttled: Store, waits: list[float]) -> None:
    response = throttled.reindex(source={"index": "a", "query": {"match_none": {}}}, dest={"index": "b"}, requests_per_second=0.001)
    assert (waits, response["batches"], response["throttled_millis"]) == ([], 0, 0)


@pytest.mark.parametrize("api", ["reindex", "update_by_query", "delete_by_query"])
@pytest.mark.parametrize("rethrottle", ["reindex", "update_by_query", "delete_by_query"])
def test_rethrottled_to_the_end_counts_no_time(throttled: Store, api: str, rethrottle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever API is asked; what counts is the wait as it was planned last, which is none."""

    def wait(bell: Bell, seconds: float) -> None:
        bell.clock.seconds += seconds
        ((task_id, body),) = throttled.tasks.list(actions="indices:data/write/*", group_by="parents", detailed=True)["tasks"].items()
        if {child["status"]["requests_per_second"] for child in body["children"]} == {0.5}:
            getattr(throttled, f"{rethrottle}_rethrottle")(task_id=task_id, requests_per_second=-1)

    monkeypatch.setattr(Bell, "wait", wait)
    asked: dict[str, Any] = {"requests_per_second": 1, "slices": 2}
    if api == "reindex":
        response = throttled.reindex(source={"index": "a"}, dest={"index": "b"}, **asked)
    else:
        response = getattr(throttled, api)(index="a", query={"match_all": {}}, **asked)
    assert response["total"] == 100
    assert response["throttled_millis"] == 0
    assert response["requests_per_second"] == -1.0


def test_no_wait_beyond_an_hour(throttled: Store, waits: list[float]) -> None:
    throttled.reindex(source={"index": "a", "size": 50}, dest={"index": "b"}, requests_per_second=0.001)
    assert sum(waits) == pytest.approx(2 * 3_600, rel=1e-3)


def test_slices_share_the_rate(throttled: Store) -> None:
    response = throttled.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, requests_per_second=20, slices=2)
    assert [each["requests_per_second"] for each in response["slices"]] == [10.0, 10.0]
    assert response["requests_per_second"] == 20.0
    assert response["created"] == 100


def test_faster_at_once_slower_after_the_batch(throttled: Store, clock: HandClock) -> None:
    seen: list[tuple[int, float]] = []

    def progress(done: int, *_: float) -> None:
        seen.append((done, clock.seconds))
        ((task_id, _),) = throttled.tasks.list(actions="*reindex", group_by="parents")["tasks"].items()
        if done == 20:
            throttled.reindex_rethrottle(task_id=task_id, requests_per_second=20)
        if done == 40:
            throttled.reindex_rethrottle(task_id=task_id, requests_per_second=-1)

    response = throttled.reindex(source={"index": "a", "size": 20}, dest={"index": "b"}, requests_per_second=10, progress=progress)
    times = [at - seen[0][1] for _, at in seen]
    assert times[1] <= 2.0
    assert times[2:] == pytest.approx([times[1]] * 3, abs=0.3)
    assert response["requests_per_second"] == -1.0


@pytest.mark.parametrize(
    ("rate", "documents", "elapsed", "expected"),
    [(10, 0, 0, 0), (10, 20, 0, 2), (10, 20, 1.5, 0.5), (10, 20, 9, 0), (math.inf, 20, 0, 0), (0.001, 1000, 0, 3600), (0.5, 1, 0.5, 1.5)],
)
def test_throttle(rate: float, documents: int, elapsed: float, expected: float) -> None:
    throttle = Throttle(rate)
    throttle.took(documents, 100.0)
    assert throttle.wait(100.0 + elapsed) == pytest.approx(expected)


def test_wait_is_scaled_to_a_faster_rate_only() -> None:
    throttle = Throttle(10)
    throttle.took(20, 100.0)
    wait = Wait.of(throttle, 100.0)
    assert (wait.planned, wait.until) == (2.0, 102.0)
    assert not wait.hasten(5, 101.0)
    assert wait.hasten(20, 101.0)
    assert (wait.planned, wait.until) == (0.5, 101.5)
    assert wait.hasten(math.inf, 101.1)
    assert (wait.planned, wait.until) == (0.0, 101.1)


@pytest.mark.parametrize(("value", "rate"), [(None, math.inf), (-1, math.inf), ("-1", math.inf), (5, 5), ("0.5", 0.5), (1e9, 1e9)])
def test_parse_rate(value: Any, rate: float) -> None:
    assert parse_rate(value) == rate


@pytest.mark.parametrize("value", [0, -2, "", "x", True, "inf", float("nan")])
def test_no_rate(value: Any) -> None:
    with pytest.raises(docstore.ApiError, match="must be a float greater than 0"):
        parse_rate(value)
