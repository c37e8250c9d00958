"""``indices.resolve_index``."""

from __future__ import annotations

import pytest

import docstore
from docstore.errors import IllegalArgumentError, IndexNotFoundError, NoSuchRemoteClusterError


@pytest.fixture
def resolve(store: docstore.Store):
    store.indices.create(index="one", aliases={"al": {}, "bl": {}})
    store.indices.create(index="two", aliases={"al": {}})
    store.indices.close(index="two")
    store.indices.create(index="veiled", settings={"hidden": True, "mode": "logsdb"})
    return store.indices.resolve_index


def test_indices_and_aliases(resolve):
    assert resolve(name="*") == {
        "indices": [{"name": "one", "aliases": ["al", "bl"], "attributes": ["open"], "mode": "standard"}],
        "aliases": [{"name": "al", "indices": ["one", "two"]}, {"name": "bl", "indices": ["one"]}],
        "data_streams": [],
    }


def test_hidden_and_closed(resolve):
    answer = resolve(name="*", expand_wildcards=["all"])
    assert [(shown["name"], shown["attributes"]) for shown in answer["indices"]] == [
        ("one", ["open"]),
        ("two", ["closed"]),
        ("veiled", ["hidden", "open"]),
    ]


def test_a_name_alone(resolve):
    assert resolve(name="bl") == {"indices": [], "aliases": [{"name": "bl", "indices": ["one"]}], "data_streams": []}
    assert resolve(name="gone*") == {"indices": [], "aliases": [], "data_streams": []}
    with pytest.raises(IndexNotFoundError):
        resolve(name="gone")
    assert resolve(name="gone,one", ignore_unavailable="true")["indices"][0]["name"] == "one"
    with pytest.raises(NoSuchRemoteClusterError, match="no such remote cluster"):
        resolve(name="other:one")


def test_clusters(store):
    store.indices.create(index="one")
    found = store.indices.resolve_cluster(name="o*")["(local)"]
    assert (found["matching_indices"], found["version"]["build_flavor"]) == (True, "docstore")
    assert store.indices.resolve_cluster(name="x*")["(local)"]["matching_indices"] is False
    assert store.indices.resolve_cluster(name="gone")["(local)"]["error"] == "no such index [gone]"
    assert store.indices.resolve_cluster() == {}


def test_by_mode(resolve):
    answer = resolve(name="*", mode="logsdb,time_series", expand_wildcards="all")
    assert ([shown["name"] for shown in answer["indices"]], answer["aliases"]) == (["veiled"], [])
    with pytest.raises(IllegalArgumentError, match="is an invalid index mode"):
        resolve(name="*", mode="fast")
