"""Sort, aggregations and values by ``_id`` where ``indices.id_field_data.enabled`` allows them."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from docstore import ApiError, Store

Json = dict[str, Any]

REFUSED = "Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster setting"


@pytest.fixture
def ids(store: Store) -> Store:
    for name in ("b", "é", "a", "10", "9", "\U0001f600", "\uff01"):
        store.index(index="i", id=name, document={}, routing="r" if name == "a" else None)
    return store


ASKED: list[Json] = [
    {"sort": "_id"},
    {"aggs": {"ids": {"terms": {"field": "_id"}}}},
    {"docvalue_fields": ["_id"]},
    {"query": {"function_score": {"random_score": {"seed": 1, "field": "_id"}}}},
]


@pytest.mark.parametrize("body", ASKED)
def test_refused_unless_it_is_allowed(ids: Store, body: Json) -> None:
    with pytest.raises(ApiError) as raised:
        ids.search(index="i", **body)
    assert REFUSED in str(raised.value.body)
    ids.cluster.put_settings(persistent={"indices.id_field_data.enabled": True})
    assert ids.search(index="i", **body)["hits"]["total"]["value"] == 7
    ids.cluster.put_settings(persistent={"indices.id_field_data.enabled": None})
    with pytest.raises(ApiError):
        ids.search(index="i", **body)


def test_in_the_order_of_their_utf_8(ids: Store) -> None:
    ids.cluster.put_settings(transient={"indices.id_field_data.enabled": "true"})
    expected = ["10", "9", "a", "b", "é", "\uff01", "\U0001f600"]
    hits = ids.search(index="i", sort={"_id": "asc"}, docvalue_fields=["_id"])["hits"]["hits"]
    assert [hit["sort"] for hit in hits] == [[name] for name in expected]
    assert [hit["fields"] for hit in hits] == [{"_id": [name]} for name in expected]
    page = ids.search(index="i", sort={"_id": "desc"}, search_after=["b"], size=2)["hits"]["hits"]
    assert [hit["_id"] for hit in page] == ["a", "9"]
    aggs = {"t": {"terms": {"field": "_id", "order": {"_key": "desc"}}}, "n": {"cardinality": {"field": "_id"}}}
    found = ids.search(index="i", aggs=aggs)
    assert [bucket["key"] for bucket in found["aggregations"]["t"]["buckets"]] == expected[::-1]
    assert found["aggregations"]["n"] == {"value": 7}
    ids.delete(index="i", id="a", routing="r")
    ids.index(index="i", id="0", document={})
    assert [hit["_id"] for hit in ids.search(index="i", sort="_id", size=3)["hits"]["hits"]] == ["0", "10", "9"]


def test_whoever_asks_is_warned(ids: Store) -> None:
    ids.cluster.put_settings(persistent={"indices.id_field_data.enabled": True})
    with warnings.catch_warnings(), ids.elasticsearch() as es:
        warnings.simplefilter("ignore")
        answer = es.search(index="i", sort="_id")
    assert "Loading the fielddata on the _id field is deprecated" in answer.meta.headers["warning"]
