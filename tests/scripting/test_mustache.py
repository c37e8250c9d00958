"""Templates in Mustache."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import IllegalArgumentError, ScriptError
from docstore.scripting.mustache import compile_template

PARAMS: dict[str, Any] = {
    "name": 'a "b"',
    "list": ["x", "y & z"],
    "maps": [{"n": 1}, {"n": 2.5}],
    "object": {"a": [1, True, None], "b": {"c": "d"}},
    "yes": True,
    "no": False,
    "zero": 0,
    "none": None,
    "text": "",
    "empty": [],
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{"q": "{{name}}"}', '{"q": "a \\"b\\""}'),
        ("{{{name}}} {{& name }} {{ name }}", 'a "b" a "b" a \\"b\\"'),
        ("{{absent}}{{none}}|{{zero}}|{{yes}}", "|0|true"),
        ("{{list.0}} {{list.1}} {{list.size}} {{list.7}}", "x y & z 2 "),
        ("{{object.b.c}}{{object.x.y}}", "d"),
        ("{{#maps}}<{{n}}>{{/maps}}", "<1><2.5>"),
        ("{{#list}}[{{.}}]{{/list}}", "[x][y & z]"),
        ("{{#object}}{{#b}}{{c}}{{name}}{{/b}}{{/object}}", 'da \\"b\\"'),
        ("{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{#zero}}3{{/zero}}{{#text}}4{{/text}}{{#empty}}5{{/empty}}{{#none}}6{{/none}}", "13"),
        ("{{^yes}}1{{/yes}}{{^no}}2{{/no}}{{^zero}}3{{/zero}}{{^text}}4{{/text}}{{^empty}}5{{/empty}}{{^absent}}6{{/absent}}", "2456"),
        ("{{size}}{{^size}}10{{/size}}", "10"),
        ("{{#toJson}}list{{/toJson}}", '["x","y & z"]'),
        ("{{#tojson}}object{{/tojson}}", '{"a":[1,true,null],"b":{"c":"d"}}'),
        ("{{#toJson}}name{{/toJson}}{{#toJson}}absent{{/toJson}}", 'a "b"'),
        ("{{#join}}list{{/join}}", "x,y & z"),
        ("{{#join delimiter='||'}}list{{/join delimiter='||'}}", "x||y & z"),
        ("{{#url}}http://h/{{list.1}}{{/url}}", "http%3A%2F%2Fh%2Fy+%26+z"),
        ("a{{! comment }}b", "ab"),
        ("{{=<% %>=}}<%zero%>{{zero}}<%={{ }}=%>{{zero}}", "0{{zero}}0"),
        ("{\n  {{#yes}}\n  1\n  {{/yes}}\n}", "{\n  1\n}"),
        ("{{#yes}}\n1{{/yes}}\n", "1\n"),
    ],
)
def test_rendering(source: str, expected: str) -> None:
    assert compile_template(source).render(PARAMS) == expected


def test_media_types() -> None:
    assert compile_template("{{name}}", "text/plain").render(PARAMS) == 'a "b"'
    assert compile_template("{{name}}", "application/x-www-form-urlencoded").render(PARAMS) == "a+%22b%22"
    assert compile_template("{{t}}", "application/json; charset=UTF-8").render({"t": "\n\x01"}) == "\\n\\u0001"
    with pytest.raises(IllegalArgumentError, match=r"No encoder found for media type \[a/b\]"):
        compile_template("", "a/b")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{{name}}", "Improperly closed variable in query-template:1 @[query-template:1]"),
        ("\n{{name", "Improperly closed variable in query-template:2 @[query-template:2]"),
        ("{{#a}}{{/b}}", "Mismatched start/end tags: a != b in query-template:1 @[query-template:1]"),
        ("{{#a}}", "Failed to close 'a' tag @[query-template:1]"),
        ("{{#toJson}}{{/toJson}}", "Mustache function [toJson] must contain one and only one identifier @[query-template:1]"),
        ("{{> other}}", "Cannot expand 'other' because partial templates are not supported @[query-template:1]"),
        ("{{}}", "Empty mustache in query-template:1 @[query-template:1]"),
    ],
)
def test_what_is_no_template(source: str, reason: str) -> None:
    with pytest.raises(ScriptError) as refused:
        compile_template(source)
    assert refused.value.reason == reason
    assert refused.value.metadata == {"script_stack": [], "script": source, "lang": "mustache"}


def test_missing_parameters_may_be_refused() -> None:
    with pytest.raises(IllegalArgumentError, match=r"Parameter \[a\] is missing"):
        compile_template("{{a}}", strict=True).render({})
