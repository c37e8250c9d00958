"""The shape of every answer of the single-document APIs."""

from __future__ import annotations

import pytest

import docstore
from docstore import NotFoundError

SHARDS = {"total": 2, "successful": 1, "failed": 0}


def test_index_then_index(store: docstore.Store) -> None:
    first = store.index(index="a", id="1", document={"n": 1})
    assert first == {
        "_index": "a", "_id": "1", "_version": 1, "result": "created", "_shards": SHARDS, "_seq_no": 0, "_primary_term": 1,
    }  # fmt: skip
    assert list(first) == ["_index", "_id", "_version", "result", "_shards", "_seq_no", "_primary_term"]
    assert store.index(index="a", id="1", document={"n": 2}) == {**first, "_version": 2, "result": "updated", "_seq_no": 1}


def test_index_without_id(store: docstore.Store) -> None:
    answers = [store.index(index="a", document={"n": n}) for n in range(50)]
    ids = [answer["_id"] for answer in answers]
    assert len(set(ids)) == 50
    assert all(len(doc_id) == 20 for doc_id in ids)
    assert store.get(index="a", id=ids[7])["_source"] == {"n": 7}


def test_replicas_count_in_shards(store: docstore.Store) -> None:
    store.indices.create(index="a", settings={"number_of_replicas": 0})
    assert store.index(index="a", document={})["_shards"] == {"total": 1, "successful": 1, "failed": 0}


@pytest.mark.parametrize(("refresh", "forced"), [(True, True), ("true", True), ("", True), (False, False), ("wait_for", False)])
def test_refresh(store: docstore.Store, refresh: bool | str, forced: bool) -> None:
    store.index(index="a", id="0", document={})
    for answer in (
        store.index(index="a", id="1", document={}, refresh=refresh),
        store.update(index="a", id="1", doc={"n": 1}, refresh=refresh),
        store.delete(index="a", id="1", refresh=refresh),
        store.bulk(operations=[{"delete": {"_index": "a", "_id": "0"}}], refresh=refresh)["items"][0]["delete"],
    ):
        assert answer.get("forced_refresh", False) is forced


def test_get(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={"n": 1}, routing="r")
    got = store.get(index="a", id="1")
    assert got == {
        "_index": "a", "_id": "1", "_version": 1, "_seq_no": 0, "_primary_term": 1, "_routing": "r", "found": True, "_source": {"n": 1},
    }  # fmt: skip
    assert store.get(index="a", id="1", source=False) == {key: got[key] for key in got if key != "_source"}
    assert store.get_source(index="a", id="1") == {"n": 1}
    assert store.exists(index="a", id="1") is True
    assert store.exists_source(index="a", id="1") is True


def test_get_of_nothing(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    with pytest.raises(NotFoundError) as caught:
        store.get(index="a", id="2")
    assert (caught.value.status_code, caught.value.body) == (404, {"_index": "a", "_id": "2", "found": False})
    with pytest.raises(NotFoundError) as caught:
        store.get_source(index="a", id="2")
    assert (caught.value.type, caught.value.reason) == ("resource_not_found_exception", "Document not found [a]/[2]")
    assert store.exists(index="a", id="2") is False
    assert store.exists_source(index="a", id="2") is False
    assert store.exists(index="none", id="2") is False


@pytest.mark.parametrize("call", ["get", "get_source"])
def test_get_from_no_index(store: docstore.Store, call: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        getattr(store, call)(index="none", id="1")
    assert caught.value.body == {
        "error": {
            "root_cause": [
                {"type": "index_not_found_exception", "reason": "no such index [none]", "resource.type": "index_or_alias",
                 "resource.id": "none", "index_uuid": "_na_", "index": "none"}
            ],
            "type": "index_not_found_exception", "reason": "no such index [none]", "resource.type": "index_or_alias",
            "resource.id": "none", "index_uuid": "_na_", "index": "none",
        },
        "status": 404,
    }  # fmt: skip


def test_delete(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    assert store.delete(index="a", id="1") == {
        "_index": "a", "_id": "1", "_version": 2, "result": "deleted", "_shards": SHARDS, "_seq_no": 1, "_primary_term": 1,
    }  # fmt: skip
    with pytest.raises(NotFoundError) as caught:
        store.delete(index="a", id="1")
    assert caught.value.body == {
        "_index": "a", "_id": "1", "_version": 3, "result": "not_found", "_shards": SHARDS, "_seq_no": 2, "_primary_term": 1,
    }  # fmt: skip
    with pytest.raises(NotFoundError) as caught:
        store.delete(index="a", id="never")
    assert (caught.value.body["_version"], caught.value.body["_seq_no"]) == (1, 3)
    with pytest.raises(NotFoundError) as caught:
        store.delete(index="none", id="1")
    assert caught.value.type == "index_not_found_exception"
    assert not store.indices.exists(index="none")


def test_mget(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={"n": 1, "m": {"x": 1, "y": 2}}, routing="r")
    store.indices.create(index="b", aliases={"ab": {}})
    store.indices.put_alias(index="a", name="ab")
    docs = [
        {"_index": "a", "_id": "1"},
        {"_index": "a", "_id": "1", "_source": False},
        {"_index": "a", "_id": "1", "_source": ["m.x"]},
        {"_index": "a", "_id": "1", "_source": {"excludes": "m"}},
        {"_index": "a", "_id": "2"},
        {"_index": "none", "_id": "1"},
        {"_index": "ab", "_id": "1"},
    ]
    found = store.mget(docs=docs)["docs"]
    whole = store.get(index="a", id="1")
    assert found[0] == whole
    assert "_source" not in found[1]
    assert found[2]["_source"] == {"m": {"x": 1}}
    assert found[3]["_source"] == {"n": 1}
    assert found[4] == {"_index": "a", "_id": "2", "found": False}
    assert found[5]["error"]["type"] == "index_not_found_exception"
    assert found[6]["error"]["reason"] == ("alias [ab] has more than one index associated with it [a, b], can't execute a single index op")
    assert store.mget(index="a", ids=["1", "2"])["docs"] == [whole, found[4]]
    assert store.mget(index="a", ids=["1"], source_includes="n")["docs"][0]["_source"] == {"n": 1}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"docs": []}, "Validation Failed: 1: no documents to get;"),
        ({"docs": [{"_id": "1"}, {"_index": "a"}]}, "Validation Failed: 1: index is missing for doc 0;2: id is missing for doc 1;"),
    ],
)
def test_mget_of_nothing(store: docstore.Store, arguments: dict[str, object], reason: str) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        store.mget(**arguments)  # type: ignore[arg-type]
    assert (caught.value.type, caught.value.reason) == ("action_request_validation_exception", reason)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"source": "a"}, {"a": {"b": 1, "c": [{"d": 1, "e": 2}]}}),
        ({"source": ["a.b", "f"]}, {"a": {"b": 1}, "f": 3}),
        ({"source": "*.c"}, {"a": {"c": [{"d": 1, "e": 2}]}}),
        ({"source_includes": "a.c.d"}, {"a": {"c": [{"d": 1}]}}),
        ({"source_excludes": "a.c"}, {"a": {"b": 1}, "f": 3, "fo": 4}),
        ({"source_includes": "a,f*", "source_excludes": ["a.b", "fo"]}, {"a": {"c": [{"d": 1, "e": 2}]}, "f": 3}),
        ({"source": "none"}, {}),
        ({"source": True}, {"a": {"b": 1, "c": [{"d": 1, "e": 2}]}, "f": 3, "fo": 4}),
    ],
)
def test_source_filtering(store: docstore.Store, filters: dict[str, object], expected: dict[str, object]) -> None:
    store.index(index="a", id="1", document={"a": {"b": 1, "c": [{"d": 1, "e": 2}]}, "f": 3, "fo": 4})
    assert store.get(index="a", id="1", **filters)["_source"] == expected  # type: ignore[arg-type]
    assert store.get_source(index="a", id="1", **filters) == expected  # type: ignore[arg-type]
    assert store.mget(index="a", ids=["1"], **filters)["docs"][0]["_source"] == expected  # type: ignore[arg-type]


def test_index_that_keeps_no_source(store: docstore.Store) -> None:
    store.indices.create(index="a", mappings={"_source": {"enabled": False}})
    store.index(index="a", id="1", document={"n": 1})
    assert "_source" not in store.get(index="a", id="1")
    assert store.exists(index="a", id="1")
    assert not store.exists_source(index="a", id="1")
    with pytest.raises(NotFoundError, match="Source not found"):
        store.get_source(index="a", id="1")
    with pytest.raises(docstore.ApiError) as caught:
        store.update(index="a", id="1", doc={"n": 2})
    assert (caught.value.type, caught.value.reason) == ("document_source_missing_exception", "[1]: document source missing")
    item = store.bulk(operations=[{"update": {"_index": "a", "_id": "1"}}, {"doc": {"n": 2}}])["items"][0]["update"]
    assert (item["status"], item["error"]["type"]) == (400, "document_source_missing_exception")


def test_ids_of_mget_may_be_numbers(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    assert [(doc["_id"], doc["found"]) for doc in store.mget(index="a", ids=[1, 3])["docs"]] == [("1", True), ("3", False)]


def test_arrays_in_arrays_are_taken_apart(store: docstore.Store) -> None:
    assert store.index(index="nested-arrays", id="1", document={"tag": [["red"], ["blue", ["green"]]], "none": [[]]})["result"] == "created"
    assert store.count(index="nested-arrays", query={"term": {"tag.keyword": "green"}})["count"] == 1
