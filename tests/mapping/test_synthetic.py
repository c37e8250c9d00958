"""``_source`` as it is rebuilt where it is synthetic."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError
from docstore.mapping import Mapping
from docstore.mapping.registry import FIELD_TYPES

SETTINGS = {"index.mapping.source.mode": "synthetic"}


def shown(properties: dict[str, Any], source: dict[str, Any], **options: Any) -> dict[str, Any]:
    settings = SETTINGS | options.pop("settings", {})
    mapping = Mapping.parse({"properties": properties, **options}, settings=settings)
    mapping.validate(source, "1")
    return mapping.shown_source(source)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ({"type": "keyword"}, ["b", "a", "b", None], ["a", "b"]),
        ({"type": "keyword"}, ["only"], "only"),
        ({"type": "keyword", "null_value": "none"}, [None, "a"], ["a", "none"]),
        ({"type": "keyword", "ignore_above": 2}, ["long", "b", "a"], ["a", "b", "long"]),
        ({"type": "keyword", "doc_values": False}, ["b", "a", "b"], ["b", "a", "b"]),
        ({"type": "long"}, [3, "1", 2.9, 1], [1, 1, 2, 3]),
        ({"type": "long", "ignore_malformed": True}, ["x", 2, 1], [1, 2, "x"]),
        ({"type": "double"}, [2, 1.5], [1.5, 2.0]),
        ({"type": "float"}, [1.1, 3], [1.1, 3.0]),
        ({"type": "scaled_float", "scaling_factor": 10}, 1.26, 1.3),
        ({"type": "unsigned_long"}, [2**64 - 1, 0], [0, 2**64 - 1]),
        ({"type": "boolean"}, ["true", False, True], [False, True, True]),
        ({"type": "date"}, ["2024-05-01", 0], ["1970-01-01T00:00:00.000Z", "2024-05-01T00:00:00.000Z"]),
        ({"type": "date", "format": "yyyy/MM/dd"}, "2024/05/01", "2024/05/01"),
        ({"type": "ip"}, ["10.0.0.2", "::ffff:10.0.0.1", "10.0.0.2", "::1"], ["::1", "10.0.0.1", "10.0.0.2"]),
        ({"type": "version"}, ["1.10.0", "1.9.0", "1.9.0"], ["1.9.0", "1.10.0"]),
        ({"type": "text"}, ["b", "a", None], ["b", "a", None]),
        ({"type": "text", "store": True}, ["b", "a", None], ["b", "a"]),
        ({"type": "text", "fields": {"k": {"type": "keyword", "ignore_above": 3}}}, ["b", "long", "a", "b"], ["a", "b", "long"]),
        ({"type": "integer_range"}, {"gt": 200, "lt": 300}, {"gte": 201, "lte": 299}),
        ({"type": "ip_range"}, "10.0.0.0/24", {"gte": "10.0.0.0", "lte": "10.0.0.255"}),
        (
            {"type": "date_range"},
            [{"gte": "2024-01-01", "lt": "2025-01-01"}, {"lte": 0}],
            [{"gte": None, "lte": "1970-01-01T00:00:00.000Z"}, {"gte": "2024-01-01T00:00:00.000Z", "lte": "2024-12-31T23:59:59.999Z"}],
        ),
        ({"type": "counted_keyword"}, ["c", "a", None, "b", None, "c"], ["a", "b", "c", "c"]),
        ({"type": "counted_keyword"}, ["a"], "a"),
        ({"type": "histogram"}, {"values": [0.1, 0.2, 1], "counts": [0, 7, 6]}, {"values": [0.2, 1.0], "counts": [7, 6]}),
        ({"type": "histogram"}, {"values": [], "counts": []}, {"values": [], "counts": []}),
        ({"type": "binary", "doc_values": True}, ["IAA=", "EAA=", "IAA="], ["EAA=", "IAA="]),
        ({"type": "binary"}, ["IAA=", "EAA="], ["IAA=", "EAA="]),
        (
            {"type": "geo_point"},
            [{"lat": 10, "lon": 30}, [-80, -90]],
            [{"lat": -90.0, "lon": -80.00000000931323}, {"lat": 9.999999990686774, "lon": 29.999999972060323}],
        ),
        ({"type": "geo_point", "doc_values": False}, [1, 2], [1, 2]),
        ({"type": "flattened"}, {"b": {"c": ["y", 1, "y"]}, "a.x": True}, {"a": {"x": "true"}, "b": {"c": ["1", "y"]}}),
        ({"type": "long", "synthetic_source_keep": "all"}, "7", "7"),
        ({"type": "long", "synthetic_source_keep": "arrays"}, [2, "1"], [2, "1"]),
        ({"type": "long", "synthetic_source_keep": "arrays"}, "1", 1),
        ({"type": "object", "enabled": False}, {"b": [2, 1], "a": None}, {"b": [2, 1], "a": None}),
    ],
)
def test_values(field: dict[str, Any], value: Any, expected: Any) -> None:
    assert json.dumps(shown({"f": field}, {"f": value})) == json.dumps({"f": expected})


@pytest.mark.parametrize("kind", ["long", "counted_keyword"])
@pytest.mark.parametrize("value", [None, [], [None], [None, None]])
def test_nothing_is_not_shown(kind: str, value: Any) -> None:
    assert shown({"f": {"type": kind}}, {"f": value}) == {}


OBJECTS = {
    "foo": {"properties": {"bar": {"type": "long"}, "deep": {"properties": {"x": {"type": "keyword"}}}}},
    "n": {"type": "nested", "properties": {"b": {"type": "long"}, "a": {"type": "long"}}},
}


def test_names_with_dots_are_objects_and_arrays_of_objects_objects_of_arrays() -> None:
    assert shown(OBJECTS, {"foo.deep.x": "a", "foo": [{"bar": 2}, {"bar": 1, "deep.x": "b"}, {}]}) == {
        "foo": {"bar": [1, 2], "deep": {"x": ["a", "b"]}}
    }
    assert shown(OBJECTS, {"foo": {"deep": {}}}) == {}


def test_nested_objects_stay_apart() -> None:
    result = shown(OBJECTS, {"n": [{"b": 2, "a": [3, 1]}, {"a": 1}, {}]})
    assert result == {"n": [{"a": [1, 3], "b": 2}, {"a": 1}, {}]}
    assert list(result["n"][0]) == ["a", "b"]


def test_names_with_dots_are_objects_where_nothing_is_indexed() -> None:
    source = {"p": {"n": 1, "to.a.b": "x", "to.a.c": "y", "to": {"d": [{"e.f": 1}]}}}
    expected = {"p": {"n": 1, "to": {"a": {"b": "x", "c": "y"}, "d": [{"e": {"f": 1}}]}}}
    assert shown({"p": {"type": "object", "enabled": False}}, source) == expected
    assert shown({}, source, enabled=False) == expected
    assert shown({}, source, dynamic=False) == expected


@pytest.mark.parametrize("dynamic", [False, "runtime"])
def test_objects_of_their_own_dynamic_keep_their_arrays(dynamic: Any) -> None:
    objects = {"p": {"dynamic": dynamic, "properties": {"k": {"type": "keyword"}}}}
    assert shown(objects, {"p": [{"n": 10}, {"k": "foo"}]}) == {"p": [{"n": 10}, {"k": "foo"}]}
    assert shown(objects, {"p": {"n": [1, 2], "k": ["b", "a"]}}) == {"p": {"k": ["a", "b"], "n": [1, 2]}}


def test_objects_may_be_kept() -> None:
    kept = {"o": {"type": "object", "synthetic_source_keep": "arrays", "properties": {"a": {"type": "long"}}}}
    assert shown(kept, {"o": [{"a": 2}, {"a": "1"}]}) == {"o": [{"a": 2}, {"a": "1"}]}
    assert shown(kept, {"o": {"a": "1"}}) == {"o": {"a": 1}}


def test_fields_are_sorted_and_what_is_not_mapped_stays() -> None:
    result = shown({"b": {"type": "long"}}, {"z": [2, 1], "b": 1, "a": "x"}, dynamic=False)
    assert list(result.items()) == [("a", "x"), ("b", 1), ("z", [2, 1])]


def test_what_is_copied_is_not_shown() -> None:
    fields = {"a": {"type": "keyword", "copy_to": "all"}, "all": {"type": "keyword"}}
    assert shown(fields, {"a": "x", "all": ["z", "y"]}) == {"a": "x", "all": ["z", "y"]}
    assert shown(fields, {"a": "x"}) == {"a": "x"}


def test_objects_without_subobjects() -> None:
    fields = {"m": {"type": "object", "subobjects": False, "properties": {"cpu": {"type": "long"}, "cpu.max": {"type": "long"}}}}
    assert shown(fields, {"m": {"cpu": "2", "cpu.max": [3, 1]}}) == {"m": {"cpu": 2, "cpu.max": [1, 3]}}


def test_names_with_dots_reach_into_objects_without_subobjects() -> None:
    m = {"type": "object", "subobjects": False, "properties": {"cpu": {"type": "long"}, "cpu.max": {"type": "long"}}}
    fields = {"m": m, "o": {"properties": {"m": m}}}
    assert shown(fields, {"m.cpu": 2, "m.cpu.max": [3, 1]}) == {"m": {"cpu": 2, "cpu.max": [1, 3]}}
    assert shown(fields, {"o.m.cpu.max": 3, "o": {"m.cpu": 1}}) == {"o": {"m": {"cpu": 1, "cpu.max": 3}}}


@pytest.mark.parametrize(("settings", "spec"), [({"index.mapping.ignore_above": 5}, {}), ({}, {"ignore_above": 5})])
def test_what_is_too_long_for_a_flattened_field_is_shown_behind_the_rest(settings: dict[str, Any], spec: dict[str, Any]) -> None:
    fields = {"f": {"type": "flattened", **spec}}
    assert shown(fields, {"f": {"a": ["too long", "z", "b"], "c": {"d": "longer"}}}, settings=settings) == {
        "f": {"a": ["b", "z", "too long"], "c": {"d": "longer"}}
    }


def test_all_fields_of_an_index_may_keep_their_arrays() -> None:
    keep = {"index.mapping.synthetic_source_keep": "arrays"}
    assert shown({"f": {"type": "long"}}, {"f": [2, 1]}, settings=keep) == {"f": [2, 1]}


def test_an_index_shows_it_everywhere(store: Store) -> None:
    store.indices.create(index="s", settings=SETTINGS, mappings={"properties": {"k": {"type": "keyword"}, "n": {"type": "long"}}})
    store.index(index="s", id="1", document={"n": "7", "k": ["b", "a"]})
    assert list(store.get(index="s", id="1")["_source"].items()) == [("k", ["a", "b"]), ("n", 7)]
    assert store.get_source(index="s", id="1") == {"k": ["a", "b"], "n": 7}
    store.reindex(source={"index": "s"}, dest={"index": "copy"})
    assert store.get(index="copy", id="1")["_source"] == {"k": ["a", "b"], "n": 7}
    store.update(index="s", id="1", doc={"n": 8})
    assert store.get(index="s", id="1")["_source"] == {"k": ["a", "b"], "n": 8}


def test_the_mode_stands_in_the_settings(store: Store) -> None:
    store.indices.create(index="m", mappings={"_source": {"mode": "synthetic"}, "properties": {"n": {"type": "long"}}})
    store.indices.put_mapping(index="m", source={"mode": "disabled"})
    store.index(index="m", id="1", document={"n": "7"})
    assert store.get(index="m", id="1")["_source"] == {"n": "7"}
    assert "_source" not in store.indices.get_mapping(index="m")["m"]["mappings"]
    store.indices.create(index="d", settings={"index.mapping.source.mode": "disabled"})
    store.index(index="d", id="1", document={"n": "7"})
    assert "_source" not in store.get(index="d", id="1")


@pytest.mark.parametrize(
    ("source", "settings", "text"),
    [
        ({"mode": "half"}, {}, "Failed to parse mapping: No enum constant org.elasticsearch.index.mapper.SourceFieldMapper.Mode.HALF"),
        ({"mode": "stored", "enabled": True}, {}, "Failed to parse mapping: Cannot set both [mode] and [enabled] parameters"),
        ({"includes": ["a"]}, SETTINGS, "filtering the stored _source is incompatible with synthetic source"),
    ],
)
def test_refused_options(source: dict[str, Any], settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"_source": source}, settings=settings)
    assert caught.value.reason == text


VALUES: dict[str, Any] = {
    "aggregate_metric_double": ({"min": 1}, {"metrics": ["min"]}), "binary": ("YQ==", {}), "boolean": (False, {}), "byte": (0, {}),
    "completion": ("a", {}), "constant_keyword": ("a", {"value": "a"}), "counted_keyword": ("a", {}), "date": (0, {}),
    "date_nanos": (0, {}),
    "date_range": ({"gte": 0}, {}), "dense_vector": ([1, 2], {"dims": 2}), "double": (0, {}), "double_range": ({"gte": 0}, {}),
    "flattened": ({"a": "b"}, {}), "float": (0, {}), "float_range": ({"gte": 0}, {}), "geo_point": ("1,2", {}),
    "geo_shape": ("POINT (1 2)", {}),
    "half_float": (0, {}), "histogram": ({"values": [1], "counts": [1]}, {}), "integer": (0, {}), "integer_range": ({"gte": 0}, {}),
    "ip": ("::1", {}), "ip_range": ("10.0.0.0/8", {}), "join": ("a", {"relations": {"a": "b"}}), "keyword": ("", {}), "long": (0, {}),
    "long_range": ({"gte": 0}, {}), "match_only_text": ("a", {}), "percolator": ({"match_all": {}}, {}), "point": ("1,2", {}),
    "rank_feature": (1, {}), "rank_features": ({"a": 1}, {}), "scaled_float": (0, {"scaling_factor": 10}), "search_as_you_type": ("a", {}),
    "shape": ("POINT (1 2)", {}), "short": (0, {}), "sparse_vector": ({"a": 1}, {}), "text": ("a", {}),
    "token_count": ("a", {"analyzer": "standard"}), "unsigned_long": (0, {}), "version": ("1", {}), "wildcard": ("a", {}),
}  # fmt: skip


def test_no_type_loses_a_value() -> None:
    assert set(VALUES) | {"alias"} == set(FIELD_TYPES)
    lost = [kind for kind, (value, more) in VALUES.items() if "f" not in shown({"f": {"type": kind, **more}}, {"f": value})]
    assert lost == []
