"""Errors of a query say where in the request body it is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError

Json = dict[str, Any]


def column(body: Json, mark: str, nth: int = 1) -> int:
    """The column from 1 of the n-th place where a text stands in the compact JSON."""
    text, at = json.dumps(body, separators=(",", ":")), -1
    for _ in range(nth):
        at = text.index(mark, at + 1)
    return at + 1


def refused(store: Store, **body: Any) -> Json:
    with pytest.raises(ApiError) as raised:
        store.search(index="a", **body)
    error: Json = raised.value.body["error"]
    return error


@pytest.fixture
def index(store: Store) -> Store:
    store.indices.create(index="a")
    return store


@pytest.mark.parametrize(
    ("query", "reason", "mark"),
    [
        ({"nope": {}}, "unknown query [nope]", "{}"),
        ({"match": {"t": {"query": "a", "x": 1}}}, "[match] query does not support [x]", "1"),
        ({"term": {"a": "b", "c": "d"}}, "[term] query doesn't support multiple fields, found [a] and [c]", '"d"'),
        ({"match": {"t": ["a"]}}, "[match] unknown token [START_ARRAY] after [t]", "["),
        ({"query_string": {"default_field": "a"}}, "[query_string] must be provided with a [query]", "}"),
    ],
)
def test_parsing_errors(index: Store, query: Json, reason: str, mark: str) -> None:
    error = refused(index, query=query, size=3)
    expected = {"type": "parsing_exception", "reason": reason, "line": 1, "col": column({"query": query}, mark)}
    assert {key: value for key, value in error.items() if key not in ("root_cause", "caused_by")} == expected
    assert error["root_cause"] == [expected]


def test_declared_objects(index: Store) -> None:
    query = {"bool": {"musst": []}}
    at = column({"query": query}, '"musst"')
    error = refused(index, query=query)
    assert error["reason"] == f"[1:{at}] [bool] unknown field [musst] did you mean [must]?"
    query = {"bool": {"must": [{"match_all": {}}, {"nope": {"a": 1}}]}}
    at = column({"query": query}, '{"a"')
    error = refused(index, query=query)
    assert error["reason"] == f"[1:{at}] [bool] failed to parse field [must]"
    assert error["root_cause"] == [{"type": "parsing_exception", "reason": "unknown query [nope]", "line": 1, "col": at}]
    assert error["caused_by"]["caused_by"]["reason"] == f"[1:{at}] unknown field [nope]"


def test_where_else_a_query_stands(index: Store) -> None:
    aggs = {"x": {"filter": {"nope": {}}}}
    assert refused(index, aggs=aggs)["root_cause"][0]["col"] == column({"aggs": aggs}, "{}")
    query = {"bool": {"filter": {"term": {"a": "b", "c": "d"}}}}
    with pytest.raises(ApiError) as raised:
        index.count(index="a", query=query)
    assert raised.value.root_cause.metadata == {"line": 1, "col": column({"query": query}, '"d"')}


def test_lines_of_what_was_sent(index: Store) -> None:
    client = index.elasticsearch()
    text = '{\n  "size": 1,\n  "query": {\n    "match": {"t": {"query": "a", "x": 1}}\n  }\n}'
    answer = client.options(ignore_status=400).perform_request(
        "POST", "/a/_search", body=text, headers={"content-type": "application/json", "accept": "application/json"}
    )
    error = answer.body["error"]
    assert (error["line"], error["col"]) == (4, text.splitlines()[3].index("1") + 1)
