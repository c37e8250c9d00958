"""Indices that are filled alike come to one mapping; what decides otherwise is seen."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.documents.admission import SHAPES, fits
from docstore.errors import ApiError
from docstore.mapping.mapping import Mapping
from docstore.storage import source as codec

Json = dict[str, Any]
DATES_OFF = {"date_detection": False}


def admitted(mapping: Mapping, source: Json) -> Mapping:
    return fits(mapping, SHAPES.of(source), source, codec.encode(source), "1")


@pytest.mark.parametrize(
    ("body", "first", "second"),
    [
        ({}, {"a": 1, "b": "x", "c": {"d": ["y"]}}, {"a": 2, "b": "z", "c": {"d": ["y", "z"]}}),
        ({}, {"at": "2024-01-01"}, {"at": "2023-05-06"}),
        ({"dynamic": "runtime"}, {"a": 1}, {"a": 5}),
    ],
)
def test_alike(body: Json, first: Json, second: Json) -> None:
    mapping = Mapping.parse(body)
    extended = admitted(mapping, first)
    assert extended is not mapping
    assert admitted(mapping, second).to_body() == extended.to_body() == Mapping.parse(body).extended(second, "1").to_body()


@pytest.mark.parametrize(
    ("body", "first", "second"),
    [
        ({}, {"at": "2024-01-01"}, {"at": "soon"}),
        ({}, {"at": "2024-01-01"}, {"at": "2024/01/01"}),
        ({}, {"a": {"at": "x"}}, {"a": {"at": "2024-01-01"}}),
        ({}, {"a": ["x", "y"]}, {"a": ["2024-01-01", "2024-01-02"]}),
        ({}, {"v": [0.5] * 127}, {"v": [0.5] * 128}),
        ({"numeric_detection": True}, {"n": "1"}, {"n": "1.5"}),
        ({"properties": {"v": {"type": "dense_vector"}}}, {"v": [1.0, 2.0]}, {"v": [1.0, 2.0, 3.0]}),
        ({"properties": {"k": {"type": "constant_keyword"}}}, {"k": "a", "x": 1}, {"k": "b", "x": 1}),
    ],
)
def test_not_alike(body: Json, first: Json, second: Json) -> None:
    mapping = Mapping.parse(body)
    alone = [Mapping.parse(body).extended(source, "1").to_body() for source in (first, second)]
    assert alone[0] != alone[1]
    assert [admitted(mapping, source).to_body() for source in (first, second)] == alone


def test_the_order_of_fields_at_a_limit() -> None:
    settings = {"index.mapping.total_fields.limit": "1", "index.mapping.total_fields.ignore_dynamic_beyond_limit": "true"}
    mapping = Mapping.parse({}, settings=settings)
    assert [list(admitted(mapping, source).fields()) for source in ({"a": 1, "b": 2}, {"b": 2, "a": 1})] == [["a"], ["b"]]


def test_a_document_like_an_earlier_one_is_validated() -> None:
    mapping = Mapping.parse({"properties": {"n": {"type": "byte"}}})
    admitted(mapping, {"n": 1, "x": "y"})
    with pytest.raises(ApiError, match=r"failed to parse field \[n\] of type \[byte\]"):
        admitted(mapping, {"n": 1000, "x": "y"})
