"""``_cluster/health``."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError


@pytest.fixture
def two(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="green", settings={"number_of_replicas": 0})
    store.indices.create(index="yellow", settings={"number_of_shards": 3})
    return store


def test_an_index_that_asks_for_replicas_is_yellow(two: docstore.Store) -> None:
    found = two.cluster.health()
    assert (found["status"], found["timed_out"], found["number_of_nodes"]) == ("yellow", False, 1)
    assert (found["active_shards"], found["unassigned_shards"]) == (4, 3)
    assert "indices" not in found
    assert two.cluster.health(index="green")["status"] == "green"
    two.indices.put_settings(index="yellow", settings={"number_of_replicas": 0})
    assert two.cluster.health(wait_for_status="green")["active_shards_percent_as_number"] == 100.0


def test_which_indices_a_pattern_means(two: docstore.Store) -> None:
    two.indices.close(index="yellow")
    for expand, names in (("open", ["green"]), ("closed", ["yellow"]), ("all", ["green", "yellow"]), ("none", [])):
        found = two.cluster.health(index="*e*", expand_wildcards=expand, level="indices")
        assert (found["timed_out"], list(found["indices"])) == (False, names)
    assert two.cluster.health(index="none*,green", expand_wildcards="none")["status"] == "green"


def test_levels(two: docstore.Store) -> None:
    shown = two.cluster.health(level="indices")["indices"]
    assert {name: one["status"] for name, one in shown.items()} == {"green": "green", "yellow": "yellow"}
    assert "shards" not in shown["green"]
    assert list(two.cluster.health(level="shards")["indices"]["yellow"]["shards"]) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("given", "timed_out"),
    [
        ({"wait_for_status": "yellow"}, False),
        ({"wait_for_status": "green"}, True),
        ({"wait_for_nodes": ">=1"}, False),
        ({"wait_for_nodes": "le(1)"}, False),
        ({"wait_for_nodes": 2}, True),
        ({"wait_for_active_shards": 4}, False),
        ({"wait_for_active_shards": 5}, True),
        ({"wait_for_active_shards": "all"}, True),
        ({"wait_for_no_relocating_shards": True, "wait_for_events": "languid"}, False),
        ({"index": "none"}, True),
    ],
)
def test_what_does_not_hold_times_out_at_once(two: docstore.Store, given: dict[str, Any], timed_out: bool) -> None:
    assert two.cluster.health(**given)["timed_out"] is timed_out


@pytest.mark.parametrize(
    "given", [{"level": "x"}, {"wait_for_status": "blue"}, {"wait_for_nodes": "many"}, {"wait_for_active_shards": "x"}]
)
def test_refusals(two: docstore.Store, given: dict[str, Any]) -> None:
    with pytest.raises(ApiError):
        two.cluster.health(**given)
