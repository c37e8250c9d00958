"""Keys and parameters of a search that have no file of their own: what they show, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

MAPPINGS = {
    "properties": {
        "k": {"type": "keyword"},
        "n": {"type": "long"},
        "d": {"type": "date"},
        "dn": {"type": "date_nanos"},
        "stored": {"type": "keyword", "store": True},
    }
}


@pytest.fixture
def one(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings=MAPPINGS)
    store.index(index="i", id="1", document={"k": "a", "n": 3, "d": "2020-01-02", "dn": "2020-01-02T00:00:00.123456789Z", "stored": "s"})
    return store


def hit(store: docstore.Store, **search: Any) -> dict[str, Any]:
    found: dict[str, Any] = store.search(index="i", **search)["hits"]["hits"][0]
    return found


def test_stored_fields(one: docstore.Store) -> None:
    assert hit(one, stored_fields=["stored", "k"]) == {"_index": "i", "_id": "1", "_score": 1.0, "fields": {"stored": ["s"]}}
    assert hit(one, stored_fields="_none_") == {"_index": "i", "_score": 1.0}
    assert hit(one, stored_fields=[]) == {"_index": "i", "_id": "1", "_score": 1.0}
    assert "_source" in hit(one, stored_fields=["stored", "_source"])


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ({"d": {"numeric_type": "date_nanos"}}, 1577923200000000000),
        ({"dn": {"numeric_type": "date"}}, 1577923200123),
        ({"d": {"numeric_type": "date_nanos", "format": "yyyy"}}, "2020"),
        ({"n": {"numeric_type": "double"}}, 3.0),
    ],
)
def test_numeric_type(one: docstore.Store, sort: dict[str, Any], expected: Any) -> None:
    assert hit(one, sort=[sort])["sort"] == [expected]


@pytest.mark.parametrize(
    ("search", "reason"),
    [
        ({"stored_fields": ["_none_", "k"]}, "cannot combine _none_ with other fields"),
        ({"stored_fields": "_none_", "version": True}, "[stored_fields] cannot be disabled if [version] is requested"),
        ({"stored_fields": "_none_", "source": True}, "[stored_fields] cannot be disabled if [_source] is requested"),
        ({"stored_fields": "_none_", "fields": ["k"]}, "[stored_fields] cannot be disabled when using the [fields] option"),
        ({"indices_boost": [{"absent": 2}]}, "no such index [absent]"),
        ({"sort": ["_shard_doc"]}, "[_shard_doc] sort field cannot be used without [point in time]"),
        (
            {"collapse": {"field": "n"}, "sort": ["k"], "search_after": ["a"]},
            "Cannot use [collapse] in conjunction with [search_after] unless the search is sorted on the same field.",
        ),
        ({"slice": {"id": 0, "max": 2}}, "[slice] can only be used with [scroll] or [point-in-time] requests"),
        ({"slice": {"id": 0, "max": 1025}, "scroll": "1m"}, "The number of slices [1025] is too large. It must be less than [1024]."),
        ({"timeout": "abc"}, "failed to parse setting [timeout] with value [abc] as a time value"),
        ({"suggest_field": "k", "suggest_text": "x"}, "[suggest_field] is not supported by docstore yet"),
        ({"suggest": {"x": {}}}, "docstore has no [suggest] in a search yet"),
        ({"script_fields": {"x": {"script": "1"}}}, "docstore has no [script_fields] in a search yet"),
        ({"batched_reduce_size": 1}, "batchedReduceSize must be >= 2"),
        ({"batched_reduce_size": "x"}, "Failed to parse int parameter [batched_reduce_size] with value [x]"),
        ({"pre_filter_shard_size": 0}, "preFilterShardSize must be >= 1"),
        ({"max_concurrent_shard_requests": 0}, "maxConcurrentShardRequests must be >= 1"),
        ({"preference": "_foo:1"}, "no Preference for [_foo]"),
        ({"search_type": "query_and_fetch"}, "No search type for [query_and_fetch]"),
        (
            {"rest_total_hits_as_int": True, "track_total_hits": 5},
            "[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got 5",
        ),
        (
            {"docvalue_fields": ["n"] * 101},
            "Trying to retrieve too many docvalue_fields. Must be less than or equal to: [100] but was [101].",
        ),
        ({"sort": [{"n": {"numeric_type": "x"}}]}, "invalid value for [numeric_type], must be [long, double, date, date_nanos], got x"),
        ({"sort": [{"k": {"numeric_type": "long"}}]}, "[numeric_type] option cannot be set on a non-numeric field, got keyword"),
        ({"sort": [{"_script": {"type": "number"}}]}, "docstore cannot sort by [_script]"),
    ],
)
def test_refusals(one: docstore.Store, search: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        hit(one, **search)
    assert reason in str(refused.value.body)


def test_open_scrolls_and_their_lives_are_limited(one: docstore.Store) -> None:
    one.cluster.put_settings(persistent={"search.max_open_scroll_context": 1, "search.max_keep_alive": "90m"})
    with pytest.raises(ApiError, match=r"Keep alive for request \(2h\) is too large. It must be less than \(1.5h\)"):
        one.search(index="i", scroll="2h")
    one.search(index="i", scroll="1h")
    with pytest.raises(ApiError, match=r"Trying to create too many scroll contexts. Must be less than or equal to: \[1\]"):
        one.search(index="i", scroll="1h")


def test_a_point_in_time_of_the_indices_that_have_something(one: docstore.Store) -> None:
    one.indices.create(index="j", mappings=MAPPINGS)
    opened = one.open_point_in_time(index="i,j", keep_alive="1m", index_filter={"term": {"k": "a"}})
    assert opened["_shards"]["total"] == 1
    found = one.search(pit={"id": opened["id"]}, slice={"id": 0, "max": 2})
    assert found["_shards"]["total"] == 1


def test_fields_need_the_source(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings={"_source": {"enabled": False}, "properties": {"k": {"type": "keyword"}}})
    store.index(index="i", id="1", document={"k": "a"})
    with pytest.raises(ApiError) as refused:
        hit(store, fields=["k"])
    assert "Unable to retrieve the requested [fields] since _source is disabled in the mappings for index [i]" in str(refused.value.body)


def test_partial_results_may_be_refused(one: docstore.Store) -> None:
    one.indices.create(index="j", mappings={"properties": {"n": {"type": "keyword"}}})
    query = {"term": {"n": "x"}}
    assert one.search(index="i,j", query=query)["_shards"]["failed"] == 1
    with pytest.raises(ApiError, match="Partial shards failure"):
        one.search(index="i,j", query=query, allow_partial_search_results=False)
    one.cluster.put_settings(transient={"search.default_allow_partial_results": False})
    with pytest.raises(ApiError, match="Partial shards failure"):
        one.search(index="i,j", query=query)


@pytest.mark.parametrize(
    ("search", "reason"),
    [
        ({"docvalue_fields": [{"field": "d", "format": "bogus"}]}, "Invalid format: [bogus]: Unknown pattern letter: b"),
        ({"fields": [{"field": "k", "format": "yyyy"}]}, "Field [k] of type [keyword] doesn't support formats."),
        ({"highlight": {"fields": {"k": {"type": "x"}}}, "query": {"term": {"k": "a"}}}, "unknown highlighter type [x] for the field [k]"),
    ],
)
def test_what_cannot_be_shown(one: docstore.Store, search: dict[str, Any], reason: str) -> None:
    """A failure while hits are fetched is one of the index."""
    with pytest.raises(ApiError) as raised:
        one.search(index="i", **search)
    error = raised.value.body["error"]
    assert (error["type"], error["reason"], error["phase"]) == ("search_phase_execution_exception", "all shards failed", "query")
    assert error["root_cause"] == [{"type": "illegal_argument_exception", "reason": reason}]
    assert [(each["index"], each["reason"]["reason"]) for each in error["failed_shards"]] == [("i", reason)]
