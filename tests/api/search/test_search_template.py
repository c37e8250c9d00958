"""Searches written as templates, and scripts that are stored."""

from __future__ import annotations

import json
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, NotImplementedByDocstoreError, ResourceNotFoundError, ScriptError

SOURCE = {"query": {"match": {"{{field}}": {"query": "{{value}}", "operator": "{{op}}{{^op}}or{{/op}}"}}}, "size": "{{size}}"}


@pytest.fixture
def texts(store: docstore.Store) -> docstore.Store:
    for at, text in enumerate(["foo", "foo bar", "bar"]):
        store.index(index="test", id=str(at), document={"text": text})
    store.put_script(id="t", script={"lang": "mustache", "source": SOURCE})
    return store


def ids(found: dict[str, Any]) -> list[str]:
    return [hit["_id"] for hit in found["hits"]["hits"]]


def test_a_template_is_searched(texts: docstore.Store) -> None:
    params = {"field": "text", "value": "foo bar", "op": "and", "size": 5}
    assert ids(texts.search_template(index="test", source=SOURCE, params=params)) == ["1"]
    assert ids(texts.search_template(index="test", source=json.dumps(SOURCE), params=params)) == ["1"]
    assert ids(texts.search_template(index="test", id="t", params=params)) == ["1"]
    found = texts.search_template(id="t", params={**params, "op": None, "size": 1}, explain=True, rest_total_hits_as_int=True)
    assert (found["hits"]["total"], len(ids(found)), "_explanation" in found["hits"]["hits"][0]) == (3, 1, True)


def test_rendering(texts: docstore.Store) -> None:
    params = {"field": "text", "value": 'a "b"', "size": 3}
    expected = {"query": {"match": {"text": {"query": 'a "b"', "operator": "or"}}}, "size": "3"}
    assert texts.render_search_template(id="t", params=params) == {"template_output": expected}
    list_of = {"source": '{"terms": {{#toJson}}list{{/toJson}} }', "params": {"list": [1, "x"]}}
    assert texts.render_search_template(**list_of) == {"template_output": {"terms": [1, "x"]}}


def test_several_templates(texts: docstore.Store) -> None:
    params = {"field": "text", "value": "foo", "size": 5}
    searches = [{"index": "test"}, {"id": "t", "params": params}, {}, {"source": {"query": {"match_all": {}}}}, {}, {"id": "absent"}]
    found = texts.msearch_template(search_templates=searches)["responses"]
    assert [each["status"] for each in found] == [200, 200, 404]
    assert [ids(each) for each in found[:2]] == [["0", "1"], ["0", "1", "2"]]
    assert found[2]["error"]["reason"] == "unable to find script [absent] in cluster state"


def test_stored_scripts(store: docstore.Store) -> None:
    assert store.put_script(id="a", script={"lang": "mustache", "source": "{{x}}"}) == {"acknowledged": True}
    assert store.get_script(id="a") == {"_id": "a", "found": True, "script": {"lang": "mustache", "source": "{{x}}"}}
    store.put_script(id="a", script={"lang": "mustache", "source": {"size": "{{n}}"}})
    expected = {"lang": "mustache", "source": '{"size":"{{n}}"}', "options": {"content_type": "application/json;charset=utf-8"}}
    assert store.get_script(id="a")["script"] == expected
    assert store.delete_script(id="a") == {"acknowledged": True}
    with pytest.raises(ApiError) as missing:
        store.get_script(id="a")
    assert (missing.value.status, missing.value.body) == (404, {"_id": "a", "found": False})
    with pytest.raises(ResourceNotFoundError, match=r"stored script \[a\] does not exist and cannot be deleted"):
        store.delete_script(id="a")


def test_languages(store: docstore.Store) -> None:
    assert store.get_script_languages()["language_contexts"] == [{"language": "mustache", "contexts": ["template"]}]


def test_missing_parameters(store: docstore.Store) -> None:
    script = {"lang": "mustache", "source": '{"size": {{n}}}', "options": {"detect_missing_params": True}}
    store.put_script(id="strict", script=script)
    with pytest.raises(ApiError, match=r"Parameter \[n\] is missing"):
        store.render_search_template(id="strict")


@pytest.mark.parametrize(
    ("id", "script", "reason"),
    [
        ("a", {"source": "x"}, "must specify lang for stored script"),
        ("a", {"lang": "mustache"}, "must specify source for stored script"),
        ("a", {"lang": "mustache", "source": "{{#a}}"}, "failed to parse/compile stored script [a]"),
        ("a", {"lang": "other", "source": "x"}, "unable to put stored script with unsupported lang [other]"),
        ("a#b", {"lang": "mustache", "source": "x"}, "id cannot contain '#' for stored script"),
        ("a", {"lang": "mustache", "source": "x" * 65_536}, "exceeded max allowed stored script size in bytes [65535] with size [65536]"),
        ("a", {"lang": "mustache", "source": "x", "y": 1}, "[stored script source] unknown field [y]"),
    ],
)
def test_what_is_not_stored(store: docstore.Store, id: str, script: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        store.put_script(id=id, script=script)
    assert reason in refused.value.reason


def test_refusals(texts: docstore.Store) -> None:
    with pytest.raises(NotImplementedByDocstoreError, match="only templates"):
        texts.put_script(id="p", script={"lang": "painless", "source": "1"})
    with pytest.raises(ScriptError, match="Improperly closed variable"):
        texts.render_search_template(source="{{{a}}")
    for body, reason in (
        ({}, "template is missing"),
        ({"id": "absent"}, "unable to find script"),
        ({"sorce": "x"}, "did you mean"),
        ({"source": "{"}, "Unexpected end of file"),
    ):
        with pytest.raises(ApiError, match=reason):
            texts.search_template(body=body)
