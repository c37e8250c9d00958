"""``ip_prefix``: addresses by the network that they are in."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

ADDRESSES = [
    ("192.168.1.10", "2001:db8:a4f8:112a:6001:0:12:7f10", 10),
    ("192.168.1.12", "2001:db8:a4f8:112a:6001:0:12:7f12", 20),
    (["192.168.2.41", "192.168.2.42"], "2001:db8:a4f8:112c:6001:0:12:7f41", 40),
]


@pytest.fixture
def addresses(store: docstore.Store) -> docstore.Store:
    mappings = {"properties": {"v4": {"type": "ip"}, "v6": {"type": "ip"}, "n": {"type": "long"}}}
    for name in ("i", "j"):
        store.indices.create(index=name, mappings=mappings)
    for number, (v4, v6, n) in enumerate(ADDRESSES):
        store.index(index="ij"[number % 2], id=str(number), document={"v4": v4, "v6": v6, "n": n})
    store.index(index="i", id="none", document={"n": 1})
    return store


def networks(store: docstore.Store, body: dict[str, Any], **below: Any) -> Any:
    aggs = {"a": {"ip_prefix": body, **below}}
    return store.search(index="i,j", size=0, aggs=aggs)["aggregations"]["a"]["buckets"]


V4_24, V4_13 = {"prefix_length": 24, "netmask": "255.255.255.0"}, {"prefix_length": 13, "netmask": "255.248.0.0"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"field": "v4", "prefix_length": 24}, [("192.168.1.0", 2, False, V4_24), ("192.168.2.0", 1, False, V4_24)]),
        ({"field": "v4", "prefix_length": 13}, [("192.168.0.0", 3, False, V4_13)]),
        ({"field": "v4", "prefix_length": 0}, [("0.0.0.0", 3, False, {"prefix_length": 0, "netmask": "0.0.0.0"})]),
        ({"field": "v4", "prefix_length": 24, "is_ipv6": True}, [("::", 3, True, {"prefix_length": 24})]),
        ({"field": "v4", "prefix_length": 24, "min_doc_count": 2}, [("192.168.1.0", 2, False, V4_24)]),
        ({"field": "v4", "prefix_length": 24, "missing": "10.0.0.1", "min_doc_count": 1},
         [("10.0.0.0", 1, False, V4_24), ("192.168.1.0", 2, False, V4_24), ("192.168.2.0", 1, False, V4_24)]),
        ({"field": "v6", "prefix_length": 64, "is_ipv6": True, "append_prefix_length": True},
         [("2001:db8:a4f8:112a::/64", 2, True, {"prefix_length": 64}), ("2001:db8:a4f8:112c::/64", 1, True, {"prefix_length": 64})]),
        ({"field": "v6", "prefix_length": 16}, [("0.18.0.0", 3, False, {"prefix_length": 16, "netmask": "255.255.0.0"})]),
        ({"field": "unmapped", "prefix_length": 16}, []),
    ],
)  # fmt: skip
def test_networks(addresses: docstore.Store, body: dict[str, Any], expected: list[Any]) -> None:
    found = [{"key": key, "is_ipv6": wide, "doc_count": count, **more} for key, count, wide, more in expected]
    assert networks(addresses, body) == found


def test_keyed_and_with_something_below(addresses: docstore.Store) -> None:
    below = {"sum": {"sum": {"field": "n"}}, "b": {"ip_prefix": {"field": "v4", "prefix_length": 32}}}
    found = networks(addresses, {"field": "v4", "prefix_length": 24, "keyed": True}, aggs=below)
    assert {key: (bucket["doc_count"], bucket["sum"]["value"]) for key, bucket in found.items()} == {
        "192.168.1.0": (2, 30.0),
        "192.168.2.0": (1, 40.0),
    }
    assert [bucket["key"] for bucket in found["192.168.2.0"]["b"]["buckets"]] == ["192.168.2.41", "192.168.2.42"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"prefix_length": 33}, "[prefix_length] must be in range [0, 32] while value is [33]"),
        ({"prefix_length": 129, "is_ipv6": True}, "[prefix_length] must be in range [0, 128] while value is [129]"),
        ({}, "[prefix_length] must be in range [0, 32] while value is [-1]"),
        ({"prefix_length": 8, "min_doc_count": 0}, "[min_doc_count] must be in range [1, 2147483647] while value is [0]"),
        ({"prefix_length": 8, "field": "n"}, "Field [n] of type [long] is not supported for aggregation [ip_prefix]"),
    ],
)
def test_refusals(addresses: docstore.Store, body: dict[str, Any], reason: str) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        networks(addresses, {"field": "v4", **body})
    assert reason in str(caught.value.body)
