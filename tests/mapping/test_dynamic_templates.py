"""Dynamic templates: what they match, what they make, and which are refused."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import Mapping


def mapping_of(**template: Any) -> Mapping:
    return Mapping.parse({"dynamic_templates": [{"t": template}]})


KEYWORD = {"type": "keyword"}


@pytest.mark.parametrize(
    ("template", "matching", "others"),
    [
        ({"match": "a*"}, ["a", "abc", "x.a"], ["b", "a1.b"][:1]),
        ({"match": ["a", "b*"], "unmatch": ["bb", "bc*"]}, ["a", "b", "ba"], ["bb", "bcd", "c"]),
        ({"path_match": ["o.*"], "path_unmatch": "*.secret"}, ["o.a", "o.b"], ["a", "o.secret"]),
        ({"match": r"\d+_x", "match_pattern": "regex"}, ["12_x"], ["12_xy", "a_x"]),
        ({"match": r"a.b", "match_pattern": "simple"}, [], ["aab"]),
        ({"match_mapping_type": ["string", "long"]}, ["any"], []),
        ({"match_mapping_type": "*", "unmatch_mapping_type": ["string"]}, [], ["any"]),
        ({"unmatch": "z"}, [], ["a"]),
    ],
)
def test_what_a_template_matches(template: dict[str, Any], matching: list[str], others: list[str]) -> None:
    mapping = mapping_of(**template, mapping=KEYWORD)
    for name in matching:
        assert mapping.extended({name: "x"}, "1").field(name).type_name == "keyword", name  # type: ignore[union-attr]
    for name in others:
        assert mapping.extended({name: "x"}, "1").field(name).type_name == "text", name  # type: ignore[union-attr]


def test_templates_match_objects_by_their_paths_too() -> None:
    with pytest.raises(ApiError, match=r"failed to parse field \[name.title\] of type \[keyword\]"):
        mapping_of(path_match="name.*", mapping=KEYWORD).extended({"name": {"title": {"x": "y"}}}, "1")


@pytest.mark.parametrize(
    ("kind", "value", "whole"),
    [
        ({"type": "dense_vector", "dims": 2}, [1, 2.5], True),
        ({"type": "geo_point"}, [2.0, 1.0], True),
        ({"type": "integer"}, [1, 2], True),
        ({"type": "dense_vector", "dims": 2}, [1, 2.5], False),
        ({"type": "geo_point"}, [2.0, 1.0], False),
    ],
)
def test_an_array_is_one_value_of_a_template_that_is_for_objects(kind: dict[str, Any], value: list[Any], whole: bool) -> None:
    condition = {} if whole else {"match_mapping_type": ["long", "double"]}
    mapping = mapping_of(match="v*", mapping=kind, **condition)
    if whole:
        assert mapping.extended({"o": {"v": value}}, "1").field("o.v").type_name == kind["type"]  # type: ignore[union-attr]
    else:
        with pytest.raises(ApiError):
            mapping.extended({"o": {"v": value}}, "1")


def test_a_template_may_make_runtime_fields() -> None:
    mapping = mapping_of(match="r_*", runtime={})
    assert mapping.extended({"r_s": "x", "r_n": 1, "r_o": {"n": 2}}, "1").to_body() == {
        "dynamic_templates": [{"t": {"match": "r_*", "runtime": {}}}],
        "properties": {"r_o": {"properties": {"n": {"type": "long"}}}},
        "runtime": {"r_n": {"type": "long"}, "r_s": {"type": "keyword"}},
    }


def test_templates_are_shown_in_one_order() -> None:
    mapping = mapping_of(mapping={"type": "long", "index": False}, match_pattern="regex", unmatch=["x"], match=["a", "b"])
    assert mapping.to_body()["dynamic_templates"] == [
        {"t": {"match": ["a", "b"], "unmatch": "x", "match_pattern": "regex", "mapping": {"index": False, "type": "long"}}}
    ]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ({"match": "a"}, "template [t] must have either mapping or runtime set"),
        ({"match": "a", "mapping": {}, "runtime": {}}, "mapping and runtime cannot be both specified in the same dynamic template [t]"),
        ({"matches": "a", "mapping": {}}, "Illegal dynamic template parameter: [matches]"),
        ({"match": [1], "mapping": {}}, "[match] values must either be a string or list of strings, but was [[1]]"),
        (
            {"match_mapping_type": "text", "mapping": {}},
            "No field type matched on [text], possible values are [object, string, long, double, boolean, date, binary]",
        ),
        ({"match": "a", "match_pattern": "glob", "mapping": {}}, "No matching pattern matched on [glob]"),
        (
            {"match": "(", "match_pattern": "regex", "mapping": {}},
            "Pattern [(] of type [regex] is invalid. Cannot create dynamic template [t].",
        ),
        (
            {"match_mapping_type": ["object", "binary"], "runtime": {}},
            "Dynamic template [t] defines a runtime field but types [object, binary] are not supported as runtime field",
        ),
        (
            {"match_mapping_type": "string", "mapping": {"type": "nothing"}},
            'dynamic template [t] has invalid content [{"match_mapping_type":"string","mapping":{"type":"nothing"}}], attempted to '
            "validate it with the following match_mapping_type: [string]",
        ),
        ({"match": "a", "runtime": {"type": "text"}}, "[string, long, double, boolean, date]"),
    ],
)
def test_refused_templates(template: dict[str, Any], text: str) -> None:
    with pytest.raises(ApiError) as caught:
        mapping_of(**template)
    assert text in caught.value.reason


def test_templates_that_depend_on_the_name_are_not_tried_out() -> None:
    mapping = mapping_of(match="*", mapping={"type": "{name}"})
    assert mapping.extended({"long": 1}, "1").to_body()["properties"] == {"long": {"type": "long"}}
    with pytest.raises(ApiError):
        mapping.extended({"short": 1, "strange": 2}, "1")


@pytest.mark.parametrize("kind", ["date", "date_nanos"])
def test_a_date_keeps_the_format_that_it_was_found_by(kind: str) -> None:
    template = {"match_mapping_type": "date", "mapping": {"type": kind}}
    mapping = Mapping.parse({"dynamic_templates": [{"t": template}], "dynamic_date_formats": ["yyyy/MM/dd"]})
    assert mapping.extended({"day": "2024/01/02"}, "1").to_body()["properties"] == {"day": {"type": kind, "format": "yyyy/MM/dd"}}
