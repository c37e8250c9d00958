"""What gets show beside the whole document: stored fields, and the source as it would be rebuilt."""

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError


@pytest.fixture
def shop(store: docstore.Store) -> docstore.Store:
    properties = {
        "name": {"type": "keyword", "store": True},
        "price": {"type": "long", "store": True},
        "note": {"type": "text", "store": True},
        "maker": {"properties": {"city": {"type": "keyword", "store": True}}},
    }
    store.indices.create(index="shop", mappings={"properties": properties})
    document = {"price": "5", "name": ["b", "a"], "note": "soft", "maker": {"city": "Jena"}}
    store.index(index="shop", id="1", document=document, routing="r")
    return store


@pytest.mark.parametrize(
    ("asked", "fields", "source"),
    [
        ({"stored_fields": "price"}, {"price": [5]}, None),
        ({"stored_fields": ["name", "maker.city"]}, {"name": ["b", "a"], "maker.city": ["Jena"]}, None),
        ({"stored_fields": "note,missing"}, {"note": ["soft"]}, None),
        ({"stored_fields": "price", "source_includes": "name"}, {"price": [5]}, {"name": ["b", "a"]}),
        ({"stored_fields": "price,_source", "source": None}, {"price": [5]}, "whole"),
        ({"stored_fields": "_source"}, None, "whole"),
    ],
)
def test_stored_fields(shop: docstore.Store, asked: dict[str, Any], fields: Any, source: Any) -> None:
    found = shop.get(index="shop", id="1", routing="r", **asked)
    whole = shop.get(index="shop", id="1", routing="r")["_source"]
    assert found.get("fields") == fields
    assert found.get("_source") == (whole if source == "whole" else source)
    (again,) = shop.mget(index="shop", ids=["1"], **asked)["docs"]
    assert (again.get("fields"), again.get("_source")) == (found.get("fields"), found.get("_source"))


def test_each_item_of_an_mget_may_ask_for_its_own(shop: docstore.Store) -> None:
    docs = [{"_id": "1", "stored_fields": ["price"]}, {"_id": "1", "_source": False}, {"_id": "1", "stored_fields": ["maker"]}]
    (whole,) = shop.mget(index="shop", docs=[{"_id": "1", "stored_fields": ["name", "_source"]}], stored_fields="price")["docs"]
    assert (whole["fields"], whole["_source"]["note"]) == ({"name": ["b", "a"]}, "soft")
    one, two, three = shop.mget(index="shop", docs=docs, stored_fields="name")["docs"]
    assert (one["fields"], two["fields"]) == ({"price": [5]}, {"name": ["b", "a"]})
    assert three["error"]["reason"] == "field [maker] isn't a leaf field"


def test_an_object_is_not_stored(shop: docstore.Store) -> None:
    with pytest.raises(docstore.errors.IllegalArgumentError, match=r"field \[maker\] isn't a leaf field"):
        shop.get(index="shop", id="1", stored_fields="maker")


def test_the_source_as_it_would_be_rebuilt(shop: docstore.Store) -> None:
    rebuilt = {"maker": {"city": "Jena"}, "name": ["a", "b"], "note": "soft", "price": 5}
    assert shop.get(index="shop", id="1", force_synthetic_source=True)["_source"] == rebuilt
    (hit,) = shop.search(index="shop", force_synthetic_source=True)["hits"]["hits"]
    assert hit["_source"] == rebuilt
    assert shop.mget(index="shop", ids=["1"], force_synthetic_source=True)["docs"][0]["_source"] == rebuilt


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ({"type": "text"}, False),
        ({"type": "text", "fields": {"raw": {"type": "keyword", "normalizer": "lowercase"}}}, False),
        ({"type": "text", "fields": {"raw": {"type": "keyword", "doc_values": False}}}, False),
        ({"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 9}}}, True),
        ({"type": "text", "store": True}, True),
    ],
)
def test_a_text_is_rebuilt_of_what_is_kept_beside_it(store: docstore.Store, note: dict[str, Any], kept: bool) -> None:
    store.indices.create(index="i", mappings={"properties": {"note": note}})
    store.index(index="i", id="1", document={"note": "soft"})
    reads = (lambda **how: store.get(index="i", id="1", **how)), (lambda **how: store.search(index="i", **how)["hits"]["hits"][0])
    for read in reads:
        assert read()["_source"] == {"note": "soft"}
        if kept:
            assert read(force_synthetic_source=True)["_source"] == {"note": "soft"}
            continue
        with pytest.raises(docstore.errors.ApiError) as caught:
            read(force_synthetic_source=True)
        assert caught.value.status == 400
        assert "field [note] of type [text] doesn't support synthetic source unless it is stored or has" in str(caught.value.body)


def test_only_a_data_stream_will_do(store: docstore.Store) -> None:
    store.indices.put_index_template(name="logs", index_patterns=["logs-*"], data_stream={})
    store.indices.create(index="plain")
    event = {"@timestamp": "2026-01-01"}
    assert store.create(index="logs-a", id="1", document=event, require_data_stream=True)["result"] == "created"
    for name, why in (
        ("plain", "[require_data_stream] request flag is [true] and [plain] is not a data stream"),
        (
            "none",
            "the index creation request requires a data stream, but no matching index template with data stream template was found"
            " for it",
        ),
    ):
        with pytest.raises(docstore.errors.IndexNotFoundError) as refused:
            store.index(index=name, document=event, require_data_stream=True)
        assert refused.value.reason == f"no such index [{name}] and {why}"
    answer = store.bulk(
        index="plain",
        operations=[{"create": {"_index": "logs-a"}}, event, {"create": {"require_data_stream": False}}, event, {"index": {}}, event],
        require_data_stream=True,
    )
    assert [next(iter(item.values()))["status"] for item in answer["items"]] == [201, 201, 404]
    assert not store.indices.exists(index="none")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "Validation Failed: 1: no documents to get;"),
        ({"docs": [{"_id": "1"}, {"_index": "shop"}]}, "Validation Failed: 1: index is missing for doc 0;2: id is missing for doc 1;"),
        ({"index": "shop", "docs": [{"_id": ["1"]}, {"_id": {}}]},
         "Validation Failed: 1: id is missing for doc 0;2: id is missing for doc 1;"),
        ({"docs": ["1"]}, "docs array element should include an object"),
        ({"ids": ["1", ["2"]]}, "ids array element should only contain ids"),
        ({"ids": [{"_id": "2"}]}, "ids array element should only contain ids"),
        ({"docs": [{"_id": "1", "fields": "a", "x": 1}]}, "Unsupported field [fields] used, expected [stored_fields] instead"),
        ({"docs": [{"_id": "1", "y": 2, "x": 1}]}, "failed to parse multi get request. unknown field [x]"),
    ],
)  # fmt: skip
def test_what_an_mget_refuses(store: docstore.Store, asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        store.mget(**asked)
    assert (refused.value.reason, refused.value.status) == (reason, 400)


def test_numbers_are_ids_in_an_mget(store: docstore.Store) -> None:
    store.index(index="i", id="7", document={})
    for asked in ({"ids": [7]}, {"docs": [{"_id": 7}]}):
        assert [doc["found"] for doc in store.mget(index="i", **asked)["docs"]] == [True]
