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
        ({"match_all": []}, "[match_all] query malformed, no start_object after query name", "[]"),
        ({"match_all": {}, "x": {}}, "[match_all] malformed query, expected [END_OBJECT] but found [FIELD_NAME]", '"x"'),
        ({"match_all": {"x": 1}}, "[match_all] unknown field [x]", "1"),
        ({"match": {"t": {"query": "a", "x": 1}}}, "[match] query does not support [x]", "1"),
        ({"term": {"a": "b", "c": "d"}}, "[term] query doesn't support multiple fields, found [a] and [c]", '"d"'),
        ({"match": {"t": ["a"]}}, "[match] unknown token [START_ARRAY] after [t]", "["),
        ({"constant_score": {"filter": [1]}}, "unexpected token [START_ARRAY]", "["),
        ({"query_string": {"default_field": "a"}}, "[query_string] must be provided with a [query]", "}"),
    ],
)
def test_parsing_errors(index: Store, query: Json, reason: str, mark: str) -> None:
    error = refused(index, query=query, size=3)
    expected = {"type": "parsing_exception", "reason": reason, "line": 1, "col": column({"query": query}, mark)}
    assert {key: value for key, value in error.items() if key not in ("root_cause", "caused_by")} == expected
    assert error["root_cause"] == [expected]


@pytest.mark.parametrize(
    ("query", "mark", "token"),
    [
        ({"prefix": {"a": ["b"]}}, "[", "START_ARRAY"),
        ({"term": {"a": {"value": {"b": 1}}}}, '{"b"', "START_OBJECT"),
        ({"terms": {"a": ["b", ["c"]]}}, '["c"', "START_ARRAY"),
        ({"multi_match": {"query": "a", "fields": ["b", {}]}}, "{}", "START_OBJECT"),
    ],
)
def test_where_no_text_stands(index: Store, query: Json, mark: str, token: str) -> None:
    reason = f"Expected text at 1:{column({'query': query}, mark)} but found {token}"
    expected = {"type": "illegal_argument_exception", "reason": reason}
    assert refused(index, query=query, size=3) == {"root_cause": [expected], **expected}


def test_declared_objects(index: Store) -> None:
    query = {"bool": {"musst": []}}
    at = column({"query": query}, '"musst"')
    error = refused(index, query=query)
    assert error["reason"] == f"[1:{at}] [bool] unknown field [musst] did you mean any of [must, mustNot]?"
    query = {"bool": {"must": [{"match_all": {}}, {"nope": {"a": 1}}]}}
    at = column({"query": query}, '{"a"')
    error = refused(index, query=query)
    assert error["reason"] == f"[1:{at}] [bool] failed to parse field [must]"
    assert error["root_cause"] == [{"type": "parsing_exception", "reason": "unknown query [nope]", "line": 1, "col": at}]
    assert error["caused_by"]["caused_by"]["reason"] == f"[1:{at}] unknown field [nope]"


@pytest.mark.parametrize(("clause", "column"), [("1", 17), ('"a"', 17), ("[{}]", 17), ("{}", 18), ('{"match_all":{}},1', 34)])
def test_of_an_element(index: Store, clause: str, column: int) -> None:
    """What is no clause, in a list of them, stands where it begins; an empty one where it ends."""
    error = refused(index, **json.loads('{"query":{"bool":{"must":[' + clause + "]}}}"))
    assert error["reason"] == f"[1:{column + 10}] [bool] failed to parse field [must]"


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


@pytest.mark.parametrize(
    ("body", "reason", "mark"),
    [
        ({"query": []}, "Unknown key for a START_ARRAY in [query].", "[]"),
        ({"_source": {"x": 7}}, "Unknown key for a VALUE_NUMBER in [x].", "7"),
        ({"_source": 7}, "Expected one of [VALUE_BOOLEAN, START_OBJECT] but found [VALUE_NUMBER]", "7"),
        ({"rescore": {"x": 7}}, "rescore doesn't support [x]", "7"),
        ({"aggs": {"x": {"nope": {}}}}, "Unknown aggregation type [nope]", "{}"),
        ({"aggs": {"x": {}}}, "Missing definition for aggregation [x]", "}"),
        ({"aggs": {"x": 1}}, "Aggregation definition for [x starts with a [VALUE_NUMBER], expected a [START_OBJECT].", "1"),
        ({"aggs": {"x": {"avg": 1}}}, "Expected [START_OBJECT] under [avg], but got a [VALUE_NUMBER] in [x]", "1"),
        ({"aggs": {"x": {"avg": {}, "sum": {"b": 1}}}}, "Found two aggregation type definitions in [x]: [avg] and [sum]", '{"b'),
    ],
)
def test_parsing_errors_of_a_search(index: Store, body: Json, reason: str, mark: str) -> None:
    error = refused(index, **{key.removeprefix("_"): value for key, value in body.items()})
    assert (error["type"], error["reason"], error["line"], error["col"]) == ("parsing_exception", reason, 1, column(body, mark))


@pytest.mark.parametrize(
    ("body", "reason", "mark"),
    [
        ({"aggs": {"x": {"terms": {"field": "k", "nope": 1}}}}, "[terms] unknown field [nope]", '"nope"'),
        ({"aggs": {"x": {"terms": {"field": 7}}}}, "[terms] field doesn't support values of type: VALUE_NUMBER", "7"),
        ({"aggs": {"x": {"terms": {"size": "a"}}}}, "[terms] failed to parse field [size]", '"a"'),
        ({"sort": [{"n": {"nope": 1}}]}, "[field_sort] unknown field [nope]", '"nope"'),
        ({"highlight": {"nope": 1}}, "[highlight] unknown field [nope]", '"nope"'),
        ({"collapse": {"nope": 1}}, "[collapse] unknown field [nope]", '"nope"'),
        ({"query": {"bool": {"boost": "x"}}}, "[bool] failed to parse field [boost]", '"x"'),
    ],
)
def test_declared_objects_of_a_search(index: Store, body: Json, reason: str, mark: str) -> None:
    error = refused(index, **body)
    assert (error["type"], error["reason"]) == ("x_content_parse_exception", f"[1:{column(body, mark)}] {reason}")


def test_score_functions(index: Store) -> None:
    query = {"function_score": {"nope": {"a": 1}}}
    error = refused(index, query=query)
    at = column({"query": query}, '{"a"')
    assert (error["type"], error["reason"]) == ("named_object_not_found_exception", f"[1:{at}] unknown field [nope]")


def test_several_searches(index: Store) -> None:
    """Each body is a line of its own."""
    line = '{ "query": {"nope": {}}}'
    for searches in ([{}, {}, {"index": "a"}, line], "\n".join(["{}", "{}", "{}", line, ""])):
        with pytest.raises(ApiError) as raised:
            index.msearch(searches=searches)
        assert raised.value.body["error"]["col"] == line.index("{}") + 1
    with pytest.raises(ApiError) as raised:
        index.msearch(searches=[{}, {"query": {"nope": {}}}])
    assert raised.value.body["error"]["col"] == column({"query": {"nope": {}}}, "{}")


@pytest.mark.parametrize(
    ("body", "reason", "mark"),
    [
        ({"nope": 1}, "[search_template] unknown field [nope]", '"nope"'),
        ({"source": 7}, "[search_template] source doesn't support values of type: VALUE_NUMBER", "7"),
    ],
)
def test_search_templates(index: Store, body: Json, reason: str, mark: str) -> None:
    with pytest.raises(ApiError) as raised:
        index.msearch_template(search_templates=[{}, json.dumps(body, separators=(",", ":"))])
    assert (raised.value.type, raised.value.reason) == ("x_content_parse_exception", f"[1:{column(body, mark)}] {reason}")


@pytest.mark.parametrize(
    ("search", "reason", "mark"),
    [
        ({"search_after": [1, {}], "sort": ["n", "m"]}, "but found [START_OBJECT] inside search_after.", "{}"),
        ({"indices_boost": [{"a": 1, "b": 2}]}, "Expected [END_OBJECT] in [indices_boost] but found [FIELD_NAME]", '"b"'),
        ({"_source": {"includes": ["a", 1]}}, "Unknown key for a VALUE_NUMBER in [includes].", "1"),
        ({"_source": {"excludes": {}}}, "Unknown key for a START_OBJECT in [excludes].", "{}"),
        ({"rescore": [{}]}, "missing rescore type", "}"),
    ],
)
def test_keys_of_a_search(index: Store, search: Json, reason: str, mark: str) -> None:
    error = refused(index, **{key.lstrip("_"): value for key, value in search.items()})
    assert error["reason"].endswith(reason)
    assert (error["line"], error["col"]) == (1, column(search, mark))
