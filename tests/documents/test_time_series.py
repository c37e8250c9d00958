"""Documents of an index in ``index.mode: time_series``."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError, NotImplementedByDocstoreError, VersionConflictError

Json = dict[str, Any]
MAPPINGS: Json = {
    "properties": {
        "host": {"properties": {"name": {"type": "keyword", "time_series_dimension": True}}},
        "core": {"type": "long", "time_series_dimension": True},
        "load": {"type": "double", "time_series_metric": "gauge"},
    }
}
SPAN = {"start_time": "2024-05-01T00:00:00Z", "end_time": "2024-05-02T00:00:00Z"}
POINT: Json = {"@timestamp": "2024-05-01T10:00:00Z", "host": {"name": "a"}, "core": 1, "load": 0.5}


@pytest.fixture
def series(store: Any) -> Any:
    store.indices.create(index="m", settings={"mode": "time_series", "routing_path": ["host.*"], "time_series": SPAN}, mappings=MAPPINGS)
    return store


def test_a_point_is_where_its_dimensions_and_its_time_put_it(series: Any) -> None:
    first = series.index(index="m", document=POINT)["_id"]
    assert len(first) == 27
    assert series.get(index="m", id=first)["_source"] == POINT
    with pytest.raises(VersionConflictError):
        series.index(index="m", document={**POINT, "load": 0.7})
    dotted = {"@timestamp": "2024-05-01T12:00:00+02:00", "host.name": "a", "core": "1", "load": 9}
    again = series.index(index="m", id=first, document=dotted)
    assert (again["_id"], again["_version"]) == (first, 2)
    others = [{**POINT, "core": 2}, {**POINT, "host": {"name": "b"}}, {**POINT, "@timestamp": "2024-05-01T10:00:00.001Z"}]
    answer = series.bulk(index="m", operations=[line for each in others for line in ({"create": {}}, each)])
    assert len({first, *(item["create"]["_id"] for item in answer["items"])}) == 4
    assert series.count(index="m")["count"] == 4
    assert series.delete(index="m", id=first)["result"] == "deleted"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"@timestamp": None}, "failed to parse: data stream timestamp field [@timestamp] is missing"),
        ({"host": None}, "Error extracting routing: source didn't contain any routing fields"),
        ({"core": [1, 2]}, "Dimension field [core] cannot be a multi-valued field."),
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


def test_what_is_refused(series: Any) -> None:
    with pytest.raises(ApiError, match=r"_id must be unset or set to \[\S{27}\] but was \[x\] because \[m\] is in time_series mode"):
        series.index(index="m", id="x", document=POINT)
    with pytest.raises(ApiError, match=r"specifying routing is not supported because the destination index \[m\] is in time series mode"):
        series.index(index="m", document=POINT, routing="r")
    point = series.index(index="m", document=POINT)["_id"]
    with pytest.raises(ApiError, match=r"update is not supported because the destination index \[m\] is in time series mode"):
        series.update(index="m", id=point, doc={"load": 1})
    with pytest.raises(NotImplementedByDocstoreError, match="does not load or reindex into it"):
        series.load(index="m", documents=[POINT])
    series.index(index="other", document=POINT, refresh=True)
    with pytest.raises(NotImplementedByDocstoreError):
        series.reindex(source={"index": "other"}, dest={"index": "m"})


def test_a_stream(store: Any) -> None:
    template = {"settings": {"mode": "time_series", "look_back_time": "7d", "look_ahead_time": "2h"}, "mappings": MAPPINGS}
    store.indices.put_index_template(name="t", index_patterns=["m*"], data_stream={}, template=template)
    now = store._node.clock.millis()
    answer = store.bulk(index="metrics", operations=[{"create": {}}, {**POINT, "@timestamp": now}, {"create": {}}, POINT])
    assert [item["create"]["status"] for item in answer["items"]] == [201, 400]
