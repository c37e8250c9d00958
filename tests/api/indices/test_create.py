"""Creating, showing, deleting indices, as a client sees it."""

from __future__ import annotations

import pytest

from docstore.api.indices import create as indices
from docstore.api.indices.state import close
from docstore.errors import (
    CatalogConflictError,
    ClusterBlockError,
    IllegalArgumentError,
    IndexNotFoundError,
    InvalidAliasNameError,
    InvalidIndexNameError,
    ResourceAlreadyExistsError,
    SettingsValidationError,
)

MAPPING = {"properties": {"name": {"type": "keyword"}}}


def test_create_and_get(node):
    answer = indices.create(
        node,
        index="things",
        settings={"number_of_shards": 3, "index": {"refresh_interval": "5s"}},
        mappings=MAPPING,
        aliases={"all": {}, "red": {"filter": {"term": {"name": "red"}}, "routing": 7}},
    )
    assert answer == {"acknowledged": True, "shards_acknowledged": True, "index": "things"}
    shown = indices.get(node, index="things")["things"]
    settings = shown["settings"]["index"]
    created, uuid = settings.pop("creation_date"), settings.pop("uuid")
    assert created.isdigit()
    assert len(uuid) == 22
    assert settings == {
        "number_of_shards": "3",
        "number_of_replicas": "1",
        "refresh_interval": "5s",
        "routing": {"allocation": {"include": {"_tier_preference": "data_content"}}},
        "provided_name": "things",
        "version": {"created": settings["version"]["created"]},
    }
    assert shown["mappings"] == MAPPING
    assert shown["aliases"] == {
        "all": {},
        "red": {"filter": {"term": {"name": "red"}}, "index_routing": "7", "search_routing": "7"},
    }


def test_bare_index(node):
    indices.create(node, index="bare")
    shown = indices.get(node, index="bare")["bare"]
    assert list(shown) == ["aliases", "mappings", "settings"]
    assert shown["mappings"] == {}
    assert shown["aliases"] == {}


def test_get_features_and_defaults(node):
    indices.create(node, index="bare", settings={"max_result_window": 5})
    assert indices.get(node, index="bare", features="aliases") == {"bare": {"aliases": {}}}
    shown = indices.get(node, index="bare", features=["settings"], flat_settings=True, include_defaults=True)["bare"]
    assert shown["settings"]["index.max_result_window"] == "5"
    assert "index.max_result_window" not in shown["defaults"]
    assert shown["defaults"]["index.refresh_interval"] == "1s"
    with pytest.raises(IllegalArgumentError, match="No feature for name"):
        indices.get(node, index="bare", features="warmers")


def test_a_body_copied_from_another_index(node):
    indices.create(node, index="old", settings={"number_of_replicas": 0})
    settings = indices.get(node, index="old")["old"]["settings"]
    with pytest.raises(SettingsValidationError) as caught:
        indices.create(node, index="new", settings=settings)
    assert caught.value.reason == (
        "Validation Failed: 1: private index setting [index.version.created] can not be set explicitly;"
    )
    del settings["index"]["version"]
    indices.create(node, index="new", settings=settings)
    made = indices.get(node, index="new")["new"]["settings"]["index"]
    assert made["uuid"] != settings["index"]["uuid"]
    assert made["provided_name"] == "new"
    assert made["creation_date"] == settings["index"]["creation_date"]


def test_already_exists(node):
    indices.create(node, index="one")
    uuid = indices.get(node, index="one")["one"]["settings"]["index"]["uuid"]
    with pytest.raises(ResourceAlreadyExistsError) as caught:
        indices.create(node, index="one")
    assert caught.value.cause == {
        "type": "resource_already_exists_exception",
        "reason": f"index [one/{uuid}] already exists",
        "index_uuid": uuid,
        "index": "one",
    }


def test_names_are_checked(node):
    with pytest.raises(InvalidIndexNameError) as caught:
        indices.create(node, index="One")
    assert caught.value.cause == {
        "type": "invalid_index_name_exception",
        "reason": "Invalid index name [One], must be lowercase",
        "index_uuid": "_na_",
        "index": "One",
    }


def test_names_of_indices_and_aliases_do_not_meet(node):
    indices.create(node, index="one", aliases={"taken": {}})
    with pytest.raises(InvalidIndexNameError, match=r"Invalid index name \[taken\], already exists as alias"):
        indices.create(node, index="taken")
    text = r"Invalid alias name \[one\]: an index or data stream exists with the same name as the alias"
    with pytest.raises(InvalidAliasNameError, match=text):
        indices.create(node, index="two", aliases={"one": {}})
    with pytest.raises(InvalidAliasNameError):
        indices.create(node, index="two", aliases={"two": {}})
    assert not indices.exists(node, index="two")


def test_second_write_index(node):
    indices.create(node, index="one", aliases={"w": {"is_write_index": True}})
    with pytest.raises(CatalogConflictError) as caught:
        indices.create(node, index="two", aliases={"w": {"is_write_index": True}})
    assert caught.value.reason == "alias [w] has more than one write index [one,two]"
    assert caught.value.status == 500


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ({"fliter": {}}, "Unknown field [fliter] in alias [a]"),
        ({"filter": "x"}, "Unknown token [VALUE_STRING] in alias [a]"),
        ({"is_write_index": "true"}, "Unknown token [VALUE_STRING] in alias [a]"),
    ],
)
def test_wrong_alias(node, alias, text):
    with pytest.raises(IllegalArgumentError) as caught:
        indices.create(node, index="one", aliases={"a": alias})
    assert caught.value.reason == text
    assert not indices.exists(node, index="one")


def test_delete(node):
    for name in ("one", "two", "three"):
        indices.create(node, index=name, aliases={"al": {}})
    assert indices.delete(node, index="one") == {"acknowledged": True}
    with pytest.raises(IndexNotFoundError, match=r"no such index \[one\]"):
        indices.delete(node, index=["two", "one"])
    assert indices.exists(node, index="two")
    indices.delete(node, index="two,one", ignore_unavailable=True)
    assert list(indices.get(node, index="*")) == ["three"]
    with pytest.raises(IllegalArgumentError, match=r"The provided expression \[al\] matches an alias"):
        indices.delete(node, index="al")


@pytest.mark.parametrize("index", ["*", "_all", "on*", ["one", "t*"]])
def test_delete_wants_names(node, index):
    indices.create(node, index="one")
    with pytest.raises(IllegalArgumentError, match="Wildcard expressions or all indices are not allowed"):
        indices.delete(node, index=index)


@pytest.mark.parametrize("block", ["read_only", "metadata"])
def test_delete_of_a_blocked_index(node, block):
    indices.create(node, index="one", settings={f"blocks.{block}": True})
    with pytest.raises(ClusterBlockError, match="blocked by"):
        indices.delete(node, index="one")


def test_flood_stage_lets_delete(node):
    indices.create(node, index="one", settings={"blocks.read_only_allow_delete": True})
    close(node, index="one")
    indices.delete(node, index="one")


def test_exists(node):
    indices.create(node, index="one", aliases={"al": {}})
    assert indices.exists(node, index="one")
    assert indices.exists(node, index="al")
    assert indices.exists(node, index="x*")
    assert not indices.exists(node, index="x*", allow_no_indices=False)
    assert not indices.exists(node, index="one,two")
    assert indices.exists(node, index="one,two", ignore_unavailable=True)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"soft_deletes.enabled": False}, "Creating indices with soft-deletes disabled is no longer supported"),
        ({"mode": "lookup", "number_of_shards": 3}, "must have .index.number_of_shards. set to 1 or unset but was 3"),
    ],
)
def test_settings_that_a_new_index_cannot_have(node, settings, reason):
    with pytest.raises(IllegalArgumentError, match=reason):
        indices.create(node, index="one", settings=settings)
    indices.create(node, index="one", settings={"soft_deletes.enabled": True, "mode": "lookup"})
