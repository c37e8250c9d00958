"""Whatever a search is made of, it looks at the clock, and at whether it was called off, before much of it has run.

Each kind in the registries is asked so that it has much to do: one that loops over documents, terms or buckets without a look fails.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.clock import CLOCK
from docstore.columns import deadline
from docstore.errors import ApiError
from docstore.query import KINDS
from docstore.search.aggregations.registry import KINDS as AGGREGATIONS
from docstore.search.aggregations.registry import PIPELINES
from tests.query.test_every_kind import PROPERTIES, QUERIES
from tests.search.aggregations.test_junk import BODIES, FIELD, PIPED, PIPELINE_BODIES
from tests.search.responsive import watched

Json = dict[str, Any]

COUNT = 1_800
"""Documents."""

MOST = 8 * COUNT
"""So many lines run without a look at most."""

_WORDS = " ".join(f"w{at}" for at in range(60))
_CODES = [f"fox{at}" for at in range(50)]

LARGE_QUERIES: dict[str, Json] = {
    "combined_fields": {"query": _WORDS, "fields": ["t"]},
    "fuzzy": {"k": {"value": "fox1", "max_expansions": COUNT}},
    "ids": {"values": [str(at) for at in range(50)]},
    "knn": {"field": "v", "query_vector": [1, 0], "k": COUNT, "num_candidates": COUNT},
    "match": {"t": {"query": _WORDS, "fuzziness": "AUTO"}},
    "match_bool_prefix": {"t": "red w"},
    "match_phrase": {"t": {"query": "red fox", "slop": 3}},
    "match_phrase_prefix": {"t": {"query": "red w", "max_expansions": COUNT}},
    "more_like_this": {"like": _WORDS, "fields": ["t"], "min_term_freq": 1, "min_doc_freq": 1, "max_query_terms": COUNT},
    "multi_match": {"query": _WORDS, "fields": ["t", "k"]},
    "nested": {"path": "o", "query": {"range": {"o.n": {"gte": 5}}}, "inner_hits": {}},
    "prefix": {"k": "fo"},
    "query_string": {"query": 'fox~ w* /x.*1/ "red fox"~3 [a TO x]', "default_field": "t"},
    "regexp": {"k": "f.*1.*"},
    "simple_query_string": {"query": 'fox~1 w* "red fox"~3', "fields": ["t"]},
    "terms": {"k": _CODES},
    "terms_set": {"k": {"terms": _CODES, "minimum_should_match": 1}},
    "wildcard": {"k": "f*x*1*"},
}
"""Where the usual example of a kind has little to do."""

_RANGES = [{"from": at} for at in range(50)]
LARGE_AGGREGATIONS: dict[str, Json] = {
    "auto_date_histogram": {"field": "d", "buckets": 600, "time_zone": "Europe/Berlin"},
    "composite": {
        "size": COUNT,
        "sources": [
            {"a": {"terms": {"field": "k"}}},
            {"b": {"date_histogram": {"field": "d", "calendar_interval": "day", "time_zone": "Europe/Berlin"}}},
        ],
    },
    "date_histogram": {"field": "d", "calendar_interval": "day", "time_zone": "Europe/Berlin"},
    "date_range": {"field": "d", "ranges": _RANGES},
    "filters": {"filters": {str(at): {"term": {"n": at}} for at in range(50)}},
    "geohash_grid": {"field": "g", "precision": 12, "size": COUNT},
    "geotile_grid": {"field": "g", "precision": 29, "size": COUNT},
    "histogram": {"field": "n", "interval": 1},
    "ip_prefix": {"field": "ip", "prefix_length": 32},
    "ip_range": {"field": "ip", "ranges": [{"from": f"10.0.0.{at}"} for at in range(50)]},
    "multi_terms": {"terms": [{"field": "k"}, {"field": "n"}], "size": COUNT},
    "percentile_ranks": {"field": "n", "values": list(range(300))},
    "percentiles": {"field": "n", "percents": [at / 10 for at in range(300)]},
    "range": {"field": "n", "ranges": _RANGES},
    "string_stats": {"field": "k", "show_distribution": True},
    "terms": {"field": "k", "size": COUNT},
    "top_hits": {"size": 100},
    "top_metrics": {"metrics": [{"field": "n"}], "sort": [{"n": "asc"}], "size": 10},
}


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    types = {"g": "geo_point", "ip": "ip", "w": "long", "b": "boolean"}
    text = {"t": {"type": "text", "term_vector": "with_positions_offsets"}}
    properties = {**PROPERTIES, **text, **{name: {"type": type_} for name, type_ in types.items()}}
    with docstore.open() as opened:
        opened.indices.create(index="i", mappings={"properties": properties})
        opened.load(index="i", documents=map(_document, range(COUNT)))
        for at in range(100):
            opened.index(index="i", id=f"c{at}", routing="r", document={"j": {"name": "a", "parent": str(at)}, "k": "child"})
        yield opened


def _document(at: int) -> Json:
    chance = random.Random(at)
    words = [chance.choice(["red", "fox", f"w{chance.randrange(900)}", f"x{at}"]) for _ in range(6)]
    place = [chance.uniform(-170, 170), chance.uniform(-80, 80)]
    return {
        "t": " ".join(words), "k": [f"fox{at}", "fox"], "n": [at, 2], "d": at * 259_200_000, "p": place, "g": place,
        "v": [chance.random(), 1], "f": at + 1, "o": [{"n": 5}, {"n": at}], "j": "q", "ip": f"10.{at % 7}.{at // 256}.{at % 256}",
        "w": 2, "b": True,
    }  # fmt: skip


def looked(store: docstore.Store, **request: Any) -> int:
    """How often a search looks; fails where too much runs in between."""
    store.search(index="i", **request)
    store.search(index="i", **request)
    with watched() as stretches:
        store.search(index="i", **request)
    assert stretches.longest <= MOST, stretches.where
    return stretches.looks


def query(kind: str) -> Json:
    return {kind: LARGE_QUERIES.get(kind, QUERIES[kind])}


def aggregations(kind: str, below: Json | None = None) -> Json:
    body = LARGE_AGGREGATIONS.get(kind, BODIES.get(kind, FIELD))
    inner = {"x": {kind: body, **({"aggs": below} if below else {})}}
    return {"o": {"nested": {"path": "o"}, "aggs": inner}} if kind == "reverse_nested" else inner


QUERY_KINDS = sorted(KINDS.keys())
AGGREGATION_KINDS = sorted(AGGREGATIONS)


@pytest.mark.parametrize("kind", QUERY_KINDS)
def test_every_query(store: docstore.Store, kind: str) -> None:
    looked(store, query=query(kind), size=100)
    looked(store, query={"bool": {"filter": [query(kind)]}}, sort=["n"], size=5)


@pytest.mark.parametrize("kind", QUERY_KINDS)
def test_every_query_explained_and_highlighted(store: docstore.Store, kind: str) -> None:
    looked(store, query=query(kind), size=20, explain=True)
    for type_ in ("unified", "plain", "fvh"):
        looked(store, query=query(kind), size=100, highlight={"require_field_match": False, "fields": {"t": {"type": type_}}})


@pytest.mark.parametrize("kind", QUERY_KINDS)
def test_each_clause(store: docstore.Store, kind: str) -> None:
    """Fifty of them are looked between, however they are put together."""
    many = [query(kind)] * 50 if kind not in LARGE_QUERIES else [{kind: QUERIES[kind]}] * 50
    trivial = kind in ("match_all", "match_none", "wrapper")
    for around in (
        {"bool": {"should": many}},
        {"bool": {"must": many}},
        {"bool": {"must_not": many}},
        {"dis_max": {"queries": many}},
        {"function_score": {"functions": [{"filter": each, "weight": 2} for each in many], "score_mode": "sum"}},
    ):
        assert looked(store, query=around, size=5) >= (1 if trivial else 50)


@pytest.mark.parametrize("kind", AGGREGATION_KINDS)
def test_every_aggregation(store: docstore.Store, kind: str) -> None:
    looked(store, size=0, aggs=aggregations(kind))
    looked(store, size=0, query={"term": {"b": True}}, aggs=aggregations(kind))
    if AGGREGATIONS[kind].takes_subs:
        looked(store, size=0, aggs=aggregations(kind, {"m": {"value_count": {"field": "k"}}}))


@pytest.mark.parametrize("kind", AGGREGATION_KINDS)
def test_every_aggregation_in_many_buckets(store: docstore.Store, kind: str) -> None:
    small = BODIES.get(kind, FIELD)
    inner: Json = {"x": {kind: small}}
    if kind == "reverse_nested":
        terms: Json = {"t": {"terms": {"field": "o.n", "size": COUNT}, "aggs": inner}}
        looked(store, size=0, aggs={"o": {"nested": {"path": "o"}, "aggs": terms}})
    elif kind not in ("global", "composite"):
        looked(store, size=0, aggs={"t": {"terms": {"field": "k", "size": COUNT}, "aggs": inner}})


@pytest.mark.parametrize("kind", sorted(PIPELINES.keys() - {"bucket_script", "bucket_selector"}))
def test_every_pipeline(store: docstore.Store, kind: str) -> None:
    beside = kind.endswith("_bucket")
    body = PIPELINE_BODIES.get(kind, {**PIPED, "buckets_path": "h>m" if beside else "m"})
    below: Json = {"m": {"max": {"field": "n"}}}
    steps: Json = {"histogram": {"field": "n", "interval": 1}}
    if beside:
        looked(store, size=0, aggs={"h": {**steps, "aggs": below}, "x": {kind: body}})
    else:
        looked(store, size=0, aggs={"h": {**steps, "aggs": {**below, "x": {kind: body}}}})


@pytest.mark.parametrize(
    "request_",
    [
        {"sort": ["n"] * 100, "size": 20},
        {"sort": [{"_geo_distance": {"p": [0, 0]}}], "size": 100},
        {"sort": [{"o.n": {"nested": {"path": "o"}, "mode": "avg"}}], "size": 100},
        {"sort": ["k"], "size": 100, "search_after": ["fox1"]},
        {"sort": ["_score", "_doc"], "query": {"match": {"t": "red"}}, "size": 100},
        {"collapse": {"field": "w", "inner_hits": {"name": "x"}}, "size": 50},
        {"query": {"match": {"t": "fox"}}, "rescore": [{"window_size": 1000, "query": {"rescore_query": {"match": {"t": "red"}}}}] * 20},
        {"fields": ["*"], "size": 100},
        {"docvalue_fields": ["n", "k", "d"], "size": 100},
        {"runtime_mappings": {"r": {"type": "long"}}, "query": {"exists": {"field": "r"}}, "size": 100},
        {"post_filter": {"wildcard": {"k": "*1*"}}, "size": 100},
        {"knn": [{"field": "v", "query_vector": [1, 0], "k": 50, "num_candidates": 50}] * 50},
    ],
    ids=lambda request: " ".join(request),
)
def test_every_other_part(store: docstore.Store, request_: Json) -> None:
    looked(store, **request_)


class Asker:
    """Who asks for a search, and calls it off at its ``at``-th look."""

    parent = None

    def __init__(self, at: int = -1) -> None:
        self.at = at
        self.looks = 0

    @property
    def cancelled(self) -> str | None:
        self.looks += 1
        return "by user request" if self.looks == self.at else None


def asked(store: docstore.Store, at: int = -1, **request: Any) -> int:
    """How often a search looks."""
    asker = Asker(at)
    with deadline.asked_by(asker):  # type: ignore[arg-type]
        store.search(index="i", **request)
    return asker.looks


REQUESTS: dict[str, Json] = {
    **{kind: {"query": query(kind), "size": 50} for kind in QUERY_KINDS},
    **{f"aggregation {kind}": {"aggs": aggregations(kind), "size": 0} for kind in AGGREGATION_KINDS},
}


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_called_off_at_any_look(store: docstore.Store, name: str) -> None:
    request = REQUESTS[name]
    asked(store, **request)
    looks = asked(store, **request)
    for at in {1, looks // 2, looks - 1, looks} & set(range(1, looks + 1)):
        with pytest.raises(ApiError) as failure:
            asked(store, at, **request)
        assert failure.value.body["error"]["root_cause"][0]["type"] == "task_cancelled_exception"


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_the_time_is_over_at_any_look(store: docstore.Store, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    request = REQUESTS[name]
    looks, last = 0, 1 << 60

    def monotonic() -> float:
        nonlocal looks
        looks += 1
        return 1e9 if looks >= last else 0.0

    store.search(index="i", **request)
    monkeypatch.setattr(CLOCK, "monotonic", monotonic)
    assert store.search(index="i", timeout="1s", **request)["timed_out"] is False
    known = looks
    for at in {2, known // 2, known} & set(range(2, known + 1)):
        looks, last = 0, at
        answer = store.search(index="i", timeout="1s", **request)
        assert (answer["timed_out"], answer["hits"]["hits"]) == (True, [])
        assert ("aggregations" in answer) is ("aggs" in request)


def test_called_off_while_a_column_is_built() -> None:
    """Nothing of it stays, and the next search builds it."""
    request: Json = {"query": {"term": {"k": "fox7"}}}
    with docstore.open() as opened:
        opened.load(index="i", documents=({"k": f"fox{at % 10}", "n": at} for at in range(20_000)))
        looks = asked(opened, **request)
    with docstore.open() as opened:
        opened.load(index="i", documents=({"k": f"fox{at % 10}", "n": at} for at in range(20_000)))
        assert looks > 5
        for at in range(1, looks):
            with pytest.raises(ApiError) as failure:
                asked(opened, at, **request)
            assert failure.value.body["error"]["root_cause"][0]["type"] == "task_cancelled_exception"
        assert opened.search(index="i", **request)["hits"]["total"]["value"] == 2_000
