"""Parsing and printing mappings."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import Dynamic, Mapping


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"dynamic": "strict"},
        {"dynamic": "false", "_meta": {"a": [1]}, "_routing": {"required": True}, "_source": {"enabled": False}},
        {"_source": {"includes": ["a*"], "excludes": ["b"]}, "date_detection": False, "numeric_detection": True},
        {"properties": {"a": {"type": "object"}, "b": {"type": "nested", "include_in_parent": True}}},
        {"properties": {"a": {"dynamic": "true", "properties": {"b": {"type": "object", "enabled": False}}}}},
        {"properties": {"a": {"type": "long", "index": False, "coerce": True, "null_value": 3, "meta": {"unit": "s"}}}},
        {"properties": {"a": {"type": "scaled_float", "scaling_factor": 100.0}}},
        {"properties": {"a": {"type": "date", "format": "yyyy-MM-dd||epoch_millis", "ignore_malformed": True}}},
        {
            "properties": {
                "a": {"type": "text", "analyzer": "english", "fields": {"k": {"type": "keyword"}}, "copy_to": ["c"]}
            }
        },
        {"properties": {"a": {"type": "alias", "path": "b"}, "b": {"type": "ip", "null_value": "::1"}}},
        {"properties": {"a": {"type": "keyword", "ignore_above": 10, "normalizer": "lowercase", "doc_values": False}}},
    ],
)
def test_what_differs_from_the_defaults_is_printed(body: dict[str, Any]) -> None:
    assert Mapping.parse(body).to_body() == body
    assert Mapping.parse(Mapping.parse(body).to_body()) == Mapping.parse(body)


def test_defaults_are_not_printed_and_fields_are_sorted() -> None:
    mapping = Mapping.parse(
        {
            "properties": {
                "z": {"type": "text", "index": "true", "norms": True, "store": False},
                "b.c": {"type": "keyword", "ignore_above": 2147483647},
                "a": {"type": "date", "format": "strict_date_optional_time||epoch_millis"},
                "b": {"properties": {"a": {"type": "long"}}},
                "e": [],
            },
            "_source": {"enabled": True},
            "subobjects": True,
        }
    )
    assert list(mapping.to_body()["properties"]) == ["a", "b", "z"]
    assert mapping.to_body() == {
        "subobjects": True,
        "properties": {
            "a": {"type": "date"},
            "b": {"properties": {"a": {"type": "long"}, "c": {"type": "keyword"}}},
            "z": {"type": "text"},
        }
    }


def test_lookups() -> None:
    mapping = Mapping.parse(
        {
            "dynamic": False,
            "_routing": {"required": "true"},
            "properties": {
                "name": {"type": "text", "fields": {"keyword": {"type": "keyword"}}},
                "n": {"type": "nested", "properties": {"o": {"properties": {"x": {"type": "long"}}}}},
            },
        }
    )
    assert set(mapping.fields()) == {"name", "name.keyword", "n.o.x"}
    keyword = mapping.field("name.keyword")
    assert keyword is not None
    assert (keyword.type_name, keyword.path, keyword.name) == ("keyword", "name.keyword", "keyword")
    assert mapping.field("n") is None
    assert (mapping.dynamic, mapping.routing_required, mapping.source_enabled) == (Dynamic.FALSE, True, True)
    assert (mapping.nested_path("n.o.x"), mapping.nested_path("name")) == ("n", None)


def reason(body: dict[str, Any], **settings: Any) -> str:
    with pytest.raises(ApiError) as caught:
        Mapping.parse(body, settings=settings)
    return caught.value.reason


MISSING = (
    "It might have been created within a future version or requires a plugin to be installed. Check the documentation."
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"x": {"a": 1}}, "Root mapping definition has unsupported parameters:  [x : {a=1}]"),
        (
            {"properties": {"a": {"type": "foo"}}},
            f"The mapper type [foo] declared on field [a] does not exist. {MISSING}",
        ),
        ({"properties": {"a": {}}}, "No type specified for field [a]"),
        (
            {"properties": {"a": "text"}},
            "Expected map for property [fields] on field [a] but got a class java.lang.String",
        ),
        ({"properties": {"": {"type": "text"}}}, "field name cannot be an empty string"),
        ({"properties": {" ": {"type": "text"}}}, "field name cannot contain only whitespaces"),
        ({"properties": {"a": {"type": "text", "foo": 1}}}, "unknown parameter [foo] on mapper [a] of type [text]"),
        (
            {"properties": {"a": {"type": "text", "doc_values": True}}},
            "unknown parameter [doc_values] on mapper [a] of type [text]",
        ),
        (
            {"properties": {"a": {"type": "text", "index": None}}},
            "[index] on mapper [a] of type [text] must not have a [null] value",
        ),
        (
            {"properties": {"a": {"type": "text", "index": "no"}}},
            "Failed to parse value [no] as only [true] or [false] are allowed.",
        ),
        (
            {"properties": {"a": {"type": "object", "foo": "x"}}},
            "Mapping definition for [a] has unsupported parameters:  [foo : x]",
        ),
        ({"properties": {"a": {"type": "scaled_float"}}}, "Field [a] misses required parameter [scaling_factor]"),
        ({"properties": {"a": {"type": "alias"}}}, "The [path] property must be specified for field [a]."),
        ({"properties": {"a": {"type": "keyword", "ignore_above": -1}}}, "[ignore_above] must be positive, got [-1]"),
        (
            {"properties": {"a": {"type": "date", "null_value": "x"}}},
            "Error parsing [null_value] on field [a]: failed to parse date field [x] with format [strict_date_optional_time||epoch_millis]",
        ),
        (
            {"properties": {"a": {"type": "date", "format": "bQ"}}},
            "Error parsing [format] on field [a]: Invalid format: [bQ]: Unknown pattern letter: b",
        ),
        (
            {"properties": {"a": {"type": "text", "fields": {"b": {"type": "object"}}}}},
            "Type [object] cannot be used in multi field",
        ),
        ({"properties": {"a": {"type": "text", "fields": {"b": {}}}}}, "no type specified for property [b]"),
        ({"properties": {"a": {"type": "long", "null_value": 1.5}}}, "Value [1.5] has a decimal part"),
    ],
)
def test_bodies_that_fail_to_parse(body: dict[str, Any], text: str) -> None:
    assert reason(body) == f"Failed to parse mapping: {text}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"properties": {"a": {"type": "alias", "path": "b"}}},
            "Invalid [path] value [b] for field alias [a]: an alias must refer to an existing field in the mappings.",
        ),
        (
            {"properties": {"a": {"type": "alias", "path": "a"}}},
            "Invalid [path] value [a] for field alias [a]: an alias cannot refer to itself.",
        ),
        (
            {"properties": {"a": {"type": "text", "copy_to": "o"}, "o": {"type": "object"}}},
            "Cannot copy to field [o] since it is mapped as an object",
        ),
        (
            {
                "properties": {
                    "a": {"type": "text", "fields": {"b": {"type": "keyword"}}},
                    "c": {"type": "text", "copy_to": "a.b"},
                }
            },
            "[copy_to] may not be used to copy to a multi-field: [a.b]",
        ),
    ],
)
def test_references(body: dict[str, Any], text: str) -> None:
    assert reason(body) == text


def test_limits() -> None:
    fields = {f"f{n}": {"type": "text", "fields": {"k": {"type": "keyword"}}} for n in range(501)}
    assert reason({"properties": fields}) == "Limit of total fields [1000] has been exceeded"
    deep: dict[str, Any] = {"type": "object"}
    for _ in range(20):
        deep = {"properties": {"o": deep}}
    path = ".".join(["o"] * 20)
    assert reason(deep) == f"Limit of mapping depth [20] has been exceeded due to object field [{path}]"
    nested = {f"n{n}": {"type": "nested"} for n in range(3)}
    assert (
        reason({"properties": nested}, **{"index.mapping.nested_fields.limit": 2})
        == "Limit of nested fields [2] has been exceeded"
    )


def test_the_root_cause_is_the_inner_error() -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"a": {"type": "text", "foo": 1}}})
    text = "unknown parameter [foo] on mapper [a] of type [text]"
    assert caught.value.body["error"] == {
        "root_cause": [{"type": "mapper_parsing_exception", "reason": text}],
        "type": "mapper_parsing_exception",
        "reason": f"Failed to parse mapping: {text}",
        "caused_by": {"type": "mapper_parsing_exception", "reason": text},
    }


@pytest.mark.parametrize(
    "body",
    [
        {"properties": {"a": {"type": "semantic_text"}}},
        {"properties": {"a": {"type": "long", "script": "emit(1)"}}},
    ],
)
def test_what_docstore_has_not_is_said(body: dict[str, Any]) -> None:
    assert "docstore does not support" in reason(body)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"_id": {}}, "Failed to parse mapping: _id is not configurable"),
        ({"_size": {"enabled": True}}, "Root mapping definition has unsupported parameters:  [_size : {enabled=true}]"),
        ({"_field_names": {"enabled": False}}, "The `enabled` setting for the `_field_names` field has been deprecated and removed."),
        ({"_field_names": {"x": 1}}, "unknown parameter [x] on metadata field [_field_names]"),
    ],
)
def test_metadata_fields_have_few_options(body: dict[str, Any], text: str) -> None:
    assert text in reason(body)


def test_nested_parents_and_dimensions_have_limits() -> None:
    nested = {"properties": {"a": {"type": "nested", "properties": {"b": {"type": "nested"}}}}}
    assert reason(nested, **{"mapping.nested_parents.limit": 0}) == "Limit of nested parents [0] has been exceeded"
    dimension = {"properties": {"a": {"type": "keyword", "time_series_dimension": True}}}
    assert reason(dimension, **{"mapping.dimension_fields.limit": 0}) == "Limit of total dimension fields [0] has been exceeded"
