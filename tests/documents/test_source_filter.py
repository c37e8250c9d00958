"""Vectors, which a caller mostly does not want to see, are left out of ``_source`` on request."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ParsingError

_MAPPINGS = {"properties": {"v": {"type": "dense_vector", "dims": 2}, "o": {"properties": {"v": {"type": "dense_vector", "dims": 2}}}}}
_WHOLE = {"n": 1, "v": [1.0, 2.0], "o": {"v": [3.0, 4.0], "n": 2}}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ({"exclude_vectors": True}, {"n": 1, "o": {"n": 2}}),
        ({"exclude_vectors": False}, _WHOLE),
        ({"exclude_vectors": True, "includes": ["o.*"]}, {"o": {"n": 2}}),
        ({"exclude_vectors": True, "excludes": ["o"]}, {"n": 1}),
    ],
)
def test_vectors_are_left_out(store: docstore.Store, source: dict[str, Any], shown: dict[str, Any]) -> None:
    store.indices.create(index="a", mappings=_MAPPINGS)
    store.index(index="a", id="1", document=_WHOLE)
    assert store.search(index="a", source=source)["hits"]["hits"][0]["_source"] == shown
    assert store.mget(docs=[{"_index": "a", "_id": "1", "_source": source}])["docs"][0]["_source"] == shown
    if len(source) == 1:
        asked = source["exclude_vectors"]
        assert store.get(index="a", id="1", source_exclude_vectors=asked)["_source"] == shown
        assert store.search(index="a", source_exclude_vectors=asked)["hits"]["hits"][0]["_source"] == shown


NESTED = {
    "properties": {
        "vector": {"type": "dense_vector", "dims": 2},
        "words": {"type": "sparse_vector"},
        "nested": {"type": "nested", "properties": {"n": {"type": "long"}, "vector": {"type": "dense_vector", "dims": 2}}},
    }
}
PICTURE: dict[str, Any] = {
    "name": "cow",
    "vector": [1, 2],
    "words": {"a": 0.5},
    "nested": [{"n": 0, "vector": [3, 4]}, {"n": 1}],
}
HIDDEN = {"name": "cow", "nested": [{"n": 0}, {"n": 1}]}


@pytest.mark.parametrize(
    ("setting", "source", "shown"),
    [
        (None, None, HIDDEN),
        (True, None, HIDDEN),
        (False, None, PICTURE),
        (None, True, HIDDEN),
        (None, {"excludes": ["name"]}, {"nested": HIDDEN["nested"]}),
        (None, {"exclude_vectors": False}, PICTURE),
        (None, "vector", {"vector": [1, 2]}),
        (None, {"includes": "nested.vector"}, {"nested": [{"vector": [3, 4]}]}),
        (None, {"includes": "nested.vector", "exclude_vectors": True}, {}),
        (False, {"exclude_vectors": True}, HIDDEN),
    ],
)
def test_an_index_shows_no_vectors_unless_they_are_wanted(store: docstore.Store, setting: bool | None, source: Any, shown: Any) -> None:
    settings = {} if setting is None else {"index.mapping.exclude_source_vectors": setting}
    store.indices.create(index="a", mappings=NESTED, settings=settings)
    store.index(index="a", id="1", document=PICTURE)
    more = {} if source is None else {"source": source}
    assert store.search(index="a", **more)["hits"]["hits"][0]["_source"] == shown
    item = {"_index": "a", "_id": "1"} | ({} if source is None else {"_source": source})
    assert store.mget(docs=[item])["docs"][0]["_source"] == shown
    if source is None:
        assert store.get(index="a", id="1")["_source"] == shown
        assert store.get_source(index="a", id="1") == shown


def test_a_null_is_no_vector_that_is_put_back(store: docstore.Store) -> None:
    document = {"vector": None, "name": "x", "nested": [{"n": 1, "vector": None}]}
    for hidden, shown in ((True, {"name": "x", "nested": [{"n": 1}]}), (False, document)):
        settings = {"index.mapping.exclude_source_vectors": hidden}
        store.indices.create(index=str(hidden).lower(), mappings=NESTED, settings=settings)
        store.index(index=str(hidden).lower(), id="1", document=document)
        assert store.get(index=str(hidden).lower(), id="1", source_exclude_vectors=False)["_source"] == shown


def test_vectors_go_on_into_updates_and_reindexes(store: docstore.Store) -> None:
    for name in ("a", "b"):
        store.indices.create(index=name, mappings=NESTED)
    store.index(index="a", id="1", document=PICTURE)
    updated = store.update(index="a", id="1", doc={"name": "calf"}, source=True)["get"]["_source"]
    assert updated == {**PICTURE, "name": "calf"}
    store.update_by_query(index="a")
    store.reindex(source={"index": "a"}, dest={"index": "b"})
    assert store.get(index="b", id="1", source_exclude_vectors=False)["_source"] == updated
    hit = store.search(index="b", fields=["vector"])["hits"]["hits"][0]
    assert (hit["_source"], hit["fields"]) == ({**HIDDEN, "name": "calf"}, {"vector": [1, 2]})


def test_what_is_no_boolean_is_refused(store: docstore.Store) -> None:
    store.index(index="a", document={})
    with pytest.raises(ParsingError):
        store.search(index="a", source={"exclude_vectors": "perhaps"})
