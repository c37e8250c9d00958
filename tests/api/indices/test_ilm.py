"""Lifecycle policies: kept, shown, checked, and carried out by nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import docstore
from docstore import ApiError, Store

Json = dict[str, Any]

POLICY: Json = {
    "phases": {
        "delete": {"min_age": "90d", "actions": {"delete": {}}},
        "hot": {"actions": {"rollover": {"max_age": "30d", "max_primary_shard_size": "50gb"}, "set_priority": {"priority": 100}}},
    }
}
NOBODY: Json = {"indices": [], "data_streams": [], "composable_templates": []}


def test_it_is_kept_and_shown(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s") as store:
        assert store.ilm.get_lifecycle() == {}
        for _ in range(2):
            store.ilm.put_lifecycle(name="p", policy=POLICY)
        assert store.check() == []
    with docstore.open(tmp_path / "s") as store:
        shown = store.ilm.get_lifecycle(name="p")["p"]
        assert (shown["version"], shown["in_use_by"], list(shown["policy"]["phases"])) == (1, NOBODY, ["hot", "delete"])
        assert shown["policy"]["phases"]["delete"] == {"min_age": "90d", "actions": {"delete": {"delete_searchable_snapshot": True}}}
        assert shown["policy"]["phases"]["hot"] == {"min_age": "0ms", **POLICY["phases"]["hot"]}
        store.ilm.put_lifecycle(name="p", policy={"phases": {}, "_meta": {"a": 1}})
        shown = store.ilm.get_lifecycle(name="*")["p"]
        assert (shown["version"], shown["policy"]) == (2, {"phases": {}, "_meta": {"a": 1}})


def test_who_names_it(store: Store) -> None:
    store.ilm.put_lifecycle(name="p", policy=POLICY)
    settings = {"index.lifecycle.name": "p", "index.lifecycle.rollover_alias": "a"}
    store.cluster.put_component_template(name="c", template={"settings": settings})
    store.indices.put_index_template(name="t", index_patterns=["s*"], composed_of=["c"], data_stream={})
    store.indices.create_data_stream(name="s")
    store.indices.create(index="i", settings=settings)
    store.indices.create(index="other")
    backing = store.indices.get_data_stream(name="s")["data_streams"][0]["indices"][0]["index_name"]
    assert store.ilm.get_lifecycle(name="p")["p"]["in_use_by"] == {
        "indices": sorted([backing, "i"]), "data_streams": ["s"], "composable_templates": ["t"],
    }  # fmt: skip
    explained = store.ilm.explain_lifecycle(index="i,other")["indices"]
    assert explained["other"] == {"index": "other", "managed": False}
    assert {name: explained["i"][name] for name in ("index", "managed", "policy", "skip")} == {
        "index": "i", "managed": True, "policy": "p", "skip": False,
    }  # fmt: skip
    assert list(store.ilm.explain_lifecycle(index="*", only_managed=True)["indices"]) == [backing, "i"]
    assert store.ilm.explain_lifecycle(index="*", only_errors=True) == {"indices": {}}
    with pytest.raises(ApiError) as raised:
        store.ilm.delete_lifecycle(name="p")
    assert raised.value.reason == f"Cannot delete policy [p]. It is in use by one or more indices: [{backing}, i]"
    assert store.ilm.remove_policy(index="i,s") == {"has_failures": False, "failed_indexes": []}
    assert store.indices.get_settings(index="i", name="index.lifecycle.*") == {}
    assert store.ilm.delete_lifecycle(name="p") == {"acknowledged": True}


def test_nothing_is_carried_out(store: Store) -> None:
    assert store.ilm.get_status() == {"operation_mode": "STOPPED"}
    assert store.ilm.stop() == {"acknowledged": True}
    with pytest.raises(ApiError, match="docstore carries out no lifecycle policies"):
        store.ilm.start()


@pytest.mark.parametrize("ask", ["get_lifecycle", "delete_lifecycle"])
def test_one_that_is_missing(store: Store, ask: str) -> None:
    with pytest.raises(docstore.NotFoundError) as raised:
        getattr(store.ilm, ask)(name="none")
    assert (raised.value.type, raised.value.reason) == ("resource_not_found_exception", "Lifecycle policy not found: none")


def phase(name: str, actions: Json) -> Json:
    return {"phases": {name: {"actions": actions}}}


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (phase("tepid", {}), "Timeseries lifecycle does not support phase [tepid]"),
        (phase("frozen", {"delete": {}}), "invalid action [delete] defined in phase [frozen]"),
        (
            phase("hot", {"forcemerge": {"max_num_segments": 1}}),
            "the [forcemerge] action(s) may not be used in the [hot] phase without an accompanying [rollover] action",
        ),
        (phase("hot", {"rollover": {"max_ages": "1d"}}), "[rollover] unknown field [max_ages]"),
        (phase("hot", {"nothing": {}}), "unknown field [nothing]"),
        ({"phases": {"hot": {"min_age": "1x", "actions": {}}}}, "failed to parse setting [min_age] with value [1x]"),
        ({"phases": {}, "more": 1}, "[lifecycle_policy] unknown field [more]"),
        ({}, "Required [phases]"),
        (None, "Required [policy]"),
        ({"phases": 1}, "[lifecycle_policy] phases doesn't support values of type"),
    ],
)
def test_refusals(store: Store, policy: Any, reason: str) -> None:
    with pytest.raises(docstore.errors.BadRequestError) as raised:
        store.ilm.put_lifecycle(name="p", policy=policy)
    assert reason in raised.value.reason


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a,b", "must not contain ','"),
        ("a b", "must not contain spaces"),
        ("_a", "must not start with '_'"),
        ("a" * 256, "name is too long"),
    ],
)
def test_names(store: Store, name: str, problem: str) -> None:
    with pytest.raises(ApiError, match=problem):
        store.ilm.put_lifecycle(name=name, policy=POLICY)


def test_through_the_official_client(store: Store) -> None:
    es = store.elasticsearch()
    es.ilm.put_lifecycle(name="p", policy=POLICY)
    assert es.ilm.get_lifecycle(name="p")["p"]["version"] == 1
    es.indices.create(index="i", settings={"index.lifecycle.name": "p"})
    assert es.ilm.explain_lifecycle(index="i")["indices"]["i"]["policy"] == "p"
    assert es.ilm.get_status()["operation_mode"] == "STOPPED"
