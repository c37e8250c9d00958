"""The whole store in the shape of a cluster's state, and in figures."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import IllegalArgumentError, IndexNotFoundError, ValidationError

_PARTS = {"version", "state_uuid", "master_node", "blocks", "nodes", "metadata", "routing_table", "routing_nodes"}


def test_state_shows_indices_templates_streams_and_shards(store: docstore.Store) -> None:
    store.indices.create(index="books", mappings={"properties": {"n": {"type": "long"}}}, aliases={"library": {}})
    store.indices.put_index_template(name="logs", index_patterns=["logs-x"], data_stream={}, template={})
    store.indices.create_data_stream(name="logs-x")
    state = store.cluster.state()
    assert state.keys() == {"cluster_name", "cluster_uuid", *_PARTS}
    assert state["nodes"].keys() == {state["master_node"]}
    books = state["metadata"]["indices"]["books"]
    assert (books["state"], books["aliases"]) == ("open", ["library"])
    assert books["mappings"] == {"_doc": {"properties": {"n": {"type": "long"}}}}
    assert state["metadata"]["index_template"]["index_template"]["logs"]["index_patterns"] == ["logs-x"]
    (backing,) = state["metadata"]["data_stream"]["data_stream"]["logs-x"]["indices"]
    assert backing["index_name"] in state["metadata"]["indices"]
    copies = state["routing_table"]["indices"]["books"]["shards"]["0"]
    assert [(copy["state"], copy["node"]) for copy in copies] == [("STARTED", state["master_node"]), ("UNASSIGNED", None)]
    before = state["version"]
    store.indices.delete(index="books")
    assert store.cluster.state(metric="version")["version"] > before


@pytest.mark.parametrize(
    ("settings", "spread"),
    [({}, 1024), ({"number_of_shards": 3}, 768), ({"number_of_shards": 5, "number_of_routing_shards": 10}, 10)],
)
def test_in_how_many_parts_ids_are_spread(store: docstore.Store, settings: dict[str, int], spread: int) -> None:
    store.indices.create(index="books", settings=settings)
    assert store.cluster.state(metric="metadata")["metadata"]["indices"]["books"]["routing_num_shards"] == spread


def test_blocks_tell_what_they_forbid(store: docstore.Store) -> None:
    assert store.cluster.state(metric="blocks")["blocks"] == {}
    store.indices.create(index="books", settings={"index.blocks.write": True})
    store.indices.create(index="old")
    store.indices.close(index="old")
    assert store.cluster.state(metric="blocks")["blocks"] == {
        "indices": {
            "books": {"8": {"description": "index write (api)", "retryable": False, "levels": ["write"]}},
            "old": {"4": {"description": "index closed", "retryable": False, "levels": ["read", "write"]}},
        }
    }


def test_state_is_narrowed(store: docstore.Store) -> None:
    for name in ("index1", "index2", "other"):
        store.indices.create(index=name)
    state = store.cluster.state(metric=["metadata", "routing_table"], index="index*")
    assert state.keys() == {"cluster_name", "cluster_uuid", "metadata", "routing_table"}
    assert state["metadata"]["indices"].keys() == state["routing_table"]["indices"].keys() == {"index1", "index2"}
    assert store.cluster.state(wait_for_metadata_version=10**6, wait_for_timeout="1ms")["wait_for_timed_out"]
    with pytest.raises(IndexNotFoundError):
        store.cluster.state(metric="metadata", index="missing")
    with pytest.raises(IllegalArgumentError, match=r"contains unrecognized metric: \[metdata\] -> did you mean \[metadata\]\?"):
        store.cluster.state(metric="metdata")


def test_stats_count_what_there_is(store: docstore.Store) -> None:
    store.indices.create(
        index="books", settings={"number_of_shards": 3}, mappings={"properties": {"a": {"type": "long"}, "b": {"type": "long"}}}
    )
    store.index(index="books", document={"a": 1})
    store.indices.create(index="empty")
    stats = store.cluster.stats()
    assert (stats["status"], stats["indices"]["count"], stats["indices"]["docs"]["count"]) == ("yellow", 2, 1)
    assert stats["indices"]["shards"]["index"]["primaries"] == {"min": 1, "max": 3, "avg": 2.0}
    assert stats["indices"]["mappings"]["field_types"] == [{"name": "long", "count": 2, "index_count": 1}]
    assert stats["nodes"]["count"] == {"total": 1, "coordinating_only": 0, "data": 1, "ingest": 1, "master": 1}
    assert store.cluster.stats(node_id="other")["nodes"]["count"]["total"] == 0


def test_a_replica_waits_for_a_second_node(store: docstore.Store) -> None:
    with pytest.raises(IllegalArgumentError, match="There are no unassigned shards in this cluster"):
        store.cluster.allocation_explain()
    store.indices.create(index="books")
    assert store.cluster.allocation_explain()["index"] == "books"
    replica = store.cluster.allocation_explain(index="books", shard=0, primary=False)
    assert replica["node_allocation_decisions"][0]["deciders"][0]["decider"] == "same_shard"
    assert store.cluster.allocation_explain(index="books", shard=0, primary=True)["current_state"] == "started"
    with pytest.raises(IllegalArgumentError, match=r"No shard routing found for shard \[books\]\[7\]"):
        store.cluster.allocation_explain(index="books", shard=7, primary=True)
    with pytest.raises(ValidationError, match=r"1: shard must be specified;2: primary must be specified;"):
        store.cluster.allocation_explain(index="books")


@pytest.mark.parametrize(
    ("query", "supported"),
    [
        ({"method": "GET", "path": "/_reindex/{task_id}"}, True),
        ({"method": "GET", "path": "/{index}/_search", "parameters": "typed_keys"}, True),
        ({"method": "GET", "path": "/{index}/_search", "parameters": "nonsense"}, False),
        ({"method": "GET", "path": "/{index}/_search", "capabilities": "something"}, False),
        ({"method": "PUT", "path": "/_watcher"}, False),
    ],
)
def test_capabilities_are_those_of_the_routes(store: docstore.Store, query: dict[str, Any], supported: bool) -> None:
    assert store.capabilities(**query)["supported"] is supported


def test_what_programs_ask_before_they_begin(store: docstore.Store) -> None:
    assert store.license.get()["license"]["type"] == "basic"
    assert store.xpack.info(categories="features").keys() == {"features", "tagline"}
    assert store.xpack.info()["features"]["ml"] == {"available": False, "enabled": False}
    assert store.features.get_features() == {"features": []}
    assert store.cluster.pending_tasks() == {"tasks": []}
    assert store.cluster.remote_info() == {}
    assert store.cluster.info(target="http") == {"cluster_name": "docstore"}
