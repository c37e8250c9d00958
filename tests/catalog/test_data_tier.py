from __future__ import annotations

from typing import Any

import pytest

import docstore

NAME = "index.routing.allocation.include._tier_preference"


@pytest.mark.parametrize(
    ("settings", "tier"),
    [(None, "data_content"), ({"number_of_replicas": 0}, "data_content"), ({NAME: "data_warm"}, "data_warm"), ({NAME: None}, None)],
)
def test_what_an_index_prefers(store: docstore.Store, settings: Any, tier: str | None) -> None:
    store.indices.create(index="a", settings=settings)
    assert store.indices.get_settings(index="a", flat_settings=True)["a"]["settings"].get(NAME) == tier


def test_what_the_indices_of_a_stream_prefer(store: docstore.Store) -> None:
    store.indices.put_index_template(name="logs", index_patterns=["logs*"], data_stream={}, priority=500)
    store.indices.create_data_stream(name="logs")
    store.indices.rollover(alias="logs")
    found = store.indices.get_settings(index="logs", flat_settings=True, expand_wildcards="all")
    assert [each["settings"][NAME] for each in found.values()] == ["data_hot", "data_hot"]
    shown = store.indices.simulate_template(name="logs")["template"]["settings"]
    assert shown["index"]["routing"] == {"allocation": {"include": {"_tier_preference": "data_hot"}}}
