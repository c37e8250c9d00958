"""Every query kind chooses the same documents wherever a query may stand."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.query import KINDS
from docstore.query.known import ELASTICSEARCH_KINDS

Json = dict[str, Any]

PROPERTIES: Json = {
    "t": {"type": "text"},
    "k": {"type": "keyword"},
    "n": {"type": "long"},
    "d": {"type": "date"},
    "p": {"type": "geo_point"},
    "v": {"type": "dense_vector", "dims": 2},
    "f": {"type": "rank_feature"},
    "o": {"type": "nested", "properties": {"n": {"type": "long"}}},
    "j": {"type": "join", "relations": {"q": "a"}},
}
CHOSEN: Json = {"t": "red fox", "k": "fox", "n": 2, "d": "2024-05-01", "p": [1, 1], "v": [1, 0], "f": 3, "o": [{"n": 5}], "j": "q"}
CHILD: Json = {"j": {"name": "a", "parent": "1"}, "k": "child"}

QUERIES: dict[str, Json] = {
    "bool": {"must": [{"term": {"k": "fox"}}]},
    "boosting": {"positive": {"term": {"k": "fox"}}, "negative": {"term": {"n": 2}}, "negative_boost": 0.5},
    "combined_fields": {"query": "fox", "fields": ["t"]},
    "constant_score": {"filter": {"term": {"k": "fox"}}},
    "dis_max": {"queries": [{"term": {"k": "fox"}}]},
    "distance_feature": {"field": "d", "origin": "now", "pivot": "1d"},
    "exists": {"field": "n"},
    "function_score": {"query": {"term": {"k": "fox"}}, "weight": 2},
    "fuzzy": {"k": "fax"},
    "geo_bounding_box": {"p": {"top_left": [0, 2], "bottom_right": [2, 0]}},
    "geo_distance": {"p": [1, 1], "distance": "1km"},
    "geo_shape": {"p": {"shape": "BBOX (0, 2, 2, 0)"}},
    "has_child": {"type": "a", "query": {"match_all": {}}},
    "has_parent": {"parent_type": "q", "query": {"match_all": {}}},
    "ids": {"values": ["1"]},
    "knn": {"field": "v", "query_vector": [1, 0], "k": 3},
    "match": {"t": "fox"},
    "match_all": {},
    "match_bool_prefix": {"t": "red fo"},
    "match_none": {},
    "match_phrase": {"t": "red fox"},
    "match_phrase_prefix": {"t": "red fo"},
    "more_like_this": {"like": "fox", "fields": ["t"], "min_term_freq": 1, "min_doc_freq": 1},
    "multi_match": {"query": "fox", "fields": ["t"]},
    "nested": {"path": "o", "query": {"term": {"o.n": 5}}},
    "parent_id": {"type": "a", "id": "1"},
    "prefix": {"k": "fo"},
    "query_string": {"query": "fox", "default_field": "t"},
    "range": {"n": {"gte": 2}},
    "rank_feature": {"field": "f"},
    "regexp": {"k": "f.x"},
    "simple_query_string": {"query": "fox", "fields": ["t"]},
    "term": {"k": "fox"},
    "terms": {"k": ["fox"]},
    "terms_set": {"k": {"terms": ["fox"], "minimum_should_match": 1}},
    "wildcard": {"k": "f*x"},
    "wrapper": {"query": "eyJ0ZXJtIjp7ImsiOiJmb3gifX0="},
}
OTHERS = {"match_all": ["1", "2", "3"], "match_none": [], "has_parent": ["2"], "parent_id": ["2"]}


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    for name in ("i", "copy"):
        store.indices.create(index=name, mappings={"properties": PROPERTIES})
    store.index(index="i", id="1", routing="r", document=CHOSEN)
    store.index(index="i", id="2", routing="r", document=CHILD)
    store.index(index="i", id="3", document={"t": "dog", "k": "dog"})
    return store


@pytest.mark.parametrize("kind", sorted(KINDS.keys() & QUERIES.keys()))
def test_the_same_documents_everywhere(index: docstore.Store, kind: str) -> None:
    query, ids = {kind: QUERIES[kind]}, OTHERS.get(kind, ["1"])
    found = index.search(index="i", query=query, explain=True)["hits"]["hits"]
    assert sorted(hit["_id"] for hit in found) == ids
    assert index.count(index="i", query=query)["count"] == len(ids)
    assert index.search(index="i", query={"bool": {"filter": query}}, sort="_doc")["hits"]["total"]["value"] == len(ids)
    assert index.update_by_query(index="i", query=query)["updated"] == len(ids)
    assert index.reindex(source={"index": "i", "query": query}, dest={"index": "copy"})["total"] == len(ids)
    assert index.delete_by_query(index="i", query=query)["deleted"] == len(ids)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() & QUERIES.keys()))
def test_every_kind_has_a_name_and_a_boost(index: docstore.Store, kind: str) -> None:
    body = QUERIES[kind]
    if kind in ("wrapper", "match_none"):
        return
    inner = body.get(next(iter(body), ""))
    long = {"prefix": "value", "term": "value", "match": "query", "fuzzy": "value", "regexp": "value", "wildcard": "value"}
    if kind.startswith("match_") and kind != "match_all":
        long[kind] = "query"
    if kind in long:
        body = {next(iter(body)): {long[kind]: inner, "_name": "n", "boost": 2}}
    elif kind in ("range", "terms_set"):
        body = {next(iter(body)): {**inner, "_name": "n", "boost": 2}}
    else:
        body = {**body, "_name": "n", "boost": 2}
    hits = index.search(index="i", query={kind: body})["hits"]["hits"]
    plain = index.search(index="i", query={kind: QUERIES[kind]})["hits"]["hits"]
    assert [hit["matched_queries"] for hit in hits] == [["n"]] * len(plain)
    factor = 1 if kind == "function_score" and QUERIES[kind].get("boost_mode") == "replace" else 2
    assert [hit["_score"] for hit in hits] == pytest.approx([factor * hit["_score"] for hit in plain], rel=1e-6)


@pytest.mark.parametrize("kind", sorted(ELASTICSEARCH_KINDS - KINDS.keys()))
def test_other_kinds_are_named_as_not_supported(index: docstore.Store, kind: str) -> None:
    with pytest.raises(ApiError) as failure:
        index.search(index="i", query={kind: {}})
    assert failure.value.status == 400
    assert failure.value.body["error"]["reason"].startswith(f"[{kind}] query is not supported")
