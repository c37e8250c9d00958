"""What goes in comes out equal: ids, values, sizes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import docstore
from docstore.storage import source as codec
from tests.contents import documents, sources
from tests.examples import TIMES

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
json_documents = st.dictionaries(
    st.text(max_size=8),
    st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8
    ),
    max_size=5,
)


@given(json_documents)
def test_source_codec(source: dict[str, Any]) -> None:
    back = codec.decode(codec.encode(source))
    assert back == source
    assert repr(back) == repr(source)


@settings(max_examples=60 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=json_documents)
def test_source_through_every_way_of_writing(store: docstore.Store, source: dict[str, Any]) -> None:
    if not store.indices.exists(index="kept"):
        store.indices.create(index="kept", mappings={"enabled": False})
        store.indices.create(index="copied", mappings={"enabled": False})
    with suppress(docstore.NotFoundError):
        store.delete(index="kept", id="4")
    store.index(index="kept", id="1", document=source)
    store.bulk(operations=[{"index": {"_index": "kept", "_id": "2"}}, source])
    store.load(index="kept", documents=[source], id=lambda _: "3")
    store.update(index="kept", id="4", doc=source, doc_as_upsert=True)
    store.reindex(source={"index": "kept"}, dest={"index": "copied"})
    for index in ("kept", "copied"):
        assert [repr(found) for found in sources(store, index).values()] == [repr(source)] * 4


IDS = [
    "1",
    "a b",
    "ß",
    "日本語",
    "\u0000",
    "e\u0301",
    "\u00e9",
    "🙂" * 128,
    "x" * 511,
    "x" * 512,
    "y" * 512,
    "x" * 510 + "é",
    "\uffff",
    "/",
    "*,?",
    "-1",
]


def test_strange_and_long_ids(store: docstore.Store) -> None:
    for n, doc_id in enumerate(IDS):
        assert store.index(index="a", id=doc_id, document={"n": n})["_id"] == doc_id
    store.load(index="loaded", documents=({"n": n} for n in range(len(IDS))), id=lambda document: IDS[document["n"]])
    store.reindex(source={"index": "a"}, dest={"index": "fresh"})
    store.index(index="existing", id=IDS[9], document={})
    store.reindex(source={"index": "a"}, dest={"index": "existing"})
    for index in ("a", "loaded", "fresh", "existing"):
        for n, doc_id in enumerate(IDS):
            assert store.get(index=index, id=doc_id)["_source"] == {"n": n}
        assert store.count(index=index, query={"ids": {"values": IDS[8:11]}})["count"] == 3
    for doc_id in IDS:
        assert store.delete(index="a", id=doc_id)["result"] == "deleted"
        assert not store.exists(index="a", id=doc_id)
    assert store.count(index="a")["count"] == 0
    assert store.index(index="a", id="x" * 512, document={})["_version"] == 3


@pytest.mark.parametrize("doc_id", ["x" * 513, "é" * 257])
def test_id_too_long(store: docstore.Store, doc_id: str) -> None:
    size = len(doc_id.encode())
    with pytest.raises(docstore.ApiError) as caught:
        store.index(index="a", id=doc_id, document={})
    text = f"Validation Failed: 1: id [{doc_id}] is too long, must be no longer than 512 bytes but was: {size};"
    assert (caught.value.type, caught.value.reason) == ("action_request_validation_exception", text)
    assert not store.exists(index="a", id=doc_id)


@pytest.mark.parametrize("doc_id", ["\ud800", "a\udfff"])
def test_id_that_is_no_unicode(store: docstore.Store, doc_id: str) -> None:
    for write in (store.index, store.create):
        with pytest.raises(docstore.ApiError) as caught:
            write(index="a", id=doc_id, document={})
        assert caught.value.status == 400
    with pytest.raises(docstore.ApiError):
        store.delete(index="a", id=doc_id)
    assert not store.exists(index="a", id=doc_id)


BIG = [2**63, -(2**63) - 1, 2**64, 10**40, -(10**400), 2**63 - 1, -(2**63)]


def test_big_integers(store: docstore.Store) -> None:
    store.indices.create(index="a", mappings={"dynamic": False})
    store.index(index="a", id="1", document={"n": BIG, "o": {"deep": [{"er": 10**30}]}})
    store.update(index="a", id="1", doc={"m": 2**70})
    found = store.get(index="a", id="1")["_source"]
    assert found == {"n": BIG, "o": {"deep": [{"er": 10**30}]}, "m": 2**70}


def test_deep_and_empty_and_big_documents(store: docstore.Store) -> None:
    deep: dict[str, Any] = {}
    for _ in range(200):
        deep = {"o": [deep]}
    big = {"text": "x" * 3_000_000, "list": list(range(200_000))}
    store.indices.create(index="a", mappings={"enabled": False})
    store.index(index="a", id="deep", document=deep)
    store.index(index="a", id="empty", document={})
    store.index(index="a", id="big", document=big)
    store.indices.create(index="b", mappings={"enabled": False})
    assert store.reindex(source={"index": "a"}, dest={"index": "b"})["created"] == 3
    assert sources(store, "b") == {"deep": deep, "empty": {}, "big": big}


def test_too_deep(store: docstore.Store) -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"o": deep}
    with pytest.raises(docstore.ApiError) as caught:
        store.index(index="a", id="1", document=deep)
    assert caught.value.status == 400
    assert not store.exists(index="a", id="1")


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", 1 + 2j])
def test_values_that_are_no_json(store: docstore.Store, value: object) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        store.index(index="a", id="1", document={"f": value})
    assert caught.value.status == 400
    assert not store.exists(index="a", id="1")


def test_text_that_is_no_unicode(store: docstore.Store) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        store.index(index="a", id="1", document={"f": "\ud800"})
    assert caught.value.status == 400


def test_order_is_that_of_the_last_write(store: docstore.Store) -> None:
    store.load(index="a", documents=({"n": n} for n in range(1_000)), id="n")
    for n in (5, 0, 999):
        store.index(index="a", id=str(n), document={"n": n})
    store.delete(index="a", id="7")
    expected = [n for n in range(999) if n not in (0, 5, 7)] + [5, 0, 999]
    assert [row[3]["n"] for row in documents(store, "a").values()] == expected
    store.reindex(source={"index": "a"}, dest={"index": "b"})
    assert [row[3]["n"] for row in documents(store, "b").values()] == expected


def test_load_with_repeated_ids_keeps_the_last(store: docstore.Store) -> None:
    loaded = store.load(index="a", documents=({"id": n % 10, "n": n} for n in range(5_000)), id="id")
    assert (loaded.created, loaded.updated) == (10, 4_990)
    assert {key: row[0] for key, row in documents(store, "a").items()} == {str(n): 500 for n in range(10)}
    assert {row["n"] for row in sources(store, "a").values()} == set(range(4_990, 5_000))


def test_writes_that_one_request_supersedes_leave_nothing_behind(store: docstore.Store) -> None:
    store.indices.create(index="a", settings={"gc_deletes": "0s"})
    for _ in range(3):
        store.bulk(operations=[part for n in range(2_500) for part in ({"index": {"_index": "a", "_id": str(n % 3)}}, {"n": n})])
    store.bulk(operations=[{"delete": {"_index": "a", "_id": str(n)}} for n in range(3)])
    store.index(index="a", id="x", document={"n": 1})
    store.indices.forcemerge(index="a")
    assert store.check() == []
    assert store.get(index="a", id="x")["_seq_no"] == 7_503
    assert store.indices.stats(index="a")["_all"]["total"]["store"]["size_in_bytes"] <= 4 * 4_096
