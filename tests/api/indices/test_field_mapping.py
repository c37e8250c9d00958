"""Mappings of single fields."""

from __future__ import annotations

import pytest

from docstore import Store
from docstore.errors import IndexNotFoundError

PROPERTIES = {
    "t1": {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 9}}},
    "obj": {"properties": {"t1": {"type": "text"}, "i_t3": {"type": "alias", "path": "t1"}}},
}


def test_names_and_patterns(store: Store) -> None:
    store.indices.create(index="one", mappings={"properties": PROPERTIES})
    store.indices.create(index="two")
    assert store.indices.get_field_mapping(fields="t1.raw,gone") == {
        "one": {"mappings": {"t1.raw": {"full_name": "t1.raw", "mapping": {"raw": {"type": "keyword", "ignore_above": 9}}}}},
        "two": {"mappings": {}},
    }
    found = store.indices.get_field_mapping(index="o*", fields=["obj.*", "t1"])["one"]["mappings"]
    assert list(found) == ["obj.i_t3", "obj.t1", "t1"]
    assert found["obj.i_t3"]["mapping"] == {"i_t3": {"type": "alias", "path": "t1"}}
    with pytest.raises(IndexNotFoundError):
        store.indices.get_field_mapping(index="gone", fields="*")


def test_defaults_on_request(store: Store) -> None:
    store.indices.create(index="one", mappings={"properties": PROPERTIES})
    found = store.indices.get_field_mapping(fields="t1", include_defaults=True)["one"]["mappings"]["t1"]["mapping"]["t1"]
    assert found["type"] == "text"
    assert found["analyzer"] == found["search_analyzer"] == "default"
    assert found["fields"] == {"raw": {"type": "keyword", "ignore_above": 9}}


def test_metadata_fields_show_what_was_configured(store: Store) -> None:
    store.indices.create(index="one", mappings={"_routing": {"required": True}})
    found = store.indices.get_field_mapping(fields="*")["one"]["mappings"]
    assert found["_id"] == {"full_name": "_id", "mapping": {}}
    assert found["_routing"]["mapping"] == {"_routing": {"required": True}}
