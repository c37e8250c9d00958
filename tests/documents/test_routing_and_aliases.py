"""Routing, aliases and what they forbid."""

from __future__ import annotations

import pytest

import docstore
from docstore.documents import routing
from docstore.errors import NotFoundError
from tests.contents import raised

PROVIDED = "Alias [x] has index routing associated with it [r], and was provided with routing value [s], rejecting operation"


def test_routing_is_kept(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={}, routing="r")
    assert store.get(index="a", id="1", routing="r")["_routing"] == "r"
    store.index(index="a", id="1", document={})
    assert "_routing" not in store.get(index="a", id="1")
    store.bulk(
        operations=[{"index": {"_index": "a", "_id": "2"}}, {}, {"index": {"_index": "a", "_id": "3", "routing": "s"}}, {}], routing="r"
    )
    assert [store.get(index="a", id=key)["_routing"] for key in "23"] == ["r", "s"]


def test_required_routing(store: docstore.Store) -> None:
    store.indices.create(index="a", mappings={"_routing": {"required": True}}, aliases={"x": {"routing": "r"}})
    for call, arguments in (("index", {"document": {}}), ("delete", {}), ("update", {"doc": {}}), ("get", {})):
        with pytest.raises(docstore.ApiError) as caught:
            getattr(store, call)(index="a", id="1", **arguments)
        assert raised(caught.value) == (400, "routing_missing_exception", "routing is required for [a]/[1]")
    items = store.bulk(operations=[{"index": {"_index": "a", "_id": "1"}}, {}, {"index": {"_index": "a", "_id": "2", "routing": "r"}}, {}])[
        "items"
    ]
    assert [item["index"]["status"] for item in items] == [400, 201]
    with pytest.raises(docstore.ApiError):
        store.load(index="a", documents=[{}])
    assert store.index(index="x", id="3", document={})["result"] == "created"
    found = store.mget(index="a", ids=["2"])["docs"][0]
    assert found["error"]["type"] == "routing_missing_exception"


def test_required_routing_comes_from_the_alias(store: docstore.Store) -> None:
    store.indices.create(index="a", mappings={"_routing": {"required": True}}, aliases={"x": {"routing": "r"}})
    store.index(index="x", id="1", document={"n": 1})
    assert store.get(index="x", id="1")["_routing"] == "r"
    assert store.exists(index="x", id="1")


def test_routing_of_an_alias(store: docstore.Store) -> None:
    store.indices.create(index="a", aliases={"x": {"index_routing": "r"}})
    assert store.index(index="x", id="1", document={})["_index"] == "a"
    assert store.index(index="x", id="1", document={}, routing="r")["_version"] == 2
    assert store.get(index="a", id="1")["_routing"] == "r"
    for call, arguments in (("index", {"document": {}}), ("delete", {}), ("update", {"doc": {}})):
        with pytest.raises(docstore.ApiError) as caught:
            getattr(store, call)(index="x", id="1", routing="s", **arguments)
        assert raised(caught.value) == (400, "illegal_argument_exception", PROVIDED)
    item = store.bulk(operations=[{"index": {"_index": "x", "_id": "2", "routing": "s"}}, {}])["items"][0]["index"]
    assert (item["status"], item["error"]["reason"]) == (400, PROVIDED)


def test_write_index(store: docstore.Store) -> None:
    store.indices.create(index="a", aliases={"x": {}})
    store.indices.create(index="b", aliases={"x": {"is_write_index": True}})
    assert store.index(index="x", id="1", document={})["_index"] == "b"
    assert store.load(index="x", documents=[{}, {}]).created == 2
    assert store.count(index="b")["count"] == 3
    store.indices.put_alias(index="b", name="x", is_write_index=False)
    with pytest.raises(docstore.ApiError, match=r"no write index is defined for alias \[x\]"):
        store.index(index="x", id="1", document={})
    with pytest.raises(docstore.ApiError, match=r"alias \[x\] has more than one index"):
        store.get(index="x", id="1")


def test_require_alias(store: docstore.Store) -> None:
    reason = "no such index [a] and [require_alias] request flag is [true] and [a] is not an alias"
    for _ in range(2):
        for call, arguments in (("index", {"document": {}}), ("update", {"doc": {}, "doc_as_upsert": True})):
            with pytest.raises(docstore.NotFoundError) as caught:
                getattr(store, call)(index="a", id="1", require_alias=True, **arguments)
            assert raised(caught.value) == (404, "index_not_found_exception", reason)
        store.index(index="a", id="0", document={})
    store.indices.put_alias(index="a", name="x")
    assert store.index(index="x", id="1", document={}, require_alias=True)["_index"] == "a"
    items = store.bulk(operations=[{"index": {"_index": "a"}}, {}, {"index": {"_index": "x"}}, {}], require_alias=True)["items"]
    assert [item["index"]["status"] for item in items] == [404, 201]


def test_closed_index(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    store.indices.close(index="a")
    for call, arguments in (("index", {"document": {}}), ("get", {}), ("delete", {}), ("update", {"doc": {}})):
        with pytest.raises(docstore.ApiError) as caught:
            getattr(store, call)(index="a", id="1", **arguments)
        assert (caught.value.status, caught.value.type) == (400, "index_closed_exception")
    store.indices.open(index="a")
    assert store.exists(index="a", id="1")


def test_routing_beyond_what_a_record_holds_is_refused(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={}, routing="r" * 65_532)
    assert store.get(index="a", id="1")["_routing"] == "r" * 65_532
    with pytest.raises(docstore.errors.BadRequestError, match="routing is too long"):
        store.index(index="a", id="2", document={}, routing="r" * 65_533)
    assert not store.exists(index="a", id="2")
    with pytest.raises(docstore.errors.BadRequestError, match="routing is too long"):
        store.reindex(source={"index": "a"}, dest={"index": "b", "routing": "=" + "r" * 65_533})


def test_an_index_of_several_shards_has_a_document_for_those_who_look_on_its_shard(store: docstore.Store) -> None:
    """The cases of ``get/40_routing.yml``, ``delete/30_routing.yml``, ``mget/40_routing.yml`` and ``update/40_routing.yml``."""
    store.indices.create(index="i", settings={"number_of_shards": 5, "number_of_routing_shards": 5})
    store.index(index="i", id="1", routing="5", document={"n": 1})
    found = store.mget(index="i", docs=[{"_id": "1"}, {"_id": "1", "routing": 4}, {"_id": "1", "routing": 5}])["docs"]
    assert [each["found"] for each in found] == [False, False, True]
    assert not store.exists(index="i", id="1")
    for call in (store.get, store.delete):
        with pytest.raises(NotFoundError):
            call(index="i", id="1", routing="4")
    with pytest.raises(NotFoundError):
        store.update(index="i", id="1", doc={"n": 2})
    items = store.bulk(index="i", operations=[{"delete": {"_id": "1"}}])["items"]
    assert (items[0]["delete"]["result"], items[0]["delete"]["_version"]) == ("not_found", 1)
    assert store.count(index="i")["count"] == 1
    assert store.update(index="i", id="1", routing="5", doc={"n": 2})["_version"] == 2
    assert store.delete(index="i", id="1", routing="5")["result"] == "deleted"
    assert store.check() == []


@pytest.mark.parametrize(
    ("settings", "together"),
    [
        ({"number_of_shards": 1}, "abcdefgh"),
        ({"number_of_shards": 2}, "acdg"),
        ({"number_of_shards": 8}, "ac"),
        ({"number_of_shards": 8, "number_of_routing_shards": 8}, "afh"),
    ],
)
def test_routings_that_lead_to_the_same_shard_are_alike(store: docstore.Store, settings: dict[str, int], together: str) -> None:
    store.indices.create(index="i", settings=settings)
    store.index(index="i", id="1", routing="a", document={})
    assert [each for each in "abcdefgh" if store.exists(index="i", id="1", routing=each)] == list(together)


def test_the_hash_of_a_routing() -> None:
    """The values of Elasticsearch's own test."""
    known = {"hell": 0x5A0CB7C3, "hello": 0xD7C31989, "hello w": 0x22AB2984, "hello wo": 0xDF0CA123, "hello wor": 0xE7744D61}
    known["The quick brown fox jumps over the lazy dog"] = 0xE07DB09C
    assert {text: routing._hash(text) & 0xFFFFFFFF for text in known} == known
