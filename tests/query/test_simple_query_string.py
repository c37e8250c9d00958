"""``simple_query_string``: every text means something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docstore
from docstore import Store
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.kinds.simple_query_string import SimpleQueryString
from docstore.query.query_strings.simple import MOST_GROUPS, Flag
from tests.query.cases import Json, parse_error
from tests.query.test_text_scores import bm25

DOCUMENTS: list[Json] = [
    {"t": "quick brown fox", "b": "a big red fox", "n": 5},
    {"t": "lazy dog", "b": "the quick dog"},
    {"t": "brown dog"},
    {"b": "nothing here"},
]
MAPPING: Json = {"properties": {"t": {"type": "text"}, "b": {"type": "text"}, "n": {"type": "long"}}}


@pytest.fixture(scope="module")
def texts() -> Iterator[Store]:
    with docstore.open() as store:
        store.indices.create(index="a", mappings=MAPPING)
        for at, document in enumerate(DOCUMENTS):
            store.index(index="a", id=str(at), document=document)
        yield store


def hits(store: Store, body: Json | str) -> dict[str, float]:
    query = {"query": body, "fields": ["t", "b"]} if isinstance(body, str) else body
    found = store.search(index="a", query={"simple_query_string": query}, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_score"] for hit in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fox", "0"),
        ("fox lazy", "01"),
        ("quick + dog", "1"),
        ("quick | nothing", "013"),
        ("-dog", "03"),
        ("--dog", "12"),
        ("quick +-dog", "0"),
        ('"quick brown"', "0"),
        ('"quick fox"', ""),
        ('"quick fox"~1', "0"),
        ('"big fox" ~1', ""),
        ("bro*", "02"),
        ("*own", ""),
        ("qiuck~1", "01"),
        ("foy~9", "012"),
        ("foy~x", ""),
        ("(lazy | fox) + quick", "01"),
        ("((lazy | fox) + quick", "01"),
        ("lazy | fox) + quick", "01"),
        ("fox + ()", "0"),
        ('fox + ""', "0"),
        ("\\-dog", "12"),
        ("fo\\*", ""),
        ('"fox', "0"),
        ("+|", ""),
        ("", ""),
        ("~", ""),
        ("\\", ""),
    ],
)
def test_language(texts: Store, text: str, expected: str) -> None:
    assert "".join(sorted(hits(texts, text))) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"query": "quick fox", "default_operator": "and"}, "0"),
        ({"query": "quick | lazy", "default_operator": "and", "flags": "NONE"}, ""),
        ({"query": "quick | lazy", "default_operator": "and", "flags": "OR|WHITESPACE"}, "01"),
        ({"query": "quick big dog", "minimum_should_match": 2}, "01"),
        ({"query": "bro*", "flags": "PHRASE"}, ""),
        ({"query": "fox", "fields": ["n"], "lenient": True}, ""),
        ({"query": "5"}, "0"),
        ({"query": "FOX", "fields": ["t"], "analyzer": "whitespace"}, ""),
        ({"query": "quick-bro*", "fields": ["t"], "analyze_wildcard": True, "default_operator": "and"}, "0"),
        ({"query": "xuick~1", "fields": ["t"], "fuzzy_prefix_length": 1}, ""),
    ],
)
def test_parameters(texts: Store, body: Json, expected: str) -> None:
    assert "".join(sorted(hits(texts, body))) == expected


def test_wire_forms() -> None:
    assert parse({"simple_query_string": {"query": "a"}}) == SimpleQueryString("a")
    body = {"query": "a", "fields": ["t^2"], "flags": "OR|AND", "lenient": True, "boost": 2, "_name": "n"}
    expected = SimpleQueryString("a", (("t", 2.0),), flags=Flag.OR | Flag.AND, lenient=True, boost=2.0, name="n")
    assert parse({"simple_query_string": body}) == expected
    for flags in (-1, "ALL"):
        assert parse({"simple_query_string": {"query": "a", "flags": flags}}) == SimpleQueryString("a")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "[simple_query_string] query text missing"),
        ({"query": "a", "x": 1}, "[simple_query_string] unsupported field [x]"),
        ({"query": "a", "x": []}, "[simple_query_string] query does not support [x]"),
        ({"query": "a", "fields": {}}, "[simple_query_string] unknown token [START_OBJECT] after [fields]"),
        ({"query": "a", "flags": "X"}, "Unknown simple_query_string flag [X]"),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error({"simple_query_string": body})["reason"] == reason


def failure(store: Store, body: Json) -> str:
    with pytest.raises(ApiError) as raised:
        store.search(index="a", query={"simple_query_string": body})
    reason: str = raised.value.body["error"]["failed_shards"][0]["reason"]["reason"]
    return reason


def test_refused(texts: Store) -> None:
    assert failure(texts, {"query": "a", "analyzer": "x"}) == "[simple_query_string] analyzer [x] not found"
    assert failure(texts, {"query": "a", "fields": ["n"]}) == 'failed to create query: For input string: "a"'
    assert failure(texts, {"query": "a " * 5_000, "fields": ["t"]}) == "failed to create query: maxClauseCount is set to 4096"


def test_scores_of_all_fields_are_added(texts: Store) -> None:
    t = bm25(1, 3, 7 / 3, 3, 1, 2)
    b = bm25(1, 4, 9 / 3, 3, 1)
    assert hits(texts, {"query": "fox", "fields": ["t^2", "b"]}) == pytest.approx({"0": t + b}, rel=1e-6)


@given(st.text(alphabet='ab \\"+-|()*~1', max_size=30))
def test_no_text_fails(texts: Store, text: str) -> None:
    hits(texts, text)


@pytest.mark.parametrize("text", ["(" * 20_000, ")" * 20_000, '"' * 5_001, "-" * 20_000 + "a", "(" * 500 + "fox" + ")" * 500, "\\" * 9_999])
def test_long_texts_are_read_once(texts: Store, text: str) -> None:
    hits(texts, text)


def test_changes_of_the_operator_are_bounded(texts: Store) -> None:
    found = failure(texts, {"query": "a+a|" * (MOST_GROUPS + 1), "fields": ["t"]})
    assert found == "failed to create query: Query contains too many nested clauses; maxClauseCount is set to 4096"
