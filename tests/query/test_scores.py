"""Scores by Lucene's published formula, worked out by hand in float32."""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np
import pytest

from docstore.columns import ColumnCache
from docstore.columns.view import IndexView
from docstore.errors import ApiError
from docstore.query import parse
from docstore.query.query import named_clauses
from docstore.query.select import bind_scored
from tests.columns.fake_index import FakeIndex
from tests.query.cases import Json

MAPPING = {"k": {"type": "keyword"}, "n": {"type": "long"}, "b": {"type": "boolean"}}
DOCUMENTS: list[Json] = [{"k": "a", "n": 1, "b": True}, {"k": "b", "n": 2, "b": False}, {"k": ["a", "b", "b"], "n": 3}, {"n": 4}]


def scores(query: Json) -> dict[int, float]:
    view = IndexView(FakeIndex(MAPPING, *DOCUMENTS).reader(), cache=ColumnCache())
    matcher, scorer = bind_scored(parse(query), view)
    ordinals = np.flatnonzero(matcher.run())
    found = scorer.scores(ordinals)
    assert found.dtype == np.float32
    if scorer.uniform is not None:
        assert (found == scorer.uniform).all()
    assert [scorer.explain(int(o)).value for o in ordinals] == pytest.approx(found.tolist())
    return dict(zip(ordinals.tolist(), found.tolist(), strict=True))


def bm25(documents: int, having: int, pairs: int, boost: float = 1.0) -> float:
    idf = math.log(1 + (documents - having + 0.5) / (having + 0.5))
    return boost * 2.2 * idf / (1 + 1.2 * (0.25 + 0.75 * 1 / (pairs / documents)))


A, B = bm25(3, 2, 4), bm25(3, 2, 4)
TRUE = bm25(2, 1, 2)


def term(value: str, boost: float = 1.0) -> Json:
    return {"term": {"k": {"value": value, "boost": boost}}}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"match_all": {}}, {0: 1, 1: 1, 2: 1, 3: 1}),
        ({"match_all": {"boost": 2.5}}, {0: 2.5, 1: 2.5, 2: 2.5, 3: 2.5}),
        (term("a"), {0: A, 2: A}),
        (term("a", 3), {0: bm25(3, 2, 4, 3), 2: bm25(3, 2, 4, 3)}),
        ({"term": {"b": True}}, {0: TRUE}),
        ({"term": {"n": {"value": 1, "boost": 2}}}, {0: 2}),
        ({"term": {"k": {"value": "A", "case_insensitive": True}}}, {0: 1, 2: 1}),
        ({"terms": {"k": ["a"], "boost": 2}}, {0: 2, 2: 2}),
        ({"range": {"n": {"gte": 3, "boost": 0.5}}}, {2: 0.5, 3: 0.5}),
        ({"prefix": {"k": "a"}}, {0: 1, 2: 1}),
        ({"exists": {"field": "k"}}, {0: 1, 1: 1, 2: 1}),
        ({"bool": {"boost": 2}}, {0: 2, 1: 2, 2: 2, 3: 2}),
        ({"bool": {"filter": term("a")}}, {0: 0, 2: 0}),
        ({"bool": {"must_not": term("a")}}, {1: 0, 3: 0}),
        ({"bool": {"must": [term("a"), {"match_all": {}}]}}, {0: A + 1, 2: A + 1}),
        ({"bool": {"should": [term("a"), term("b")], "boost": 2}}, {0: 2 * A, 1: 2 * B, 2: 2 * (A + B)}),
        ({"bool": {"must": {"match_all": {}}, "should": term("a")}}, {0: 1 + A, 1: 1, 2: 1 + A, 3: 1}),
        ({"constant_score": {"filter": term("a"), "boost": 1.5}}, {0: 1.5, 2: 1.5}),
        ({"dis_max": {"queries": [term("a"), {"term": {"n": 3}}]}}, {0: A, 2: max(A, 1)}),
        ({"dis_max": {"queries": [term("a"), {"term": {"n": 3}}], "tie_breaker": 0.5}}, {0: A, 2: max(A, 1) + min(A, 1) / 2}),
        ({"boosting": {"positive": {"match_all": {}}, "negative": term("a"), "negative_boost": 0.25}}, {0: 0.25, 1: 1, 2: 0.25, 3: 1}),
        ({"wrapper": {"query": base64.b64encode(b'{"term": {"n": {"value": 2, "boost": 7}}}').decode()}}, {1: 7}),
        ({"constant_score": {"filter": {"match_none": {}}}}, {}),
    ],
)
def test_scores(query: Json, expected: dict[int, float]) -> None:
    assert scores(query) == pytest.approx(expected, rel=1e-6)


def test_explain_names_the_parts() -> None:
    view = IndexView(FakeIndex(MAPPING, *DOCUMENTS).reader(), cache=ColumnCache())
    body: Any = bind_scored(parse({"bool": {"must": [term("a"), {"match_all": {}}]}}), view).scorer.explain(0).to_body()
    assert body["description"] == "sum of:"
    assert [detail["description"] for detail in body["details"]] == [
        "weight(k:a in 0) [PerFieldSimilarity], result of:",
        "*:*",
    ]


def test_names_are_found_at_every_depth() -> None:
    query = parse({"bool": {"_name": "outer", "filter": {"constant_score": {"filter": {"term": {"k": {"value": 1, "_name": "in"}}}}}}})
    assert [clause.name for clause in named_clauses(query)] == ["outer", "in"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"constant_score": {}}, "[constant_score] requires a 'filter' element"),
        ({"constant_score": {"query": {}}}, "[constant_score] query does not support [query]"),
        ({"constant_score": {"filter": []}}, "unexpected token [START_ARRAY]"),
        ({"dis_max": {}}, "[dis_max] requires 'queries' field with at least one clause"),
        ({"dis_max": {"other": 1}}, "[dis_max] query does not support [other]"),
        ({"boosting": {}}, "[boosting] query requires 'positive' query to be set'"),
        ({"boosting": {"positive": {"match_all": {}}}}, "[boosting] query requires 'negative' query to be set'"),
        (
            {"boosting": {"positive": {"match_all": {}}, "negative": {"match_all": {}}}},
            "[boosting] query requires 'negative_boost' to be set to be a positive value'",
        ),
        ({"wrapper": {}}, "[wrapper] query malformed"),
        ({"wrapper": {"q": "x"}}, "[wrapper] query malformed, expected `query` but was q"),
        ({"wrapper": {"query": ""}}, "query source text cannot be null or empty"),
    ],
)
def test_refusals(query: Json, reason: str) -> None:
    with pytest.raises(ApiError) as error:
        parse(query)
    assert error.value.reason == reason
