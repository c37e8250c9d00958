"""The forms in which each kind may be written, and what is said of those in which it may not."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.query import KINDS, parse
from tests.junk import problems, variants
from tests.query.cases import parse_error
from tests.query.test_every_kind import CHILD, CHOSEN, PROPERTIES, QUERIES

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("short", "long"),
    [
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
    ],
)
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


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"constant_score": {}}, "[constant_score] requires a 'filter' element"),
        ({"constant_score": {"filter": [{"match_all": {}}]}}, "unexpected token [START_ARRAY]"),
        ({"constant_score": {"query": {"match_all": {}}}}, "[constant_score] query does not support [query]"),
        ({"constant_score": {"boosts": 1}}, "[constant_score] query does not support [boosts]"),
        ({"dis_max": {}}, "[dis_max] requires 'queries' field with at least one clause"),
        ({"dis_max": {"queries": [], "tie": 1}}, "[dis_max] query does not support [tie]"),
        ({"boosting": {}}, "[boosting] query requires 'positive' query to be set'"),
        ({"boosting": {"positive": {"match_all": {}}}}, "[boosting] query requires 'negative' query to be set'"),
        ({"boosting": {"positive": {"match_all": {}}, "negative": {"match_all": {}}}},
         "[boosting] query requires 'negative_boost' to be set to be a positive value'"),
        ({"boosting": {"positives": {}}}, "[boosting] query does not support [positives]"),
        ({"wrapper": {}}, "[wrapper] query malformed"),
        ({"wrapper": {"queries": ""}}, "[wrapper] query malformed, expected `query` but was queries"),
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
        ({"fuzzy": {"k": ["x"]}}, "Can't get text on a START_ARRAY"),
        ({"bool": {"mus": []}}, "[bool] unknown field [mus] did you mean [must]?"),
    ],
)  # fmt: skip
def test_forms_that_are_none(query: Json, text: str) -> None:
    cause = parse_error(query)
    texts = [cause["reason"]]
    while cause.get("caused_by"):
        cause = cause["caused_by"]
        texts.append(cause["reason"])
    assert any(text in each for each in texts), texts


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
