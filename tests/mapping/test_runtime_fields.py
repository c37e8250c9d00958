"""Runtime fields: read from documents by name, or kept for their scripts."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore import Store
from docstore.errors import ApiError
from docstore.mapping import Mapping


def count(store: Store, query: dict[str, Any]) -> int:
    return int(store.count(index="i", query=query)["count"])


def test_a_runtime_field_reads_documents_by_its_name(store: Store) -> None:
    store.indices.create(
        index="i",
        mappings={
            "dynamic": False,
            "runtime": {
                "n": {"type": "long"},
                "d": {"type": "date", "format": "yyyy/MM/dd"},
                "o.k": {"type": "keyword"},
                "ip": {"type": "ip"},
                "b": {"type": "boolean"},
                "f": {"type": "double"},
            },
        },
    )
    store.index(index="i", id="1", document={"n": "7", "d": "2024/05/01", "o": {"k": ["x", "y"]}, "ip": "10.0.0.1", "b": "true", "f": 1.5})
    store.index(index="i", id="2", document={"n": "not a number", "d": "yesterday", "o.k": 3, "ip": "?", "b": "?", "f": "?"})
    assert count(store, {"term": {"n": 7}}) == 1
    assert count(store, {"exists": {"field": "n"}}) == 1
    assert count(store, {"range": {"d": {"gte": "2024/01/01", "lt": "2025/01/01"}}}) == 1
    assert count(store, {"terms": {"o.k": ["y", "3"]}}) == 2
    assert count(store, {"term": {"ip": "10.0.0.0/8"}}) == 1
    assert count(store, {"bool": {"filter": [{"term": {"b": True}}, {"range": {"f": {"gt": 1}}}]}}) == 1


def test_a_runtime_field_hides_a_mapped_one(store: Store) -> None:
    store.indices.create(index="i", mappings={"properties": {"v": {"type": "keyword"}}})
    store.index(index="i", id="1", document={"v": "10"})
    assert count(store, {"range": {"v": {"gt": "9"}}}) == 0
    store.indices.put_mapping(index="i", runtime={"v": {"type": "long"}})
    assert count(store, {"range": {"v": {"gt": 9}}}) == 1
    store.indices.put_mapping(index="i", runtime={"v": None})
    assert "runtime" not in store.indices.get_mapping(index="i")["i"]["mappings"]
    assert count(store, {"range": {"v": {"gt": "9"}}}) == 0


def test_what_scripts_make_is_kept_and_not_searched(store: Store) -> None:
    day = {"type": "keyword", "script": {"source": "emit('x')", "lang": "painless"}}
    both = {"type": "composite", "script": {"source": "emit([:])", "lang": "painless"}, "fields": {"a": {"type": "long"}}}
    store.indices.create(index="i", mappings={"runtime": {"day": {"type": "keyword", "script": "emit('x')"}, "both": both}})
    assert store.indices.get_mapping(index="i")["i"]["mappings"] == {"runtime": {"both": both, "day": day}}
    for name in ("day", "both.a"):
        with pytest.raises(ApiError) as caught:
            count(store, {"term": {name: 1}})
        text = f"docstore does not run scripts: the values of the runtime field [{name}] are made by one"
        assert text in str(caught.value.body)


def test_values_of_runtime_fields_are_nothing_to_a_dynamic_mapping() -> None:
    for dynamic in (True, "strict", False, "runtime"):
        mapping = Mapping.parse({"dynamic": dynamic, "runtime": {"a": {"type": "long"}}})
        assert mapping.extended({"a": [1, "x", None]}, "1") is mapping


def test_dynamic_runtime_makes_runtime_fields() -> None:
    mapping = Mapping.parse({"dynamic": "runtime", "properties": {"known": {"type": "object"}}})
    extended = mapping.extended(
        {"s": "x", "n": 1, "f": 1.5, "b": True, "d": "2024-01-01", "o": {"deep": {"s": ["x", 1]}}, "known": {"k": 1}, "e": {}}, "1"
    )
    assert extended.to_body() == {
        "dynamic": "runtime",
        "runtime": {
            "b": {"type": "boolean"},
            "d": {"type": "date"},
            "f": {"type": "double"},
            "known.k": {"type": "long"},
            "n": {"type": "long"},
            "o.deep.s": {"type": "keyword"},
            "s": {"type": "keyword"},
        },
        "properties": {"known": {"type": "object"}},
    }
    assert extended.extended({"o": {"deep": {"s": 1}}}, "1") is extended


@pytest.mark.parametrize(
    ("runtime", "text"),
    [
        ([], "runtime must be a map type"),
        ({"a": 1}, "Expected map for runtime field [a] definition but got a Integer"),
        ({"a": {}}, "No type specified for runtime field [a]"),
        ({"a": {"type": "text"}}, "No handler for type [text] declared on runtime field [a]"),
        ({"a": {"type": "long", "format": "x"}}, "unknown parameter [format] on runtime field [a] of type [long]"),
        ({"a": {"type": "long", "meta": None}}, "[meta] on runtime field [a] of type [long] must not have a [null] value"),
        ({"a": {"type": "long", "script": {"id": "x"}}}, "stored scripts are not supported for runtime field [a]"),
        ({"a": {"type": "composite", "fields": {}}}, "composite runtime field [a] must declare a [script]"),
        ({"a": {"type": "composite", "script": "x"}}, "composite runtime field [a] must declare its [fields]"),
        ({"a": {"type": "lookup", "target_index": "x"}}, "[input_field] parameter must be specified"),
        ({"a": {"type": "date", "format": "jjjj"}}, "Failed to parse mapping: "),
    ],
)
def test_refused_descriptions(runtime: Any, text: str) -> None:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"runtime": runtime})
    assert text in caught.value.reason


def test_runtime_fields_count() -> None:
    with pytest.raises(ApiError, match=r"Limit of total fields \[1\] has been exceeded"):
        Mapping.parse({"runtime": {"a": {"type": "long"}, "b": {"type": "long"}}}, settings={"mapping.total_fields.limit": 1})


def test_a_request_may_bring_runtime_fields_but_not_take_them_away() -> None:
    mapping = Mapping.parse({"properties": {"a": {"type": "long"}}})
    assert list(mapping.with_runtime({"b": {"type": "ip"}}).runtime_fields()) == ["b"]
    with pytest.raises(ApiError, match=r"Runtime field \[a\] was set to null but its removal is not supported in this context"):
        mapping.with_runtime({"a": None})


@pytest.fixture
def orders(store: docstore.Store) -> docstore.Store:
    """Orders, and customers that they name."""
    for doc_id, name in (("c1", "Ada"), ("c2", "Grace")):
        store.index(index="customers", id=doc_id, document={"id": doc_id, "name": {"first": name}, "since": "2020-01-02"})
    lookup = {"target_index": "customers", "input_field": "customer", "target_field": "id.keyword"}
    runtime = {"who": {"type": "lookup", **lookup, "fetch_fields": ["name.*", {"field": "since", "format": "yyyy"}]}}
    store.indices.create(index="orders", mappings={"runtime": runtime, "properties": {"customer": {"type": "keyword"}}})
    for doc_id, customer in (("1", "c1"), ("2", ["c2", "c9", "c1"]), ("3", "c9"), ("4", None)):
        store.index(index="orders", id=doc_id, document={"customer": customer})
    return store


def test_a_lookup_shows_fields_of_another_index(orders: docstore.Store) -> None:
    ada, grace = ({"name.first": [name], "name.first.keyword": [name], "since": ["2020"]} for name in ("Ada", "Grace"))
    for wanted in (["who"], ["w*", "nothing"]):
        hits = orders.search(index="orders", fields=wanted, sort="_doc")["hits"]["hits"]
        assert [hit.get("fields") for hit in hits] == [{"who": [ada]}, {"who": [grace, ada]}, None, None]
    own = {"type": "lookup", "target_index": "nowhere", "input_field": "customer", "target_field": "id", "fetch_fields": ["id"]}
    with pytest.raises(ApiError) as caught:
        orders.search(index="orders", runtime_mappings={"other": own}, fields=["other"])
    assert caught.value.body["error"]["root_cause"][0]["reason"] == "no such index [nowhere]"
    assert orders.search(index="orders", fields=["customer"])["hits"]["hits"][1]["fields"] == {"customer": ["c2", "c9", "c1"]}


@pytest.mark.parametrize("request_", [{"query": {"term": {"who": "x"}}}, {"sort": "who"}, {"aggs": {"a": {"terms": {"field": "who"}}}}])
def test_a_lookup_is_not_searched(orders: docstore.Store, request_: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as caught:
        orders.search(index="orders", **request_)
    assert "Cannot search on field [who] since it is a lookup field." in str(caught.value.body)


def test_values_are_shown_in_their_order(store: docstore.Store) -> None:
    runtime = {"k": {"type": "keyword"}, "n": {"type": "long"}}
    store.indices.create(index="i", mappings={"dynamic": False, "runtime": runtime})
    store.index(index="i", document={"k": ["b", "a"], "n": [10, "9"]})
    assert store.search(index="i", fields=["*"])["hits"]["hits"][0]["fields"] == {"k": ["a", "b"], "n": [9, 10]}


@pytest.mark.parametrize(("kind", "value"), [("keyword", "a"), ("boolean", "true")])
def test_all_documents_that_have_a_term_score_alike(store: docstore.Store, kind: str, value: str) -> None:
    """There are no terms to count (``AbstractScriptFieldQuery``)."""
    store.indices.create(index="i", mappings={"dynamic": False})
    for number, found in enumerate([value, [value, value], "false"]):
        store.index(index="i", id=str(number), document={"r": found})
    for query in ({"term": {"r": value}}, {"match": {"r": value}}, {"query_string": {"query": f"r:{value}"}}):
        hits = store.search(index="i", query=query, runtime_mappings={"r": {"type": kind}})["hits"]["hits"]
        assert [(hit["_id"], hit["_score"]) for hit in hits] == [("0", 1.0), ("1", 1.0)]
