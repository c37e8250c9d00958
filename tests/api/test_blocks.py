"""Which block forbids which API: the levels of ``ClusterBlockLevel``, as each action of Elasticsearch asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docstore.errors import ApiError

READ = {"read"}
WRITE = {"write", "read_only", "read_only_allow_delete"}
METADATA_READ = {"metadata"}
METADATA_WRITE = {"read_only", "metadata"}
NOTHING: set[str] = set()
TEXTS = {
    "read_only": "FORBIDDEN/5/index read-only (api)",
    "read": "FORBIDDEN/7/index read (api)",
    "write": "FORBIDDEN/8/index write (api)",
    "metadata": "FORBIDDEN/9/index metadata (api)",
    "read_only_allow_delete": "TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block; "
    "for more information, see https://www.elastic.co/docs/troubleshoot/elasticsearch/fix-watermark-errors?version=master",
}

Call = Callable[[Any], Any]
CALLS: dict[str, tuple[Call, set[str]]] = {
    "get": (lambda store: store.get(index="one", id="1"), READ),
    "get_source": (lambda store: store.get_source(index="one", id="1"), READ),
    "exists": (lambda store: store.exists(index="one", id="1"), READ),
    "search": (lambda store: store.search(index="one"), READ),
    "count": (lambda store: store.count(index="one"), READ),
    "field_caps": (lambda store: store.field_caps(index="one", fields="*"), READ),
    "open_point_in_time": (lambda store: store.open_point_in_time(index="one", keep_alive="1m"), READ),
    "explain": (lambda store: store.explain(index="one", id="1", query={"match_all": {}}), READ),
    "validate_query": (lambda store: store.indices.validate_query(index="one", query={"match_all": {}}), READ),
    "terms_enum": (lambda store: store.terms_enum(index="one", field="a"), READ),
    "delete_by_query": (lambda store: store.delete_by_query(index="one", query={"ids": {"values": []}}), READ),
    "update_by_query": (lambda store: store.update_by_query(index="one", query={"ids": {"values": []}}), READ),
    "reindex": (lambda store: store.reindex(source={"index": "one"}, dest={"index": "two"}), READ),
    "disk_usage": (lambda store: store.indices.disk_usage(index="one", run_expensive_tasks=True), METADATA_READ),
    "analyze": (lambda store: store.indices.analyze(index="one", text="a"), READ),
    "index": (lambda store: store.index(index="one", id="1", document={}), WRITE),
    "create": (lambda store: store.create(index="one", id="2", document={}), WRITE),
    "update": (lambda store: store.update(index="one", id="1", doc={"a": 2}), WRITE),
    "delete": (lambda store: store.delete(index="one", id="1"), WRITE),
    "indices.get": (lambda store: store.indices.get(index="one"), METADATA_READ),
    "indices.exists": (lambda store: store.indices.exists(index="one"), METADATA_READ),
    "indices.get_settings": (lambda store: store.indices.get_settings(index="one"), METADATA_READ),
    "indices.get_mapping": (lambda store: store.indices.get_mapping(index="one"), METADATA_READ),
    "indices.get_field_mapping": (lambda store: store.indices.get_field_mapping(index="one", fields="*"), METADATA_READ),
    "indices.get_alias": (lambda store: store.indices.get_alias(index="one"), METADATA_READ),
    "indices.stats": (lambda store: store.indices.stats(index="one"), METADATA_READ),
    "indices.segments": (lambda store: store.indices.segments(index="one"), METADATA_READ),
    "indices.recovery": (lambda store: store.indices.recovery(index="one"), METADATA_READ),
    "indices.shard_stores": (lambda store: store.indices.shard_stores(index="one"), METADATA_READ),
    "indices.clear_cache": (lambda store: store.indices.clear_cache(index="one"), METADATA_WRITE),
    "search_shards": (lambda store: store.search_shards(index="one"), READ),
    "indices.delete": (lambda store: store.indices.delete(index="one"), METADATA_WRITE),
    "indices.close": (lambda store: store.indices.close(index="one"), METADATA_WRITE),
    "indices.put_settings": (lambda store: store.indices.put_settings(index="one", settings={"priority": 2}), METADATA_WRITE),
    "indices.put_mapping": (lambda store: store.indices.put_mapping(index="one", properties={}), METADATA_WRITE),
    "indices.put_alias": (lambda store: store.indices.put_alias(index="one", name="also"), METADATA_WRITE),
    "indices.update_aliases": (
        lambda store: store.indices.update_aliases(actions=[{"add": {"index": "one", "alias": "also"}}]),
        METADATA_WRITE,
    ),
    "indices.add_block": (lambda store: store.indices.add_block(index="one", block="write"), METADATA_WRITE),
    "indices.forcemerge": (lambda store: store.indices.forcemerge(index="one"), METADATA_WRITE),
    "indices.rollover": (lambda store: store.indices.rollover(alias="named", new_index="two"), METADATA_WRITE),
    "indices.refresh": (lambda store: store.indices.refresh(index="one"), NOTHING),
    "indices.flush": (lambda store: store.indices.flush(index="one"), NOTHING),
    "indices.resolve_index": (lambda store: store.indices.resolve_index(name="one"), NOTHING),
    "cluster.health": (lambda store: store.cluster.health(index="one"), NOTHING),
}


@pytest.mark.parametrize("block", TEXTS)
@pytest.mark.parametrize("name", CALLS)
def test_blocked(open_at: Any, name: str, block: str) -> None:
    call, blocking = CALLS[name]
    store = open_at(durability="none")
    store.index(index="one", id="1", document={"a": 1})
    store.indices.put_alias(index="one", name="named", is_write_index=True)
    store.indices.put_settings(index="one", settings={f"blocks.{block}": True})
    if block not in blocking:
        call(store)
        return
    with pytest.raises(ApiError) as caught:
        call(store)
    assert (caught.value.type, caught.value.reason) == ("cluster_block_exception", f"index [one] blocked by: [{TEXTS[block]}];")
    assert caught.value.status == (429 if block == "read_only_allow_delete" else 403)


def test_several_blocks_are_told_together(open_at: Any) -> None:
    store = open_at(durability="none")
    store.indices.create(index="one", settings={"blocks": {"write": True, "read_only": True}})
    with pytest.raises(ApiError) as caught:
        store.index(index="one", document={})
    assert caught.value.reason == f"index [one] blocked by: [{TEXTS['read_only']}, {TEXTS['write']}];"


def test_items_fail_alone(open_at: Any) -> None:
    store = open_at(durability="none")
    store.indices.create(index="one", settings={"blocks.write": True, "blocks.read": True})
    answer = store.bulk(operations=[{"index": {"_index": "one", "_id": "1"}}, {}, {"index": {"_index": "two", "_id": "1"}}, {}])
    assert [item["index"]["status"] for item in answer["items"]] == [403, 201]
    found = store.mget(docs=[{"_index": "one", "_id": "1"}, {"_index": "two", "_id": "1"}])["docs"]
    assert [found[0]["error"]["type"], found[1]["found"]] == ["cluster_block_exception", True]
    found = store.msearch(searches=[{"index": "one"}, {}, {"index": "two"}, {}])["responses"]
    assert [response["status"] for response in found] == [403, 200]
