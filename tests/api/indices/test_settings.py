"""Settings of existing indices."""

from __future__ import annotations

import pytest

from docstore.api.indices.create import create, get
from docstore.api.indices.mapping import get_mapping, put_mapping
from docstore.api.indices.settings import get_settings, put_settings
from docstore.api.indices.state import close
from docstore.errors import ClusterBlockError, IllegalArgumentError, IndexNotFoundError, ValidationError


def shown(node, name="one"):
    return get_settings(node, index=name, flat_settings=True)[name]["settings"]


def test_get_settings(node):
    create(node, index="one", settings={"number_of_replicas": 0})
    create(node, index="two", settings={"hidden": True})
    assert list(get_settings(node)) == ["one"]
    assert list(get_settings(node, expand_wildcards="all")) == ["one", "two"]
    found = get_settings(node, index="one", name="index.number_*")
    assert found == {"one": {"settings": {"index": {"number_of_shards": "1", "number_of_replicas": "0"}}}}
    assert get_settings(node, index="one", name="index.nothing") == {}
    both = get_settings(node, index="one", name=["index.refresh_interval"], include_defaults=True)
    assert both == {"one": {"settings": {}, "defaults": {"index": {"refresh_interval": "1s"}}}}
    with pytest.raises(IndexNotFoundError):
        get_settings(node, index="gone")


@pytest.mark.parametrize(
    "body",
    [
        {"number_of_replicas": 3},
        {"index": {"number_of_replicas": 3}},
        {"settings": {"index.number_of_replicas": "3"}},
    ],
)
def test_dynamic_setting(node, body):
    create(node, index="one")
    assert put_settings(node, index="one", settings=body) == {"acknowledged": True}
    assert shown(node)["index.number_of_replicas"] == "3"


def test_null_takes_back_the_default(node):
    create(node, index="one", settings={"refresh_interval": "5s", "max_result_window": 5, "number_of_replicas": 4})
    put_settings(node, index="one", settings={"refresh_interval": None, "number_of_replicas": None})
    assert "index.refresh_interval" not in shown(node)
    assert shown(node)["index.number_of_replicas"] == "1"
    put_settings(node, index="one", settings={"index.max*": None})
    assert "index.max_result_window" not in shown(node)


def test_preserve_existing(node):
    create(node, index="one", settings={"refresh_interval": "5s"})
    put_settings(node, index="one", settings={"refresh_interval": "9s", "priority": 2}, preserve_existing=True)
    assert shown(node)["index.refresh_interval"] == "5s"
    assert shown(node)["index.priority"] == "2"


def test_static_settings_want_a_closed_index(node):
    create(node, index="one")
    uuid = shown(node)["index.uuid"]
    with pytest.raises(IllegalArgumentError) as caught:
        put_settings(node, index="one", settings={"mapping.coerce": False})
    assert caught.value.reason == (
        f"Can't update non dynamic settings [[index.mapping.coerce]] for open indices [[one/{uuid}]] "
        "unless the `reopen` query parameter is set to true. "
        "Alternatively, close the indices, apply the settings changes, and reopen the indices"
    )
    put_settings(node, index="one", settings={"mapping.coerce": False}, reopen=True)
    close(node, index="one")
    put_settings(node, index="one", settings={"mapping.ignore_malformed": True})
    assert shown(node)["index.mapping.coerce"] == "false"
    assert shown(node)["index.mapping.ignore_malformed"] == "true"


def test_final_settings_never_change(node):
    create(node, index="one")
    close(node, index="one")
    with pytest.raises(IllegalArgumentError) as caught:
        put_settings(node, index="one", settings={"number_of_shards": 2})
    assert caught.value.reason == "final one setting [index.number_of_shards], not updateable"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"uuid": "x"}, "unknown setting [index.uuid] please check that any required plugins are installed"),
        ({"version.created": "1"}, "can not update private setting [index.version.created]"),
        ({"prioritx": 1}, "unknown setting [index.prioritx] did you mean [index.priority]?"),
        ({"settings": {"priority": 1}, "hidden": True}, "mix of settings map and top-level properties not supported"),
    ],
)
def test_refused(node, settings, text):
    create(node, index="one")
    with pytest.raises(IllegalArgumentError) as caught:
        put_settings(node, index="one", settings=settings)
    assert caught.value.reason.startswith(text)


def test_nothing_to_update(node):
    with pytest.raises(ValidationError, match="Validation Failed: 1: no settings to update;"):
        put_settings(node, settings={})


def test_all_or_none(node):
    create(node, index="one")
    create(node, index="two")
    close(node, index="one")
    with pytest.raises(IllegalArgumentError):
        put_settings(node, settings={"mapping.coerce": False, "priority": 3})
    assert "index.priority" not in shown(node)


def test_blocks(node):
    create(node, index="one", settings={"blocks.read_only": True})
    with pytest.raises(ClusterBlockError) as caught:
        put_settings(node, index="one", settings={"priority": 1})
    assert caught.value.reason == "index [one] blocked by: [FORBIDDEN/5/index read-only (api)];"
    assert caught.value.status == 403
    put_settings(node, index="one", settings={"blocks.read_only": False})
    put_settings(node, index="one", settings={"priority": 1, "blocks.metadata": True})
    with pytest.raises(ClusterBlockError, match=r"FORBIDDEN/9/index metadata \(api\)"):
        get_settings(node, index="one")
    with pytest.raises(ClusterBlockError):
        get_mapping(node, index="one")
    with pytest.raises(ClusterBlockError):
        get(node, index="one")


def test_a_mapping_limit_holds_from_then_on(node):
    create(node, index="one", mappings={"properties": {"a": {"type": "long"}}})
    put_settings(node, index="one", settings={"mapping.total_fields.limit": 1})
    with pytest.raises(IllegalArgumentError, match=r"Limit of total fields \[1\] has been exceeded"):
        put_mapping(node, index="one", properties={"b": {"type": "long"}})
    node.environment.cache.clear()
    with pytest.raises(IllegalArgumentError, match="Limit of total fields"):
        put_mapping(node, index="one", properties={"b": {"type": "long"}})
    put_settings(node, index="one", settings={"mapping.total_fields.limit": 2})
    put_mapping(node, index="one", properties={"b": {"type": "long"}})


def test_hiding_an_index(node):
    create(node, index="one")
    put_settings(node, index="one", settings={"hidden": True})
    assert get(node, index="*") == {}
    assert list(get(node, index="*", expand_wildcards="open,hidden")) == ["one"]


def test_the_codec_changes_while_an_index_is_closed(node):
    create(node, index="one")
    with pytest.raises(IllegalArgumentError, match="non dynamic"):
        put_settings(node, index="one", settings={"index.codec": "best_compression"})
    put_settings(node, index="one", settings={"index.codec": "best_compression"}, reopen=True)
    assert get_settings(node, index="one", name="index.codec", flat_settings=True)["one"]["settings"] == {"index.codec": "best_compression"}
