"""A field that comes later, or changes, is for documents that are written from then on; others wait until they are written again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import docstore
from docstore import Store
from docstore.catalog.changes import put_index
from docstore.catalog.current import current
from docstore.mapping.history import History

Json = dict[str, Any]

KEYWORD = {"type": "keyword"}
TEXT = {"type": "text"}
NESTED = {"type": "nested", "properties": {"b": {"type": "long"}, "in": {"type": "nested", "properties": {"c": KEYWORD}}}}


def found(store: Store, query: Json, index: str = "i") -> int:
    count: int = store.count(index=index, query=query)["count"]
    return count


def nested(path: str, query: Json) -> Json:
    return {"nested": {"path": path, "query": query}}


LATER: dict[str, tuple[Json, Json, Json, Json]] = {
    "a multi-field": ({"a": KEYWORD}, {"a": "Bob x"}, {"a": {**KEYWORD, "fields": {"t": TEXT}}}, {"match": {"a.t": "bob"}}),
    "a keyword": ({}, {"a": "x"}, {"a": KEYWORD}, {"term": {"a": "x"}}),
    "a number": ({}, {"a": [1, 7]}, {"a": {"type": "long"}}, {"range": {"a": {"gt": 5}}}),
    "a double": ({}, {"a": 1.5}, {"a": {"type": "double"}}, {"range": {"a": {"lt": 2}}}),
    "a text": ({}, {"a": ["x y", "z"]}, {"a": TEXT}, {"match_phrase": {"a": "x y"}}),
    "existence": ({}, {"a": "x"}, {"a": TEXT}, {"exists": {"field": "a"}}),
    "in an object": ({}, {"o": {"a": True}}, {"o": {"properties": {"a": {"type": "boolean"}}}}, {"exists": {"field": "o"}}),
    "under its null": ({}, {"a": None}, {"a": {**KEYWORD, "null_value": "no"}}, {"term": {"a": "no"}}),
    "a copy": ({"a": KEYWORD, "b": TEXT}, {"a": "x"}, {"a": {**KEYWORD, "copy_to": "b"}}, {"match": {"b": "x"}}),
    "a copying field": ({"b": TEXT}, {"a": "x"}, {"a": {**KEYWORD, "copy_to": "b"}}, {"match": {"b": "x"}}),
    "a copy into a multi-field": (
        {"a": KEYWORD, "b": {**TEXT, "fields": {"raw": KEYWORD}}},
        {"a": "X y"},
        {"a": {**KEYWORD, "copy_to": "b"}},
        {"term": {"b.raw": "X y"}},
    ),
    "a multi-field of what is copied to": (
        {"a": {**KEYWORD, "copy_to": "b"}, "b": TEXT},
        {"a": "X y"},
        {"b": {**TEXT, "fields": {"raw": KEYWORD}}},
        {"term": {"b.raw": "X y"}},
    ),
    "in an object that has no objects": (
        {"o": {"type": "object", "subobjects": False, "dynamic": False, "properties": {"x.y": KEYWORD}}},
        {"o": {"a": {"b": "x"}}},
        {"o": {"type": "object", "subobjects": False, "properties": {"a.b": KEYWORD}}},
        {"term": {"o.a.b": "x"}},
    ),
    "a target of copies": ({}, {"a": "x"}, {"a": {**KEYWORD, "copy_to": "b"}, "b": TEXT}, {"match": {"b": "x"}}),
    "nested objects": ({}, {"n": [{"b": 1}, {"b": 2}]}, {"n": NESTED}, nested("n", {"term": {"n.b": 2}})),
    "any nested objects": ({}, {"n": {"b": 1}}, {"n": NESTED}, nested("n", {"match_all": {}})),
    "nested in nested": ({}, {"n": {"in": {"c": "x"}}}, {"n": NESTED}, nested("n", nested("n.in", {"term": {"n.in.c": "x"}}))),
    "a field of nested ones": (
        {"n": {"type": "nested", "dynamic": False, "properties": {"b": {"type": "long"}}}},
        {"n": [{"b": 1, "c": "x"}, {"c": "y"}]},
        {"n": {"type": "nested", "properties": {"c": KEYWORD}}},
        nested("n", {"term": {"n.c": "y"}}),
    ),
    "seen by the root": ({}, {"n": {"b": 1}}, {"n": {**NESTED, "include_in_root": True}}, {"term": {"n.b": 1}}),
    "a key of a flattened": ({}, {"a": {"b": "x"}}, {"a": {"type": "flattened"}}, {"term": {"a.b": "x"}}),
    "a part": ({}, {"a": "one two"}, {"a": {"type": "search_as_you_type"}}, {"match": {"a._2gram": "one two"}}),
    "a point": ({}, {"a": [1, 2]}, {"a": {"type": "geo_point"}}, {"geo_distance": {"distance": "1km", "a": [1, 2]}}),
    "a range": ({}, {"a": {"gte": 1}}, {"a": {"type": "integer_range"}}, {"term": {"a": 3}}),
    "a vector": ({}, {"a": [1, 2]}, {"a": {"type": "dense_vector", "dims": 2}}, {"exists": {"field": "a"}}),
    "a count of tokens": ({}, {"a": "x y"}, {"a": {"type": "token_count", "analyzer": "standard"}}, {"term": {"a": 2}}),
    "a longer limit": (
        {"a": {**KEYWORD, "ignore_above": 2}},
        {"a": "long"},
        {"a": {**KEYWORD, "ignore_above": 9}},
        {"term": {"a": "long"}},
    ),
    "values of a field with a longer limit": (
        {"a": {**KEYWORD, "ignore_above": 2}},
        {"a": ["long", "y"]},
        {"a": {**KEYWORD, "ignore_above": 9}},
        {"bool": {"must": [{"term": {"a": "long"}}, {"term": {"a": "y"}}]}},
    ),
}


@pytest.mark.parametrize("case", LATER)
def test_what_comes_later_is_for_later_documents(store: Store, case: str) -> None:
    properties, document, change, query = LATER[case]
    store.indices.create(index="i", mappings={"dynamic": False, "properties": properties})
    store.index(index="i", id="1", document=document)
    store.index(index="i", id="2", document={"other": 1})
    store.indices.put_mapping(index="i", properties=change)
    assert found(store, query) == 0
    store.index(index="i", id="3", document=document)
    assert found(store, query) == 1
    assert store.update(index="i", id="1", doc=document)["result"] == "noop"
    assert found(store, query) == 1
    assert store.update_by_query(index="i")["updated"] == 3
    assert found(store, query) == 2
    assert [store.get(index="i", id=name)["_version"] for name in "123"] == [2, 2, 2]


def test_a_shorter_limit_leaves_what_is_indexed(store: Store) -> None:
    store.indices.create(index="i", mappings={"properties": {"a": {**KEYWORD, "ignore_above": 9}}})
    store.index(index="i", id="1", document={"a": "long"})
    store.indices.put_mapping(index="i", properties={"a": {**KEYWORD, "ignore_above": 2}})
    store.index(index="i", id="2", document={"a": "long"})
    assert found(store, {"term": {"a": "long"}}) == 1
    hits = store.search(index="i", sort="_doc", stored_fields=["_ignored"])["hits"]["hits"]
    assert [hit.get("_ignored") for hit in hits] == [None, ["a"]]
    assert found(store, {"term": {"_ignored": "a"}}) == 1
    store.update_by_query(index="i")
    assert (found(store, {"term": {"a": "long"}}), found(store, {"term": {"_ignored": "a"}})) == (0, 2)


def test_what_is_ignored_of_a_field_that_came_later(store: Store) -> None:
    store.indices.create(index="i", mappings={"dynamic": False, "properties": {"a": KEYWORD}})
    for name in ("1", "2"):
        store.index(index="i", id=name, document={"a": "long", "n": "x"})
        store.indices.put_mapping(
            index="i", properties={"a": {**KEYWORD, "ignore_above": 2}, "n": {"type": "long", "ignore_malformed": True}}
        )
    hits = {hit["_id"]: hit.get("_ignored") for hit in store.search(index="i", query={"match_all": {}})["hits"]["hits"]}
    assert hits == {"1": None, "2": ["a", "n"]}
    assert store.get(index="i", id="1", stored_fields="_ignored").get("_ignored") is None
    buckets = store.search(index="i", aggs={"f": {"terms": {"field": "_ignored"}}})["aggregations"]["f"]["buckets"]
    assert [(bucket["key"], bucket["doc_count"]) for bucket in buckets] == [("a", 1), ("n", 1)]


def test_sort_aggregations_and_values_see_what_queries_see(store: Store) -> None:
    store.indices.create(index="i", mappings={"dynamic": False})
    store.index(index="i", id="1", document={"a": "x", "s": "x"})
    store.indices.put_mapping(index="i", properties={"a": KEYWORD, "s": {**KEYWORD, "store": True}})
    store.index(index="i", id="2", document={"a": "y", "s": "y"})
    aggs = {"a": {"terms": {"field": "a"}}, "m": {"missing": {"field": "a"}}}
    answer = store.search(index="i", sort=["a"], docvalue_fields=["a"], stored_fields=["s"], aggs=aggs)
    hits = answer["hits"]["hits"]
    assert [(hit["_id"], hit["sort"], hit.get("fields")) for hit in hits] == [("2", ["y"], {"a": ["y"], "s": ["y"]}), ("1", [None], None)]
    assert [bucket["key"] for bucket in answer["aggregations"]["a"]["buckets"]] == ["y"]
    assert answer["aggregations"]["m"]["doc_count"] == 1
    assert "fields" not in store.get(index="i", id="1", stored_fields="s")
    read = store.search(index="i", sort="_doc", fields=["a"])["hits"]["hits"]
    assert [hit["fields"] for hit in read] == [{"a": ["x"]}, {"a": ["y"]}], "what is read from the source is there"
    assert store.field_caps(index="i", fields="a")["fields"]["a"]["keyword"]["searchable"]


def test_names_and_runtime_fields_are_there_at_once(store: Store) -> None:
    store.indices.create(index="i", mappings={"dynamic": False, "properties": {"a": KEYWORD}})
    store.index(index="i", id="1", document={"a": "x", "r": "x"})
    store.indices.put_mapping(
        index="i",
        properties={"other": {"type": "alias", "path": "a"}, "same": {"type": "constant_keyword", "value": "x"}},
        runtime={"r": KEYWORD},
    )
    assert [found(store, {"term": {name: "x"}}) for name in ("other", "same", "r")] == [1, 1, 1]


def test_a_dynamic_field_is_for_the_document_that_brings_it(store: Store) -> None:
    store.indices.create(index="i", mappings={"dynamic": False})
    store.index(index="i", id="1", document={"a": 1})
    store.indices.put_mapping(index="i", dynamic=True)
    store.bulk(index="i", operations=[{"index": {"_id": "2"}}, {"a": 1}, {"index": {"_id": "3"}}, {"a": 2}])
    assert found(store, {"exists": {"field": "a"}}) == 2
    store.update(index="i", id="1", doc={"b": 1})
    assert (found(store, {"exists": {"field": "a"}}), found(store, {"exists": {"field": "b"}})) == (3, 1)


def test_a_source_that_is_switched_off_is_off_for_what_comes(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s") as store:
        store.index(index="i", id="1", document={"a": "x"})
        store.index(index="i", id="2", document={"a": "x"})
        store.indices.put_mapping(index="i", source={"enabled": False})
        store.index(index="i", id="2", document={"a": "x"})
        store.index(index="i", id="3", document={"a": "x"})
    with docstore.open(tmp_path / "s") as store:
        searched = store.search(index="i", sort="_doc", query={"match": {"a": "x"}}, highlight={"fields": {"a": {}}})["hits"]["hits"]
        assert [(hit["_id"], "_source" in hit, "highlight" in hit) for hit in searched] == [
            ("1", True, True), ("2", False, False), ("3", False, False),
        ]
        for name, shown in (("1", True), ("2", False), ("3", False)):
            assert store.exists_source(index="i", id=name) is shown
            assert store.get(index="i", id=name).get("_source") == ({"a": "x"} if shown else None)
            assert store.mget(index="i", ids=[name])["docs"][0].get("_source") == ({"a": "x"} if shown else None)
        assert store.get_source(index="i", id="1") == {"a": "x"}
        with pytest.raises(docstore.NotFoundError, match=re.escape("Source not found [i]/[2]")):
            store.get_source(index="i", id="2")
        assert store.update(index="i", id="1", doc={"b": 1})["result"] == "updated"
        with pytest.raises(docstore.ApiError, match=re.escape("[1]: document source missing")):
            store.update(index="i", id="1", doc={"b": 2})
        assert store.search(index="i", query={"term": {"b": 1}}, source=["b"])["hits"]["hits"][0].get("_source") is None


def test_a_copy_of_an_index_keeps_it_and_a_reindex_does_not(store: Store) -> None:
    store.indices.create(index="i", mappings={"dynamic": False}, settings={"number_of_shards": 2})
    store.index(index="i", id="1", document={"a": "x"})
    store.indices.put_mapping(index="i", properties={"a": KEYWORD})
    store.indices.put_settings(index="i", settings={"index.blocks.write": True})
    store.indices.clone(index="i", target="cloned")
    store.indices.shrink(index="i", target="shrunk")
    store.indices.split(index="i", target="split", settings={"index.number_of_shards": 4})
    store.reindex(source={"index": "i"}, dest={"index": "again"})
    counts = {name: found(store, {"match": {"a": "x"}}, name) for name in ("i", "cloned", "shrunk", "split", "again")}
    assert counts == {"i": 0, "cloned": 0, "shrunk": 0, "split": 0, "again": 1}


def test_it_is_kept_with_the_store_and_its_columns(tmp_path: Path) -> None:
    with docstore.open(tmp_path / "s") as store:
        store.indices.create(index="i", mappings={"dynamic": False, "properties": {"a": KEYWORD}})
        store.load(index="i", documents=({"a": "xyz", "b": str(n), "n": {"k": n}} for n in range(1500)))
        change = {"a": {**KEYWORD, "ignore_above": 2, "fields": {"t": TEXT}}, "b": KEYWORD, "n": {"type": "nested"}}
        store.indices.put_mapping(index="i", properties={**change, "n": {"type": "nested", "properties": {"k": {"type": "long"}}}})
        store.load(index="i", documents=({"a": "xyz", "b": str(n), "n": {"k": n}} for n in range(1000)))
        before = _counts(store)
        assert before == {"a": 1500, "t": 1000, "b": 1000, "n": 1000}
        store.backup(tmp_path / "copy")
        assert store.check() == []
    for path in ("s", "copy"):
        with docstore.open(tmp_path / path) as store:
            assert _counts(store) == before
            store.delete_by_query(index="i", query={"terms": {"_seq_no": [0, 1600]}})
            store.load(index="i", documents=[{"a": "xyz", "b": "new", "n": {"k": 1}}])
            assert _counts(store) == {"a": 1499, "t": 1000, "b": 1000, "n": 1000}
            assert store.check() == []


def _counts(store: Store) -> dict[str, int]:
    queries = {"a": {"term": {"a": "xyz"}}, "t": {"match": {"a.t": "xyz"}}, "b": {"exists": {"field": "b"}}}
    queries["n"] = nested("n", {"exists": {"field": "n.k"}})
    return {name: found(store, query) for name, query in queries.items()}


def test_the_oldest_change_at_a_place_is_what_counts(store: Store) -> None:
    """Two changes with no document between them are one, and the mapping shows none of it."""
    store.indices.create(index="i", mappings={"dynamic": False})
    store.index(index="i", id="1", document={"a": "long"})
    store.indices.put_mapping(index="i", properties={"a": {**KEYWORD, "ignore_above": 2}})
    store.indices.put_mapping(index="i", properties={"a": {**KEYWORD, "ignore_above": 9}})
    assert found(store, {"term": {"a": "long"}}) == 0
    with store._node.environment.read() as txn:
        index = current(txn).index("i")
        assert index is not None
        assert index.history.changes == (("a", 1, None),)
    assert store.indices.get_mapping(index="i")["i"]["mappings"]["properties"] == {"a": {**KEYWORD, "ignore_above": 9}}
    assert store.check() == []


def test_a_change_that_lies_in_the_future_is_a_fault(store: Store) -> None:
    store.indices.create(index="i")
    with store._node.environment.write() as txn:
        index = current(txn).index("i")
        assert index is not None
        put_index(txn, replace(index, history=History([("a", 9, None)])))
    assert store.check() == ["[i] has a change of [a] for documents from 9 on, beyond its next _seq_no 0"]
    store.indices.delete(index="i")


def test_an_index_that_has_no_documents_remembers_nothing(store: Store) -> None:
    store.indices.create(index="i", mappings={"dynamic": False})
    store.indices.put_mapping(index="i", properties={"a": KEYWORD})
    with store._node.environment.read() as txn:
        index = current(txn).index("i")
        assert index is not None
        assert not index.history
