"""How well searches find what people judged. The numbers follow from the formulas: Wikipedia's example of a discounted cumulative gain, and
Chapelle et al. (2009), section 4.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import docstore
from tests.rest.fuzz import made

RATINGS = (3, 2, 3, 0, 1, 2)
"""Of the documents 1 to 6, which are found in this order."""


@pytest.fixture
def books(store: docstore.Store) -> docstore.Store:
    for n in range(1, 7):
        store.index(index="books", id=str(n), document={"n": n, "title": f"t{n}"})
    return store


def _rated(*ratings: int | None, **more: Any) -> dict[str, Any]:
    rated = [{"_index": "books", "_id": str(n), "rating": rating} for n, rating in enumerate(ratings, 1) if rating is not None]
    return {"id": "q", "request": {"sort": "n"}, "ratings": rated, **more}


@pytest.mark.parametrize(
    ("metric", "ratings", "score", "details"),
    [
        ({"precision": {}}, RATINGS, 5 / 6, {"relevant_docs_retrieved": 5, "docs_retrieved": 6}),
        ({"precision": {"k": 2}}, RATINGS, 1.0, {"relevant_docs_retrieved": 2, "docs_retrieved": 2}),
        ({"precision": {"relevant_rating_threshold": 3}}, RATINGS, 2 / 6, {"relevant_docs_retrieved": 2, "docs_retrieved": 6}),
        ({"precision": {}}, (1, None, 0), 1 / 6, {"relevant_docs_retrieved": 1, "docs_retrieved": 6}),
        ({"precision": {"ignore_unlabeled": True}}, (1, None, 0), 1 / 2, {"relevant_docs_retrieved": 1, "docs_retrieved": 2}),
        ({"precision": {"ignore_unlabeled": True}}, (), 0.0, {"relevant_docs_retrieved": 0, "docs_retrieved": 0}),
        ({"recall": {"k": 3}}, RATINGS, 3 / 5, {"relevant_docs_retrieved": 3, "relevant_docs": 5}),
        ({"recall": {"relevant_rating_threshold": 4}}, RATINGS, 0.0, {"relevant_docs_retrieved": 0, "relevant_docs": 0}),
        ({"mean_reciprocal_rank": {}}, (0, None, 1), 1 / 3, {"first_relevant": 3}),
        ({"mean_reciprocal_rank": {"k": 2}}, (0, None, 1), 0.0, {"first_relevant": -1}),
        ({"dcg": {}}, RATINGS, 13.84826362927298, {"dcg": 13.84826362927298, "unrated_docs": 0}),
        ({"dcg": {"normalize": True}}, RATINGS, 0.9488, {"ideal_dcg": 14.5954, "normalized_dcg": 0.9488, "unrated_docs": 0}),
        ({"dcg": {}}, (None, 1), 1 / 1.5849625, {"unrated_docs": 5}),
        ({"dcg": {"unknown_doc_rating": 0, "normalize": True}}, (), 0.0, {"dcg": 0.0, "unrated_docs": 6}),
        ({"expected_reciprocal_rank": {"maximum_relevance": 3, "k": 4}}, (3, 2, 0, 1),
         7 / 8 + 1 / 8 * 3 / 8 / 2 + 1 / 8 * 5 / 8 * 1 / 8 / 4, {"unrated_docs": 0}),
        ({"expected_reciprocal_rank": {"maximum_relevance": 3, "unknown_doc_rating": 3, "k": 2}}, (None, 3),
         7 / 8 + 1 / 8 * 7 / 8 / 2, {"unrated_docs": 1}),
    ],
)  # fmt: skip
def test_a_metric(books: docstore.Store, metric: dict[str, Any], ratings: tuple[int | None, ...], score: float, details: Any) -> None:
    answer = books.rank_eval(index="books", requests=[_rated(*ratings)], metric=metric)
    assert answer["metric_score"] == answer["details"]["q"]["metric_score"] == pytest.approx(score, rel=1e-4)
    (found,) = answer["details"]["q"]["metric_details"].values()
    assert {name: found[name] for name in details} == pytest.approx(details, rel=1e-4)
    assert answer["failures"] == {}


def test_hits_are_shown_with_their_ratings(books: docstore.Store) -> None:
    answer = books.rank_eval(index="books", requests=[_rated(2, summary_fields=["title"])], metric={"precision": {"k": 2}})
    assert answer["details"]["q"]["unrated_docs"] == [{"_index": "books", "_id": "2"}]
    first, second = answer["details"]["q"]["hits"]
    assert (first["rating"], first["hit"]["_id"], first["hit"]["_source"]) == (2, "1", {"title": "t1"})
    assert second["rating"] is None
    (plain,) = books.rank_eval(index="books", requests=[_rated(2)], metric={"precision": {"k": 1}})["details"]["q"]["hits"]
    assert "_source" not in plain["hit"]


def test_the_score_is_the_mean_of_the_searches(books: docstore.Store) -> None:
    requests = [_rated(1), {**_rated(None, 1), "id": "r"}]
    assert books.rank_eval(index="books", requests=requests, metric={"mean_reciprocal_rank": {}})["metric_score"] == 0.75


def test_templates(books: docstore.Store) -> None:
    search = {"id": "q", "template_id": "t", "params": {"least": 3}, "ratings": [{"_index": "books", "_id": "3", "rating": 1}]}
    source = {"query": {"range": {"n": {"gte": "{{least}}"}}}, "sort": "n"}
    metric = {"mean_reciprocal_rank": {}}
    inline = [{"id": "t", "template": {"source": source}}]
    assert books.rank_eval(requests=[search], metric=metric, templates=inline)["metric_score"] == 1
    books.put_script(id="stored", script={"lang": "mustache", "source": source})
    stored = [{"id": "t", "template": {"id": "stored"}}]
    assert books.rank_eval(requests=[search], metric=metric, templates=stored)["metric_score"] == 1
    failed = books.rank_eval(requests=[{**search, "template_id": "none"}], metric=metric, templates=inline)["failures"]
    assert failed["q"]["error"]["type"] == "resource_not_found_exception"


def test_a_search_that_fails_disturbs_no_other(books: docstore.Store) -> None:
    broken = {"id": "x", "request": {"query": {"range": {"n": {"gte": "no number"}}}}, "ratings": []}
    answer = books.rank_eval(index="books", requests=[_rated(1), broken], metric={"mean_reciprocal_rank": {}})
    assert (answer["metric_score"], list(answer["details"])) == (1, ["q"])
    assert answer["failures"]["x"]["error"]["root_cause"][0]["type"]
    assert books.rank_eval(index="books", requests=[broken], metric={"precision": {}})["metric_score"] == "NaN"


def test_ratings_beyond_all_measure(books: docstore.Store) -> None:
    answer = books.rank_eval(index="books", requests=[_rated(5000)], metric={"dcg": {}})
    assert answer["metric_score"] == "Infinity"


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ({}, "illegal_argument_exception", "Required [requests, metric]"),
        ({"requests": [], "metric": {"precision": {}}}, "illegal_argument_exception",
         "Cannot evaluate ranking if no search requests with rated results are provided. Seen: []"),
        ({"requests": [_rated()], "metric": {"f1": {}}}, "named_object_not_found_exception", "unknown field [f1]"),
        ({"requests": [_rated()], "metric": {"precision": {"n": 1}}}, "x_content_parse_exception", "[precision] unknown field [n]"),
        ({"requests": [_rated()], "metric": {"precision": {"k": 0}}}, "illegal_argument_exception", "Window size k must be positive."),
        ({"requests": [_rated()], "metric": {"recall": {"relevant_rating_threshold": -1}}}, "illegal_argument_exception",
         "Relevant rating threshold for precision must be positive integer."),
        ({"requests": [_rated()], "metric": {"expected_reciprocal_rank": {}}}, "illegal_argument_exception",
         "Required [maximum_relevance]"),
        ({"requests": [{"id": "q", "ratings": []}], "metric": {"dcg": {}}}, "illegal_argument_exception",
         "Need to set at least test request or test request template parameters."),
        ({"requests": [_rated(params={"a": 1})], "metric": {"dcg": {}}}, "illegal_argument_exception",
         "Ambiguous rated request: Set both, verbatim test request and test request template parameters."),
        ({"requests": [{**_rated(), "request": {"aggs": {"a": {"avg": {"field": "n"}}}}}], "metric": {"dcg": {}}},
         "illegal_argument_exception", "Query in rated requests should not contain aggregations."),
        ({"requests": [{**_rated(1), "ratings": [*_rated(1)["ratings"], *_rated(2)["ratings"]]}], "metric": {"dcg": {}}},
         "illegal_argument_exception", 'Found duplicate rated document key [{"_index":"books","_id":"1"}] in evaluation request [q]'),
        ({"requests": [{**_rated(), "ratings": [{"_index": "a"}]}], "metric": {"dcg": {}}}, "illegal_argument_exception",
         "Required [_id, rating]"),
        ({"requests": [{"id": "q", "params": {"a": 1}, "template_id": "t", "ratings": []}], "metric": {"dcg": {}}},
         "illegal_state_exception",
         "Cannot evaluate ranking if neither template nor evaluation request is provided. Seen for request id: q"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated(books: docstore.Store, body: Any, kind: str, reason: str) -> None:
    response = books.rest.handle(made("POST", "/books/_rank_eval", body))
    error = json.loads(response.body)["error"]
    while "caused_by" in error:
        error = error["caused_by"]
    assert (response.status, error["type"], re.sub(r"^\[\d+:\d+\] ", "", error["reason"])) == (400, kind, reason)
