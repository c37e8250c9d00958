"""Partial updates: merging, noops, upserts."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from tests.contents import raised

NOTHING = {"total": 0, "successful": 0, "failed": 0}


@pytest.mark.parametrize(
    ("before", "doc", "after"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"x": 1, "y": 1}}, {"a": {"y": 2, "z": {"w": 3}}}, {"a": {"x": 1, "y": 2, "z": {"w": 3}}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"x": 1}}, {"a": None}, {"a": None}),
        ({"a": "1"}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {"a": 1.0}, {"a": 1.0}),
    ],
)
def test_merge(store: docstore.Store, before: dict[str, Any], doc: dict[str, Any], after: dict[str, Any]) -> None:
    store.indices.create(index="i", mappings={"enabled": False})
    store.index(index="i", id="1", document=before, routing="r")
    answer = store.update(index="i", id="1", doc=doc)
    assert (answer["result"], answer["_version"], answer["_seq_no"]) == ("updated", 2, 1)
    got = store.get(index="i", id="1")
    assert repr(got["_source"]) == repr(after)
    assert got["_routing"] == "r"


@pytest.mark.parametrize("doc", [{}, {"a": 1}, {"b": {"c": [1, None]}}, {"b": {}}])
def test_noop(store: docstore.Store, doc: dict[str, Any]) -> None:
    before = {"a": 1, "b": {"c": [1, None], "d": {"e": None}}}
    store.index(index="i", id="1", document=before)
    answer = store.update(index="i", id="1", doc=doc, refresh=True)
    assert answer == {
        "_index": "i", "_id": "1", "_version": 1, "result": "noop", "_shards": NOTHING, "_seq_no": 0, "_primary_term": 1,
    }  # fmt: skip
    assert store.update(index="i", id="1", doc=doc, detect_noop=False)["result"] == "updated"
    assert store.get(index="i", id="1")["_source"] == before


def test_upsert(store: docstore.Store) -> None:
    assert store.update(index="i", id="1", doc={"a": 1}, upsert={"n": 0})["result"] == "created"
    assert store.get(index="i", id="1")["_source"] == {"n": 0}
    assert store.update(index="i", id="1", doc={"a": 1}, upsert={"n": 0})["result"] == "updated"
    assert store.get(index="i", id="1")["_source"] == {"n": 0, "a": 1}
    assert store.update(index="i", id="2", doc={"a": 1}, doc_as_upsert=True)["result"] == "created"
    assert store.get(index="i", id="2")["_source"] == {"a": 1}


def test_missing(store: docstore.Store) -> None:
    with pytest.raises(docstore.NotFoundError) as caught:
        store.update(index="i", id="1", doc={})
    assert raised(caught.value) == (404, "document_missing_exception", "[1]: document missing")
    uuid = store.indices.get_settings(index="i")["i"]["settings"]["index"]["uuid"]
    assert caught.value.metadata == {"index_uuid": uuid, "shard": "0", "index": "i"}
    store.index(index="i", id="1", document={})
    store.delete(index="i", id="1")
    with pytest.raises(docstore.NotFoundError):
        store.update(index="i", id="1", doc={})
    assert store.update(index="i", id="1", doc={}, upsert={})["_version"] == 3


def test_returned_source(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={"a": 1})
    answer = store.update(index="i", id="1", doc={"b": 2}, source=True)
    assert answer["get"] == {"_seq_no": 1, "_primary_term": 1, "found": True, "_source": {"a": 1, "b": 2}}
    assert list(answer)[-1] == "get"
    assert store.update(index="i", id="1", doc={"b": 3}, source_includes="b")["get"]["_source"] == {"b": 3}
    assert store.update(index="i", id="1", doc={"b": 3}, source_excludes="b")["get"]["_source"] == {"a": 1}
    assert "get" not in store.update(index="i", id="1", doc={"b": 4})
    assert "get" not in store.update(index="i", id="1", doc={"b": 5}, source=False)


def test_invalid_result_is_not_stored(store: docstore.Store) -> None:
    store.index(index="i", id="1", document={"n": 1})
    with pytest.raises(docstore.ApiError) as caught:
        store.update(index="i", id="1", doc={"n": "x", "m": 1})
    assert (caught.value.status, caught.value.type) == (400, "document_parsing_exception")
    assert store.get(index="i", id="1")["_source"] == {"n": 1}


def test_an_unknown_key_says_what_was_meant(store: docstore.Store) -> None:
    expected = (400, "x_content_parse_exception", "[UpdateRequest] unknown field [dock] did you mean [doc]?")
    with pytest.raises(docstore.ApiError) as caught:
        store.update(index="a", id="1", body={"dock": {"n": 1}, "upsert": {}})
    assert raised(caught.value) == expected
    with pytest.raises(docstore.ApiError) as caught:
        store.bulk(index="a", operations=[{"update": {"_id": "1"}}, {"dock": {"n": 1}}])
    assert raised(caught.value) == expected
    assert not store.indices.exists(index="a")
