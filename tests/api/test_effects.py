"""Each parameter of each API is used by its handler, or the documentation says that it has no effect."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import docstore
from docstore.api.effects import COMMON, without_effect
from docstore.api.listing import apis
from docstore.api.registry import Api


@pytest.mark.parametrize("api", apis(), ids=lambda api: api.name)
def test_what_has_no_effect_is_documented(api: Api[..., Any]) -> None:
    words = set(re.findall(r"\w+", inspect.getdoc(api.handler) or ""))
    assert [name for name in without_effect(api) if name not in COMMON and name not in words] == []


def test_unused_parameters_are_found() -> None:
    found = {api.name: without_effect(api) for api in apis()}
    assert "fields" in found["indices.clear_cache"]
    assert "search_type" in found["search"]
    assert "query" not in found["search"]
    assert found["mget"] == ["preference"]


@pytest.mark.parametrize("active", [0, 1, "all", None])
def test_one_copy_is_active(store: docstore.Store, active: Any) -> None:
    assert store.indices.create(index="a", wait_for_active_shards=active)["shards_acknowledged"]
    assert store.indices.close(index="a", wait_for_active_shards=active)["shards_acknowledged"]
    assert store.indices.open(index="a", wait_for_active_shards=active)["shards_acknowledged"]


def test_two_copies_are_not_active(store: docstore.Store) -> None:
    assert not store.indices.create(index="a", wait_for_active_shards=2)["shards_acknowledged"]
    assert not store.indices.close(index="a", wait_for_active_shards="2")["shards_acknowledged"]
    assert not store.indices.open(index="a", wait_for_active_shards=2)["shards_acknowledged"]
    store.indices.put_settings(index="a", settings={"index.blocks.write": True})
    assert not store.indices.clone(index="a", target="b", wait_for_active_shards=2)["shards_acknowledged"]
    store.indices.put_alias(index="b", name="w")
    assert not store.indices.rollover(alias="w", new_index="c", wait_for_active_shards=2)["shards_acknowledged"]


@pytest.mark.parametrize(
    ("active", "reason"),
    [
        (3, "invalid wait_for_active_shards[3]: cannot be greater than number of shard copies [2]"),
        ("x", "cannot parse ActiveShardCount[x]"),
        (-1, "shard count cannot be a negative value"),
    ],
)
def test_more_copies_than_there_can_be(store: docstore.Store, active: Any, reason: str) -> None:
    with pytest.raises(docstore.errors.ApiError) as refused:
        store.indices.create(index="a", wait_for_active_shards=active)
    assert (refused.value.status, refused.value.reason) == (400, reason)
    assert not store.indices.exists(index="a")
