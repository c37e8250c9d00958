"""``docvalue_fields`` of ranges."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError


@pytest.mark.parametrize(
    ("spec", "value", "wanted", "shown"),
    [
        ({"type": "long_range"}, {"gte": 10, "lt": 20}, "f", [{"gte": 10, "lte": 19}]),
        ({"type": "integer_range"}, [{"gt": 5}, {"lte": 1}, {"lte": 1}], "f*", [{"gte": None, "lte": 1}, {"gte": 6, "lte": None}]),
        ({"type": "double_range"}, {"gte": 1.5}, "f", [{"gte": 1.5, "lte": None}]),
        ({"type": "date_range", "format": "yyyy-MM-dd"}, {"gte": "2016-10-31", "lte": "2016-11-01"}, "f",
         [{"gte": "2016-10-31", "lte": "2016-11-01"}]),
        ({"type": "date_range"}, {"gte": "2016-10-31", "lte": "2016-11-01"}, {"field": "f", "format": "epoch_millis"},
         [{"gte": "1477872000000", "lte": "1478044799999"}]),
        ({"type": "ip_range"}, ["192.168.1.0/24", {"gte": "10.0.0.1"}], "f",
         [{"gte": "10.0.0.1", "lte": None}, {"gte": "192.168.1.0", "lte": "192.168.1.255"}]),
    ],
)  # fmt: skip
def test_both_ends_are_shown(store: docstore.Store, spec: Any, value: Any, wanted: Any, shown: Any) -> None:
    store.indices.create(index="i", mappings={"properties": {"f": spec}})
    store.index(index="i", id="1", document={"f": value})
    assert store.search(index="i", docvalue_fields=[wanted])["hits"]["hits"][0]["fields"] == {"f": shown}


def test_refusals(store: docstore.Store) -> None:
    ranges = {"f": {"type": "long_range"}, "n": {"type": "long_range", "doc_values": False}}
    store.indices.create(index="i", mappings={"properties": ranges})
    store.index(index="i", id="1", document={"f": {"gte": 1}})
    for wanted, reason in (({"field": "f", "format": "0.0"}, "doesn't support formats"), ("n", "Use doc values instead")):
        with pytest.raises(ApiError) as refused:
            store.search(index="i", docvalue_fields=[wanted])
        assert reason in str(refused.value.body)
