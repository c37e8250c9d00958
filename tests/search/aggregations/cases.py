"""What the tests of aggregations share: a few documents, and one aggregation over them."""

from __future__ import annotations

from typing import Any

import docstore

Json = dict[str, Any]

MAPPINGS = {
    "properties": {
        "k": {"type": "keyword"},
        "n": {"type": "long"},
        "f": {"type": "double"},
        "b": {"type": "boolean"},
        "d": {"type": "date"},
        "ip": {"type": "ip"},
        "t": {"type": "text"},
    }
}
DOCUMENTS: list[Json] = [
    {"k": "x", "n": 3, "f": 0.5, "b": True, "d": "2020-01-05T23:30:00Z", "ip": "10.0.0.0"},
    {"k": ["y", "x"], "n": 51, "f": 1.5, "b": False, "d": "2020-01-20", "ip": "10.0.0.50"},
    {"k": "x", "n": [2, 4], "f": 2.5, "d": "2020-03-29T01:30:00Z", "ip": "10.0.0.100"},
    {"k": "z", "n": 160, "d": "2020-03-31", "ip": "10.0.0.150"},
    {"other": 1},
]


def fill(store: docstore.Store, indices: tuple[str, ...] = ("a",)) -> None:
    """The documents, spread over indices."""
    for index in indices:
        store.indices.create(index=index, mappings=MAPPINGS)
    for at, document in enumerate(DOCUMENTS):
        store.index(index=indices[at % len(indices)], id=str(at), document=document)


def aggregate(store: docstore.Store, body: Json, **how: Any) -> Json:
    """The result of one aggregation named ``a``."""
    response: Json = store.search(index="a,b*", size=0, ignore_unavailable=True, aggs={"a": body}, **how)
    return response["aggregations"]["a"]  # type: ignore[no-any-return]


def counts(result: Json) -> dict[Any, int]:
    """Counts by key."""
    buckets = result["buckets"]
    if isinstance(buckets, dict):
        return {key: bucket["doc_count"] for key, bucket in buckets.items()}
    found: dict[Any, int] = {}
    for bucket in buckets:
        key = bucket.get("key_as_string", bucket["key"])
        found[tuple(key) if isinstance(key, list) else key] = bucket["doc_count"]
    return found
