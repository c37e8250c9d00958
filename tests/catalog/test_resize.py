"""Copies of indices under another name: clone, shrink, split, create_from."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, ConflictError


@pytest.fixture
def four(store: docstore.Store) -> docstore.Store:
    """An index of four shards with documents that were updated, deleted and written with versions, and takes no more writes."""
    mappings = {"properties": {"n": {"type": "long"}}}
    store.indices.create(index="four", settings={"number_of_shards": 4, "refresh_interval": "7s"}, mappings=mappings, aliases={"a": {}})
    store.load(index="four", documents=({"n": n} for n in range(500)), id="n")
    store.index(index="four", id="1", document={"n": 1, "new": True})
    store.delete(index="four", id="2")
    store.index(index="four", id="v", document={"n": 7}, version=40, version_type="external")
    store.indices.put_settings(index="four", settings={"blocks.write": True})
    return store


def test_a_clone_is_the_same_index_again(four: docstore.Store) -> None:
    answer = four.indices.clone(index="four", target="copy", settings={"index.blocks.write": None}, aliases={"b": {}})
    assert answer == {"acknowledged": True, "shards_acknowledged": True, "index": "copy"}
    assert four.count(index="copy")["count"] == 500
    for doc_id in ("1", "3", "v"):
        one, other = (four.get(index=index, id=doc_id) for index in ("four", "copy"))
        assert {**one, "_index": None} == {**other, "_index": None}
    (made,) = four.indices.get(index="copy").values()
    settings = made["settings"]["index"]
    assert (settings["number_of_shards"], settings["refresh_interval"], "blocks" in settings) == ("4", "7s", False)
    assert settings["resize"]["source"]["name"] == "four"
    assert list(made["aliases"]) == ["b"]
    assert made["mappings"] == four.indices.get_mapping(index="four")["four"]["mappings"]
    with pytest.raises(ConflictError):
        four.delete(index="copy", id="v", version=39, version_type="external")
    with pytest.raises(ConflictError):
        four.index(index="copy", id="2", document={}, version=1, version_type="external")
    four.index(index="copy", id="500", document={"n": 500})
    assert four.get(index="copy", id="500")["_seq_no"] > four.get(index="copy", id="v")["_seq_no"]
    assert four.count(index="four")["count"] == 500


def test_shards_follow_the_rules(four: docstore.Store) -> None:
    assert four.indices.shrink(index="four", target="one")["index"] == "one"
    four.indices.shrink(index="four", target="two", settings={"number_of_shards": 2})
    four.indices.split(index="four", target="eight", settings={"index": {"number_of_shards": 8}})
    four.indices.shrink(index="four", target="large", max_primary_shard_size="50gb")
    shards = {name: shown["settings"]["index"]["number_of_shards"] for name, shown in four.indices.get_settings(index="*").items()}
    assert shards == {"four": "4", "one": "1", "two": "2", "eight": "8", "large": "1"}
    assert four.count(index="eight")["count"] == 500


REFUSED: list[tuple[Any, int, str]] = [
    (lambda s: s.indices.clone(index="none", target="x"), 404, "no such index [none]"),
    (lambda s: s.indices.clone(index="four", target="four"), 400, "already exists"),
    (lambda s: s.indices.clone(index="four", target="X"), 400, "must be lowercase"),
    (lambda s: s.indices.clone(index="open", target="x"), 500, 'index open must block write operations to resize index. use "index.blocks'),
    (
        lambda s: s.indices.clone(index="four", target="x", settings={"number_of_shards": 2}),
        400,
        "the number of target shards (2) must be the same as the number of source shards (4)",
    ),
    (
        lambda s: s.indices.shrink(index="four", target="x", settings={"number_of_shards": 3}),
        400,
        "the number of source shards [4] must be a multiple of [3]",
    ),
    (
        lambda s: s.indices.shrink(index="four", target="x", settings={"number_of_shards": 8}),
        400,
        "the number of target shards [8] must be less that the number of source shards [4]",
    ),
    (lambda s: s.indices.split(index="four", target="x"), 400, "index.number_of_shards is required for split operations"),
    (
        lambda s: s.indices.split(index="four", target="x", settings={"number_of_shards": 6}),
        400,
        "the number of source shards [4] must be a factor of [6]",
    ),
    *(
        (lambda s, own=own: s.indices.split(index="four", target="x", settings={"number_of_shards": 8, **own}), 400, text)  # type: ignore[misc]
        for own, text in (
            ({"routing_partition_size": 2}, "cannot provide a routing partition size value when resizing an index"),
            ({"index": {"number_of_routing_shards": 16}}, "cannot provide index.number_of_routing_shards on resize"),
            ({"soft_deletes.enabled": False}, "Can't disable [index.soft_deletes.enabled] setting on resize"),
            ({"sort.field": "n"}, "can't override index sort when resizing an index"),
        )
    ),
    (lambda s: s.indices.create_from(source="none", dest="x"), 404, "no such index [none]"),
]


@pytest.mark.parametrize(("call", "status", "text"), REFUSED)
def test_what_is_refused_leaves_nothing(four: docstore.Store, call: Any, status: int, text: str) -> None:
    four.indices.create(index="open")
    with pytest.raises(ApiError) as refused:
        call(four)
    assert (refused.value.status, text in refused.value.reason) == (status, True)
    assert not four.indices.exists(index="x")


def test_an_empty_index_of_the_same_make(four: docstore.Store) -> None:
    overrides = {"refresh_interval": None, "number_of_replicas": 3}
    four.indices.create_from(
        source="four", dest="next", settings_override=overrides, mappings_override={"properties": {"x": {"type": "ip"}}}
    )
    (made,) = four.indices.get(index="next").values()
    settings = made["settings"]["index"]
    assert (settings["number_of_shards"], settings["number_of_replicas"]) == ("4", "3")
    assert not {"refresh_interval", "blocks"} & set(settings)
    assert set(made["mappings"]["properties"]) == {"n", "new", "x"}
    assert four.count(index="next")["count"] == 0
    four.indices.create_from(source="four", dest="blocked", create_from={"remove_index_blocks": False})
    assert four.indices.get_settings(index="blocked")["blocked"]["settings"]["index"]["blocks"] == {"write": "true"}


def test_a_body_has_one_name_at_a_time(four: docstore.Store) -> None:
    with pytest.raises(TypeError, match="Cannot set both"):
        four.indices.create_from(source="four", dest="next", create_from={}, body={})
    with pytest.raises(ApiError, match="unrecognized body key"):
        four.indices.create_from(source="four", dest="next", create_from={"what": 1})


def test_what_a_running_task_keeps_is_not_copied(four: docstore.Store) -> None:
    four.indices.put_settings(index="four", settings={"blocks.write": None})

    def change(*_: Any) -> None:
        four.index(index="four", id="3", document={"n": 3, "changed": True})
        four.indices.put_settings(index="four", settings={"blocks.write": True})
        if not four.indices.exists(index="copy"):
            four.indices.clone(index="four", target="copy", settings={"blocks.write": None})
        four.indices.put_settings(index="four", settings={"blocks.write": None})

    four.reindex(source={"index": "four", "size": 100}, dest={"index": "other"}, progress=change)
    assert four.count(index="copy")["count"] == 500
    assert four.get(index="copy", id="3")["_source"]["changed"] is True


def test_a_number_of_shards_is_refused_before_the_missing_block(four: docstore.Store) -> None:
    four.indices.put_settings(index="four", settings={"blocks.write": None})
    with pytest.raises(docstore.errors.IllegalArgumentError, match="must be a factor of"):
        four.indices.split(index="four", target="six", settings={"number_of_shards": 6})
