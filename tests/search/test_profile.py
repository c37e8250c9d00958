"""``profile``: what was measured of each index."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store


@pytest.mark.parametrize("asked", [{}, {"version": True}, {"sort": "n"}])
def test_the_fetch_of_one_index(store: Store, asked: dict[str, Any]) -> None:
    for number in range(3):
        store.index(index="a", document={"n": number})
    (shard,) = store.search(index="a", profile=True, size=2, **asked)["profile"]["shards"]
    fetch = shard["fetch"]
    assert (fetch["type"], fetch["breakdown"]["load_stored_fields_count"]) == ("fetch", 2)
    assert fetch["time_in_nanos"] == fetch["breakdown"]["load_stored_fields"] > 0
    assert list(shard["searches"][0]) == ["query", "rewrite_time", "collector"]


def test_only_indices_that_show_hits_fetch(store: Store) -> None:
    for name in "abc":
        store.index(index=name, id="1", document={"n": name})
    shards = store.search(index="a,b,c", profile=True, size=2, sort="n.keyword")["profile"]["shards"]
    assert [(shard["index"], shard.get("fetch", {}).get("breakdown", {}).get("load_stored_fields_count")) for shard in shards] == [
        ("a", 1), ("b", 1), ("c", None),
    ]  # fmt: skip
    assert "fetch" not in store.search(index="a", profile=True, size=0)["profile"]["shards"][0]
