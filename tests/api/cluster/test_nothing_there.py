"""What programs look for before they begin or when they clean up, and a store has none of."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore import Store

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("namespace", "method", "asked", "answer"),
    [
        ("ingest", "get_pipeline", {}, {}),
        ("ingest", "get_pipeline", {"id": "a*"}, {}),
        ("ingest", "delete_pipeline", {"id": "*"}, {"acknowledged": True}),
        ("snapshot", "get", {"repository": "*", "snapshot": "*"}, {"snapshots": [], "total": 0, "remaining": 0}),
        ("snapshot", "status", {}, {"snapshots": []}),
        ("snapshot", "delete_repository", {"name": "*"}, {"acknowledged": True}),
        ("slm", "get_lifecycle", {}, {}),
        ("slm", "get_status", {}, {"operation_mode": "STOPPED"}),
        ("transform", "get_transform", {}, {"count": 0, "transforms": []}),
        ("transform", "get_transform_stats", {"transform_id": "*"}, {"count": 0, "transforms": []}),
        ("enrich", "get_policy", {"name": "p"}, {"policies": []}),
    ],
)
def test_there_is_none(store: Store, namespace: str, method: str, asked: Json, answer: Json) -> None:
    assert getattr(getattr(store, namespace), method)(**asked) == answer
    assert getattr(getattr(store.elasticsearch(), namespace), method)(**asked).body == answer


@pytest.mark.parametrize(
    ("namespace", "method", "asked", "kind", "reason"),
    [
        ("ingest", "delete_pipeline", {"id": "p"}, "resource_not_found_exception", "pipeline [p] is missing"),
        ("snapshot", "get", {"repository": "r", "snapshot": "*"}, "repository_missing_exception", "[r] missing"),
        ("snapshot", "status", {"repository": "r"}, "repository_missing_exception", "[r] missing"),
        ("snapshot", "delete_repository", {"name": "r"}, "repository_missing_exception", "[r] missing"),
        (
            "slm", "get_lifecycle", {"policy_id": "p"}, "resource_not_found_exception",
            "snapshot lifecycle policy or policies [p] not found, no policies are configured",
        ),
        ("transform", "get_transform", {"transform_id": "t"}, "resource_not_found_exception", "Transform with id [t] could not be found"),
    ],
)  # fmt: skip
def test_one_that_is_named(store: Store, namespace: str, method: str, asked: Json, kind: str, reason: str) -> None:
    with pytest.raises(docstore.NotFoundError) as raised:
        getattr(getattr(store, namespace), method)(**asked)
    assert (raised.value.type, raised.value.reason) == (kind, reason)


def test_a_pipeline_that_is_named_is_not_there(store: Store) -> None:
    with pytest.raises(docstore.NotFoundError) as raised:
        store.ingest.get_pipeline(id="p")
    assert raised.value.body == {}


def test_usage(store: Store) -> None:
    store.indices.put_index_template(name="t", index_patterns=["s*"], data_stream={})
    store.indices.create_data_stream(name="s")
    used = store.xpack.usage()
    assert used["data_streams"] == {"available": True, "enabled": True, "data_streams": 1, "indices_count": 1}
    assert used["ml"] == {"available": False, "enabled": False}
    assert store.slm.get_stats()["total_snapshots_taken"] == 0
