"""``multi_match``: wire forms, the six types, their scores worked out from the published formulas."""

from __future__ import annotations

import math

import pytest

from docstore import Store
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.fulltext.blended import stated
from docstore.query.fulltext.fuzziness import Fuzziness
from docstore.query.fulltext.options import Options
from docstore.query.kinds.multi_match import Kind, MultiMatch
from tests.query.cases import Json, parse_error
from tests.query.test_text_scores import bm25

DOCUMENTS: list[Json] = [
    {"t": "quick brown fox", "b": "a fox"},
    {"t": "lazy dog", "b": "the quick brown dog jumps"},
    {"t": "quick", "b": "fox"},
    {"t": "will smith", "b": "actor", "n": 7},
]
MAPPING: Json = {
    "properties": {
        "t": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
        "b": {"type": "text"},
        "n": {"type": "long"},
    }
}
LENGTHS = {"t": [3, 2, 1, 2], "b": [2, 5, 1, 1]}


@pytest.fixture
def texts(store: Store) -> Store:
    store.indices.create(index="a", mappings=MAPPING)
    for at, document in enumerate(DOCUMENTS):
        store.index(index="a", id=str(at), document=document)
    return store


def scores(store: Store, body: Json) -> dict[str, float]:
    hits = store.search(index="a", query={"multi_match": body}, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_score"] for hit in hits}


def term(field: str, at: int, having: int, boost: float = 1.0) -> float:
    """The score of a term that one document has once, ``having`` documents in all."""
    return bm25(1, LENGTHS[field][at], sum(LENGTHS[field]) / 4, 4, having, boost)


@pytest.mark.parametrize(
    ("body", "parsed"),
    [
        ({"query": "a"}, MultiMatch("a")),
        ({"query": "a", "fields": "t^2"}, MultiMatch("a", (("t", 2.0),))),
        ({"query": 7, "fields": ["t", "b*^1.5"], "type": "most_fields"}, MultiMatch(7, (("t", 1.0), ("b*", 1.5)), Kind.MOST_FIELDS)),
        (
            {"query": "a", "operator": "AND", "tie_breaker": "0.3", "fuzziness": "AUTO", "lenient": "true", "boost": 2, "_name": "n"},
            MultiMatch(
                "a",
                tie_breaker=0.3,
                options=Options(all_terms=True, fuzziness=Fuzziness(), lenient=True),
                is_lenient=True,
                boost=2.0,
                name="n",
            ),
        ),
    ],
)
def test_wire_forms(body: Json, parsed: MultiMatch) -> None:
    assert parse({"multi_match": body}) == parsed


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "No text specified for multi_match query"),
        ({"query": "a", "field": "t"}, "[multi_match] query does not support [field]"),
        ({"query": "a", "fields": {}}, "[multi_match] query does not support [fields]"),
        ({"query": ["a"]}, "[multi_match] unknown token [START_ARRAY] after [query]"),
        ({"query": "a", "fields": ["t^x"]}, 'For input string: "x"'),
        ({"query": "a", "type": "x"}, "failed to parse [multi_match] query type [x]. unknown type."),
        ({"query": "a", "type": "cross_fields", "fuzziness": 1}, "Fuzziness not allowed for type [cross_fields]"),
        ({"query": "a", "type": "bool_prefix", "slop": 1}, "[slop] not allowed for type [bool_prefix]"),
        ({"query": "a", "prefix_length": -1}, "No negative prefix length allowed."),
        (
            {"query": "a", "fields": ["x^2", "y^-1"]},
            'negative [boost] are not allowed in [{\n  "multi_match" : {\n    "query" : "a"\n  }\n}],'
            " use a value between 0 and 1 to deboost",
        ),
        ({"query": "a", "max_expansions": 0}, "Max expansions must be strictly great than zero."),
        ({"query": "a", "zero_terms_query": "x"}, "Unsupported zero_terms_query value [x]"),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error({"multi_match": body})["reason"] == reason


def test_the_best_field_and_a_share_of_the_others(texts: Store) -> None:
    t, b = term("t", 0, 1, 3), term("b", 0, 2)
    found = scores(texts, {"query": "fox", "fields": ["t^3", "b"]})
    assert found == pytest.approx({"0": max(t, b), "2": term("b", 2, 2)}, rel=1e-6)
    found = scores(texts, {"query": "fox", "fields": ["t^3", "b"], "tie_breaker": 0.3})
    assert found["0"] == pytest.approx(max(t, b) + 0.3 * min(t, b), rel=1e-6)
    found = scores(texts, {"query": "fox", "fields": ["t^3", "b"], "type": "most_fields"})
    assert found["0"] == pytest.approx(t + b, rel=1e-6)


def test_all_terms_must_be_in_one_field_unless_fields_are_crossed(texts: Store) -> None:
    body: Json = {"query": "quick fox", "fields": ["t", "b"], "operator": "and"}
    assert set(scores(texts, body)) == {"0"}
    assert set(scores(texts, {**body, "type": "cross_fields"})) == {"0", "2"}
    assert set(scores(texts, {"query": "quick fox dog", "fields": ["t", "b"], "minimum_should_match": 2})) == {"0", "1"}


def test_crossed_fields_share_how_rare_a_term_is(texts: Store) -> None:
    """``quick`` is in two titles and one body, so both are said to have it in two, the rarer field in one more."""
    found = scores(texts, {"query": "quick", "fields": ["t^2", "b"], "type": "cross_fields"})
    expected = {"0": term("t", 0, 2, 2), "1": term("b", 1, 3), "2": term("t", 2, 2, 2)}
    assert found == pytest.approx(expected, rel=1e-6)
    found = scores(texts, {"query": "fox", "fields": ["t", "b"], "type": "cross_fields", "tie_breaker": 0.5})
    t, b = term("t", 0, 3), term("b", 0, 2)
    assert found == pytest.approx({"0": max(t, b) + 0.5 * min(t, b), "2": term("b", 2, 2)}, rel=1e-6)


def test_crossed_fields_that_are_cut_differently_are_groups(texts: Store) -> None:
    body: Json = {"query": "will smith", "fields": ["t", "t.raw^2", "n"], "type": "cross_fields", "lenient": True}
    raw = 2 * 2.2 * math.log(1 + 3.5 / 1.5) / 2.2
    text = bm25(1, 2, 2, 4, 1) * 2
    assert scores(texts, body) == pytest.approx({"3": max(raw, text)}, rel=1e-6)


@pytest.mark.parametrize(
    ("counted", "documents", "expected"),
    [
        ([(4, 10, 3), (4, 10, 1)], 4, [3, 4]),
        ([(4, 10, 3), (4, 10, 0)], 4, [3, 0]),
        ([(4, 10, 3), (4, 10, 1), (4, 10, 2)], 4, [3, 4, 4]),
        ([(4, 10, 2), (4, 10, 2)], 4, [2, 2]),
        ([(4, 2, 2), (4, 10, 1)], 4, [2, 2]),
        ([(3, 10, 3), (1, 2, 1)], 3, [2, 1]),
        ([(4, 2, 0), (4, 10, 0)], 4, [0, 0]),
    ],
)
def test_stated_frequencies(counted: list[tuple[int, int, int]], documents: int, expected: list[int]) -> None:
    assert stated(counted, documents) == expected


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ({"query": "quick brown", "fields": ["t", "b"], "type": "phrase"}, "01"),
        ({"query": "quick fox", "fields": ["t", "b"], "type": "phrase", "slop": 1}, "0"),
        ({"query": "quick bro", "fields": ["t", "b"], "type": "phrase_prefix"}, "01"),
        ({"query": "fox qui", "fields": ["t", "b"], "type": "bool_prefix"}, "012"),
        ({"query": "fix", "fields": ["t", "b"], "fuzziness": 1}, "02"),
        ({"query": "fox"}, "02"),
        ({"query": "fox", "fields": ["*"]}, "02"),
        ({"query": 7}, "3"),
        ({"query": "will smith", "fields": ["*.raw"]}, "3"),
        ({"query": "fox", "fields": ["x", "y*"]}, ""),
        ({"query": "fox", "fields": ["n"], "lenient": True}, ""),
        ({"query": "", "fields": ["t", "b"]}, ""),
        ({"query": "", "fields": ["t", "b"], "zero_terms_query": "all"}, "0123"),
        ({"query": "", "fields": ["t", "b"], "zero_terms_query": "all", "type": "cross_fields"}, "0123"),
        ({"query": "QUICK", "fields": ["t", "b"], "analyzer": "keyword"}, ""),
    ],
)
def test_what_matches(texts: Store, body: Json, ids: str) -> None:
    assert "".join(sorted(scores(texts, body))) == ids


def refusal(store: Store, body: Json) -> Json:
    with pytest.raises(ApiError) as raised:
        store.search(index="a", query={"multi_match": body})
    failure: Json = raised.value.body["error"]["failed_shards"][0]["reason"]
    return {"type": failure["type"], "reason": failure["reason"]}


def test_refused(texts: Store) -> None:
    found = refusal(texts, {"query": "a", "fields": ["n"]})
    assert found == {"type": "query_shard_exception", "reason": 'failed to create query: For input string: "a"'}
    found = refusal(texts, {"query": "a", "analyzer": "x"})
    assert found == {"type": "query_shard_exception", "reason": "[multi_match] analyzer [x] not found"}
    for kind in ("best_fields", "cross_fields"):
        found = refusal(texts, {"query": "a", "fields": ["t", "b"], "tie_breaker": 1.5, "type": kind})
        assert found["reason"] == "failed to create query: tieBreakerMultiplier must be in [0, 1]"
    found = refusal(texts, {"query": "a", "fields": ["t^1e39", "b"]})
    assert found["reason"] == "failed to create query: boost must be a positive float, got Infinity"
    for kind in ("best_fields", "phrase", "cross_fields"):
        found = refusal(texts, {"query": "a", "fuzzy_rewrite": "x", "type": kind})
        assert found["reason"] == "failed to create query: Failed to parse rewrite_method [x]"


def test_default_field(texts: Store) -> None:
    texts.indices.put_settings(index="a", settings={"index.query.default_field": ["b^2"]})
    found = scores(texts, {"query": "quick"})
    assert found == pytest.approx({"1": term("b", 1, 1, 2)}, rel=1e-6)
    texts.indices.put_settings(index="a", settings={"index.query.default_field": "t"})
    assert set(scores(texts, {"query": "quick"})) == {"0", "2"}


def test_patterns_leave_out_what_is_indexed_beside_a_text(store: Store) -> None:
    text = {"type": "text", "index_prefixes": {}, "index_phrases": True}
    store.indices.create(index="a", mappings={"properties": {"t": text, "g": {"type": "geo_point"}}})
    query = {"multi_match": {"query": "quick", "type": "most_fields"}}
    shown = store.indices.validate_query(index="a", query=query, explain=True)["explanations"][0]["explanation"]
    assert shown == "t:quick"
