"""terms: the values that another document has."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

Json = dict[str, Any]


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": {"k": {"type": "keyword"}, "n": {"type": "long"}}})
    for at in range(4):
        store.index(index="i", id=str(at), document={"k": f"k{at}", "n": at, "friends": {"ids": [0, [3]]}})
    store.index(index="lists", id="a", document={"a.b": ["k1", None], "a": {"b": "k2"}, "c": [{"n": 1}, {"n": 3}], "o": {}}, routing="r")
    store.indices.put_alias(index="lists", name="other")
    return store


def lookup(field: str, path: str, index: str = "lists", doc_id: str = "a", **more: Any) -> Json:
    return {"terms": {field: {"index": index, "id": doc_id, "path": path, **more}}}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (lookup("k", "a.b"), ["1", "2"]),
        (lookup("n", "c.n"), ["1", "3"]),
        (lookup("n", "c.n", index="other", routing="r"), ["1", "3"]),
        (lookup("n", "friends.ids", index="i", doc_id="0"), ["0", "3"]),
        (lookup("n", "c.zz"), []),
        (lookup("n", "c.n", doc_id="nobody"), []),
        (lookup("zz", "c.n"), []),
        ({"bool": {"must_not": lookup("n", "c.n")}}, ["0", "2"]),
    ],
    ids=str,
)
def test_values_of_a_document(index: docstore.Store, query: Json, ids: list[str]) -> None:
    assert [hit["_id"] for hit in index.search(index="i", query=query)["hits"]["hits"]] == ids
    assert index.count(index="i", query=query)["count"] == len(ids)
    index.reindex(source={"index": "i", "query": query}, dest={"index": "j"})
    assert index.count(index="j", ignore_unavailable=True)["count"] == len(ids)


def test_no_such_index(index: docstore.Store) -> None:
    for call in (index.search, index.count):
        with pytest.raises(ApiError) as failure:
            call(index="i", query=lookup("k", "a", index="nope"))
        assert (failure.value.status, failure.value.type) == (404, "index_not_found_exception")


def test_an_object_is_no_value(index: docstore.Store) -> None:
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query=lookup("k", "o"))
    assert failure.value.status == 400
