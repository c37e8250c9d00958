"""Data streams: what makes them, what they take, and what becomes of their indices."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    NotFoundError,
    ResourceAlreadyExistsError,
    ValidationError,
    VersionConflictError,
)


def reason(error: pytest.ExceptionInfo[Any]) -> str:
    return str(error.value.reason)


@pytest.fixture
def logs(store: docstore.Store) -> docstore.Store:
    """A template that makes data streams of ``logs-*``, and one document in ``logs-app``."""
    store.indices.put_index_template(
        name="logs",
        index_patterns=["logs-*"],
        data_stream={},
        priority=100,
        template={
            "settings": {"number_of_replicas": 0},
            "mappings": {"properties": {"level": {"type": "keyword"}}},
            "aliases": {"everything": {}},
        },
        meta={"by": "us"},
    )
    append(store, "1", "2024-05-01")
    return store


def append(store: docstore.Store, doc_id: str, day: str, stream: str = "logs-app", **more: Any) -> dict[str, Any]:
    return dict(store.create(index=stream, id=doc_id, document={"@timestamp": day, "level": "info", **more}))


def backing(store: docstore.Store, stream: str = "logs-app") -> list[str]:
    (shown,) = store.indices.get_data_stream(name=stream)["data_streams"]
    return [index["index_name"] for index in shown["indices"]]


def test_the_first_append_makes_the_stream(logs: docstore.Store) -> None:
    (shown,) = logs.indices.get_data_stream(name="logs-app")["data_streams"]
    (index,) = shown.pop("indices")
    assert index["index_name"].startswith(".ds-logs-app-20")
    assert index["index_name"].endswith("-000001")
    assert (index["prefer_ilm"], index["managed_by"], index["index_mode"]) == (True, "Unmanaged", "standard")
    assert shown == {
        "name": "logs-app",
        "timestamp_field": {"name": "@timestamp"},
        "generation": 1,
        "status": "GREEN",
        "template": "logs",
        "_meta": {"by": "us"},
        "next_generation_managed_by": "Unmanaged",
        "prefer_ilm": True,
        "hidden": False,
        "system": False,
        "allow_custom_routing": False,
        "replicated": False,
        "rollover_on_write": False,
        "index_mode": "standard",
        "settings": {},
        "mappings": {},
        "failure_store": {"enabled": False, "rollover_on_write": False, "indices": []},
    }
    (made,) = logs.indices.get(index="logs-app").values()
    assert made["mappings"]["_data_stream_timestamp"] == {"enabled": True}
    assert made["mappings"]["properties"] == {"@timestamp": {"type": "date"}, "level": {"type": "keyword"}}
    assert (made["settings"]["index"]["hidden"], made["aliases"]) == ("true", {})


def test_a_write_goes_to_the_last_backing_index(logs: docstore.Store) -> None:
    assert append(logs, "2", "2024-05-02")["_index"] == backing(logs)[0]
    logs.indices.rollover(alias="logs-app")
    first, second = backing(logs)
    assert append(logs, "3", "2024-05-03")["_index"] == second
    assert logs.count(index="logs-app")["count"] == 3
    assert logs.count(index=first)["count"] == 2
    assert logs.count(index="logs-*", query={"range": {"@timestamp": {"gte": "2024-05-02"}}})["count"] == 2


APPENDS_ONLY = "only write ops with an op_type of create are allowed in data streams"
REFUSED: list[tuple[Any, str]] = [
    (lambda s: s.index(index="logs-app", id="1", document={"@timestamp": "2024-01-01"}), APPENDS_ONLY),
    (lambda s: s.update(index="logs-app", id="1", doc={"level": "x"}), APPENDS_ONLY),
    (lambda s: s.delete(index="logs-app", id="1"), APPENDS_ONLY),
    (lambda s: s.index(index="logs-new", id="1", document={"@timestamp": "2024-01-01"}), APPENDS_ONLY),
    (
        lambda s: s.create(index="logs-app", id="9", document={"@timestamp": "2024-01-01"}, routing="r"),
        "index request targeting data stream [logs-app] specifies a custom routing but the [allow_custom_routing] setting was not enabled",
    ),
    (
        lambda s: s.create(index="logs-app", id="9", document={"level": "x"}),
        "[1:13] failed to parse: data stream timestamp field [@timestamp] is missing",
    ),
    (lambda s: s.create(index="logs-app", id="9", document={"@timestamp": None}), "data stream timestamp field [@timestamp] is missing"),
    (
        lambda s: s.create(index="logs-app", id="9", document={"@timestamp": ["2024-01-01", "2024-01-02"]}),
        "data stream timestamp field [@timestamp] encountered multiple values",
    ),
    (
        lambda s: s.create(index=backing(s)[0], id="9", document={"@timestamp": "2024-01-01"}),
        "index request with op_type=create targeting backing indices is disallowed",
    ),
    (
        lambda s: s.index(index=backing(s)[0], id="1", document={"@timestamp": "2024-01-01"}),
        "index request with op_type=index and no if_primary_term and if_seq_no set targeting backing indices is disallowed, target "
        "corresponding data stream [logs-app] instead",
    ),
    (lambda s: s.indices.delete(index=backing(s)[0]), "is the write index for data stream [logs-app] and cannot be deleted"),
    (lambda s: s.indices.create(index="logs-other"), "because it matches with template [logs] that creates data streams only"),
    (lambda s: s.indices.create_data_stream(name="plain"), "no matching index template found for data stream [plain]"),
    (lambda s: s.indices.create_data_stream(name="logs-A"), "data_stream [logs-A] must be lowercase"),
    (lambda s: s.indices.put_mapping(index="logs-app", properties={"@timestamp": {"type": "ip"}}), "cannot be changed from type [date]"),
    (lambda s: s.indices.rollover(alias="logs-app", new_index="x"), "new index name may not be specified when rolling over a data stream"),
    (lambda s: s.indices.put_alias(index=backing(s)[0], name="a"), "Data stream backing indices don't support aliases"),
    (lambda s: s.indices.put_alias(index="logs-app", name="a", routing="x"), "aliases backed by data streams do not support index_routing"),
    (lambda s: s.indices.put_alias(index="logs-app", name="logs-app"), "an index or data stream exists with the same name as the alias"),
]


@pytest.mark.parametrize(("call", "text"), REFUSED)
def test_what_a_stream_does_not_take(logs: docstore.Store, call: Any, text: str) -> None:
    with pytest.raises(ApiError) as refused:
        call(logs)
    assert refused.value.status == 400
    assert text in reason(refused)
    assert logs.count(index="logs-app")["count"] == 1


def test_ids_are_unique_in_the_write_index(logs: docstore.Store) -> None:
    with pytest.raises(VersionConflictError):
        append(logs, "1", "2024-05-09")
    with pytest.raises(VersionConflictError):
        logs.load(index="logs-app", documents=[{"@timestamp": "2024-05-01", "n": "1"}], id="n")
    assert logs.load(index="logs-app", documents=[{"@timestamp": "2024-05-01", "n": "7"}], id="n").created == 1


def test_documents_change_through_their_backing_index(logs: docstore.Store) -> None:
    (index,) = backing(logs)
    place = logs.get(index=index, id="1")
    changed = {"@timestamp": "2024-05-01", "level": "warn"}
    logs.index(index=index, id="1", document=changed, if_seq_no=place["_seq_no"], if_primary_term=place["_primary_term"])
    assert logs.get(index=index, id="1")["_source"]["level"] == "warn"
    logs.delete(index=index, id="1")
    assert logs.count(index="logs-app")["count"] == 0
    with pytest.raises(NotFoundError):
        logs.get(index="logs-app", id="1")


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.get(index="logs-app", id="1"),
        lambda s: s.get(index="all-logs", id="1"),
        lambda s: s.indices.delete(index="logs-app"),
    ],
)
def test_where_a_stream_may_not_be_named_there_is_no_such_index(logs: docstore.Store, call: Any) -> None:
    logs.indices.put_alias(index="logs-app", name="all-logs")
    with pytest.raises(NotFoundError, match="no such index"):
        call(logs)


def test_bulk_appends_and_refuses_item_by_item(logs: docstore.Store) -> None:
    answer = logs.bulk(
        index="logs-app",
        operations=[
            {"create": {}}, {"@timestamp": "2024-05-01"},
            {"index": {}}, {"@timestamp": "2024-05-01"},
            {"create": {"_id": "1"}}, {"@timestamp": "2024-05-01"},
            {"delete": {"_id": "1"}},
        ],
    )  # fmt: skip
    assert [next(iter(item.values()))["status"] for item in answer["items"]] == [201, 400, 409, 400]


def test_streams_are_named_shown_and_removed(logs: docstore.Store) -> None:
    logs.indices.create_data_stream(name="logs-db")
    with pytest.raises(ResourceAlreadyExistsError) as twice:
        logs.indices.create_data_stream(name="logs-db")
    assert reason(twice) == "data_stream [logs-db] already exists"
    names = [shown["name"] for shown in logs.indices.get_data_stream(name="logs-*")["data_streams"]]
    assert names == ["logs-app", "logs-db"]
    with pytest.raises(NotFoundError) as missing:
        logs.indices.get_data_stream(name="nothing")
    assert reason(missing) == "no such index [nothing]"
    resolved = logs.indices.resolve_index(name="logs*")
    assert [stream["name"] for stream in resolved["data_streams"]] == names
    assert resolved["indices"] == []
    stats = logs.indices.data_streams_stats(name="logs-app")
    assert (stats["data_stream_count"], stats["backing_indices"]) == (1, 1)
    assert stats["data_streams"][0]["maximum_timestamp"] == 1714521600000
    assert logs.indices.delete_data_stream(name="logs-*") == {"acknowledged": True}
    assert logs.indices.get_data_stream() == {"data_streams": []}
    assert not logs.indices.exists(index="logs-app")
    assert logs.indices.stats(index="_all", expand_wildcards="all")["indices"] == {}


def test_a_template_that_a_stream_needs_stays(logs: docstore.Store) -> None:
    with pytest.raises(IllegalArgumentError) as refused:
        logs.indices.delete_index_template(name="logs")
    assert reason(refused) == "unable to remove composable templates [logs] as they are in use by a data streams [logs-app]"
    logs.indices.delete_data_stream(name="logs-app")
    logs.indices.delete_index_template(name="logs")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ({"index_patterns": ["logs-*"]}, "[logs-*], priority [null] and no data stream configuration "),
        ({"index_patterns": ["else-*", "more"], "data_stream": {}, "priority": 3}, "[else-*, more], priority [3] "),
        ({"name": "high", "index_patterns": ["logs-a*"], "priority": 900}, "[logs-a*], priority [900] and no data stream configuration "),
    ],
)
def test_no_template_takes_that_of_a_stream_away(logs: docstore.Store, template: dict[str, Any], text: str) -> None:
    template = {"name": "logs", **template}
    with pytest.raises(docstore.ApiError) as caught:
        logs.indices.put_index_template(**template)
    assert caught.value.reason == (
        f"composable template [{template['name']}] with index patterns {text}"
        "would cause data streams [logs-app] to no longer match a data stream template"
    )


def test_a_time_series_shows_its_times_and_is_one_no_more_when_its_template_is_not(store: docstore.Store) -> None:
    mappings = {"properties": {"host": {"type": "keyword", "time_series_dimension": True}}}
    template: dict[str, Any] = {"name": "t", "index_patterns": ["k8s*"], "data_stream": {}}
    first = {"start_time": "2021-04-28T00:00:00Z", "end_time": "2021-04-29T00:00:00Z"}
    settings: dict[str, Any] = {"mode": "time_series", "time_series": first}

    def shown() -> Any:
        (stream,) = store.indices.get_data_stream(name="k8s")["data_streams"]
        return stream["index_mode"], stream.get("time_series")

    def ranges(*times: tuple[str, str]) -> Any:
        return "time_series", {"temporal_ranges": [{"start": start, "end": end} for start, end in times]}

    store.indices.put_index_template(**template, template={"settings": settings, "mappings": mappings})
    store.indices.create_data_stream(name="k8s")
    assert shown() == ranges(("2021-04-28T00:00:00.000Z", "2021-04-29T00:00:00.000Z"))
    for start, end in (("2021-04-29", "2021-05-01"), ("2021-06-01", "2021-06-02")):
        settings["time_series"] = {"start_time": f"{start}T00:00:00Z", "end_time": f"{end}T00:00:00Z"}
        store.indices.put_index_template(**template, template={"settings": settings, "mappings": mappings})
        store.indices.rollover(alias="k8s")
    spans = (("2021-04-28T00:00:00.000Z", "2021-05-01T00:00:00.000Z"), ("2021-06-01T00:00:00.000Z", "2021-06-02T00:00:00.000Z"))
    assert shown() == ranges(*spans)
    store.indices.put_index_template(**template)
    assert shown() == ranges(*spans)
    store.indices.rollover(alias="k8s")
    assert shown() == ("standard", None)


def test_rollover_with_conditions(logs: docstore.Store) -> None:
    (first,) = backing(logs)
    dry = logs.indices.rollover(alias="logs-app", conditions={"max_docs": 2, "max_age": "7d"}, dry_run=True)
    second = first[:-6] + "000002"
    assert dry == {
        "acknowledged": False,
        "shards_acknowledged": False,
        "old_index": first,
        "new_index": second,
        "rolled_over": False,
        "dry_run": True,
        "lazy": False,
        "conditions": {"[max_docs: 2]": False, "[max_age: 7d]": False},
    }
    append(logs, "2", "2024-05-02")
    assert not logs.indices.rollover(alias="logs-app", conditions={"max_docs": 2, "min_docs": 3})["rolled_over"]
    rolled = logs.indices.rollover(alias="logs-app", conditions={"max_docs": 2})
    assert (rolled["rolled_over"], rolled["new_index"], rolled["conditions"]) == (True, second, {"[max_docs: 2]": True})
    assert backing(logs) == [first, second]
    assert logs.indices.delete(index=first) == {"acknowledged": True}
    assert backing(logs) == [second]


def test_a_lazy_rollover_waits_for_a_write(logs: docstore.Store) -> None:
    answer = logs.indices.rollover(alias="logs-app", lazy=True)
    assert (answer["acknowledged"], answer["rolled_over"], answer["lazy"]) == (True, False, True)
    assert len(backing(logs)) == 1
    assert append(logs, "1", "2024-06-01")["_index"] == backing(logs)[1]
    assert not logs.indices.get_data_stream()["data_streams"][0]["rollover_on_write"]


def test_rollover_of_an_alias_counts_up(store: docstore.Store) -> None:
    store.indices.create(index="books-000001", aliases={"books": {}})
    assert store.indices.rollover(alias="books")["new_index"] == "books-000002"
    assert list(store.indices.get_alias(name="books")) == ["books-000002"]
    store.indices.create(index="logs-9", aliases={"logs": {"is_write_index": True}})
    store.indices.rollover(alias="logs", aliases={"extra": {}}, settings={"number_of_replicas": 0}, mappings={"dynamic": False})
    aliases = store.indices.get_alias(index="logs-*")
    assert aliases["logs-9"]["aliases"]["logs"] == {"is_write_index": False}
    assert aliases["logs-000010"]["aliases"] == {"extra": {}, "logs": {"is_write_index": True}}
    for alias, text in (
        ("books-000001", "rollover target is a [concrete index] but one of [alias,data stream] was expected"),
        ("nothing", "rollover target [nothing] does not exist"),
    ):
        with pytest.raises(ApiError) as refused:
            store.indices.rollover(alias=alias)
        assert reason(refused) == text
    with pytest.raises(ValidationError, match=r"1: at least one max_\* rollover condition must be set when using min_\* conditions;"):
        store.indices.rollover(alias="books", conditions={"min_docs": 1})
    store.indices.create(index="books-000003")
    with pytest.raises(ResourceAlreadyExistsError):
        store.indices.rollover(alias="books", dry_run=True, conditions={"max_docs": 100})
    store.indices.create(index="uncounted", aliases={"u": {}})
    with pytest.raises(IllegalArgumentError) as uncounted:
        store.indices.rollover(alias="u")
    assert reason(uncounted) == "index name [uncounted] does not match pattern '^.*-\\d+$'"


def test_aliases_over_streams(logs: docstore.Store) -> None:
    append(logs, "1", "2024-05-01", stream="logs-db", level="warn")
    assert logs.indices.get_alias(name="everything") == {
        "logs-app": {"aliases": {"everything": {}}},
        "logs-db": {"aliases": {"everything": {}}},
    }
    assert logs.count(index="everything")["count"] == 2
    logs.indices.put_alias(index="logs-*", name="warnings", filter={"term": {"level": "warn"}})
    assert logs.count(index="warnings")["count"] == 1
    assert logs.count(index="warnings,logs-app")["count"] == 2
    with pytest.raises(IllegalArgumentError) as nowhere:
        append(logs, "5", "2024-05-01", stream="warnings")
    assert "no write index is defined for alias [warnings]" in reason(nowhere)
    logs.indices.put_alias(index="logs-db", name="warnings", is_write_index=True)
    assert append(logs, "5", "2024-05-01", stream="warnings")["_index"].startswith(".ds-logs-db-")
    logs.indices.put_alias(index="logs-app", name="warnings", is_write_index=True)
    assert append(logs, "5", "2024-05-01", stream="warnings")["_index"].startswith(".ds-logs-app-")
    logs.indices.delete_alias(index="logs-*", name="warnings")
    assert not logs.indices.exists_alias(name="warnings")
    logs.index(index="plain", id="1", document={})
    with pytest.raises(IllegalArgumentError) as mixed:
        logs.indices.put_alias(index="*", name="all")
    assert reason(mixed) == "expressions [*] that match with both data streams and regular indices are disallowed"


def test_indices_come_and_go(logs: docstore.Store) -> None:
    (first,) = backing(logs)
    logs.indices.create(index="old", mappings={"properties": {"@timestamp": {"type": "date"}}})
    logs.index(index="old", id="1", document={"@timestamp": "2001-01-01"})
    logs.indices.modify_data_stream(actions=[{"add_backing_index": {"data_stream": "logs-app", "index": "old"}}])
    assert backing(logs) == ["old", first]
    assert logs.count(index="logs-app")["count"] == 2
    assert logs.count(index="o*")["count"] == 0
    for action, text in (
        ({"remove_backing_index": {"data_stream": "logs-app", "index": first}}, f"cannot remove backing index [{first}] of data stream"),
        ({"remove_backing_index": {"data_stream": "logs-app", "index": "nope"}}, "index [nope] not found"),
        ({"add_backing_index": {"data_stream": "nope", "index": "old"}}, "data stream [nope] not found"),
    ):
        with pytest.raises(IllegalArgumentError) as refused:
            logs.indices.modify_data_stream(actions=[action])
        assert text in reason(refused)
    logs.indices.modify_data_stream(actions=[{"remove_backing_index": {"data_stream": "logs-app", "index": "old"}}])
    assert backing(logs) == [first]
    assert logs.count(index="o*")["count"] == 1


def test_an_alias_becomes_a_stream(store: docstore.Store) -> None:
    timestamp = {"properties": {"@timestamp": {"type": "date"}}}
    store.indices.create(index="a1", mappings=timestamp, aliases={"series": {}})
    store.indices.create(index="a2", mappings=timestamp, aliases={"series": {"is_write_index": True}})
    store.index(index="series", id="1", document={"@timestamp": "2024-01-01"})
    with pytest.raises(IllegalArgumentError) as untemplated:
        store.indices.migrate_to_data_stream(name="series")
    assert reason(untemplated) == "no matching index template found for data stream [series]"
    store.indices.put_index_template(name="t", index_patterns=["series"], data_stream={})
    store.indices.migrate_to_data_stream(name="series")
    assert backing(store, "series") == ["a1", "a2"]
    assert append(store, "2", "2024-01-02", stream="series")["_index"] == "a2"
    assert store.indices.rollover(alias="series")["new_index"].endswith("-000003")
    assert store.indices.promote_data_stream(name="series") == {"acknowledged": True}
    with pytest.raises(IllegalArgumentError) as missing:
        store.indices.migrate_to_data_stream(name="nope")
    assert reason(missing) == "alias [nope] does not exist"


def test_streams_are_seen_by_another_process_and_after_reopening(open_at: Any) -> None:
    first = open_at()
    first.indices.put_index_template(name="logs", index_patterns=["logs-*"], data_stream={"hidden": True, "allow_custom_routing": True})
    append(first, "1", "2024-05-01")
    with docstore.open(first.path) as second:
        assert append(second, "2", "2024-05-02")["result"] == "created"
        second.create(index="logs-app", id="3", document={"@timestamp": "2024-05-02"}, routing="r")
    first.indices.rollover(alias="logs-app")
    assert first.count(index="logs-app")["count"] == 3
    assert first.count(index="*")["count"] == 0
    assert first.count(index="*", expand_wildcards="open,hidden")["count"] == 3


def test_lifecycle_and_options_are_kept(logs: docstore.Store) -> None:
    logs.indices.put_data_lifecycle(name="logs-*", data_retention="7d")
    (shown,) = logs.indices.get_data_lifecycle(name="logs-app")["data_streams"]
    assert shown["lifecycle"] == {
        "enabled": True,
        "data_retention": "7d",
        "effective_retention": "7d",
        "retention_determined_by": "data_stream_configuration",
    }
    explained = logs.indices.explain_data_lifecycle(index="logs-app")["indices"]
    assert explained[backing(logs)[0]]["managed_by_lifecycle"] is True
    logs.indices.delete_data_lifecycle(name="logs-app")
    assert logs.indices.get_data_lifecycle(name="*")["data_streams"] == [{"name": "logs-app"}]
    logs.indices.put_data_stream_options(name="logs-app", failure_store={"enabled": True})
    assert logs.indices.get_data_stream_options(name="logs-app")["data_streams"] == [
        {"name": "logs-app", "options": {"failure_store": {"enabled": True}}}
    ]
    assert logs.indices.get_data_stream()["data_streams"][0]["failure_store"]["enabled"] is True
    with pytest.raises(IllegalArgumentError):
        logs.indices.put_data_lifecycle(name="logs-app", data_retention="soon")


def test_a_stream_may_have_settings_and_mappings_of_its_own(logs: docstore.Store) -> None:
    own = {"number_of_shards": 3, "refresh_interval": "9s"}
    (row,) = logs.indices.put_data_stream_settings(name="logs-app", settings=own)["data_streams"]
    assert row["applied_to_data_stream"] is True
    assert row["index_settings_results"] == {
        "applied_to_data_stream_only": ["index.number_of_shards"],
        "applied_to_data_stream_and_backing_indices": ["index.refresh_interval"],
    }
    assert row["effective_settings"]["index"] == {"number_of_replicas": "0", "number_of_shards": "3", "refresh_interval": "9s"}
    new = {"properties": {"level": {"type": "wildcard"}}}
    dry = logs.indices.put_data_stream_mappings(name="logs-app", mappings=new, dry_run=True)["data_streams"][0]
    assert dry["mappings"] == new
    assert logs.indices.get_data_stream_mappings(name="logs-app")["data_streams"][0]["mappings"] == {}
    logs.indices.put_data_stream_mappings(name="logs-app", mappings=new)
    logs.indices.rollover(alias="logs-app")
    first, second = backing(logs)
    settings = logs.indices.get_settings(index="logs-app")
    assert settings[first]["settings"]["index"]["number_of_shards"] == "1"
    assert settings[first]["settings"]["index"]["refresh_interval"] == "9s"
    assert settings[second]["settings"]["index"]["number_of_shards"] == "3"
    assert logs.indices.get_mapping(index=second)[second]["mappings"]["properties"]["level"] == {"type": "wildcard"}
    bad = logs.indices.put_data_stream_mappings(name="logs-app", mappings={"properties": {"@timestamp": {"type": "ip"}}})["data_streams"][0]
    assert bad["applied_to_data_stream"] is False
    assert "is of type [ip], but [date,date_nanos] is expected" in bad["error"]


class TestReindex:
    def test_into_a_stream_wants_create(self, logs: docstore.Store) -> None:
        for number in range(5):
            logs.index(index="plain", id=str(number), document={"@timestamp": f"2024-06-0{number + 1}", "n": number})
        with pytest.raises(ApiError) as refused:
            logs.reindex(source={"index": "plain"}, dest={"index": "logs-copy"})
        assert {failure["cause"]["reason"] for failure in refused.value.body["failures"]} == {APPENDS_ONLY}
        answer = logs.reindex(source={"index": "plain"}, dest={"index": "logs-copy", "op_type": "create"})
        assert (answer["created"], answer["failures"]) == (5, [])
        again = logs.reindex(source={"index": "plain"}, dest={"index": "logs-copy", "op_type": "create"}, conflicts="proceed")
        assert again["version_conflicts"] == 5
        assert logs.count(index="logs-copy")["count"] == 5

    def test_documents_without_a_timestamp_are_reported(self, logs: docstore.Store) -> None:
        for number in range(6):
            timestamp = {} if number == 3 else {"@timestamp": ["2024-06-01"]}
            logs.index(index="plain", id=str(number), document={**timestamp, "n": number})
        with pytest.raises(ApiError) as refused:
            logs.reindex(source={"index": "plain"}, dest={"index": "logs-copy", "op_type": "create"})
        (failure,) = refused.value.body["failures"]
        assert (failure["id"], failure["cause"]["type"]) == ("3", "document_parsing_exception")
        assert logs.count(index="logs-copy")["count"] == 5

    def test_out_of_a_stream_in_the_order_of_its_generations(self, logs: docstore.Store) -> None:
        for number in range(2, 5):
            logs.indices.rollover(alias="logs-app")
            append(logs, str(number), f"2024-05-0{number}")
        assert logs.reindex(source={"index": "logs-app", "size": 1}, dest={"index": "flat"})["created"] == 4
        places = [logs.get(index="flat", id=str(number))["_seq_no"] for number in range(1, 5)]
        assert places == [0, 1, 2, 3]
        with pytest.raises(ApiError) as into_itself:
            logs.reindex(source={"index": "logs-app"}, dest={"index": "logs-app", "op_type": "create"})
        assert "reindex cannot write into an index its reading from" in reason(into_itself)

    def test_a_lazy_rollover_happens_before_the_first_batch(self, logs: docstore.Store) -> None:
        logs.index(index="plain", id="x", document={"@timestamp": "2024-06-01"})
        logs.indices.rollover(alias="logs-app", lazy=True)
        logs.reindex(source={"index": "plain"}, dest={"index": "logs-app", "op_type": "create"})
        assert logs.count(index=backing(logs)[1])["count"] == 1


def test_a_generation_more_with_every_change_of_the_indices(logs: docstore.Store) -> None:
    def generation() -> int:
        return int(logs.indices.get_data_stream(name="logs-app")["data_streams"][0]["generation"])

    logs.indices.rollover(alias="logs-app")
    logs.indices.rollover(alias="logs-app")
    assert generation() == 3
    first, second, last = backing(logs)
    logs.indices.delete(index=first)
    assert (generation(), backing(logs)) == (4, [second, last])
    actions = [{"remove_backing_index": {"data_stream": "logs-app", "index": second}}]
    logs.indices.modify_data_stream(actions=actions)
    assert (generation(), backing(logs)) == (5, [last])


def test_an_index_tells_its_stream(logs: docstore.Store) -> None:
    logs.index(index="plain", id="1", document={})
    shown = logs.indices.get(index=["logs-app", "plain"], features="aliases", expand_wildcards="all")
    assert shown == {backing(logs)[0]: {"aliases": {}, "data_stream": "logs-app"}, "plain": {"aliases": {}}}


def test_a_stream_that_is_required_is_not_made_without_a_template(logs: docstore.Store) -> None:
    text = (
        "no such index [other] and the index creation request requires a data stream, but no matching index template with data stream "
        "template was found for it"
    )
    with pytest.raises(NotFoundError) as caught:
        logs.index(index="other", document={}, require_data_stream=True)
    assert reason(caught) == text
    items = logs.bulk(operations=[{"index": {"_index": "other", "require_data_stream": True}}, {}])["items"]
    assert items[0]["index"]["error"]["reason"] == text
    logs.index(index="other", document={})
    with pytest.raises(NotFoundError, match="is not a data stream"):
        logs.index(index="other", document={}, require_data_stream=True)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ({"data_stream_options": {"failure_store": {"enabled": True}}}, "data stream options"),
        ({"lifecycle": {"data_retention": "1d"}}, "lifecycle configuration"),
    ],
)
def test_what_only_a_stream_can_have(store: docstore.Store, part: dict[str, Any], text: str) -> None:
    store.cluster.put_component_template(name="part", template=part)
    with pytest.raises(IllegalArgumentError) as caught:
        store.indices.put_index_template(name="plain", index_patterns=["plain"], composed_of=["part"])
    assert reason(caught) == f"index template [plain] specifies {text} that can only be used in combination with a data stream"
    nothing = dict.fromkeys(part)
    store.indices.put_index_template(name="plain", index_patterns=["plain"], composed_of=["part"], template=nothing)
    (kept,) = store.indices.get_index_template(name="plain")["index_templates"]
    assert kept["index_template"]["template"] == nothing
    store.indices.put_index_template(name="stream", index_patterns=["s"], composed_of=["part"], template=nothing, data_stream={})
    store.indices.create_data_stream(name="s")
    shown = {**store.indices.get_data_stream_options(name="s"), **store.indices.get_data_lifecycle(name="s")}
    assert shown["data_streams"] == [{"name": "s"}]


def test_a_stream_is_not_made_for_lookups(logs: docstore.Store) -> None:
    text = r"specifies \[index.mode=lookup\], which is not supported for data streams"
    lookup = {"settings": {"index.mode": "lookup"}}
    with pytest.raises(IllegalArgumentError, match=text):
        logs.indices.put_index_template(name="l", index_patterns=["l-*"], data_stream={}, template=lookup)
    logs.indices.create(index="table", **lookup, mappings={"properties": {"@timestamp": {"type": "date"}}})
    with pytest.raises(IllegalArgumentError, match=text):
        logs.indices.modify_data_stream(actions=[{"add_backing_index": {"data_stream": "logs-app", "index": "table"}}])


def test_settings_that_do_not_exist_are_told_per_stream(logs: docstore.Store) -> None:
    (row,) = logs.indices.put_data_stream_settings(name="logs-app", settings={"index": {"fake": 1, "number_of_shards": 2}})["data_streams"]
    text = "Cannot set the following settings on a data stream: [index.fake]"
    assert row == {"name": "logs-app", "applied_to_data_stream": False, "error": text}


@pytest.mark.parametrize(
    ("names", "expand", "found"),
    [
        ("*", None, ["logs-app"]),
        ("*", "hidden", [".veiled", "logs-app"]),
        ("*", "none", []),
        (".v*", None, [".veiled"]),
        (["*", "-logs*"], "open,hidden", [".veiled"]),
    ],
)
def test_patterns_over_hidden_streams(logs: docstore.Store, names: Any, expand: str | None, found: list[str]) -> None:
    logs.indices.put_index_template(name="veiled", index_patterns=[".veiled"], data_stream={"hidden": True})
    logs.indices.create_data_stream(name=".veiled")
    shown = logs.indices.get_data_stream(name=names, expand_wildcards=expand)["data_streams"]
    assert [stream["name"] for stream in shown] == found


def test_a_stream_is_opened_but_not_closed(logs: docstore.Store) -> None:
    logs.indices.rollover(alias="logs-app")
    logs.cluster.put_settings(persistent={"action.destructive_requires_name": False})
    assert logs.indices.close(index="logs-*")["indices"] == {}
    with pytest.raises(NotFoundError, match=r"no such index \[logs-app\]"):
        logs.indices.close(index="logs-app")
    first = backing(logs)[0]
    assert logs.indices.close(index=first)["indices"] == {first: {"closed": True}}
    logs.indices.open(index="logs-app")
    assert logs.count(index=first)["count"] == 1


def test_a_rollover_passes_over_names_that_are_taken(logs: docstore.Store) -> None:
    (first,) = backing(logs)
    taken = first.replace("-000001", "-000002")
    logs.indices.create(index=taken)
    assert logs.indices.rollover(alias="logs-app", dry_run=True)["new_index"] == first.replace("-000001", "-000003")
    assert logs.indices.rollover(alias="logs-app")["new_index"] == first.replace("-000001", "-000003")
    (shown,) = logs.indices.get_data_stream(name="logs-app")["data_streams"]
    assert (backing(logs), shown["generation"]) == ([first, first.replace("-000001", "-000003")], 3)


@pytest.mark.parametrize(
    ("timestamp", "text"),
    [
        ({"type": "keyword"}, "is of type [keyword], but [date,date_nanos] is expected"),
        ({"type": "date", "index": False}, "is not indexed"),
        ({"type": "date", "doc_values": False}, "doesn't have doc values"),
        ({"type": "date", "null_value": "2020"}, "has disallowed [null_value] attribute specified"),
        ({"type": "date", "ignore_malformed": True}, "has disallowed [ignore_malformed] attribute specified"),
        ({"type": "date", "store": True}, "has disallowed attributes: [store]"),
        ({"type": "date", "copy_to": "t", "fields": {"k": {"type": "keyword"}}}, "has disallowed attributes: [fields, copy_to]"),
        ({"type": "date", "meta": {"a": "b"}, "format": "epoch_millis", "locale": "en", "ignore_malformed": False}, None),
        ({"type": "date_nanos"}, None),
    ],
)
def test_what_the_timestamp_of_a_stream_may_be(store: docstore.Store, timestamp: dict[str, Any], text: str | None) -> None:
    wanted: Any = {"mappings": {"properties": {"@timestamp": timestamp}}}
    if text is None:
        store.indices.put_index_template(name="t", index_patterns=["t-*"], data_stream={}, template=wanted)
        store.indices.create_data_stream(name="t-1")
        return
    with pytest.raises(IllegalArgumentError) as refused:
        store.indices.put_index_template(name="t", index_patterns=["t-*"], data_stream={}, template=wanted)
    assert refused.value.body["error"]["caused_by"]["reason"] == f"data stream timestamp field [@timestamp] {text}"


def test_a_simulation_tells_what_a_stream_has_of_its_own_and_when_it_rolls_over(store: docstore.Store) -> None:
    template = {"lifecycle": {"data_retention": "7d"}}
    store.indices.put_index_template(name="t", index_patterns=["test*"], data_stream={}, template=template)
    store.indices.create_data_stream(name="test")
    store.indices.put_data_stream_mappings(name="test", mappings={"properties": {"foo": {"type": "keyword"}}})
    store.indices.put_data_stream_settings(name="test", settings={"index.refresh_interval": "47s"})
    shown = store.indices.simulate_index_template(name="test", include_defaults=True)["template"]
    assert shown["mappings"]["properties"]["foo"] == {"type": "keyword"}
    assert shown["settings"]["index"]["refresh_interval"] == "47s"
    assert shown["lifecycle"]["rollover"]["max_age"] == "1d [automatic]"
    assert "rollover" not in store.indices.simulate_template(name="t")["template"]["lifecycle"]
