"""rank_feature, rank_features and sparse_vector: positive numbers under names."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping
from docstore.mapping.types.features import as_indexed
from tests.mapping.types.cases import accepts, cause, changed, conflict, direct, found, index_of, refused, round_trip, wrong

ONE: dict[str, Any] = {"type": "rank_feature"}
MANY: dict[str, Any] = {"type": "rank_features"}
SPARSE: dict[str, Any] = {"type": "sparse_vector"}
IAE = "illegal_argument_exception"
LEAST = "which is less than the minimum positive normal float: 1.17549435E-38"


def test_rank_feature_accepted() -> None:
    accepts(ONE, 1, 0.5, "3.5", None, [1], 2**70)
    accepts({**ONE, "positive_score_impact": False}, 1e-30, 1e30)


@pytest.mark.parametrize(
    ("value", "type_", "reason"),
    [
        (0, IAE, f"featureValue must be a positive normal float, got: 0.0 for feature f on field _feature {LEAST}"),
        (-1.5, IAE, f"featureValue must be a positive normal float, got: -1.5 for feature f on field _feature {LEAST}"),
        (1e39, IAE, "featureValue must be finite, got: Infinity for feature f on field _feature"),
        ("x", "number_format_exception", 'For input string: "x"'),
        (
            [1, 2],
            IAE,
            "[rank_feature] fields do not support indexing multiple values for the same field [f] in the same document",
        ),
    ],
)
def test_rank_feature_refused(value: Any, type_: str, reason: str) -> None:
    assert cause(ONE, value) == (type_, reason)


@pytest.mark.parametrize(("value", "token"), [(True, "VALUE_TRUE"), ({}, "START_OBJECT")])
def test_rank_feature_is_no_other_value(value: Any, token: str) -> None:
    assert f"Current token ({token}) not numeric" in cause(ONE, value)[1]


def test_rank_feature(store: docstore.Store) -> None:
    index_of(store, ONE, 1, "2", None)
    assert found(store, {"exists": {"field": "f"}}) == 2
    with pytest.raises(ApiError) as caught:
        found(store, {"term": {"f": 1}})
    assert "Queries on [rank_feature] fields are not supported" in str(caught.value.body)


def test_null_stands_for_a_feature(store: docstore.Store) -> None:
    index_of(store, {**ONE, "null_value": 2}, None, 1)
    assert found(store, {"exists": {"field": "f"}}) == 2


def test_bodies() -> None:
    for spec in (ONE, MANY):
        assert round_trip({**spec, "positive_score_impact": False, "meta": {"a": "b"}}) == {
            **spec,
            "positive_score_impact": False,
            "meta": {"a": "b"},
        }
        assert round_trip({**spec, "positive_score_impact": True}) == spec
        assert "Cannot update parameter [positive_score_impact] from [true] to [false]" in conflict(
            spec, {**spec, "positive_score_impact": False}
        )
        assert wrong({**spec, "index": True}) == f"unknown parameter [index] on mapper [f] of type [{spec['type']}]"
    assert round_trip({**ONE, "null_value": "2.5"}) == {**ONE, "null_value": 2.5}
    assert round_trip({**SPARSE, "store": True}) == {**SPARSE, "store": True}
    options = {"prune": True, "pruning_config": {"tokens_freq_ratio_threshold": 5.0, "tokens_weight_threshold": 0.4}}
    assert round_trip({**SPARSE, "index_options": options})["index_options"] == options
    assert changed(SPARSE, {**SPARSE, "index_options": {"prune": False}})["index_options"] == {"prune": False}
    assert wrong({**SPARSE, "index_options": {"pruning_config": {}}}) == (
        "[index_options] field [pruning_config] should only be set if [prune] is set to true"
    )
    assert wrong({**SPARSE, "index_options": {"prunes": True}}) == "[index_options] unknown field [prunes]"


@pytest.mark.parametrize("spec", [MANY, SPARSE])
def test_features_accepted(spec: dict[str, Any]) -> None:
    accepts(spec, {"a": 1, "b": "2.5", "c": None}, {}, [], [{"a": 1}, {"b": 1}], {"a.b": 1})


@pytest.mark.parametrize("spec", [MANY, SPARSE])
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (5, "fields must be json objects, expected a START_OBJECT but got: VALUE_NUMBER"),
        ("x", "fields must be json objects, expected a START_OBJECT but got: VALUE_STRING"),
        (None, "fields must be json objects, expected a START_OBJECT but got: VALUE_NULL"),
        ([{"a": 1}, None], "fields must be json objects, expected a START_OBJECT but got: VALUE_NULL"),
        (
            {"a": [10, 20]},
            "fields take hashes that map a feature to a strictly positive float, but got unexpected token START_ARRAY",
        ),
        (
            {"a": {"b": 1}},
            "fields take hashes that map a feature to a strictly positive float, but got unexpected token START_OBJECT",
        ),
        ({"a": True}, "fields take hashes that map a feature to a strictly positive float, but got unexpected token VALUE_BOOLEAN"),
    ],
)
def test_features_refused(spec: dict[str, Any], value: Any, reason: str) -> None:
    assert direct(spec, value) == f"failed to parse: [{spec['type']}] {reason}"


@pytest.mark.parametrize("spec", [MANY, SPARSE])
def test_features_are_positive(spec: dict[str, Any]) -> None:
    assert direct(spec, {"a": -1}) == (
        f"failed to parse: featureValue must be a positive normal float, got: -1.0 for feature a on field f {LEAST}"
    )
    assert direct(spec, {"a": "x"}) == 'failed to parse: For input string: "x"'


def test_a_rank_feature_comes_once(store: docstore.Store) -> None:
    mapping = Mapping.parse({"properties": {"f": MANY, "g": SPARSE}})
    mapping.validate({"g": [{"a": 1}, {"a": 2}]}, "1")
    index_of(store, MANY)
    assert refused(store, {"f": [{"a": 1}, {"a": 2}]})["reason"].endswith(
        "[rank_features] fields do not support indexing multiple values for the same rank feature [f.a] in the same document"
    )


def test_rank_features(store: docstore.Store) -> None:
    index_of(store, MANY, {"a": 1, "b.c": 2}, {"b.c": 3}, {})
    assert found(store, {"term": {"f": "b.c"}}) == 2
    assert found(store, {"term": {"f": "a"}}) == 1
    with pytest.raises(ApiError) as caught:
        found(store, {"exists": {"field": "f"}})
    assert "[rank_features] fields do not support [exists] queries" in str(caught.value.body)


def test_sparse_vector(store: docstore.Store) -> None:
    index_of(store, SPARSE, {"a": 0.5}, {"b": 0.25, "a": 1}, [{"a": 1}, {"a": 2}], {})
    assert found(store, {"term": {"f": "a"}}) == 3
    assert found(store, {"exists": {"field": "f"}}) == 4


def test_precision_of_an_index() -> None:
    assert as_indexed(10.0) == 10.0
    assert as_indexed(1.001) == 1.0
    assert as_indexed(100.3) == 100.25
