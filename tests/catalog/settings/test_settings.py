"""Index settings: forms, types, unknown names."""

from __future__ import annotations

from pathlib import Path

import pytest

import docstore
from docstore.catalog.settings.known import GROUPS, SETTINGS, default_of
from docstore.catalog.settings.settings import Settings, parse_settings
from docstore.errors import BadRequestError, ClusterBlockError, IllegalArgumentError

EVERY_FORM = [
    {"number_of_shards": 2},
    {"index": {"number_of_shards": "2"}},
    {"index.number_of_shards": 2},
    {"index": {"number_of_shards": 2}},
]


@pytest.mark.parametrize("body", EVERY_FORM)
def test_forms(body):
    settings = Settings(parse_settings(body))
    assert settings.number_of_shards == 2
    assert settings.to_body() == {"index": {"number_of_shards": "2"}}
    assert settings.to_body(flat=True) == {"index.number_of_shards": "2"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"number_of_shards": 0}, "Failed to parse value [0] for setting [index.number_of_shards] must be >= 1"),
        ({"priority": 2**31}, "Failed to parse value [2147483648] for setting [index.priority]"),
        ({"number_of_replicas": -1}, "Failed to parse value [-1] for setting [index.number_of_replicas] must be >= 0"),
        ({"number_of_shards": "x"}, "Failed to parse value [x] for setting [index.number_of_shards]"),
        ({"write.wait_for_active_shards": "²"}, "cannot parse ActiveShardCount[²]"),
        ({"write.wait_for_active_shards": -1}, "shard count cannot be a negative value"),
        ({"auto_expand_replicas": "²-5"}, "failed to parse [index.auto_expand_replicas] from value: [²-5] at index 1"),
        ({"auto_expand_replicas": "3-1"}, "[index.auto_expand_replicas] minReplicas must be =< maxReplicas but wasn't 3 > 1"),
        ({"compound_format": "1.5"}, "NoCFSRatio must be in the interval [0..1] but was: [1.5]"),
        ({"number_of_shards": 1025}, "Failed to parse value [1025] for setting [index.number_of_shards] must be <= 1024"),
        ({"default_pipeline": "\ud800"}, "a setting is Unicode text, this one holds a lone surrogate"),
        ({"refresh_interval": "9" * 5000 + "s"}, "failed to parse [" + "9" * 5000 + "s]"),
        ({"hidden": "yes"}, "Failed to parse value [yes] as only [true] or [false] are allowed."),
        (
            {"refresh_interval": "1x"},
            "failed to parse setting [index.refresh_interval] with value [1x] as a time value: "
            "unit is missing or unrecognized",
        ),
        (
            {"foo": 1},
            "unknown setting [index.foo] please check that any required plugins are installed, or check the breaking "
            "changes documentation for removed settings",
        ),
        ({"number_of_shard": 1}, "unknown setting [index.number_of_shard] did you mean [index.number_of_shards]?"),
    ],
)
def test_refused(body, text):
    with pytest.raises(IllegalArgumentError) as caught:
        parse_settings(body)
    assert caught.value.reason == text


def test_number_format_cause():
    with pytest.raises(IllegalArgumentError) as caught:
        parse_settings({"number_of_shards": "x"})
    assert caught.value.cause["caused_by"] == {
        "type": "number_format_exception",
        "reason": 'For input string: "x"',
    }


def test_typed_values_and_defaults():
    settings = Settings(parse_settings({"refresh_interval": "30s", "hidden": True, "gc_deletes": "1m"}))
    assert settings.get("index.refresh_interval") == 30_000
    assert settings.get("index.gc_deletes") == 60_000
    assert settings.get("index.hidden") is True
    assert settings.get("index.max_result_window") == 10_000
    assert Settings(parse_settings({"refresh_interval": -1})).get("index.refresh_interval") == -1


def test_analysis_is_kept_as_given():
    body = {"analysis": {"filter": {"stopped": {"type": "stop", "stopwords": ["a", "b"], "ignore_case": True}}}}
    settings = Settings(parse_settings(body))
    stored = {"type": "stop", "stopwords": ["a", "b"], "ignore_case": "true"}
    assert settings.to_body() == {"index": {"analysis": {"filter": {"stopped": stored}}}}
    assert settings.group("index.analysis.")["filter.stopped.type"] == "stop"


def test_a_name_below_a_value_stays_in_one_piece():
    settings = Settings({"index.lifecycle.name": "p", "index.lifecycle.name.x": "y"})
    assert settings.to_body() == {"index": {"lifecycle": {"name": "p", "name.x": "y"}}}


@pytest.mark.parametrize("setting", [s for s in SETTINGS.values() if s.default is not None], ids=lambda s: s.name)
def test_every_default_is_readable(setting):
    setting.read(setting.name, default_of(setting, {}))


def test_groups_do_not_shadow_settings():
    assert not [name for name in SETTINGS if any(name.startswith(group) for group in GROUPS)]


def test_a_limit_lowered_below_what_is_there_does_not_lose_the_mapping(open_at) -> None:
    store = open_at()
    store.indices.create(index="i", mappings={"properties": {name: {"type": "long"} for name in "abc"}})
    store.indices.put_settings(index="i", settings={"mapping.total_fields.limit": 2})
    store.close()
    again = open_at()
    assert len(again.indices.get_mapping(index="i")["i"]["mappings"]["properties"]) == 3
    again.index(index="i", id="1", document={"a": 1})
    with pytest.raises(BadRequestError):
        again.index(index="i", id="2", document={"d": 1})


def test_what_is_said_to_be_obeyed_is_read_somewhere():
    tables = ("index_settings.py", "idle_settings.py", "setting_rules.py")
    source = "".join(file.read_text() for file in Path(docstore.__file__).parent.rglob("*.py") if file.name not in tables)
    obeyed = [setting.name for setting in (*SETTINGS.values(), *GROUPS.values()) if setting.obeyed]
    in_rules = ("index.routing_partition_size", "index.routing_path", "index.sort.", "index.time_series.", "index.soft_deletes.")
    names = [name for name in obeyed if not name.startswith(in_rules)]
    assert [name for name in names if not any(f'"{form}' in source for form in (name, name.removeprefix("index.")))] == []


@pytest.mark.parametrize("mode", ["synthetic", "SYNTHETIC"])
def test_words_in_any_case(store, mode):
    store.indices.create(index="i", settings={"mapping.source.mode": mode}, mappings={"properties": {"k": {"type": "keyword"}}})
    store.index(index="i", id="1", document={"k": ["b", "a"]})
    assert store.get(index="i", id="1")["_source"] == {"k": ["a", "b"]}


def test_indices_that_are_asked_for_alike_are_their_own(store: docstore.Store) -> None:
    asked = {"index.blocks.write": True, "number_of_replicas": "2"}
    for name in ("a", "b"):
        store.indices.create(index=name, settings=asked)
    shown = {name: each["settings"]["index"] for name, each in store.indices.get(index="a,b").items()}
    assert shown["a"]["uuid"] != shown["b"]["uuid"]
    assert [each["provided_name"] for each in shown.values()] == ["a", "b"]
    store.indices.put_settings(index="a", settings={"index.blocks.write": False, "number_of_replicas": 0})
    assert store.index(index="a", document={})["_shards"]["total"] == 1
    with pytest.raises(ClusterBlockError):
        store.index(index="b", document={})


@pytest.mark.parametrize("name", ["a", "b"])
def test_what_is_refused_is_refused_again(store: docstore.Store, name: str) -> None:
    with pytest.raises(IllegalArgumentError, match=rf"partition size \[2048\] .* routing shards \[1024\] for \[{name}\]"):
        store.indices.create(index=name, settings={"routing_partition_size": "2048"})
