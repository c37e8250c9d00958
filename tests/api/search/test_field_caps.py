"""What fields are good for, over several indices."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store
from docstore.errors import IllegalArgumentError, ValidationError

LEVELS = {"level2": {"properties": {"leaf1": {"type": "text", "index": False}}}}
ONE = {
    "text": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
    "number": {"type": "double", "meta": {"unit": "ms"}},
    "geo": {"type": "geo_point"},
    "misc": {"type": "wildcard"},
    "object": {"properties": {"nested1": {"type": "text", "index": False}, "nested2": {"type": "float", "doc_values": False}}},
    "level1": {"type": "nested", "properties": LEVELS},
    "other": {"type": "alias", "path": "number"},
}
TWO = {
    "text": {"type": "text"},
    "number": {"type": "long", "meta": {"unit": "s"}},
    "geo": {"type": "geo_point"},
    "object": {"properties": {"nested1": {"type": "text"}, "nested2": {"type": "float"}}},
    "level1": {"properties": LEVELS},
}


@pytest.fixture
def caps(store: Store) -> Any:
    store.indices.create(index="one", mappings={"properties": ONE})
    store.indices.create(index="two", mappings={"properties": TWO, "runtime": {"r": {"type": "ip"}}})

    def ask(**parameters: Any) -> Any:
        return store.field_caps(**({"index": "one,two"} | parameters))["fields"]

    return ask


def entry(kind: str, searchable: bool, aggregatable: bool, **more: Any) -> dict[str, Any]:
    return {"type": kind, "metadata_field": False, "searchable": searchable, "aggregatable": aggregatable, **more}


def test_one_type_everywhere_names_no_indices(caps: Any) -> None:
    assert caps(fields="text") == {"text": {"text": entry("text", True, False)}}
    assert caps(fields=["geo"]) == {"geo": {"geo_point": entry("geo_point", True, True)}}


def test_two_types_name_their_indices(caps: Any) -> None:
    assert caps(fields="number") == {
        "number": {
            "double": entry("double", True, True, indices=["one"], meta={"unit": ["ms"]}),
            "long": entry("long", True, True, indices=["two"], meta={"unit": ["s"]}),
        }
    }


def test_indices_that_differ_are_named_and_objects_come_with_their_fields(caps: Any) -> None:
    assert caps(fields="object*,level1*") == {
        "level1": {"nested": entry("nested", False, False, indices=["one"]), "object": entry("object", False, False, indices=["two"])},
        "level1.level2": {"object": entry("object", False, False)},
        "level1.level2.leaf1": {"text": entry("text", False, False)},
        "object": {"object": entry("object", False, False)},
        "object.nested1": {"text": entry("text", False, False, non_searchable_indices=["one"])},
        "object.nested2": {"float": entry("float", True, False, non_aggregatable_indices=["one"])},
    }


def test_families_aliases_runtime_fields_and_unmapped(caps: Any) -> None:
    assert caps(fields="misc,other,r,gone", include_unmapped=True) == {
        "misc": {
            "keyword": entry("keyword", True, True, indices=["one"]),
            "unmapped": entry("unmapped", False, False, indices=["two"]),
        },
        "other": {
            "double": entry("double", True, True, indices=["one"], meta={"unit": ["ms"]}),
            "unmapped": entry("unmapped", False, False, indices=["two"]),
        },
        "r": {"ip": entry("ip", True, True, indices=["two"]), "unmapped": entry("unmapped", False, False, indices=["one"])},
    }


def test_filters_and_types(caps: Any) -> None:
    assert set(caps(fields="*", filters="-metadata,-nested,-parent,-multifield", index="one")) == {
        "text", "number", "geo", "misc", "object.nested1", "object.nested2", "other",
    }  # fmt: skip
    assert set(caps(fields="*", types="keyword", filters="-metadata")) == {"misc", "text.raw"}
    metadata = caps(fields="_*", filters="+metadata")
    assert metadata["_id"]["_id"] == {"type": "_id", "metadata_field": True, "searchable": True, "aggregatable": False}
    with pytest.raises(IllegalArgumentError, match=r"Unknown field caps filter \[\+x\]"):
        caps(fields="*", filters="+x")


def test_fields_are_needed(caps: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        caps()
    assert caught.value.reason == "Validation Failed: 1: no fields specified;"


def test_empty_fields_and_indices_without_matches_may_be_left_out(store: Store, caps: Any) -> None:
    store.index(index="one", id="1", document={"number": 1, "level1": [{"level2": {"leaf1": "x"}}]})
    found = caps(fields="*", include_empty_fields=False, filters="-metadata")
    assert set(found) == {"number", "other", "level1", "level1.level2", "level1.level2.leaf1"}
    answer = store.field_caps(index="one,two", fields="number", index_filter={"range": {"number": {"gte": 1}}})
    assert answer["indices"] == ["one"]
    assert set(answer["fields"]["number"]) == {"double"}


def test_a_request_brings_runtime_fields(caps: Any) -> None:
    fields = caps(fields="day", runtime_mappings={"day": {"type": "keyword", "script": "emit('x')"}})
    assert fields == {"day": {"keyword": entry("keyword", True, True)}}


@pytest.mark.parametrize(("types", "shown"), [("text", set()), ("text,object", {"object"}), ("text,nested", {"level1"})])
def test_objects_are_shown_where_their_type_is_asked_for(caps: Any, types: str, shown: set[str]) -> None:
    found = caps(index="one", fields="*", types=types)
    assert {"object", "level1"} & set(found) == shown
    assert {"object.nested1", "level1.level2.leaf1"} <= set(found)


@pytest.mark.parametrize(
    ("query", "kept"),
    [({"term": {"_index_mode": "lookup"}}, ["a"]), ({"term": {"_index_mode": "standard"}}, ["b"]), ({"exists": {"field": "x"}}, [])],
)
def test_an_index_without_documents_may_match_as_a_whole(store: Store, query: dict[str, Any], kept: list[str]) -> None:
    store.indices.create(index="a", settings={"index.mode": "lookup"})
    store.indices.create(index="b", mappings={"properties": {"x": {"type": "long"}}})
    assert store.field_caps(index="a,b", fields="*", index_filter=query)["indices"] == kept
