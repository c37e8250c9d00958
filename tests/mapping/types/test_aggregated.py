"""histogram, aggregate_metric_double and percolator: objects that are read as a whole."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.mapping import Mapping
from tests.mapping.types.cases import accepts, cause, direct, found, index_of, refused, round_trip, wrong

IAE = "illegal_argument_exception"
METRIC: dict[str, Any] = {
    "type": "aggregate_metric_double",
    "metrics": ["max", "min", "value_count"],
    "default_metric": "max",
}


@pytest.mark.parametrize(
    ("value", "type_", "reason"),
    [
        ({"values": [2, 1], "counts": [1, 1]}, None, "[values] values must be in increasing order, got [1.0] but previous value was [2.0]"),
        ({"values": [1]}, None, "expected field called [counts]"),
        ({"counts": [1]}, None, "expected field called [values]"),
        ({"values": [1, 2], "counts": [1]}, None, "expected same length from [values] and [counts] but got [2 != 1]"),
        ({"values": [1], "counts": [-1]}, None, "[counts] elements must be >= 0 but got -1"),
        ({"values": [1], "counts": [1], "x": 1}, None, "with unknown parameter [x]"),
        (5, "parsing_exception", "expecting token of type [START_OBJECT] but found [VALUE_NUMBER]"),
        ({"values": 1}, "parsing_exception", "expecting token of type [START_ARRAY] but found [VALUE_NUMBER]"),
        ({"values": ["1"]}, "parsing_exception", "expecting token of type [VALUE_NUMBER] but found [VALUE_STRING]"),
    ],
)
def test_histogram_refused(value: Any, type_: str | None, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": {"type": "histogram"}}}).validate({"f": value}, "1")
    assert caught.value.reason.endswith("failed to parse field [f] of type [histogram]")
    inner = caught.value.cause["caused_by"]
    assert inner["type"] == (type_ or "document_parsing_exception")
    assert inner["reason"].endswith(reason)
    accepts({"type": "histogram", "ignore_malformed": True}, value)


def test_histogram(store: docstore.Store) -> None:
    assert round_trip({"type": "histogram", "ignore_malformed": True}) == {"type": "histogram", "ignore_malformed": True}
    index_of(store, {"type": "histogram"}, {"values": [0.1, 0.1, 2], "counts": [3, 0, 7]}, None, {"values": [], "counts": []})
    assert found(store, {"exists": {"field": "f"}}) == 2
    with pytest.raises(ApiError) as caught:
        found(store, {"term": {"f": 1}})
    assert "[histogram] field do not support searching, use dedicated aggregations instead: [f]" in str(caught.value.body)
    empty = {"values": [], "counts": []}
    assert "indexing multiple values" in refused(store, {"f": [empty, empty]})["reason"]


def test_metric_bodies() -> None:
    assert round_trip(METRIC) == {**METRIC, "metrics": ["min", "max", "value_count"]}
    assert round_trip({"type": METRIC["type"], "metrics": ["max"]})["default_metric"] == "max"
    kind = {"type": METRIC["type"]}
    assert wrong(kind) == "Property [metrics] is required for field [f]."
    assert wrong({**kind, "metrics": ["avg"]}) == "Metric [avg] is not supported."
    assert wrong({**kind, "metrics": ["min", "max"]}) == "Property [default_metric] is required for field [f]."
    assert wrong({**kind, "metrics": ["min", "max"], "default_metric": "sum"}) == (
        "Default metric [sum] is not defined in the metrics of field [f]."
    )


@pytest.mark.parametrize(
    ("value", "type_", "reason"),
    [
        ({"min": 1}, IAE, "Aggregate metric field [f] must contain all metrics [min, max, value_count]"),
        ({"sum": 1}, IAE, "Aggregate metric [sum] does not exist in the mapping of field [f]"),
        (
            {"min": 1, "max": 2, "value_count": -1},
            IAE,
            "Aggregate metric [value_count] of field [f] cannot be a negative number",
        ),
        ({"min": 1, "max": 2, "value_count": 1.5}, IAE, None),
        (
            {"min": "1"},
            "parsing_exception",
            "Failed to parse object: expecting token of type [VALUE_NUMBER] but found [VALUE_STRING]",
        ),
    ],
)
def test_metric_refused(value: Any, type_: str, reason: str | None) -> None:
    got = cause(METRIC, value)
    assert got[0] == type_
    assert reason is None or got[1] == reason
    accepts({**METRIC, "ignore_malformed": True}, value)


def test_metric(store: docstore.Store) -> None:
    index_of(store, METRIC, {"min": 1, "max": 9.5, "value_count": 3}, None, {"max": 2, "min": 1, "value_count": 3})
    assert found(store, {"exists": {"field": "f"}}) == 2
    assert found(store, {"term": {"f": 9.5}}) == 1
    assert found(store, {"range": {"f": {"lt": 9.5}}}) == 1


def test_a_document_without_a_metric_is_sorted_as_one_without_a_double(store: docstore.Store) -> None:
    index_of(store, METRIC, {"max": 2.5, "min": 1, "value_count": 2}, None)
    hits = store.search(index="i", sort=[{"f": "asc"}])["hits"]["hits"]
    assert [hit["sort"] for hit in hits] == [[2.5], ["Infinity"]]


def test_percolator(store: docstore.Store) -> None:
    assert round_trip({"type": "percolator", "meta": {"a": "b"}}) == {"type": "percolator", "meta": {"a": "b"}}
    index_of(store, {"type": "percolator"}, {"term": {"_id": "x"}}, {"bool": {"filter": [{"exists": {"field": "n"}}]}})
    assert store.indices.get_mapping(index="i")["i"]["mappings"]["properties"].keys() == {"f"}
    assert found(store, {"exists": {"field": "f"}}) == 2
    with pytest.raises(ApiError) as caught:
        found(store, {"term": {"f": "x"}})
    assert "Percolator fields are not searchable directly, use a percolate query instead" in str(caught.value.body)
    error = refused(store, {"f": {"trem": {"n": 1}}})
    assert error["reason"].endswith("failed to parse: unknown query [trem]")
    assert error["caused_by"]["type"] == "parsing_exception"
    assert direct({"type": "percolator"}, [{"match_all": {}}, {"match_all": {}}]) == (
        "failed to parse: a document can only contain one percolator query"
    )
    assert direct({"type": "percolator"}, 5) == "failed to parse: [_na] query malformed, must start with start_object"


QUERIES: list[tuple[dict[str, Any], str | None]] = [
    ({"match_all": {}}, None),
    ({"term": {"k": "x"}}, None),
    ({"term": {"a": "x"}}, None),
    ({"term": {"fl.any.key": "x"}}, None),
    ({"term": {"_index": "i"}}, None),
    ({"exists": {"field": "missing"}}, None),
    ({"nested": {"path": "n", "query": {"term": {"n.x": 1}}}}, None),
    ({"term": {"missing": "x"}}, "missing"),
    ({"match": {"o.gone": "x"}}, "o.gone"),
    ({"bool": {"must": [{"term": {"k": "x"}}], "must_not": [{"range": {"late": {"gte": 1}}}]}}, "late"),
    ({"constant_score": {"filter": {"prefix": {"p": "x"}}}}, "p"),
    ({"nested": {"path": "n", "query": {"term": {"n.y": 1}}}}, "n.y"),
]


@pytest.mark.parametrize(("query", "missing"), QUERIES)
@pytest.mark.parametrize("lenient", [False, True])
def test_a_stored_query_asks_for_fields_that_there_are(query: dict[str, Any], missing: str | None, lenient: bool) -> None:
    properties = {
        "f": {"type": "percolator"},
        "k": {"type": "keyword"},
        "a": {"type": "alias", "path": "k"},
        "fl": {"type": "flattened"},
        "n": {"type": "nested", "properties": {"x": {"type": "long"}}},
    }
    with docstore.open() as store:
        settings = {"index.percolator.map_unmapped_fields_as_text": lenient}
        store.indices.create(index="i", settings=settings, mappings={"properties": properties})
        if missing is None or lenient:
            store.index(index="i", id="1", document={"f": query})
            assert store.get(index="i", id="1")["_source"] == {"f": query}
        else:
            error = refused(store, {"f": query})
            text = f"No field mapping can be found for the field with name [{missing}]"
            assert error["reason"].endswith(f"failed to parse: {text}")
            assert (error["caused_by"]["type"], error["caused_by"]["reason"]) == ("query_shard_exception", text)
