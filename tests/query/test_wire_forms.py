"""The forms in which each kind may be written, and what is said of those in which it may not."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError
from docstore.query import KINDS, parse
from tests.junk import problems, variants
from tests.query.cases import parse_error
from tests.query.test_every_kind import CHILD, CHOSEN, PROPERTIES, QUERIES

Json = dict[str, Any]


FORMS: list[tuple[Json, Json]] = [
    ({"term": {"k": "fox"}}, {"term": {"k": {"value": "fox"}}}),
    ({"term": {"k": "fox"}}, {"term": {"k": {"value": "fox", "boost": 1.0, "case_insensitive": False}}}),
    ({"prefix": {"k": "fo"}}, {"prefix": {"k": {"value": "fo"}}}),
    ({"wildcard": {"k": "f*"}}, {"wildcard": {"k": {"value": "f*"}}}),
    ({"wildcard": {"k": "f*"}}, {"wildcard": {"k": {"wildcard": "f*"}}}),
    ({"regexp": {"k": "f.x"}}, {"regexp": {"k": {"value": "f.x", "flags": "ALL"}}}),
    ({"fuzzy": {"k": "fax"}}, {"fuzzy": {"k": {"value": "fax", "fuzziness": "AUTO"}}}),
    ({"match": {"t": "fox"}}, {"match": {"t": {"query": "fox", "operator": "or"}}}),
    ({"match_phrase": {"t": "red fox"}}, {"match_phrase": {"t": {"query": "red fox", "slop": 0}}}),
    ({"match_phrase_prefix": {"t": "red fo"}}, {"match_phrase_prefix": {"t": {"query": "red fo", "max_expansions": 50}}}),
    ({"match_bool_prefix": {"t": "red fo"}}, {"match_bool_prefix": {"t": {"query": "red fo"}}}),
    ({"bool": {"must": {"term": {"k": "x"}}}}, {"bool": {"must": [{"term": {"k": "x"}}]}}),
    ({"bool": {"must_not": {"term": {"k": "x"}}}}, {"bool": {"must_not": [{"term": {"k": "x"}}], "boost": 1.0}}),
    ({"ids": {"values": "1"}}, {"ids": {"values": ["1"]}}),
    ({"range": {"n": {"gt": 1, "lte": 3}}}, {"range": {"n": {"gt": "1", "lte": 3, "boost": 1.0}}}),
    ({"dis_max": {"queries": [{"term": {"k": "x"}}]}}, {"dis_max": {"queries": [{"term": {"k": "x"}}], "tie_breaker": 0.0}}),
    ({"constant_score": {"filter": {"term": {"k": "x"}}}}, {"constant_score": {"filter": {"term": {"k": {"value": "x"}}}, "boost": 1}}),
    ({"exists": {"field": "k"}}, {"exists": {"field": "k", "boost": 1.0}}),
    ({"match_all": {}}, {"match_all": {"boost": 1.0}}),
    ({"match_none": {}}, {"match_none": {"boost": 1.0}}),
    ({"terms": {"k": ["fox"]}}, {"terms": {"k": ["fox"], "boost": 1.0}}),
    (
        {"terms_set": {"k": {"terms": ["fox"], "minimum_should_match": 1}}},
        {"terms_set": {"k": {"terms": ["fox"], "minimum_should_match": "100%", "boost": 1.0}}},
    ),
    (
        {"boosting": {"positive": {"term": {"k": "fox"}}, "negative": {"term": {"n": 2}}, "negative_boost": 0.5}},
        {
            "boosting": {
                "positive": {"term": {"k": {"value": "fox"}}},
                "negative": {"term": {"n": "2"}},
                "negative_boost": 0.5,
                "boost": 1.0,
            }
        },
    ),
    ({"term": {"k": "fox"}}, {"wrapper": {"query": "eyJ0ZXJtIjp7ImsiOiJmb3gifX0="}}),
    ({"term": {"k": "fox"}}, {"wrapper": {"query": " eyJ0ZXJt\n Ijp7ImsiOiJmb3gifX0=\n"}}),
    (
        {"multi_match": {"query": "fox", "fields": "t"}},
        {"multi_match": {"query": "fox", "fields": ["t"], "type": "best_fields", "operator": "or"}},
    ),
    ({"combined_fields": {"query": "fox", "fields": ["t"]}}, {"combined_fields": {"query": "fox", "fields": ["t^1"], "operator": "or"}}),
    (
        {"query_string": {"query": "fox", "default_field": "t"}},
        {"query_string": {"query": "fox", "fields": ["t"], "default_operator": "or"}},
    ),
    (
        {"simple_query_string": {"query": "fox", "fields": ["t"]}},
        {"simple_query_string": {"query": "fox", "fields": ["t^1"], "flags": "ALL", "default_operator": "OR"}},
    ),
    (
        {"more_like_this": {"like": "fox", "fields": ["t"], "min_term_freq": 1, "min_doc_freq": 1}},
        {"more_like_this": {"like": ["fox"], "fields": ["t"], "min_term_freq": 1, "min_doc_freq": 1, "minimum_should_match": "30%"}},
    ),
    (
        {"nested": {"path": "o", "query": {"match_all": {}}}},
        {"nested": {"path": "o", "query": {"match_all": {}}, "score_mode": "avg", "ignore_unmapped": False}},
    ),
    (
        {"has_child": {"type": "a", "query": {"match_all": {}}}},
        {"has_child": {"type": "a", "query": {"match_all": {}}, "score_mode": "none", "min_children": 1, "ignore_unmapped": False}},
    ),
    (
        {"has_parent": {"parent_type": "q", "query": {"match_all": {}}}},
        {"has_parent": {"parent_type": "q", "query": {"match_all": {}}, "score": False, "ignore_unmapped": False}},
    ),
    ({"parent_id": {"type": "a", "id": "1"}}, {"parent_id": {"type": "a", "id": 1, "ignore_unmapped": False, "boost": 1.0}}),
    (
        {"geo_distance": {"p": [1, 1], "distance": "1km"}},
        {"geo_distance": {"p": {"lat": 1, "lon": 1}, "distance": 1000, "unit": "m", "distance_type": "arc", "validation_method": "STRICT"}},
    ),
    (
        {"geo_shape": {"p": {"shape": "BBOX (0, 2, 2, 0)"}}},
        {"geo_shape": {"p": {"shape": {"type": "envelope", "coordinates": [[0, 2], [2, 0]]}, "relation": "intersects"}, "boost": 1.0}},
    ),
    (
        {"geo_bounding_box": {"p": {"top_left": [0, 2], "bottom_right": [2, 0]}}},
        {"geo_bounding_box": {"p": {"top": 2, "left": 0, "bottom": 0, "right": 2}, "validation_method": "STRICT", "boost": 1.0}},
    ),
    (
        {"distance_feature": {"field": "p", "origin": [1, 1], "pivot": "1km"}},
        {"distance_feature": {"field": "p", "origin": {"lat": 1, "lon": 1}, "pivot": "1000m", "boost": 1.0}},
    ),
    ({"rank_feature": {"field": "f"}}, {"rank_feature": {"field": "f", "saturation": {}, "boost": 1.0}}),
    (
        {"function_score": {"query": {"term": {"k": "fox"}}, "weight": 2}},
        {
            "function_score": {
                "query": {"term": {"k": "fox"}},
                "functions": [{"weight": 2}],
                "score_mode": "multiply",
                "boost_mode": "multiply",
            }
        },
    ),
    (
        {"knn": {"field": "v", "query_vector": [1, 0], "k": 3}},
        {"knn": {"field": "v", "query_vector": [1.0, 0.0], "k": 3, "num_candidates": 10, "boost": 1.0}},
    ),
]


@pytest.mark.parametrize(("short", "long"), FORMS)
def test_forms_that_mean_the_same(short: Json, long: Json) -> None:
    short_hits, long_hits = (answer(query) for query in (short, long))
    assert short_hits == long_hits


def answer(query: Json) -> list[tuple[str, float]]:
    with docstore.open() as store:
        fill(store)
        return [(hit["_id"], hit["_score"]) for hit in store.search(index="i", query=query)["hits"]["hits"]]


def fill(store: docstore.Store) -> None:
    store.indices.create(index="i", mappings={"properties": PROPERTIES})
    store.index(index="i", id="1", routing="r", document=CHOSEN)
    store.index(index="i", id="2", routing="r", document=CHILD)
    store.index(index="i", id="3", document={"t": "dog", "k": ["dog", "x"], "n": [1, 3]})


TEXTS: list[tuple[Json, str]] = [
    ({"constant_score": {}}, "[constant_score] requires a 'filter' element"),
    ({"constant_score": {"filter": [{"match_all": {}}]}}, "unexpected token [START_ARRAY]"),
    ({"constant_score": {"query": {"match_all": {}}}}, "[constant_score] query does not support [query]"),
    ({"constant_score": {"boosts": 1}}, "[constant_score] query does not support [boosts]"),
    ({"dis_max": {}}, "[dis_max] requires 'queries' field with at least one clause"),
    ({"dis_max": {"queries": [], "tie": 1}}, "[dis_max] query does not support [tie]"),
    ({"boosting": {}}, "[boosting] query requires 'positive' query to be set'"),
    ({"boosting": {"positive": {"match_all": {}}}}, "[boosting] query requires 'negative' query to be set'"),
    (
        {"boosting": {"positive": {"match_all": {}}, "negative": {"match_all": {}}}},
        "[boosting] query requires 'negative_boost' to be set to be a positive value'",
    ),
    ({"boosting": {"positives": {}}}, "[boosting] query does not support [positives]"),
    ({"wrapper": {}}, "[wrapper] query malformed"),
    ({"wrapper": {"queries": ""}}, "[wrapper] query malformed, expected `query` but was queries"),
    ({"wrapper": {"query": "e!"}}, "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): Illegal character '!' (code 0x21)"),
    ({"wrapper": {"query": "e3 0="}}, "Illegal white space character (code 0x20) as character #3 of 4-char base64 unit: can only used"),
    ({"wrapper": {"query": "e30"}}, "base64 variant 'MIME-NO-LINEFEEDS' expects padding (one or more '=' characters) at the end."),
    ({"wrapper": {"query": 5}}, "Current token (VALUE_NUMBER) not VALUE_STRING or VALUE_EMBEDDED_OBJECT, can not access as binary"),
    ({"wrapper": {"query": "YWJj"}}, "Failed to derive xcontent"),
    ({"wrapper": {"query": "e30gfQ=="}}, "[1:4] Unexpected character ('}' (code 125))"),
    ({"match": {"t": {"querys": "x"}}}, "[match] query does not support [querys]"),
    ({"match": {"t": {"operator": "or"}}}, "[match] requires query value"),
    ({"match": {"t": "a", "k": "b"}}, "[match] query doesn't support multiple fields, found [t] and [k]"),
    ({"match_phrase": {"t": {"operator": "or", "query": "x"}}}, "[match_phrase] query does not support [operator]"),
    ({"match_phrase": {"t": {"query": "x", "slop": -1}}}, "No negative slop allowed."),
    ({"match_bool_prefix": {"t": {"query": "x", "slop": 1}}}, "[match_bool_prefix] query does not support [slop]"),
    ({"ids": {"value": ["1"]}}, "[ids] unknown field [value] did you mean [values]?"),
    ({"exists": {}}, "[exists] must be provided with a [field]"),
    ({"exists": {"fields": "x"}}, "[exists] query does not support [fields]"),
    ({"term": {"k": {"valu": 1}}}, "[term] query does not support [valu]"),
    ({"term": {"k": ["x"]}}, "[term] query does not support array of values"),
    ({"terms": {"k": "x"}}, "[terms] query does not support [k]"),
    ({"range": {"n": 3}}, "[range] query does not support [n]"),
    ({"range": {"n": {"from_": 3}}}, "[range] query does not support [from_]"),
    ({"prefix": {"k": {"prefixes": "x"}}}, "[prefix] query does not support [prefixes]"),
    ({"wildcard": {"k": {"pattern": "x"}}}, "[wildcard] query does not support [pattern]"),
    ({"regexp": {"k": {"pattern": "x"}}}, "[regexp] query does not support [pattern]"),
    ({"fuzzy": {"k": ["x"]}}, "Expected text but found START_ARRAY"),
    ({"match_all": {"oops": 1}}, "[match_all] unknown field [oops]"),
    ({"match_none": {"oops": 1}}, "[match_none] query does not support [oops]"),
    ({"match_phrase_prefix": {"t": {"oops": 1}}}, "[match_phrase_prefix] query does not support [oops]"),
    ({"match_phrase_prefix": {}}, "[match_phrase_prefix] requires fieldName"),
    ({"combined_fields": {"query": "x", "oops": 1}}, "[combined_fields] unknown field [oops]"),
    ({"combined_fields": {}}, "Required [query]"),
    ({"distance_feature": {"oops": 1}}, "[distance_feature] unknown field [oops]"),
    ({"distance_feature": {}}, "Required [field, origin, pivot]"),
    ({"function_score": {"oops": 1}}, "failed to parse [function_score] query. field [oops] is not supported"),
    ({"geo_bounding_box": {"oops": 1}}, "failed to parse [geo_bounding_box] query. unexpected field [oops]"),
    ({"geo_shape": {"oops": 1}}, "[geo_shape] query does not support [oops]"),
    ({"geo_shape": {}}, "fieldName is required"),
    ({"geo_bounding_box": {}}, "failed to parse [geo_bounding_box] query. bounding box not provided"),
    ({"geo_distance": {}}, "geo_distance requires 'distance' to be specified"),
    ({"geo_distance": {"p": [1, 1], "q": {"lat": 1, "lon": 1}}}, "[geo_distance] query doesn't support multiple fields, found [p] and [q]"),
    ({"has_child": {"oops": 1}}, "[has_child] query does not support [oops]"),
    ({"has_child": {}}, "[has_child] requires 'type' field"),
    ({"has_parent": {"oops": 1}}, "[has_parent] query does not support [oops]"),
    ({"has_parent": {}}, "[has_parent] requires 'parent_type' field"),
    ({"parent_id": {"oops": 1}}, "[parent_id] query does not support [oops]"),
    ({"parent_id": {}}, "[parent_id] requires 'type' field"),
    ({"nested": {"oops": 1}}, "[nested] query does not support [oops]"),
    ({"nested": {}}, "[nested] requires 'path' field"),
    ({"knn": {"oops": 1}}, "[knn] unknown field [oops]"),
    ({"knn": {}}, "Required [field]"),
    ({"more_like_this": {"like": "x", "oops": 1}}, "[more_like_this] query does not support [oops]"),
    ({"more_like_this": {}}, "more_like_this requires 'like' to be specified"),
    ({"multi_match": {"query": "x", "oops": 1}}, "[multi_match] query does not support [oops]"),
    ({"multi_match": {}}, "No text specified for multi_match query"),
    ({"query_string": {"query": "x", "oops": 1}}, "[query_string] query does not support [oops]"),
    ({"query_string": {}}, "[query_string] must be provided with a [query]"),
    ({"simple_query_string": {"query": "x", "oops": 1}}, "[simple_query_string] unsupported field [oops]"),
    ({"simple_query_string": {}}, "[simple_query_string] query text missing"),
    ({"rank_feature": {"field": "f", "oops": 1}}, "[feature] unknown field [oops]"),
    ({"rank_feature": {}}, "Required [field]"),
    ({"terms_set": {"k": {"oops": 1}}}, "[terms_set] query does not support [oops]"),
    ({"terms": {}}, "[terms] query requires a field name, followed by array of terms or a document lookup specification"),
    ({"bool": {"mus": []}}, "[bool] unknown field [mus] did you mean [must]?"),
]


@pytest.mark.parametrize(("query", "text"), TEXTS)
def test_forms_that_are_none(query: Json, text: str) -> None:
    cause = parse_error(query)
    texts = [cause["reason"]]
    while cause.get("caused_by"):
        cause = cause["caused_by"]
        texts.append(cause["reason"])
    assert any(text in each for each in texts), texts


@pytest.mark.parametrize(("query", "reason"), [("YWJj", "Failed to derive xcontent"), ("e30gfQ==", "[1:4] Unexpected character")])
def test_what_is_wrong_in_a_wrapped_query_has_no_place_in_the_request(store: docstore.Store, query: str, reason: str) -> None:
    store.indices.create(index="i")
    with pytest.raises(ApiError) as raised:
        store.search(index="i", query={"wrapper": {"query": query}})
    assert raised.value.reason.startswith(reason)


@pytest.fixture(scope="module")
def filled() -> Iterator[docstore.Store]:
    with docstore.open() as store:
        fill(store)
        yield store


@pytest.mark.parametrize("kind", sorted(KINDS.keys() & QUERIES.keys()))
def test_junk(filled: docstore.Store, kind: str) -> None:
    def ask(query: Any) -> None:
        filled.search(index="i", query=query, explain=True)

    assert not list(problems(ask, ({kind: copy.deepcopy(body)} for body in variants(QUERIES[kind]))))
    assert parse({kind: QUERIES[kind]}) is not None


def test_every_kind_has_forms_and_texts() -> None:
    forms = {kind for pair in FORMS for query in pair for kind in query}
    assert set(KINDS) == forms
    assert set(KINDS) == {kind for query, _ in TEXTS for kind in query}
