"""Metadata fields: in documents, in mappings, in queries."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping
from docstore.mapping.metadata import METADATA_FIELDS

Json = dict[str, Any]
IAE, PARSING = "illegal_argument_exception", "parsing_exception"


@pytest.mark.parametrize("name", sorted(METADATA_FIELDS))
def test_no_document_and_no_mapping_has_one(name: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({}).validate({"a": 1, name: "x"}, "7")
    error = caught.value.cause
    start = 7 + len(name) + 4
    text = f"[1:{start}] Field [{name}] is a metadata field and cannot be added inside a document. Use the index API request parameters."
    assert error["type"] == "document_parsing_exception"
    assert error["reason"] == f"[1:{start}] failed to parse field [{name}] of type [{name}] in document with id '7'. " + (
        "Preview of field's value: 'x'"
    )
    assert error["caused_by"] == {"type": "document_parsing_exception", "reason": text}
    Mapping.parse({}).validate({"a": {name: "x"}}, "7")
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {name: {"type": "keyword"}}})
    assert (caught.value.type, caught.value.reason) == ("mapper_parsing_exception", f"Field [{name}] is defined more than once")


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [
        (0, IAE, "Field [_doc_count] must be a positive integer. Value [0] is not a positive integer"),
        (-3, IAE, "Field [_doc_count] must be a positive integer. Value [-3] is not a positive integer"),
        (1.5, IAE, "1.5 cannot be converted to Integer without data loss"),
        ([1, 2], IAE, "Arrays are not allowed for field [_doc_count]."),
        ("5", PARSING, "Failed to parse object: expecting token of type [VALUE_NUMBER] but found [VALUE_STRING]"),
        (None, PARSING, "Failed to parse object: expecting token of type [VALUE_NUMBER] but found [VALUE_NULL]"),
        (True, PARSING, "Failed to parse object: expecting token of type [VALUE_NUMBER] but found [VALUE_BOOLEAN]"),
        ({}, PARSING, "Failed to parse object: expecting token of type [VALUE_NUMBER] but found [START_OBJECT]"),
    ],
)
def test_wrong_doc_counts(store: docstore.Store, value: Any, kind: str, reason: str) -> None:
    store.indices.create(index="i")
    with pytest.raises(ApiError) as caught:
        store.index(index="i", document={"_doc_count": value})
    assert "failed to parse field [_doc_count] of type [_doc_count]" in caught.value.cause["reason"]
    assert (caught.value.cause["caused_by"]["type"], caught.value.cause["caused_by"]["reason"]) == (kind, reason)


def test_doc_counts(store: docstore.Store) -> None:
    for number, document in enumerate(({"_doc_count": 3}, {"_doc_count": 4.0}, {"_doc_count": [2]}, {"a": 1})):
        store.index(index="i", id=str(number), document=document)
        assert store.get(index="i", id=str(number))["_source"] == document
    assert "_doc_count" not in store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]
    assert store.count(index="i", query={"exists": {"field": "_doc_count"}})["count"] == 3


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"term": {"_tier": "data_content"}}, 1),
        ({"terms": {"_tier": ["data_hot", "data_warm"]}}, 0),
        ({"prefix": {"_tier": "data_"}}, 1),
        ({"exists": {"field": "_tier"}}, 1),
        ({"terms": {"_index_mode": ["lookup", "standard"]}}, 1),
        ({"exists": {"field": "_version"}}, 1),
    ],
)
def test_queries(store: docstore.Store, query: Json, count: int) -> None:
    store.index(index="i", id="1", document={"a": 1})
    assert store.count(index="i", query=query)["count"] == count


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"term": {"_doc_count": 1}}, "Field [_doc_count] of type [_doc_count] is not searchable"),
        ({"term": {"_version": 1}}, "VersionField field [_version] is not searchable"),
        ({"term": {"_source": 1}}, "The [_source] field is not searchable"),
        ({"exists": {"field": "_source"}}, "The [_source] field is not searchable"),
    ],
)
def test_refused_queries(store: docstore.Store, query: Json, reason: str) -> None:
    store.index(index="i", id="1", document={"a": 1})
    with pytest.raises(ApiError) as caught:
        store.count(index="i", query=query)
    assert reason in str(caught.value.body)


def test_the_tier_is_a_setting(store: docstore.Store) -> None:
    store.indices.create(index="i", settings={"index.routing.allocation.include._tier_preference": "data_warm,data_hot"})
    store.index(index="i", id="1", document={"a": 1})
    assert store.count(index="i", query={"term": {"_tier": "data_warm"}})["count"] == 1
    assert store.count(index="i", query={"term": {"_tier": "data_hot"}})["count"] == 0


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("_routing", "Fielddata is not supported on field [_routing] of type [_routing]"),
        ("_source", "Fielddata is not supported on field [_source] of type [_source]"),
        ("_version", "docstore cannot sort or aggregate by [_version] here"),
    ],
)
def test_metadata_that_is_neither_sorted_nor_aggregated(store: docstore.Store, field: str, reason: str) -> None:
    store.index(index="i", id="1", document={"a": 1})
    for search in ({"sort": [field]}, {"aggs": {"x": {"terms": {"field": field}}}}):
        with pytest.raises(ApiError) as caught:
            store.search(index="i", **search)  # type: ignore[arg-type]
        assert reason in str(caught.value.body)


@pytest.mark.parametrize(("field", "value"), [("_index", "i"), ("_tier", "data_content"), ("_index_mode", "standard")])
def test_metadata_that_is_the_same_for_all_documents(store: docstore.Store, field: str, value: str) -> None:
    store.index(index="i", id="1", document={"a": 1})
    found = store.search(index="i", sort=[field], aggs={"x": {"terms": {"field": field}}})
    assert found["hits"]["hits"][0]["sort"] == [value]
    assert [(bucket["key"], bucket["doc_count"]) for bucket in found["aggregations"]["x"]["buckets"]] == [(value, 1)]
