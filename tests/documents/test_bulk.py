"""Bulk requests: items, errors of items, errors of the whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

import docstore
from tests.contents import raised


def test_every_action(store: docstore.Store) -> None:
    answer = store.bulk(operations=[
        {"index": {"_index": "a", "_id": "1"}}, {"n": 1},
        {"create": {"_index": "a", "_id": "1"}}, {"n": 2},
        {"update": {"_index": "a", "_id": "1"}}, {"doc": {"m": 3}},
        {"update": {"_index": "a", "_id": "1", "_source": True}}, {"doc": {"m": 3}},
        {"delete": {"_index": "a", "_id": "1"}},
        {"delete": {"_index": "a", "_id": "1"}},
        {"update": {"_index": "a", "_id": "2"}}, {"doc": {}},
        {"index": {"_index": "a", "_id": "3"}}, {"n": "no number"},
        {"create": {"_index": "a"}}, {},
    ])  # fmt: skip
    assert list(answer) == ["errors", "took", "items"]
    assert answer["errors"] is True
    items = [
        (action, item["status"], item.get("result", item.get("error", {}).get("type")))
        for each in answer["items"]
        for action, item in each.items()
    ]
    assert items == [
        ("index", 201, "created"), ("create", 409, "version_conflict_engine_exception"), ("update", 200, "updated"),
        ("update", 200, "noop"), ("delete", 200, "deleted"), ("delete", 404, "not_found"), ("update", 404, "document_missing_exception"),
        ("index", 400, "document_parsing_exception"), ("create", 201, "created"),
    ]  # fmt: skip
    assert answer["items"][3]["update"]["get"]["_source"] == {"n": 1, "m": 3}
    failed = answer["items"][1]["create"]
    assert list(failed) == ["_index", "_id", "status", "error"]
    assert store.count(index="a")["count"] == 1


def test_success_has_no_errors(store: docstore.Store) -> None:
    answer = store.bulk(index="a", operations=[{"index": {}}, {"n": 1}, {"delete": {"_id": "nothing"}}])
    assert answer["errors"] is False
    assert isinstance(answer["took"], int)


@pytest.mark.parametrize("form", ["text", "bytes", "lines"])
def test_json_lines(store: docstore.Store, form: str) -> None:
    lines = [json.dumps(line) for line in ({"index": {"_id": "1"}}, {"t": "zwei\nZeilen", "u": "\u2028"}, {"delete": {"_id": "2"}})]
    operations: Any = {"text": "\n".join(lines) + "\n", "bytes": "\n".join(lines).encode(), "lines": lines}[form]
    assert not store.bulk(index="a", operations=operations)["errors"]
    assert store.get(index="a", id="1")["_source"] == {"t": "zwei\nZeilen", "u": "\u2028"}


def test_unicode_line_separators_stay_in_their_line(store: docstore.Store) -> None:
    text = '{"index": {"_id": "1"}}\n{"t": "a\u2028b\u0085c"}\n'
    assert not store.bulk(index="a", operations=text)["errors"]
    assert store.get(index="a", id="1")["_source"] == {"t": "a\u2028b\u0085c"}


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([], (400, "action_request_validation_exception", "Validation Failed: 1: no requests added;")),
        ([{"upsert": {}}, {}], (400, "illegal_argument_exception",
          "Malformed action/metadata line [1], expected field [create], [delete], [index] or [update] but found [upsert]")),
        ([{"index": {"_id": ["a"]}}, {}], (400, "illegal_argument_exception",
          "Malformed action/metadata line [1], expected a simple value for field [_id] but found [START_ARRAY]")),
        ([{"index": 5}, {}], (400, "illegal_argument_exception",
          "Malformed action/metadata line [1], expected START_OBJECT or END_OBJECT but found [VALUE_NUMBER]")),
        ([{"index": {}, "create": {}}, {}], (400, "illegal_argument_exception",
          "Malformed action/metadata line [1], expected END_OBJECT but found [FIELD_NAME]")),
        ([{"update": {"_index": "a", "_id": "1", "require_data_stream": True}}, {"doc": {}}], (400, "illegal_argument_exception",
          "Update requests do not support the `require_data_stream` flag, as data streams do not support update operations")),
        ([{"index": {"_type": "t"}}, {}], (400, "illegal_argument_exception",
          "Action/metadata line [1] contains an unknown parameter [_type]")),
        ([{"index": {"_index": "a"}}, {}, {"index": {"bad": 1}}, {}], (400, "illegal_argument_exception",
          "Action/metadata line [3] contains an unknown parameter [bad]")),
        ([{"update": {"_index": "a", "_id": "1", "version": 3}}, {"doc": {}}], (400, "illegal_argument_exception",
          "Update requests do not support versioning. Please use `if_seq_no` and `if_primary_term` instead")),
        ([{"index": {}}, {}], (400, "action_request_validation_exception", "Validation Failed: 1: index is missing;")),
        (
            [{"index": {"_index": ""}}, {}, {"delete": {"_id": "1"}}, {"delete": {"_index": "a"}}, {"create": {"routing": 1}}, {}],
            (400, "action_request_validation_exception",
             "Validation Failed: 1: index is missing;2: index is missing;3: id is missing;4: index is missing;"),
        ),
        (
            [{"index": {"_index": "a", "_id": "1"}}, {}, {"update": {"_index": "a", "_id": "2"}}, {}, {"delete": {"_index": "a"}}],
            (400, "action_request_validation_exception", "Validation Failed: 1: script or doc is missing;2: id is missing;"),
        ),
    ],
)  # fmt: skip
def test_errors_of_the_whole(store: docstore.Store, operations: list[Any], expected: tuple[int, str, str]) -> None:
    with pytest.raises(docstore.ApiError) as caught:
        store.bulk(operations=operations)
    assert raised(caught.value) == expected
    assert not store.indices.exists(index="a")


def test_items_do_not_disturb_each_other(store: docstore.Store) -> None:
    store.indices.create(index="strict", mappings={"dynamic": "strict", "properties": {"n": {"type": "byte"}}})
    operations = [part for n in (1, 200, "x", 3, None) for part in ({"index": {"_index": "strict", "_id": str(n)}}, {"n": n})]
    operations += [{"index": {"_index": "strict", "_id": "new"}}, {"n": 1, "new": 1}, {"index": {"_index": "Bad"}}, {}]
    items = [item["index"] for item in store.bulk(operations=operations)["items"]]
    assert [item["status"] for item in items] == [201, 400, 400, 201, 201, 400, 400]
    assert [item["error"]["type"] for item in items if "error" in item] == [
        "document_parsing_exception", "document_parsing_exception", "strict_dynamic_mapping_exception", "invalid_index_name_exception",
    ]  # fmt: skip
    assert store.count(index="strict")["count"] == 3


def test_a_single_write_and_a_bulk_item_say_the_same(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={"n": 1})
    for line, document, call in (
        ({"index": {"_index": "a", "_id": "1"}}, {"n": "x"}, lambda: store.index(index="a", id="1", document={"n": "x"})),
        ({"create": {"_index": "a", "_id": "1"}}, {}, lambda: store.create(index="a", id="1", document={})),
        ({"index": {"_index": "a", "_id": ""}}, {}, lambda: store.index(index="a", id="", document={})),
    ):
        ((item,),) = (each.values() for each in store.bulk(operations=[line, document])["items"])
        with pytest.raises(docstore.ApiError) as caught:
            call()
        assert item["error"] == caught.value.cause
        assert item["status"] == caught.value.status


def test_a_conflict_keeps_the_mapping_it_brought(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    with pytest.raises(docstore.ConflictError):
        store.create(index="a", id="1", document={"new": 1})
    assert store.indices.get_mapping(index="a")["a"]["mappings"]["properties"] == {"new": {"type": "long"}}


def test_an_empty_id_fails_its_item_only(store: docstore.Store) -> None:
    answer = store.bulk(index="a", operations=[{"index": {"_id": ""}}, {}, {"create": {"_id": ""}}, {}, {"index": {}}, {}])
    refused, created, kept = [next(iter(item.values())) for item in answer["items"]]
    for item in (refused, created):
        assert item["status"] == 400
        assert item["error"] == {"type": "illegal_argument_exception", "reason": "if _id is specified it must not be empty"}
    assert kept["result"] == "created"


def test_an_item_is_named_after_its_op_type(store: docstore.Store) -> None:
    answer = store.bulk(index="a", operations=[{"index": {"op_type": "create", "_id": "1"}}, {}] * 2)
    assert [(action, item["status"]) for each in answer["items"] for action, item in each.items()] == [("create", 201), ("create", 409)]
