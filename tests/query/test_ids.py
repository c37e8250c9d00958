from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.columns import ColumnCache
from docstore.errors import ApiError
from docstore.query import parse, select
from tests.columns.fake_index import FakeIndex
from tests.query.cases import found, parse_error


@pytest.mark.parametrize(("values", "seqs"), [(["2", "0", "9"], [0, 2]), ("1", [1]), ([], []), ([1, 2], [1, 2])])
def test_ids(values: Any, seqs: list[int]) -> None:
    assert found(FakeIndex({}, {}, {}, {}), {"ids": {"values": values}}) == seqs


def test_without_values_nothing_matches() -> None:
    assert found(FakeIndex({}, {}), {"ids": {}}) == []


def test_a_lookup_and_no_scan() -> None:
    reader = FakeIndex({}, {}, {}).reader()
    reader.live_seqs = lambda start=0: pytest.fail("scanned")  # type: ignore[method-assign]
    cache = ColumnCache()
    assert select(reader, parse({"ids": {"values": ["1"]}}), cache=cache).tolist() == [1]
    assert select(reader, parse({"term": {"_id": "0"}}), cache=cache).tolist() == [0]
    assert select(reader, parse({"terms": {"_id": ["0", "1"]}}), cache=cache).tolist() == [0, 1]
    assert reader.scans == []


def test_inside_a_bool() -> None:
    index = FakeIndex({}, {}, {}, {})
    assert found(index, {"bool": {"must_not": {"ids": {"values": ["1"]}}}}) == [0, 2]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"value": ["1"]}, "[ids] unknown field [value] did you mean [values]?"),
        ({"values": None}, "[ids] values doesn't support values of type: VALUE_NULL"),
        ({"values": 1}, "[ids] values doesn't support values of type: VALUE_NUMBER"),
        ({"values": [{}]}, "[ids] failed to parse field [values]"),
    ],
)
def test_errors(body: Any, reason: str) -> None:
    error = parse_error({"ids": body})
    assert (error["type"], error["reason"]) == ("parsing_exception", reason)
    assert (error["caused_by"]["type"], error["caused_by"]["reason"]) == ("x_content_parse_exception", reason)


def test_no_more_ids_than_hits_may_be_asked_for(store: docstore.Store) -> None:
    store.indices.create(index="i", settings={"max_result_window": 2})
    assert store.search(index="i", size=2, query={"ids": {"values": ["1", "2", "1"]}})["hits"]["hits"] == []
    with pytest.raises(ApiError) as refused:
        store.search(index="i", query={"ids": {"values": ["1", "2", "3"]}})
    assert refused.value.body["error"]["root_cause"][0]["reason"] == (
        "failed to create query: Too many ids specified, allowed max result window is [2]"
    )
