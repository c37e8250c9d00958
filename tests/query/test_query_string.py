"""``query_string``: the language, its parameters, its errors."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore import Store
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.kinds.multi_match import Kind
from docstore.query.kinds.query_string import QueryString
from docstore.query.query_strings.grammar import MOST_GROUPS
from tests.query.cases import Json, parse_error
from tests.query.test_text_scores import bm25

DOCUMENTS: list[Json] = [
    {"t": "quick brown fox", "b": "a big red fox", "k": "Alpha", "n": 5, "d": "2024-01-01T00:30:00Z"},
    {"t": "lazy dog", "b": "the quick dog", "k": "beta", "n": 10, "d": "2024-01-02"},
    {"t": "brown dog", "k": "alpha/beta", "n": 15},
    {"b": "nothing here", "k": "+1", "s": "the one"},
]
MAPPING: Json = {
    "properties": {
        "t": {"type": "text", "fields": {"exact": {"type": "text", "analyzer": "whitespace"}}},
        "b": {"type": "text"},
        "s": {"type": "text", "analyzer": "stop"},
        "k": {"type": "keyword"},
        "n": {"type": "long"},
        "d": {"type": "date"},
    }
}


@pytest.fixture(scope="module")
def texts() -> Any:

    with docstore.open() as store:
        store.indices.create(index="a", mappings=MAPPING)
        for at, document in enumerate(DOCUMENTS):
            store.index(index="a", id=str(at), document=document)
        yield store


def hits(store: Store, body: Json | str) -> dict[str, float]:
    query = {"query": body} if isinstance(body, str) else body
    found = store.search(index="a", query={"query_string": query}, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_score"] for hit in found}


def ids(store: Store, body: Json | str) -> str:
    return "".join(sorted(hits(store, body)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fox", "0"),
        ("quick dog", "012"),
        ("quick AND dog", "1"),
        ("quick && dog", "1"),
        ("+quick dog", "01"),
        ("quick -dog", "0"),
        ("dog NOT lazy", "2"),
        ("dog !lazy", "2"),
        ("NOT dog", "03"),
        ("fox OR lazy", "01"),
        ("fox || lazy", "01"),
        ("t:(brown AND dog)", "2"),
        ("t:brown AND b:fox", "0"),
        ("(t:fox OR t:lazy) AND b:quick", "1"),
        ("t:brown k:beta", "012"),
        ('"quick brown"', "0"),
        ('t:"quick fox"', ""),
        ('t:"quick fox"~1', "0"),
        ('b:"big fox"~1', "0"),
        ("b:bi*", "0"),
        ("t:*ick", "0"),
        ("t:QU?CK", "0"),
        ("k:Al*", "0"),
        ("k:al*", "2"),
        ("t:/[fd]o./", "012"),
        ("k:/alpha\\/.*/", "2"),
        ("t:qiuck~", "0"),
        ("t:qiuck~0", ""),
        ("t:foy~1", "0"),
        ("n:[5 TO 10]", "01"),
        ("n:[5 TO 10}", "0"),
        ("n:{5 TO *}", "12"),
        ("n:>5", "12"),
        ("n:>=10", "12"),
        ("n:<10", "0"),
        ("n:<=5", "0"),
        ("n:10", "1"),
        ('d:["2024-01-01" TO 2024-01-01]', "0"),
        ("k:[a TO b]", "2"),
        ("_exists_:t", "012"),
        ("t:*", "012"),
        ("NOT _exists_:t", "3"),
        ("*:*", "0123"),
        ("*", "0123"),
        ("k:\\+1", "3"),
        ("k:alpha\\/beta", "2"),
        ("k:\\u0041lpha", "0"),
        ("x:fox", ""),
        ("_id:2", "2"),
        ("\\*:fox", "0"),
        ("*:fox", "0"),
        ("t:[A TO C]", "02"),
        ("s:(the one)", "3"),
        ("s:the", ""),
        ("", ""),
        ("  ", ""),
    ],
)
def test_language(texts: Store, text: str, expected: str) -> None:
    assert ids(texts, text) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"query": "quick dog", "default_operator": "AND", "default_field": "b"}, "1"),
        ({"query": "quick dog", "default_operator": "AND", "fields": ["t", "b"]}, "1"),
        ({"query": "quick lazy", "default_operator": "AND", "fields": ["t", "b"]}, ""),
        ({"query": "quick lazy", "default_operator": "AND", "fields": ["t", "b"], "type": "cross_fields"}, "1"),
        ({"query": "the OR quick", "fields": ["t", "b"], "type": "cross_fields", "analyzer": "stop"}, "01"),
        ({"query": "the", "fields": ["t", "b"], "type": "cross_fields", "analyzer": "stop"}, ""),
        ({"query": "the one", "fields": ["s", "t"], "type": "cross_fields"}, "3"),
        ({"query": "the", "fields": ["s", "b"], "type": "cross_fields"}, "1"),
        ({"query": "quick bro", "fields": ["t"], "type": "phrase_prefix"}, "0"),
        ({"query": "quick OR lazy", "default_operator": "AND"}, "01"),
        ({"query": "big red fox", "default_field": "b", "minimum_should_match": 2}, "0"),
        ({"query": "quick fox", "default_field": "t", "type": "phrase", "phrase_slop": 1}, "0"),
        ({"query": '"quick fox"', "default_field": "t", "phrase_slop": 1}, "0"),
        ({"query": "QUICK", "fields": ["t"], "analyzer": "whitespace"}, ""),
        ({"query": '"Quick" fox', "fields": ["t"], "quote_analyzer": "whitespace"}, "0"),
        ({"query": '"quick the fox"', "fields": ["t"], "analyzer": "stop", "phrase_slop": 0}, "0"),
        ({"query": '"quick the fox"', "fields": ["t"], "analyzer": "stop", "enable_position_increments": False}, ""),
        ({"query": '"quick the brown"', "fields": ["t"], "analyzer": "stop", "enable_position_increments": False}, "0"),
        ({"query": '"FOX"', "fields": ["t"], "quote_field_suffix": ".exact"}, ""),
        ({"query": "(a", "fields": ["t"], "escape": True}, ""),
        ({"query": "b:fox", "default_field": "t", "escape": True}, ""),
        ({"query": "n:x", "lenient": True}, ""),
        ({"query": "x", "fields": ["n"], "lenient": True}, ""),
        ({"query": "x", "default_field": "*"}, ""),
        ({"query": "quick", "fields": ["t*^3"]}, "0"),
        ({"query": "d:2024-01-01", "time_zone": "-01:00"}, "1"),
        ({"query": "d:[2024-01-01 TO 2024-01-01]", "time_zone": "+01:00"}, "0"),
        ({"query": "quick-bro*", "fields": ["t"], "analyze_wildcard": True, "default_operator": "and"}, "0"),
        ({"query": "quick-bro*", "fields": ["t"]}, ""),
        ({"query": "qiuck~", "fields": ["t"], "fuzziness": 0}, ""),
        ({"query": "qiuck~", "fields": ["t"], "fuzzy_transpositions": False, "fuzziness": 1}, ""),
        ({"query": "xuick~", "fields": ["t"], "fuzzy_prefix_length": 1}, ""),
    ],
)
def test_parameters(texts: Store, body: Json, expected: str) -> None:
    assert ids(texts, body) == expected


def test_wire_forms() -> None:
    assert parse({"query_string": {"query": "a"}}) == QueryString("a")
    body = {"query": "a", "fields": ["t^2"], "type": "most_fields", "tie_breaker": 0.5, "boost": 2, "_name": "n", "rewrite": None}
    expected = QueryString("a", fields=(("t", 2.0),), type=Kind.MOST_FIELDS, tie_breaker=0.5, boost=2.0, name="n")
    assert parse({"query_string": {key: value for key, value in body.items() if value is not None}}) == expected


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "[query_string] must be provided with a [query]"),
        ({"query": "a", "fieldz": ["t"]}, "[query_string] query does not support [fieldz]"),
        ({"query": "a", "field": "t"}, "[query_string] query does not support [field]"),
        ({"query": {}}, "[query_string] unknown token [START_OBJECT] after [query]"),
        ({"query": "a", "default_operator": "xor"}, "No enum constant org.elasticsearch.index.query.Operator.XOR"),
        ({"query": "a", "time_zone": "x/y"}, "[query_string] time_zone [x/y] is unknown"),
        ({"query": "a", "type": "x"}, "failed to parse [multi_match] query type [x]. unknown type."),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error({"query_string": body})["reason"] == reason


def failure(store: Store, body: Json) -> Json:
    with pytest.raises(ApiError) as raised:
        store.search(index="a", query={"query_string": body})
    reason: Json = raised.value.body["error"]["failed_shards"][0]["reason"]
    return reason


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("(fox", 'Encountered "<EOF>" at line 1, column 4.\nWas expecting one of:\n    <AND> ...\n    <OR> ...'),
        ("AND fox", 'Encountered " <AND> "AND "" at line 1, column 0.\nWas expecting one of:\n    <NOT> ...'),
        ("fox)", 'Encountered " ")" ") "" at line 1, column 3.\nWas expecting one of:\n    <EOF> \n    <AND> ...'),
        ("n:[1 5]", 'Encountered " <RANGE_GOOP> "5 "" at line 1, column 5.\nWas expecting:\n    "TO" ...\n    '),
        ('"fox', 'Lexical error at line 1, column 5.  Encountered: <EOF> after : "\\"fox"'),
        ("fox^a", 'Lexical error at line 1, column 5.  Encountered: "a" (97), after : ""'),
        ("a\\u12", "Truncated unicode escape sequence."),
        ("(" * (MOST_GROUPS + 1), f"more than {MOST_GROUPS} groups in each other"),
    ],
)
def test_syntax_errors(texts: Store, text: str, problem: str) -> None:
    found = failure(texts, {"query": text})
    assert (found["type"], found["reason"]) == ("query_shard_exception", f"Failed to parse query [{text}]")
    assert found["caused_by"]["type"] == "parse_exception"
    assert found["caused_by"]["reason"].startswith(f"Cannot parse '{text}': {problem}")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"query": "a", "analyzer": "x"}, "[query_string] analyzer [x] not found"),
        ({"query": "a", "quote_analyzer": "x"}, "[query_string] quote_analyzer [x] not found"),
        ({"query": "n:x", "fields": ["t"]}, 'failed to create query: For input string: "x"'),
        (
            {"query": "x", "fields": ["t"], "default_field": "t"},
            "failed to create query: Validation Failed: 1: cannot use [fields] parameter in conjunction with [default_field];",
        ),
        (
            {"query": "n:1*", "fields": ["t"]},
            "Can only use prefix queries on keyword, text and wildcard fields - not on [n] which is of type [long]",
        ),
        ({"query": "t:a~3", "fields": ["t"]}, "failed to create query: Valid edit distances are [0, 1, 2] but was [3]"),
        ({"query": "t:/(a/", "fields": ["t"]}, "failed to create query: expected ')' at position 2"),
        ({"query": "a*", "rewrite": "x"}, "failed to create query: Failed to parse rewrite_method [x]"),
        (
            {"query": f"t:/{'a' * 1001}/"},
            "failed to create query: The length of regex [1001] used in the [query_string] has exceeded the allowed maximum of [1000]."
            " This maximum can be set by changing the [index.max_regex_length] index level setting.",
        ),
    ],
)
def test_refused(texts: Store, body: Json, reason: str) -> None:
    assert failure(texts, body)["reason"] == reason


def test_what_a_query_says_that_no_field_could_answer_is_a_failure_of_the_query(texts: Store) -> None:
    with pytest.raises(ApiError) as raised:
        texts.search(index="a", query={"query_string": {"query": "x", "fields": ["t"], "default_field": "t"}})
    error = raised.value.body["error"]
    assert [each["type"] for each in error["root_cause"]] == ["query_shard_exception"]
    assert error["failed_shards"][0]["reason"]["caused_by"]["type"] == "query_validation_exception"


def test_leading_wildcards_can_be_forbidden(texts: Store) -> None:
    found = failure(texts, {"query": "t:*ick", "allow_leading_wildcard": False})
    assert found["caused_by"]["reason"] == "Cannot parse 't:*ick': '*' or '?' not allowed as first character in WildcardQuery"


def term(field: str, at: int, having: int, boost: float = 1.0) -> float:
    lengths = {"t": [3, 2, 2], "b": [4, 3, 0, 2]}[field]
    average = sum(lengths) / 3
    return bm25(1, lengths[at], average, 3, having, boost)


def test_scores(texts: Store) -> None:
    """Words without operators are one text for each field; of the fields the best counts. With operators, each word is its own."""
    fields = ["t", "b"]
    found = hits(texts, {"query": "quick dog", "fields": fields})
    expected = {"0": term("t", 0, 1), "1": max(term("t", 1, 2), term("b", 1, 1) + term("b", 1, 1)), "2": term("t", 2, 2)}
    assert found == pytest.approx(expected, rel=1e-6)
    found = hits(texts, {"query": "quick OR dog", "fields": fields})
    assert found["1"] == pytest.approx(term("b", 1, 1) + max(term("t", 1, 2), term("b", 1, 1)), rel=1e-6)
    found = hits(texts, {"query": "t:brown^3 lazy^0.5", "fields": fields})
    assert found == pytest.approx({"0": term("t", 0, 2, 3), "2": term("t", 2, 2, 3), "1": term("t", 1, 1, 0.5)}, rel=1e-6)
    found = hits(texts, {"query": "(quick dog)^2", "default_field": "t", "boost": 3})
    assert found["0"] == pytest.approx(term("t", 0, 1, 6), rel=1e-6)
    found = hits(texts, {"query": "quick dog", "fields": ["t^0.5"]})
    assert found == pytest.approx({"0": term("t", 0, 1, 0.5), "1": term("t", 1, 2, 0.5), "2": term("t", 2, 2, 0.5)}, rel=1e-6)
    assert hits(texts, "_exists_:t") == dict.fromkeys("012", 1.0)
    assert hits(texts, "NOT fox")["3"] == 0.0


def test_deep_and_long_queries_are_bounded(texts: Store) -> None:
    assert ids(texts, "(" * (MOST_GROUPS - 1) + "t:fox" + ")" * (MOST_GROUPS - 1)) == "0"
    nested = "t:fox"
    for _ in range(MOST_GROUPS - 1):
        nested = f"(t:x OR {nested})"
    assert ids(texts, nested) == "0"
    long = " ".join(f"t:x{at}" for at in range(5_000))
    assert failure(texts, {"query": long})["caused_by"]["reason"].endswith("too many boolean clauses")
    assert ids(texts, {"query": "t:" + "*a" * 200 + "*"}) == ""
