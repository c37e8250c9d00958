from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, NotFoundError
from docstore.rest.message import Request

Json = dict[str, Any]


@pytest.fixture
def filled(store: docstore.Store) -> docstore.Store:
    for n in range(25):
        store.index(index="a" if n % 2 else "b", id=str(n), document={"n": n})
    return store


def reason(call: Any, **arguments: Any) -> str:
    with pytest.raises(ApiError) as raised:
        call(**arguments)
    error: Json = raised.value.body["error"]
    return str(error["root_cause"][0]["reason"])


def test_a_scroll_sees_what_was_there_when_it_began(filled: docstore.Store) -> None:
    response = filled.search(index="a,b", size=10, scroll="1m", sort="n", aggs={"most": {"max": {"field": "n"}}})
    assert response["aggregations"] == {"most": {"value": 24.0}}
    seen = []
    while response["hits"]["hits"]:
        assert response["hits"]["total"] == {"value": 25, "relation": "eq"}
        seen += [hit["_id"] for hit in response["hits"]["hits"]]
        filled.index(index="a", id="99", document={"n": -1})
        filled.index(index="a", id="23", document={"n": -2})
        response = filled.scroll(scroll_id=response["_scroll_id"], scroll="1m")
        assert "aggregations" not in response
    assert seen == [str(n) for n in range(25)]
    assert filled.clear_scroll(scroll_id=response["_scroll_id"]) == {"succeeded": True, "num_freed": 1}
    with pytest.raises(NotFoundError):
        filled.clear_scroll(scroll_id=response["_scroll_id"])
    assert reason(filled.scroll, scroll_id=response["_scroll_id"]).startswith("No search context found for id [")


def test_a_scroll_by_score(filled: docstore.Store) -> None:
    query = {"bool": {"should": [{"match_all": {}}, {"term": {"n": 7}}]}}
    response = filled.search(index="a", size=5, scroll="1m", query=query)
    again = filled.scroll(scroll_id=response["_scroll_id"])
    ids = [hit["_id"] for hit in response["hits"]["hits"] + again["hits"]["hits"]]
    assert ids == ["7", "1", "3", "5", "9", "11", "13", "15", "17", "19"]
    assert again["hits"]["max_score"] == response["hits"]["max_score"] == 2.0
    assert filled.clear_scroll(scroll_id="_all")["num_freed"] == 1


def test_a_scroll_expires(filled: docstore.Store) -> None:
    response = filled.search(index="a", scroll="1ms")
    time.sleep(0.01)
    assert reason(filled.scroll, scroll_id=response["_scroll_id"]).startswith("No search context found")


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ({"size": 0}, "[size] cannot be [0] in a scroll context"),
        ({"from_": 1}, "using [from] is not allowed in a scroll context"),
        ({"track_total_hits": False}, "disabling [track_total_hits] is not allowed in a scroll context"),
        ({"collapse": {"field": "n"}}, "cannot use `collapse` in a scroll context"),
    ],
)
def test_what_a_scroll_cannot_have(filled: docstore.Store, how: Json, text: str) -> None:
    assert reason(filled.search, index="a", scroll="1m", **how) == f"Validation Failed: 1: {text};"


CONTEXT = (62).to_bytes(8) + b"\x16boeiV-fwTBSlt70jAL655A"
FROM_ELSEWHERE = b"\x0dqueryAndFetch\x01" + CONTEXT
WITH_UUIDS = b"\x14include_context_uuid\x0equeryThenFetch\x01\x16ErkjZp1YQaOV9JO8Ozoxmw" + CONTEXT


@pytest.mark.parametrize("raw", [FROM_ELSEWHERE, WITH_UUIDS])
def test_ids_of_other_servers_name_nothing(store: docstore.Store, raw: bytes) -> None:
    name = base64.b64encode(raw).decode()
    assert reason(store.scroll, scroll_id=name) == "No search context found for id [62]"
    with pytest.raises(NotFoundError) as refused:
        store.clear_scroll(scroll_id=name)
    assert refused.value.body == {"succeeded": True, "num_freed": 0}


TOO_LONG = b"\xff" * 40


@pytest.mark.parametrize("raw", [FROM_ELSEWHERE[:-1], FROM_ELSEWHERE + b"x", TOO_LONG, b"\x00\x00", b"\x01\xff\x01" + CONTEXT])
def test_ids_that_nobody_gave(store: docstore.Store, raw: bytes) -> None:
    assert reason(store.scroll, scroll_id=base64.b64encode(raw).decode()) == "Cannot parse scroll id"


def test_ids_and_times_are_checked(filled: docstore.Store) -> None:
    assert reason(filled.scroll, scroll_id="x") == "Cannot parse scroll id"
    assert reason(filled.scroll) == "Validation Failed: 1: scrollId is missing;"
    assert reason(filled.clear_scroll) == "Validation Failed: 1: no scroll ids specified;"
    assert reason(filled.search, index="a", scroll="2d").startswith("Keep alive for request (2d) is too large.")
    assert reason(filled.search, index="a", scroll="1m", size=10_001).startswith("Batch size is too large, size must be less than or")


def test_a_point_in_time(filled: docstore.Store) -> None:
    opened = filled.open_point_in_time(index="a,b", keep_alive="1m")
    assert opened["_shards"] == {"total": 2, "successful": 2, "skipped": 0, "failed": 0}
    filled.delete(index="a", id="1")
    filled.indices.delete(index="b")
    seen: list[str] = []
    after = None
    while True:
        more = {} if after is None else {"search_after": after}
        response = filled.search(pit={"id": opened["id"], "keep_alive": "2m"}, size=7, sort="n:desc", **more)
        assert response["pit_id"] == opened["id"]
        if not response["hits"]["hits"]:
            break
        seen += [hit["_id"] for hit in response["hits"]["hits"]]
        after = response["hits"]["hits"][-1]["sort"]
        assert len(after) == 2
    assert seen == [str(n) for n in range(24, -1, -1)]
    assert reason(filled.search, index="a", pit={"id": opened["id"]}).startswith("Validation Failed: 1: [indices] cannot be used with")
    assert filled.close_point_in_time(id=opened["id"]) == {"succeeded": True, "num_freed": 1}
    with pytest.raises(NotFoundError):
        filled.close_point_in_time(id=opened["id"])
    with pytest.raises(NotFoundError):
        filled.search(pit={"id": opened["id"]})


def test_a_page_of_a_point_in_time_may_go_on_without_its_tiebreaker(filled: docstore.Store) -> None:
    opened = filled.open_point_in_time(index="a,b", keep_alive="1m")
    found = filled.search(pit={"id": opened["id"]}, size=2, sort="n", search_after=[4], collapse={"field": "n"})["hits"]["hits"]
    assert [hit["sort"] for hit in found] == [[5], [6]]
    assert "search_after has 3 value(s) but sort has 1" in reason(filled.search, pit={"id": opened["id"]}, sort="n", search_after=[4, 0, 0])


def test_several_searches(filled: docstore.Store) -> None:
    searches: list[Json] = [{}, {"from": 1, "size": 1, "sort": ["n"]}, {"index": "nope"}, {}, {"index": "b"}, {"sort": "absent"}]
    first, second, third = filled.msearch(index="a", searches=searches)["responses"]
    assert [hit["_id"] for hit in first["hits"]["hits"]] == ["3"]
    assert first["status"] == 200
    assert (second["status"], second["error"]["type"]) == (404, "index_not_found_exception")
    assert third["error"]["reason"] == "all shards failed"
    lines = '{"index": "a"}\n{"size": 0}\n'
    assert filled.msearch(searches=lines)["responses"][0]["hits"]["total"]["value"] == 12
    assert reason(filled.msearch, searches=[]) == "Validation Failed: 1: no requests added;"
    assert reason(filled.msearch, searches=[{"x": 1}, {}]) == "key [x] is not supported in the metadata section"


def test_the_body_of_a_request_goes_before_its_query_string(filled: docstore.Store) -> None:
    first = filled.search(index="a", size=1, scroll="1m")

    def ask(method: str, body: str) -> Json:
        headers = {"Content-Type": "application/json"}
        response = filled.rest.handle(Request.of(method, "/_search/scroll?scroll_id=invalid", headers, body))
        assert response.status == 200
        return json.loads(response.body)  # type: ignore[no-any-return]

    again = ask("GET", json.dumps({"scroll_id": first["_scroll_id"], "scroll": "1m"}))
    assert len(again["hits"]["hits"]) == 1
    assert ask("DELETE", json.dumps({"scroll_id": [again["_scroll_id"]]})) == {"succeeded": True, "num_freed": 1}


def test_all_that_is_wrong_with_a_scroll_is_told_at_once(filled: docstore.Store) -> None:
    wrong = reason(filled.search, index="a", scroll="1m", size=0, request_cache=True)
    assert wrong == (
        "Validation Failed: 1: [size] cannot be [0] in a scroll context;2: [request_cache] cannot be used in a scroll context;"
    )
