from __future__ import annotations

from typing import Any

import pytest

from docstore.columns import ColumnCache
from docstore.errors import XContentParseError
from docstore.query import parse, select
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.match_all import MatchAll
from docstore.query.minimum_should_match import minimum_should_match
from tests.columns.fake_index import FakeIndex
from tests.query.cases import Json, matches, parse_error

NUMBERS = {"n": {"type": "long"}}
DOCUMENTS = [{"n": n} for n in range(6)]


def one(n: int) -> Json:
    return {"term": {"n": n}}


def least(n: int) -> Json:
    return {"range": {"n": {"gte": n}}}


def most(n: int) -> Json:
    return {"range": {"n": {"lte": n}}}


def test_wire_forms() -> None:
    everything: Json = {"match_all": {}}
    assert parse({"bool": {}}) == Bool()
    assert parse({"bool": {"must": everything, "filter": [everything, everything], "should": None}}) == Bool(
        must=(MatchAll(),), filter=(MatchAll(), MatchAll())
    )
    assert parse(
        {"bool": {"minimum_should_match": 2, "adjust_pure_negative": False, "boost": 3, "_name": "n"}}
    ) == Bool(minimum_should_match="2", adjust_pure_negative=False, boost=3.0, name="n")


@pytest.mark.parametrize(
    ("body", "seqs"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"must": least(2), "filter": most(4)}, [2, 3, 4]),
        ({"must": [least(2), most(4)], "must_not": one(3)}, [2, 4]),
        ({"must_not": [one(0), one(5)]}, [1, 2, 3, 4]),
        ({"must_not": one(0), "mustNot": [one(5)]}, [1, 2, 3, 4]),
        ({"must_not": one(0), "adjust_pure_negative": False}, []),
        ({"should": [one(1), one(2)]}, [1, 2]),
        ({"should": [one(1), one(2)], "must": least(2)}, [2, 3, 4, 5]),
        ({"should": [one(1), one(2)], "filter": least(2)}, [2, 3, 4, 5]),
        ({"should": [one(1), one(2)], "must_not": one(1)}, [2]),
        ({"should": [one(1), one(2)], "must": least(2), "minimum_should_match": 1}, [2]),
        ({"should": [least(1), least(2), least(3)], "minimum_should_match": 2}, [2, 3, 4, 5]),
        ({"should": [least(1), least(2), least(3)], "minimum_should_match": "67%"}, [2, 3, 4, 5]),
        ({"should": [least(1), least(2), least(3)], "minimum_should_match": -1}, [2, 3, 4, 5]),
        ({"should": [least(1), least(2)], "minimum_should_match": 3}, []),
        ({"should": [least(4)], "minimum_should_match": 0}, [4, 5]),
        ({"should": [least(4)], "minimum_should_match": "10%", "must": least(1)}, [1, 2, 3, 4, 5]),
        ({"must": [{"bool": {"should": [one(1), one(2)]}}, {"bool": {"must_not": one(1)}}]}, [2]),
        ({"must": one(9), "should": one(1)}, []),
        ({"must": {"match_none": {}}}, []),
        ({"must_not": {"match_none": {}}}, [0, 1, 2, 3, 4, 5]),
        ({"should": {"term": {"unmapped": 1}}}, []),
        ({"must": least(1), "minimum_should_match": 1}, []),
    ],
)
def test_combinations(body: Json, seqs: list[int]) -> None:
    assert matches(NUMBERS, DOCUMENTS, {"bool": body}) == seqs


@pytest.mark.parametrize(
    ("optional", "spec", "least_"),
    [
        (5, "3", 3), (5, "-2", 3), (5, "75%", 3), (5, "-25%", 4), (5, "-10%", 5), (3, "3<90%", 3), (4, "3<90%", 3),
        (2, "2<-25% 9<-3", 2), (8, "2<-25% 9<-3", 6), (10, "2<-25% 9<-3", 7), (4, " 2 < 50% ", 2),
        (3, "-9", 0), (3, "7", 7),
        (3, "100%", 3), (3, "0", 0),
    ],
)  # fmt: skip
def test_minimum_should_match(optional: int, spec: str, least_: int) -> None:
    assert minimum_should_match(optional, spec) == least_


def test_a_specification_that_is_no_number() -> None:
    index = FakeIndex(NUMBERS)
    with pytest.raises(Exception, match="For input string") as raised:
        select(index.reader(), parse({"bool": {"should": one(1), "minimum_should_match": "x%"}}), cache=ColumnCache())
    assert raised.value.cause["type"] == "query_shard_exception"  # type: ignore[attr-defined]


def test_the_columns_of_all_clauses_are_built_in_one_pass() -> None:
    index = FakeIndex(
        {"a": {"type": "long"}, "b": {"type": "keyword"}, "c": {"type": "boolean"}},
        *({"a": 1, "b": "x", "c": True},) * 7,
    )
    reader = index.reader()
    query = parse({"bool": {"must": [{"term": {"a": 1}}, {"prefix": {"b": "x"}}], "must_not": {"term": {"c": False}}}})
    assert len(select(reader, query, cache=ColumnCache())) == 7
    assert reader.scans == [0]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"msut": {"match_all": {}}}, "[bool] unknown field [msut] did you mean any of [must, must_not]?"),
        ({"must_no": {"match_all": {}}}, "[bool] unknown field [must_no] did you mean any of [must_not, mustNot, must]?"),
        ({"must": "x"}, "[bool] must doesn't support values of type: VALUE_STRING"),
        ({"minimum_should_match": {}}, "[bool] minimum_should_match doesn't support values of type: START_OBJECT"),
    ],
)
def test_wire_errors(body: Any, reason: str) -> None:
    error = parse_error({"bool": body})
    assert error["type"] == "x_content_parse_exception"
    if "did you mean" not in reason:
        assert error["reason"] == reason
    else:
        assert error["reason"].startswith(reason[: reason.index(" did")])


def test_an_error_inside_a_clause() -> None:
    with pytest.raises(XContentParseError) as raised:
        parse({"bool": {"filter": [{"bool": {"must": {"termz": {"n": 1}}}}]}})
    inner = {"type": "parsing_exception", "reason": "unknown query [termz] did you mean any of [term, terms]?"}
    assert raised.value.body["error"] == {
        "root_cause": [inner],
        "type": "x_content_parse_exception",
        "reason": "[bool] failed to parse field [filter]",
        "caused_by": {
            "type": "x_content_parse_exception",
            "reason": "[bool] failed to parse field [must]",
            "caused_by": {
                **inner,
                "caused_by": {"type": "named_object_not_found_exception", "reason": "unknown field [termz]"},
            },
        },
    }


def test_an_empty_clause_inside() -> None:
    error = parse_error({"bool": {"must": [{}]}})
    assert error["caused_by"] == {"type": "illegal_argument_exception", "reason": "query malformed, empty clause found"}
