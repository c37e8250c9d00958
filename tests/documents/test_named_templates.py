"""Dynamic templates that a bulk request names for new fields."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]
TEMPLATES = [
    {"place": {"mapping": {"type": "geo_point"}}},
    {"word": {"match_mapping_type": "string", "mapping": {"type": "keyword"}}},
    {"sum": {"mapping": {"type": "{dynamic_type}", "doc_values": False}}},
    {"later": {"match_mapping_type": "long", "runtime": {"type": "keyword"}}},
]


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"dynamic_templates": TEMPLATES, "properties": {"known": {"type": "text"}}})
    return store


def sent(store: docstore.Store, templates: Any, document: Json, action: str = "index") -> Json:
    answer = store.bulk(index="i", operations=[{action: {"_id": "1", "dynamic_templates": templates}}, document])
    item: Json = answer["items"][0][action]
    return item


def shown(store: docstore.Store) -> Json:
    mappings = store.indices.get_mapping(index="i")["i"]["mappings"]
    return {**mappings["properties"], **mappings.get("runtime", {})}


@pytest.mark.parametrize(
    ("templates", "document", "fields"),
    [
        ({"home": "place"}, {"home": "41.1,-71.3", "word": "x"}, {"home": {"type": "geo_point"}, "word": {"type": "keyword"}}),
        ({"home": "place"}, {"home": {"lat": 1, "lon": 2}}, {"home": {"type": "geo_point"}}),
        ({"a.home": "place"}, {"a": {"home": "41.1,-71.3"}}, {"a": {"properties": {"home": {"type": "geo_point"}}}}),
        ({"a.home": "place"}, {"a.home": "41.1,-71.3"}, {"a": {"properties": {"home": {"type": "geo_point"}}}}),
        ({"n": "sum"}, {"n": [1, 2]}, {"n": {"type": "long", "doc_values": False}}),
        ({"n": "later"}, {"n": 5}, {"n": {"type": "keyword"}}),
        ({"other": "nowhere", "known": "nowhere"}, {"known": "x"}, {}),
        (None, {"s": "x"}, {"s": {"type": "keyword"}}),
        ({}, {"s": "x"}, {"s": {"type": "keyword"}}),
    ],
)
def test_new_fields_are_mapped_as_named(index: docstore.Store, templates: Json | None, document: Json, fields: Json) -> None:
    assert sent(index, templates, document)["result"] == "created"
    assert shown(index) == {"known": {"type": "text"}, **fields}
    assert index.get(index="i", id="1")["_source"] == document


def test_an_unknown_template_refuses_its_item_alone(index: docstore.Store) -> None:
    item = sent(index, {"a.b": "nowhere"}, {"a": {"b": 1}}, "create")
    assert (item["status"], item["error"]["type"]) == (400, "document_parsing_exception")
    problem = "Can't find dynamic template for dynamic template name [nowhere] of field [a.b]"
    assert item["error"]["reason"] == f"[1:11] failed to parse: {problem}"
    assert shown(index) == {"known": {"type": "text"}}


def test_a_template_that_makes_no_field_of_the_value_refuses_its_item(index: docstore.Store) -> None:
    item = sent(index, {"s": "sum"}, {"s": "x"})
    assert (item["status"], item["error"]["type"]) == (400, "mapper_parsing_exception")
    assert item["error"]["reason"] == "unknown parameter [doc_values] on mapper [s] of type [text]"


def test_names_do_not_outlive_their_document(index: docstore.Store) -> None:
    sent(index, {"home": "place"}, {"home": "1,2"})
    sent(index, {}, {"work": "1,2"})
    assert (shown(index)["home"]["type"], shown(index)["work"]["type"]) == ("geo_point", "keyword")


@pytest.mark.parametrize(
    ("operations", "reason"),
    [
        ([{"delete": {"_id": "1", "dynamic_templates": {"a": "b"}}}], "Delete request in line [1] does not accept dynamic_templates"),
        (
            [{"update": {"_id": "1", "dynamic_templates": {"a": "b"}}}, {"doc": {}}],
            "Update request in line [1] does not accept dynamic_templates",
        ),
        (
            [{"index": {"_id": "1", "dynamic_templates": "a"}}, {}],
            "Action/metadata line [1] contains an unknown parameter [dynamic_templates]",
        ),
        (
            [{"index": {"_id": "1", "dynamic_templates": {"a": {}}}}, {}],
            "Expected text at line [1] but found START_OBJECT",
        ),
    ],
)
def test_what_takes_none(index: docstore.Store, operations: list[Json], reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        index.bulk(index="i", operations=operations)
    assert (caught.value.status, caught.value.reason) == (400, reason)
