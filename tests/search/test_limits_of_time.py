from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.clock import CLOCK
from docstore.errors import ApiError


@pytest.fixture
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        opened.load(index="i", documents=[{"n": at, "t": "a b" if at % 2 else "b c"} for at in range(20)])
        yield opened


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock takes a second."""
    seconds = iter(range(1_000_000))
    monkeypatch.setattr(CLOCK, "monotonic", lambda: float(next(seconds)))


QUERY: dict[str, Any] = {"match": {"t": "a c"}}
AGGS: dict[str, Any] = {"sum": {"sum": {"field": "n"}}, "terms": {"terms": {"field": "n"}}}


@pytest.mark.usefixtures("slow")
def test_a_search_that_takes_too_long_says_so(store: docstore.Store) -> None:
    answer = dict(store.search(index="i", query=QUERY, timeout="500ms", aggs=AGGS))
    assert answer["timed_out"] is True
    assert answer["hits"] == {"total": {"value": 0, "relation": "eq"}, "max_score": None, "hits": []}
    assert answer["aggregations"]["sum"] == {"value": 0.0}
    assert answer["aggregations"]["terms"]["buckets"] == []
    assert answer["_shards"]["failed"] == 0


@pytest.mark.parametrize("timeout", ["1h", "-1", None])
def test_enough_time(store: docstore.Store, timeout: str | None) -> None:
    answer = dict(store.search(index="i", query=QUERY, timeout=timeout))
    assert (answer["timed_out"], answer["hits"]["total"]["value"]) == (False, 20)


@pytest.mark.usefixtures("slow")
def test_a_part_of_the_answer_is_refused(store: docstore.Store) -> None:
    with pytest.raises(ApiError) as raised:
        store.search(index="i", query=QUERY, timeout="500ms", allow_partial_search_results=False)
    assert raised.value.body["error"]["root_cause"][0]["reason"] == "Time exceeded"


@pytest.mark.usefixtures("slow")
def test_the_default_of_the_cluster(store: docstore.Store) -> None:
    store.cluster.put_settings(transient={"search.default_search_timeout": "500ms"})
    assert dict(store.search(index="i", query=QUERY))["timed_out"] is True
    assert dict(store.search(index="i", query=QUERY, timeout="10h"))["timed_out"] is False


@pytest.mark.parametrize("timeout", ["5", "x", "1.5s"])
def test_no_time(store: docstore.Store, timeout: str) -> None:
    with pytest.raises(ApiError):
        store.search(index="i", body={"timeout": timeout})


@pytest.mark.parametrize(
    ("asked", "total", "early", "collected"),
    [
        ({"terminate_after": 3}, 3, True, 3),
        ({"terminate_after": 20}, 20, False, 20),
        ({"terminate_after": 3, "query": {"range": {"n": {"gte": 18}}}}, 2, False, 2),
        ({"terminate_after": 3, "post_filter": {"match": {"t": "a"}}}, 3, True, 7),
        ({"terminate_after": 3, "min_score": 0.5, "query": {"match": {"t": "a"}}}, 3, True, 3),
    ],
)
def test_terminate_after(store: docstore.Store, asked: dict[str, Any], total: int, early: bool, collected: int) -> None:
    aggs = {"seen": {"value_count": {"field": "n"}}}
    answer = dict(store.search(index="i", body=asked | {"aggs": aggs}))
    assert answer["hits"]["total"]["value"] == len(answer["hits"]["hits"]) or total > 10
    assert (answer["hits"]["total"]["value"], answer["terminated_early"]) == (total, early)
    assert answer["aggregations"]["seen"]["value"] == collected
