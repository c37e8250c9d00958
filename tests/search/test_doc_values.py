"""``docvalue_fields`` of points and vectors, and what cannot be sorted although it has values."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

PROPERTIES = {
    "g": {"type": "geo_point"},
    "v": {"type": "dense_vector", "dims": 3},
    "bytes": {"type": "dense_vector", "dims": 3, "element_type": "byte", "index": False},
    "bits": {"type": "dense_vector", "dims": 16, "element_type": "bit"},
    "r": {"type": "integer_range"},
    "b": {"type": "binary", "doc_values": True},
    "rf": {"type": "rank_feature"},
}
VECTOR = [1.5, 2.0, -3.25]
VECTORS = {"v": VECTOR, "bytes": [1, -2, 3], "bits": [111, -13]}
DOCUMENT = {**VECTORS, "g": ["40.5,-71.25", [-71.5, -40.5]], "r": {"gte": 1}, "b": "AA==", "rf": 2}


@pytest.fixture
def one(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    store.index(index="i", id="1", document=DOCUMENT)
    store.index(index="i", id="2", document={})
    return store


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("v", [VECTOR]),
        ({"field": "v", "format": "array"}, [VECTOR]),
        ({"field": "v", "format": "base64"}, [base64.b64encode(struct.pack(">fff", *VECTOR)).decode()]),
        ("bytes", [[1, -2, 3]]),
        ({"field": "bytes", "format": "binary"}, ["Af4D"]),
        ("bits", [[111, -13]]),
    ],
)
def test_vectors(one: docstore.Store, wanted: Any, shown: Any) -> None:
    first, second = one.search(index="i", docvalue_fields=[wanted], sort="_doc")["hits"]["hits"]
    assert list(first["fields"].values()) == [shown]
    assert "fields" not in second


def test_points_are_as_exact_as_they_are_indexed(one: docstore.Store) -> None:
    shown = one.search(index="i", docvalue_fields=["g"])["hits"]["hits"][0]["fields"]["g"]
    numbers = [[float(part) for part in text.split(", ")] for text in shown]
    assert numbers == [pytest.approx([-40.5, -71.5], abs=1e-6), pytest.approx([40.5, -71.25], abs=1e-6)]


@pytest.mark.parametrize(
    ("search", "reason"),
    [
        ({"docvalue_fields": [{"field": "g", "format": "x"}]}, "Field [g] of type [geo_point] doesn't support formats."),
        ({"docvalue_fields": [{"field": "v", "format": "x"}]}, "Unsupported format [x] for field [v] of type [dense_vector]"),
        ({"docvalue_fields": ["rf"]}, "[rank_feature] fields do not support sorting, scripting or aggregating"),
        ({"sort": "g"}, "can't sort on geo_point field without using specific sorting feature, like geo_distance"),
        ({"sort": "v"}, "Field [v] of type [dense_vector] doesn't support sort"),
        ({"sort": "r"}, "can't sort on binary field"),
        ({"sort": "b"}, "can't sort on binary field"),
    ],
)
def test_refusals(one: docstore.Store, search: Any, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        one.search(index="i", **search)
    assert refused.value.body["error"]["root_cause"][0]["reason"] == reason
