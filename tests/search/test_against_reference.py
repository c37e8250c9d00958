"""Random documents, writes and searches: the same hits, order, scores and buckets as a reader of every document finds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference import aggregations
from tests.search.reference.comparison import Write, check_aggregation, check_hits, fresh, search, write
from tests.search.reference.schema import Json, Schema
from tests.search.reference.sorting import matching
from tests.search.reference.strategies import aggregations as random_aggregations
from tests.search.reference.strategies import buckets, documents, sorts
from tests.search.reference.strategies import queries as random_queries

many = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=TIMES == 1,
)
"""The same examples each time, unless more are asked for. An example asks many things at once: to make it smaller takes minutes, and
what failed says which of them it was.
"""


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


def request(query: Json, sort: list[Json], size: int = 20) -> Json:
    return {"query": query, "sort": sort, "size": size} if sort else {"query": query, "size": size}


@settings(many, max_examples=20 * TIMES)
@given(schema=documents.schemas, sources=documents.sources, asked=random_queries.of_all_kinds, sort=sorts.sorts)
def test_hits(store: docstore.Store, schema: Schema, sources: list[Json], asked: tuple[Json, ...], sort: list[Json]) -> None:
    corpus = fresh(store, schema, sources)
    for at, query in enumerate(asked):
        body = request(query, sort if at % 2 else [])
        response = search(store, body)
        check_hits(response, [corpus], body)
        total = len(matching(corpus, body))
        assert response["hits"]["total"]["value"] == total
        assert store.count(index="a", query=query)["count"] == total


@settings(many, max_examples=12 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    query=random_queries.queries,
    sort=sorts.sorts,
    after=random_queries.leaves,
    least=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_pages(
    store: docstore.Store, schema: Schema, sources: list[Json], query: Json, sort: list[Json], after: Json, least: float
) -> None:
    """``from`` and ``search_after`` walk through the same hits as one page holds; ``post_filter`` and ``min_score`` cut them."""
    corpus = fresh(store, schema, sources)
    body = request(query, sort) | {"post_filter": after, "min_score": least}
    whole = search(store, body)["hits"]["hits"]
    check_hits({"hits": {"hits": whole}}, [corpus], body)
    pages = [search(store, body | {"size": 2, "from": begin})["hits"]["hits"] for begin in range(0, 8, 2)]
    assert [hit["_id"] for page in pages for hit in page] == [hit["_id"] for hit in whole]
    if sort and not any("_doc" in each for each in sort):
        body["sort"] = [*sort, {"_doc": {"order": "asc"}}]
        whole = search(store, body)["hits"]["hits"]
        walked: list[str] = []
        page = search(store, body | {"size": 1})["hits"]["hits"]
        while page and len(walked) <= len(whole):
            walked += [hit["_id"] for hit in page]
            page = search(store, body | {"size": 1, "search_after": page[-1]["sort"]})["hits"]["hits"]
        assert walked == [hit["_id"] for hit in whole]


@settings(many, max_examples=10 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    query=random_queries.leaves,
    again=random_queries.leaves,
    how=st.fixed_dictionaries(
        {},
        optional={
            "query_weight": st.sampled_from([0.5, 2]),
            "rescore_query_weight": st.sampled_from([0.5, 2]),
            "score_mode": st.sampled_from(["total", "multiply", "avg", "max", "min"]),
        },
    ),
    window=st.integers(1, 4),
    sort=sorts.sorts,
)
def test_rescored_and_collapsed(
    store: docstore.Store, schema: Schema, sources: list[Json], query: Json, again: Json, how: Json, window: int, sort: list[Json]
) -> None:
    corpus = fresh(store, schema, [source | {"one": at % 3} for at, source in enumerate(sources)])
    body: Json = {"query": query, "rescore": {"window_size": window, "query": {"rescore_query": again, **how}}}
    if window >= len(sources) or len({float(hit.score) for hit in matching(corpus, body)}) <= 1:
        check_hits(search(store, body), [corpus], body)
    body = request(query, sort) | {"collapse": {"field": "one"}}
    if sort and not any("_score" in each for each in sort):
        check_hits(search(store, body), [corpus], body)


@settings(many, max_examples=24 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    query=random_queries.leaves | st.just({"match_all": {}}),
    bodies=random_aggregations.of_all_kinds,
)
def test_aggregations(store: docstore.Store, schema: Schema, sources: list[Json], query: Json, bodies: tuple[Json, ...]) -> None:
    corpus = fresh(store, schema, sources)
    for body in bodies:
        check_aggregation(store, [corpus], query, body)


@settings(many, max_examples=6 * TIMES)
@given(schema=documents.schemas, sources=documents.sources, source=buckets.sources, other=buckets.sources)
def test_pages_of_buckets(store: docstore.Store, schema: Schema, sources: list[Json], source: Json, other: Json) -> None:
    """``after`` walks through all buckets of a ``composite``."""
    corpus = fresh(store, schema, sources)
    how: Json = {"size": 2, "sources": [{"a": source}, {"b": other}]}
    expected = aggregations.aggregate({"composite": how | {"size": 1000}}, matching(corpus, {}), [corpus])["buckets"]
    walked: list[Json] = []
    while len(walked) <= len(expected):
        page = search(store, {"size": 0, "aggs": {"x": {"composite": how}}})["aggregations"]["x"]
        walked += page["buckets"]
        if "after_key" not in page:
            break
        how["after"] = page["after_key"]
    assert walked == expected


@settings(many, max_examples=6 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    asked=random_queries.of_all_kinds,
    sort=sorts.sorts,
    bodies=random_aggregations.of_all_kinds,
    only=random_queries.leaves,
)
def test_several_indices(
    store: docstore.Store,
    schema: Schema,
    sources: list[Json],
    asked: tuple[Json, ...],
    sort: list[Json],
    bodies: tuple[Json, ...],
    only: Json,
) -> None:
    """Each index scores by its own documents; an alias with a filter shows a part of one."""
    corpora = [fresh(store, schema, sources[at::3], name) for at, name in enumerate("abc")]
    try:
        for at, query in enumerate(asked):
            body = request(query, sort if at % 2 else [])
            check_hits(search(store, body, "a,b,c"), corpora, body)
        for each in (each for each in bodies if not ("auto_date_histogram" in str(each) and "top_hits" in str(each))):
            # buckets that are put together show equal hits in the order of the buckets
            check_aggregation(store, corpora, {"match_all": {}}, each, index="a,b,c")
        store.indices.put_alias(index="a", name="part", filter=only)
        for query in (query for query in asked[:4] if "knn" not in query):
            found = search(store, request(query, []), "part")["hits"]["hits"]
            body = request({"bool": {"must": [query], "filter": [only]}}, [])
            check_hits({"hits": {"hits": found}}, corpora[:1], body)
    finally:
        store.indices.delete(index="b,c")


@settings(many, max_examples=10 * TIMES)
@given(
    schema=documents.schemas,
    steps=st.lists(
        st.tuples(documents.writes, random_queries.queries, sorts.sorts, random_aggregations.aggregations), min_size=1, max_size=3
    ),
)
def test_through_writes(store: docstore.Store, schema: Schema, steps: list[tuple[list[Write], Json, list[Json], Json]]) -> None:
    corpus = fresh(store, schema, [])
    for writes, query, sort, aggregation in steps:
        write(store, corpus, writes)
        body = request(query, sort)
        check_hits(search(store, body), [corpus], body)
        check_aggregation(store, [corpus], query, aggregation)


_ELSEWHERE = """
import json, sys, docstore
path, requests = sys.argv[1], json.load(sys.stdin)
with docstore.open(path) as store:
    print(json.dumps([store.search(index="a", **request) for request in requests]))
"""


@settings(many, max_examples=2 * TIMES)
@given(
    schema=documents.schemas,
    sources=documents.sources,
    writes=documents.writes,
    asked=random_queries.of_all_kinds,
    sort=sorts.sorts,
    bodies=random_aggregations.of_all_kinds,
)
def test_reopened_and_elsewhere(
    tmp_path_factory: pytest.TempPathFactory,
    schema: Schema,
    sources: list[Json],
    writes: list[Write],
    asked: tuple[Json, ...],
    sort: list[Json],
    bodies: tuple[Json, ...],
) -> None:
    """What a store answers after it was opened again, and what another process reads in it."""
    path: Path = tmp_path_factory.mktemp("store") / "s"
    with docstore.open(path) as store:
        corpus = fresh(store, schema, sources)
        write(store, corpus, writes)
    pairs = list(zip(asked, bodies, strict=False))
    requests: list[Json] = [request(query, sort) | {"aggs": {"x": body}} for query, body in pairs]
    with docstore.open(path) as store:
        here: list[Any] = [store.search(index="a", **body) for body in requests]
        arguments = [sys.executable, "-c", _ELSEWHERE, str(path)]
        done = subprocess.run(arguments, input=json.dumps(requests), capture_output=True, text=True, timeout=60, check=True)
        for query, body in pairs:
            check_aggregation(store, [corpus], query, body)
    for body, mine, other in zip(requests, here, json.loads(done.stdout), strict=True):
        check_hits(mine, [corpus], body)
        for each in (mine, other):
            del each["took"]
        assert other == json.loads(json.dumps(mine))
