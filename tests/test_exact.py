"""Decimals with more digits than a double has: kept in ``_source`` as they were sent."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import docstore
from docstore import Store
from docstore.exact import Exact, exact, may_hold
from docstore.rest.message import Request, Response

Json = dict[str, Any]

BIG = "12345678901234567890.123456789"
SMALL = "0.1234567890123456789e-5"
BODY = f'{{"b":{BIG},"l":[1.5,{SMALL}],"o":{{"n":[{{"x":-{BIG}}}]}},"p":0.1}}'
HEADERS = {"content-type": "application/json"}


def ask(store: Store, method: str, path: str, body: str = "", query: str = "") -> Response:
    answer = store.rest.handle(Request(method, path, query, HEADERS, body.encode()))
    assert answer.status < 300, answer.body
    return answer


def source(store: Store, name: str = "1") -> str:
    return ask(store, "GET", f"/i/_source/{name}").body.decode()


@pytest.mark.parametrize("digits", ["0.1", "1e5", "-1.5", "0.12345678901234568", "1.1000000000000000000", "1e22"])
def test_what_a_double_is(digits: str) -> None:
    found = exact(digits)
    assert type(found) is float
    assert found == float(digits)


@pytest.mark.parametrize("digits", [BIG, SMALL, "-" + BIG, "9007199254740993.25", "0.30000000000000000001"])
def test_what_no_double_is(digits: str) -> None:
    found = exact(digits)
    assert isinstance(found, Exact)
    assert (found, found.digits, may_hold(digits.encode())) == (float(digits), digits, True)
    assert copy.deepcopy(found).digits == digits


@pytest.mark.parametrize("at", range(40))
def test_it_is_seen_wherever_it_stands(at: int) -> None:
    assert may_hold(b"x" * at + BIG.encode() + b"y" * 40)
    assert not may_hold(b"x" * at + b"1234567890123456" + b"y" * 40)
    assert not may_hold(b"x" * at + b"-0.00012345678901234567" + b"y" * 40)


def test_what_programs_print_of_doubles_is_none_of_them() -> None:
    numbers = np.concatenate([np.random.default_rng(1).standard_normal(2000) * 10.0**scale for scale in (-9, -3, -1, 0, 2, 9, 15)])
    text = json.dumps(numbers.tolist()).encode()
    assert not may_hold(text)
    assert may_hold(text[:-1] + b",0.123456789012345678]")
    assert may_hold(b"[1234567890123456.78," + text[1:])


def test_all_ways_of_a_document(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s") as store:
        ask(store, "PUT", "/i/_doc/1", BODY)
        ask(store, "POST", "/i/_bulk", f'{{"index":{{"_id":"2"}}}}\n{BODY}\n{{"create":{{"_id":"3"}}}}\n{{"p":0.5}}\n')
        ask(store, "POST", "/i/_update/3", f'{{"doc":{BODY}}}')
        ask(store, "POST", "/i/_update/4", f'{{"doc":{{}},"upsert":{BODY}}}')
        ask(store, "POST", "/_reindex", '{"source":{"index":"i"},"dest":{"index":"j"}}')
        store.index(index="i", id="5", document=store.get(index="i", id="1")["_source"])
    with docstore.open(tmp_path / "s") as store:
        assert [source(store, name) for name in "1245"] == [BODY] * 4
        assert source(store, "3") == '{"p":0.1,' + BODY[1:-9] + "}"
        found = ask(store, "POST", "/i,j/_search", '{"sort":["b"],"fields":["b"],"docvalue_fields":["b"]}')
        assert found.body.decode().count(f'"_source":{BODY}') == 7
        pretty = ask(store, "GET", "/i/_doc/1", query="pretty").body.decode()
        assert f'"b" : {BIG}' in pretty
        assert f"b: {BIG}" in ask(store, "GET", "/i/_doc/1", query="format=yaml").body.decode()
        assert json.loads(pretty) == json.loads(ask(store, "GET", "/i/_doc/1").body)
        assert store.check() == []


def test_beside_an_integer_beyond_64_bits(store: Store) -> None:
    store.indices.create(index="i", mappings={"dynamic": False})
    body = f'{{"n":123456789012345678901234567890,"b":{BIG},"t":"\\ue0ff"}}'
    ask(store, "PUT", "/i/_doc/1", body)
    assert source(store) == body.replace("\\ue0ff", "\ue0ff")


def test_decimals_of_python_keep_their_digits(store: Store) -> None:
    store.index(index="i", id="1", document={"a": Decimal(BIG), "b": [Decimal("1.5"), Decimal("-1E+5")], "c": Decimal("1E-400")})
    assert source(store) == f'{{"a":{BIG},"b":[1.5,-100000.0],"c":0.0}}'
    store.update(index="i", id="1", doc={"d": Decimal("0.1234567890123456789")})
    assert source(store).endswith('"d":0.1234567890123456789}')
    with pytest.raises(docstore.ApiError):
        store.index(index="i", id="2", document={"a": Decimal("1E+400")})


def test_where_the_source_is_synthetic(store: Store) -> None:
    settings, properties = {"index.mapping.source.mode": "synthetic"}, {"a": {"type": "double"}, "o": {"type": "object", "enabled": False}}
    store.indices.create(index="i", settings=settings, mappings={"properties": properties})
    ask(store, "PUT", "/i/_doc/1", f'{{"a":[{BIG},1],"o":{{"x":{BIG}}}}}')
    assert source(store) == f'{{"a":[1.0,1.2345678901234567e19],"o":{{"x":{BIG}}}}}'
    found = ask(store, "POST", "/i/_search", '{"fields":["_ignored_source","*"]}')
    assert "_ignored_source" in found.body.decode()


def test_all_else_sees_the_nearest_double(store: Store) -> None:
    ask(store, "PUT", "/i/_doc/1", BODY)
    ask(store, "PUT", "/i/_doc/2", '{"b":1.5}')
    assert store.indices.get_mapping(index="i")["i"]["mappings"]["properties"]["b"] == {"type": "float"}
    value = store.get(index="i", id="1")["_source"]["b"]
    assert (value, json.dumps(value)) == (float(BIG), json.dumps(float(BIG)))
    assert store.count(index="i", query={"range": {"b": {"gte": 1e19}}})["count"] == 1
    assert store.count(index="i", query={"term": {"b": value}})["count"] == 1
    assert store.search(index="i", aggs={"m": {"max": {"field": "b"}}})["aggregations"]["m"]["value"] == pytest.approx(float(BIG), rel=1e-7)
    assert store.update(index="i", id="1", doc={"b": value})["result"] == "noop"


@pytest.mark.parametrize(
    "kind",
    [
        "boolean", "date", "dense_vector", "double", "flattened", "float", "geo_point", "half_float", "integer_range", "keyword", "long",
        "rank_feature", "scaled_float", "text", "token_count", "wildcard",
    ],
)
def test_each_type_takes_it_as_it_takes_a_double(store: Store, kind: str) -> None:
    more: Json = {"scaled_float": {"scaling_factor": 10}, "dense_vector": {"dims": 1}, "token_count": {"analyzer": "simple"}}.get(kind, {})
    store.indices.create(index="i", mappings={"properties": {"a": {"type": kind, **more}}})
    answers = []
    for doc_id, digits in (("1", "1.00000000000000000001"), ("2", "1.0")):
        body = f'{{"a":[{digits}]}}' if kind == "dense_vector" else f'{{"a":{digits}}}'
        answer = store.rest.handle(Request("PUT", f"/i/_doc/{doc_id}", "", HEADERS, body.encode()))
        answers.append(answer.status)
    assert answers[0] == answers[1]
    shown = [hit["fields"] for hit in store.search(index="i", fields=["a"])["hits"]["hits"]]
    assert shown == shown[::-1]
