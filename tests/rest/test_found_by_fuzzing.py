"""Requests that were once answered with an internal error, or with a status that Elasticsearch does not give."""

from __future__ import annotations

import json
from typing import Any

import pytest

import docstore
from docstore.rest.message import Request
from tests.rest.fuzz import made

NO_INT = {"type": "illegal_argument_exception", "reason": "Value [Infinity] is out of range for an integer"}


def _terms(size: Any) -> dict[str, Any]:
    return {"aggs": {"x": {"terms": {"field": "n", "size": size}}}}


def _sized(kind: str, **more: Any) -> dict[str, Any]:
    return {"aggs": {"x": {kind: {"size": "Infinity", **more}}}}


def _shaped(shape: Any) -> dict[str, Any]:
    return {"query": {"geo_shape": {"at": {"shape": shape}}}}


@pytest.mark.parametrize(
    ("method", "target", "body", "cause"),
    [
        ("POST", "/books/_search", _terms("Infinity"), NO_INT),
        ("POST", "/books/_search", _sized("composite", sources=[{"n": {"terms": {"field": "n"}}}]), NO_INT),
        ("POST", "/books/_search", _sized("geohash_grid", field="n"), NO_INT),
        ("POST", "/books/_search", _terms(1 << 31),
         {"type": "input_coercion_exception", "reason": "Numeric value (2147483648) out of range of int (-2147483648 - 2147483647)"}),
        ("POST", "/books/_search", {"size": "1e10"},
         {"type": "illegal_argument_exception", "reason": "Value [1e10] is out of range for an integer"}),
        ("DELETE", "/books/_doc/1?wait_for_active_shards=18446744073709551616", None,
         {"type": "illegal_argument_exception", "reason": "cannot parse ActiveShardCount[18446744073709551616]"}),
        ("POST", "/_analyze", {"text": "a " * 10_001},
         {"type": "status_exception",
          "reason": "The number of tokens produced by calling _analyze has exceeded the allowed maximum of [10000]."
          " This limit can be set by changing the [index.analyze.max_token_count] index level setting."}),
        ("POST", "/_cluster/allocation/explain", {"index": "books", "shard": "x", "primary": True},
         {"type": "number_format_exception", "reason": 'For input string: "x"'}),
        ("POST", "/books/_search", {"query": {"knn": {"field": "v", "query_vector": [1, 2], "num_candidates": -10}}},
         {"type": "illegal_argument_exception", "reason": "[num_candidates] must be greater than 0"}),
        ("POST", "/_search", {"index": "books"}, {"type": "parsing_exception", "reason": "Unknown key for a VALUE_STRING in [index]."}),
        ("POST", "/books/_search/template", {"source": {"index": 1.5, "routing": {}}},
         {"type": "parsing_exception", "reason": "Unknown key for a VALUE_NUMBER in [index]."}),
        ("POST", "/books/_search", _shaped({"type": "polygon", "coordinates": [[[0, 0], [9, "and"], [9, 9], [0, 0]]]}),
         {"type": "parse_exception", "reason": "geo coordinates must be numbers"}),
        ("POST", "/books/_search", _shaped({"type": "point", "coordinates": "x"}),
         {"type": "x_content_parse_exception", "reason": "[1:75] [geojson] coordinates doesn't support values of type: VALUE_STRING"}),
        ("POST", "/books/_search", {"source": ["n"]},
         {"type": "parsing_exception", "reason": "Unknown key for a START_ARRAY in [source]."}),
        ("POST", "/books/_termvectors/1", {"preference": "_local"},
         {"type": "parse_exception", "reason": "failed to parse term vectors request. unknown field [preference]"}),
        ("POST", "/books/_count", {"routing": "a"}, {"type": "parsing_exception", "reason": "request does not support [routing]"}),
        ("PUT", "/books", {"index": "a"}, {"type": "parse_exception", "reason": "unknown key [index] for create index"}),
        ("POST", "/_mget", {"doc": []},
         {"type": "parsing_exception", "reason": "unknown key [doc] for a START_ARRAY, expected [docs] or [ids]"}),
        ("POST", "/_analyze", {"txt": "a"},
         {"type": "x_content_parse_exception", "reason": "[1:2] [analyze_request] unknown field [txt] did you mean [text]?"}),
        ("POST", "/books/_search",
         {"aggs": {"x": {"composite": {"size": -2, "sources": [{"n": {"terms": {"field": "n"}}}], "after": {"n": 1}}}}},
         {"type": "illegal_argument_exception", "reason": "maxSize must be >= 0 and < 2147483631; got: -2"}),
        ("POST", "/books/_bulk", '{"update":{"_id":"1"}}\n{"doc":[],"doc_as_upsert":true}\n',
         {"type": "x_content_parse_exception", "reason": "[UpdateRequest] doc doesn't support values of type: START_ARRAY"}),
    ],
)  # fmt: skip
def test_is_refused(store: docstore.Store, method: str, target: str, body: Any, cause: dict[str, str]) -> None:
    store.indices.create(index="books", mappings={"properties": {"v": {"type": "dense_vector", "dims": 2}}})
    store.index(index="books", id="1", document={"n": 1, "v": [1, 2]})
    response = store.rest.handle(made(method, target, body))
    error = json.loads(response.body)["error"]
    while "caused_by" in error:
        error = error["caused_by"]
    assert (response.status, {"type": error["type"], "reason": error["reason"]}) == (400, cause)


@pytest.mark.parametrize("body", [b'{"ind\xcaex":{}}\n{"n":1}\n', b'{"index":{}}\n{"n\xca":1}\n'])
def test_a_line_that_is_no_utf_8_is_refused(store: docstore.Store, body: bytes) -> None:
    response = store.rest.handle(Request.of("POST", "/books/_bulk", {"content-type": "application/x-ndjson"}, body))
    assert (response.status, json.loads(response.body)["error"]["reason"]) == (
        400, "could not parse a line of the bulk request: Invalid UTF-8 encoded string",
    )  # fmt: skip


def test_a_size_that_is_no_number_is_none(store: docstore.Store) -> None:
    store.index(index="books", id="1", document={"n": 1})
    response = store.rest.handle(Request.of("POST", "/books/_search", {"content-type": "application/json"}, '{"size":"NaN"}'))
    assert (response.status, json.loads(response.body)["hits"]["hits"]) == (200, [])


def test_a_routing_in_a_body_may_be_a_number(store: docstore.Store) -> None:
    store.index(index="books", id="1", document={"n": 1}, routing="1.5")
    assert store.rest.handle(made("POST", "/books/_termvectors", {"doc": {"n": 1}, "routing": 1.5})).status == 200


def test_a_key_that_is_called_like_a_parameter_has_its_place(store: docstore.Store) -> None:
    error = json.loads(store.rest.handle(made("POST", "/_search", {"size": 1, "index": "a"})).body)["error"]
    assert (error["line"], error["col"]) == (1, 22)
