"""The clause around a query kind: ``AbstractQueryBuilder.parseInnerQueryBuilder``."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError, IllegalArgumentError, NotImplementedByDocstoreError, ParsingError
from docstore.query import KINDS, parse
from docstore.query.kinds.match_all import MatchAll


@pytest.mark.parametrize(
    ("body", "error", "reason"),
    [
        ({}, IllegalArgumentError, "query malformed, empty clause found"),
        ("x", ParsingError, "[_na] query malformed, must start with start_object"),
        (None, ParsingError, "[_na] query malformed, must start with start_object"),
        ({"term": "x"}, ParsingError, "[term] query malformed, no start_object after query name"),
        ({"nope": []}, ParsingError, "[nope] query malformed, no start_object after query name"),
        ({"trem": {"a": 1}}, ParsingError, "unknown query [trem]"),
        ({"rage": {"a": 1}}, ParsingError, "unknown query [rage] did you mean [range]?"),
        ({"termss": {"a": 1}}, ParsingError, "unknown query [termss] did you mean any of [terms, term, terms_set]?"),
        ({"matchall": {}}, ParsingError, "unknown query [matchall] did you mean any of [match_all, match]?"),
        ({"xyz": {}}, ParsingError, "unknown query [xyz]"),
        (
            {"match_all": {}, "term": {"a": 1}},
            ParsingError,
            "[match_all] malformed query, expected [END_OBJECT] but found [FIELD_NAME]",
        ),
    ],
)
def test_what_is_no_clause(body: Any, error: type[ApiError], reason: str) -> None:
    with pytest.raises(error) as raised:
        parse(body)
    assert raised.value.reason == reason


def test_an_unknown_kind_as_elasticsearch_answers_it() -> None:
    with pytest.raises(ParsingError) as raised:
        parse({"rnge": {"a": {"gte": 1}}})
    assert raised.value.body["error"] == {
        "root_cause": [{"type": "parsing_exception", "reason": "unknown query [rnge] did you mean [range]?"}],
        "type": "parsing_exception",
        "reason": "unknown query [rnge] did you mean [range]?",
        "caused_by": {"type": "named_object_not_found_exception", "reason": "unknown field [rnge]"},
    }


def test_a_kind_that_docstore_has_not_is_said() -> None:
    with pytest.raises(NotImplementedByDocstoreError, match=r"\[geo_polygon\] query is not supported"):
        parse({"geo_polygon": {}})


def deep(levels: int) -> dict[str, Any]:
    body: dict[str, Any] = {"match_all": {}}
    for _ in range(levels):
        body = {"bool": {"must": body}}
    return body


def test_nesting_is_limited() -> None:
    parse(deep(29))
    for levels in (30, 100):
        with pytest.raises(ApiError) as raised:
            parse(deep(levels))
        innermost: ApiError = raised.value
        while innermost.caused_by is not None:
            innermost = innermost.caused_by
        assert innermost.reason == (
            "The nested depth of the query exceeds the maximum nested depth for queries set in"
            " [indices.query.bool.max_nested_depth]"
        )
    assert parse({"match_all": {}}) == MatchAll()


def test_every_kind_is_registered() -> None:
    assert {"match_all", "match_none", "ids", "term", "terms", "range", "exists", "prefix", "bool"} <= set(KINDS)


@pytest.mark.parametrize("kind", ["match_all", "match_none"])
def test_match_all_and_match_none(kind: str) -> None:
    parsed = parse({kind: {"boost": "2.5", "_name": "n"}})
    assert (parsed.boost, parsed.name) == (2.5, "n")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"bost": 1}, "[match_all] unknown field [bost] did you mean [boost]?"),
        ({"boost": [1]}, "[match_all] boost doesn't support values of type: START_ARRAY"),
        ({"boost": "x"}, "[match_all] failed to parse field [boost]"),
        ({"boost": -1}, "[match_all] failed to parse field [boost]"),
    ],
)
def test_match_all_fails_with_a_parsing_error_of_the_same_text(body: Any, reason: str) -> None:
    with pytest.raises(ParsingError) as raised:
        parse({"match_all": body})
    cause = raised.value.caused_by
    assert cause is not None
    assert (raised.value.reason, cause.type, cause.reason) == (reason, "x_content_parse_exception", reason)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"bost": 1}, "[match_none] query does not support [bost]"),
        ({"boost": [1]}, "[match_none] unknown token [START_ARRAY] after [boost]"),
    ],
)
def test_match_none_reads_its_keys_by_hand(body: Any, reason: str) -> None:
    with pytest.raises(ParsingError) as raised:
        parse({"match_none": body})
    assert raised.value.reason == reason


def test_negative_boosts() -> None:
    with pytest.raises(IllegalArgumentError) as raised:
        parse({"term": {"f": {"value": 1, "boost": -1}}})
    clause = '{\n  "term" : {\n    "f" : {\n      "value" : 1\n    }\n  }\n}'
    assert raised.value.reason == (
        f"negative [boost] are not allowed in [{clause}], use a value between 0 and 1 to deboost"
    )
