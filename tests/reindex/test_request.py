"""Every validation text of a reindex."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from tests.contents import raised

A, B = {"index": "a"}, {"index": "b"}
INVALID, ILLEGAL = "action_request_validation_exception", "illegal_argument_exception"
RATE = "[requests_per_second] must be a float greater than 0. Use -1 to disable throttling."


def refused(store: docstore.Store, request: dict[str, Any]) -> docstore.ApiError:
    store.index(index="a", id="1", document={"n": 1})
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(**request)
    assert store.tasks.list(actions="*reindex")["nodes"] == {}
    assert not store.indices.exists(index="b")
    return caught.value


@pytest.mark.parametrize(
    ("request_", "problems"),
    [
        ({"dest": B}, ["use _all if you really want to copy from all existing indexes"]),
        ({"source": {}, "dest": B}, ["use _all if you really want to copy from all existing indexes"]),
        ({"source": {**A, "_source": False}, "dest": B}, ["_source:false is not supported in this context"]),
        ({"source": A}, ["index must be specified"]),
        ({"source": A, "dest": {**B, "routing": "r"}}, ["routing must be unset, [keep], [discard] or [=<some new value>]"]),
        ({"source": {**A, "slice": {"id": 0, "max": 2}}, "dest": B, "slices": 2},
         ["can't specify both manual and automatic slicing at the same time"]),
        ({"source": {"_source": False}, "dest": {"routing": "x"}}, [
            "use _all if you really want to copy from all existing indexes", "_source:false is not supported in this context",
            "index must be specified", "routing must be unset, [keep], [discard] or [=<some new value>]"]),
    ],
)  # fmt: skip
def test_validation(store: docstore.Store, request_: dict[str, Any], problems: list[str]) -> None:
    text = "Validation Failed: " + "".join(f"{n}: {problem};" for n, problem in enumerate(problems, 1))
    assert raised(refused(store, request_)) == (400, INVALID, text)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"conflicts": "cat"}, 'conflicts may only be "proceed" or "abort" but was [cat]'),
        ({"max_docs": -4}, "[max_docs] parameter cannot be negative, found [-4]"),
        ({"max_docs": -1}, "[max_docs] parameter cannot be negative, found [-1]"),
        ({"max_docs": 0}, "[max_docs] should be >= [slices]"),
        ({"max_docs": 2, "slices": 3}, "[max_docs] should be >= [slices]"),
        ({"slices": 0}, '[slices] must be a positive integer or the string "auto", but was [0]'),
        ({"slices": "many"}, '[slices] must be a positive integer or the string "auto", but was [many]'),
        ({"requests_per_second": 0}, RATE),
        ({"requests_per_second": -12}, RATE),
        ({"requests_per_second": ""}, RATE),
        ({"requests_per_second": "unlimited"}, RATE),
    ],
)
def test_values(store: docstore.Store, more: dict[str, Any], reason: str) -> None:
    assert raised(refused(store, {"source": A, "dest": B, **more})) == (400, ILLEGAL, reason)


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ({"index": 3}, (400, ILLEGAL, "Expected [index] to be a list or a string but was [3]")),
        ({**A, "junk": {}}, (400, "parsing_exception", "Unknown key for a START_OBJECT in [junk].")),
        ({**A, "junk": "x"}, (400, "parsing_exception", "Unknown key for a VALUE_STRING in [junk].")),
    ],
)
def test_source(store: docstore.Store, source: dict[str, Any], cause: tuple[int, str, str]) -> None:
    error = refused(store, {"source": source, "dest": B})
    assert (error.status, error.type) == (400, "x_content_parse_exception")
    assert error.reason.endswith("[reindex] failed to parse field [source]")
    assert error.caused_by is not None
    assert raised(error.caused_by) == cause


@pytest.mark.parametrize(
    ("remote", "reason"),
    [
        ({}, "[host] must be specified to reindex from a remote cluster"),
        ({"host": "there", "weird": 1}, "[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [there]"),
        ({"host": "http://there"}, "[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [http://there]"),
        ({"host": "http://[1"}, "[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [http://[1]"),
        ({"host": "http://there:1", "a": 1, "b": 2}, "Unsupported fields in [remote]: [a,b]"),
        ({"host": "http://there:1", "socket_timeout": "borked"}, "failed to parse [borked]"),
        ({"host": 7}, "Expected [host] to be a string but was [7]"),
        ("x", "Expected [remote] to be a map but was [x]"),
    ],
)
def test_a_wrong_remote(store: docstore.Store, remote: Any, reason: str) -> None:
    error = refused(store, {"source": {**A, "remote": remote}, "dest": B})
    assert error.reason.endswith("[reindex] failed to parse field [source]")
    assert error.caused_by is not None
    assert raised(error.caused_by) == (400, ILLEGAL, reason)
    if "borked" in reason:
        cause = {"type": "number_format_exception", "reason": 'For input string: "borke"'}
        assert error.body["error"]["caused_by"]["caused_by"] == cause


def test_no_remote_is_allowed(store: docstore.Store) -> None:
    remote = {"host": "https://there.example:9200/below", "username": "u", "password": "p", "socket_timeout": "1m", "connect_timeout": "1m"}
    asked = {"source": {**A, "remote": remote, "query": {"match_all": {}}}, "dest": B}
    error = refused(store, asked)
    assert (error.status, error.type) == (400, ILLEGAL)
    assert error.reason.startswith("[there.example:9200] not whitelisted in reindex.remote.whitelist")
    error = refused(store, {**asked, "slices": 2})
    text = "Validation Failed: 1: reindex from remote sources doesn't support slices > 1 but was [2];"
    assert raised(error) == (400, INVALID, text)


@pytest.mark.parametrize("size", [1, -4])
def test_size_is_a_name_of_the_past(store: docstore.Store, size: int) -> None:
    error = refused(store, {"source": A, "dest": B, "size": size})
    assert (error.status, error.type) == (400, "x_content_parse_exception")
    assert error.reason.endswith("[reindex] failed to parse field [size]")
    assert error.caused_by is not None
    reason = "invalid parameter [size], use [max_docs] instead"
    assert raised(error.caused_by) == (400, ILLEGAL, reason)
    for by_query in (store.update_by_query, store.delete_by_query):
        with pytest.raises(docstore.ApiError) as caught:
            by_query(index="a", query={"match_all": {}}, size=size)
        assert raised(caught.value) == (400, ILLEGAL, reason)


@pytest.mark.parametrize("key", ["from", "stored_fields"])
def test_not_supported_in_this_context(store: docstore.Store, key: str) -> None:
    error = refused(store, {"source": {**A, key: 1}, "dest": B})
    assert f"{key} is not supported in this context" in error.reason


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"source": A, "dest": B, "body": {"junk": 1}}, "[reindex] unknown field [junk]"),
        ({"source": A, "dest": {**B, "version": 1}}, "[dest] unknown field [version]"),
    ],
)
def test_unknown_fields(store: docstore.Store, request_: dict[str, Any], reason: str) -> None:
    error = refused(store, request_)
    assert error.status == 400
    assert reason in error.reason + str(error.body)


def test_version_type_and_op_type(store: docstore.Store) -> None:
    error = refused(store, {"source": A, "dest": {**B, "version_type": "force"}})
    assert error.caused_by is not None
    assert error.caused_by.reason == "version type [force] may no longer be used"
    error = refused(store, {"source": A, "dest": {**B, "op_type": "create", "version_type": "external"}})
    text = "Validation Failed: 1: create operations only support internal versioning. use index instead;"
    assert raised(error) == (400, INVALID, text)


@pytest.mark.parametrize("dest", ["a", "x"])
@pytest.mark.parametrize("source", ["a", "x", "a*", "_all", ["b0", "x"]])
def test_source_and_destination_are_the_same(store: docstore.Store, source: Any, dest: str) -> None:
    store.index(index="b0", id="1", document={})
    store.indices.create(index="a", aliases={"x": {}})
    error = refused(store, {"source": {"index": source}, "dest": {"index": dest}})
    assert raised(error) == (400, INVALID, "Validation Failed: 1: reindex cannot write into an index its reading from [a];")


def test_alias_without_write_index(store: docstore.Store) -> None:
    for name in ("c", "d"):
        store.indices.create(index=name, aliases={"target_multi": {}})
    assert raised(refused(store, {"source": A, "dest": {"index": "target_multi"}})) == (
        400, ILLEGAL,
        "no write index is defined for alias [target_multi]. The write index may be explicitly disabled using is_write_index=false or the "
        "alias points to multiple indices without one being designated as a write index",
    )  # fmt: skip


def test_require_alias(store: docstore.Store) -> None:
    reason = "no such index [b] and [require_alias] request flag is [true] and [b] is not an alias"
    error = refused(store, {"source": A, "dest": B, "require_alias": True})
    assert raised(error) == (404, "index_not_found_exception", reason)


def test_missing_source(store: docstore.Store) -> None:
    assert raised(refused(store, {"source": {"index": ["a", "none"]}, "dest": B})) == (
        404, "index_not_found_exception", "no such index [none]",
    )  # fmt: skip


@pytest.mark.parametrize("source", ["none*", []])
def test_wildcard_that_matches_nothing(store: docstore.Store, source: Any) -> None:
    if source:
        response = store.reindex(source={"index": source}, dest=B)
        assert (response["total"], response["batches"], response["failures"]) == (0, 0, [])
        assert not store.indices.exists(index="b")
    else:
        assert raised(refused(store, {"source": {"index": source}, "dest": B}))[1] == INVALID


def test_source_as_comma_list_or_list(store: docstore.Store) -> None:
    for name in "acd":
        store.index(index=name, id=name, document={})
    for number, source in enumerate(["a,c,d", ["a", "c", "d"], ["a,c", "d"], "a*,c,d"]):
        assert store.reindex(source={"index": source}, dest={"index": f"to{number}"})["created"] == 3


def test_a_size_that_is_no_number(store: docstore.Store) -> None:
    error = refused(store, {"source": {"index": "a", "size": "many"}, "dest": B})
    assert error.body["error"]["root_cause"] == [{"type": "number_format_exception", "reason": 'For input string: "many"'}]


@pytest.mark.parametrize(
    ("remote", "problem"),
    [
        ({"username": "u"}, "reindex from remote source included username but not password"),
        ({"password": "p"}, "reindex from remote source included password but not username"),
    ],
)
def test_a_user_of_another_cluster_has_a_password(store: docstore.Store, remote: dict[str, str], problem: str) -> None:
    error = refused(store, {"source": {**A, "remote": {"host": "http://there:9200", **remote}}, "dest": B})
    assert raised(error) == (400, INVALID, f"Validation Failed: 1: {problem};")


def test_two_ways_to_say_who_asks(store: docstore.Store) -> None:
    remote = {"host": "http://there:9200", "api_key": "k", "headers": {"authorization": "x"}}
    error = refused(store, {"source": {**A, "remote": remote}, "dest": B})
    assert error.caused_by is not None
    assert error.caused_by.reason == "Cannot specify both [api_key] and [headers] including [Authorization] key"


def test_what_belongs_into_the_body(store: docstore.Store) -> None:
    error = refused(store, {"source": A, "dest": B, "pipeline": "p"})
    assert error.reason == "_reindex doesn't support [pipeline] as a query parameter. Specify it in the [dest] object instead."
    assert raised(refused(store, {})) == (400, "parse_exception", "request body is required")


def test_a_query_that_a_source_cannot_answer(store: docstore.Store) -> None:
    store.index(index="other", document={"d": "text"})
    store.index(index="dated", document={"d": "2024-01-01"})
    query = {"range": {"d": {"gte": "no date"}}}
    for names, reason, failed in ((["dated"], "all shards failed", 1), (["dated", "other"], "Partial shards failure", 1)):
        error = refused(store, {"source": {"index": names, "query": query}, "dest": B})
        assert (error.status, error.type, error.reason) == (400, "search_phase_execution_exception", reason)
        body = error.body["error"]
        assert (body["phase"], len(body["failed_shards"]), body["failed_shards"][0]["index"]) == ("query", failed, "dated")
        assert body["root_cause"][0]["type"] == "parse_exception"
