"""Documents that a bulk request stores without further ado: the same comes of them as of operations that say more."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import docstore
from docstore.documents import bulk_items
from docstore.rest.message import Request

MAPPINGS = {"properties": {"n": {"type": "long"}, "day": {"type": "date"}, "tag": {"type": "keyword"}}}
OPERATIONS: list[tuple[str, Any, Any]] = [
    ("index", "1", {"n": 1}),
    ("index", "1", {"n": 2}),
    ("create", "1", {"n": 3}),
    ("create", "2", {"n": 4, "day": "2026-01-01"}),
    ("delete", "2", None),
    ("create", "2", {"n": 5}),
    ("index", "3", {"n": "none"}),
    ("index", "3", {"day": "yesterday"}),
    ("index", "4", {"new": {"field": "text"}}),
    ("index", "4", {"new": {"field": "text"}, "tag": "x" * 40_000}),
    ("index", "5", {"tag": "y" * 400}),
    ("index", "", {"n": 6}),
    ("index", "é" * 200, {"n": 7}),
    ('index', 'a "quoted"\\ id\n', {"n": 8}),
    ("index", "Grüße", {"n": 9, "day": date(2026, 1, 1)}),
    ("index", "\ud800", {"n": 10}),
    ("index", 11, {"n": 2**70, "x.y": [1, None, {"z": 1.5}]}),
    ("update", "1", {"doc": {"tag": "z"}}),
    ("index", "1", {"n": 12}),
]  # fmt: skip


def _lines(**more: Any) -> list[Any]:
    return [
        line
        for action, doc_id, body in OPERATIONS
        for line in ({action: {"_id": doc_id, **({} if action in ("update", "delete") else more)}}, body)
        if line is not None
    ]


def _without_uuids(answer: Any) -> Any:
    """All that is said of operations, but for what tells two indices apart."""
    return json.loads(json.dumps([answer["errors"], answer["items"]], default=str), object_hook=lambda one: {
        key: value for key, value in one.items() if key != "index_uuid"
    })  # fmt: skip


@pytest.mark.parametrize("refresh", [False, True])
def test_the_same_comes_of_operations_that_say_more(store: docstore.Store, refresh: bool) -> None:
    store.indices.create(index="a", mappings=MAPPINGS)
    plain = store.bulk(index="a", operations=_lines(), refresh=refresh)
    after = store.search(index="a", version=True, seq_no_primary_term=True)["hits"], store.indices.get_mapping(index="a")
    store.indices.delete(index="a")
    store.indices.create(index="a", mappings=MAPPINGS)
    spoken = store.bulk(index="a", operations=_lines(require_alias=False), refresh=refresh)
    assert _without_uuids(plain) == _without_uuids(spoken)
    assert [list(item) for each in plain["items"] for item in each.values()] == [
        list(item) for each in spoken["items"] for item in each.values()
    ]
    assert (store.search(index="a", version=True, seq_no_primary_term=True)["hits"], store.indices.get_mapping(index="a")) == after


@pytest.mark.parametrize("query", ["", "?refresh=true", "?filter_path=items.*._seq_no,errors", "?pretty", "?format=yaml"])
def test_rest_says_what_the_facade_says(store: docstore.Store, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    monkeypatch.setattr(bulk_items, "_MANY", 4)
    lines = _lines()
    at = lines.index({"index": {"_id": "\ud800"}})
    del lines[at : at + 2]
    sent = "".join(json.dumps(line, default=str) + "\n" for line in lines)
    names = ("refresh", "filter_path")
    asked: dict[str, Any] = {key: value for key, _, value in [part.partition("=") for part in query[1:].split("&")] if key in names}
    expected = _without_uuids({"errors": None, "items": [], **store.bulk(index="a", operations=sent, **asked)})
    store.indices.delete(index="a")
    response = store.rest.handle(Request.of("POST", f"/a/_bulk{query}", {"Content-Type": "application/json"}, sent))
    assert response.status == 200
    if "yaml" not in query:
        assert _without_uuids(json.loads(response.body)) == expected
    else:
        assert response.body.count(b"_seq_no") == json.dumps(expected).count("_seq_no")


def test_several_indices_and_aliases_and_what_blocks_them(store: docstore.Store) -> None:
    store.indices.create(index="a", aliases={"named": {}})
    store.indices.create(index="shut", settings={"index.blocks.write": True})
    store.indices.create(index="routed", mappings={"_routing": {"required": True}})
    store.indices.create(index="piped", settings={"index.default_pipeline": "p"})
    targets = ["a", "named", "a", "made", "shut", "made", "routed", "piped", "a"]
    answer = store.bulk(operations=[line for target in targets for line in ({"index": {"_index": target}}, {"n": 1})])
    said = [item["index"].get("result") or item["index"]["error"]["type"] for item in answer["items"]]
    refused = ["cluster_block_exception", "created", "routing_missing_exception", "illegal_argument_exception"]
    assert said == ["created"] * 4 + refused + ["created"]
    assert [item["index"]["_index"] for item in answer["items"]][:4] == ["a", "a", "a", "made"]
    counted = store.indices.stats(index="a,made")["indices"]
    assert {name: one["primaries"]["indexing"]["index_total"] for name, one in counted.items()} == {"a": 4, "made": 2}


def test_a_few_thousand_of_the_same_id(store: docstore.Store) -> None:
    answer = store.bulk(index="a", operations=[line for n in range(2_500) for line in ({"index": {"_id": str(n % 3)}}, {"n": n})])
    assert [item["index"]["_version"] for item in answer["items"][-3:]] == [833, 833, 834]
    assert [hit["_source"]["n"] for hit in store.search(index="a")["hits"]["hits"]] == [2_497, 2_498, 2_499]


def test_within_a_transaction_each_bulk_sees_the_one_before(store: docstore.Store) -> None:
    with store.transaction():
        store.bulk(index="a", operations=[{"index": {"_id": "1"}}, {"n": 1}])
        again = store.bulk(index="a", operations=[{"create": {"_id": "1"}}, {"n": 2}, {"index": {"_id": "1"}}, {"m": "new field"}])
        assert [next(iter(item.values()))["status"] for item in again["items"]] == [409, 200]
        assert store.get(index="a", id="1")["_source"] == {"m": "new field"}
    assert store.count(index="a")["count"] == 1
