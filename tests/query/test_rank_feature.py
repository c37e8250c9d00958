"""rank_feature: functions of a feature as scores."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]


@pytest.fixture
def pages(store: docstore.Store) -> docstore.Store:
    properties = {
        "rank": {"type": "rank_feature"},
        "length": {"type": "rank_feature", "positive_score_impact": False},
        "topics": {"type": "rank_features"},
        "k": {"type": "keyword"},
    }
    store.indices.create(index="i", mappings={"properties": properties})
    for rank, length, topics in ((10, 22, {"a": 50, "b.c": 30}), (50.3, 55, {"a": 10}), (None, 18, {})):
        store.index(index="i", id=str(rank), document={"rank": rank, "length": length, "topics": topics})
    return store


def scores(store: docstore.Store, **body: Any) -> dict[str, float]:
    hits = store.search(index="i", query={"rank_feature": body})["hits"]["hits"]
    assert [hit["_score"] for hit in hits] == sorted((hit["_score"] for hit in hits), reverse=True)
    return {hit["_id"]: hit["_score"] for hit in hits}


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ({"saturation": {"pivot": 8}}, lambda s: s / (s + 8)),
        ({"log": {"scaling_factor": 4}}, lambda s: math.log(4 + s)),
        ({"sigmoid": {"pivot": 7, "exponent": 0.6}}, lambda s: s**0.6 / (s**0.6 + 7**0.6)),
        ({"linear": {}}, lambda s: s),
        ({"linear": {}, "boost": 2}, lambda s: 2 * s),
    ],
    ids=str,
)
def test_functions(pages: docstore.Store, function: Json, expected: Any) -> None:
    found = scores(pages, field="rank", **function)
    assert found == pytest.approx({"10": expected(10), "50.3": expected(50.25)}, rel=1e-6)


def test_the_pivot_is_a_mean_of_the_index(pages: docstore.Store) -> None:
    found = scores(pages, field="rank")
    pivot = 22.0  # between 10 and 50.25, in the precision of an index
    assert found == pytest.approx({"10": 10 / (10 + pivot), "50.3": 50.25 / (50.25 + pivot)}, rel=0.03)


def test_less_may_be_better(pages: docstore.Store) -> None:
    found = scores(pages, field="length")
    assert list(found) == ["None", "10", "50.3"]


def test_features_of_many(pages: docstore.Store) -> None:
    assert list(scores(pages, field="topics.a")) == ["10", "50.3"]
    assert scores(pages, field="topics.x") == {}
    assert scores(pages, field="x") == {}


def test_in_a_filter_and_in_should(pages: docstore.Store) -> None:
    query = {"bool": {"must": [{"match_all": {}}], "should": [{"rank_feature": {"field": "rank", "linear": {}}}]}}
    hits = pages.search(index="i", query=query)["hits"]["hits"]
    assert {hit["_id"]: hit["_score"] for hit in hits} == {"10": 11.0, "50.3": 51.25, "None": 1.0}
    assert pages.count(index="i", query={"rank_feature": {"field": "rank"}})["count"] == 2


def test_explain(pages: docstore.Store) -> None:
    query = {"rank_feature": {"field": "rank", "saturation": {"pivot": 8}}}
    hit = pages.search(index="i", query=query, explain=True)["hits"]["hits"][0]
    explanation = hit["_explanation"]
    assert explanation["value"] == hit["_score"]
    assert explanation["description"] == (
        "Saturation function on the _feature field for the rank feature, computed as w * S / (S + k) from:"
    )
    assert [detail["value"] for detail in explanation["details"]] == [1.0, 8.0, 50.25]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "Required [field]"),
        ({"field": "rank", "x": 1}, "[feature] unknown field [x]"),
        ({"field": "k"}, "[rank_feature] query only works on [rank_feature] fields and features of [rank_features] fields, not [keyword]"),
        ({"field": "rank", "log": {}}, "Required [scaling_factor]"),
        ({"field": "rank", "log": {"scaling_factor": 0.5}}, "scalingFactor must be >= 1, got: 0.5"),
        ({"field": "rank", "saturation": {"pivot": -1}}, "pivot must be > 0, got: -1.0"),
        ({"field": "rank", "sigmoid": {"pivot": 1, "exponent": 0}}, "exp must be > 0, got: 0.0"),
        ({"field": "rank", "linear": {}, "log": {"scaling_factor": 1}}, "Can only specify one of [log], [saturation]"),
        (
            {"field": "length", "log": {"scaling_factor": 1}},
            "Cannot use the [log] function with a field that has a negative score impact as it would trigger negative scores",
        ),
    ],
    ids=str,
)
def test_malformed(pages: docstore.Store, body: Json, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        pages.search(index="i", query={"rank_feature": body})
    assert reason in str(caught.value.body)


def test_scores_are_of_32_bits(pages: docstore.Store) -> None:
    for score in scores(pages, field="rank", log={"scaling_factor": 3}).values():
        assert float(str(np.float32(score))) == score
