"""APIs of which a store of one node has little to say, and says it as Elasticsearch does."""

from __future__ import annotations

import json
from typing import Any

import pytest

import docstore
from docstore.rest.message import Request


def _ask(store: docstore.Store, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    sent = None if body is None else json.dumps(body)
    response = store.rest.handle(Request.of(method, target, {"content-type": "application/json"} if sent else {}, sent))
    return response.status, json.loads(response.body)


@pytest.mark.parametrize(
    ("method", "target", "answer"),
    [
        ("GET", "/_dangling?filter_path=dangling_indices,_nodes.total", {"_nodes": {"total": 1}, "dangling_indices": []}),
        ("GET", "/_migration/system_features", {"features": [], "migration_status": "NO_MIGRATION_NEEDED"}),
        ("POST", "/_migration/system_features", {"accepted": False, "reason": "No system indices require migration"}),
        ("GET", "/_ssl/certificates", []),
        ("POST", "/_features/_reset", {"features": []}),
        ("GET", "/_license/basic_status", {"eligible_to_start_basic": False}),
        ("GET", "/_license/trial_status", {"eligible_to_start_trial": False}),
        ("POST", "/_cluster/reroute?retry_failed=true", {"acknowledged": True}),
        ("POST", "/_cluster/reroute?dry_run&explain", {"acknowledged": True, "explanations": []}),
        ("POST", "/_nodes/none/reload_secure_settings?filter_path=nodes,_nodes.total", {"_nodes": {"total": 0}, "nodes": {}}),
        ("GET", "/_lifecycle/stats", {"data_stream_count": 0, "data_streams": []}),
    ],
)
def test_answers(store: docstore.Store, method: str, target: str, answer: Any) -> None:
    assert _ask(store, method, target) == (200, answer)


@pytest.mark.parametrize(
    ("method", "target", "body", "status", "reason"),
    [
        ("POST", "/_dangling/x", None, 400, "accept_data_loss must be set to true"),
        ("DELETE", "/_dangling/x?accept_data_loss=true", None, 400, "No dangling index found for UUID [x]"),
        ("GET", "/_health_report/none", None, 404, "Did not find indicator none"),
        ("GET", "/_health_report?size=-1", None, 400, "The [size] parameter must be greater than or equal to 0"),
        ("GET", "/none/_migration/deprecations", None, 404, "no such index [none]"),
        ("POST", "/none/_reload_search_analyzers", None, 404, "no such index [none]"),
        ("POST", "/_cluster/reroute", {"commands": [{"fly": {}}]}, 400, "unknown field [fly]"),
        ("POST", "/_cluster/reroute", {"commands": [{"move": {}}]}, 400,
         "[move] cannot be executed: a store has one node, and all its shards are there"),
    ],
)  # fmt: skip
def test_refusals(store: docstore.Store, method: str, target: str, body: Any, status: int, reason: str) -> None:
    found, answer = _ask(store, method, target, body)
    assert (found, answer["error"]["reason"]) == (status, reason)


def test_the_license_that_is_there_is_not_begun_again(store: docstore.Store) -> None:
    status, answer = _ask(store, "POST", "/_license/start_basic?acknowledge=true")
    assert (status, answer["error_message"]) == (403, "Operation failed: Current license is basic.")


def test_the_health_report_tells_of_replicas_that_have_no_node(store: docstore.Store) -> None:
    store.indices.create(index="alone", settings={"number_of_replicas": 0})
    assert store.health_report()["status"] == "green"
    store.indices.create(index="a", settings={"number_of_replicas": 2, "number_of_shards": 3})
    report = store.health_report()
    shards = report["indicators"]["shards_availability"]
    assert (report["status"], shards["status"], shards["symptom"]) == ("yellow", "yellow", "This cluster has 6 unavailable replica shards.")
    assert (shards["details"]["started_primaries"], shards["details"]["unassigned_replicas"]) == (4, 6)
    assert shards["diagnosis"][0]["affected_resources"] == {"indices": ["a"]}
    (only,) = store.health_report(feature="disk", verbose=False)["indicators"].items()
    assert (only[0], set(only[1])) == ("disk", {"status", "symptom"})


def test_lifecycles_are_counted(store: docstore.Store) -> None:
    store.indices.put_index_template(name="t", index_patterns=["s*"], data_stream={}, template={"lifecycle": {"data_retention": "7d"}})
    store.indices.create_data_stream(name="s")
    store.indices.rollover(alias="s")
    stats = store.indices.get_data_lifecycle_stats()
    assert stats["data_streams"] == [{"name": "s", "backing_indices_in_total": 2, "backing_indices_in_error": 0}]


def test_analyzers_have_nothing_to_read_again(store: docstore.Store) -> None:
    store.indices.create(index="a")
    answer = store.indices.reload_search_analyzers(index="a")
    assert (answer["_shards"]["failed"], answer["reload_details"]) == (0, [])
