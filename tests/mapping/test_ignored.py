"""What of a document is not indexed, and how that is found."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError, DocumentParsingError
from docstore.mapping import Mapping

FIELDS = {
    "n": {"type": "long", "ignore_malformed": True},
    "d": {"type": "date", "ignore_malformed": True},
    "k": {"type": "keyword", "ignore_above": 3},
    "t": {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 4}, "n": {"type": "byte", "ignore_malformed": True}}},
    "o": {"properties": {"ip": {"type": "ip", "ignore_malformed": True}}},
    "many": {"type": "nested", "properties": {"b": {"type": "boolean", "ignore_malformed": True}}},
    "c": {"type": "keyword", "copy_to": "n"},
}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ({}, ()),
        ({"n": 1, "d": "2024-01-01", "k": "abc", "t": "1", "c": "7"}, ()),
        ({"n": None, "d": [], "k": [None]}, ()),
        ({"n": "x"}, ("n",)),
        ({"n": [1, "x", 2]}, ("n",)),
        ({"d": "yesterday", "k": "abcd"}, ("d", "k")),
        ({"t": "1234"}, ("t.n",)),
        ({"t": "long one"}, ("t.n", "t.raw")),
        ({"o": {"ip": "nowhere"}}, ("o.ip",)),
        ({"o.ip": "nowhere"}, ("o.ip",)),
        ({"many": [{"b": True}, {"b": "perhaps"}]}, ("many.b",)),
        ({"c": "seven"}, ("n",)),
    ],
)
def test_names_of_what_is_not_indexed(source: dict[str, Any], names: tuple[str, ...]) -> None:
    mapping = Mapping.parse({"properties": FIELDS})
    mapping.validate(source, "1")
    assert mapping.ignored(source) == names


def test_objects_are_malformed_numbers_that_nothing_ignores() -> None:
    with pytest.raises(DocumentParsingError):
        Mapping.parse({"properties": FIELDS}).validate({"n": {"a": 1}}, "1")


def test_the_index_says_what_is_ignored_and_where_keywords_end() -> None:
    mapping = Mapping.parse(
        {"properties": {"n": {"type": "integer"}, "k": {"type": "keyword"}}},
        settings={"index": {"mapping": {"ignore_malformed": "true", "ignore_above": 2}}},
    )
    assert mapping.ignored({"n": "x", "k": "abc"}) == ("k", "n")


def test_fields_beyond_the_limit_are_left_out_where_the_index_says_so(store: Store) -> None:
    limits = {"mapping.total_fields.limit": 3, "mapping.total_fields.ignore_dynamic_beyond_limit": True}
    store.indices.create(index="full", settings=limits, mappings={"properties": {"a": {"type": "long"}}})
    store.index(index="full", id="1", document={"a": 1, "text": "takes two", "n": 5, "more": {"deep": 1}, "x": [{"y": 1}]})
    store.index(index="full", id="2", document={"a": 1, "n": 1})
    store.index(index="full", id="3", document={"other": "x", "n": 1})
    properties = store.indices.get_mapping(index="full")["full"]["mappings"]["properties"]
    assert set(properties) == {"a", "text"}
    assert store.get(index="full", id="1", stored_fields="_ignored")["_ignored"] == ["more", "n", "x"]
    assert store.get(index="full", id="2", stored_fields=["_ignored"])["_ignored"] == ["n"]
    assert "_ignored" not in store.get(index="full", id="2")
    assert store.count(index="full", query={"exists": {"field": "_ignored"}})["count"] == 3
    assert store.count(index="full", query={"terms": {"_ignored": ["more", "other"]}})["count"] == 2


def test_fields_with_long_names_are_left_out_where_the_index_says_so(store: Store) -> None:
    limits = {"mapping.field_name_length": {"limit": 3, "ignore_dynamic_beyond_limit": True}}
    store.indices.create(index="short", settings=limits)
    store.index(index="short", id="1", document={"abc": 1, "abcd": 2, "o": {"long": 1, "ok": 1}, "lists": [{"a": 1}]})
    properties = store.indices.get_mapping(index="short")["short"]["mappings"]["properties"]
    assert properties == {"abc": {"type": "long"}, "o": {"properties": {"ok": {"type": "long"}}}}
    assert store.get(index="short", id="1", stored_fields="_ignored")["_ignored"] == ["abcd", "lists", "o.long"]
    store.reindex(source={"index": "short"}, dest={"index": "wide"})
    assert store.count(index="wide", query={"term": {"o.long": 1}})["count"] == 1
    with pytest.raises(ApiError, match=r"Field name \[abcd\] is longer than the limit of \[3\] characters"):
        store.indices.put_mapping(index="short", properties={"abcd": {"type": "long"}})


def test_ignored_is_shown_and_searched_and_follows_the_documents(store: Store) -> None:
    store.indices.create(index="i", mappings={"properties": FIELDS})
    store.index(index="i", id="1", document={"n": "x", "t": "longer"})
    store.index(index="i", id="2", document={"n": 1})
    assert store.get(index="i", id="1", stored_fields="_ignored")["_ignored"] == ["n", "t.n", "t.raw"]
    assert "_ignored" not in store.get(index="i", id="2", stored_fields="_ignored")
    assert "_ignored" not in store.get(index="i", id="1")
    docs = store.mget(index="i", ids=["1"], stored_fields="_ignored")["docs"]
    assert docs[0]["_ignored"] == ["n", "t.n", "t.raw"]
    assert store.count(index="i", query={"term": {"_ignored": "n"}})["count"] == 1
    store.index(index="i", id="2", document={"n": "y"})
    assert store.count(index="i", query={"term": {"_ignored": {"value": "n"}}})["count"] == 2
    assert store.count(index="i", query={"bool": {"must_not": {"exists": {"field": "_ignored"}}}})["count"] == 0
    assert store.count(index="i", query={"prefix": {"_ignored": "t."}})["count"] == 1
