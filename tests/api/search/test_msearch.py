"""``_msearch``."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError


@pytest.fixture
def books(store: docstore.Store) -> docstore.Store:
    store.index(index="a", id="1", document={"n": 1})
    store.index(index="b", id="2", document={"n": 2})
    return store


def test_headers_say_what_the_parameters_do_not(books: docstore.Store) -> None:
    lines = b'{"index": ["b"], "ignoreUnavailable": true}\n{"size": 0}\n\n{"sort": "absent"}\n{"index": "absent"}\n{}\n'
    found = books.msearch(searches=lines, index="a", rest_total_hits_as_int=True)["responses"]
    assert [each["status"] for each in found] == [200, 400, 404]
    assert (found[0]["hits"]["total"], found[0]["_shards"]["total"]) == (1, 1)
    assert found[1]["error"]["type"] == "search_phase_execution_exception"
    header = {"search_type": "query_then_fetch", "preference": "_local"}
    own = books.msearch(searches=[header, {"sort": ["n"]}], index="a,b", typed_keys=True)
    assert [hit["_id"] for hit in own["responses"][0]["hits"]["hits"]] == ["1", "2"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"searches": []}, "no requests added"),
        ({"searches": [{"x": 1}, {}]}, r"key \[x\] is not supported in the metadata section"),
        ({"searches": [{}, {}, {}, {"query": {"boool": {}}}]}, r"unknown query \[boool\]"),
        (
            {"searches": [{}, {"track_total_hits": 10}, {}, {}], "rest_total_hits_as_int": True},
            r"\[rest_total_hits_as_int\] cannot be used if the tracking of total hits is not accurate, got 10",
        ),
        ({"searches": [{}, {}, {"index": "a"}, {"pit": {"id": "x"}}]}, r"\[indices\] cannot be used with point in time"),
        ({"searches": [{}, {}, {}, {"sort": "_shard_doc"}]}, r"\[_shard_doc\] sort field cannot be used without"),
        ({"searches": [{}, {}], "max_concurrent_searches": 0}, "maxConcurrentSearchRequests must be positive"),
        ({"searches": [{}, {}], "max_concurrent_searches": "x"}, r"Failed to parse int parameter \[max_concurrent_searches\]"),
    ],
)
def test_refusals(books: docstore.Store, arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        books.msearch(**arguments)


def test_what_one_search_refuses_is_its_own_error(books: docstore.Store) -> None:
    found = books.msearch(searches=[{}, {}, {"preference": "_x"}, {}], max_concurrent_shard_requests=5)["responses"]
    assert [each["status"] for each in found] == [200, 400]
    assert found[1]["error"]["reason"] == "no Preference for [_x]"
