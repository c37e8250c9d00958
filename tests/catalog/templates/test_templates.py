"""Templates: what they must be, and what the indices are that are made from them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docstore
from docstore.catalog.names.lookup import compiled
from docstore.catalog.templates.mapping_merge import merged_mappings
from docstore.catalog.templates.patterns import overlap
from docstore.errors import BadRequestError, IllegalArgumentError, NotFoundError


def reason(error: pytest.ExceptionInfo[Any]) -> str:
    return str(error.value.reason)


@pytest.fixture
def templated(store: docstore.Store) -> docstore.Store:
    """Two components and a template over both."""
    store.cluster.put_component_template(
        name="base", template={"settings": {"number_of_replicas": 2}, "mappings": {"properties": {"host": {"type": "keyword"}}}}
    )
    store.cluster.put_component_template(
        name="more",
        template={
            "settings": {"index.number_of_replicas": 0, "refresh_interval": "5s"},
            "mappings": {"dynamic": "strict", "properties": {"host": {"type": "text"}, "port": {"type": "integer"}}},
            "aliases": {"{index}-all": {}, "shared": {"filter": {"term": {"host": "a"}}}},
        },
    )
    store.indices.put_index_template(
        name="web",
        index_patterns=["web-*"],
        composed_of=["base", "more"],
        priority=10,
        template={"mappings": {"properties": {"path": {"type": "wildcard"}}}, "aliases": {"shared": {"is_hidden": False}}},
    )
    return store


def test_an_index_is_made_from_its_template(templated: docstore.Store) -> None:
    templated.indices.create(
        index="web-1", mappings={"properties": {"port": {"type": "long"}}}, settings={"refresh_interval": "9s"}, aliases={"mine": {}}
    )
    (made,) = templated.indices.get(index="web-1").values()
    assert made["mappings"] == {
        "dynamic": "strict",
        "properties": {"host": {"type": "text"}, "path": {"type": "wildcard"}, "port": {"type": "long"}},
    }
    settings = made["settings"]["index"]
    assert (settings["number_of_replicas"], settings["refresh_interval"]) == ("0", "9s")
    assert made["aliases"] == {"web-1-all": {}, "shared": {"is_hidden": False}, "mine": {}}


def test_writes_and_reindexes_make_indices_from_templates(templated: docstore.Store) -> None:
    templated.index(index="web-2", id="1", document={"port": 1})
    templated.index(index="plain", id="1", document={"port": 2})
    templated.bulk(operations=[{"index": {"_index": "web-3", "_id": "1"}}, {"port": 3}])
    templated.reindex(source={"index": "plain"}, dest={"index": "web-4"})
    for index in ("web-2", "web-3", "web-4"):
        assert templated.indices.get_mapping(index=index)[index]["mappings"]["properties"]["port"] == {"type": "integer"}
    assert "port" in templated.indices.get_mapping(index="plain")["plain"]["mappings"]["properties"]


def test_the_template_of_the_highest_priority_is_used(templated: docstore.Store) -> None:
    templated.indices.put_template(name="old", index_patterns=["other*"], mappings={"_meta": {"from": "old"}})
    templated.indices.put_index_template(
        name="all", index_patterns="*", priority=1, template={"mappings": {"_meta": {"from": "all"}}}
    )
    for index, expected in (("web-9", None), ("other", {"from": "all"})):
        templated.indices.create(index=index)
        assert templated.indices.get_mapping(index=index)[index]["mappings"].get("_meta") == expected
    templated.indices.create(index="hidden", settings={"hidden": True})
    assert templated.indices.get_mapping(index="hidden")["hidden"]["mappings"] == {}


def test_legacy_templates_add_up_in_their_order(store: docstore.Store) -> None:
    store.indices.put_template(
        name="second",
        index_patterns=["app*"],
        order=2,
        settings={"number_of_replicas": 5},
        mappings={"properties": {"a": {"type": "long"}}},
    )
    store.indices.put_template(
        name="first",
        index_patterns="apps-*",
        order=1,
        settings={"number_of_replicas": 3, "hidden": True},
        mappings={"properties": {"a": {"type": "keyword"}, "b": {"type": "date"}}},
        aliases={"apps": {}},
        version=7,
    )
    store.index(index="apps-1", id="1", document={"a": 1})
    (made,) = store.indices.get(index="apps-1").values()
    assert made["mappings"]["properties"] == {"a": {"type": "long"}, "b": {"type": "date"}}
    assert made["settings"]["index"]["number_of_replicas"] == "5"
    assert list(made["aliases"]) == ["apps"]
    shown = store.indices.get_template(name="fir*")["first"]
    assert shown == {
        "order": 1,
        "version": 7,
        "index_patterns": ["apps-*"],
        "settings": {"index": {"number_of_replicas": "3", "hidden": "true"}},
        "mappings": {"properties": {"a": {"type": "keyword"}, "b": {"type": "date"}}},
        "aliases": {"apps": {}},
    }
    store.indices.delete_template(name="first")
    assert not store.indices.exists_template(name="first")
    assert store.indices.exists_template(name="sec*")
    with pytest.raises(NotFoundError) as missing:
        store.indices.delete_template(name="first")
    assert reason(missing) == "index_template [first] missing"
    with pytest.raises(NotFoundError) as gone:
        store.indices.get_template(name="first")
    assert gone.value.body == {}


def test_templates_are_shown_as_they_were_put(templated: docstore.Store) -> None:
    (shown,) = templated.indices.get_index_template(name="web")["index_templates"]
    assert shown == {
        "name": "web",
        "index_template": {
            "index_patterns": ["web-*"],
            "template": {
                "mappings": {"properties": {"path": {"type": "wildcard"}}},
                "aliases": {"shared": {"is_hidden": False}},
            },
            "composed_of": ["base", "more"],
            "priority": 10,
        },
    }
    (component,) = templated.cluster.get_component_template(name="b*")["component_templates"]
    assert component["component_template"]["template"]["settings"] == {"index": {"number_of_replicas": "2"}}
    (flat,) = templated.cluster.get_component_template(name="base", flat_settings=True)["component_templates"]
    assert flat["component_template"]["template"]["settings"] == {"index.number_of_replicas": "2"}
    assert templated.indices.get_index_template(name="nothing*") == {"index_templates": []}
    assert templated.indices.exists_index_template(name="web")
    assert not templated.cluster.exists_component_template(name="nothing")


def test_templates_outlive_the_process_that_put_them(open_at: Any) -> None:
    first = open_at()
    first.indices.put_index_template(name="t", index_patterns=["x*"], template={"settings": {"number_of_replicas": 0}})
    second = docstore.open(first.path)
    second.indices.create(index="x1")
    assert second.indices.get_settings(index="x1")["x1"]["settings"]["index"]["number_of_replicas"] == "0"
    first.close()
    with docstore.open(second.path, read_only=False) as third:
        assert third.indices.exists_index_template(name="t")
    second.close()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"index_patterns": ["web-*"], "priority": 10}, "multiple index templates may not match during index creation"),
    ({"index_patterns": ["*-1"], "priority": 10}, "index template [t] has index patterns [*-1] matching patterns from existing templates"),
    ({"index_patterns": ["x"], "composed_of": ["nope"]}, "index template [t] specifies component templates [nope] that do not exist"),
    ({"index_patterns": ["_x"]}, "index_patterns [_x] must not start with '_'"),
    ({"index_patterns": ["a b"]}, "index_patterns [a b] must not contain a space"),
    ({}, "Required [index_patterns]"),
    ({"index_patterns": ["*"], "template": {"settings": {"hidden": True}}}, "1: global composable templates may not specify"),
    ({"index_patterns": ["x"], "template": {"settings": {"nope": 1}}}, "unknown setting [index.nope]"),
    ({"index_patterns": ["x"], "template": {"mappings": {"properties": {"a": {"type": "nope"}}}}}, "[nope] declared on field [a] does not"),
    ({"index_patterns": ["x"], "template": {"aliases": {"a": {"filter": {"nope": {}}}}}}, "nope"),
    ({"index_patterns": ["x"], "template": {"lifecycle": {"data_retention": "7d"}}}, "only be used in combination with a data stream"),
    ({"index_patterns": ["x"], "priority": -1}, "Validation Failed: 1: index template priority must be >= 0;"),
    (
        {"index_patterns": ["x"], "data_stream": {}, "template": {"mappings": {"properties": {"@timestamp": {"type": "keyword"}}}}},
        "template after composition is invalid",
    ),
]


@pytest.mark.parametrize(("body", "text"), REFUSED)
def test_what_cannot_be_a_template_is_refused(templated: docstore.Store, body: dict[str, Any], text: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        templated.indices.put_index_template(name="t", **body)
    assert text in str(refused.value.body)
    assert not templated.indices.exists_index_template(name="t")


def test_a_component_in_use_stays(templated: docstore.Store) -> None:
    with pytest.raises(IllegalArgumentError) as refused:
        templated.cluster.delete_component_template(name="base")
    assert reason(refused) == "component templates [base] cannot be removed as they are still in use by index templates [web]"
    few = {"settings": {"mapping.total_fields.limit": 1}, "mappings": {"properties": {"port": {"type": "ip"}}}}
    with pytest.raises(IllegalArgumentError) as invalid:
        templated.cluster.put_component_template(name="more", template=few)
    assert reason(invalid).endswith("results in invalid composable template [web] after templates are merged")
    with pytest.raises(IllegalArgumentError) as exists:
        templated.cluster.put_component_template(name="base", template={}, create=True)
    assert reason(exists) == "component template [base] already exists"
    templated.indices.delete_index_template(name="web")
    templated.cluster.delete_component_template(name="base,more")
    with pytest.raises(NotFoundError):
        templated.cluster.get_component_template(name="base")


def test_missing_components_may_be_forgiven(store: docstore.Store) -> None:
    store.indices.put_index_template(
        name="t", index_patterns=["x*"], composed_of=["later"], ignore_missing_component_templates=["later"]
    )
    store.indices.create(index="x1")
    store.cluster.put_component_template(name="later", template={"mappings": {"_meta": {"k": 1}}})
    store.indices.create(index="x2")
    mappings = store.indices.get_mapping(index="x*")
    assert (mappings["x1"]["mappings"], mappings["x2"]["mappings"]) == ({}, {"_meta": {"k": 1}})


def test_simulation_shows_what_an_index_would_be(templated: docstore.Store) -> None:
    templated.indices.put_index_template(name="low", index_patterns=["w*"], priority=1)
    answer = templated.indices.simulate_index_template(name="web-7")
    tier = {"allocation": {"include": {"_tier_preference": "data_content"}}}
    assert answer["template"]["settings"] == {"index": {"number_of_replicas": "0", "refresh_interval": "5s", "routing": tier}}
    assert set(answer["template"]["aliases"]) == {"web-7-all", "shared"}
    assert answer["overlapping"] == [{"name": "low", "index_patterns": ["w*"]}]
    assert templated.indices.simulate_index_template(name="zzz") == {}
    other = {"index_patterns": ["z*"], "template": {"settings": {"number_of_shards": 2}}}
    shown = templated.indices.simulate_index_template(name="zzz", index_template=other)
    assert shown["template"]["settings"] == {"index": {"number_of_shards": "2", "routing": tier}}
    asked = templated.indices.simulate_template(index_patterns=["web*"], template={"settings": {"number_of_shards": 3}}, priority=50)
    assert asked["template"]["settings"] == {"index": {"number_of_shards": "3", "routing": tier}}
    assert [other["name"] for other in asked["overlapping"]] == ["low", "web"]
    with pytest.raises(IllegalArgumentError) as missing:
        templated.indices.simulate_template(name="nope")
    assert reason(missing) == "unable to simulate template [nope] that does not exist"
    names = [t["name"] for t in templated.indices.get_index_template()["index_templates"]]
    assert names == ["logs", "low", "metrics", "synthetics", "web"]


def test_an_index_cannot_take_the_place_of_a_data_stream(store: docstore.Store) -> None:
    store.indices.put_index_template(name="ds", index_patterns=["logs-*"], data_stream={})
    with pytest.raises(IllegalArgumentError) as refused:
        store.indices.create(index="logs-1")
    assert reason(refused) == (
        "cannot create index with name [logs-1], because it matches with template [ds] that creates data streams only, "
        "use create data stream api instead"
    )


def test_later_mappings_win_field_by_field() -> None:
    first = {"dynamic_templates": [{"a": {"match": "x"}}, {"b": {}}], "properties": {"o": {"properties": {"x": {"type": "long"}}}}}
    second = {"dynamic_templates": [{"a": {"match": "y"}}, {"c": {}}], "properties": {"o": {"properties": {"y": {"type": "ip"}}}}}
    assert merged_mappings([first, second]) == {
        "dynamic_templates": [{"a": {"match": "y"}}, {"b": {}}, {"c": {}}],
        "properties": {"o": {"properties": {"x": {"type": "long"}, "y": {"type": "ip"}}}},
    }


PATTERNS = st.text("ab*", max_size=5)


@given(PATTERNS, PATTERNS, st.text("ab", max_size=6))
def test_patterns_that_match_one_name_overlap(one: str, other: str, name: str) -> None:
    if compiled(one).fullmatch(name) and compiled(other).fullmatch(name):
        assert overlap(one, other)
    if "*" not in one:
        assert overlap(one, other) == (compiled(other).fullmatch(one) is not None)
