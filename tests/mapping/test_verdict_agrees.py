"""The verdict on a shape and the walk over a document must agree, for any mapping and any document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docstore.errors import ApiError
from docstore.mapping import Action, Mapping, Shapes
from tests.examples import TIMES
from tests.mapping.pair_field import pairs

NAMES = ("a", "b", "c")
LEAVES: list[dict[str, Any]] = [
    {"type": "text"},
    {"type": "text", "fields": {"k": {"type": "keyword"}, "n": {"type": "long"}}},
    {"type": "keyword"},
    {"type": "keyword", "ignore_above": 5},
    {"type": "keyword", "null_value": "none"},
    {"type": "long"},
    {"type": "long", "coerce": False},
    {"type": "integer"},
    {"type": "short", "ignore_malformed": True},
    {"type": "byte"},
    {"type": "unsigned_long"},
    {"type": "double"},
    {"type": "float"},
    {"type": "half_float", "coerce": False},
    {"type": "scaled_float", "scaling_factor": 10},
    {"type": "boolean"},
    {"type": "boolean", "ignore_malformed": True},
    {"type": "date"},
    {"type": "date", "format": "yyyy-MM-dd"},
    {"type": "date", "ignore_malformed": True},
    {"type": "date_nanos"},
    {"type": "ip"},
    {"type": "binary"},
    {"type": "binary", "store": True},
    {"type": "keyword", "copy_to": "b"},
    {"type": "keyword", "copy_to": ["c.a", "z"]},
    {"type": "wildcard"},
    {"type": "version"},
    {"type": "constant_keyword"},
    {"type": "constant_keyword", "value": "x"},
    {"type": "text", "fields": {"c": {"type": "constant_keyword"}}},
    {"type": "counted_keyword"},
    {"type": "integer_range"},
    {"type": "ip_range"},
    {"type": "date_range", "copy_to": "a"},
    {"type": "search_as_you_type"},
    {"type": "text", "index_phrases": True, "index_prefixes": {}},
    {"type": "flattened"},
    {"type": "flattened", "depth_limit": 1},
    {"type": "histogram"},
    {"type": "histogram", "ignore_malformed": True},
    {"type": "percolator"},
    {"type": "aggregate_metric_double", "metrics": ["min"]},
    {"type": "geo_point"},
    {"type": "geo_point", "ignore_malformed": True, "copy_to": "b"},
    {"type": "geo_point", "ignore_z_value": False, "fields": {"k": {"type": "keyword"}}},
    {"type": "geo_shape"},
    {"type": "geo_shape", "ignore_malformed": True},
    {"type": "point", "null_value": "1,2"},
    {"type": "shape", "coerce": True},
    {"type": "completion"},
    {"type": "completion", "contexts": {"name": "c", "type": "category"}},
    {"type": "dense_vector"},
    {"type": "dense_vector", "dims": 2, "similarity": "dot_product"},
    {"type": "dense_vector", "dims": 1, "element_type": "byte", "index": False},
    {"type": "rank_feature"},
    {"type": "rank_feature", "null_value": 3, "positive_score_impact": False},
    {"type": "rank_features"},
    {"type": "sparse_vector"},
    {"type": "pair"},
    {"type": "pair", "copy_to": "b"},
    {"type": "pair", "fields": {"n": {"type": "byte"}, "k": {"type": "keyword"}}},
]
RUNTIME = st.sampled_from([{"type": "long"}, {"type": "keyword", "script": "emit('x')"}])
TEMPLATES = st.sampled_from(
    [
        {"t": {"match": "a", "mapping": {"type": "byte"}}},
        {"t": {"match_mapping_type": "object", "mapping": {"type": "nested"}}},
        {"t": {"path_match": ["a.*", "d"], "match_mapping_type": ["string", "long"], "runtime": {}}},
    ]
)
FLAT_NAMES = st.sampled_from([*NAMES, "a.b", "a.b.c", "b.c"])
DYNAMIC = st.sampled_from([None, True, False, "strict", "runtime"])


def nodes(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    leaves = st.sampled_from(LEAVES)
    return leaves if depth == 0 else st.one_of(leaves, objects(depth - 1))


@st.composite
def objects(draw: st.DrawFn, depth: int) -> dict[str, Any]:
    body: dict[str, Any] = {"type": draw(st.sampled_from(["object", "object", "object", "nested", "passthrough"]))}
    dynamic = draw(DYNAMIC)
    if dynamic is not None:
        body["dynamic"] = dynamic
    if draw(st.integers(0, 9)) == 0:
        body["enabled"] = False
    if body["type"] == "passthrough":
        body["priority"] = draw(st.integers(0, 100))
        body["time_series_dimension"] = draw(st.booleans())
        body["properties"] = draw(st.dictionaries(FLAT_NAMES, nodes(0), max_size=3))
        return body
    if body["type"] == "object" and draw(st.integers(0, 4)) == 0:
        body["subobjects"] = False
        body["properties"] = draw(st.dictionaries(FLAT_NAMES, nodes(0), max_size=3))
        return body
    body["properties"] = draw(st.dictionaries(st.sampled_from(NAMES), nodes(depth), max_size=3))
    return body


@st.composite
def mappings(draw: st.DrawFn) -> dict[str, Any]:
    body: dict[str, Any] = {"properties": draw(st.dictionaries(st.sampled_from(NAMES), nodes(2), max_size=3))}
    dynamic = draw(DYNAMIC)
    if dynamic is not None:
        body["dynamic"] = dynamic
    if draw(st.integers(0, 5)) == 0:
        body["subobjects"] = False
        body["properties"] = draw(st.dictionaries(FLAT_NAMES, nodes(0), max_size=3))
    if draw(st.booleans()):
        body["numeric_detection"] = True
    if draw(st.integers(0, 19)) == 0:
        body["enabled"] = False
    body["runtime"] = draw(st.dictionaries(st.sampled_from([*NAMES, "a.b", "d"]), RUNTIME, max_size=2))
    body["dynamic_templates"] = draw(st.lists(TEMPLATES, max_size=1))
    return body


SETTINGS = st.one_of(
    st.just({}),
    st.just({}),
    st.just({"mapping.ignore_malformed": True}),
    st.builds(
        lambda most: {"mapping.total_fields.limit": most, "mapping.total_fields.ignore_dynamic_beyond_limit": True},
        st.integers(2, 8),
    ),
    st.builds(lambda most: {"mapping.total_fields.limit": most}, st.integers(2, 8)),
)


def is_asked(mapping: Mapping) -> bool:
    """Whether some shapes leave open whether their documents add anything."""
    words = "'subobjects': False", "'type': 'passthrough'", "'dynamic': 'runtime'"
    return mapping.settings.ignore_dynamic_beyond_limit or any(word in repr(mapping) for word in words)


def limits_of(mapping: Mapping) -> dict[str, Any]:
    return {
        "mapping.ignore_malformed": mapping.settings.ignore_malformed,
        "mapping.total_fields.limit": mapping.settings.total_fields_limit,
    }


NUMBERS = [0, 1, -7, 200, 40_000, 3 * 10**9, 2**63, 2**64, -(2**70), 0.5, -1.0, 1e30, 1e39, 1e300, 70000.0]
STRINGS = [
    "",
    "x",
    "12",
    "1.5",
    "true",
    "2020-01-02",
    "2020/01/02",
    "::1",
    "10.0.0.1",
    "41.1,-71.3",
    "POINT (1 2)",
    "eA==",
    "NaN",
    "ü",
    "long " * 7000,
]
SCALARS = st.sampled_from([None, True, False, *NUMBERS, *STRINGS, float("nan"), float("inf")])
KEYS = st.sampled_from(
    [*NAMES, *NAMES, "lat", "lon", "a.b", "b.a", "c.a.b", "d", "a.", "_id", "_doc_count", "", " ", ".a", "a..b", "."]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=4)


def refusal(mapping: Mapping, source: dict[str, Any]) -> dict[str, Any] | None:
    try:
        mapping.validate(source, "1")
    except ApiError as error:
        return error.body
    return None


@settings(max_examples=1500 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(mappings(), SETTINGS, st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_verdicts_and_validation_agree(body: dict[str, Any], limits: dict[str, Any], sources: list[dict[str, Any]]) -> None:
    with pairs():
        try:
            mapping = Mapping.parse(body, settings=limits)
        except ApiError:
            return  # copy_to an object, and the like
        shapes = Shapes()
        for source in sources:
            mapping = agree(mapping, source, shapes)


def agree(mapping: Mapping, source: dict[str, Any], shapes: Shapes) -> Mapping:
    verdict = mapping.verdict(shapes.of(source))
    expected = refusal(mapping, source)
    if verdict.action is Action.REJECT:
        assert expected is not None
        return mapping
    if verdict.action is Action.DYNAMIC:
        if expected is not None:
            return mapping
        extended = mapping.extended(source, "1")
        if extended is mapping:
            assert is_asked(mapping)
            return mapping
        assert extended.to_body() != mapping.to_body()
        assert Mapping.restored(extended.to_body(), settings=limits_of(mapping)).to_body() == extended.to_body()
        if not is_asked(mapping) and not extended.options.runtime:
            assert extended.verdict(shapes.of(source)).action in (Action.COPY, Action.CHECK)
        return agree(extended, source, shapes)
    size = len(repr(source).encode())
    if not verdict.fields_for(size):
        assert expected is None
    elif expected is None:
        verdict.check(source, "1", size)
        verdict.check({key: source[key] for key in verdict.fields_for(size) if key in source}, "1", size)
    else:
        with pytest.raises(ApiError) as caught:
            verdict.check(source, "1", size)
        assert caught.value.body == expected
        with pytest.raises(ApiError) as caught:
            verdict.check({key: value for key, value in source.items() if key in verdict.fields_for(size)}, "1", size)
        assert caught.value.cause["reason"].partition("]")[2] == expected["error"]["reason"].partition("]")[2]
    if expected is None:
        assert mapping.extended(source, "1") is mapping
    return mapping
