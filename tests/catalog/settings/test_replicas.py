"""Copies for the nodes that there are: one."""

from __future__ import annotations

from typing import Any

import pytest

import docstore


def _replicas(store: docstore.Store) -> str:
    found: Any = store.indices.get_settings(index="a")["a"]["settings"]["index"]["number_of_replicas"]
    return str(found)


@pytest.mark.parametrize(("wanted", "replicas"), [("0-1", "0"), ("0-all", "0"), ("1-5", "1"), ("false", "3"), (False, "3")])
def test_a_new_index_has_the_fewest_copies(store: docstore.Store, wanted: Any, replicas: str) -> None:
    store.indices.create(index="a", settings={"auto_expand_replicas": wanted, "number_of_replicas": 3})
    assert _replicas(store) == replicas
    assert store.cluster.health(index="a")["status"] == ("green" if replicas == "0" else "yellow")


def test_a_change_of_either_setting_obeys_the_bounds(store: docstore.Store) -> None:
    store.indices.create(index="a")
    store.indices.put_settings(index="a", settings={"index.auto_expand_replicas": "0-2"})
    assert _replicas(store) == "0"
    store.indices.put_settings(index="a", settings={"index.number_of_replicas": 2})
    assert _replicas(store) == "0"
    store.indices.put_settings(index="a", settings={"index.auto_expand_replicas": "false", "index.number_of_replicas": 2})
    assert _replicas(store) == "2"
