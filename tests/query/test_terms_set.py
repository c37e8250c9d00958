"""``terms_set``: each document says how many terms it must have."""

from __future__ import annotations

import pytest

from docstore import Store
from docstore.query import parse
from docstore.query.kinds.terms_set import TermsSet
from tests.query.cases import Json, bind_error, matches, parse_error
from tests.query.test_text_scores import bm25, fill, scores

PROPERTIES: Json = {"k": {"type": "keyword"}, "n": {"type": "integer"}}
DOCUMENTS: list[Json] = [
    {"k": ["a", "b"], "n": 2},
    {"k": ["a"], "n": 2},
    {"k": ["a", "c"], "n": 1},
    {"k": ["a", "b", "c"]},
    {"k": ["x"], "n": 0},
    {"k": ["a", "b", "c"], "n": [9, 3]},
]


def test_wire_forms() -> None:
    body = {"k": {"terms": ["a", 1], "minimum_should_match_field": "n", "boost": 2, "_name": "x"}}
    assert parse({"terms_set": body}) == TermsSet("k", ("a", 1), "n", None, 2.0, "x")
    assert parse({"terms_set": {"k": {"terms": [], "minimum_should_match": 2}}}) == TermsSet("k", (), None, "2")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"k": ["a"]}, "[terms_set] unknown token [START_ARRAY]"),
        ({"k": {"terms": "a"}}, "[terms_set] query does not support [terms]"),
        ({"k": {"terms": ["a"], "x": 1}}, "[terms_set] query does not support [x]"),
        (
            {"k": {"terms": ["a"], "minimum_should_match_script": {"source": "1"}}},
            "[minimum_should_match_script] is not supported: docstore does not support scripts",
        ),
    ],
)
def test_wire_errors(body: Json, reason: str) -> None:
    assert parse_error({"terms_set": body})["reason"] == reason


@pytest.mark.parametrize(
    ("body", "seqs"),
    [
        ({"terms": ["a", "b", "c"], "minimum_should_match_field": "n"}, [0, 2, 5]),
        ({"terms": ["a"], "minimum_should_match_field": "n"}, [2]),
        ({"terms": ["a", "a"], "minimum_should_match_field": "n"}, [0, 1, 2]),
        ({"terms": [], "minimum_should_match_field": "n"}, []),
        ({"terms": ["a", "b", "c"], "minimum_should_match": 3}, [3, 5]),
        ({"terms": ["a", "b", "c"], "minimum_should_match": "60%"}, [0, 1, 2, 3, 5]),
    ],
)
def test_values(body: Json, seqs: list[int]) -> None:
    assert matches(PROPERTIES, DOCUMENTS, {"terms_set": {"k": body}}) == seqs


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"terms": ["a"]}, "failed to create query: No minimum should match has been specified"),
        ({"terms": ["a"], "minimum_should_match_field": "x"}, "failed to find minimum_should_match field [x]"),
        (
            {"terms": ["a"], "minimum_should_match_field": "k"},
            "failed to create query: minimum_should_match_field [k] of type [keyword] is no number",
        ),
        ({"terms": ["a"] * 4097, "minimum_should_match": 1}, "failed to create query: maxClauseCount is set to 4096"),
    ],
)
def test_refused(body: Json, reason: str) -> None:
    assert bind_error(PROPERTIES, {"terms_set": {"k": body}})["reason"] == reason


def test_scores_are_those_of_the_terms(store: Store) -> None:
    fill(store, ["red fox", "red dog", "fox"])
    found = scores(store, {"terms_set": {"t": {"terms": ["red", "fox"], "minimum_should_match": 1, "boost": 2}}})
    average = 5 / 3
    red = bm25(1, 2, average, 3, 2, 2)
    assert found == pytest.approx({"0": 2 * red, "1": red, "2": bm25(1, 1, average, 3, 2, 2)}, rel=1e-6)
