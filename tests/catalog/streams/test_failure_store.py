"""The failure store: what a data stream refuses is kept, found, rolled over and removed with it."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

MAPPINGS = {"properties": {"count": {"type": "long"}, "host": {"type": "keyword"}}}
WRONG = {"@timestamp": "2024-05-06", "count": "x"}


def _template(store: docstore.Store, name: str, pattern: str, *, options: Any = None, **template: Any) -> None:
    given = {} if options is None else {"data_stream_options": {"failure_store": options}}
    body = {"mappings": MAPPINGS, **template, **given}
    store.indices.put_index_template(name=name, index_patterns=[pattern], data_stream={}, template=body)


@pytest.fixture
def logs(store: docstore.Store) -> docstore.Store:
    _template(store, "with", "with-*", options={"enabled": True}, settings={"number_of_shards": 3, "index.sort.field": "host"})
    _template(store, "without", "without-*")
    return store


def _stream(store: docstore.Store, name: str) -> dict[str, Any]:
    (found,) = store.indices.get_data_stream(name=name)["data_streams"]
    return dict(found)


def test_what_is_refused_is_kept_as_it_came(logs: docstore.Store) -> None:
    answer = logs.index(index="with-a", id="7", document=WRONG, op_type="create")
    (kept,) = _stream(logs, "with-a")["failure_store"]["indices"]
    assert (answer["_index"], answer["result"], answer["failure_store"]) == (kept["index_name"], "created", "used")
    assert kept["index_name"].startswith(".fs-with-a-")
    assert kept["index_name"].endswith("-000002")
    (hit,) = logs.search(index="with-a::failures")["hits"]["hits"]
    assert hit["_id"] == answer["_id"] != "7"
    source = hit["_source"]
    assert source["document"] == {"id": "7", "index": "with-a", "source": WRONG}
    assert (source["error"]["type"], set(source["error"])) == ("document_parsing_exception", {"type", "message", "stack_trace"})
    assert source["error"]["message"].startswith("[1:36] failed to parse field [count] of type [long] in document with id '7'.")
    assert "illegal_argument_exception" in source["error"]["stack_trace"]
    assert logs.count(index="with-a")["count"] == 0
    assert logs.count(index="with-a::failures", query={"match": {"error.message": "count"}})["count"] == 1
    assert logs.count(index=".fs-*", query={"term": {"document.id": "7"}})["count"] == 1
    assert logs.count(index="*::failures,*::data")["count"] == 1
    settings = logs.indices.get(index=kept["index_name"])[kept["index_name"]]
    assert settings["data_stream"] == "with-a"
    assert (settings["settings"]["index"]["number_of_shards"], settings["settings"]["index"]["hidden"]) == ("3", "true")
    assert "sort" not in settings["settings"]["index"]


def test_each_item_of_a_bulk_says_what_became_of_it(logs: docstore.Store) -> None:
    good = {"@timestamp": "2024-05-06", "count": 1}
    lines = [
        line
        for index, doc_id, document in (
            ("with-a", "1", good),
            ("with-a", "1", good),
            ("with-a", "2", WRONG),
            ("with-a", "3", {"count": 1}),
            ("without-a", "1", WRONG),
            ("plain", "1", {"count": 1}),
        )
        for line in ({"create": {"_index": index, "_id": doc_id}}, document)
    ]
    answer = logs.bulk(operations=[*lines, {"index": {"_index": "with-a"}}, good])
    items = [next(iter(item.values())) for item in answer["items"]]
    assert [item["status"] for item in items] == [201, 409, 201, 201, 400, 201, 400]
    assert [item.get("failure_store") for item in items] == [None, None, "used", "used", "not_enabled", None, None]
    assert [item["_index"][:8] for item in items] == [".ds-with", ".ds-with", ".fs-with", ".fs-with", ".ds-with", "plain", "with-a"]
    traces = [hit["_source"]["error"]["stack_trace"] for hit in logs.search(index="with-a::failures", sort="document.id")["hits"]["hits"]]
    assert "failed to parse field [count]" in traces[0]
    assert "data stream timestamp field [@timestamp] is missing" in traces[1]


def test_one_document_that_is_not_kept_says_so(logs: docstore.Store) -> None:
    with pytest.raises(ApiError) as refused:
        logs.index(index="without-a", document=WRONG)
    error = refused.value.body["error"]
    assert (refused.value.status, error["type"], error["failure_store"]) == (400, "document_parsing_exception", "not_enabled")
    assert "failure_store" not in error["root_cause"][0]
    logs.index(index="with-a", document=WRONG)
    (kept,) = _stream(logs, "with-a")["failure_store"]["indices"]
    logs.indices.put_settings(index=kept["index_name"], settings={"index.blocks.write": True})
    with pytest.raises(ApiError) as refused:
        logs.index(index="with-a", document=WRONG)
    assert refused.value.body["error"]["failure_store"] == "failed"


def test_options_come_before_the_setting_of_the_cluster(logs: docstore.Store) -> None:
    logs.cluster.put_settings(persistent={"data_streams.failure_store.enabled": ["without-*", "other"]})
    logs.indices.put_index_template(name="off", index_patterns=["without-off"], priority=5, data_stream={}, template={
        "mappings": MAPPINGS, "data_stream_options": {"failure_store": {"enabled": False}},
    })  # fmt: skip
    for name, enabled in (("without-a", True), ("without-off", False), ("with-a", True)):
        logs.indices.create_data_stream(name=name)
        shown = _stream(logs, name)["failure_store"]
        assert (shown["enabled"], "lifecycle" in shown, shown["indices"]) == (enabled, enabled, [])
    assert logs.index(index="without-a", document=WRONG)["failure_store"] == "used"
    logs.indices.put_data_stream_options(name="without-a", failure_store={"enabled": False})
    with pytest.raises(ApiError, match="failed to parse field"):
        logs.index(index="without-a", document=WRONG)
    assert len(_stream(logs, "without-a")["failure_store"]["indices"]) == 1


def test_how_long_it_would_be_kept(logs: docstore.Store) -> None:
    _template(logs, "short", "short", options={"enabled": True, "lifecycle": {"data_retention": "12h"}}, lifecycle={"data_retention": "1d"})
    for name in ("short", "with-a"):
        logs.indices.create_data_stream(name=name)
    short = logs.indices.get_data_stream(name="short", include_defaults=True)["data_streams"][0]["failure_store"]["lifecycle"]
    assert short["rollover"]["max_age"] == "1h [automatic]"
    del short["rollover"]
    by_itself = {"data_retention": "12h", "effective_retention": "12h", "retention_determined_by": "data_stream_configuration"}
    assert short == {"enabled": True, **by_itself}
    by_default = {"effective_retention": "30d", "retention_determined_by": "default_failures_retention"}
    assert _stream(logs, "with-a")["failure_store"]["lifecycle"] == {"enabled": True, **by_default}
    logs.cluster.put_settings(persistent={"data_streams.lifecycle.retention.failures_default": "5d"})
    assert _stream(logs, "with-a")["failure_store"]["lifecycle"]["effective_retention"] == "5d"


def test_it_is_rolled_over_by_itself(logs: docstore.Store) -> None:
    logs.indices.create_data_stream(name="with-a")

    def generations() -> tuple[int, list[str], int]:
        stream = _stream(logs, "with-a")
        return stream["generation"], [each["index_name"][-1] for each in stream["failure_store"]["indices"]], len(stream["indices"])

    with pytest.raises(ApiError, match="empty failure store is only supported without conditions"):
        logs.indices.rollover(alias="with-a::failures", conditions={"max_docs": 1})
    assert logs.indices.rollover(alias="with-a::failures", dry_run=True)["rolled_over"] is False
    begun = logs.indices.rollover(alias="with-a::failures")
    assert (begun["old_index"], begun["new_index"][-6:], begun["rolled_over"]) == ("_none_", "000002", True)
    assert generations() == (2, ["2"], 1)
    assert logs.indices.rollover(alias="with-a::failures", conditions={"max_docs": 1})["rolled_over"] is False
    later = logs.indices.rollover(alias="with-a::failures", lazy=True)
    assert (later["acknowledged"], later["rolled_over"]) == (True, False)
    assert _stream(logs, "with-a")["failure_store"]["rollover_on_write"]
    logs.index(index="with-a", document={"@timestamp": "2024-05-06", "count": 1})
    assert generations() == (2, ["2"], 1)
    logs.index(index="with-a", document=WRONG)
    assert generations() == (3, ["2", "3"], 1)
    logs.indices.rollover(alias="with-a")
    assert generations() == (4, ["2", "3"], 2)
    logs.indices.create(index="plain")
    for target, text in (("nothing::failures", "does not exist"), ("plain::failures", "is not a data stream")):
        with pytest.raises(ApiError, match=text):
            logs.indices.rollover(alias=target)


def test_it_goes_with_its_stream_and_its_write_index_not_before(logs: docstore.Store) -> None:
    logs.index(index="with-a", document=WRONG)
    logs.indices.rollover(alias="with-a::failures")
    first, last = (each["index_name"] for each in _stream(logs, "with-a")["failure_store"]["indices"])
    with pytest.raises(ApiError) as refused:
        logs.indices.delete(index=last)
    reason = f"index [{last}] is the failure store write index for data stream [with-a] and cannot be deleted"
    assert refused.value.reason == reason
    logs.indices.delete(index=first)
    assert [each["index_name"] for each in _stream(logs, "with-a")["failure_store"]["indices"]] == [last]
    with pytest.raises(ApiError, match="targeting backing indices is disallowed"):
        logs.index(index=last, document={"@timestamp": "2024-05-06"}, op_type="create")
    logs.indices.delete_data_stream(name="with-a")
    assert logs.indices.get(index=".fs-*") == {}


def test_it_is_there_when_the_store_is_opened_again(open_at: Any) -> None:
    first = open_at("s")
    _template(first, "with", "with-*", options={"enabled": True})
    name = first.index(index="with-a", document=WRONG)["_index"]
    first.indices.rollover(alias="with-a::failures", lazy=True)
    first.close()
    again = open_at("s")
    shown = _stream(again, "with-a")["failure_store"]
    assert ([each["index_name"] for each in shown["indices"]], shown["rollover_on_write"]) == ([name], True)
    assert again.count(index="with-a::failures")["count"] == 1


def test_a_reindex_keeps_what_the_stream_refuses(logs: docstore.Store) -> None:
    logs.bulk(index="source", operations=[
        line for n in range(10) for line in ({"index": {"_id": str(n)}}, {"@timestamp": "2024-05-06", "count": n if n % 2 else f"x{n}"})
    ])  # fmt: skip
    answer = logs.reindex(source={"index": "source", "size": 4}, dest={"index": "with-a", "op_type": "create"})
    assert (answer["created"], answer["failures"]) == (10, [])
    assert logs.count(index="with-a")["count"] == 5
    kept = logs.search(index="with-a::failures", sort="document.id")["hits"]["hits"]
    assert [hit["_source"]["document"]["source"]["count"] for hit in kept] == ["x0", "x2", "x4", "x6", "x8"]
    with pytest.raises(ApiError) as refused:
        logs.reindex(source={"index": "source"}, dest={"index": "without-a", "op_type": "create"})
    assert len(refused.value.body["failures"]) == 5


def test_indices_come_into_it_and_out_of_it(logs: docstore.Store) -> None:
    for name in ("with-a", "with-b"):
        logs.index(index=name, document=WRONG)
    (own,), (foreign,) = (
        [each["index_name"] for each in _stream(logs, name)["failure_store"]["indices"]] for name in ("with-a", "with-b")
    )
    backing = _stream(logs, "with-a")["indices"][0]["index_name"]
    logs.index(index="plain", document={"@timestamp": "2024-05-06"})

    def modify(kind: str, index: str, *, failures: bool = True) -> tuple[list[str], int]:
        logs.indices.modify_data_stream(actions=[{kind: {"data_stream": "with-a", "index": index, "failure_store": failures}}])
        stream = _stream(logs, "with-a")
        return [each["index_name"] for each in stream["failure_store"]["indices"]], stream["generation"]

    assert modify("add_backing_index", "plain") == (["plain", own], 3)
    assert modify("add_backing_index", "plain") == (["plain", own], 3)
    for index, failures, text in (
        (backing, True, "it is already a backing index on data stream [with-a]"),
        (foreign, True, "it is already a failure store index on data stream [with-b]"),
        (foreign, False, "it is already a failure store index on data stream [with-b]"),
        (own, False, "it is already a failure store index on data stream [with-a]"),
    ):
        with pytest.raises(ApiError) as refused:
            modify("add_backing_index", index, failures=failures)
        assert refused.value.reason == f"cannot add index [{index}] to data stream [with-a] because {text}"
    with pytest.raises(ApiError, match="not found"):
        modify("remove_backing_index", backing)
    assert modify("remove_backing_index", own) == (["plain"], 4)
    assert modify("remove_backing_index", "plain") == ([], 5)
    assert "hidden" not in logs.indices.get_settings(index="plain")["plain"]["settings"]["index"]
    assert logs.index(index="with-a", document=WRONG)["_index"].endswith("-000006")
