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


SERIES = {
    "properties": {
        "@timestamp": {"type": "date"},
        "host": {"type": "keyword", "time_series_dimension": True},
        "load": {"type": "double", "time_series_metric": "gauge"},
    }
}
SPANS = [{"start_time": f"2024-05-0{day}T00:00:00Z", "end_time": f"2024-05-0{day + 1}T00:00:00Z"} for day in (1, 2)]
TIMES = ["2024-05-01T10:00:00Z", "2024-05-02T10:00:00Z", "2024-05-01T11:00:00Z", "2024-05-03T00:00:00Z"]


@pytest.fixture
def series(store: docstore.Store) -> docstore.Store:
    """A plain index of points, a time series for the first two days, and a stream with a backing index for each."""
    for number, time in enumerate(TIMES):
        store.index(index="plain", id=str(number), document={"@timestamp": time, "host": "a", "load": number})
    whole = {"start_time": SPANS[0]["start_time"], "end_time": SPANS[1]["end_time"]}
    settings = {"mode": "time_series", "routing_path": ["host"], "time_series": whole}
    store.indices.create(index="series", settings=settings, mappings=SERIES, aliases={"behind": {}})
    for number, span in enumerate(SPANS):
        template = {"settings": {"mode": "time_series", "time_series": span}, "mappings": SERIES}
        store.indices.put_index_template(name="t", index_patterns=["metrics-*"], data_stream={}, template=template)
        if number:
            store.indices.rollover(alias="metrics-a")
        else:
            store.indices.create_data_stream(name="metrics-a")
    return store


def _refused(store: docstore.Store, **request: Any) -> list[dict[str, Any]]:
    """The failures of a reindex that has some."""
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(**request)
    failures: list[dict[str, Any]] = caught.value.body["failures"]
    return failures


def test_into_a_time_series_and_out_of_it(series: docstore.Store) -> None:
    (failure,) = _refused(series, source={"index": "plain"}, dest={"index": "series"})
    assert (failure["index"], failure["id"], failure["status"]) == ("series", "3", 400)
    assert failure["cause"]["reason"].endswith(
        "time series index @timestamp value [2024-05-03T00:00:00Z] must be smaller than 2024-05-03T00:00:00Z"
    )
    first = _sources(series, "series")
    assert sorted(each["load"] for each in first.values()) == [0, 1, 2]
    for one in first.values():
        assert series.index(index="series", document={**one, "host": "b"})["_id"] not in first
    within = {"index": "plain", "query": {"range": {"load": {"lt": 3}}}}
    assert series.reindex(source=within, dest={"index": "series"})["updated"] == 3
    counts = series.reindex(source=within, dest={"index": "series", "op_type": "create"}, conflicts="proceed")
    assert (counts["created"], counts["version_conflicts"]) == (0, 3)
    conflicts = _refused(series, source=within, dest={"index": "series", "op_type": "create"})
    assert {each["id"] for each in conflicts} == set(first)
    series.reindex(source={"index": "series", "query": {"term": {"host": "a"}}}, dest={"index": "flat"})
    assert _sources(series, "flat") == first
    series.reindex(source={"index": "flat"}, dest={"index": "behind"})
    assert len(_sources(series, "series")) == 6


def test_ids_are_kept_behind_an_alias_of_a_time_series(series: docstore.Store) -> None:
    failures = _refused(series, source={"index": "plain", "size": 2, "query": {"ids": {"values": ["0", "1"]}}}, dest={"index": "behind"})
    assert [each["cause"]["caused_by"]["reason"].split(" because")[1] for each in failures] == [" [series] is in time_series mode"] * 2
    assert "_id must be unset or set to [" in failures[0]["cause"]["reason"]


def test_into_a_stream_of_time_series_by_time(series: docstore.Store) -> None:
    assert len(_refused(series, source={"index": "plain"}, dest={"index": "metrics-a"})) == 4
    (failure,) = _refused(series, source={"index": "plain"}, dest={"index": "metrics-a", "op_type": "create"})
    assert (failure["index"], failure["id"], failure["cause"]["type"]) == ("metrics-a", "3", "timestamp_error")
    assert failure["cause"]["reason"].startswith("the document timestamp [2024-05-03T00:00:00.000Z] is outside of ranges")
    hits = series.search(index="metrics-a", sort="load")["hits"]["hits"]
    assert [hit["_index"][-1] for hit in hits] == ["1", "2", "1"]
    second = {"index": "metrics-a", "query": {"term": {"load": 1}}}
    assert series.reindex(source=second, dest={"index": "metrics-b", "op_type": "create"})["created"] == 1
    assert _sources(series, "metrics-b") == {hits[1]["_id"]: hits[1]["_source"]}


@pytest.mark.parametrize("request_", [{"version_type": "external"}, {"routing": "=x"}])
def test_what_points_do_not_have(series: docstore.Store, request_: dict[str, str]) -> None:
    source = {"index": "plain", "query": {"ids": {"values": ["0"]}}}
    with pytest.raises(docstore.ApiError) as caught:
        series.reindex(source=source, dest={"index": "series", **request_})
    if "routing" in request_:
        cause = caught.value.body["failures"][0]["cause"]["reason"]
        assert cause == "specifying routing is not supported because the destination index [series] is in time_series mode"
    else:
        assert caught.value.reason == "Validation Failed: 1: an id must be provided if version type or value are set;"


def test_points_that_are_one_are_a_conflict_within_a_batch(series: docstore.Store) -> None:
    series.index(index="more", id="x", document={"@timestamp": TIMES[0], "host": "a", "load": 7})
    first = {"index": ["plain", "more"], "query": {"range": {"@timestamp": {"lt": "2024-05-03"}}}}
    for name in ("series", "metrics-a"):
        counts = series.reindex(source=first, dest={"index": name, "op_type": "create"}, conflicts="proceed")
        assert (counts["created"], counts["version_conflicts"], counts["failures"]) == (3, 1, [])


def test_ids_that_are_one_are_a_conflict_within_a_batch(store: docstore.Store) -> None:
    for name in ("one", "two"):
        store.index(index=name, id="same", document={"from": name})
    store.index(index="dest", id="other", document={})
    counts = store.reindex(source={"index": ["one", "two"]}, dest={"index": "dest", "op_type": "create"}, conflicts="proceed")
    assert (counts["created"], counts["version_conflicts"], counts["batches"]) == (1, 1, 1)
