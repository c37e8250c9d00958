"""Documents of an index in ``index.mode: time_series``."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from typing import Any

import pytest

from docstore.errors import ApiError, VersionConflictError

Json = dict[str, Any]
MAPPINGS: Json = {
    "properties": {
        "host": {"properties": {"name": {"type": "keyword", "time_series_dimension": True}}},
        "core": {"type": "long", "time_series_dimension": True},
        "load": {"type": "double", "time_series_metric": "gauge"},
    }
}
SPAN = {"start_time": "2024-05-01T00:00:00Z", "end_time": "2024-05-02T00:00:00Z"}
SETTINGS: Json = {"mode": "time_series", "routing_path": ["host.*"], "time_series": SPAN}
POINT: Json = {"@timestamp": "2024-05-01T10:00:00Z", "host": {"name": "a"}, "core": 1, "load": 0.5}


@pytest.fixture
def series(store: Any) -> Any:
    store.indices.create(index="m", settings=SETTINGS, mappings=MAPPINGS)
    return store


def test_a_point_is_where_its_dimensions_and_its_time_put_it(series: Any) -> None:
    first = series.index(index="m", document=POINT)["_id"]
    assert len(first) == 27
    assert series.get(index="m", id=first)["_source"] == POINT
    tsid = series.search(index="m", fields=["_tsid"])["hits"]["hits"][0]["fields"]["_tsid"][0]
    named = re.escape(f"[{first}][{tsid}@2024-05-01T10:00:00.000Z]: version conflict, document already exists (current version [1])")
    with pytest.raises(VersionConflictError, match=named):
        series.index(index="m", document={**POINT, "load": 0.7})
    dotted = {"@timestamp": "2024-05-01T12:00:00+02:00", "host.name": ["a"], "core": "1", "load": 9}
    again = series.index(index="m", id=first, document=dotted)
    assert (again["_id"], again["_version"]) == (first, 2)
    others = [{**POINT, "core": 2}, {**POINT, "host": {"name": "b"}}, {**POINT, "@timestamp": "2024-05-01T10:00:00.001Z"}]
    answer = series.bulk(index="m", operations=[line for each in others for line in ({"create": {}}, each)])
    assert len({first, *(item["create"]["_id"] for item in answer["items"])}) == 4
    assert series.count(index="m")["count"] == 4
    assert series.delete(index="m", id=first)["result"] == "deleted"


@pytest.fixture
def pods(store: Any) -> Any:
    """The index of Elasticsearch's own tests of ids."""
    fields = {path: {"type": "keyword", "time_series_dimension": True} for path in ("metricset", "k8s.pod.uid")}
    span = {"start_time": "2021-04-28T00:00:00Z", "end_time": "2021-04-29T00:00:00Z"}
    settings = {"mode": "time_series", "routing_path": ["metricset", "k8s.pod.uid"], "time_series": span, "number_of_shards": 2}
    store.indices.create(index="pods", settings=settings, mappings={"properties": fields})
    return store


CAT, DOG = "947e4ced-1786-4e53-9e0c-5c447e959507", "df3145b3-0563-4d3b-a0f7-897eb2876ea9"


@pytest.mark.parametrize(
    ("uid", "time", "expected", "tsid"),
    [
        (CAT, "2021-04-28T18:52:04.467Z", "cZZNs7B9sSWsyrL5AAABeRnS7fM", "KCjEJ9R_BgO8TRX2QOd6dpR12oDh--qoyNZRQPy43y34Qdy2dpsyG0o"),
        (DOG, "2021-04-28T18:50:03.142Z", "cn4excfoxSs_KdA5AAABeRnRFAY", "KCjEJ9R_BgO8TRX2QOd6dpQ5ihHD--qoyLTiOy0pmP6_RAIE-e0-dKQ"),
    ],
)
def test_ids_are_those_of_elasticsearch(pods: Any, uid: str, time: str, expected: str, tsid: str) -> None:
    """By hand from ``tsdb/25_id_generation.yml`` and ``data_stream/150_tsdb.yml``."""
    document = {"@timestamp": time, "metricset": "pod", "k8s": {"pod": {"uid": uid, "name": "x"}}}
    assert pods.index(index="pods", document=document)["_id"] == expected
    found = pods.search(index="pods", fields=["_tsid"], docvalue_fields=["_tsid"])["hits"]["hits"][0]
    assert found["fields"]["_tsid"] == [tsid]
    answer = pods.bulk(index="pods", operations=[{"create": {}}, document])["items"][0]["create"]
    why = f"[{expected}][{tsid}@{time}]: version conflict, document already exists (current version [1])"
    assert answer["error"]["reason"] == why
    pods.index(index="plain", id="1", document=document)
    failure = pods.reindex(source={"index": "plain"}, dest={"index": "pods", "op_type": "create"}, conflicts="proceed")
    assert failure["version_conflicts"] == 1


def test_where_points_are_routed_to(pods: Any) -> None:
    points = [
        {"@timestamp": time, "metricset": "pod", "k8s.pod.uid": uid}
        for uid, time in ((CAT, "2021-04-28T18:50:04.467Z"), (DOG, "2021-04-28T18:50:03.142Z"))
    ]
    pods.bulk(index="pods", operations=[line for point in points for line in ({"create": {}}, point)])
    first, _ = pods.search(index="pods", sort=["@timestamp"], docvalue_fields=["_ts_routing_hash"])["hits"]["hits"]
    assert (first["_id"], first["fields"]["_ts_routing_hash"]) == ("cn4excfoxSs_KdA5AAABeRnRFAY", ["cn4exQ"])
    after = [points[1]["@timestamp"], "cn4exQ"]
    (second,) = pods.search(index="pods", sort=["@timestamp", "_ts_routing_hash"], search_after=after)["hits"]["hits"]
    assert second["sort"][1] == "cZZNsw"
    refused = pods.bulk(index="pods", operations=[{"delete": {"_id": "not found ++ not found"}}, {"delete": {"_id": "cn4exQAA"}}])["items"]
    assert [item["delete"]["status"] for item in refused] == [404, 404]
    said = "invalid id [not found ++ not found] for index [pods] in time series mode"
    assert refused[0]["delete"]["error"]["reason"] == said
    assert "error" not in refused[1]["delete"]
    for call in (pods.get, pods.delete):
        with pytest.raises(ApiError) as caught:
            call(index="pods", id="not found")
        assert (caught.value.status, caught.value.type) == (404, "resource_not_found_exception")
    assert pods.exists(index="pods", id="not found") is False
    with pytest.raises(ApiError) as caught:
        pods.search(index="pods", query={"term": {"_ts_routing_hash": "cn4exQ"}})
    assert caught.value.body["error"]["root_cause"][0]["reason"] == "[_ts_routing_hash] is not searchable"


def test_kinds_of_dimensions(store: Any) -> None:
    """None of them makes two series of one."""
    kinds = {"ip": ["::1", "10.0.0.1"], "unsigned_long": [5, 2**63 + 5], "boolean": [True, False], "short": [-5, 5], "double": [1, 1.5]}
    fields = {kind: {"type": kind, "time_series_dimension": True} for kind in kinds}
    flat = {"type": "flattened", "time_series_dimensions": ["key"]}
    settings = {**SETTINGS, "routing_path": ["host"]}
    fields["host"] = {"type": "keyword", "time_series_dimension": True}
    store.indices.create(index="m", settings=settings, mappings={"properties": {**fields, "f": flat}})
    said = [{kind: value} for kind, values in kinds.items() for value in values]
    said += [{"f": {"key": value}} for value in ("a", "b" * 20_000, "c" * 200)]
    points = [{"@timestamp": POINT["@timestamp"], "host": "h", **each} for each in said]
    answer = store.bulk(index="m", operations=[line for point in points for line in ({"create": {}}, point)])
    assert [item["create"]["status"] for item in answer["items"]] == [201] * len(points)
    buckets = store.search(index="m", size=0, aggs={"s": {"terms": {"field": "_tsid", "size": 20}}})["aggregations"]["s"]["buckets"]
    assert len(buckets) == len(points)
    again = store.bulk(index="m", operations=[line for point in points for line in ({"create": {}}, point)])
    assert {item["create"]["status"] for item in again["items"]} == {409}


VALUES: list[Any] = ["a", "1", 1, 1.0, 0.0, -0.0, True, "true", "", "é" * 30, 2**40, None]


@pytest.mark.parametrize(("kind", "series"), [("keyword", 10), ("long", 7), ("boolean", 3)])
def test_the_id_is_the_same_however_a_document_is_spelled(store: Any, kind: str, series: int) -> None:
    fields = {name: {"type": each, "time_series_dimension": True} for name, each in (("d.e", kind), ("n", "keyword"))}
    mappings = {"properties": {"o": {"properties": fields}, "load": {"type": "double"}}}
    store.indices.create(index="m", settings=SETTINGS | {"routing_path": ["o.*"]}, mappings=mappings)
    said = []
    for values in (VALUES, VALUES[::-1]):
        for body in (
            lambda value: {"o": {"d": {"e": value}, "n": "x"}, "load": 1},
            lambda value: {"o.d.e": value, "o.n": "x"},
            lambda value: {"o": {"d.e": value, "n": "x"}, "load": 1},
            lambda value: {"o": [{"d": {"e": value}}, {"n": "x"}]},
            lambda value: {"o": {"n": "x", "d": {"e": value}}},
        ):
            points = [{"@timestamp": POINT["@timestamp"], **body(value)} for value in values]
            items = store.bulk(index="m", operations=[line for point in points for line in ({"index": {}}, point)])["items"]
            found = [None if "error" in item["index"] else item["index"]["_id"] for item in items]
            said.append(found if values is VALUES else found[::-1])
    assert all(each == said[0] for each in said)
    assert len({*said[0]} - {None}) == series


def test_a_dimension_that_is_spelled_twice_has_two_values(series: Any) -> None:
    host = {"properties": {"a": {"properties": {"b": {"type": "keyword", "time_series_dimension": True}}}}}
    series.indices.put_mapping(index="m", properties={"host": host})
    for point in ({"a": {"b": "1"}, "a.b": "2"}, {"a": {"b": "1"}}, {"a.b": "2"}, {"a": {"b": ["1", "2"]}}, {"a.b": ["1", "2"]}):
        series.bulk(index="m", operations=[{"index": {}}, {**POINT, "host": {"name": "a", **point}}])
    assert sorted(hit["_version"] for hit in series.search(index="m", version=True)["hits"]["hits"]) == [1, 1, 3]


def test_points_of_an_older_index_keep_their_ids(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("docstore.catalog.settings.new.CREATED_BY", "9041000")
        store.indices.create(index="m", settings=SETTINGS, mappings=MAPPINGS)
    first = store.index(index="m", document=POINT)["_id"]
    assert first == "TFkF7605FnSKu4AOAAABjzOYwQA"
    store.indices.put_settings(index="m", settings={"index.blocks.write": True})
    store.indices.clone(index="m", target="copy", settings={"index.blocks.write": None})
    again = store.index(index="copy", id=first, document=POINT)
    assert (again["_id"], again["_version"]) == (first, 2)
    store.indices.create(index="newer", settings=SETTINGS, mappings=MAPPINGS)
    store.reindex(source={"index": "m"}, dest={"index": "newer"})
    assert store.search(index="newer")["hits"]["hits"][0]["_id"] != first


def test_several_values_of_a_dimension_are_one_series_in_their_order(series: Any) -> None:
    points = [{**POINT, "core": cores} for cores in ([1, 2], [2, 1], [1, 2], [1])]
    answer = series.bulk(index="m", operations=[line for each in points for line in ({"create": {}}, each)])
    assert [item["create"]["status"] for item in answer["items"]] == [201, 201, 409, 201]
    found = series.search(index="m", size=0, aggs={"s": {"terms": {"field": "_tsid"}}, "c": {"terms": {"field": "core"}}})["aggregations"]
    assert len(found["s"]["buckets"]) == 3
    assert [(bucket["key"], bucket["doc_count"]) for bucket in found["c"]["buckets"]] == [(1, 3), (2, 2)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"@timestamp": None}, "failed to parse: data stream timestamp field [@timestamp] is missing"),
        ({"host": None}, "Error extracting routing: source didn't contain any routing fields"),
        (
            {"@timestamp": "2024-04-30T23:59:59.999Z"},
            "time series index @timestamp value [2024-04-30T23:59:59.999Z] must be larger than 2024-05-01T00:00:00Z",
        ),
        (
            {"@timestamp": "2024-05-02"},
            "time series index @timestamp value [2024-05-02T00:00:00Z] must be smaller than 2024-05-02T00:00:00Z",
        ),
    ],
)
def test_a_document_that_is_no_point(series: Any, change: Json, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        series.index(index="m", document={**POINT, **change})
    assert caught.value.status == 400
    assert reason in caught.value.reason
    assert series.count(index="m")["count"] == 0


def test_several_values_of_a_dimension_are_a_series_of_their_own(series: Any) -> None:
    lines = [line for core in ([1, 2], [2, 1], 1, [1]) for line in ({"index": {}}, {**POINT, "core": core})]
    ids = [item["index"]["_id"] for item in series.bulk(index="m", operations=lines)["items"]]
    assert (ids[2], len(set(ids)), series.count(index="m")["count"]) == (ids[3], 3, 3)


def test_points_have_nested_objects(store: Any) -> None:
    mappings = {"properties": {**MAPPINGS["properties"], "n": {"type": "nested", "properties": {"k": {"type": "keyword"}}}}}
    store.indices.create(index="m", settings=SETTINGS, mappings=mappings)
    store.index(index="m", document={**POINT, "n": [{"k": "a"}, {"k": "b"}]})
    assert store.count(index="m", query={"nested": {"path": "n", "query": {"term": {"n.k": "b"}}}})["count"] == 1


NANOS = "time series index @timestamp value [2031-09-26T03:09:52.123450Z] must be smaller than 2024-05-02T00:00:00Z"


def test_a_time_out_of_the_span_is_shown_to_its_nanosecond(store: Any) -> None:
    mappings = {"properties": {**MAPPINGS["properties"], "@timestamp": {"type": "date_nanos"}}}
    store.indices.create(index="m", settings=SETTINGS, mappings=mappings)
    with pytest.raises(ApiError) as caught:
        store.index(index="m", document={**POINT, "@timestamp": "2031-09-26T03:09:52.12345Z"})
    assert caught.value.reason.endswith(NANOS)


@pytest.mark.parametrize(
    ("dynamic", "reason"),
    [
        (True, "[host.rack] was [text]."),
        ("runtime", "[host.rack] was a runtime [keyword]."),
        (False, "All fields matching [routing_path] must be mapped but [host.rack] was declared as [dynamic: false]"),
    ],
)
def test_a_field_to_route_by_is_mapped_as_a_dimension(store: Any, dynamic: Any, reason: str) -> None:
    store.indices.create(index="m", settings=SETTINGS, mappings={"properties": {"host": {"type": "object", "dynamic": dynamic}}})
    document = {"@timestamp": POINT["@timestamp"], "host": {"rack": "r1"}}
    with pytest.raises(ApiError) as caught:
        store.index(index="m", document=document)
    assert caught.value.reason.endswith(reason)
    assert "rack" not in str(store.indices.get_mapping(index="m"))
    store.index(index="plain", id="1", document=document)
    with pytest.raises(ApiError):
        store.reindex(source={"index": "plain"}, dest={"index": "m"})
    assert store.count(index="m")["count"] == 0


def test_the_first_part_of_a_path_that_is_not_mapped_is_named(store: Any) -> None:
    settings = {**SETTINGS, "index.routing_path": ["host.*"]}
    store.indices.create(index="m", settings=settings, mappings={"properties": {"host": {"type": "object", "dynamic": False}}})
    with pytest.raises(ApiError) as caught:
        store.index(index="m", document={"@timestamp": POINT["@timestamp"], "host": {"rack": {"row": "r1"}}})
    assert caught.value.reason == "All fields matching [routing_path] must be mapped but [host.rack] was declared as [dynamic: false]"


def test_parts_of_what_is_rebuilt_cannot_be_left_out(store: Any) -> None:
    mappings = {**MAPPINGS, "_source": {"includes": ["host.*"]}}
    with pytest.raises(ApiError) as caught:
        store.indices.create(index="m", settings=SETTINGS, mappings=mappings)
    assert caught.value.reason == "filtering the stored _source is incompatible with synthetic source"
    store.indices.create(index="m", settings={**SETTINGS, "index.mapping.source.mode": "stored"}, mappings=mappings)


@pytest.mark.parametrize("parameter", ["time_series_dimension", "time_series_metric"])
def test_what_a_series_consists_of_is_not_hidden(series: Any, parameter: str) -> None:
    path = "host.name" if parameter == "time_series_dimension" else "load"
    said = f"Field [{path}] attempted to shadow a {parameter}"
    with pytest.raises(ApiError) as caught:
        series.indices.put_mapping(index="m", runtime={path: {"type": "keyword"}})
    assert caught.value.reason == said
    with pytest.raises(ApiError) as caught:
        series.search(index="m", runtime_mappings={path: {"type": "keyword"}})
    assert caught.value.body["error"]["root_cause"][0]["reason"] == said


def test_capabilities_of_a_series(series: Any) -> None:
    series.indices.create(index="plain", mappings=MAPPINGS)
    fields = series.field_caps(index="m", fields="_ts*,load,host.name")["fields"]
    assert fields["_tsid"] == {"_tsid": {"type": "_tsid", "metadata_field": True, "searchable": False, "aggregatable": True}}
    assert fields["host.name"]["keyword"]["time_series_dimension"] is True
    plain = series.field_caps(index="plain", fields="_ts*,load,host.name")["fields"]
    assert set(plain) == {"load", "host.name", "host"}
    assert "time_series_dimension" not in plain["host.name"]["keyword"]


@pytest.mark.parametrize(
    ("kind", "more", "taken"),
    [
        ("avg", {}, False), ("sum", {}, False), ("stats", {}, False), ("percentiles", {}, False), ("histogram", {"interval": 1}, False),
        ("range", {"ranges": [{"to": 1}]}, False), ("min", {}, True), ("max", {}, True), ("value_count", {}, True),
        ("cardinality", {}, True), ("terms", {}, True), ("missing", {}, True),
    ],
)  # fmt: skip
def test_counters_of_a_series_are_not_summed(store: Any, kind: str, more: Json, taken: bool) -> None:
    mappings = {"properties": {**MAPPINGS["properties"], "c": {"type": "long", "time_series_metric": "counter"}}}
    store.indices.create(index="m", settings=SETTINGS, mappings=mappings)
    store.indices.create(index="plain", mappings=mappings)
    asked = {"x": {kind: {"field": "c", **more}}}
    assert store.search(index="plain", size=0, aggs=asked)["aggregations"]
    if taken:
        assert store.search(index="m", size=0, aggs=asked)["aggregations"]
        return
    with pytest.raises(ApiError) as caught:
        store.search(index="m", size=0, aggs=asked)
    reason = caught.value.body["error"]["root_cause"][0]["reason"]
    assert reason == f"Field [c] of type [long] is not supported for aggregation [{kind}]"


def test_what_is_refused(series: Any) -> None:
    with pytest.raises(ApiError, match=r"_id must be unset or set to \[\S{27}\] but was \[x\] because \[m\] is in time_series mode"):
        series.index(index="m", id="x", document=POINT)
    with pytest.raises(ApiError, match=r"specifying routing is not supported because the destination index \[m\] is in time_series mode"):
        series.index(index="m", document=POINT, routing="r")
    point = series.index(index="m", document=POINT)["_id"]
    with pytest.raises(ApiError, match=r"update is not supported because the destination index \[m\] is in time_series mode"):
        series.update(index="m", id=point, doc={"load": 1})


def test_no_runtime_field_stands_for_a_dimension(series: Any) -> None:
    with pytest.raises(ApiError) as refused:
        series.search(index="m", runtime_mappings={"host.x": {"type": "keyword"}})
    assert "runtime fields may not match [routing_path] but [host.x] matched" in str(refused.value.body)
    assert series.search(index="m", runtime_mappings={"other": {"type": "keyword"}})["hits"]["hits"] == []


@pytest.fixture
def stream(store: Any) -> Any:
    """A stream of two backing indices: the first takes the first of May, the second the day after."""
    settings = {"mode": "time_series", "time_series": SPAN}
    template = {"settings": settings, "mappings": MAPPINGS}
    put = store.indices.put_index_template
    put(name="t", index_patterns=["metrics*"], data_stream={}, template=template)
    store.indices.create_data_stream(name="metrics")
    settings["time_series"] = {"start_time": "2024-05-02T00:00:00Z", "end_time": "2024-05-03T00:00:00Z"}
    put(name="t", index_patterns=["metrics*"], data_stream={}, template=template)
    store.indices.rollover(alias="metrics")
    return store


OUTSIDE = (
    "the document timestamp [2024-05-03T00:00:00.000Z] is outside of ranges of currently writable indices "
    "[[2024-05-01T00:00:00Z,2024-05-02T00:00:00Z][2024-05-02T00:00:00Z,2024-05-03T00:00:00Z]]"
)


@pytest.mark.parametrize(
    ("time", "found"),
    [
        ("2024-05-01T00:00:00Z", "000001"),
        ("2024-05-01T23:59:59.999Z", "000001"),
        (1714608000000, "000002"),
        ("2024-05-02", "000002"),
        ("2024-05-03T00:00:00.5Z", OUTSIDE),
        (None, "Error extracting data stream timestamp field: Failed to parse object: expecting token of type [VALUE_STRING] or "
         "[VALUE_NUMBER] but found [VALUE_NULL]"),
        (10**25, "Error extracting data stream timestamp field: Numeric value (10000000000000000000000000) out of range of long "
         "(-9223372036854775808 - 9223372036854775807)"),
        (10**18, OUTSIDE.replace("2024-05-03T", "+31690708-07-05T", 1).replace("T00:00:00.000Z", "T01:46:40.000Z", 1)),
        (
            "wrong",
            "Error extracting data stream timestamp field: failed to parse date field [wrong] with format "
            "[strict_date_optional_time_nanos||strict_date_optional_time||epoch_millis]",
        ),
    ],
)  # fmt: skip
def test_the_time_chooses_the_backing_index(stream: Any, time: Any, found: str) -> None:
    (item,) = stream.bulk(index="metrics", operations=[{"create": {}}, {**POINT, "@timestamp": time}])["items"]
    answer = item["create"]
    if answer["status"] == 201:
        assert answer["_index"].endswith(found)
    else:
        assert (answer["status"], answer["error"]["type"], answer["error"]["reason"]) == (400, "timestamp_error", found)
        assert answer["_index"] == "metrics"


def test_a_stream_without_a_time(stream: Any) -> None:
    with pytest.raises(ApiError) as caught:
        stream.create(index="metrics", id="1", document={"core": 1})
    assert caught.value.reason == (
        "Error extracting data stream timestamp field: Failed to parse object: expecting token of type [START_OBJECT] but found [null]"
    )


def points(*times: str, **more: Any) -> list[Json]:
    return [{**POINT, "@timestamp": time, **more} for time in times]


MANY = points("2024-05-01T01:00:00Z", "2024-05-02T01:00:00Z", "2024-05-01T02:00:00Z")


def places(store: Any, index: str) -> dict[str, str]:
    hits = store.search(index=index, size=100)["hits"]["hits"]
    return {hit["_source"]["@timestamp"]: hit["_index"][-6:] for hit in hits}


IN_PLACE = {"2024-05-01T01:00:00Z": "000001", "2024-05-02T01:00:00Z": "000002", "2024-05-01T02:00:00Z": "000001"}


def test_load(series: Any, stream: Any) -> None:
    again = points("2024-05-01T03:00:00Z", load=2)
    loaded = series.load(index="m", documents=[POINT, *points("2024-05-01T03:00:00Z", load=1), *again])
    assert (loaded.created, loaded.updated) == (2, 1)
    hit = series.search(index="m", query={"term": {"load": 2}})["hits"]["hits"][0]
    assert series.index(index="m", id=hit["_id"], document=again[0])["result"] == "updated"
    with pytest.raises(ApiError, match=r"_id must be unset or set to"):
        series.load(index="m", documents=[POINT], id=lambda _: "x")
    stream.load(index="metrics", documents=MANY)
    assert places(stream, "metrics") == IN_PLACE
    with pytest.raises(VersionConflictError):
        stream.load(index="metrics", documents=MANY[:1])
    with pytest.raises(ApiError, match="outside of ranges"):
        stream.load(index="metrics", documents=points("2024-05-03T00:00:00Z"))


def test_a_stream(store: Any) -> None:
    template = {"settings": {"mode": "time_series", "look_back_time": "7d", "look_ahead_time": "2h"}, "mappings": MAPPINGS}
    store.indices.put_index_template(name="t", index_patterns=["m*"], data_stream={}, template=template)
    now = store._node.clock.millis()
    answer = store.bulk(index="metrics", operations=[{"create": {}}, {**POINT, "@timestamp": now}, {"create": {}}, POINT])
    assert [item["create"]["status"] for item in answer["items"]] == [201, 400]


def test_series_have_a_name_and_stand_together_newest_first(series: Any) -> None:
    for core in (1, 2, 1, 2):
        for time in ("2024-05-01T01:00:00Z", "2024-05-01T02:00:00Z"):
            series.bulk(index="m", operations=[{"index": {}}, {**POINT, "core": core, "@timestamp": time}])
    hits = series.search(index="m", fields=["_tsid"])["hits"]["hits"]
    found = [(hit["fields"]["_tsid"][0], hit["_source"]["core"], hit["_source"]["@timestamp"][12]) for hit in hits]
    assert found == sorted(found, key=lambda each: (urlsafe_b64decode(f"{each[0]}=="), -int(each[2])))
    names = dict.fromkeys(name for name, _, _ in found)
    assert len({(name, core) for name, core, _ in found}) == len(names) == 2
    buckets = series.search(index="m", size=0, aggs={"s": {"terms": {"field": "_tsid"}}})["aggregations"]["s"]["buckets"]
    assert [(each["key"], each["doc_count"]) for each in buckets] == [(name, 2) for name in names]
    last = series.search(index="m", sort=[{"_tsid": "desc"}], size=1)["hits"]["hits"][0]
    assert last["sort"] == [list(names)[-1]]
    with pytest.raises(ApiError) as caught:
        series.search(index="m", query={"term": {"_tsid": "x"}})
    assert caught.value.body["error"]["root_cause"][0]["reason"] == "[_tsid] is not searchable"


ROUTED = "specifying routing is not supported because the destination index [m] is in time_series mode"
SEARCHED = "searching with a specified routing is not supported because the destination index [m] is in time_series mode"
FORBIDDEN = "routing is forbidden on CRUD operations that target indices in [index.mode=time_series]"


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda s, point: s.get(index="m", id=point, routing="r"), ROUTED),
        (lambda s, point: s.delete(index="m", id=point, routing="r"), ROUTED),
        (lambda s, _: s.search(index="m", routing="r"), SEARCHED),
        (lambda s, _: s.search(index="m", routing="r", scroll="1m"), SEARCHED),
        (lambda s, _: s.count(index="m", routing="r"), SEARCHED),
        (lambda s, _: s.indices.put_alias(index="m", name="a", routing="r"), FORBIDDEN),
        (lambda s, _: s.indices.update_aliases(actions=[{"add": {"index": "m", "alias": "a", "search_routing": "r"}}]), FORBIDDEN),
        (
            lambda s, _: s.indices.split(index="m", target="n", settings={"number_of_shards": 2}),
            "index-split is not supported because the destination index [m] is in time_series mode",
        ),
        (
            lambda s, _: s.indices.put_settings(index="m", settings={"time_series.end_time": "2024-05-01T12:00:00Z"}),
            "index.time_series.end_time must be larger than current value [1714608000000]",
        ),
    ],
)
def test_what_a_time_series_does_not_go_with(series: Any, call: Any, reason: str) -> None:
    point = series.index(index="m", document=POINT)["_id"]
    with pytest.raises(ApiError) as caught:
        call(series, point)
    assert (caught.value.status, caught.value.reason) == (400, reason)


@pytest.mark.parametrize("mode", ["time_series", "logsdb"])
@pytest.mark.parametrize(("source", "kept"), [({"enabled": False}, {}), ({}, {"mapping.source.mode": "disabled"})])
def test_the_source_is_kept(store: Any, mode: str, source: Json, kept: Json) -> None:
    settings = {"mode": mode, **({"routing_path": ["host.*"]} if mode == "time_series" else {}), **kept}
    with pytest.raises(ApiError) as caught:
        store.indices.create(index="x", settings=settings, mappings={**MAPPINGS, "_source": source})
    assert caught.value.reason == f"Failed to parse mapping: _source can not be disabled in index using [{mode}] index mode"


def test_a_series_may_end_later_and_be_copied(series: Any) -> None:
    series.index(index="m", document=POINT)
    series.indices.put_settings(index="m", settings={"time_series.end_time": "2024-05-03T00:00:00Z"})
    series.index(index="m", document={**POINT, "@timestamp": "2024-05-02T10:00:00Z"})
    series.indices.put_settings(index="m", settings={"blocks.write": True})
    series.indices.clone(index="m", target="copy", settings={"blocks.write": None})
    newest = series.search(index="m")["hits"]["hits"][0]
    assert newest["_source"]["@timestamp"] == "2024-05-02T10:00:00Z"
    assert series.index(index="copy", id=newest["_id"], document=newest["_source"])["result"] == "updated"
