"""The one node: what it is, what it does, and who is meant."""

from __future__ import annotations

import os
from typing import Any

import pytest

import docstore
from docstore.api.cluster.machine import ROLES
from docstore.errors import IllegalArgumentError


def _only(answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["_nodes"] == {"total": 1, "successful": 1, "failed": 0}
    (node,) = answer["nodes"].values()
    return dict(node)


def test_info_tells_version_process_and_machine(store: docstore.Store) -> None:
    node = _only(store.nodes.info())
    assert (node["name"], node["roles"], node["version"]) == ("docstore", ROLES, store.info()["version"]["number"])
    assert node["process"]["id"] == os.getpid()
    assert node["os"]["available_processors"] == os.cpu_count()
    assert node["settings"]["path"]["data"] == str(store.path)
    assert "terms" in node["aggregations"]
    assert "http" not in node
    assert _only(store.nodes.info(metric="settings", flat_settings=True))["settings"]["node.name"] == "docstore"
    assert set(node) - set(_only(store.nodes.info(metric="_none"))) == {"settings", "os", "process", "plugins", "ingest", "aggregations"}


def test_stats_are_true_figures(store: docstore.Store) -> None:
    store.index(index="books", document={"a": 1})
    store.indices.create(index=".hidden", settings={"index.hidden": True})
    node = _only(store.nodes.stats(level="indices"))
    assert node["indices"]["docs"]["count"] == 1
    assert node["indices"]["indices"].keys() == {"books", ".hidden"}
    assert 0 < node["process"]["open_file_descriptors"] <= node["process"]["max_file_descriptors"]
    assert node["os"]["mem"]["total_in_bytes"] == node["os"]["mem"]["free_in_bytes"] + node["os"]["mem"]["used_in_bytes"]
    assert node["fs"]["data"][0]["path"] == str(store.path)
    assert "os" not in _only(store.nodes.stats(metric="indices,jvm", index_metric="docs"))


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (
            {"metric": "transprot"},
            "request [/_nodes/stats/transprot] contains unrecognized metric: [transprot] -> did you mean [transport]?",
        ),
        ({"metric": "_all,os"}, "request [/_nodes/stats/_all,os] contains _all and individual metrics [_all,os]"),
        (
            {"metric": "os", "index_metric": "docs"},
            "request [/_nodes/stats/os/docs] contains index metrics [docs] but indices stats not requested",
        ),
        ({"level": "x"}, "level parameter must be one of [node] or [indices] or [shards] but was [x]"),
    ],
)
def test_what_is_no_metric_is_refused(store: docstore.Store, call: dict[str, Any], reason: str) -> None:
    with pytest.raises(IllegalArgumentError) as raised:
        store.nodes.stats(**call)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        ("_all", True), ("_local", True), ("_master", True), ("docstore", True), ("doc*", True), ("127.0.0.1", True), ("other", False),
        ("master:true", True), ("_all,data:false", False), ("voting_only:true", False), ("_all,voting_only:false", True),
    ],
)  # fmt: skip
def test_the_node_is_named_in_many_ways(store: docstore.Store, names: str, meant: bool) -> None:
    assert store.nodes.stats(node_id=names)["_nodes"]["total"] == int(meant)


def test_usage_and_hot_threads(store: docstore.Store) -> None:
    assert _only(store.nodes.usage(metric="rest_actions"))["rest_actions"] == {}
    text = store.nodes.hot_threads(threads=100)
    assert text.startswith("::: {docstore}")
    assert "test_usage_and_hot_threads" in text
    assert store.nodes.hot_threads(node_id="other") == ""
