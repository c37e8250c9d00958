from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError, DocumentParsingError, IllegalArgumentError, StrictDynamicMappingError
from docstore.mapping import Mapping

TEXT = {"type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 256}}}


def mapped(value: Any, **body: Any) -> Any:
    return Mapping.parse(body).extended({"f": value}, "1").to_body().get("properties", {}).get("f")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", TEXT),
        ("", TEXT),
        (1, {"type": "long"}),
        (1.5, {"type": "float"}),
        (1.0, {"type": "float"}),
        (True, {"type": "boolean"}),
        ("true", TEXT),
        ("12", TEXT),
        ("2020-01-02", {"type": "date"}),
        ("2020-01-02T03:04:05.678Z", {"type": "date"}),
        ("2020-01", {"type": "date"}),
        ("2020", TEXT),
        ("2020/01/02", {"type": "date", "format": "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"}),
        ("2020/01/02 03:04:05", {"type": "date", "format": "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"}),
        ("2020-13-02", TEXT),
        (None, None),
        ([], None),
        ([None, []], None),
        ([None, 1, 2], {"type": "long"}),
        ({}, {"type": "object"}),
        ({"x": 1}, {"properties": {"x": {"type": "long"}}}),
        ([{"x": 1}, {"y": "s"}], {"properties": {"x": {"type": "long"}, "y": TEXT}}),
    ],
)
def test_what_a_value_becomes(value: Any, expected: Any) -> None:
    assert mapped(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("12", {"type": "long"}), ("1.5", {"type": "float"}), ("x", TEXT), ("99999999999999999999", {"type": "float"})],
)
def test_numeric_detection(value: Any, expected: Any) -> None:
    assert mapped(value, numeric_detection=True) == expected


def test_date_detection_can_be_off_or_have_other_formats() -> None:
    assert mapped("2020-01-02", date_detection=False) == TEXT
    assert mapped("02.01.2020", dynamic_date_formats=["dd.MM.yyyy"]) == {"type": "date", "format": "dd.MM.yyyy"}
    assert mapped("2020-01-02", dynamic_date_formats=["dd.MM.yyyy"]) == TEXT


def test_dotted_names_are_objects() -> None:
    source = {"a.b": 1, "a": {"c": 2}, "x.y.": "s"}
    assert Mapping.parse({}).extended(source, "1").to_body() == {
        "properties": {
            "a": {"properties": {"b": {"type": "long"}, "c": {"type": "long"}}},
            "x": {"properties": {"y": TEXT}},
        }
    }


def test_nothing_new_is_the_same_mapping() -> None:
    mapping = Mapping.parse({"properties": {"a": {"type": "long"}, "o": {"type": "object", "enabled": False}}})
    assert mapping.extended({"a": [1, None], "o": {"x": 1, "": 2}, "n": None}, "1") is mapping


def test_false_ignores_and_inherits() -> None:
    mapping = Mapping.parse(
        {"dynamic": False, "properties": {"o": {"properties": {}}, "t": {"dynamic": True, "properties": {}}}}
    )
    extended = mapping.extended({"new": {"": 1}, "o": {"new": 1}, "t": {"new": 1}}, "1")
    assert extended.to_body()["properties"]["t"]["properties"] == {"new": {"type": "long"}}
    assert set(extended.fields()) == {"t.new"}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"x": 1}, "[1:6] mapping set to strict, dynamic introduction of [x] within [_doc] is not allowed"),
        ({"a": 1, "x": None}, "[1:12] mapping set to strict, dynamic introduction of [x] within [_doc] is not allowed"),
        ({"x": []}, "[1:6] mapping set to strict, dynamic introduction of [x] within [_doc] is not allowed"),
        ({"o": {"ü": {}}}, "[1:12] mapping set to strict, dynamic introduction of [ü] within [o] is not allowed"),
        ({"o.z": 1}, "[1:8] mapping set to strict, dynamic introduction of [z] within [o] is not allowed"),
    ],
)
def test_strict(source: dict[str, Any], reason: str) -> None:
    mapping = Mapping.parse({"dynamic": "strict", "properties": {"a": {"type": "long"}, "o": {"properties": {}}}})
    with pytest.raises(StrictDynamicMappingError) as caught:
        mapping.validate(source, "1")
    assert caught.value.cause == {"type": "strict_dynamic_mapping_exception", "reason": reason}


@pytest.mark.parametrize(
    ("value", "types"),
    [([1, "a"], "[long] to [text]"), ([1, 2.5], "[long] to [float]"), (["2020-01-01", "x"], "[date] to [text]")],
)
def test_one_field_cannot_become_two_types(value: list[Any], types: str) -> None:
    with pytest.raises(IllegalArgumentError) as caught:
        Mapping.parse({}).extended({"f": value}, "1")
    assert caught.value.reason == f"mapper [f] cannot be changed from type {types}"


def test_an_integer_beyond_64_bits_is_a_long_that_does_not_fit() -> None:
    with pytest.raises(DocumentParsingError) as caught:
        Mapping.parse({}).extended({"f": 2**63}, "1")
    assert caught.value.reason == (
        "[1:6] failed to parse field [f] of type [long] in document with id '1'. "
        "Preview of field's value: '9223372036854775808'"
    )


def test_limits() -> None:
    mapping = Mapping.parse(
        {}, settings={"index": {"mapping": {"total_fields": {"limit": "3"}, "depth": {"limit": 2}}}}
    )
    mapping = mapping.extended({"a": "x"}, "1")
    with pytest.raises(DocumentParsingError) as caught:
        mapping.extended({"b": 1, "c": 2}, "1")
    text = "Limit of total fields [3] has been exceeded while adding new fields [2]"
    assert caught.value.reason == f"[1:12] failed to parse: {text}"
    assert caught.value.cause["caused_by"] == {"type": "illegal_argument_exception", "reason": text}
    with pytest.raises(ApiError, match=r"Limit of mapping depth \[2\] has been exceeded due to object field \[b\.c\]"):
        mapping.extended({"b": {"c": {}}}, "1")


def test_copy_to_makes_fields_too() -> None:
    mapping = Mapping.parse({"properties": {"a": {"type": "keyword", "copy_to": ["all", "o.x"]}}})
    assert mapping.extended({"a": ["x", "y"]}, "1").to_body()["properties"] == {
        "a": {"type": "keyword", "copy_to": ["all", "o.x"]},
        "all": TEXT,
        "o": {"properties": {"x": TEXT}},
    }


TEMPLATES = [
    {"ids": {"match": "*_id", "mapping": {"type": "keyword"}}},
    {"deep": {"path_match": "o.*", "match_mapping_type": "string", "mapping": {"type": "text", "meta": {"n": "{name}"}}}},
    {"whole": {"match_mapping_type": "long", "unmatch": "big*", "mapping": {"type": "integer"}}},
    {
        "rest": {
            "match_mapping_type": "*",
            "unmatch_mapping_type": "object",
            "mapping": {"type": "{dynamic_type}", "store": True},
        }
    },
]


def test_dynamic_templates() -> None:
    mapping = Mapping.parse({"dynamic_templates": TEMPLATES})
    extended = mapping.extended({"x_id": 7, "o": {"s": "x"}, "n": 1, "big1": 2, "d": "2020-01-01", "f": 1.5}, "1")
    assert extended.to_body() == {
        "dynamic_templates": TEMPLATES,
        "properties": {
            "big1": {"type": "long", "store": True},
            "d": {"type": "date", "store": True},
            "f": {"type": "float", "store": True},
            "n": {"type": "integer"},
            "o": {"properties": {"s": {"type": "text", "meta": {"n": "s"}}}},
            "x_id": {"type": "keyword"},
        },
    }


@pytest.mark.parametrize("source", [{"abcdef": 1}, {"a": {"abcdef": 1}}, {"abcdef": {"a": 1}}])
def test_a_new_field_has_a_name_within_the_limit(source):
    mapping = Mapping.parse({}, settings={"index.mapping.field_name_length.limit": "5"})
    assert mapping.extended({"abcde": {"abcde": 1}}, "1").field("abcde.abcde") is not None
    with pytest.raises(DocumentParsingError, match=r"Field name .abcdef. is longer than the limit of .5. characters"):
        mapping.extended(source, "1")


def test_only_the_root_of_a_document_counts_documents(store: Any) -> None:
    store.indices.create(index="a", mappings={"properties": {"b": {"type": "object", "dynamic": "strict"}}})
    assert store.index(index="a", document={"_doc_count": []})["result"] == "created"
    with pytest.raises(StrictDynamicMappingError):
        store.index(index="a", document={"b": {"_doc_count": []}})


@pytest.mark.parametrize("inner", [{"d.e": "text"}, {"d": {"e": 1}, "d.e": "text"}, [{"d": {"e": 1}}, {"d.e": "text"}]])
def test_a_value_under_inner_keys_with_dots_is_looked_at(store: Any, inner: Any) -> None:
    fields = {"o": {"properties": {"d": {"properties": {"e": {"type": "long"}}}}}}
    store.indices.create(index="a", mappings={"properties": fields})
    with pytest.raises(DocumentParsingError):
        store.index(index="a", document={"o": inner})
