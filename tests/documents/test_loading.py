"""Documents that are loaded in batches: what is refused, and what is the same twice."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.documents.loading import Loaded
from docstore.errors import ApiError, RoutingMissingError, VersionConflictError

Json = dict[str, Any]
SERIES: Json = {
    "settings": {"mode": "time_series", "routing_path": ["host"]},
    "mappings": {"properties": {"host": {"type": "keyword", "time_series_dimension": True}}},
}
SPAN = {"start_time": "2024-01-01T00:00:00Z", "end_time": "2025-01-01T00:00:00Z"}
POINTS = [{"@timestamp": "2024-05-06T07:08:09Z", "host": host, "load": load} for host, load in [("a", 1), ("b", 2), ("a", 3)]]


def test_the_point_of_a_series_that_comes_last_is_kept(store: docstore.Store) -> None:
    store.indices.create(index="m", settings={**SERIES["settings"], "time_series": SPAN}, mappings=SERIES["mappings"])
    assert store.load(index="m", documents=POINTS) == Loaded(created=2, updated=1)
    hits = store.search(index="m", sort="host", version=True)["hits"]["hits"]
    assert [(hit["_source"]["load"], hit["_version"]) for hit in hits] == [(3, 2), (2, 1)]


def test_a_stream_of_series_takes_a_point_once(store: docstore.Store) -> None:
    settings = {**SERIES["settings"], "time_series": SPAN}
    template = {"settings": settings, "mappings": SERIES["mappings"]}
    store.indices.put_index_template(name="m", index_patterns=["m-*"], data_stream={}, template=template)
    with pytest.raises(VersionConflictError, match="document already exists"):
        store.load(index="m-a", documents=POINTS)
    assert store.load(index="m-a", documents=POINTS[:2]) == Loaded(created=2, updated=0)


@pytest.mark.parametrize("id_of", ["n", lambda document: document["n"]])
def test_routing_that_is_missing(store: docstore.Store, id_of: Any) -> None:
    store.indices.create(index="r", mappings={"_routing": {"required": True}})
    with pytest.raises(RoutingMissingError) as caught:
        store.load(index="r", documents=[{"n": "first"}, {"n": "second"}], id=id_of)
    assert caught.value.reason == "routing is required for [r]/[first]"
    with pytest.raises(RoutingMissingError, match=r"routing is required for \[r\]/\[[\w-]{20}\]"):
        store.load(index="r", documents=[{}])


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"n": "x" * 513}, "id [" + "x" * 513 + "] is too long, must be no longer than 512 bytes but was: 513"),
        ({"n": ""}, "if _id is specified it must not be empty"),
        ({"n": None}, "an _id is a string or a number, not [None]"),
        ({"n": ["1"]}, "an _id is a string or a number, not [['1']]"),
        ({"m": 1}, "a document has no field [n] to take its _id from: {'m': 1}"),
    ],
)
def test_ids_that_are_none(store: docstore.Store, document: Json, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        store.load(index="i", documents=[{"n": 1}, document], id="n")
    assert reason in caught.value.reason
    assert not store.indices.exists(index="i")
