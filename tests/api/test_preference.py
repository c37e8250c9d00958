"""``preference``: shards and nodes that a request asks, as in Elasticsearch's ``OperationRoutingTests``."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError


@pytest.fixture
def filled(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", settings={"number_of_shards": 3})
    store.index(index="i", id="1", document={"n": 1})
    return store


@pytest.mark.parametrize(
    ("preference", "found"),
    [
        ("", 1),
        ("a session", 1),
        ("_local", 1),
        ("_only_local", 1),
        ("_prefer_nodes:oops", 1),
        ("_only_nodes:docstore,oops", 1),
        ("_shards:0", 1),
        ("_shards:2,0|_local", 1),
        ("_shards:0|a session", 1),
        ("_shards:1", 0),
        ("_shards:1,2|_only_nodes:oops", 0),
    ],
)
def test_which_shards_are_asked(filled: docstore.Store, preference: str, found: int) -> None:
    assert filled.search(index="i", preference=preference)["hits"]["total"]["value"] == found
    assert filled.count(index="i", preference=preference)["count"] == found
    pit = filled.open_point_in_time(index="i", keep_alive="1m", preference=preference)
    assert filled.search(pit={"id": pit["id"]})["hits"]["total"]["value"] == found


def test_each_document_is_seen_once_by_a_reader_of_shards(filled: docstore.Store) -> None:
    shards = [copies[0]["shard"] for copies in filled.search_shards(index="i")["shards"]]
    assert shards == [0, 1, 2]
    assert sum(filled.count(index="i", preference=f"_shards:{shard}")["count"] for shard in shards) == 1
    assert [copies[0]["shard"] for copies in filled.search_shards(index="i", preference="_shards:1,2")["shards"]] == [1, 2]


@pytest.mark.parametrize(
    ("preference", "type_", "reason"),
    [
        ("_xyz", "illegal_argument_exception", "no Preference for [_xyz]"),
        ("_shards:0|_xyz", "illegal_argument_exception", "no Preference for [_xyz]"),
        ("_shards:0|_shards:0", "illegal_argument_exception", "unknown preference [SHARDS]"),
        ("_shards:a", "number_format_exception", 'For input string: "a"'),
        ("_shards", "illegal_argument_exception", "the preference [_shards] needs values, as in [_shards:0]"),
        ("_only_nodes:oops", "illegal_argument_exception", "no data nodes with criteria [oops] found for shard: [i][0]"),
        ("_only_nodes:a,b", "illegal_argument_exception", "no data nodes with criterion [a,b] found for shard: [i][0]"),
    ],
)
def test_what_nobody_can_prefer(filled: docstore.Store, preference: str, type_: str, reason: str) -> None:
    calls: list[Any] = [filled.search, filled.count, filled.search_shards]
    for call in calls:
        with pytest.raises(ApiError) as refused:
            call(index="i", preference=preference)
        assert (refused.value.status, refused.value.type, refused.value.reason) == (400, type_, reason)
