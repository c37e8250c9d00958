"""``fields`` of searches, and runtime fields that come with a search."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

MAPPINGS = {
    "properties": {
        "k": {"type": "keyword", "ignore_above": 2},
        "n": {"type": "long", "ignore_malformed": True},
        "d": {"type": "date"},
        "c": {
            "type": "nested",
            "dynamic": False,
            "properties": {
                "a": {"type": "keyword"},
                "b": {"type": "long"},
                "in": {"type": "nested", "properties": {"z": {"type": "keyword"}}},
            },
        },
        "o": {"type": "object", "dynamic": False},
    }
}
DOCUMENT = {
    "k": ["a", "long"],
    "n": [1, "x"],
    "d": "2020-01-02",
    "c": [{"a": "p", "b": 1, "in": [{"z": "zz"}, {"z": "y"}], "u": 9}, {"a": "q"}, {"b": 3}],
    "o": {"x": 5, "y": "7"},
}


@pytest.fixture
def one(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings=MAPPINGS)
    store.index(index="i", id="1", document=DOCUMENT)
    return store


def hit(store: docstore.Store, **search: Any) -> dict[str, Any]:
    found: dict[str, Any] = store.search(index="i", source=False, **search)["hits"]["hits"][0]
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["c.a"], {"c": [{"a": ["p"]}, {"a": ["q"]}]}),
        (["c.*"], {"c": [{"a": ["p"], "b": [1], "in": [{"z": ["zz"]}, {"z": ["y"]}]}, {"a": ["q"]}, {"b": [3]}]}),
        (["c.in.z", "c.b"], {"c": [{"in": [{"z": ["zz"]}, {"z": ["y"]}], "b": [1]}, {"b": [3]}]}),
        (["c"], None),
        ([{"field": "c.u", "include_unmapped": True}, "o.x"], {"c": [{"u": [9]}]}),
        ([{"field": "o.*", "include_unmapped": True}], {"o.x": [5], "o.y": ["7"]}),
        ([{"field": "d", "format": "yyyy"}, "_id", "_index"], {"d": ["2020"], "_id": ["1"], "_index": ["i"]}),
    ],
)
def test_fields(one: docstore.Store, fields: list[Any], expected: dict[str, Any] | None) -> None:
    assert hit(one, fields=fields).get("fields") == expected


def test_counts_and_dotted_names(store: docstore.Store) -> None:
    count = {"type": "token_count", "analyzer": "standard"}
    nested = {"type": "nested", "properties": {"m": {"type": "keyword"}}}
    owner = {"type": "text", "fields": {"length": count, "uncounted": {**count, "doc_values": False}}}
    store.indices.create(index="i", mappings={"properties": {"owner": owner, "o": {"properties": {"p": nested}}}})
    store.index(index="i", id="1", document={"owner": "Anna Ott", "o.p": [{"m": "B"}], "o": {"p": [{"m": "A"}]}})
    assert hit(store, fields=["*"])["fields"] == {"owner": ["Anna Ott"], "owner.length": [2], "o.p": [{"m": ["A"]}, {"m": ["B"]}]}


def test_what_is_not_indexed_is_shown_apart(one: docstore.Store) -> None:
    found = hit(one, fields=["k", "n"])
    assert (found["fields"], found["ignored_field_values"]) == ({"k": ["a"], "n": [1]}, {"k": ["long"], "n": ["x"]})


def test_formats_are_for_dates(one: docstore.Store) -> None:
    with pytest.raises(ApiError) as refused:
        hit(one, fields=[{"field": "n", "format": "0.0"}])
    assert "Field [n] of type [long] doesn't support formats." in str(refused.value.body)


@pytest.mark.parametrize("field", ["_seq_no", "_source"])
def test_internal_fields_are_not_shown(one: docstore.Store, field: str) -> None:
    with pytest.raises(ApiError) as refused:
        hit(one, fields=[field])
    assert f"error fetching [{field}]: Cannot fetch values for internal field [{field}]." in str(refused.value.body)


def test_patterns_show_what_is_unmapped_and_no_part_of_what_is(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings={"properties": {"f": {"type": "flattened"}, "off": {"enabled": False, "type": "object"}}})
    store.index(index="i", id="1", document={"f": {"a": "b"}, "off": ["x", {"a": "b"}, [1, 2]]})
    fields = [{"field": "*", "include_unmapped": True}]
    assert hit(store, fields=fields)["fields"] == {"f": [{"a": "b"}], "off": [1, 2, "x"], "off.a": ["b"]}


def test_values_are_those_of_the_source_that_is_rebuilt(store: docstore.Store) -> None:
    properties: dict[str, Any] = {"f": {"type": "flattened"}, "k": {"type": "keyword"}, "d": {"type": "date", "format": "yyyy"}}
    properties["c"] = {"type": "nested", "properties": {"a": {"type": "keyword"}}}
    store.indices.create(index="i", settings={"index.mapping.source.mode": "synthetic"}, mappings={"properties": properties})
    store.index(index="i", id="1", document={"f": {"a": ["y", "x"]}, "k": ["b", "a", "b"], "d": "2020", "c": [{"a": "q"}, {"a": "p"}]})
    shown = {"f": [{"a": ["x", "y"]}], "k": ["a", "b"], "d": ["2020"], "c": [{"a": ["q"]}, {"a": ["p"]}]}
    assert hit(store, fields=["f", "k", "d", "c.a"])["fields"] == shown


def test_runtime_mappings(one: docstore.Store) -> None:
    runtime = {"o.x": {"type": "long"}, "o.y": {"type": "long"}}
    found = one.search(
        index="i",
        runtime_mappings=runtime,
        query={"range": {"o.x": {"gte": 5}}},
        sort=["o.y"],
        fields=["o.*"],
        docvalue_fields=["o.x"],
        aggs={"sum": {"sum": {"field": "o.y"}}},
    )
    assert found["hits"]["hits"][0]["fields"] == {"o.x": [5], "o.y": [7]}
    assert (found["hits"]["hits"][0]["sort"], found["aggregations"]["sum"]["value"]) == ([7], 7.0)
    assert one.search(index="i", query={"range": {"o.x": {"gte": 5}}})["hits"]["hits"] == []
    with pytest.raises(ApiError):
        one.search(index="i", runtime_mappings={"s": {"type": "long", "script": "emit(1)"}}, query={"term": {"s": 1}})


def test_profile(one: docstore.Store) -> None:
    shards = one.search(index="i", profile=True, query={"term": {"k": "a"}})["profile"]["shards"]
    query = shards[0]["searches"][0]["query"][0]
    assert (shards[0]["index"], query["type"], query["description"], query["time_in_nanos"] > 0) == ("i", "TermQuery", "k:a", True)


def test_a_join_field_is_shown_as_the_document_has_it(store: docstore.Store) -> None:
    properties = {"j": {"type": "join", "relations": {"question": "answer"}}}
    store.indices.create(index="i", mappings={"properties": properties})
    joins: list[Any] = ["question", {"name": "question"}, {"name": "answer", "parent": "0"}]
    for number, join in enumerate(joins):
        store.index(index="i", id=str(number), routing="0", document={"j": join})
    hits = store.search(index="i", fields=["*"], sort="_doc")["hits"]["hits"]
    assert [hit["fields"] for hit in hits] == [{"j": [join]} for join in joins]
    assert all("ignored_field_values" not in hit for hit in hits)
