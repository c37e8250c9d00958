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


def test_what_is_no_boolean_is_refused(store: docstore.Store) -> None:
    store.index(index="a", document={})
    with pytest.raises(ParsingError):
        store.search(index="a", source={"exclude_vectors": "perhaps"})
