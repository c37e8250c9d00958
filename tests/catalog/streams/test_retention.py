"""How long a data stream keeps what it has, and who looks after its indices."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

DEFAULT, MOST = "data_streams.lifecycle.retention.default", "data_streams.lifecycle.retention.max"


def stream(store: docstore.Store, name: str = "s", **template: Any) -> None:
    store.indices.put_index_template(name="t", index_patterns=[name], data_stream={}, template=template)
    store.indices.create_data_stream(name=name)


@pytest.mark.parametrize(
    ("asked", "cluster", "effective", "source"),
    [
        (None, {}, None, None),
        ("10d", {}, "10d", "data_stream_configuration"),
        (None, {DEFAULT: "7d"}, "7d", "default_global_retention"),
        ("10d", {DEFAULT: "7d"}, "10d", "data_stream_configuration"),
        ("10d", {DEFAULT: "7d", MOST: "9d"}, "9d", "max_global_retention"),
        (None, {MOST: "9d"}, "9d", "max_global_retention"),
        ("1d", {MOST: "9d"}, "1d", "data_stream_configuration"),
    ],
)
def test_retention(store: docstore.Store, asked: str | None, cluster: dict[str, str], effective: str | None, source: str | None) -> None:
    stream(store, lifecycle={} if asked is None else {"data_retention": asked})
    if cluster:
        store.cluster.put_settings(persistent=cluster)
    answer = store.indices.get_data_lifecycle(name="s")
    names = {DEFAULT: "default_retention", MOST: "max_retention"}
    assert answer["global_retention"] == {names[key]: value for key, value in cluster.items()}
    lifecycle = answer["data_streams"][0]["lifecycle"]
    assert (lifecycle.get("effective_retention"), lifecycle.get("retention_determined_by")) == (effective, source)
    assert store.indices.get_data_stream(name="s")["data_streams"][0]["lifecycle"] == lifecycle


def test_the_cluster_says_nothing_of_internal_streams(store: docstore.Store) -> None:
    stream(store, ".s", lifecycle={})
    store.cluster.put_settings(persistent={DEFAULT: "7d"})
    assert store.indices.get_data_lifecycle(name=".s")["data_streams"][0]["lifecycle"] == {"enabled": True}


@pytest.mark.parametrize(
    ("retention", "age"), [(None, "30d"), ("12h", "1h"), ("1d", "1h"), ("14d", "1d"), ("30d", "7d"), ("90d", "7d"), ("91d", "30d")]
)
def test_rollover_by_default(store: docstore.Store, retention: str | None, age: str) -> None:
    stream(store, lifecycle={} if retention is None else {"data_retention": retention})
    (shown,) = store.indices.get_data_stream(name="s", include_defaults=True)["data_streams"]
    rollover = {
        "max_age": f"{age} [automatic]", "max_primary_shard_docs": 200_000_000, "min_docs": 1, "max_primary_shard_size": "50gb"
    }  # fmt: skip
    assert shown["lifecycle"]["rollover"] == rollover
    assert store.indices.get_data_lifecycle(name="s", include_defaults=True)["data_streams"][0]["lifecycle"]["rollover"] == rollover
    name = shown["indices"][0]["index_name"]
    explained = [store.indices.explain_data_lifecycle(index=name, include_defaults=each)["indices"][name] for each in (True, False)]
    assert explained[0]["lifecycle"]["rollover"] == rollover
    assert "rollover" not in explained[1]["lifecycle"]


@pytest.mark.parametrize(
    ("enabled", "policy", "prefer_ilm", "managed"),
    [
        (True, None, True, "Data stream lifecycle"),
        (False, None, True, "Unmanaged"),
        (True, "p", True, "Index Lifecycle Management"),
        (True, "p", False, "Data stream lifecycle"),
        (False, "p", False, "Index Lifecycle Management"),
    ],
)
def test_who_looks_after_an_index(store: docstore.Store, enabled: bool, policy: str | None, prefer_ilm: bool, managed: str) -> None:
    settings = {"index.lifecycle.name": policy, "index.lifecycle.prefer_ilm": prefer_ilm}
    stream(store, lifecycle={"enabled": enabled}, settings=settings)
    (shown,) = store.indices.get_data_stream(name="s")["data_streams"]
    (index,) = shown["indices"]
    for body, by in ((shown, "next_generation_managed_by"), (index, "managed_by")):
        assert (body[by], body["prefer_ilm"], body.get("ilm_policy")) == (managed, prefer_ilm, policy)
    explained = store.indices.explain_data_lifecycle(index=index["index_name"])["indices"][index["index_name"]]
    assert explained["managed_by_lifecycle"] == (managed == "Data stream lifecycle")


@pytest.mark.parametrize(
    ("lifecycle", "reason"),
    [
        ({"data_retention": "x"},
         "failed to parse setting [data_retention] with value [x] as a time value: unit is missing or unrecognized"),
        ({"enabled": "x"}, "Failed to parse value [x] as only [true] or [false] are allowed."),
        ({"downsampling": []}, "Downsampling configuration should have at least one round configured."),
        ({"downsampling": [{"after": "1d"}]}, "Required [fixed_interval]"),
        ({"downsampling": [{"after": "1d", "fixed_interval": "1m"}]},
         "A downsampling round must have a fixed interval of at least five minutes but found: 1m"),
        ({"downsampling": [{"after": "2d", "fixed_interval": "1h"}, {"after": "1d", "fixed_interval": "2h"}]},
         "A downsampling round must have a later 'after' value than the proceeding, 1d is not after 2d."),
        ({"downsampling": [{"after": "1d", "fixed_interval": "2h"}, {"after": "2d", "fixed_interval": "3h"}]},
         "Downsampling interval [3h] must be greater than and a multiple of the source index interval [2h]."),
        ({"downsampling": [{"after": f"{day}d", "fixed_interval": "1h"} for day in range(11)]},
         "Downsampling configuration supports maximum 10 configured rounds. Found: 11"),
        ({"what": 1}, "[data_stream_lifecycle] unknown field [what]"),
    ],
)  # fmt: skip
def test_what_a_lifecycle_may_say(store: docstore.Store, lifecycle: dict[str, Any], reason: str) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        stream(store, lifecycle=lifecycle)
    assert caught.value.reason == reason
    with pytest.raises(docstore.ApiError) as caught:
        stream(store, data_stream_options={"failure_store": {"lifecycle": lifecycle}})
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"failure_store": {"enabled": "x"}}, "Failed to parse value [x] as only [true] or [false] are allowed."),
        ({"failure_store": {}}, "Failure store configuration should have at least one non-null configuration value."),
        ({"failure_store": {"what": 1}}, "[failure_store] unknown field [what]"),
        ({"failure_store": 5}, "[options] failure_store doesn't support values of this type"),
        ({"what": 1}, "[options] unknown field [what]"),
    ],
)
def test_what_options_may_say(store: docstore.Store, options: dict[str, Any], reason: str) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        stream(store, data_stream_options=options)
    assert caught.value.reason == reason
