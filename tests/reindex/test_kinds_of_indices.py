"""Reindex between all that an index can be: streams, aliases, templates, strict mappings, other sources."""

from typing import Any

import pytest

import docstore

PLAIN = {str(n): {"@timestamp": f"2026-01-0{n + 1}", "n": n} for n in range(5)}


@pytest.fixture
def logs(store: docstore.Store) -> docstore.Store:
    """A stream of two backing indices, and the same documents in an index."""
    store.indices.put_index_template(name="logs", index_patterns=["logs-*"], data_stream={})
    for doc_id, source in PLAIN.items():
        store.index(index="plain", id=doc_id, document=source)
        store.create(index="logs-a", id=doc_id, document=source)
        if doc_id == "2":
            store.indices.rollover(alias="logs-a")
    return store


def _sources(store: docstore.Store, index: str) -> dict[str, Any]:
    hits = store.search(index=index, sort="_doc", size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


def test_a_stream_goes_in_the_order_of_its_generations(logs: docstore.Store) -> None:
    assert logs.reindex(source={"index": "logs-a", "size": 2}, dest={"index": "flat"})["batches"] == 3
    assert list(_sources(logs, "flat").items()) == list(PLAIN.items())


def test_a_backing_index_alone(logs: docstore.Store) -> None:
    first = logs.indices.get_data_stream(name="logs-a")["data_streams"][0]["indices"][0]["index_name"]
    logs.reindex(source={"index": first}, dest={"index": "flat"})
    assert list(_sources(logs, "flat")) == ["0", "1", "2"]


def test_a_stream_only_takes_what_is_created(logs: docstore.Store) -> None:
    with pytest.raises(docstore.ApiError) as refused:
        logs.reindex(source={"index": "logs-a"}, dest={"index": "logs-b"})
    causes = [failure["cause"]["reason"] for failure in refused.value.body["failures"]]
    assert causes == ["only write ops with an op_type of create are allowed in data streams"] * 5
    assert logs.reindex(source={"index": "logs-a"}, dest={"index": "logs-b", "op_type": "create"})["created"] == 5
    assert _sources(logs, "logs-b") == PLAIN


@pytest.mark.parametrize("through", ["alias", "stream alias"])
def test_through_an_alias_into_its_write_index(logs: docstore.Store, through: str) -> None:
    if through == "alias":
        logs.indices.create(index="w1", aliases={"w": {"is_write_index": True}})
        logs.indices.create(index="w2", aliases={"w": {}})
        dest = {"index": "w"}
    else:
        logs.indices.create_data_stream(name="logs-w")
        logs.indices.put_alias(index="logs-w", name="w", is_write_index=True)
        dest = {"index": "w", "op_type": "create"}
    logs.reindex(source={"index": "plain"}, dest=dest)
    assert _sources(logs, "w1" if through == "alias" else "logs-w") == PLAIN


def test_a_template_makes_the_destination(store: docstore.Store) -> None:
    store.indices.put_index_template(
        name="typed", index_patterns=["typed-*"], template={"mappings": {"properties": {"n": {"type": "keyword"}}}}
    )
    store.index(index="plain", id="1", document={"n": 7})
    store.reindex(source={"index": "plain"}, dest={"index": "typed-1"})
    assert store.indices.get_mapping(index="typed-1")["typed-1"]["mappings"]["properties"] == {"n": {"type": "keyword"}}
    assert store.count(index="typed-1", query={"term": {"n": "7"}})["count"] == 1


def test_a_destination_that_may_not_be_made(logs: docstore.Store) -> None:
    logs.cluster.put_settings(persistent={"action.auto_create_index": "-bad*,+*"})
    with pytest.raises(docstore.ApiError) as refused:
        logs.reindex(source={"index": "plain"}, dest={"index": "bad"})
    assert (refused.value.status, refused.value.type) == (404, "index_not_found_exception")
    assert refused.value.reason == (
        "no such index [bad] and [action.auto_create_index] contains [-bad*] which forbids automatic creation of the index"
    )
    assert not logs.indices.exists(index="bad")


def test_strict_and_narrow_destinations_take_what_fits(logs: docstore.Store) -> None:
    properties = {"n": {"type": "byte"}, "@timestamp": {"type": "date"}}
    logs.indices.create(index="strict", mappings={"dynamic": "strict", "properties": properties})
    logs.index(index="plain", id="wide", document={"n": 1000})
    logs.index(index="plain", id="new", document={"n": 1, "other": 1})
    logs.index(index="plain", id="part", document={"n": -129})
    with pytest.raises(docstore.ApiError) as refused:
        logs.reindex(source={"index": "plain"}, dest={"index": "strict"})
    answer = refused.value.body
    assert (refused.value.status, answer["created"], answer["total"]) == (400, 5, 8)
    assert [(failure["index"], failure["id"], failure["status"], failure["cause"]["type"]) for failure in answer["failures"]] == [
        ("strict", "wide", 400, "document_parsing_exception"),
        ("strict", "new", 400, "strict_dynamic_mapping_exception"),
        ("strict", "part", 400, "document_parsing_exception"),
    ]
    assert answer["failures"][0]["cause"]["caused_by"]["reason"] == "Value [1000] is out of range for a byte"
    assert _sources(logs, "strict") == PLAIN


def test_a_source_that_is_not_kept(store: docstore.Store) -> None:
    store.indices.create(index="bare", mappings={"_source": {"enabled": False}})
    store.index(index="bare", id="1", document={"a": 1})
    with pytest.raises(docstore.ApiError) as refused:
        store.reindex(source={"index": "bare"}, dest={"index": "b"})
    assert (refused.value.type, refused.value.reason) == ("illegal_argument_exception", "[bare][1] didn't store _source")
    assert not store.indices.exists(index="b")


def test_a_synthetic_source_goes_as_it_is_shown(store: docstore.Store) -> None:
    store.indices.create(
        index="made",
        settings={"index.mapping.source.mode": "synthetic"},
        mappings={"properties": {"a": {"type": "long"}, "k": {"type": "keyword"}}},
    )
    store.index(index="made", id="1", document={"k": ["b", "a", "b"], "a": "5"})
    store.reindex(source={"index": "made"}, dest={"index": "b"})
    assert _sources(store, "b") == {"1": store.get(index="made", id="1")["_source"]} == {"1": {"a": 5, "k": ["a", "b"]}}


def test_a_routing_that_is_required(logs: docstore.Store) -> None:
    logs.indices.create(index="routed", mappings={"_routing": {"required": True}})
    with pytest.raises(docstore.ApiError) as refused:
        logs.reindex(source={"index": "plain"}, dest={"index": "routed"})
    failures = refused.value.body["failures"]
    assert (len(failures), failures[0]["cause"]["reason"]) == (5, "routing is required for [routed]/[0]")
    assert logs.reindex(source={"index": "plain"}, dest={"index": "routed", "routing": "=x"})["created"] == 5
    assert logs.get(index="routed", id="0", routing="x")["_routing"] == "x"
