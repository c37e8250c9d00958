from __future__ import annotations

from docstore.columns.fields import Fields, fields_of
from tests.columns.fake_index import mapping_of

PROPERTIES = {
    "name": {"type": "text", "fields": {"keyword": {"type": "keyword"}, "n": {"type": "long"}}},
    "address": {"properties": {"city": {"type": "keyword"}, "zip": {"type": "long"}}},
    "town": {"type": "alias", "path": "address.city"},
    "tags": {"type": "nested", "properties": {"tag": {"type": "keyword"}}},
    "parts": {"type": "nested", "include_in_root": True, "properties": {"part": {"type": "keyword"}}},
}


def fields() -> Fields:
    return fields_of(mapping_of(PROPERTIES))


def test_a_leaf_a_multi_field_and_a_field_of_an_object() -> None:
    for path, source in [("name", "name"), ("name.keyword", "name"), ("address.city", "address.city")]:
        field = fields().get(path)
        assert field is not None
        assert (field.path, field.sources) == (path, (source,))


def test_an_alias_is_the_field_it_names() -> None:
    field = fields().get("town")
    assert field is not None
    assert field.path == "address.city"


def test_objects_and_unknown_names_are_no_fields() -> None:
    assert [fields().get(name) for name in ("address", "tags", "nope", "name.keyword.x", "")] == [None] * 5


def test_nested_fields_are_hidden_unless_included_in_the_root() -> None:
    assert fields().get("tags.tag") is None
    assert fields().nested_path("tags.tag") == "tags"
    assert fields().is_mapped("tags.tag")
    assert fields().get("parts.part") is not None


def test_a_nested_object_in_a_nested_object() -> None:
    def inner(**options: bool) -> Fields:
        deep = {
            "type": "nested",
            "properties": {"x": {"type": "long", "fields": {"raw": {"type": "keyword"}}}},
            **options,
        }
        return fields_of(mapping_of({"a": {"type": "nested", "properties": {"o": {"properties": {"b": deep}}}}}))

    assert inner().nested_path("a.o.b.x") == "a.o.b"
    assert inner(include_in_parent=True).nested_path("a.o.b.x.raw") == "a"
    assert inner(include_in_root=True).get("a.o.b.x.raw") is not None


def test_patterns() -> None:
    def matching(pattern: str) -> set[str]:
        return {field.path for field in fields().matching(pattern)}

    assert matching("name*") == {"name", "name.keyword", "name.n"}
    assert matching("*.city") == {"address.city"}
    assert matching("to*") == {"address.city"}
    assert matching("tags.*") == set()
    assert matching("name") == {"name"}
    assert matching("n?me") == set()


def test_a_mapping_is_resolved_once() -> None:
    mapping = mapping_of(PROPERTIES)
    assert fields_of(mapping) is fields_of(mapping)
