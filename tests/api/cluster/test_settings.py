"""``cluster.get_settings``, ``cluster.put_settings``, and what the settings do."""

from __future__ import annotations

import pytest

import docstore
from docstore.errors import (
    ApiError,
    AutoCreateForbiddenError,
    IllegalArgumentError,
    NotImplementedByDocstoreError,
    SettingsValidationError,
    ValidationError,
)

AUTO = "action.auto_create_index"


def test_put_get_and_reset(store: docstore.Store) -> None:
    assert store.cluster.get_settings() == {"persistent": {}, "transient": {}}
    answer = store.cluster.put_settings(
        persistent={"search": {"max_buckets": 10}, "cluster.routing.allocation.enable": "none"}, transient={"search.max_buckets": "20"}
    )
    assert answer == {
        "acknowledged": True,
        "persistent": {"search": {"max_buckets": "10"}, "cluster": {"routing": {"allocation": {"enable": "none"}}}},
        "transient": {"search": {"max_buckets": "20"}},
    }
    assert store.cluster.get_settings(flat_settings="true") == {
        "persistent": {"cluster.routing.allocation.enable": "none", "search.max_buckets": "10"},
        "transient": {"search.max_buckets": "20"},
    }
    assert store.cluster.put_settings(persistent={"cluster.routing.*": None, "search.max_buckets": None})["persistent"] == {}
    assert store.cluster.get_settings() == {"persistent": {}, "transient": {"search": {"max_buckets": "20"}}}


def test_closing_can_be_forbidden(store: docstore.Store) -> None:
    store.indices.create(index="a")
    store.cluster.put_settings(persistent={"cluster.indices.close.enable": False})
    with pytest.raises(ApiError, match=r"closing indices is disabled - set \[cluster.indices.close.enable: true\] to enable it"):
        store.indices.close(index="a")
    store.cluster.put_settings(persistent={"cluster.indices.close.enable": None})
    assert store.indices.close(index="a")["indices"] == {"a": {"closed": True}}


def test_defaults(store: docstore.Store) -> None:
    store.cluster.put_settings(persistent={"search.max_buckets": 10})
    defaults = store.cluster.get_settings(include_defaults=True, flat_settings=True)["defaults"]
    assert (defaults[AUTO], defaults["cluster.max_shards_per_node"]) == ("true", "1000")
    assert "search.max_buckets" not in defaults


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"search.max_bucket": 1}, "persistent setting [search.max_bucket], not recognized"),
        ({"search.max_bucket": None}, "persistent setting [search.max_bucket], not recognized"),
        ({"cluster.name": "x"}, "persistent setting [cluster.name], not dynamically updateable"),
        ({"search.max_buckets": -1}, "Failed to parse value [-1] for setting [search.max_buckets] must be >= 0"),
        ({"search.max_buckets": "many"}, "Failed to parse value [many] for setting [search.max_buckets]"),
        ({"action.destructive_requires_name": "no"}, "Failed to parse value [no] as only [true] or [false] are allowed."),
        (
            {AUTO: "a,,b"},
            "Can't parse [a,,b] for setting [action.auto_create_index] must be either [true, false, or a comma separated list of "
            "index patterns]",
        ),
        ({AUTO: "a,-"}, "Can't parse [a,-] for setting [action.auto_create_index] must contain an index name after [-]"),
    ],
)
def test_refused(store: docstore.Store, settings: dict[str, object], reason: str) -> None:
    with pytest.raises(IllegalArgumentError) as caught:
        store.cluster.put_settings(persistent={"search.max_buckets": 5, **settings})
    assert caught.value.reason == reason
    assert store.cluster.get_settings() == {"persistent": {}, "transient": {}}


def test_nothing_to_update(store: docstore.Store) -> None:
    with pytest.raises(ValidationError) as caught:
        store.cluster.put_settings(persistent={}, transient=None)
    assert caught.value.reason == "Validation Failed: 1: no settings to update;"


def test_what_cannot_be_obeyed(store: docstore.Store) -> None:
    for settings in ({"cluster.blocks.read_only": True}, {"cluster.remote.east.seeds": ["east:9300"]}):
        with pytest.raises(NotImplementedByDocstoreError, match="not supported by docstore"):
            store.cluster.put_settings(persistent=settings)
    assert store.cluster.put_settings(persistent={"cluster.blocks.read_only": False})["acknowledged"]


@pytest.mark.parametrize(
    ("value", "name", "why"),
    [
        ("false", "logs", "[action.auto_create_index] is [false]"),
        ("-logs*,*", "logs", "[action.auto_create_index] contains [-logs*] which forbids automatic creation of the index"),
        ("+x*,y", "logs", "[action.auto_create_index] ([+x*,y]) doesn't match"),
        (["x*", "-*"], "logs", "[action.auto_create_index] contains [-*] which forbids automatic creation of the index"),
    ],
)
def test_auto_create_index(store: docstore.Store, value: str, name: str, why: str) -> None:
    store.index(index="source", id="1", document={"n": 1})
    store.cluster.put_settings(transient={AUTO: value})
    cause = {
        "type": "index_not_found_exception",
        "reason": f"no such index [{name}] and {why}",
        "index_uuid": "_na_",
        "index": name,
    }
    for write in (
        lambda: store.index(index=name, document={"n": 1}),
        lambda: store.update(index=name, id="1", doc={"n": 1}, doc_as_upsert=True),
        lambda: store.reindex(source={"index": "source"}, dest={"index": name}),
        lambda: store.load(index=name, documents=[{"n": 1}]),
    ):
        with pytest.raises(AutoCreateForbiddenError) as caught:
            write()
        assert (caught.value.status, caught.value.cause) == (404, cause)
    items = store.bulk(operations=[{"index": {"_index": name}}, {}, {"index": {"_index": "source", "_id": "2"}}, {}])["items"]
    assert (items[0]["index"]["status"], items[0]["index"]["error"]) == (404, cause)
    assert items[1]["index"]["status"] == 201
    assert not store.indices.exists(index=name)
    store.indices.create(index=name)
    assert store.index(index=name, document={"n": 1})["result"] == "created"


def test_auto_create_index_lets_through(store: docstore.Store) -> None:
    store.cluster.put_settings(persistent={AUTO: "+logs-*,-*"})
    assert store.index(index="logs-1", document={})["result"] == "created"
    assert store.index(index="<logs-{now/d}>", document={})["_index"].startswith("logs-2")
    store.cluster.put_settings(persistent={AUTO: None})
    assert store.index(index="other", document={})["result"] == "created"


def test_a_template_goes_before_the_setting(store: docstore.Store) -> None:
    store.indices.put_index_template(name="yes", index_patterns=["recipes*"], allow_auto_create=True)
    store.indices.put_index_template(name="no", index_patterns=["secret*"], allow_auto_create=False)
    store.cluster.put_settings(persistent={AUTO: False})
    assert store.index(index="recipes", document={})["result"] == "created"
    store.cluster.put_settings(persistent={AUTO: True})
    with pytest.raises(AutoCreateForbiddenError) as caught:
        store.index(index="secrets", document={})
    assert caught.value.reason == "no such index [secrets] and composable template [secret*] forbids index auto creation"


def test_destructive_requires_name(store: docstore.Store) -> None:
    for name in ("a", "b", "c"):
        store.indices.create(index=name)
    for call in (store.indices.delete, store.indices.close, store.indices.open):
        for expression in ("*", "_all", ["a", "b*"]):
            with pytest.raises(IllegalArgumentError) as caught:
                call(index=expression)
            assert caught.value.reason == "Wildcard expressions or all indices are not allowed"
    store.cluster.put_settings(persistent={"action.destructive_requires_name": False})
    assert store.indices.close(index="*,-c")["indices"].keys() == {"a", "b"}
    assert store.indices.open(index="*")["acknowledged"]
    store.indices.delete(index="a*,b")
    assert store.indices.get(index="*").keys() == {"c"}


def test_max_shards_per_node(store: docstore.Store) -> None:
    store.cluster.put_settings(persistent={"cluster.max_shards_per_node": 3})
    store.indices.create(index="a")
    with pytest.raises(SettingsValidationError) as caught:
        store.indices.create(index="b")
    assert caught.value.reason == (
        "Validation Failed: 1: this action would add [2] shards, but this cluster currently has [2]/[3] maximum normal shards open;"
    )
    store.indices.create(index="b", settings={"number_of_replicas": 0})


def test_settings_last(open_at) -> None:
    store = open_at()
    store.cluster.put_settings(persistent={AUTO: "false"})
    store.close()
    with pytest.raises(ApiError, match=r"is \[false\]"):
        open_at().index(index="a", document={})
