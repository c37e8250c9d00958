"""``combined_fields``: wire forms, and scores worked out from the formula of BM25F."""

from __future__ import annotations

import pytest

from docstore import Store
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.kinds.combined_fields import CombinedFields
from tests.query.cases import Json, parse_error
from tests.query.test_text_scores import bm25

DOCUMENTS: list[Json] = [
    {"t": "quick brown fox", "b": "a fox fox", "k": "fox"},
    {"t": "lazy dog", "b": "the quick brown dog jumps"},
    {"t": "quick", "b": "fox"},
    {"b": "quick cat"},
]
MAPPING: Json = {
    "properties": {
        "t": {"type": "text"},
        "b": {"type": "text"},
        "e": {"type": "text", "analyzer": "english"},
        "n": {"type": "text", "norms": False},
        "s": {"type": "text", "similarity": "BM25"},
        "k": {"type": "keyword"},
    }
}


@pytest.fixture
def texts(store: Store) -> Store:
    store.indices.create(index="a", mappings=MAPPING)
    for at, document in enumerate(DOCUMENTS):
        store.index(index="a", id=str(at), document=document)
    return store


def scores(store: Store, body: Json) -> dict[str, float]:
    hits = store.search(index="a", query={"combined_fields": body}, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_score"] for hit in hits}


def test_wire_forms() -> None:
    assert parse({"combined_fields": {"query": "a", "fields": "title"}}) == CombinedFields("a", (("title", 1.0),))
    body = {"query": "a", "fields": ["t^2", "b*"], "operator": "and", "minimum_should_match": 2, "boost": 3, "_name": "n"}
    body |= {"zero_terms_query": "ALL", "auto_generate_synonyms_phrase_query": False}
    parsed = CombinedFields("a", (("t", 2.0), ("b*", 1.0)), True, "2", False, True, 3.0, "n")
    assert parse({"combined_fields": body}) == parsed


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ({}, ["Required [query]"]),
        ({"query": 1}, ["[combined_fields] query doesn't support values of type: VALUE_NUMBER"]),
        ({"query": "a", "field": "t"}, ["[combined_fields] unknown field [field] did you mean [fields]?"]),
        (
            {"query": "a", "fields": ["t^0.5"]},
            ["[combined_fields] failed to parse field [fields]", "[combined_fields] requires field boosts to be >= 1.0"],
        ),
        (
            {"query": "a", "zero_terms_query": "x"},
            ["[combined_fields] failed to parse field [zero_terms_query]", "Unsupported [zero_terms_query] value [x]"],
        ),
    ],
)
def test_wire_errors(body: Json, reasons: list[str]) -> None:
    error = parse_error({"combined_fields": body})
    found = [error["reason"], *([error["caused_by"]["reason"]] if "caused_by" in error else [])]
    assert found == reasons


def test_frequencies_and_lengths_are_added_up(texts: Store) -> None:
    average = (2 * (3 + 2 + 1) + (3 + 5 + 1 + 2)) / 4
    found = scores(texts, {"query": "fox", "fields": ["t^2", "b"]})
    expected = {"0": bm25(2 * 1 + 2, 2 * 3 + 3, average, 4, 2), "2": bm25(1, 2 * 1 + 1, average, 4, 2)}
    assert found == pytest.approx(expected, rel=1e-6)
    found = scores(texts, {"query": "quick fox", "fields": ["t^2", "b"], "boost": 2})
    expected = {
        "0": bm25(2, 9, average, 4, 2, 2) + bm25(4, 9, average, 4, 2, 2),
        "1": bm25(1, 9, average, 4, 2, 2),
        "2": bm25(2, 3, average, 4, 2, 2) + bm25(1, 3, average, 4, 2, 2),
        "3": bm25(1, 2, average, 4, 2, 2),
    }
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ({"query": "brown jumps", "fields": ["t", "b"], "operator": "and"}, "1"),
        ({"query": "lazy jumps", "fields": ["t", "b"], "operator": "and"}, "1"),
        ({"query": "quick brown cat", "fields": ["t", "b"], "minimum_should_match": 2}, "013"),
        ({"query": "", "fields": ["t"]}, ""),
        ({"query": "", "fields": ["t"], "zero_terms_query": "all"}, "0123"),
        ({"query": "fox", "fields": ["x"]}, ""),
        ({"query": "fox", "fields": ["x", "t"]}, "0"),
        ({"query": "missing", "fields": ["t", "b"]}, ""),
    ],
)
def test_what_matches(texts: Store, body: Json, ids: str) -> None:
    assert "".join(sorted(scores(texts, body))) == ids


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ([], "In [combined_fields] query, at least one field must be provided"),
        (["t", "k"], "Field [k] of type [keyword] does not support [combined_fields] queries"),
        (["t", "e"], "All fields in [combined_fields] query must have the same search analyzer"),
        (["t", "s"], "[combined_fields] queries cannot be used with per-field similarities"),
        (
            ["t", "n"],
            "CombinedFieldQuery requires norms to be consistent across fields: some fields cannot  have norms enabled, while others"
            " have norms disabled",
        ),
    ],
)
def test_refused(texts: Store, fields: list[str], reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        texts.search(index="a", query={"combined_fields": {"query": "a", "fields": fields}})
    assert raised.value.body["error"]["failed_shards"][0]["reason"]["reason"] == f"failed to create query: {reason}"


def test_explain_says_the_same(texts: Store) -> None:
    query = {"combined_fields": {"query": "fox", "fields": ["t^2", "b"]}}
    for hit in texts.search(index="a", query=query, explain=True)["hits"]["hits"]:
        assert hit["_explanation"]["value"] == hit["_score"]
