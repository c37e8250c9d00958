from __future__ import annotations

from typing import Any

import pytest

from docstore.query import parse
from docstore.query.kinds.term import Term
from tests.query.cases import Json, bind_error, matches, parse_error

LONG = {"f": {"type": "long"}}
KEYWORD = {"f": {"type": "keyword"}}


@pytest.mark.parametrize(
    ("body", "term"),
    [
        ({"f": "v"}, Term("f", "v")),
        ({"f": 1}, Term("f", 1)),
        ({"f": False}, Term("f", False)),
        ({"f": {"value": "v"}}, Term("f", "v")),
        ({"f": {"term": "v"}}, Term("f", "v")),
        (
            {"f": {"value": "v", "boost": "2", "_name": "n", "case_insensitive": "true"}},
            Term("f", "v", case_insensitive=True, boost=2.0, name="n"),
        ),
        ({"f": "v", "g": None}, Term("f", "v")),
    ],
)
def test_wire_forms(body: Json, term: Term) -> None:
    assert parse({"term": body}) == term


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ({}, "illegal_argument_exception", "field name is null or empty"),
        ({"f": None}, "illegal_argument_exception", "field name is null or empty"),
        ({"": 1}, "illegal_argument_exception", "field name is null or empty"),
        ({"f": {}}, "illegal_argument_exception", "value cannot be null"),
        ({"f": {"value": None}}, "illegal_argument_exception", "value cannot be null"),
        ({"f": ["a"]}, "parsing_exception", "[term] query does not support array of values"),
        (
            {"f": {"value": ["a"]}},
            "parsing_exception",
            "[term] query does not support arrays for value - use a bool query with multiple term clauses in the should"
            " section or use a Terms query if scoring is not required",
        ),
        ({"f": {"valeu": 1}}, "parsing_exception", "[term] query does not support [valeu]"),
        ({"f": 1, "g": 2}, "parsing_exception", "[term] query doesn't support multiple fields, found [f] and [g]"),
        (
            {"f": {"value": 1}, "g": {"value": 2}},
            "parsing_exception",
            "[term] query doesn't support multiple fields, found [f] and [g]",
        ),
        ({"f": {"value": {}}}, "illegal_argument_exception", "Expected text but found START_OBJECT"),
        ({"f": {"value": 1, "boost": "x"}}, "number_format_exception", 'For input string: "x"'),
        (
            {"f": {"value": 1, "case_insensitive": 3}},
            "illegal_argument_exception",
            "Failed to parse value [3] as only [true] or [false] are allowed.",
        ),
    ],
)
def test_wire_errors(body: Json, kind: str, reason: str) -> None:
    assert parse_error({"term": body}) == {"type": kind, "reason": reason}


@pytest.mark.parametrize(
    ("properties", "values", "wanted", "seqs"),
    [
        (LONG, [1, 2, [1, 3], None, "1"], 1, [0, 2, 4]),
        (LONG, [1, 2], "2", [1]),
        (LONG, [1, 2], 1.5, []),
        (LONG, [1, 2], 2.0, [1]),
        (LONG, [1, 2], 1e300, []),
        ({"f": {"type": "byte"}}, [1, 2], 300, []),
        ({"f": {"type": "unsigned_long"}}, [0, 2**64 - 1], 2**64 - 1, [1]),
        ({"f": {"type": "double"}}, [1, 2.5, "2.5"], 2.5, [1, 2]),
        ({"f": {"type": "float"}}, [0.1, 0.2], 0.1, [0]),
        ({"f": {"type": "boolean"}}, [True, False, "true", None], "true", [0, 2]),
        ({"f": {"type": "boolean"}}, [True, False, "true", None], False, [1]),
        (KEYWORD, ["a", "b", ["a", "c"], None], "a", [0, 2]),
        (KEYWORD, ["a", "b"], "z", []),
        (KEYWORD, [1, "1", "true", True], 1, [0, 1]),
        (KEYWORD, [1, "1", "true", True], True, [2, 3]),
        ({"f": {"type": "text"}}, ["Big City", "city", "big"], "city", [0, 1]),
        ({"f": {"type": "text"}}, ["Big City"], "City", []),
        (
            {"f": {"type": "ip"}},
            ["192.168.1.7", "10.0.0.1", "::ffff:192.168.1.7", "2001:db8::1"],
            "192.168.1.7",
            [0, 2],
        ),
        ({"f": {"type": "ip"}}, ["192.168.1.7", "10.0.0.1", "192.168.2.1", "2001:db8::1"], "192.168.0.0/16", [0, 2]),
        ({"f": {"type": "ip"}}, ["192.168.1.7", "2001:db8::1"], "2001:db8::/32", [1]),
        (
            {"f": {"type": "date"}},
            ["2024-05-01", "2024-05-01T23:59:59.999Z", "2024-05-02", 1714521600000],
            "2024-05-01",
            [0, 1, 3],
        ),
        ({"f": {"type": "date"}}, ["2024-05-01T10:00:00Z", "2024-05-01T11:00:00Z"], "2024-05-01T10:00:00Z", [0]),
    ],
)
def test_values(properties: Json, values: list[Any], wanted: Any, seqs: list[int]) -> None:
    assert matches(properties, [{"f": value} for value in values], {"term": {"f": wanted}}) == seqs


def test_names_of_fields() -> None:
    properties = {
        "name": {"type": "text", "fields": {"keyword": {"type": "keyword"}}},
        "a": {"properties": {"b": {"type": "long"}}},
        "ab": {"type": "alias", "path": "a.b"},
        "tags": {"type": "nested", "properties": {"tag": {"type": "keyword"}}},
    }
    documents: list[Json] = [
        {"name": "Big City", "a": {"b": 1}, "tags": [{"tag": "x"}]},
        {"name": "big city", "a.b": 1},
        {"a": [{"b": 1}, {"b": 2}]},
    ]

    def seqs(field: str, value: Any) -> list[int]:
        return matches(properties, documents, {"term": {field: value}})

    assert seqs("name.keyword", "Big City") == [0]
    assert seqs("a.b", 1) == seqs("ab", 1) == [0, 1, 2]
    assert seqs("a.b", 2) == [2]
    assert seqs("nope", 1) == seqs("a", 1) == seqs("tags.tag", "x") == []


def test_case_insensitive_folds_ascii_letters_only() -> None:
    documents = [{"f": "ÄBc"}, {"f": "Äbc"}, {"f": "äbc"}]
    assert matches(KEYWORD, documents, {"term": {"f": {"value": "ÄBC", "case_insensitive": True}}}) == [0, 1]
    text = {"f": {"type": "text"}}
    assert matches(text, [{"f": "Big City"}], {"term": {"f": {"value": "CITY", "case_insensitive": True}}}) == [0]


@pytest.mark.parametrize(
    ("properties", "value", "expected"),
    [
        (LONG, "x", ("query_shard_exception", 'failed to create query: For input string: "x"')),
        (
            {"f": {"type": "boolean"}},
            "x",
            (
                "query_shard_exception",
                "failed to create query: Can't parse boolean value [x], expected [true] or [false]",
            ),
        ),
        (
            {"f": {"type": "ip"}},
            "x",
            ("query_shard_exception", "failed to create query: 'x' is not an IP string literal."),
        ),
        (
            {"f": {"type": "date"}},
            "x",
            (
                "query_shard_exception",
                "failed to create query: failed to parse date field [x] with format"
                " [strict_date_optional_time||epoch_millis]: [failed to parse date field [x] with format"
                " [strict_date_optional_time||epoch_millis]]",
            ),
        ),
        ({"f": {"type": "binary"}}, "x", ("query_shard_exception", "Binary fields do not support searching")),
        (
            {"f": {"type": "long", "index": False, "doc_values": False}},
            1,
            (
                "query_shard_exception",
                "failed to create query: Cannot search on field [f] since it is not indexed nor has doc values.",
            ),
        ),
        (
            {"f": {"type": "text", "index": False}},
            "a",
            ("query_shard_exception", "failed to create query: Cannot search on field [f] since it is not indexed."),
        ),
        (
            LONG,
            {"value": 1, "case_insensitive": True},
            (
                "query_shard_exception",
                "[f] field which is of type [long], does not support case insensitive term queries",
            ),
        ),
    ],
)
def test_values_that_the_field_refuses(properties: Json, value: Any, expected: tuple[str, str]) -> None:
    error = bind_error(properties, {"term": {"f": value}})
    assert (error["type"], error["reason"]) == expected
    if "failed to create query" in expected[1]:
        assert error["caused_by"]["reason"] == expected[1].removeprefix("failed to create query: ")


def test_fields_with_only_doc_values_can_be_searched() -> None:
    assert matches({"f": {"type": "long", "index": False}}, [{"f": 1}], {"term": {"f": 1}}) == [0]
    assert matches({"f": {"type": "keyword", "doc_values": False}}, [{"f": "a"}], {"term": {"f": "a"}}) == [0]


def test_metadata_fields() -> None:
    documents: list[Json] = [{}, {}, {}]
    for body, seqs in [
        ({"_id": "1"}, [1]),
        ({"_id": 1}, [1]),
        ({"_index": "cities"}, [0, 1, 2]),
        ({"_index": "cit*"}, [0, 1, 2]),
        ({"_index": "other"}, []),
        ({"_index": {"value": "CITIES", "case_insensitive": True}}, [0, 1, 2]),
        ({"_seq_no": 2}, [2]),
        ({"_seq_no": "0"}, [0]),
    ]:
        assert matches({}, documents, {"term": body}) == seqs
    assert (
        bind_error({}, {"term": {"_primary_term": 1}})["reason"]
        == "failed to create query: docstore cannot search on [_primary_term]"
    )
