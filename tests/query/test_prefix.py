from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from docstore.query import parse
from docstore.query.kinds.prefix import Prefix
from tests.query.cases import Json, bind_error, matches, parse_error

KEYWORD = {"f": {"type": "keyword"}}


@pytest.mark.parametrize(
    ("body", "prefix"),
    [
        ({"f": "a"}, Prefix("f", "a")),
        ({"f": 1}, Prefix("f", "1")),
        (
            {"f": {"value": "a", "case_insensitive": True, "boost": 2, "_name": "n", "rewrite": "constant_score"}},
            Prefix("f", "a", case_insensitive=True, rewrite="constant_score", boost=2.0, name="n"),
        ),
    ],
)
def test_wire_forms(body: Json, prefix: Prefix) -> None:
    assert parse({"prefix": body}) == prefix


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "field name is null or empty"),
        ({"f": None}, "value cannot be null"),
        ({"f": {}}, "value cannot be null"),
        ({"f": {"prefix": "a"}}, "[prefix] query does not support [prefix]"),
        ({"f": "a", "g": "b"}, "[prefix] query doesn't support multiple fields, found [f] and [g]"),
        ({"f": ["a"]}, "Expected text but found START_ARRAY"),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error({"prefix": body})["reason"] == reason


@pytest.mark.parametrize(
    ("type_name", "values", "body", "seqs"),
    [
        ("keyword", ["San Jose", "Santa", "sand", "Sa", None], "San", [0, 1]),
        ("keyword", ["San Jose", "Santa", "sand", "Sa", None], {"value": "san", "case_insensitive": True}, [0, 1, 2]),
        ("keyword", ["a\U0010ffff", "a\U0010ffff\U0010ffff", "b"], "a\U0010ffff", [0, 1]),
        ("keyword", ["a", None, ""], "", [0, 2]),
        ("keyword", [["x", "ab"], "ba"], "a", [0]),
        ("text", ["Big City", "cigar"], "ci", [0, 1]),
    ],
)
def test_values(type_name: str, values: list[Any], body: Any, seqs: list[int]) -> None:
    assert matches({"f": {"type": type_name}}, [{"f": value} for value in values], {"prefix": {"f": body}}) == seqs


def test_one_beginning_in_very_many_ways() -> None:
    ways = ["".join(letters) for letters in product(*zip("abcdefghi", "ABCDEFGHI", strict=True))]
    documents = [{"f": f"{way}é"} for way in ways] + [{"f": "abcdefgh"}, {"f": "abcdefghiÉ"}]
    for mapped in (KEYWORD, {"f": {"type": "text", "analyzer": "keyword"}}):
        for value, found in (("aBcDeFgHi", 513), ("abcdefghIé", 512), ("ABCDEFGH", 514), ("b", 0)):
            assert len(matches(mapped, documents, {"prefix": {"f": {"value": value, "case_insensitive": True}}})) == found
        assert len(matches(mapped, documents, {"term": {"f": {"value": "ABCDEFGHIé", "case_insensitive": True}}})) == 512
        assert matches(mapped, documents, {"term": {"f": {"value": "ABCDefgh", "case_insensitive": True}}}) == [512]


def test_fields_without_prefixes() -> None:
    for name, type_name in [("f", "long"), ("_id", "_id")]:
        assert bind_error({"f": {"type": "long"}}, {"prefix": {name: "1"}}) == {
            "type": "query_shard_exception",
            "reason": "Can only use prefix queries on keyword, text and wildcard fields - not on"
            f" [{name}] which is of type [{type_name}]",
        }


def test_index_and_unmapped() -> None:
    assert matches({}, [{}], {"prefix": {"_index": "cit"}}) == [0]
    assert matches({}, [{}], {"prefix": {"_index": {"value": "CIT", "case_insensitive": True}}}) == [0]
    assert matches({}, [{}], {"prefix": {"_index": "CIT"}}) == []
    assert matches({}, [{}], {"prefix": {"f": "a"}}) == []
